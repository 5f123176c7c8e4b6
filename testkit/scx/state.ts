/** What the marketplace and the program remember; all of it is JSON, so that another process can go on with it. */
import type { OperationName } from './operations.ts'
import type { HostError } from './programErrors.ts'
import type { Json, JsonObject } from './wire.ts'

export interface MarketState {
  readonly sellers: Record<string, Seller>
  /** By `seller/offer`. */
  readonly offers: Record<string, Offer>
  /** By `seller/order`. */
  readonly orders: Record<string, Order>
  /** Requests of both sides to cancel, by their id. */
  readonly cancellations: Record<string, Cancellation>
  /** By the seller's id of the return. */
  readonly returns: Record<string, { order: string; accepted?: boolean }>
  readonly refunds: Record<string, { order: string; amount: string; accepted?: boolean }>
  readonly documents: Record<
    string,
    { order: string; number: string; type: string; bytes: number; text: string }
  >
  /** Answers to what the program asked. */
  readonly answers: Record<string, Json>
  /** Calls that are still to be made, oldest first. */
  readonly tasks: Task[]
  /** Events that were taken and not worked off. */
  readonly inbox: TakenEvent[]
  /** Events that are still to be acknowledged. */
  readonly toAck: string[]
  /** In the middle of a round: pages are fetched until one is empty. */
  polling: boolean
  number: number
  readonly book: Book
}

export interface Seller {
  readonly sellerId: string
  companyName: string
  active: boolean
  forgotten: boolean
  jtlAccountId?: number
}

export interface Offer {
  readonly sellerId: string
  readonly offerId: number
  readonly parentOfferId?: number
  readonly channelOfferId: string
  state: 'new' | 'listed' | 'failed' | 'ended'
  sku: string
  title: string
  /** Of an offer that the marketplace knows by its bar code. */
  readonly ean?: string
  category: string
  /** What buyers see. */
  quantity: string
  /** By price type, the first scale. */
  prices: Record<string, string>
  pictures: readonly string[]
  attributes: readonly {
    readonly attributeId: string
    readonly value: string
    readonly group?: string | undefined
  }[]
}

export interface Order {
  readonly sellerId: string
  readonly orderId: string
  status: OrderStatus
  readonly lines: OrderLine[]
  hasAddress: boolean
  paid: boolean
  shippingComplete: boolean
  readonly packages: { readonly carrier: string; readonly tracking: string }[]
}

export type OrderStatus =
  | 'UNACKED'
  | 'CREATED'
  | 'ACCEPTED'
  | 'SHIPPED'
  | 'PARTIALLY_SHIPPED'
  | 'CANCELED_BY_SELLER'
  | 'CANCELED_BY_BUYER'
export const itemStatuses = [
  'UNSHIPPED',
  'SHIPPED',
  'CANCELED_BY_SELLER',
  'CANCELED_BY_BUYER',
  'RETURNED',
  'REFUNDED',
] as const
export type ItemStatus = (typeof itemStatuses)[number]

/** An item of an order; shipping and payment have no state. Quantities are decimals. */
export interface OrderLine {
  readonly orderItemId: string
  readonly quantity: string
  status: ItemStatus
  shipped: string
  cancelled: string
  returned: string
  refunded: string
}

export interface Cancellation {
  readonly order: string
  readonly by: 'buyer' | 'seller'
  accepted?: boolean
  readonly items: readonly { readonly orderItemId: string; readonly quantity: string }[]
}

/** A call to be made. Neighbours of one call that carry a list are put into one call. */
export interface Task {
  readonly call: OperationName
  readonly id?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Json
  /** One entry of the list of that name. */
  readonly list?: { readonly name: 'orderList' | 'offerList'; readonly entry: JsonObject }
  /** The JSON part and the file of a multipart body. */
  readonly file?: {
    readonly part: string
    readonly json: Json
    readonly name: string
    readonly type: string
    readonly base64: string
  }
  /** Where its answer is written down. */
  readonly keep?: string
}

export interface TakenEvent {
  readonly id: string
  readonly type: string
  readonly event: Readonly<Record<string, unknown>>
}

/** What was shown and told, for the tests to look at. */
export interface Book {
  readonly events: Record<string, EventRecord>
  /** Each quantity that buyers saw of an offer, in order. */
  readonly shown: { readonly offer: string; readonly quantity: string; readonly why: string }[]
  readonly sold: { readonly offer: string; readonly order: string; readonly quantity: string }[]
  /** How often lines went from one status to another one that may follow on it. */
  readonly moves: Record<string, number>
  /** Orders that the host says it has, with how often it was told them. */
  readonly stored: Record<string, number>
  readonly refusals: Refusal[]
  /** What the host did wrong. */
  readonly problems: string[]
  /** Notices and tests that came as events. */
  readonly notes: { readonly type: string; readonly text: string }[]
  readonly calls: Record<string, number>
}

export interface EventRecord {
  readonly type: string
  deliveries: number
  handled: number
  acked: boolean
}

export interface Refusal extends HostError {
  readonly call: string
  readonly status: number
}

/** A marketplace without sellers. */
export function createState(): MarketState {
  return {
    sellers: {},
    offers: {},
    orders: {},
    cancellations: {},
    returns: {},
    refunds: {},
    documents: {},
    answers: {},
    tasks: [],
    inbox: [],
    toAck: [],
    polling: false,
    number: 0,
    book: {
      events: {},
      shown: [],
      sold: [],
      moves: {},
      stored: {},
      refusals: [],
      problems: [],
      notes: [],
      calls: {},
    },
  }
}

/** The key of an order or an offer. */
export function keyOf(sellerId: string, id: string | number): string {
  return `${sellerId}/${id}`
}
