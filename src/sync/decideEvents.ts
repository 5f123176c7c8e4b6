import type { Tx } from '../base/database.ts'
import { type Answered, findAnswered, type NamedRequest } from '../channels/answeredStore.ts'
import { Rejected } from '../port/errors.ts'
import type { OrderEventRecord } from '../port/records.ts'
import type { CheckFacts } from '../sales/checkWebOrder.ts'
import type { StageOf } from '../sales/inboxStore.ts'
import type { EventKind, OrderEvent } from '../sales/orderEvent.ts'
import type { StagedEvent } from '../sales/webEventStore.ts'
import { shownNumber } from './prepareRecords.ts'

/** An event that was mapped, before it is decided about. */
export interface MappedEvent {
  readonly id: string
  readonly kind: EventKind
  readonly record: OrderEventRecord
  readonly at: string
}

/** What was decided about an event: to be kept, or why not. */
export type DecidedEvent =
  | { readonly event: StagedEvent; readonly known: boolean }
  | { readonly code: string; readonly data: Readonly<Record<string, string>> }

/** Finds the requests and cancellations that events answer, in sets. */
export function readAnswered(
  tx: Tx,
  of: StageOf,
  events: readonly MappedEvent[],
): Promise<readonly (Answered | undefined)[]> {
  return findAnswered(
    tx,
    of,
    events.map(({ record }) => namedRequest(record)),
  )
}

function namedRequest({ request }: OrderEventRecord): NamedRequest | undefined {
  return request && { no: request.no ?? null, theirs: request.theirs }
}

/**
 * Decides about one event. Kept: it belongs to an order, or waits for one, or for the request that it answers. Not kept: it
 * names neither (PAYLOAD_INVALID), an answer to something that was never ours (REQUEST_UNKNOWN), a country that nobody knows
 * (COUNTRY_UNKNOWN), a quantity that is none (QUANTITY_INVALID).
 */
export function decideEvent(
  mapped: MappedEvent,
  answered: Answered | undefined,
  orders: ReadonlyMap<string, string>,
  facts: CheckFacts | undefined,
): DecidedEvent {
  const { id, kind, record, at } = mapped
  for (const address of [record.billing, record.shipping])
    if (address?.country && !facts?.countries.has(address.country))
      return { code: 'COUNTRY_UNKNOWN', data: { country: shownNumber(address.country) ?? '' } }
  for (const [index, line] of (record.lines ?? []).entries())
    if (line.quantity !== undefined && !(quantity.test(line.quantity) && Number(line.quantity) > 0))
      return {
        code: 'QUANTITY_INVALID',
        data: { line: String(index + 1), quantity: line.quantity.slice(0, 40) },
      }
  const named = namedRequest(record)
  const order = record.order?.theirs || answered?.orderExternalId || null
  if (order === null && named === undefined) return { code: 'PAYLOAD_INVALID', data: { path: 'order' } }
  if (order === null && (named?.theirs ?? '') === '')
    return { code: 'REQUEST_UNKNOWN', data: { request: String(named?.no ?? '') } }
  const event: StagedEvent = {
    id,
    kind,
    orderExternalId: order,
    at,
    record: eventOf(record, answered, order),
  }
  return { event, known: order !== null && orders.has(order) }
}

const quantity = /^\d{1,9}(\.\d{1,10})?$/

/** What an event waits for, as its reason names it. */
export function awaitedBy(event: StagedEvent): string {
  return event.orderExternalId ?? event.record.awaits ?? ''
}

function eventOf(
  { remoteState, paymentState, billing, shipping, lines, reason, parcel, request }: OrderEventRecord,
  answered: Answered | undefined,
  order: string | null,
): OrderEvent {
  return {
    ...(remoteState ? { remoteState } : {}),
    ...(paymentState ? { paymentState } : {}),
    ...(billing ? { billing } : {}),
    ...(shipping ? { shipping } : {}),
    ...(lines ? { lines: lines.map(({ ref, ...line }) => ({ theirs: ref.theirs, ...line })) } : {}),
    ...(reason ? { reason } : {}),
    ...(parcel ? { parcel } : {}),
    ...(answered ? { answers: { what: answered.what, id: answered.id } } : {}),
    ...(request && !answered && order === null ? { awaits: request.theirs } : {}),
  }
}

/** The time of an event as the database takes it. Throws `Rejected` for one that is none; absent, it is when it came. */
export function timeOf(record: OrderEventRecord, now: Date): string {
  if (record.at === undefined) return now.toISOString()
  const time = Date.parse(record.at)
  if (Number.isNaN(time) || Math.abs(time) > 8e12)
    throw new Rejected('PAYLOAD_INVALID', 'at', record.at.slice(0, 40))
  return new Date(time).toISOString()
}
