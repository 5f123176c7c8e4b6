import type { RawRecord } from '../../port/connector.ts'
import type { ForeignRequest, Known, KnownOrder, ReceiveRoute } from '../../port/receive.ts'
import type { IncomingKind } from '../../port/records.ts'
import { conflict, noOrder, noSeller, notValid, type Said, type ScxError } from './answers.ts'
import { guarded } from './guarded.ts'
import { joined } from './ids.ts'
import { isOpen } from './isOpen.ts'
import { type JudgedOrders, orderAnswer, postedBefore } from './orderAnswer.ts'
import {
  addressed,
  addressIsFixed,
  addressMissing,
  changed,
  isPending,
  lineStateBy,
  lineUnknown,
  type OrderNow,
  problemOf,
  stateOf,
} from './orderState.ts'
import {
  type AddressChange,
  addressList,
  isPossible,
  type Order,
  orderList,
  type StatusChange,
  statusList,
} from './orderWire.ts'
import { contentHash, payloadText } from './payloads.ts'
import { keptOrder, readdressed } from './readdressed.ts'

/** A thousand orders with all that may be said of them. */
const bodyBytes = 64 * 1024 * 1024

/** An order under the same name. */
type Before = Pick<Known['records'][number], 'payload' | 'parked'>

/** One record of a list, or what is wrong with the entry. */
type Found = { readonly records: readonly RawRecord[] } | { readonly error: ScxError }

interface Entry {
  readonly sellerId: string
  readonly orderId: string
}

/**
 * `POST /v1/channel/order`: an order comes once; the same again is silent, with other content it is refused. One that is parked here was
 * made nothing of, so what is posted anew takes its place.
 */
const create = guarded({
  method: 'POST',
  path: '/v1/channel/order',
  limit: 'order',
  told: { noun: { de: 'Bestellung', en: 'order' }, about: 'order' },
  bodyBytes,
  schema: orderList,
  asks: ({ body }) => ({
    records: namesOf(body.orderList).map(externalId => ({ kind: 'order' as const, externalId })),
  }),
  read: ({ request, body, known }) => {
    const before = new Map<string, Before>(known.records.map(one => [one.externalId, one]))
    const opened = new Map(request.seats.map(seat => [seat.place, seat.openedAt]))
    return brought('order', body.orderList, order => {
      const name = nameOf(order)
      if (!isOpen(request, order)) return { error: noSeller(order.orderId) }
      const former = before.get(name)
      const same = former && keptOrder(former.payload, order)
      if (former && same === undefined && !former.parked)
        return { error: conflict(postedBefore, order.orderId) }
      const problem = same === undefined ? problemOfNew(order, opened.get(order.sellerId)) : undefined
      if (problem)
        return {
          error: {
            ...notValid(problem, order.orderId),
            // A program that reads its history names them each time.
            ...(problem === tooEarly ? { quiet: true } : {}),
          },
        }
      // From here on it is not parked: another one in this list is a second one.
      before.set(name, { payload: same ?? order })
      return { records: [orderRecord(order, same ?? order, order.lastChangedAt), ...stateRecords(order)] }
    })
  },
  answer: answerOf,
})

/** `PUT /v1/channel/order/status`. */
const setStatus = guarded({
  method: 'PUT',
  path: '/v1/channel/order/status',
  limit: 'order',
  told: { noun: { de: 'Status der Bestellung', en: 'status of the order' }, about: 'order' },
  bodyBytes,
  schema: statusList,
  asks: ({ body }) => ({ orders: namesOf(body.orderList) }),
  read: ({ request, body, known }) => {
    const states = statesOf(known.orders)
    return brought('order_status', body.orderList, entry => {
      const change = plainStatus(entry)
      const now = stateFor(request, states, change)
      if ('error' in now) return now
      const problem = problemOf(now, change)
      if (problem) return { error: refusedFor(problem, change.orderId) }
      states.set(nameOf(change), changed(now, change))
      return { records: [statusRecord(change)] }
    })
  },
  answer: answerOf,
})

/**
 * `PUT /v1/channel/order/address-update`: what is left out stays as it was. Of a parked order it takes the place of its addresses, whatever its
 * status: nothing was made of it, and the order is tried again. The change itself is stored before the order: where we die between the two,
 * the repetition finds the one and does the other.
 */
const setAddress = guarded({
  method: 'PUT',
  path: '/v1/channel/order/address-update',
  limit: 'order',
  told: { noun: { de: 'Adresse der Bestellung', en: 'address of the order' }, about: 'order' },
  bodyBytes,
  schema: addressList,
  asks: ({ body }) => ({ orders: namesOf(body.orderList) }),
  read: ({ request, body, known }) => {
    const states = statesOf(known.orders)
    const parked = new Map(
      known.orders.flatMap(one => (one.parked ? [[one.externalId, one.payload as object] as const] : [])), // it has a state
    )
    return brought('order_address', body.orderList, change => {
      const now = stateFor(request, states, change)
      if ('error' in now) return now
      const kept = parked.get(nameOf(change))
      const whole = laidOver(now.address, change)
      const isRepeated = payloadText(whole) === payloadText(now.address)
      if (!isRepeated && !kept && !isPending(now.status))
        return { error: conflict(addressIsFixed, change.orderId) }
      states.set(nameOf(change), addressed(now, whole))
      return {
        records: [
          addressRecord(whole),
          ...(kept ? [orderRecord(change, readdressed(kept, whole), request.now.toISOString())] : []),
        ],
      }
    })
  },
  answer: answerOf,
})

export const orderRoutes: readonly ReceiveRoute[] = [create, setStatus, setAddress]

function answerOf({
  request,
  done,
  judged,
}: {
  request: ForeignRequest
  done: Parameters<typeof orderAnswer>[2]
  judged: JudgedOrders | undefined
}) {
  if (!judged) throw new TypeError('answered before it was read')
  return orderAnswer(request, judged, done)
}

// Of records of one id the last one counts, so each is named once. `kind`: what an entry is; records of another one only go along.
function brought<E extends Entry>(kind: IncomingKind, entries: readonly E[], look: (entry: E) => Found) {
  const errors: ScxError[] = []
  const records = new Map<string, { readonly record: RawRecord; readonly order: string | undefined }>()
  for (const entry of entries) {
    const found = look(entry)
    if ('error' in found) errors.push({ ...found.error, place: entry.sellerId })
    else
      for (const record of found.records)
        records.set(`${record.kind} ${record.externalId}`, {
          record,
          order: record.kind === kind ? entry.orderId : undefined,
        })
  }
  const all = [...records.values()]
  const judged: JudgedOrders = { total: entries.length, errors, orders: all.map(({ order }) => order) }
  return { received: { records: all.map(({ record }) => record) }, judged }
}

function namesOf(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.map(nameOf))]
}

function nameOf({ sellerId, orderId }: Entry): string {
  return joined(sellerId, orderId)
}

function statesOf(orders: readonly KnownOrder[]): Map<string, OrderNow> {
  return new Map(
    orders.flatMap(order => {
      const now = stateOf(order)
      return now ? [[order.externalId, now] as const] : []
    }),
  )
}

function stateFor(
  request: ForeignRequest,
  states: ReadonlyMap<string, OrderNow>,
  entry: Entry,
): OrderNow | { readonly error: ScxError } {
  if (!isOpen(request, entry)) return { error: noSeller(entry.orderId) }
  return states.get(nameOf(entry)) ?? { error: noOrder(entry.orderId) }
}

// What an order lacks is a matter of its content; what is here already stands against the rest.
function refusedFor(problem: Said, orderId: string): ScxError {
  const isOfContent = problem === addressMissing || problem === lineUnknown
  return isOfContent ? notValid(problem, orderId) : conflict(problem, orderId)
}

function problemOfNew(order: Order, openedAt: Date | undefined): Said | undefined {
  const lines = new Set(order.orderItem.map(line => line.orderItemId))
  if (lines.size < order.orderItem.length) return lineTwice
  if (!order.orderItem.every(isPossible)) return noQuantity
  // Their clock names whole seconds.
  const since = openedAt === undefined ? 0 : Math.floor(openedAt.getTime() / 1000) * 1000
  if (Date.parse(order.purchasedAt) < since) return tooEarly
  const hasAddress = order.billingAddress !== undefined || order.shippingAddress !== undefined
  return order.orderStatus === 'ACCEPTED' && !hasAddress ? addressMissing : undefined
}

const lineTwice: Said = {
  de: 'Eine Positionsnummer kommt zweimal vor.',
  en: 'An item id is there twice.',
}
const noQuantity: Said = {
  de: 'Eine Menge ist nicht größer als 0.',
  en: 'A quantity is not above 0.',
}
const tooEarly: Said = {
  de: 'Die Bestellung ist älter als die Anbindung des Verkäufers.',
  en: 'The order is older than the connection of the seller.',
}

function orderRecord(order: Entry, raw: unknown, changedAt: string): RawRecord {
  return {
    kind: 'order',
    externalId: nameOf(order),
    externalNumber: order.orderId,
    place: order.sellerId,
    raw,
    changedAt,
    once: true,
  }
}

/** What a new order says of its lines beyond its own status: told as a change of status, for an order has no other place for it. */
function stateRecords(order: Order): readonly RawRecord[] {
  const implied = lineStateBy(order.orderStatus) ?? 'UNSHIPPED'
  const orderItems = order.orderItem.flatMap(line =>
    line.type === 'ITEM' && line.itemStatus !== undefined && line.itemStatus !== implied
      ? [{ orderItemId: line.orderItemId, itemStatus: line.itemStatus }]
      : [],
  )
  const { sellerId, orderId, orderStatus } = order
  return orderItems.some(line => line.itemStatus !== 'UNSHIPPED')
    ? [statusRecord({ sellerId, orderId, orderStatus, orderItems })]
    : []
}

function statusRecord(change: StatusChange): RawRecord {
  return {
    kind: 'order_status',
    externalId: `${nameOf(change)}#${contentHash(change)}`,
    externalNumber: change.orderId,
    place: change.sellerId,
    raw: change,
  }
}

function addressRecord(change: AddressChange): RawRecord {
  return {
    kind: 'order_address',
    externalId: nameOf(change),
    externalNumber: change.orderId,
    place: change.sellerId,
    raw: change,
  }
}

// An empty list says what none says.
function plainStatus({ orderItems, ...change }: StatusChange): StatusChange {
  return orderItems && orderItems.length > 0 ? { ...change, orderItems } : change
}

function laidOver(before: Readonly<Record<string, unknown>>, change: AddressChange): AddressChange {
  const said = Object.entries(change).filter(([, value]) => value !== undefined)
  const whole = { ...before, ...Object.fromEntries(said) } as AddressChange // both by the same schema
  const former = (before as Partial<AddressChange>).buyer
  return former && change.buyer ? { ...whole, buyer: { ...former, ...change.buyer } } : whole
}
