import { hash } from 'node:crypto'
import { canonical, cleanText } from '../port/canonical.ts'
import type { Connector, RawRecord } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'

/** A record ready to be compared with what is known: scrubbed, in its canonical form, hashed. */
export interface PreparedRecord {
  readonly kind: IncomingKind
  /** Their id; for a record without one a name made of its content, which is never acknowledged. */
  readonly externalId: string
  readonly externalNumber: string | null
  readonly place: string
  readonly hasId: boolean
  /** The scrubbed payload; undefined where scrubbing failed: then nothing of it may be stored. */
  readonly payload: { readonly value: unknown; readonly text: string } | undefined
  readonly hash: string
  /** When it was changed at the shop last, as its connector read it. */
  readonly changedAt?: string
  /** True where a known record with other content is refused instead of updated. */
  readonly once: boolean
  /** When its payload was stored, of what is read again: an event without a time of its own happened then, and not now. */
  readonly receivedAt?: Date
}

/** A record as a page brings it, or as it was stored. */
export type GivenRecord = RawRecord & { readonly receivedAt?: Date }

/** Longest payload of one record that is taken, in characters. The largest real order seen has 675 lines, 0.4 MB. */
export const largestPayload = 4_000_000

/** Records of one kind that are imported in one transaction. */
export interface RawBatch {
  readonly kind: IncomingKind
  readonly records: readonly RawRecord[]
}

/** Large enough that the costs of a transaction do not count, small enough that the next is prepared meanwhile. */
const batchSize = 125

/**
 * Cuts a page into batches by kind. The same id twice in a page counts once: the later one is what the shop says last.
 * In the order of their ids: two imports that touch the same rows meet in the same sequence and never wait in a circle.
 */
export function cutIntoBatches(records: readonly RawRecord[]): RawBatch[] {
  const batches: RawBatch[] = []
  for (const [kind, ofKind] of Map.groupBy(records, record => record.kind)) {
    const byId = new Map(ofKind.map((record, index) => [record.externalId || `?${index}`, record]))
    const sorted = [...byId.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
    const count = Math.ceil(sorted.length / batchSize)
    const size = Math.ceil(sorted.length / count)
    for (let start = 0; start < sorted.length; start += size)
      batches.push({ kind, records: sorted.slice(start, start + size) })
  }
  return batches
}

/** Scrubs, canonicalises and hashes records of one kind; those with the same id (or, without one, the same content) once. */
export function prepareRecords(connector: Connector, records: readonly GivenRecord[]): PreparedRecord[] {
  const byId = new Map<string, PreparedRecord>()
  for (const record of records) {
    const prepared = prepare(connector, record)
    byId.set(prepared.externalId, prepared)
  }
  return [...byId.values()]
}

/** As `prepareRecords`, a few at a time: in between, the transaction of the batch before goes on. */
export async function prepareInSlices(
  connector: Connector,
  records: readonly GivenRecord[],
): Promise<PreparedRecord[]> {
  const byId = new Map<string, PreparedRecord>()
  for (let start = 0; start < records.length; start += sliceSize) {
    for (const one of prepareRecords(connector, records.slice(start, start + sliceSize)))
      byId.set(one.externalId, one)
    await nextTurn()
  }
  return [...byId.values()]
}

const sliceSize = 16

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** A number as lists show it and search by it: what fits into an index, in text that the database can hold. */
export function shownNumber(number: string): string {
  return cleanText(number.slice(0, 200))
}

function prepare(connector: Connector, record: GivenRecord): PreparedRecord {
  let payload: PreparedRecord['payload']
  try {
    payload = canonical(connector.scrub(record.kind, record.raw))
  } catch {
    payload = undefined // a payload that breaks the scrubbing may still hold its secrets: it is parked without it
  }
  const digest = hash('sha256', payload?.text ?? JSON.stringify(record.externalId)).slice(0, 32)
  const clean =
    record.externalId.isWellFormed() && !record.externalId.includes('\0') && record.externalId.length <= 500
  const hasId = record.externalId !== '' && clean
  return {
    kind: record.kind,
    externalId: hasId ? record.externalId : `?${digest}`,
    externalNumber: shownNumber(record.externalNumber ?? '') || null,
    place: record.place,
    hasId,
    payload,
    hash: digest,
    ...(record.changedAt === undefined ? {} : { changedAt: record.changedAt }),
    once: record.once ?? false,
    ...(record.receivedAt === undefined ? {} : { receivedAt: record.receivedAt }),
  }
}
