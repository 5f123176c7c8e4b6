import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { allocateOrders, allocateWaiting } from './allocate.ts'
import { type Blocker, blockersOf, type OrderAction, type OrderFacts } from './orderActions.ts'
import { type Doing, lockOrders, lockStockOfOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { ownWords, rememberOrders } from './takeOverStore.ts'
import { settleTasks } from './tasks.ts'

export interface Completion {
  readonly orderId: string
  /** Why; shown with the order. */
  readonly reason?: string | undefined
}

export interface CompleteResult {
  readonly orderId: string
  readonly did: 'completed' | 'reopened' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Completes orders without shipping: what is open of them will not be delivered, and what was set aside for it is free for those
 * that wait. Refused one by one: ORDER_UNKNOWN, the blockers of `complete`. One result per element, in order; one named twice is
 * completed once.
 */
export async function completeOrders(
  tx: Tx,
  tenant: string,
  completions: readonly Completion[],
  by: Doing,
): Promise<{ results: CompleteResult[]; changed: Changed }> {
  const { results, done } = await decide(tx, tenant, completions, 'complete')
  if (done.length === 0) return { results, changed: {} }
  const orderIds = done.map(one => one.orderId)
  const items = await openItems(tx, tenant, orderIds)
  await tx.run(
    `with given as materialized (select * from json_to_recordset($2) as r ("orderId" uuid, reason text)
     ), freed as (
       delete from allocation a using given g where a.tenant_id = $1 and a.order_id = g."orderId"
       returning a.item_id, a.warehouse_id, a.quantity
     ), stock as (
       update stock_level s set allocated = s.allocated - t.quantity
       from (select item_id, warehouse_id, sum(quantity) as quantity from freed group by 1, 2) as t
       where s.tenant_id = $1 and s.item_id = t.item_id and s.warehouse_id = t.warehouse_id
     ), lines as (
       update sales_order_line n set allocated = 0 from given g where n.tenant_id = $1 and n.order_id = g."orderId" and n.allocated > 0
     ), parts as (
       update sales_order_part p set allocated = 0 from given g where p.tenant_id = $1 and p.order_id = g."orderId" and p.allocated > 0
     )
     update sales_order o set delivery_state = 'completed', deliverability = 'done', completed_at = $3, completed_by = $4,
       complete_reason = coalesce(g.reason, ''), version = o.version + 1, changed_at = $3
     from given g where o.tenant_id = $1 and o.id = g."orderId"`,
    [tenant, JSON.stringify(done), by.now, by.name],
  )
  await allocateWaiting(tx, tenant, items, by.now)
  const events = done.map(({ orderId, reason }) => ({
    orderId,
    event: 'completed',
    data: {},
    personal: ownWords(reason),
  }))
  await rememberOrders(tx, tenant, events, by)
  await settleTasks(
    tx,
    tenant,
    orderIds.map(orderId => ({ orderId, codes: ['SHIPPED_AT_CHANNEL'] })),
    by,
  )
  return { results, changed: { order_status: orderIds, stock: items } }
}

/**
 * Opens orders again that were completed without shipping: what was open is to be delivered, and gets what stock is free, in its place
 * of the queue. Their shops are not told: what they were told goes only on. Refused one by one: ORDER_UNKNOWN, the blockers of
 * `reopen`. One result per element, in order; one named twice is opened once.
 */
export async function reopenOrders(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  by: Doing,
): Promise<{ results: CompleteResult[]; changed: Changed }> {
  const { results, done } = await decide(
    tx,
    tenant,
    orderIds.map(orderId => ({ orderId })),
    'reopen',
  )
  if (done.length === 0) return { results, changed: {} }
  const ids = done.map(one => one.orderId)
  await tx.run(
    `update sales_order set delivery_state = 'open', completed_at = null, completed_by = null, complete_reason = null
     where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  await refreshOrders(tx, tenant, ids, by.now)
  await allocateOrders(tx, tenant, ids, by.now)
  const events = ids.map(orderId => ({ orderId, event: 'reopened', data: {} }))
  await rememberOrders(tx, tenant, events, by)
  return { results, changed: { order_status: ids, stock: await openItems(tx, tenant, ids) } }
}

async function decide(tx: Tx, tenant: string, list: readonly Completion[], action: 'complete' | 'reopen') {
  const ids = [...new Set(list.map(one => one.orderId))].sort()
  await lockStockOfOrders(tx, tenant, ids)
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const done: Completion[] = []
  const results = list.map((one): CompleteResult => {
    const { orderId } = one
    const again = done.some(other => other.orderId === orderId)
    const blocker = blockerOf(orderId, facts.get(orderId), action, again)
    if (blocker) return { orderId, did: 'refused', ...blocker }
    done.push(one)
    return { orderId, did: action === 'complete' ? 'completed' : 'reopened' }
  })
  return { results, done }
}

function blockerOf(
  orderId: string,
  order: OrderFacts | undefined,
  action: OrderAction,
  again: boolean,
): Blocker | undefined {
  if (!order) return { code: 'ORDER_UNKNOWN', data: { order: orderId } }
  if (again) return { code: action === 'complete' ? 'ALREADY_DELIVERED' : 'NOT_COMPLETED', data: {} }
  return blockersOf(action, order)[0]
}

// What is open of orders, of kits also what they are made of: it counts as sold as long as they are open.
async function openItems(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select item_id as id from sales_order_line where tenant_id = $1 and order_id = any($2::uuid[]) and open_quantity > 0
     union select item_id from sales_order_part where tenant_id = $1 and order_id = any($2::uuid[]) and open_quantity > 0 order by 1`,
    [tenant, orderIds],
  )
  return rows.map(row => row.id)
}
