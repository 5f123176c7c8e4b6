import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { allocateOrders, allocateWaiting } from './allocate.ts'
import { type HeldDelivery, holdDeliveries, ordersOfDeliveries } from './heldDeliveries.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockStockOfOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { putBack, toldAtShop } from './reverseStore.ts'
import { type DeliveryResult, refusals } from './shipDeliveries.ts'
import { ownWords, rememberOrders } from './takeOverStore.ts'
import { raiseTasks } from './tasks.ts'

export interface Reversal {
  readonly deliveryId: string
  /** Why; needed where it was shipped. */
  readonly reason?: string | undefined
}

/**
 * Takes delivery notes back, as if they had not been: their goods lie again in the warehouses that they left, by movements with the
 * delivery as their cause, and are set aside for their order first. The order is open again, also one that was completed. What its
 * shop has accepted cannot be taken from it: that is a task of a person (DELIVERY_TAKEN_BACK).
 *
 * Refused one by one: DELIVERY_UNKNOWN, DELIVERY_REVERSED, HAS_RETURN, REVERSE_REASON_MISSING (it was shipped), the blockers of
 * `reverse`. One result per element, in order; one named twice is taken back once.
 */
export async function reverseDeliveries(
  tx: Tx,
  tenant: string,
  reversals: readonly Reversal[],
  by: Doing,
): Promise<{ results: DeliveryResult[]; changed: Changed }> {
  const ids = reversals.map(one => one.deliveryId)
  await lockStockOfOrders(tx, tenant, await ordersOfDeliveries(tx, tenant, ids))
  const held = await holdDeliveries(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, [...new Set([...held.values()].map(one => one.orderId))])
  const done: { delivery: HeldDelivery; reason: string }[] = []
  const results = reversals.map((one): DeliveryResult => {
    const reason = one.reason?.trim() ?? ''
    const delivery = held.get(one.deliveryId)
    const refused = refusals(one, delivery)
    if (!delivery) return refused('DELIVERY_UNKNOWN', { delivery: one.deliveryId })
    const { number } = delivery
    if (delivery.reversed || done.some(other => other.delivery.id === delivery.id))
      return refused('DELIVERY_REVERSED', { delivery: number })
    const order = facts.get(delivery.orderId)
    const [blocker] = order ? blockersOf('reverse', order) : []
    if (blocker) return refused(blocker.code, blocker.data)
    // What came back may be of any of them: with the first one gone it is of those that stay.
    const again = done.some(other => other.delivery.orderId === delivery.orderId)
    if (delivery.returned || (again && delivery.orderReturned)) return refused('HAS_RETURN', {})
    if (delivery.shipped && reason === '') return refused('REVERSE_REASON_MISSING', { delivery: number })
    done.push({ delivery, reason })
    return { deliveryId: delivery.id, orderId: delivery.orderId, did: 'reversed' }
  })
  if (done.length === 0) return { results, changed: {} }
  const orderIds = [...new Set(done.map(one => one.delivery.orderId))].sort()
  const items = await putBack(
    tx,
    tenant,
    done.map(({ delivery: { id }, reason }) => ({ id, reason })),
    by,
  )
  await refreshOrders(tx, tenant, orderIds, by.now)
  await allocateOrders(tx, tenant, orderIds, by.now)
  await allocateWaiting(tx, tenant, items, by.now)
  const events = done.map(({ delivery, reason }) => ({
    orderId: delivery.orderId,
    event: 'delivery_reversed',
    data: { delivery: delivery.id, shipped: delivery.shipped },
    personal: ownWords(reason),
  }))
  await rememberOrders(tx, tenant, events, by)
  const told = await toldAtShop(
    tx,
    tenant,
    done.flatMap(({ delivery }) => (delivery.shipped ? [delivery.id] : [])),
  )
  await raiseTasks(tx, tenant, told, by)
  return { results, changed: { order_status: orderIds, stock: items } }
}
