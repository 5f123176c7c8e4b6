import type { Tx } from '../base/database.ts'
import { categoriesForChannel, nextCategoriesOf, nextItemsOf } from '../catalog/categoriesForChannel.ts'
import { itemsForChannel } from '../catalog/itemsForChannel.ts'
import { deliveriesForChannel } from '../sales/deliveriesForChannel.ts'
import { orderStatesForChannel } from '../sales/orderStatesForChannel.ts'
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
  orderStatesForChannel: async (tx, tenant, ids) =>
    (await orderStatesForChannel(tx, tenant, ids)).map(
      order =>
        order && {
          ...order,
          paidAt: order.paidAt?.toISOString(),
          shippedAt: order.shippedAt?.toISOString(),
          packages: order.packages.map(one => ({ ...one, lines: named(one.lines) })),
        },
    ),
  deliveriesForChannel: async (tx, tenant, ids) =>
    (await deliveriesForChannel(tx, tenant, ids)).map(
      delivery =>
        delivery && {
          ...delivery,
          shippedAt: delivery.shippedAt.toISOString(),
          lines: named(delivery.lines),
          packages: delivery.packages.map(one => ({ ...one, deliveryId: delivery.id })),
        },
    ),
}

// Lines that were added here are none of theirs.
function named<L extends { readonly theirLine: string | null }>(
  lines: readonly L[],
): (L & { readonly theirLine: string })[] {
  return lines.flatMap(line => (line.theirLine === null ? [] : { ...line, theirLine: line.theirLine }))
}
