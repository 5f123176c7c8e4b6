import { transact } from '../base/database.ts'
import type { SendResult } from '../port/outgoing.ts'
import { type IncomingKind, incomingKinds } from '../port/records.ts'
import { fetchNew } from './importOrders.ts'
import { noteMissing, unsure } from './notOffered.ts'
import type { Candidate, Way } from './pushRows.ts'
import type { PushContext } from './pushTask.ts'
import { settleCall } from './settleCall.ts'

/**
 * Of what is about to be sent, without what a former call has left at the system: it comes in as a record of the same kind, which is
 * read first, outside of any call slot. Where nothing of the kind comes in, what may be there is left to a person (LOOKUP_NOT_OFFERED).
 * Calls nothing where nothing is in doubt.
 */
export async function withoutComeBack(
  context: PushContext,
  session: unknown,
  way: Way,
  list: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const { task, send, channel } = way
  const { kind } = task
  // Whoever is known and was never accepted was on its way before.
  const tried = list.filter(one => !one.remove && (one.unknown || one.known !== undefined))
  if (!send.comesBack || tried.length === 0 || !isIncoming(kind)) return list
  if (await fetchNew(context, session, kind)) {
    const ids = tried.map(one => one.row.objectId)
    const wanted = await transact(context.db, { tenant: context.tenant }, tx =>
      task.want(tx, context, channel, ids, new Map()),
    )
    const there = tried.filter(one => wanted.get(one.row.objectId)?.do !== 'send')
    return settled(context, way, list, there, { result: 'accepted', proof: 'received' })
  }
  const left = tried.filter(one => one.unknown || one.known?.rejectedCode === unsure)
  if (left.length > 0) noteMissing(context, 'warn', unsure, kind)
  return settled(context, way, list, left, { result: 'rejected', code: unsure, text: '' })
}

// None of them is sent, so none needs its number.
async function settled(
  context: PushContext,
  way: Way,
  list: readonly Candidate[],
  done: readonly Candidate[],
  result: SendResult,
): Promise<readonly Candidate[]> {
  const nobody = { no: 0, theirs: '' }
  const answers = done.map(one => ({ one: { ...one, ref: nobody, refOf: () => nobody }, result }))
  if (answers.length > 0) await settleCall(context, way, answers)
  return list.filter(one => !done.includes(one))
}

function isIncoming(kind: string): kind is IncomingKind {
  return (incomingKinds as readonly string[]).includes(kind)
}
