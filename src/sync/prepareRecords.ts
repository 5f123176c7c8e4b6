import { hash } from 'node:crypto'
import type { Connector, RawRecord } from '../port/connector.ts'
import { canonical } from '../port/canonical.ts'
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
}

/** Longest payload of one record that is taken, in characters. The largest real order seen has 675 lines, 0.4 MB. */
export const largestPayload = 4_000_000

/**
 * Scrubs, canonicalises and hashes what a page holds. The same id twice in a page counts once: the later one is what
 * the shop says last.
 */
export function prepareRecords(connector: Connector, records: readonly RawRecord[]): PreparedRecord[] {
  const byId = new Map<string, PreparedRecord>()
  for (const record of records) {
    const prepared = prepare(connector, record)
    byId.set(`${prepared.kind} ${prepared.externalId}`, prepared)
  }
  // One order for all: two imports that touch the same rows meet in the same sequence and never wait in a circle.
  return [...byId.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
}

function prepare(connector: Connector, record: RawRecord): PreparedRecord {
  let payload: PreparedRecord['payload']
  try {
    payload = canonical(connector.scrub(record.kind, record.raw))
  } catch {
    payload = undefined // a payload that breaks the scrubbing may still hold its secrets: it is parked without it
  }
  const digest = hash('sha256', payload?.text ?? JSON.stringify(record.externalId)).slice(0, 32)
  const clean = record.externalId.isWellFormed() && !record.externalId.includes('\0') && record.externalId.length <= 500
  const hasId = record.externalId !== '' && clean
  return {
    kind: record.kind,
    externalId: hasId ? record.externalId : `?${digest}`,
    externalNumber: record.externalNumber?.slice(0, 200) || null,
    place: record.place,
    hasId,
    payload,
    hash: digest,
  }
}
