import type { KnownRecord, Outcome } from '../channels/ledgerStore.ts'
import { type Decision, ruleCodes } from './decide.ts'
import { isKeptBack } from './keptBack.ts'
import type { PreparedRecord } from './prepareRecords.ts'

/** The same content as before, and no rule left it out: rules may have changed since. */
export function isUnchanged(before: KnownRecord, record: PreparedRecord): boolean {
  return (
    before.payloadHash === uuidOf(record.hash) &&
    !(before.outcome === 'ignored' && before.code !== null && ruleCodes.has(before.code))
  )
}

/**
 * A record that comes once only has been here with other content. A hash that was forgotten ("import again") says nothing about it, and of
 * what is parked nothing was made: its system may mend it.
 */
export function isRefused(before: KnownRecord, record: PreparedRecord): boolean {
  const isOther = before.payloadHash !== null && before.payloadHash !== uuidOf(record.hash)
  return record.once && isOther && before.outcome !== 'parked'
}

/** True for what was let in: staged, taken over, or waiting for its order; not for what is kept for a locked channel. */
export function isTakenIn(record: { readonly outcome: Outcome; readonly code: string | null }): boolean {
  return record.outcome !== 'parked' && record.outcome !== 'ignored' && !isKeptBack(record)
}

/** A record that a rule still leaves out is no news. */
export function isNews(decision: Decision, known: ReadonlyMap<string, KnownRecord>): boolean {
  const before = known.get(decision.record.externalId)
  return !(
    before?.outcome === 'ignored' &&
    decision.outcome === 'ignored' &&
    before.payloadHash === uuidOf(decision.record.hash)
  )
}

/** A hash as the database keeps it. */
export function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
