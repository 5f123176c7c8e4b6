import type { Tx } from '../base/database.ts'
import { categoriesForChannel, nextCategoriesOf, nextItemsOf } from '../catalog/categoriesForChannel.ts'
import { itemsForChannel } from '../catalog/itemsForChannel.ts'
import { offersFor } from '../stock/offers.ts'

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

/**
 * Where what is sent comes from: the reading functions of catalogue, stock and sales. A few statements per list each;
 * lists answer in the order of the ids, undefined for what the channel does not sell.
 */
export interface Sources {
  readonly itemsForChannel: typeof itemsForChannel
  readonly categoriesForChannel: typeof categoriesForChannel
  readonly nextItemsOf: typeof nextItemsOf
  readonly nextCategoriesOf: typeof nextCategoriesOf
  readonly offersFor: typeof offersFor
  readonly orderStatesForChannel: (
    tx: Tx,
    tenant: string,
    orderIds: readonly string[],
  ) => Promise<readonly (OrderForChannel | undefined)[]>
  readonly deliveriesForChannel: (
    tx: Tx,
    tenant: string,
    deliveryIds: readonly string[],
  ) => Promise<readonly (DeliveryForChannel | undefined)[]>
}

/** The trade of the database. */
export const tradeSources: Sources = {
  itemsForChannel,
  categoriesForChannel,
  nextItemsOf,
  nextCategoriesOf,
  offersFor,
  orderStatesForChannel: () => {
    throw new TypeError('orders are not told yet')
  },
  deliveriesForChannel: () => {
    throw new TypeError('deliveries are not told yet')
  },
}
