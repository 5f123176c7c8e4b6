import { PortError, RateLimited, Refused, Unreachable } from '../../port/errors.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Send } from '../../port/send.ts'
import { customerProblem, customerXml } from './customerXml.ts'
import { isRow, keyOf } from './payloads.ts'
import type { Reply } from './reply.ts'
import type { Session } from './session.ts'
import { readXml, xmlDocument } from './xml.ts'

/** Customers whom the shop knows, one per request: its script reads one. */
export const customerSend: Send<Session, 'customer'> = {
  repeat: 'safe',
  atomic: false,
  linkedBy: 'connection',
  batch: 1,
  send: sendCustomers,
}

async function sendCustomers(
  session: Session,
  list: readonly Outgoing<'customer'>[],
): Promise<readonly SendResult[]> {
  const results: SendResult[] = []
  let stopped: PortError | undefined
  for (const element of list) {
    const problem = stopped ? unsent(stopped) : customerProblem(element)
    if (problem) {
      results.push(problem)
      continue
    }
    try {
      const file = { name: 'kunde.xml', content: xmlDocument(customerXml(element)) }
      results.push(resultOf(element, await session.api.upload('SetKunde_xml', [file])))
    } catch (error) {
      if (results.length === 0 || !(error instanceof PortError)) throw error
      results.push(unsent(error))
      if (error instanceof Refused || error instanceof RateLimited) stopped = error
    }
  }
  return results
}

function unsent({ detail }: PortError): SendResult {
  return { result: 'unknown', text: detail }
}

/**
 * What the shop answers: the keys of whom it wrote; the key 0 where it does not know the customer or cannot take the e-mail address; or
 * somebody else, who has that address already.
 */
function resultOf({ ref, state }: Outgoing<'customer'>, reply: Reply): SendResult {
  const { name, value } = documentOf(reply)
  const row = isRow(value) ? value['tkunde'] : undefined
  const theirs = isRow(row) ? keyOf(row['kKunde']) : ''
  if (name === 'keys' && theirs === ref.theirs) return { result: 'accepted', proof: 'stored', theirs }
  const isEmailNew = state.email.toLowerCase() !== String(state.kept?.['cMail'] ?? '').toLowerCase()
  if (name === 'kunden' || (name === 'keys' && theirs === '' && isEmailNew))
    return {
      result: 'rejected',
      code: 'CUSTOMER_EMAIL_REFUSED',
      field: 'email',
      text: theirs === '' ? 'kKunde 0' : `kKunde ${theirs}`,
    }
  if (name === 'keys' && theirs === '')
    return { result: 'rejected', code: 'REMOTE_DELETED', text: 'kKunde 0' }
  if (name === 'keys') return { result: 'rejected', code: 'REMOTE_VALIDATION', text: `kKunde ${theirs}` }
  throw new Unreachable('the shop answered no keys of a customer')
}

function documentOf({ text }: Reply): { readonly name: string; readonly value: unknown } {
  try {
    return readXml(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Unreachable(`the shop's answer cannot be read: ${error.message}`)
  }
}
