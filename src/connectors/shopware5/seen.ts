import type { Run } from '../../port/connector.ts'
import { instantOrNone, isRow, keyOf, textOf } from './payloads.ts'

/** Seconds that a read goes back behind the last one. */
export const overlapSeconds = 120

/** An order that was placed so long ago has been written completely: ids are given before they can be seen. */
const settledMs = 600_000

/** So many ids before the floor are listed once more, for what was written late. */
const margin = 200

/**
 * Open orders up to which all were delivered by a read. Orders that stay open at the shop (ignored here, or nothing shall be told) would
 * else be fetched by each run for ever.
 */
export interface Seen {
  readonly shop: string
  /** The states that were asked for. */
  readonly states: string
  /** When that read began, by the earlier of both clocks (ISO 8601). */
  readonly at: string
  readonly id: number
}

/** The one of the facts; undefined for none. */
export function seenIn(facts: Run['facts']): Seen | undefined {
  const seen = facts['orders']
  if (!isRow(seen) || Number.isNaN(Date.parse(textOf(seen['at'])))) return undefined
  const id = Number(keyOf(seen['id']) || '0')
  return { shop: textOf(seen['shop']), states: textOf(seen['states']), at: textOf(seen['at']), id }
}

/**
 * Up to which id open orders need not be fetched again: 0 unless the read that said so was stored completely. Its watermark proves it,
 * as facts may be stored and a page not.
 */
export function floorOf(
  seen: Seen | undefined,
  now: Pick<Seen, 'shop' | 'states'>,
  watermark?: string,
): number {
  if (!seen || watermark === undefined || seen.shop !== now.shop || seen.states !== now.states) return 0
  return Date.parse(watermark) === Date.parse(seen.at) - overlapSeconds * 1000 ? seen.id : 0
}

/** What is to be remembered of a read; the one before where two of them could be mistaken for each other. */
export function seenNow(before: Seen | undefined, now: Seen): Seen {
  return before && before.shop === now.shop && Date.parse(now.at) <= Date.parse(before.at) ? before : now
}

/** The id behind which a list of open orders begins. */
export function listedBehind(floor: number): number {
  return Math.max(0, floor - margin)
}

/** Whether an order may be placed after a moment; an unreadable time may. */
export function isRecent(orderTime: unknown, moment: string, timeZone: string): boolean {
  const placed = Date.parse(instantOrNone(orderTime, timeZone) ?? '')
  return !(placed < Date.parse(moment) - settledMs)
}
