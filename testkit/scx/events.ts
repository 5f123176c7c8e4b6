/** Events: read as the real client does, taken once each, and worked off. */
import { type EventOf, type EventType, eventModels, ticketReply } from './eventModels.ts'
import { blame, type Market } from './market.ts'
import {
  takeAttributesRequest,
  takeEnd,
  takeOffer,
  takePrice,
  takeReport,
  takeStock,
  takeUnlinked,
} from './offerEvents.ts'
import {
  takeAnswer,
  takeCancellation,
  takeConfirmed,
  takeInvoice,
  takePayment,
  takeRefund,
  takeReturn,
  takeShipping,
} from './orderEvents.ts'
import { ScxClientBroke } from './programErrors.ts'
import type { Quirks } from './quirks.ts'
import type { TakenEvent } from './state.ts'

/** A page as the client reads it. `mapped`: those that are enqueued and acknowledged. */
export interface EventPage {
  /** So many stood in it. */
  readonly count: number
  readonly mapped: readonly TakenEvent[]
  readonly ids: readonly string[]
}

/** Reads a page. Events that lack something, or that nobody knows, are not acknowledged. Throws ScxClientBroke without a list. */
export function readPage(
  market: Market,
  fields: Readonly<Record<string, unknown>>,
  quirks: Quirks,
): EventPage {
  const list = fields['eventList']
  if (!Array.isArray(list)) throw new ScxClientBroke('the answer has no eventList')
  if (list.length > 100) blame(market, `a page holds ${list.length} events`)
  const mapped: TakenEvent[] = []
  const ids: string[] = []
  for (const entry of list) {
    const { id, type, createdAt, event, clientVersion }: Record<string, unknown> = { ...(entry as object) }
    ids.push(String(id))
    const isWhole = typeof id === 'string' && id !== '' && typeof type === 'string' && isObject(event)
    if (!isWhole || typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) {
      blame(market, `an event is erroneous: ${JSON.stringify(entry).slice(0, 200)}`)
      continue
    }
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/.test(createdAt))
      blame(market, `${type} was made at ${createdAt}, which is written otherwise than documented`)
    if (clientVersion !== undefined && !/^\w{1,25}$/.test(String(clientVersion)))
      blame(market, `${type} names the client version ${String(clientVersion)}`)
    if (isKnown(type) || (quirks.knowsTickets && type === 'Seller:Ticket.Reply'))
      mapped.push({ id, type, event })
    else blame(market, `the type ${type} is not known`)
  }
  return { count: list.length, mapped, ids }
}

/** Puts a page into the inbox, each event once, and what is to be acknowledged beside it. True where all of it was acknowledged before. */
export function enqueue(market: Market, page: EventPage): boolean {
  const { book, inbox, toAck } = market.state
  let stale = page.mapped.length > 0
  for (const taken of page.mapped) {
    const record = book.events[taken.id]
    if (record?.acked) blame(market, `${taken.type} ${taken.id} came again after it was acknowledged`)
    else stale = false
    if (record) {
      if (record.type !== taken.type) blame(market, `${taken.id} was ${record.type} and is ${taken.type}`)
      record.deliveries++
    } else {
      book.events[taken.id] = { type: taken.type, deliveries: 1, handled: 0, acked: false }
      inbox.push(taken)
    }
    toAck.push(taken.id)
  }
  return stale
}

/** Works off one event. */
export function handle(market: Market, taken: TakenEvent): void {
  const record = market.state.book.events[taken.id]
  if (record) record.handled++
  if (market.rules().ignores?.(taken.event, taken.type)) return
  if (taken.type === 'Seller:Ticket.Reply') {
    const reply = ticketReply.safeParse(taken.event)
    if (!reply.success) {
      wrong(market, taken, reply.error)
      return
    }
    note(market, taken.type, `${reply.data.ticketId}: ${reply.data.message}`)
    return
  }
  if (!isKnown(taken.type)) return
  const read = eventModels[taken.type].safeParse(taken.event)
  if (!read.success) {
    wrong(market, taken, read.error)
    return
  }
  const { sellerId } = read.data
  const seller = sellerId === undefined ? undefined : market.state.sellers[sellerId]
  if (sellerId !== undefined && (!seller || (!seller.active && taken.type !== 'Seller:Channel.Unlinked')))
    blame(market, `${taken.type} is for the seller ${sellerId}, which is not open here`)
  work(market, taken.type, read.data)
}

type Handlers = { readonly [T in EventType]: (market: Market, event: EventOf<T>) => void }

const handlers: Handlers = {
  'Seller:Offer.New': takeOffer,
  'Seller:Offer.Update': takeOffer,
  'Seller:Offer.End': takeEnd,
  'Seller:Offer.StockUpdate': takeStock,
  'Seller:Offer.PriceUpdate': takePrice,
  'Seller:Order.Confirmed': takeConfirmed,
  'Seller:Order.Payment': takePayment,
  'Seller:Order.Shipping': takeShipping,
  'Seller:Order.Cancellation.Request': takeCancellation,
  'Seller:Order.Cancellation.Accepted': (market, event) => takeAnswer(market, event, true),
  'Seller:Order.Cancellation.Denied': (market, event) => takeAnswer(market, event, false),
  'Seller:Order.ReturnReceived': takeReturn,
  'Seller:Order.Refund': takeRefund,
  'Seller:Order.Invoice': takeInvoice,
  'Seller:Report.Request': takeReport,
  'Seller:Meta.SellerAttributesUpdateRequest': takeAttributesRequest,
  'Seller:Channel.Unlinked': takeUnlinked,
  'System:Notification': (market, event) => note(market, 'System:Notification', event.message),
  'System:Test': market => note(market, 'System:Test', ''),
}

// One table has a type of its own per event; here they are all used alike.
function work(market: Market, type: EventType, event: unknown): void {
  ;(handlers[type] as (market: Market, event: unknown) => void)(market, event)
}

function note({ state }: Market, type: string, text: string): void {
  state.book.notes.push({ type, text })
}

function wrong(
  market: Market,
  { type, id }: TakenEvent,
  error: { issues: readonly { path: PropertyKey[]; message: string }[] },
) {
  const [issue] = error.issues
  blame(market, `${type} ${id} cannot be read: ${issue?.path.join('.')}: ${issue?.message}`)
}

function isKnown(type: string): type is EventType {
  return Object.hasOwn(eventModels, type)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
