import type { AgainWish, EventRow } from '../../api/again.ts'

/** What a person has set for one kind of events, as the clocks of the connection show it. */
export interface DraftRow {
  readonly kind: string
  readonly enabled: boolean
  /** Year, month, day; empty: from the beginning. */
  readonly date: string
  /** To the second; empty means the first second of the day. */
  readonly time: string
}

/** The five kinds that belong to an order; "from" is often the same for all of them. */
export const orderEvents = [
  'order',
  'order_status',
  'order_address',
  'cancellation_accepted',
  'cancellation_refused',
]

/** A row as it is saved. */
export function draftOf({ kind, enabled, fromText }: EventRow): DraftRow {
  const [date = '', time = ''] = fromText?.split(' ') ?? []
  return { kind, enabled, date, time }
}

/** "From" as the server takes it; null: from the beginning. */
export function fromOf({ date, time }: DraftRow): string | null {
  if (date === '') return null
  const full = time === '' ? '00:00:00' : time.length === 5 ? `${time}:00` : time
  return `${date}T${full}`
}

/** Whether two rows mean the same. */
export function isSame(one: DraftRow, other: DraftRow): boolean {
  return one.enabled === other.enabled && fromOf(one) === fromOf(other)
}

/** What stands against a row, as the key of a sentence. */
export function faultOf(row: DraftRow, now: string): 'inFuture' | 'timeWithout' | undefined {
  const from = fromOf(row)
  if (from === null) return row.time === '' ? undefined : 'timeWithout'
  return from > now ? 'inFuture' : undefined
}

/** Now, as the clocks of a zone show it. */
export function nowIn(timeZone: string): string {
  // Swedes write dates as machines do.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(new Date())
    .replace(' ', 'T')
}

/** All rows of events of an order get the "from" of the first of them, and are switched on. */
export function sameForOrders(rows: readonly DraftRow[]): DraftRow[] {
  const first = rows.find(row => orderEvents.includes(row.kind))
  return rows.map(row =>
    first && orderEvents.includes(row.kind)
      ? { ...row, enabled: true, date: first.date, time: first.time }
      : row,
  )
}

/**
 * What is to be requested: the ticked rows with a "from" that were changed, or, where none was, all ticked ones with a
 * "from". Kinds of the same instant are one request.
 */
export function wishesOf(rows: readonly DraftRow[], saved: readonly DraftRow[]): AgainWish[] {
  const dated = rows.filter(row => row.enabled && fromOf(row) !== null)
  const changed = dated.filter(row => !saved.some(one => one.kind === row.kind && isSame(one, row)))
  const groups = new Map<string, string[]>()
  for (const row of changed.length > 0 ? changed : dated) {
    const from = fromOf(row) ?? ''
    groups.set(from, [...(groups.get(from) ?? []), row.kind])
  }
  return [...groups].map(([from, events]) => ({ from, events }))
}
