/**
 * The neutral records that cross the border between a connector and Kontor. Words are those of docs/words.md.
 *
 * Decimals are texts with a dot, as the other side wrote them. Instants are ISO 8601 with an offset. A field that the
 * system does not know is absent; absent never erases what was known before.
 */

/** What a connector may bring in. One call may deliver several kinds. */
export const incomingKinds = [
  'term',
  'order',
  'order_status',
  'order_address',
  'customer',
  'payment',
  'refund',
  'cancellation_request',
  'cancellation_accepted',
  'cancellation_refused',
  'return',
] as const
export type IncomingKind = (typeof incomingKinds)[number]

/** What may be sent. Deliveries, payments, refunds are objects sent once each; `order_status` is the state on top. */
export const outgoingKinds = [
  'category',
  'manufacturer',
  'characteristic',
  'item',
  'price',
  'stock',
  'image',
  'cross_selling',
  'customer',
  'order_status',
  'delivery',
  'payment',
  'refund',
  'cancellation',
  'cancellation_answer',
  'return',
  'confirmation',
  'document',
] as const
export type OutgoingKind = (typeof outgoingKinds)[number]

/**
 * The two names of one thing: `no` is ours for this connection (positive int32, given by the engine before the first
 * send or ack, never reused), `theirs` is the foreign id as exact text ('' until they gave one).
 */
export interface Ref {
  readonly no: number
  readonly theirs: string
}

/** A reference inside a record that came in: their id, and ours where they sent it back. */
export interface TheirRef {
  readonly theirs: string
  readonly no?: number
}

export interface AddressRecord {
  readonly company?: string
  readonly salutation?: string
  readonly title?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly street?: string
  readonly extra?: string
  readonly postcode?: string
  readonly city?: string
  readonly state?: string
  /** ISO 3166-1 alpha-2; whatever the shop sent otherwise, which is then COUNTRY_UNKNOWN. */
  readonly country?: string
  readonly phone?: string
  readonly mobile?: string
  readonly email?: string
  readonly vatId?: string
}

export const lineKinds = [
  'item',
  'shipping',
  'payment',
  'discount',
  'voucher',
  'surcharge',
  'custom',
] as const
export type LineKind = (typeof lineKinds)[number]

export interface OrderLineRecord {
  readonly ref: TheirRef
  readonly kind: LineKind
  /** The item as they name it; absent for lines that are no items. */
  readonly item?: { readonly ref?: TheirRef; readonly sku?: string; readonly gtin?: string }
  readonly name: string
  readonly quantity: string
  /** One of both at least, unless the order is pending; the other follows from the rate. */
  readonly unitNet?: string
  readonly unitGross?: string
  /** Percent, such as "19" or "5.5". Absent where the system names none: it follows from the item and the country. */
  readonly taxRate?: string
  /** The marketplace collects and pays this tax; absent: we do. */
  readonly taxBy?: 'marketplace'
  /** Variations, free texts, grouping of configured items: shown, not calculated with. */
  readonly detail?: Readonly<Record<string, unknown>>
}

export const paymentStates = ['open', 'partly_paid', 'paid', 'refunded', 'failed'] as const
export const remoteStates = [
  'new',
  'in_progress',
  'partly_shipped',
  'shipped',
  'completed',
  'cancelled',
] as const

export interface OrderRecord {
  readonly externalNumber: string
  readonly placedAt: string
  readonly currency: string
  /** What the customer paid or has to pay, in `currency`; computed by the system's own rule where it sends none. Absent only while pending. */
  readonly totalGross?: string
  /** Shipped by the marketplace from its own warehouse: information, nothing to deliver and no stock of ours. */
  readonly fulfilledBy?: 'channel'
  readonly totalIsComputed?: boolean
  /** Not yet released by its marketplace: visible, staged, never shippable. */
  readonly pending?: boolean
  /** Pending until we have said whether we take it (`confirmation`); `until`: at the latest then, ISO 8601. */
  readonly wantsConfirmation?: { readonly until?: string }
  readonly customer?: TheirRef
  readonly billing?: AddressRecord
  readonly shipping?: AddressRecord
  readonly paymentState: (typeof paymentStates)[number]
  readonly remoteState: (typeof remoteStates)[number]
  readonly payment: { readonly method: string; readonly reference?: string; readonly paidAt?: string }
  readonly delivery: { readonly method?: string; readonly carrier?: string; readonly wishedFor?: string }
  readonly language?: string
  readonly customerNote?: string
  readonly lines: readonly OrderLineRecord[]
  readonly attributes?: Readonly<Record<string, string>>
}

export interface CustomerRecord {
  readonly number?: string
  readonly address: AddressRecord
  readonly language?: string
  readonly group?: TheirRef
  readonly birthday?: string
  readonly createdAt?: string
  readonly attributes?: Readonly<Record<string, string>>
  /** Bought without an account: nothing is ever told of it. */
  readonly guest?: boolean
  /** May not sign in or order there. */
  readonly blocked?: boolean
  /** What the connector needs besides to send the whole of it back (`OutgoingStates`); nothing that `scrub` takes out. */
  readonly kept?: Readonly<Record<string, unknown>>
}

export interface PaymentRecord {
  readonly order: TheirRef
  readonly amount: string
  readonly currency?: string
  readonly method: string
  readonly transactionId?: string
  readonly paidAt?: string
}

/** An event about an order that came (or will come) apart: status, address, cancellation, return. */
export interface OrderEventRecord {
  /** Absent where the system names the request alone. */
  readonly order?: TheirRef
  /** The request that this answers; `no` where it was ours. */
  readonly request?: TheirRef
  /** Absent: when it was received. */
  readonly at?: string
  readonly remoteState?: (typeof remoteStates)[number]
  readonly paymentState?: (typeof paymentStates)[number]
  readonly billing?: AddressRecord
  readonly shipping?: AddressRecord
  readonly lines?: readonly EventLine[]
  readonly reason?: string
  /** Of a return: the parcel in which the goods come. */
  readonly parcel?: { readonly carrier: string; readonly tracking: string }
}

export interface EventLine {
  readonly ref: TheirRef
  /** Absent: all of the line. */
  readonly quantity?: string
  readonly reason?: string
  readonly state?: 'open' | 'shipped' | 'cancelled' | 'returned' | 'refunded'
  readonly paymentState?: 'open' | 'paid'
}

/** A named thing of the other side that ours are mapped to. Its external id is `list/id`. */
export interface TermRecord {
  readonly list:
    | 'customer_group'
    | 'language'
    | 'currency'
    | 'tax_rate'
    | 'shipping_method'
    | 'shipping_class'
    | 'payment_method'
    | 'carrier'
    | 'price_type'
    | 'unit'
    | 'category'
    | 'attribute'
  readonly name: string
  /** ISO code, or the rate. */
  readonly code?: string
  readonly isDefault?: boolean
  readonly parent?: TheirRef
}

export interface IncomingRecords {
  readonly term: TermRecord
  readonly order: OrderRecord
  readonly customer: CustomerRecord
  readonly payment: PaymentRecord
  readonly refund: PaymentRecord
  readonly order_status: OrderEventRecord
  readonly order_address: OrderEventRecord
  readonly cancellation_request: OrderEventRecord
  readonly cancellation_accepted: OrderEventRecord
  readonly cancellation_refused: OrderEventRecord
  readonly return: OrderEventRecord
}
