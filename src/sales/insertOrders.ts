import type { Tx } from '../base/database.ts'
import { queueOrder } from '../stock/stockRule.ts'

/** A web order that becomes a sales order, with all that was decided about it. */
export interface OrderToMake {
  readonly webOrderId: string
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly reason: object
  readonly paid: string
  readonly paymentState: string
  /** False: the channel delivers, or did. Nothing is set aside for it. */
  readonly deliver: boolean
  /** What it is found by (`wordsOf`); the same has to be written by `insertOrderTerms`. */
  readonly words?: string
}

/**
 * Locks the stock of all items that these web orders want, and of what their kits are made of, in the order of item and
 * warehouse. What is read of stock after it stays true until the end of the transaction, and so does what kits are made of.
 */
export async function lockStockOf(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<{ itemId: string; warehouseId: string }[]> {
  // Sent one behind the other without waiting: the parts are read when the kits are held.
  const kits = tx.query(
    `select i.id from item i where i.tenant_id = $1 and i.kind = 'kit' and i.id = any(array(
       select n.item_id from web_order_line n where n.tenant_id = $1 and n.web_order_id = any($2::uuid[]) and n.kind = 'item'))
     order by i.id for key share`,
    [tenant, webOrderIds],
  )
  const stock = tx.query<{ itemId: string; warehouseId: string }>(
    `with wanted as materialized (
       select distinct n.item_id as id from web_order_line n
       where n.tenant_id = $1 and n.web_order_id = any($2::uuid[]) and n.kind = 'item')
     select s.item_id as "itemId", s.warehouse_id as "warehouseId" from stock_level s
     where s.tenant_id = $1 and s.item_id = any(array(
       select id from wanted
       union select c.item_id from kit_content c where c.tenant_id = $1 and c.kit_id = any(array(select id from wanted))))
     order by s.item_id, s.warehouse_id for no key update`,
    [tenant, webOrderIds],
  )
  const [, rows] = await Promise.all([kits, stock])
  return rows
}

/**
 * Makes sales orders of web orders, with their lines, and sets stock aside for them: in the order of the queue, warehouses
 * by priority, never more than is on hand and free. A kit keeps what it is made of now and takes its parts; lines and parts of
 * the same item stand in one queue. One statement; `stock` are the rows that were locked for it.
 */
export async function insertOrders(
  tx: Tx,
  tenant: string,
  orders: readonly OrderToMake[],
  stock: readonly { readonly itemId: string; readonly warehouseId: string }[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  const queue = queueOrder({
    paymentState: 'payment',
    priority: '0',
    placedAt: 'placed_at',
    id: 'order_id',
  })
  await tx.run(
    `with given as materialized (
       select g.*, w.placed_at from json_to_recordset($2) as g (web uuid, id uuid, number text, customer uuid, reason jsonb,
         paid numeric, payment text, deliver boolean, words text)
         join web_order w on w.tenant_id = $1 and w.id = g.web
     ), line as materialized (
       select g.id as order_id, g.placed_at, g.payment, n.*, n.kind = 'item' and i.kind = 'kit' as is_kit,
         n.kind = 'item' and g.deliver as for_us, n.kind = 'item' and g.deliver and i.stock_managed and i.kind <> 'kit' as from_stock
       from given g join web_order_line n on n.tenant_id = $1 and n.web_order_id = g.web
         left join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
     ), part as materialized (
       select l.order_id, l.line_no, l.placed_at, l.payment, c.item_id, c.quantity as per_kit, l.quantity * c.quantity as quantity,
         l.for_us and i.stock_managed as from_stock
       from line l join kit_content c on c.tenant_id = $1 and c.kit_id = l.item_id
         join item i on i.tenant_id = c.tenant_id and i.id = c.item_id
       where l.is_kit
     ), wanting as (
       select order_id, line_no, item_id, quantity, sum(quantity) over (partition by item_id order by ${queue}, line_no) as upto
       from (select order_id, line_no, item_id, quantity, placed_at, payment from line where from_stock
         union all select order_id, line_no, item_id, quantity, placed_at, payment from part where from_stock) as n
     ), free as (
       select s.item_id, s.warehouse_id, s.on_hand - s.allocated as free,
         sum(s.on_hand - s.allocated) over (partition by s.item_id order by h.priority, h.id) as upto
       from unnest($3::uuid[], $4::uuid[]) as u (item_id, warehouse_id)
         join stock_level s on s.tenant_id = $1 and s.item_id = u.item_id and s.warehouse_id = u.warehouse_id
         join warehouse h on h.tenant_id = s.tenant_id and h.id = s.warehouse_id and h.active and not h.lock_shipment
       where s.on_hand > s.allocated
     ), share as materialized (
       select n.order_id, n.line_no, n.item_id, f.warehouse_id,
         least(n.upto, f.upto) - greatest(n.upto - n.quantity, f.upto - f.free) as quantity
       from wanting n join free f on f.item_id = n.item_id and n.upto - n.quantity < f.upto and f.upto - f.free < n.upto
     ), got as materialized (
       select order_id, line_no, item_id, sum(quantity) as quantity from share group by order_id, line_no, item_id
     ), kit as (
       select p.order_id, p.line_no, bool_or(p.from_stock) as from_stock,
         bool_and(coalesce(g.quantity, 0) = p.quantity) filter (where p.from_stock) as complete,
         coalesce(min(div(coalesce(g.quantity, 0), p.per_kit)) filter (where p.from_stock), 0) as kits
       from part p left join got g on g.order_id = p.order_id and g.line_no = p.line_no and g.item_id = p.item_id
       group by p.order_id, p.line_no
     ), stands as materialized (
       select l.order_id, l.line_no, l.kind, l.quantity, coalesce(k.from_stock, l.from_stock) as from_stock,
         case when k.order_id is null then coalesce(g.quantity, 0) when k.complete then l.quantity else least(l.quantity, k.kits) end as got
       from line l left join got g on g.order_id = l.order_id and g.line_no = l.line_no and g.item_id = l.item_id
         left join kit k on k.order_id = l.order_id and k.line_no = l.line_no
     ), whole as (
       select order_id, coalesce(bool_or(kind = 'item'), false) as has_items,
         coalesce(bool_and(got = quantity) filter (where from_stock), true) as full,
         coalesce(bool_or(got > 0 or not from_stock) filter (where kind = 'item'), false) as part
       from stands group by order_id
     ), ordered as (
       insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, web_order_id, external_number,
         customer_id, customer_reason, customer_name, placed_at, taken_over_at, taken_over_by, currency, total_gross, total_minor,
         lines_gross, paid, country, billing, shipping, payment_method, shipping_method, language, customer_note, fulfilled_by,
         payment_state, delivery_state, deliverability, changed_at, words, customer_group_id)
       select $1, g.id, g.number, 'shop', c.company_id, w.connection_id, w.channel_id, w.id, w.external_number, g.customer, g.reason,
         w.customer_name, w.placed_at, $6, $5, w.currency, w.total_gross, w.total_minor, w.lines_gross, g.paid, w.country,
         w.record -> 'billing', w.record -> 'shipping', coalesce(w.record -> 'payment' ->> 'method', ''),
         coalesce(w.record -> 'delivery' ->> 'method', w.record -> 'delivery' ->> 'carrier', ''), w.record ->> 'language',
         coalesce(w.record ->> 'customerNote', ''), w.fulfilled_by, g.payment,
         case when g.deliver and t.has_items then 'open' else 'completed' end,
         case when not (g.deliver and t.has_items) then 'done' when t.full then 'full' when t.part then 'part' else 'none' end, $6,
         coalesce(g.words, ''), (select k.group_id from customer k where k.tenant_id = $1 and k.id = g.customer)
       from given g join whole t on t.order_id = g.id
         join web_order w on w.tenant_id = $1 and w.id = g.web
         join connection c on c.tenant_id = w.tenant_id and c.id = w.connection_id
     ), lined as (
       insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, sku, name, quantity, allocated, unit_net, unit_gross,
         tax_rate, tax_by, external_id, detail)
       select l.tenant_id, l.order_id, l.line_no, l.kind, l.item_id, l.sku, l.name, l.quantity, t.got, l.unit_net,
         l.unit_gross, l.tax_rate, l.tax_by, l.external_id, l.detail
       from line l join stands t on t.order_id = l.order_id and t.line_no = l.line_no
     ), parted as (
       insert into sales_order_part (tenant_id, order_id, line_no, item_id, per_kit, open_quantity, allocated)
       select $1, p.order_id, p.line_no, p.item_id, p.per_kit, p.quantity, coalesce(g.quantity, 0)
       from part p left join got g on g.order_id = p.order_id and g.line_no = p.line_no and g.item_id = p.item_id
     ), set_aside as (
       insert into allocation (tenant_id, order_id, line_no, item_id, warehouse_id, quantity)
       select $1, order_id, line_no, item_id, warehouse_id, quantity from share
     )
     update stock_level s set allocated = s.allocated + t.quantity
     from (select item_id, warehouse_id, sum(quantity) as quantity from share group by item_id, warehouse_id) as t
     where s.tenant_id = $1 and s.item_id = t.item_id and s.warehouse_id = t.warehouse_id`,
    [
      tenant,
      JSON.stringify(orders.map(rowOf)),
      stock.map(row => row.itemId),
      stock.map(row => row.warehouseId),
      by.name,
      by.now,
    ],
  )
}

function rowOf(order: OrderToMake): object {
  const { webOrderId, id, number, customerId, reason, paid, paymentState, deliver, words } = order
  return {
    web: webOrderId,
    id,
    number,
    customer: customerId,
    reason,
    paid,
    payment: paymentState,
    deliver,
    words,
  }
}
