/** What the parts of the marketplace share: its memory, its clock and its rules. */
import { exact } from '../../src/base/decimal.ts'
import type { ItemStatus, MarketState, Order, OrderLine, Task } from './state.ts'
import { keyOf } from './state.ts'
import type { JsonObject } from './wire.ts'

export interface ListingError {
  readonly code: string
  readonly message: string
  readonly longMessage?: string
  readonly relatedAttributeId?: string
  readonly recommendedValue?: string
}

/** How the marketplace decides. What is absent is taken. */
export interface Rules {
  /** Why an offer is not listed. */
  list?(offer: {
    readonly sellerId: string
    readonly offerId: number
    readonly sku: string
    readonly title: string
  }): readonly ListingError[]
  /** Why a request of the seller to cancel is denied. */
  cancel?(request: { readonly order: string; readonly reason: string }): string | undefined
  /** Why a refund, or a return, is not accepted. */
  refund?(refund: { readonly refundId: string; readonly order: string }): string | undefined
  return?(returned: { readonly sellerReturnId: string; readonly order: string }): string | undefined
  /** Events about these are taken and do nothing. */
  ignores?(about: Readonly<Record<string, unknown>>, type: string): boolean
  /** Says that listing goes on, before it says how it ended. */
  readonly inProgress?: boolean
  /** A report is given in the one call that is deprecated. */
  readonly wholeReports?: boolean
  /** The lines of an order are set to what the seller reported. Default: they are. */
  readonly confirms?: boolean
}

export interface Market {
  readonly state: MarketState
  readonly now: () => Date
  readonly rules: () => Rules
}

/** A number that was never given before. */
export function fresh({ state }: Market): number {
  return ++state.number
}

/** An id in the form of a UUID, the same in every run. */
export function freshUuid(market: Market): string {
  return `5c85c85c-0000-4000-8000-${fresh(market).toString(16).padStart(12, '0')}`
}

/** Has something told to the host. */
export function tell({ state }: Market, task: Task): void {
  state.tasks.push(task)
}

/** Has one entry of a list told. */
export function tellEntry(market: Market, call: Task['call'], entry: JsonObject): void {
  const name =
    call === 'inProgress' || call === 'listed' || call === 'listingFailed' ? 'offerList' : 'orderList'
  tell(market, { call, list: { name, entry } })
}

/** Writes down what the host did wrong. */
export function blame({ state }: Market, text: string): void {
  state.book.problems.push(text)
}

/** The order that an event is about; blamed on the host if there is none. */
export function orderOf(
  market: Market,
  type: string,
  about: { sellerId: string; orderId: string },
): Order | undefined {
  const order = market.state.orders[keyOf(about.sellerId, about.orderId)]
  if (!order) blame(market, `${type} names the order ${about.sellerId}/${about.orderId}, which there is not`)
  return order
}

/** The line of an order; blamed on the host if there is none. */
export function lineOf(
  market: Market,
  type: string,
  order: Order,
  orderItemId: string,
): OrderLine | undefined {
  const line = order.lines.find(one => one.orderItemId === orderItemId)
  if (!line) blame(market, `${type} names the line ${orderItemId} of ${order.orderId}, which there is not`)
  return line
}

/** Adds to what was done with a line; more than was bought is blamed on the host. True once it is all of it. */
export function addTo(
  market: Market,
  type: string,
  line: OrderLine,
  what: 'shipped' | 'cancelled' | 'returned' | 'refunded',
  quantity: string | number,
): boolean {
  const sum = exact(line[what]).plus(exact(String(quantity)))
  if (sum.greaterThan(exact(line.quantity)))
    blame(
      market,
      `${type}: ${sum.toFixed()} of line ${line.orderItemId} ${what}, bought were ${line.quantity}`,
    )
  line[what] = sum.toFixed()
  return sum.greaterThanOrEqualTo(exact(line.quantity))
}

/** What becomes of a line that has one status already. */
const after: { readonly [S in ItemStatus]: readonly ItemStatus[] } = {
  UNSHIPPED: ['UNSHIPPED', 'SHIPPED', 'CANCELED_BY_SELLER', 'CANCELED_BY_BUYER', 'RETURNED', 'REFUNDED'],
  SHIPPED: ['SHIPPED', 'CANCELED_BY_SELLER', 'CANCELED_BY_BUYER', 'RETURNED', 'REFUNDED'],
  CANCELED_BY_SELLER: ['CANCELED_BY_SELLER'],
  CANCELED_BY_BUYER: ['CANCELED_BY_BUYER'],
  RETURNED: ['RETURNED', 'REFUNDED'],
  REFUNDED: ['REFUNDED'],
}

/** Whether the API allows it. */
export function mayBecome(from: ItemStatus, to: ItemStatus): boolean {
  return after[from].includes(to)
}

/** Sets lines and tells it: with the status that the order has, which is fixed once it was accepted. What is not allowed is left out. */
export function setLines(
  market: Market,
  order: Order,
  lines: readonly OrderLine[],
  status: ItemStatus,
): void {
  const moved = lines.filter(line => mayBecome(line.status, status))
  if (moved.length === 0) return
  const { moves } = market.state.book
  for (const line of moved) {
    const name = `${line.status} → ${status}`
    moves[name] = (moves[name] ?? 0) + 1
    line.status = status
  }
  tellEntry(market, 'orderStatus', {
    sellerId: order.sellerId,
    orderId: order.orderId,
    orderStatus: order.status,
    orderItems: moved.map(({ orderItemId }) => ({
      orderItemId,
      itemStatus: status,
      paymentStatus: order.paid ? 'PAID' : 'PENDING',
    })),
  })
}
