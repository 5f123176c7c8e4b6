import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type SentRow, sentFields } from '../channels/sentStore.ts'
import type { DeliveryState, OrderStatusState, PackageState } from '../port/outgoing.ts'
import { aspectOf, type NamedThing, type PushContext, type RefOf, uuidOf, type Wanted } from './pushTask.ts'
import {
  type DeliveryForChannel,
  deliveryStates,
  type OrderForChannel,
  type PackageForChannel,
  paymentStates,
} from './sources.ts'

type StatusFields = Omit<OrderForChannel, 'id' | 'channelId'>

/**
 * What a channel shall know of orders. Each axis only moves on: a state behind the one that was accepted is not told, so
 * late and repeated changes do no harm.
 */
export async function wantOrderStates(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const { tenant } = context
  const orders = await context.sources.orderStatesForChannel(tx, tenant, ids)
  const of = { tenant, channelId: channel.id, object: 'order' as const }
  const told = await sentFields<StatusFields>(tx, of, [...known.keys()])
  return new Map(
    orders.flatMap((order): [string, Wanted][] => {
      if (!order) return []
      const fields = onwards(order, told.get(order.id)?.data)
      const making = {
        things: fields.packages.map(packageThing),
        state: (refOf: RefOf) => orderState(fields, refOf),
        ref: { no: fields.keyNo, theirs: fields.theirOrderId },
      }
      return [[order.id, { do: 'send', sent: { data: aspectOf(fields) }, making, waitsFor: [], level: 0 }]]
    }),
  )
}

function onwards(
  { id, channelId, ...now }: OrderForChannel,
  told: StatusFields | null | undefined,
): StatusFields {
  if (!told) return now
  const back = deliveryStates.indexOf(now.delivery) < deliveryStates.indexOf(told.delivery)
  const unpaid = paymentStates.indexOf(now.payment) < paymentStates.indexOf(told.payment)
  return {
    ...now,
    ...(back ? { delivery: told.delivery, shippedAt: now.shippedAt ?? told.shippedAt } : {}),
    ...(unpaid ? { payment: told.payment, paidAt: now.paidAt ?? told.paidAt } : {}),
    packages: now.packages.length < told.packages.length ? told.packages : now.packages,
  }
}

function orderState(fields: StatusFields, refOf: RefOf): OrderStatusState {
  const { theirOrderId, keyNo, packages, paymentMethod, paidAt, shippedAt, delivery, payment } = fields
  return {
    order: { no: keyNo, theirs: theirOrderId },
    delivery,
    payment,
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(shippedAt === undefined ? {} : { shippedAt }),
    packages: packages.map(one => packageState(one, refOf)),
  }
}

/** Deliveries that a channel shall be told of, once each. */
export async function wantDeliveries(
  tx: Tx,
  context: PushContext,
  _channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const fresh = ids.filter(id => !known.get(id)?.data)
  const deliveries = await context.sources.deliveriesForChannel(tx, context.tenant, fresh)
  return new Map(
    deliveries.flatMap((delivery): [string, Wanted][] => {
      if (!delivery) return []
      const making = {
        things: [
          { kind: 'delivery', objectId: delivery.id },
          ...delivery.lines.flatMap(line => [lineThing(delivery, line.lineNo), ...itemThings(line.itemId)]),
          ...delivery.packages.map(packageThing),
        ],
        state: (refOf: RefOf) => deliveryState(delivery, refOf),
      }
      return [
        [delivery.id, { do: 'send', sent: { data: aspectOf(delivery) }, making, waitsFor: [], level: 0 }],
      ]
    }),
  )
}

function deliveryState(delivery: DeliveryForChannel, refOf: RefOf): DeliveryState {
  return {
    order: { no: delivery.keyNo, theirs: delivery.theirOrderId },
    shippedAt: delivery.shippedAt,
    complete: delivery.complete,
    lines: delivery.lines.map(({ lineNo, theirLine, itemId, quantity }) => ({
      ref: refOf(lineThing(delivery, lineNo)),
      theirLine,
      quantity,
      ...(itemId === null ? {} : { item: refOf({ kind: 'item', objectId: itemId }) }),
    })),
    packages: delivery.packages.map(one => packageState(one, refOf)),
  }
}

function packageState(one: PackageForChannel, refOf: RefOf): PackageState {
  const { carrier, tracking, url, lines } = one
  return {
    ref: refOf(packageThing(one)),
    carrier,
    tracking,
    ...(url === undefined ? {} : { url }),
    ...(lines === undefined ? {} : { lines }),
  }
}

// Packages and lines of a delivery have no id of their own here: their numbers hang on the delivery's.
function packageThing({ deliveryId, no }: PackageForChannel): NamedThing {
  return { kind: 'package', objectId: uuidOf(`package ${deliveryId} ${no}`) }
}

function lineThing({ id }: DeliveryForChannel, lineNo: number): NamedThing {
  return { kind: 'delivery_line', objectId: uuidOf(`delivery_line ${id} ${lineNo}`) }
}

function itemThings(itemId: string | null): NamedThing[] {
  return itemId === null ? [] : [{ kind: 'item', objectId: itemId }]
}
