import type { Tx } from '../base/database.ts'
import { queueOrder } from '../stock/stockRule.ts'
import { waitingPieces } from './kitLines.ts'
import { lockOrders, lockStockOfOrders, refreshOrders } from './orderStore.ts'

/** Pieces of a warehouse for a line, or for a part of a kit. */
interface Share {
  readonly orderId: string
  readonly lineNo: number
  readonly itemId: string
  readonly warehouseId: string
  readonly quantity: string
}

/**
 * Sets free stock aside for what these orders still lack, in the order of the queue (`stockRule`). Others that wait for the same items have
 * had their share before: while somebody waits, nothing is free. Answers the orders that got something.
 */
export async function allocateOrders(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  now: Date,
): Promise<string[]> {
  if (orderIds.length === 0) return []
  await lockStockOfOrders(tx, tenant, orderIds)
  await lockOrders(tx, tenant, orderIds)
  const shares = await tx.query<Share>(sharesOf('order_id = any($2::uuid[])'), [tenant, orderIds])
  return setAside(tx, tenant, shares, now)
}

/**
 * Sets free stock of these items aside for the orders that wait for it, in the order of the queue: after goods came in and after
 * cancellations. Answers the orders that got something.
 */
export async function allocateWaiting(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
  now: Date,
): Promise<string[]> {
  if (itemIds.length === 0) return []
  const free = await tx.query<{ id: string; free: boolean }>(
    `select item_id as id, on_hand > allocated as free from stock_level where tenant_id = $1 and item_id = any($2::uuid[])
     order by item_id, warehouse_id for no key update`,
    [tenant, itemIds],
  )
  const ids = [...new Set(free.flatMap(row => (row.free ? [row.id] : [])))]
  if (ids.length === 0) return []
  return setAside(
    tx,
    tenant,
    await tx.query<Share>(sharesOf('item_id = any($2::uuid[])'), [tenant, ids]),
    now,
  )
}

/** Items that somebody waits for and of which a warehouse has some that are free. */
export async function waitedForIn(tx: Tx, tenant: string, warehouseId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct s.item_id as id from stock_level s
       join (select tenant_id, item_id from sales_order_line where open_quantity > allocated and open_quantity > 0
         union all select tenant_id, item_id from sales_order_part where open_quantity > allocated and open_quantity > 0) as n
         on n.tenant_id = s.tenant_id and n.item_id = s.item_id
     where s.tenant_id = $1 and s.warehouse_id = $2 and s.on_hand > s.allocated order by id`,
    [tenant, warehouseId],
  )
  return rows.map(row => row.id)
}

// Both queues as running sums, an order's line and a warehouse's stock get what overlaps.
function sharesOf(which: string): string {
  const queue = queueOrder({
    paymentState: 'o.payment_state',
    priority: 'o.priority',
    placedAt: 'o.placed_at',
    id: 'o.id',
  })
  return `with waiting as (${waitingPieces(which)}
    ), wanting as (
      select n.order_id, n.line_no, n.item_id, n.wanted, sum(n.wanted) over (partition by n.item_id order by ${queue}, n.line_no) as upto
      from waiting n
        join sales_order o on o.tenant_id = n.tenant_id and o.id = n.order_id and o.cancelled_at is null and o.delivery_state <> 'completed'
    ), free as (
      select s.item_id, s.warehouse_id, s.on_hand - s.allocated as free,
        sum(s.on_hand - s.allocated) over (partition by s.item_id order by h.priority, h.id) as upto
      from stock_level s join warehouse h on h.tenant_id = s.tenant_id and h.id = s.warehouse_id and h.active and not h.lock_shipment
      where s.tenant_id = $1 and s.item_id in (select item_id from wanting) and s.on_hand > s.allocated
    )
    select n.order_id as "orderId", n.line_no as "lineNo", n.item_id as "itemId", f.warehouse_id as "warehouseId",
      least(n.upto, f.upto) - greatest(n.upto - n.wanted, f.upto - f.free) as quantity
    from wanting n join free f on f.item_id = n.item_id and n.upto - n.wanted < f.upto and f.upto - f.free < n.upto`
}

async function setAside(tx: Tx, tenant: string, shares: readonly Share[], now: Date): Promise<string[]> {
  if (shares.length === 0) return []
  const orderIds = [...new Set(shares.map(share => share.orderId))].sort()
  await lockOrders(tx, tenant, orderIds)
  await tx.run(
    `with share as materialized (
       select * from json_to_recordset($2) as r ("orderId" uuid, "lineNo" int, "itemId" uuid, "warehouseId" uuid, quantity numeric)
     ), put as (
       insert into allocation (tenant_id, order_id, line_no, item_id, warehouse_id, quantity)
       select $1, "orderId", "lineNo", "itemId", "warehouseId", quantity from share
       on conflict (tenant_id, order_id, line_no, item_id, warehouse_id) do update set quantity = allocation.quantity + excluded.quantity
     ), taken as (
       select "orderId", "lineNo", "itemId", sum(quantity) as quantity from share group by 1, 2, 3
     ), lines as (
       update sales_order_line n set allocated = n.allocated + t.quantity from taken t
       where n.tenant_id = $1 and n.order_id = t."orderId" and n.line_no = t."lineNo" and n.item_id = t."itemId"
     ), parts as (
       update sales_order_part p set allocated = p.allocated + t.quantity from taken t
       where p.tenant_id = $1 and p.order_id = t."orderId" and p.line_no = t."lineNo" and p.item_id = t."itemId"
     )
     update stock_level s set allocated = s.allocated + t.quantity
     from (select "itemId", "warehouseId", sum(quantity) as quantity from share group by 1, 2) as t
     where s.tenant_id = $1 and s.item_id = t."itemId" and s.warehouse_id = t."warehouseId"`,
    [tenant, JSON.stringify(shares)],
  )
  await refreshOrders(tx, tenant, orderIds, now)
  return orderIds
}
