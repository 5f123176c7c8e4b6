import type { Tx } from '../base/database.ts'
import { allocateWaiting } from './allocate.ts'
import { lockOrders, refreshOrders } from './orderStore.ts'

/**
 * Puts open orders in accordance with items of which stock is kept since, or is kept no more (`stock_managed` of their rows, written
 * before in the same transaction). What was set aside of items without stock is given back, since nothing has to lie ready of them; of
 * the others what is free goes to those who wait, in the order of the queue. Kits follow their parts. Locks stock, then orders.
 */
export async function switchStock(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
  now: Date,
): Promise<void> {
  if (itemIds.length === 0) return
  // Who takes over meanwhile waits here, or has committed, and is found below.
  await tx.query(
    `select item_id from stock_level where tenant_id = $1 and item_id = any($2::uuid[]) order by item_id, warehouse_id for no key update`,
    [tenant, itemIds],
  )
  const rows = await tx.query<{ id: string }>(
    `select n.order_id as id from sales_order_line n where n.tenant_id = $1 and n.item_id = any($2::uuid[]) and n.open_quantity > 0
     union select p.order_id from sales_order_part p where p.tenant_id = $1 and p.item_id = any($2::uuid[]) and p.open_quantity > 0
     order by id`,
    [tenant, itemIds],
  )
  const orderIds = rows.map(row => row.id)
  await lockOrders(tx, tenant, orderIds)
  await tx.run(
    `with gone as (
       delete from allocation a using item i
       where a.tenant_id = $1 and a.item_id = any($2::uuid[]) and i.tenant_id = $1 and i.id = a.item_id and not i.stock_managed
       returning a.order_id, a.line_no, a.item_id, a.warehouse_id, a.quantity
     ), given as (
       select order_id, line_no, item_id, sum(quantity) as quantity from gone group by 1, 2, 3
     ), lines as (
       update sales_order_line n set allocated = n.allocated - g.quantity from given g
       where n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no and n.item_id = g.item_id
     ), parts as (
       update sales_order_part p set allocated = p.allocated - g.quantity from given g
       where p.tenant_id = $1 and p.order_id = g.order_id and p.line_no = g.line_no and p.item_id = g.item_id
     )
     update stock_level s set allocated = s.allocated - g.quantity
     from (select item_id, warehouse_id, sum(quantity) as quantity from gone group by 1, 2) as g
     where s.tenant_id = $1 and s.item_id = g.item_id and s.warehouse_id = g.warehouse_id`,
    [tenant, itemIds],
  )
  await refreshOrders(tx, tenant, orderIds, now)
  await allocateWaiting(tx, tenant, itemIds, now)
}
