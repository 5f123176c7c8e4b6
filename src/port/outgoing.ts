import type { AddressRecord, OutgoingKind, Ref } from './records.ts'

/** Texts per ISO 639-1 language. */
export type LocalTexts = Readonly<
  Record<
    string,
    {
      readonly name: string
      readonly description?: string
      readonly shortDescription?: string
      readonly path?: string
      readonly metaTitle?: string
      readonly metaDescription?: string
      readonly metaKeywords?: string
    }
  >
>

export interface CategoryState {
  readonly parent?: Ref
  readonly active: boolean
  readonly sort: number
  readonly texts: LocalTexts
}

export interface PriceState {
  /** Foreign customer group; absent: everyone. */
  readonly group?: Ref
  readonly scales: readonly { readonly from: string; readonly net: string; readonly gross: string }[]
  readonly special?: {
    readonly net: string
    readonly gross: string
    readonly from?: string
    readonly until?: string
  }
}

export interface VariationState {
  readonly ref: Ref
  readonly texts: LocalTexts
  readonly values: readonly { readonly ref: Ref; readonly texts: LocalTexts; readonly sort: number }[]
}

export interface ItemState {
  readonly itemNumber: string
  readonly gtin?: string
  readonly manufacturerNumber?: string
  readonly active: boolean
  readonly texts: LocalTexts
  readonly taxRate: string
  readonly currency: string
  readonly prices: readonly PriceState[]
  readonly stock: StockState
  readonly categories: readonly Ref[]
  readonly parent?: Ref
  readonly variations?: readonly VariationState[]
  /** Of a child: the value it has of each of its parent's variations. */
  readonly chosen?: readonly { readonly variation: Ref; readonly value: Ref }[]
  /** Of a parent, with `namesChildren`: its children that are sold beside it, each with the value that it has of each variation. */
  readonly children?: readonly {
    readonly ref: Ref
    readonly chosen: readonly { readonly variation: Ref; readonly value: Ref }[]
    /** Only with `namesChildren: 'whole'`; `listing` has what is not said of the parent, without a category. */
    readonly item?: Pick<
      ItemState,
      'itemNumber' | 'gtin' | 'texts' | 'taxRate' | 'prices' | 'stock' | 'images' | 'listing'
    >
  }[]
  /** Only where the system takes images within its items (`carries`): fetched at these addresses, which hold for 7 days at least. */
  readonly images?: readonly { readonly ref: Ref; readonly url: string; readonly sort: number }[]
  /**
   * Only where it `lists`: the category of theirs that it stands in, and what is said of it in attributes of theirs; `group` ties the
   * values of one row of a section that repeats. `variation`: of a child within its parent, the first name of the variation that fills an
   * attribute by which they tell variations apart.
   */
  readonly listing?: {
    readonly category?: string
    readonly attributes: readonly {
      readonly attribute: string
      readonly value: string
      readonly group?: string
      readonly variation?: string
    }[]
  }
  readonly attributes?: Readonly<Record<string, string>>
  /** As an object of its own where the system takes manufacturers, else by name. */
  readonly manufacturer?: { readonly ref: Ref } | { readonly name: string }
  /** Only where the system takes characteristics. */
  readonly characteristics?: readonly { readonly characteristic: Ref; readonly value: Ref }[]
  /** Only where the system takes it within its items (`carries`). `all`: every group that there is, in their order. */
  readonly crossSelling?: CrossSellingState & {
    readonly all: readonly { readonly group: Ref; readonly texts: LocalTexts }[]
  }
  /** Kilograms. */
  readonly weight?: string
  /** Kilograms, packed. */
  readonly shippingWeight?: string
  /** Centimetres. */
  readonly size?: { readonly length?: string; readonly width?: string; readonly height?: string }
  /** In which it is sold, such as "Stk". */
  readonly unit?: string
  /** One sold unit holds `content` of `contentUnit`; its price is shown per `baseAmount` of `baseUnit`. */
  readonly basePrice?: {
    readonly content: string
    readonly contentUnit: string
    readonly baseAmount: string
    readonly baseUnit: string
  }
}

/** What is shown beside an item: by group, in their order. */
export interface CrossSellingState {
  readonly groups: readonly {
    readonly group: Ref
    readonly texts: LocalTexts
    readonly items: readonly Ref[]
  }[]
}

/** What may be offered, computed inside the call slot, never earlier. */
export interface StockState {
  readonly offered: string
  readonly managed: boolean
  readonly oversell: boolean
}

export interface OrderStatusState {
  readonly order: Ref
  readonly delivery: 'open' | 'partly_shipped' | 'shipped' | 'cancelled' | 'completed'
  readonly payment: 'open' | 'partly_paid' | 'paid' | 'refunded'
  /** With `namesLines`: how much of each line of theirs has left so far. Those of which nothing has are not named. */
  readonly lines?: readonly { readonly theirLine: string; readonly shipped: string }[]
  readonly paymentMethod?: string
  readonly paidAt?: string
  readonly shippedAt?: string
  /** Of all deliveries so far, oldest first. */
  readonly packages: readonly PackageState[]
}

export interface PackageState {
  readonly ref: Ref
  readonly carrier: string
  readonly tracking: string
  readonly url?: string
  /** What lies in it; absent where nobody wrote it down. */
  readonly lines?: readonly { readonly theirLine: string; readonly quantity: string }[]
  /** The label for sending it back that lies in it; absent where none does, or nobody wrote it down. */
  readonly returnLabel?: { readonly carrier: string; readonly tracking: string; readonly url?: string }
}

export interface DeliveryState {
  readonly order: Ref
  readonly shippedAt: string
  readonly complete: boolean
  readonly lines: readonly {
    readonly ref: Ref
    readonly theirLine: string
    readonly item?: Ref
    readonly quantity: string
  }[]
  readonly packages: readonly PackageState[]
}

export interface MoneyState {
  readonly order: Ref
  readonly amount: string
  readonly currency: string
  readonly method: string
  readonly at: string
  readonly transactionId?: string
  /**
   * Of a payment without a transaction of its own: a name that no other payment has. Sent as its transaction, it tells the payment
   * from one of the shop's own when it comes in.
   */
  readonly mark?: string
  /** Of a payment: whether nothing of the order is open any more. */
  readonly complete?: boolean
  readonly reason?: string
  /** Of a refund: what it is for; absent: the order as a whole. */
  readonly lines?: readonly {
    readonly theirLine: string
    readonly quantity: string
    readonly amount: string
    readonly reason: string
  }[]
}

export interface CancellationState {
  readonly order: Ref
  readonly reason: string
  readonly text?: string
  /** Absent: the whole order. */
  readonly lines?: readonly { readonly theirLine: string; readonly quantity: string }[]
}

/**
 * A customer whom the system knows, under `ref.theirs`: it is never made there. The whole of it: what was changed here, all else as the
 * system reported it or accepted it last.
 */
export interface CustomerState {
  /** As the system says it; '' where it says none, as with `language`. */
  readonly number: string
  /** Of `address`: the company, else first and last name. */
  readonly name: string
  readonly email: string
  readonly language: string
  /** With the e-mail address; '' empties a field, what is absent is known to nobody. */
  readonly address: AddressRecord
  readonly group?: Ref
  /** Absent: as it is there. */
  readonly blocked?: boolean
  /** As `map` gave it with the record that came last. */
  readonly kept?: Readonly<Record<string, unknown>>
}

/** What each outgoing kind carries. Kinds that later features send are added here, never changed. */
export interface OutgoingStates {
  readonly category: CategoryState
  readonly item: ItemState
  readonly price: {
    readonly item: Ref
    readonly itemNumber: string
    readonly taxRate: string
    readonly currency: string
    readonly prices: readonly PriceState[]
  }
  readonly stock: { readonly item: Ref; readonly itemNumber: string; readonly stock: StockState }
  readonly order_status: OrderStatusState
  readonly delivery: DeliveryState
  readonly payment: MoneyState
  readonly refund: MoneyState
  readonly cancellation: CancellationState
  readonly manufacturer: { readonly name: string; readonly url?: string; readonly texts: LocalTexts }
  readonly characteristic: {
    readonly sort: number
    readonly texts: LocalTexts
    readonly values: readonly { readonly ref: Ref; readonly texts: LocalTexts; readonly sort: number }[]
    /** Values that it was accepted with last and has no more: a system that keeps what is left out takes them away. */
    readonly gone?: readonly Ref[]
  }
  readonly image: {
    readonly of: Ref
    readonly ofKind: string
    /** Its place among the images that the channel shows of that object, from 1 on. */
    readonly sort: number
    /** SHA-256 of the content, as hex: `run.blob(hash)` gives the bytes. */
    readonly hash: string
    readonly mediaType: string
    /** What it shows, by ISO 639-1 language. */
    readonly alt: Readonly<Record<string, string>>
  }
  readonly cross_selling: CrossSellingState & { readonly item: Ref }
  readonly customer: CustomerState
  readonly cancellation_answer: {
    readonly request: Ref
    readonly accepted: boolean
    readonly reason?: string
  }
  readonly return: {
    readonly order: Ref
    readonly lines: readonly {
      readonly theirLine: string
      readonly quantity: string
      readonly reason: string
      readonly accepted: boolean
      /** How it came back (`src/sales/reasonLists.ts`); absent: nothing came, and nothing is expected. */
      readonly condition?: string
      readonly note?: string
    }[]
    /** Their id of the return, where they announced it. */
    readonly announced?: string
  }
  /** Whether we take an order that waits for it. */
  readonly confirmation: { readonly order: Ref; readonly accepted: boolean; readonly reason?: string }
  /** An invoice or a credit note of ours, to be fetched by its id (`Asked.document`) until then. */
  readonly document: {
    readonly order: Ref
    readonly id: string
    readonly kind: 'invoice' | 'credit_note'
    readonly number: string
    readonly until: string
  }
}

/** One object to be sent: its two names, where it belongs, what it should be, and what they last accepted. */
export interface Outgoing<K extends OutgoingKind> {
  readonly ref: Ref
  /** The channel's own place (marketplace, sub-shop) where the kind is linked per channel. */
  readonly place: string
  readonly state: OutgoingStates[K]
  /** The states of the kinds in `needs`, of the same object; accepted and rejected together with it. */
  readonly with?: { readonly [N in OutgoingKind]?: OutgoingStates[N] }
  /**
   * Of `order_status`: how they accepted the order last; absent where they never did. `inDoubt`: something was sent since of which
   * nobody knows what became, or they may have lost it.
   */
  readonly told?: Pick<OrderStatusState, 'delivery' | 'payment'> & { readonly inDoubt?: true }
  /**
   * The text of the `rejected` that this object was answered with last, where a person has seen it and wants ours sent all the same. A
   * connector that does not overwrite what somebody changed there does it if the system still shows just that.
   */
  readonly insists?: string
  /** With `together`: the same object at the other channels of the connection, as it should be there now; its price as accepted last. */
  readonly elsewhere?: readonly {
    readonly ref: Ref
    readonly place: string
    readonly state: OutgoingStates[K]
  }[]
}

/** Waits in our queue until the system takes it. */
export interface Letter {
  /** A newer letter of the same key takes the place of the older, which is not handed out again. */
  readonly key: string
  readonly place: string
  readonly type: string
  readonly body: unknown
}

/** The answer for one element, in the order of the list that was sent. */
export type SendResult =
  /** `proof`: `stored` where the system says so of this object; `received` where it only says that it read the call. */
  | {
      readonly result: 'accepted'
      readonly theirs?: string
      readonly proof: 'stored' | 'received'
      readonly nested?: readonly Ref[]
    }
  /** The answer comes later: `results([ticket])` tells. */
  | { readonly result: 'pending'; readonly ticket: string }
  | { readonly result: 'rejected'; readonly code: string; readonly field?: string; readonly text: string }
  /**
   * Nothing was called: the letter is stored with this result. That the system drops it is `accepted` with the proof
   * `received`; with a ticket it stays pending until that is answered.
   */
  | { readonly result: 'queued'; readonly letter: Letter; readonly ticket?: string }
  /** Sent, no answer: nobody knows. */
  | { readonly result: 'unknown'; readonly text: string }
