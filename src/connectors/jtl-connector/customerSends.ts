import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Send } from '../../port/send.ts'
import { customerModel, customerProblem, customerResult } from './customerModel.ts'
import { pushNames, type Session } from './handshake.ts'
import { pushAll } from './push.ts'
import { refusal } from './sendParts.ts'

/** Customers whom the shop knows. One per call: some shops end a call at the first one without an account, and say nothing of the rest. */
export const customerSend: Send<Session, 'customer'> = {
  repeat: 'safe',
  atomic: 'midway',
  linkedBy: 'connection',
  batch: 1,
  send: sendCustomers,
}

async function sendCustomers(
  session: Session,
  list: readonly Outgoing<'customer'>[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const theirs = new Map(list.map(({ ref }) => [ref.no, ref.theirs]))
  const entries = list.map(element => ({
    no: element.ref.no,
    models: [customerModel(element)],
    ...refusal(element.ref.theirs === '' ? nameless : customerProblem(element)),
  }))
  return pushAll(
    session,
    {
      names: pushNames.customer,
      idNames: ['id'],
      resultOf: (answered, { no }) => customerResult(theirs.get(no) ?? '', answered?.model),
    },
    entries,
  )
}

// Without its own name the shop would make it.
const nameless: SendResult = {
  result: 'rejected',
  code: 'REMOTE_DELETED',
  text: 'the shop has no name for it',
}
