import type { Tx } from '../base/database.ts'

/** An item as a channel shall have it; `problem` where it cannot be sent as it is. */
export interface ItemForChannel {
  readonly id: string
  readonly itemNumber: string
  readonly gtin?: string | undefined
  readonly manufacturerNumber?: string | undefined
  /** False: it leaves the offer. */
  readonly active: boolean
  readonly texts: Readonly<
    Record<
      string,
      {
        readonly name: string
        readonly description?: string | undefined
        readonly shortDescription?: string | undefined
      }
    >
  >
  readonly taxRate: string
  readonly currency: string
  readonly categoryIds: readonly string[]
  readonly weight?: string | undefined
  /** Without `groupTheirs`: for everyone. */
  readonly prices: readonly {
    readonly groupTheirs?: string | undefined
    readonly scales: readonly { readonly from: string; readonly net: string; readonly gross: string }[]
  }[]
  readonly problem?: string | undefined
}

export interface CategoryForChannel {
  readonly id: string
  readonly parentId: string | null
  readonly active: boolean
  readonly sort: number
  readonly texts: ItemForChannel['texts']
  /** 0 for those without a parent that is sent. */
  readonly depth: number
}

export interface OfferForChannel {
  readonly itemId: string
  readonly offered: string
  readonly managed: boolean
  readonly oversell: boolean
}

export interface PackageForChannel {
  readonly deliveryId: string
  readonly no: number
  readonly carrier: string
  readonly tracking: string
  readonly url?: string | undefined
  readonly lines?: readonly { readonly theirLine: string; readonly quantity: string }[] | undefined
}

export const deliveryStates = ['open', 'partly_shipped', 'shipped', 'completed', 'cancelled'] as const
export const paymentStates = ['open', 'partly_paid', 'paid', 'refunded'] as const

export interface OrderForChannel {
  readonly id: string
  readonly channelId: string
  readonly theirOrderId: string
  readonly keyNo: number
  readonly delivery: (typeof deliveryStates)[number]
  readonly payment: (typeof paymentStates)[number]
  readonly paymentMethod?: string | undefined
  readonly paidAt?: string | undefined
  readonly shippedAt?: string | undefined
  readonly packages: readonly PackageForChannel[]
}

export interface DeliveryForChannel {
  readonly id: string
  readonly orderId: string
  readonly keyNo: number
  readonly theirOrderId: string
  readonly shippedAt: string
  readonly complete: boolean
  readonly lines: readonly {
    readonly lineNo: number
    readonly theirLine: string
    readonly itemId: string | null
    readonly quantity: string
  }[]
  readonly packages: readonly PackageForChannel[]
}

type OfChannel = { readonly channelId: string }

/**
 * Where what is sent comes from: the reading functions of catalogue, stock and sales. One statement per list each; lists
 * answer in the order of the ids, undefined for what the channel does not sell (any more).
 */
export interface Sources {
  itemsForChannel(
    tx: Tx,
    tenant: string,
    wish: OfChannel & { readonly itemIds: readonly string[]; readonly now: Date },
  ): Promise<readonly (ItemForChannel | undefined)[]>
  categoriesForChannel(
    tx: Tx,
    tenant: string,
    wish: OfChannel & { readonly categoryIds: readonly string[] },
  ): Promise<readonly (CategoryForChannel | undefined)[]>
  /** All that are or were sold there, by id after `afterId`. */
  nextItemsOf(tx: Tx, tenant: string, channelId: string, afterId: string, limit: number): Promise<string[]>
  /** In the order in which a sweep walks. */
  nextCategoriesOf(tx: Tx, tenant: string, channelId: string, afterId: string, limit: number): Promise<string[]>
  offersFor(
    tx: Tx,
    tenant: string,
    wish: OfChannel & { readonly itemIds: readonly string[] },
  ): Promise<readonly OfferForChannel[]>
  orderStatesForChannel(
    tx: Tx,
    tenant: string,
    orderIds: readonly string[],
  ): Promise<readonly (OrderForChannel | undefined)[]>
  deliveriesForChannel(
    tx: Tx,
    tenant: string,
    deliveryIds: readonly string[],
  ): Promise<readonly (DeliveryForChannel | undefined)[]>
}
