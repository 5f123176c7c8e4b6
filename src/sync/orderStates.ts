import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { noHash, type SentRow, sentFields } from '../channels/sentStore.ts'
import type { DeliveryState, OrderStatusState, PackageState } from '../port/outgoing.ts'
import type { DeliveryForChannel } from '../sales/deliveriesForChannel.ts'
import type { OrderStateForChannel } from '../sales/orderStatesForChannel.ts'
import { carrierNames } from './carrierNames.ts'
import {
  aspectOf,
  type NamedThing,
  type PushContext,
  type RefOf,
  sendOf,
  uuidOf,
  type Wanted,
  wasTold,
} from './pushTask.ts'

// Each axis from what comes first to what comes last: a state never moves back, but for what a shop that can opens again.
const deliveryStates = ['open', 'partly_shipped', 'shipped', 'completed', 'cancelled'] as const
const paymentStates = ['open', 'partly_paid', 'paid', 'refunded'] as const

/** The state of an order as it is compared and kept; packages by the numbers of their deliveries. */
interface StatusFields extends Omit<OrderStatusState, 'order' | 'packages'> {
  readonly theirOrderId: string
  readonly packages: readonly PackageFields[]
}

interface PackageFields extends Omit<PackageState, 'ref'> {
  readonly deliveryId: string
  readonly no: number
}

/**
 * What a channel shall know of orders. Each axis only moves on: a state behind the one that was accepted is not told, so
 * late and repeated changes do no harm. Only what was cancelled is told as open again, where the system can take it back.
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
  const called = await carrierNames(tx, tenant, channel.id)
  const { reopens = false, namesLines = false } = sendOf(context, 'order_status') ?? {}
  return new Map(
    orders.flatMap((order): [string, Wanted][] => {
      if (!order) return []
      const before = told.get(order.id)?.data
      const { packages, ...fields } = onwards(fieldsOf(order, namesLines), before, reopens)
      const { theirOrderId, ...rest } = fields
      const ref = { no: order.keyNo, theirs: theirOrderId }
      const making = {
        things: packages.map(packageThing),
        state: (refOf: RefOf): OrderStatusState => ({
          ...rest,
          order: ref,
          packages: packages.map(one => packageState(one, refOf, called)),
        }),
        ref,
        ...(before ? { told: toldOf(before, known.get(order.id)) } : {}),
      }
      const sent = { data: aspectOf({ ...fields, packages }) }
      return [[order.id, { do: 'send', sent, making, waitsFor: [], level: 0 }]]
    }),
  )
}

function fieldsOf(order: OrderStateForChannel, namesLines: boolean): StatusFields {
  const { theirOrderId, delivery, payment, paymentMethod, paidAt, shippedAt, lines, packages } = order
  return {
    theirOrderId,
    delivery,
    payment,
    ...(namesLines && lines.length > 0 ? { lines } : {}),
    ...(paymentMethod === '' ? {} : { paymentMethod }),
    ...(paidAt ? { paidAt: paidAt.toISOString() } : {}),
    ...(shippedAt ? { shippedAt: shippedAt.toISOString() } : {}),
    packages: packages.map(one => packageFields(one, one.deliveryId)),
  }
}

function toldOf({ delivery, payment }: StatusFields, known: SentRow | undefined) {
  return { delivery, payment, ...(known?.data === noHash ? { inDoubt: true as const } : {}) }
}

function onwards(now: StatusFields, told: StatusFields | null | undefined, reopens: boolean): StatusFields {
  if (!told) return now
  const isReopened = reopens && told.delivery === 'cancelled'
  const back = !isReopened && deliveryStates.indexOf(now.delivery) < deliveryStates.indexOf(told.delivery)
  const unpaid = paymentStates.indexOf(now.payment) < paymentStates.indexOf(told.payment)
  return {
    ...told,
    ...now,
    ...(back ? { delivery: told.delivery } : {}),
    ...(unpaid ? { payment: told.payment } : {}),
    packages: now.packages.length < told.packages.length ? told.packages : now.packages,
  }
}

/** Deliveries that a channel shall be told of, once each. */
export async function wantDeliveries(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const called = await carrierNames(tx, context.tenant, channel.id)
  const fresh = ids.filter(id => !wasTold(known.get(id)))
  const deliveries = await context.sources.deliveriesForChannel(tx, context.tenant, fresh)
  return new Map(
    deliveries.flatMap((delivery): [string, Wanted][] => {
      if (!delivery) return []
      const packages = delivery.packages.map(one => packageFields(one, delivery.id))
      const making = {
        things: [
          { kind: 'delivery', objectId: delivery.id },
          ...delivery.lines.flatMap(line => [lineThing(delivery, line.lineNo), itemThing(line.itemId)]),
          ...packages.map(packageThing),
        ],
        state: (refOf: RefOf) => deliveryState(delivery, packages, refOf, called),
      }
      return [
        [delivery.id, { do: 'send', sent: { data: aspectOf(delivery) }, making, waitsFor: [], level: 0 }],
      ]
    }),
  )
}

function deliveryState(
  delivery: DeliveryForChannel,
  packages: readonly PackageFields[],
  refOf: RefOf,
  called: (carrier: string) => string,
): DeliveryState {
  return {
    order: { no: delivery.keyNo, theirs: delivery.theirOrderId },
    shippedAt: delivery.shippedAt.toISOString(),
    complete: delivery.complete,
    lines: delivery.lines.map(({ lineNo, theirLine, itemId, quantity }) => ({
      ref: refOf(lineThing(delivery, lineNo)),
      theirLine: theirLine ?? '',
      quantity,
      item: refOf(itemThing(itemId)),
    })),
    packages: packages.map(one => packageState(one, refOf, called)),
  }
}

type Package = Omit<OrderStateForChannel['packages'][number], 'deliveryId' | 'lines'> & {
  readonly lines?: OrderStateForChannel['packages'][number]['lines'] | undefined
  readonly returnLabel?: PackageState['returnLabel'] | undefined
}

function packageFields(
  { no, carrier, tracking, url, lines, returnLabel }: Package,
  deliveryId: string,
): PackageFields {
  const named = lines?.map(({ theirLine, quantity }) => ({ theirLine: theirLine ?? '', quantity }))
  return {
    deliveryId,
    no,
    carrier,
    tracking,
    ...(url ? { url } : {}),
    ...(returnLabel ? { returnLabel } : {}),
    ...(named && named.length > 0 ? { lines: named } : {}),
  }
}

function packageState(
  { deliveryId, no, carrier, ...rest }: PackageFields,
  refOf: RefOf,
  called: (carrier: string) => string,
): PackageState {
  const { returnLabel } = rest
  return {
    ...rest,
    carrier: called(carrier),
    ref: refOf(packageThing({ deliveryId, no })),
    ...(returnLabel ? { returnLabel: { ...returnLabel, carrier: called(returnLabel.carrier) } } : {}),
  }
}

// Packages and lines of a delivery have no id of their own here: their numbers hang on the delivery's.
function packageThing({ deliveryId, no }: Pick<PackageFields, 'deliveryId' | 'no'>): NamedThing {
  return { kind: 'package', objectId: uuidOf(`package ${deliveryId} ${no}`) }
}

function lineThing({ id }: DeliveryForChannel, lineNo: number): NamedThing {
  return { kind: 'delivery_line', objectId: uuidOf(`delivery_line ${id} ${lineNo}`) }
}

function itemThing(objectId: string): NamedThing {
  return { kind: 'item', objectId }
}
