import type { Answer, Page, RawRecord } from '../../port/connector.ts'
import { Unreachable } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import { idText, isModel, textOf } from './payloads.ts'
import { portErrorOf, readReply } from './rpc.ts'

/** The answer for a kind that the shop does not deliver: an empty last page. */
export function nothing(why: string): Answer {
  return { body: new Uint8Array(), note: { nothing: why } }
}

/**
 * Reads a page. Some endpoints give fewer records than asked for, so only an empty page is the last one. Throws
 * `Unreachable` for bytes that are no page.
 */
export function readPage(kind: IncomingKind, answer: Answer): Page {
  if (answer.note?.['nothing'] !== undefined) return { records: [], last: true }
  const { result, error } = readReply(answer.body)
  if (error) throw portErrorOf(error, 'an error instead of a page', false)
  const list = pageOf(result)
  return { records: list.map(raw => recordOf(kind, raw)), last: list.length === 0 }
}

/**
 * The list of an answer; PHP writes one with gaps in its numbering as an object. Throws `Unreachable` where it is none.
 */
export function pageOf(result: unknown): readonly unknown[] {
  if (Array.isArray(result)) return result
  if (isModel(result) && Object.keys(result).every(key => /^\d+$/.test(key))) return Object.values(result)
  throw new Unreachable('the endpoint answered no list')
}

function recordOf(kind: IncomingKind, raw: unknown): RawRecord {
  const model = isModel(raw) ? raw : {}
  const number = textOf(
    kind === 'order' ? model.orderNumber : kind === 'customer' ? model.customerNumber : model.transactionId,
  )
  return { kind, externalId: idText(model.id), ...(number ? { externalNumber: number } : {}), place: '', raw }
}
