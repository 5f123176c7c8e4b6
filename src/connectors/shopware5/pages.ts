import type { Answer, MapContext, Page, RawRecord } from '../../port/connector.ts'
import { Unreachable } from '../../port/errors.ts'
import { parseExact } from '../../port/exactJson.ts'
import type { IncomingKind } from '../../port/records.ts'
import { instantOrNone, isRow, keyOf, textOf } from './payloads.ts'

const joined = new WeakMap<Uint8Array, readonly unknown[]>()

/** The bytes of a page of these records. What is read of just these bytes need not be read once more. */
export function pageOf(records: readonly unknown[]): Uint8Array {
  const body = Buffer.from(JSON.stringify({ records }))
  joined.set(body, records)
  return body
}

/** Reads a page as `fetchPage` has joined it. Throws `Unreachable` for bytes that are none. */
export function readPage(kind: IncomingKind, answer: Answer, { timeZone }: MapContext): Page {
  const { resume, watermark } = answer.note ?? {}
  const raws = joined.get(answer.body) ?? recordsIn(answer.body)
  const records = raws.map(raw => recordOf(kind, raw, timeZone))
  if (resume !== undefined) return { records, resume, last: false }
  return { records, last: true, ...(watermark === undefined ? {} : { watermark }) }
}

function recordOf(kind: IncomingKind, raw: unknown, timeZone: string): RawRecord {
  const row = isRow(raw) ? raw : {}
  const number = textOf(row['number'])
  const changedAt = instantOrNone(row['changed'], timeZone)
  return {
    kind,
    externalId: keyOf(row['id']),
    ...(number ? { externalNumber: number } : {}),
    place: kind === 'order' ? keyOf(row['shopId']) : '',
    raw,
    ...(changedAt === undefined ? {} : { changedAt }),
  }
}

function recordsIn(body: Uint8Array): readonly unknown[] {
  const page = parsed(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  if (isRow(page) && Array.isArray(page['records'])) return page['records']
  throw new Unreachable('the page holds no list of records')
}

function parsed(text: string): unknown {
  try {
    return parseExact(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Unreachable('the page is no JSON', { cause: error })
    throw error
  }
}
