import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { allocateWaiting } from './allocate.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, lockStockOfOrders, readOrderFacts } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'

export interface Cancellation {
  readonly orderId: string
  /** Why; shown with the order. */
  readonly reason?: string | undefined
}

export interface CancelResult {
  readonly orderId: string
  readonly did: 'cancelled' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Cancels orders: what was set aside for them is free again, and goes to the next orders that wait for it in the same
 * transaction. Refused one by one: ORDER_UNKNOWN, CANCELLED_ALREADY, HAS_DELIVERY_NOTE, FULFILLED_BY_CHANNEL. One result
 * per element, in order; an order named twice is cancelled once.
 */
export async function cancelOrders(
  tx: Tx,
  tenant: string,
  cancellations: readonly Cancellation[],
  by: Doing,
): Promise<{ results: CancelResult[]; changed: Changed }> {
  const ids = [...new Set(cancellations.map(one => one.orderId))].sort()
  await lockStockOfOrders(tx, tenant, ids)
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const done = new Map<string, string>()
  const results = cancellations.map(({ orderId, reason }): CancelResult => {
    const order = facts.get(orderId)
    if (!order) return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    const [blocker] = blockersOf('cancel', { ...order, cancelled: order.cancelled || done.has(orderId) })
    if (blocker) return { orderId, did: 'refused', ...blocker }
    done.set(orderId, reason ?? '')
    return { orderId, did: 'cancelled' }
  })
  if (done.size === 0) return { results, changed: {} }
  const items = await free(tx, tenant, done, by)
  await allocateWaiting(tx, tenant, items, by.now)
  await rememberOrders(
    tx,
    tenant,
    [...done.keys()].map(orderId => ({ orderId, event: 'cancelled', data: {} })),
    by,
  )
  return { results, changed: { order_status: [...done.keys()], stock: items } }
}

// Answers the items whose committed quantity became less.
async function free(tx: Tx, tenant: string, done: ReadonlyMap<string, string>, by: Doing): Promise<string[]> {
  const ids = [...done.keys()]
  const rows = await tx.query<{ id: string }>(
    `with gone as (
       delete from allocation where tenant_id = $1 and order_id = any($2::uuid[]) returning item_id, warehouse_id, quantity
     ), stock as (
       update stock_level s set allocated = s.allocated - g.quantity
       from (select item_id, warehouse_id, sum(quantity) as quantity from gone group by 1, 2) as g
       where s.tenant_id = $1 and s.item_id = g.item_id and s.warehouse_id = g.warehouse_id
     ), orders as (
       update sales_order o set cancelled_at = $4, cancelled_by = $5, cancel_reason = u.reason, deliverability = 'done',
         version = o.version + 1, changed_at = $4
       from unnest($2::uuid[], $3::text[]) as u (id, reason) where o.tenant_id = $1 and o.id = u.id
     ), lines as (
       update sales_order_line n set cancelled = n.quantity - n.delivered, allocated = 0
       where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.kind = 'item' returning n.item_id
     )
     select distinct item_id as id from lines order by 1`,
    [tenant, ids, [...done.values()], by.now, by.name],
  )
  return rows.map(row => row.id)
}
