import { type Exact, exact } from '../base/decimal.ts'
import type { WebAddress } from './webOrder.ts'

/** What happened to an order at its shop, as it was reported apart from the order. */
export interface OrderEvent {
  readonly remoteState?: RemoteState
  readonly paymentState?: ShopPaymentState
  readonly billing?: WebAddress
  readonly shipping?: WebAddress
  readonly lines?: readonly OrderEventLine[]
  readonly reason?: string
  /** Of a return: the parcel in which the goods come. */
  readonly parcel?: { readonly carrier: string; readonly tracking: string }
  /** What it answers, where it names that: a request of theirs by its ledger id, or a cancellation that was ours. */
  readonly answers?: { readonly what: 'request' | 'cancellation'; readonly id: string }
  /** A request that is not here yet, by their id. */
  readonly awaits?: string
}

export interface OrderEventLine {
  /** Their id of the line. */
  readonly theirs: string
  /** Absent: all of it. */
  readonly quantity?: string
  readonly reason?: string
  readonly state?: 'open' | 'shipped' | 'cancelled' | 'returned' | 'refunded'
  readonly paymentState?: 'open' | 'paid'
}

/** How far delivery is at the shop, from what comes first to what comes last. */
export const remoteStates = [
  'new',
  'in_progress',
  'partly_shipped',
  'shipped',
  'completed',
  'cancelled',
] as const
export type RemoteState = (typeof remoteStates)[number]

/** The same for money. A payment that failed says more than none, and less than any that came. */
export const shopPaymentStates = ['open', 'failed', 'partly_paid', 'paid', 'refunded'] as const
export type ShopPaymentState = (typeof shopPaymentStates)[number]

/** The later of two states of an axis: what is late or repeated changes nothing. */
export function furthest<T extends string>(axis: readonly T[], one: string, other: string): T {
  const at = Math.max(indexOn(axis, one), indexOn(axis, other))
  return axis[Math.max(at, 0)] ?? (one as T)
}

function indexOn(axis: readonly string[], state: string): number {
  return axis.indexOf(state)
}

export const eventKinds = [
  'order_status',
  'order_address',
  'cancellation_request',
  'cancellation_accepted',
  'cancellation_refused',
  'return',
] as const
export type EventKind = (typeof eventKinds)[number]

/** An event as it is kept. `order`: what the record of the order itself said of its addresses, and since when. */
export interface WebEvent {
  /** The id of its ledger row. */
  readonly id: string
  readonly kind: EventKind | 'order'
  readonly externalId: string
  readonly at: Date
  readonly record: OrderEvent
  readonly applied: boolean
}

/** A line as its shop counts it. */
export interface ShopLine {
  readonly line: number
  readonly theirs: string
  readonly kind: string
  readonly quantity: string
}

/** A request for a cancellation, and the shop's own answer to it where it gave one. */
export interface FoldedRequest {
  readonly id: string
  readonly at: Date
  readonly reason: string
  /** The lines that it asks for; empty: the whole order. */
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
  readonly answer: 'accepted' | 'refused' | null
}

/** Where an order stands at its shop by all that was reported of it, in whatever order that came. */
export interface Folded {
  readonly remoteState: RemoteState
  readonly paymentState: ShopPaymentState
  readonly billing: { readonly address: WebAddress; readonly from: WebEvent } | null
  readonly shipping: { readonly address: WebAddress; readonly from: WebEvent } | null
  /** So much of each line was cancelled there, by line; only lines with something. */
  readonly cancelled: ReadonlyMap<number, string>
  readonly cancelledBy: WebEvent | null
  readonly requests: readonly FoldedRequest[]
  /** The shop refuses a cancellation that was ours, or one that nobody asked for. */
  readonly refusals: readonly WebEvent[]
  readonly returns: readonly { readonly event: WebEvent; readonly lines: readonly ReturnedLine[] }[]
}

export interface ReturnedLine {
  readonly line: number
  readonly quantity: string
  readonly reason: string
}

/** Whether its shop may have put back what was ordered: what it shows of the items is not what it was told. */
export function countsAnew({ kind, record }: Pick<WebEvent, 'kind' | 'record'>): boolean {
  if (kind === 'cancellation_accepted' || kind === 'return') return true
  const { remoteState, lines = [] } = record
  return kind === 'order_status' && (remoteState === 'cancelled' || lines.some(one => putBack.has(one.state)))
}
const putBack: ReadonlySet<string | undefined> = new Set(['cancelled', 'returned', 'refunded'])

/** The order in which events count: by their time, then by their name, however they came. */
export function inOrder(events: readonly WebEvent[]): WebEvent[] {
  return events.toSorted(
    (a, b) =>
      a.at.getTime() - b.at.getTime() || compare(a.kind, b.kind) || compare(a.externalId, b.externalId),
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The first line that an event names and the order does not have. */
export function unknownLine(event: WebEvent, lines: readonly ShopLine[]): string | undefined {
  return event.record.lines?.find(named => !lines.some(line => line.theirs === named.theirs))?.theirs
}

/**
 * Puts together all events of one order: the same result whatever order they came in, and however often. Pure. Lines that
 * the order does not have are to be sorted out before (`unknownLine`).
 */
export function foldEvents(
  given: readonly WebEvent[],
  lines: readonly ShopLine[],
  from: { readonly remoteState: string; readonly paymentState: string },
): Folded {
  const events = inOrder(given)
  const items = lines.filter(line => line.kind === 'item')
  const requests = events.flatMap(event => (event.kind === 'cancellation_request' ? [event] : []))
  const cancelled = cancelledLines(events, items, requests)
  const statuses = events.filter(event => event.kind === 'order_status')
  let remoteState = statuses.reduce(
    (state, { record }) => (record.remoteState ? furthest(remoteStates, state, record.remoteState) : state),
    furthest(remoteStates, from.remoteState, 'new'),
  )
  remoteState = furthest(remoteStates, remoteState, stateOfLines(statuses, items, cancelled))
  const paymentState = statuses.reduce(
    (state, event) => furthest(shopPaymentStates, state, paymentOf(event, items)),
    furthest(shopPaymentStates, from.paymentState, 'open'),
  )
  const all = remoteState === 'cancelled'
  return {
    remoteState,
    paymentState,
    billing: newest(events, 'billing'),
    shipping: newest(events, 'shipping'),
    cancelled: all ? new Map(items.map(line => [line.line, line.quantity])) : cancelled,
    cancelledBy: events.findLast(isCancelling) ?? null,
    requests: requests.map(event => ({
      id: event.id,
      at: event.at,
      reason: event.record.reason ?? '',
      lines: (event.record.lines ?? []).flatMap(named => quantityOf(named, lines)),
      answer: all ? 'accepted' : answerTo(event, events),
    })),
    refusals: events.filter(
      event =>
        event.kind === 'cancellation_refused' &&
        (event.record.answers?.what === 'cancellation' ||
          !requests.some(request => isAnswer(event, request))),
    ),
    returns: events.flatMap(event =>
      event.kind === 'return' ? [{ event, lines: returnedLines(event, items, lines) }] : [],
    ),
  }
}

function returnedLines(
  event: WebEvent,
  items: readonly ShopLine[],
  lines: readonly ShopLine[],
): ReturnedLine[] {
  const named: readonly OrderEventLine[] = event.record.lines ?? items.map(({ theirs }) => ({ theirs }))
  const all = named.flatMap((one): ReturnedLine[] =>
    quantityOf(one, lines).map(found => ({ ...found, reason: one.reason ?? event.record.reason ?? '' })),
  )
  return [...Map.groupBy(all, one => one.line)].flatMap(([line, same]) => {
    const quantity = same.reduce((sum, one) => sum.plus(one.quantity), exact('0')).toFixed()
    return same[0] ? [{ line, quantity, reason: same[0].reason }] : []
  })
}

function quantityOf(named: OrderEventLine, lines: readonly ShopLine[]) {
  const line = lines.find(one => one.theirs === named.theirs)
  return line ? [{ line: line.line, quantity: named.quantity ?? line.quantity }] : []
}

// What a status says of a line is where it stands; what was accepted adds up.
function cancelledLines(
  events: readonly WebEvent[],
  items: readonly ShopLine[],
  requests: readonly WebEvent[],
): ReadonlyMap<number, string> {
  const stands = new Map<number, Exact>()
  const sums = new Map<number, Exact>()
  for (const { kind, record } of events) {
    if (kind === 'order_status')
      for (const named of record.lines ?? [])
        if (named.state === 'cancelled')
          for (const { line, quantity } of quantityOf(named, items))
            stands.set(line, larger(stands.get(line), exact(quantity)))
    if (kind === 'cancellation_accepted' && record.answers?.what !== 'cancellation')
      for (const named of acceptedLines(record, items, requests))
        for (const { line, quantity } of quantityOf(named, items))
          sums.set(line, (sums.get(line) ?? exact('0')).plus(quantity))
  }
  return new Map(
    items.flatMap((item): [number, string][] => {
      const most = larger(stands.get(item.line), sums.get(item.line) ?? exact('0'))
      const quantity = most.greaterThan(item.quantity) ? exact(item.quantity) : most
      return quantity.greaterThan(0) ? [[item.line, quantity.toFixed()]] : []
    }),
  )
}

// Without lines of its own it is about what was asked for, and that is the whole order where nothing was named.
function acceptedLines(
  record: OrderEvent,
  items: readonly ShopLine[],
  requests: readonly WebEvent[],
): readonly OrderEventLine[] {
  const asked = requests.find(request => request.id === record.answers?.id)?.record.lines
  return record.lines ?? asked ?? items.map(({ theirs, quantity }) => ({ theirs, quantity }))
}

const larger = (one: Exact | undefined, other: Exact) => (one?.greaterThan(other) ? one : other)

function stateOfLines(
  statuses: readonly WebEvent[],
  items: readonly ShopLine[],
  cancelled: ReadonlyMap<number, string>,
): RemoteState {
  const states = statuses.flatMap(({ record }) => record.lines ?? [])
  const gone = (line: ShopLine) => exact(cancelled.get(line.line) ?? '0').greaterThanOrEqualTo(line.quantity)
  const left = (line: ShopLine) =>
    states.some(
      named => named.theirs === line.theirs && named.state !== undefined && shippedStates.has(named.state),
    )
  if (items.length === 0) return 'new'
  if (items.every(gone)) return 'cancelled'
  if (!items.some(left)) return 'new'
  return items.every(line => left(line) || gone(line)) ? 'shipped' : 'partly_shipped'
}
const shippedStates: ReadonlySet<string> = new Set(['shipped', 'returned', 'refunded'])

function paymentOf({ record }: WebEvent, items: readonly ShopLine[]): string {
  const paid = (line: ShopLine) =>
    record.lines?.some(named => named.theirs === line.theirs && named.paymentState === 'paid')
  if (record.paymentState) return record.paymentState
  return items.length > 0 && items.every(paid) ? 'paid' : 'open'
}

function newest(events: readonly WebEvent[], part: 'billing' | 'shipping') {
  const from = events.findLast(event => event.record[part])
  const address = from?.record[part]
  return from && address ? { address, from } : null
}

function isCancelling({ kind, record }: WebEvent): boolean {
  if (kind === 'cancellation_accepted') return record.answers?.what !== 'cancellation'
  return (
    kind === 'order_status' &&
    (record.remoteState === 'cancelled' || (record.lines ?? []).some(line => line.state === 'cancelled'))
  )
}

function isAnswer(answer: WebEvent, request: WebEvent): boolean {
  const { answers } = answer.record
  if (answers) return answers.id === request.id
  return answer.at >= request.at
}

function answerTo(request: WebEvent, events: readonly WebEvent[]): 'accepted' | 'refused' | null {
  const given = (kind: EventKind) => events.some(event => event.kind === kind && isAnswer(event, request))
  if (given('cancellation_accepted')) return 'accepted'
  return given('cancellation_refused') ? 'refused' : null
}
