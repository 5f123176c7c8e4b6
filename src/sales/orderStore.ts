import type { Tx } from '../base/database.ts'
import { needsStock, refreshParts } from './kitLines.ts'
import { shipsBeforePayment } from './methods.ts'
import type { OrderFacts } from './orderActions.ts'
import { nothingCameBack } from './returnedPieces.ts'

/** Who does something, and when. */
export interface Doing {
  readonly name: string
  readonly now: Date
}

/**
 * Facts that the actions of orders depend on, by id. Ids without an order are left out. Reads only; for whom an order waits stays
 * empty (`explainedFacts`).
 */
export async function readOrderFacts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, OrderFacts>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<OrderFacts>(
    `with line as materialized (
       select n.order_id, n.line_no, n.open_quantity,
         case when n.shipping_lock then 'SHIPPING_LOCK' when i.kind = 'parent' then 'PARENT_ITEM' end as barred,
         n.allocated > 0 or not ${needsStock('n', 'i')} as ready
       from sales_order_line n join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
       where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.open_quantity > 0
     ), stands as (
       select order_id, coalesce(bool_or(ready and barred is null), false) as ready,
         (array_agg(jsonb_build_object('line', line_no, 'code', barred) order by line_no) filter (where barred is not null))[1] as barred,
         (array_agg(jsonb_build_object('line', line_no, 'quantity', open_quantity::text) order by line_no)
           filter (where barred is null and not ready))[1] as missing
       from line group by order_id
     )
     select o.id, o.order_number as "orderNumber", o.currency, o.cancelled_at is not null as cancelled,
       (select m.order_number from sales_order m where m.tenant_id = o.tenant_id and m.id = o.merged_into) as "mergedInto",
       o.cancelled_at is not null or exists (
         select from sales_order_line n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.cancelled > 0) as "hasCancelled",
       coalesce((select a.from_ledger_id is not null from order_cancellation a
         where a.tenant_id = o.tenant_id and a.order_id = o.id and a.undone_at is null order by a.id desc limit 1), false)
         as "cancelledByChannel",
       o.hold_reason as hold, coalesce((select bool_and(h.task_id is not null) from order_hold h
         where h.tenant_id = o.tenant_id and h.order_id = o.id and h.released_at is null), false) as "holdHasTask",
       o.pending, o.fulfilled_by as "fulfilledBy", o.web_order_id is not null as "ofShop", o.delivery_state as "deliveryState",
       o.invoice_state as "invoiceState", o.paid > 0 as "hasPaid",
       case when o.payment_state <> 'paid' and not ${shipsBeforePayment('o')} then o.payment_method end as unpaid,
       c.customer_number as "customerNumber", c.blocked as "customerBlocked",
       o.shipping_method = '' and exists (select from order_rule r where r.tenant_id = o.tenant_id and r.shipping_method_needed)
         as "lacksMethod",
       o.cancelled_at is null and o.delivery_state not in ('delivered', 'shipped', 'completed') and s.order_id is not null as "hasOpen",
       coalesce(d.count > 0, false) as "hasDelivery", d.unshipped, coalesce(d.shipped, false) as "hasShipped",
       coalesce(d.reversible, false) as reversible, o.completed_at is not null as "completedHere",
       case when s.ready then null else s.barred end as barred, case when s.ready then null else s.missing end as missing,
       '{}'::text[] as "servedBefore"
     from sales_order o join customer c on c.tenant_id = o.tenant_id and c.id = o.customer_id
       left join stands s on s.order_id = o.id
       left join lateral (
         select count(*) as count, bool_or(d.shipped_at is not null) as shipped,
           (array_agg(d.delivery_number order by d.id) filter (where d.shipped_at is null))[1] as unshipped,
           bool_or(${nothingCameBack('d')}) as reversible
         from delivery d where d.tenant_id = o.tenant_id and d.order_id = o.id and d.reversed_at is null) as d on true
     where o.tenant_id = $1 and o.id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** Locks orders until the end of the transaction, in the order of their ids. */
export async function lockOrders(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `select id from sales_order where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, ids],
  )
}

/** Locks the stock of all items of these orders and of the parts of their kits, in the order of item and warehouse; before the orders themselves. */
export async function lockStockOfOrders(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<void> {
  await tx.query(
    `select s.item_id from stock_level s
     where s.tenant_id = $1 and s.item_id = any(array(
       select n.item_id from sales_order_line n where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.kind = 'item'
       union select p.item_id from sales_order_part p where p.tenant_id = $1 and p.order_id = any($2::uuid[])))
     order by s.item_id, s.warehouse_id for no key update`,
    [tenant, orderIds],
  )
}

/** What these orders take from stock: the items of their lines and the parts of their kits. Locks nothing. */
export async function itemsOfOrders(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select n.item_id as id from sales_order_line n where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.kind = 'item'
     union select p.item_id from sales_order_part p where p.tenant_id = $1 and p.order_id = any($2::uuid[]) order by 1`,
    [tenant, orderIds],
  )
  return rows.map(row => row.id)
}

/** Puts the parts of kits and the states of orders that are locked in accordance with their lines. */
export async function refreshOrders(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  now: Date,
): Promise<void> {
  if (orderIds.length === 0) return
  // Sent one behind the other without waiting: the second reads what the first has put right.
  const parts = refreshParts(tx, tenant, orderIds)
  const orders = tx.run(
    `with line as (
       select n.order_id, n.open_quantity, n.delivered,
         case when n.shipping_lock or i.kind = 'parent' then 0 when ${needsStock('n', 'i')} then n.allocated else n.open_quantity end as ready
       from sales_order_line n join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
       where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.kind = 'item'
     ), sum as (
       select l.order_id, l.open, l.delivered, l.ready, coalesce(d.shipped, false) as shipped, coalesce(d.waiting, false) as waiting
       from (select order_id, sum(open_quantity) as open, sum(delivered) as delivered, sum(ready) as ready from line group by order_id) as l
         left join lateral (
           select bool_or(d.shipped_at is not null) as shipped, bool_or(d.shipped_at is null) as waiting from delivery d
           where d.tenant_id = $1 and d.order_id = l.order_id and d.reversed_at is null) as d on true
     )
     update sales_order o set version = o.version + 1, changed_at = $3,
       deliverability = case when o.cancelled_at is not null or o.delivery_state = 'completed' or s.open = 0 then 'done'
         when o.pending then 'none' when s.ready = s.open then 'full' when s.ready > 0 then 'part' else 'none' end,
       delivery_state = case when o.delivery_state = 'completed' then 'completed' when s.delivered = 0 then 'open'
         when not s.shipped then case when s.open = 0 then 'delivered' else 'partly_delivered' end
         when s.open = 0 and not s.waiting then 'shipped' else 'partly_shipped' end
     from sum s where o.tenant_id = $1 and o.id = s.order_id`,
    [tenant, orderIds, now],
  )
  await Promise.all([parts, orders])
}

/** The ids of orders by id or order number, in order; undefined where there is none. */
export async function findOrders(
  tx: Tx,
  tenant: string,
  idsOrNumbers: readonly string[],
): Promise<(string | undefined)[]> {
  const rows = await tx.query<{ given: string; id: string }>(
    `select u.given, o.id from unnest($2::text[]) as u (given)
       join sales_order o on o.tenant_id = $1 and o.order_number = u.given
     union all select o.id::text, o.id from sales_order o where o.tenant_id = $1 and o.id = any($3::uuid[])`,
    [tenant, idsOrNumbers, idsOrNumbers.filter(isUuid)],
  )
  const found = new Map(rows.map(row => [row.given, row.id]))
  return idsOrNumbers.map(given => found.get(given) ?? found.get(given.toLowerCase()))
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
