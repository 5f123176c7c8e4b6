import type { Tx } from '../base/database.ts'
import { queueOrder } from '../stock/stockRule.ts'
import type { LineAmounts } from './orderTotals.ts'

/** The document's own sums, where it has them. */
export interface DocumentSums {
  readonly pricesGross: boolean
  readonly net: string
  readonly rates: readonly ({ readonly rate: string } & LineAmounts)[]
  /** Of each line, by its number. */
  readonly lines: readonly { readonly line: number; readonly net: string; readonly gross: string }[]
}

/** A web order that becomes a sales order, with all that was decided about it. */
export interface OrderToMake {
  readonly webOrderId: string
  readonly id: string
  readonly number: string
  /** Absent: shop. */
  readonly kind?: 'shop' | 'marketplace' | 'connector'
  readonly customerId: string
  readonly reason: object
  readonly paid: string
  readonly paymentState: string
  /** False: the channel delivers, or did. Nothing is set aside for it. */
  readonly deliver: boolean
  /** Names of ours, where the web order names none and its channel has a usual one. */
  readonly usualPaymentMethod?: string | null
  readonly usualShippingMethod?: string | null
  /** What it is found by (`orderWords`); written as terms as well. */
  readonly words?: string
  /** Absent: the total of the channel stands alone. */
  readonly sums?: DocumentSums | null
}

/** Rows of stock that are locked. */
export interface LockedStock {
  readonly itemId: string
  readonly warehouseId: string
}

/**
 * Locks the stock of all items that these web orders want, and of what their kits are made of, in the order of item and
 * warehouse. What is read of stock after it stays true until the end of the transaction, and so does what kits are made of.
 */
export function lockStockOf(tx: Tx, tenant: string, webOrderIds: readonly string[]): Promise<LockedStock[]> {
  return lockWanted(
    tx,
    tenant,
    `select n.item_id as id from web_order_line n where n.tenant_id = $1 and n.web_order_id = any($2::uuid[]) and n.kind = 'item'`,
    webOrderIds,
  )
}

/** The same for items that are named. */
export function lockStockOfItems(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<LockedStock[]> {
  return lockWanted(tx, tenant, `select u.id from unnest($2::uuid[]) as u (id)`, itemIds)
}

async function lockWanted(
  tx: Tx,
  tenant: string,
  wanted: string,
  ids: readonly string[],
): Promise<LockedStock[]> {
  // Sent one behind the other without waiting: the parts are read when the kits are held.
  const kits = tx.query(
    `select i.id from item i where i.tenant_id = $1 and i.kind = 'kit' and i.id = any(array(${wanted})) order by i.id for key share`,
    [tenant, ids],
  )
  const stock = tx.query<LockedStock>(
    `with wanted as materialized (select distinct id from (${wanted}) as w)
     select s.item_id as "itemId", s.warehouse_id as "warehouseId" from stock_level s
     where s.tenant_id = $1 and s.item_id = any(array(
       select id from wanted
       union select c.item_id from kit_content c where c.tenant_id = $1 and c.kit_id = any(array(select id from wanted))))
     order by s.item_id, s.warehouse_id for no key update`,
    [tenant, ids],
  )
  const [, rows] = await Promise.all([kits, stock])
  return rows
}

/** Where the orders of an insertion come from. $2 are their heads, $7 is what is said of their lines. */
interface Source {
  /** The columns of sales_order, but for what follows from stock; besides `reason`, `payment` (state) and `deliver`. */
  readonly heads: string
  /** Behind `from given g`: a relation `w` with the columns of sales_order_line. */
  readonly lines: string
  /** Of a line: tax_by, external_id, detail, discount_percent, tax_class_id, note, net, gross. */
  readonly columns: string
}

const ofWebOrders: Source = {
  heads: `select g.id, g.number, g.kind, c.company_id, w.connection_id, w.channel_id, w.id as web_order_id, w.external_number,
         g.customer as customer_id, g.reason, w.customer_name, w.placed_at, w.currency, w.total_gross, w.total_minor, w.lines_gross,
         g.paid, w.country, w.record -> 'billing' as billing, w.record -> 'shipping' as shipping,
         coalesce(g.pays, w.record -> 'payment' ->> 'method', '') as payment_method,
         coalesce(g.ships, w.record -> 'delivery' ->> 'method', w.record -> 'delivery' ->> 'carrier', '') as shipping_method,
         w.record ->> 'language' as language, coalesce(w.record ->> 'customerNote', '') as customer_note, '' as note, w.fulfilled_by,
         g.payment, g.deliver, coalesce(g.gross, true) as prices_gross, null as tax_treatment, null as tax_country,
         null as customer_vat_id, g.net as total_net, g.rates as tax_sums, null::uuid as exchange_for, w.pending,
         coalesce(g.words, '') as words
       from json_to_recordset($2) as g (web uuid, id uuid, number text, kind text, customer uuid, reason jsonb, paid numeric,
           payment text, deliver boolean, gross boolean, net numeric, rates jsonb, words text, pays text, ships text)
         join web_order w on w.tenant_id = $1 and w.id = g.web
         join connection c on c.tenant_id = w.tenant_id and c.id = w.connection_id`,
  lines: `join web_order_line w on w.tenant_id = $1 and w.web_order_id = g.web_order_id
         left join json_to_recordset($7) as a (web uuid, line int, net numeric, gross numeric)
           on a.web = w.web_order_id and a.line = w.line_no`,
  columns: `w.tax_by, w.external_id, w.detail, null::numeric as discount_percent, null::uuid as tax_class_id, '' as note, a.net, a.gross`,
}

const madeHere: Source = {
  heads: `select g.*, null::uuid as web_order_id, null as fulfilled_by, g.total_gross as lines_gross, 0 as paid, true as deliver, false as pending, '' as words
       from json_to_recordset($2) as g (id uuid, number text, kind text, company_id uuid, connection_id uuid, channel_id uuid,
         external_number text, customer_id uuid, reason jsonb, customer_name text, placed_at timestamptz, currency text,
         total_gross numeric, total_minor bigint, country text, billing jsonb, shipping jsonb, payment_method text,
         shipping_method text, language text, customer_note text, note text, payment text, prices_gross boolean, tax_treatment text,
         tax_country text, customer_vat_id text, total_net numeric, tax_sums jsonb, exchange_for uuid)`,
  lines: `join json_to_recordset($7) as w (order_id uuid, line_no int, kind text, item_id uuid, sku text, name text, quantity numeric,
         unit_net numeric, unit_gross numeric, tax_rate numeric, discount_percent numeric, tax_class_id uuid, note text, net numeric,
         gross numeric) on w.order_id = g.id`,
  columns: `null as tax_by, null as external_id, null::jsonb as detail, w.discount_percent, w.tax_class_id, w.note, w.net, w.gross`,
}

/**
 * Makes sales orders of web orders, with their lines, and sets stock aside for them: in the order of the queue, warehouses
 * by priority, never more than is on hand and free. A kit keeps what it is made of now and takes its parts; lines and parts of
 * the same item stand in one queue. One statement; `stock` are the rows that were locked for it.
 */
export function insertOrders(
  tx: Tx,
  tenant: string,
  orders: readonly OrderToMake[],
  stock: readonly LockedStock[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  const amounts = orders.flatMap(({ webOrderId: web, sums }) =>
    (sums?.lines ?? []).map(line => ({ web, ...line })),
  )
  return insert(tx, tenant, ofWebOrders, { heads: orders.map(rowOf), lines: amounts }, stock, by)
}

function rowOf(order: OrderToMake): object {
  const {
    webOrderId,
    id,
    number,
    kind = 'shop',
    customerId,
    reason,
    paid,
    paymentState,
    deliver,
    usualPaymentMethod: pays,
    usualShippingMethod: ships,
    words,
    sums,
  } = order
  const head = {
    web: webOrderId,
    id,
    number,
    kind,
    customer: customerId,
    reason,
    paid,
    payment: paymentState,
  }
  return {
    ...head,
    deliver,
    pays,
    ships,
    words,
    gross: sums?.pricesGross,
    net: sums?.net,
    rates: sums?.rates,
  }
}

/** The same for orders that are made here; rows by the names of their columns. */
export function insertMade(
  tx: Tx,
  tenant: string,
  orders: { readonly heads: readonly object[]; readonly lines: readonly object[] },
  stock: readonly LockedStock[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  return insert(tx, tenant, madeHere, orders, stock, by)
}

async function insert(
  tx: Tx,
  tenant: string,
  source: Source,
  orders: { readonly heads: readonly object[]; readonly lines: readonly object[] },
  stock: readonly LockedStock[],
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
       ${source.heads}
     ), line as materialized (
       select g.id as order_id, g.placed_at, g.payment, w.line_no, w.kind, w.item_id, w.sku, w.name, w.quantity, w.unit_net,
         w.unit_gross, w.tax_rate, ${source.columns}, w.kind = 'item' and i.kind = 'kit' as is_kit,
         w.kind = 'item' and g.deliver as for_us, w.kind = 'item' and g.deliver and i.stock_managed and i.kind <> 'kit' as from_stock
       from given g ${source.lines}
         left join item i on i.tenant_id = $1 and i.id = w.item_id
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
         lines_gross, paid, country, billing, shipping, payment_method, shipping_method, language, customer_note, note, fulfilled_by,
         prices_gross, tax_treatment, tax_country, customer_vat_id, total_net, tax_sums, exchange_for,
         payment_state, delivery_state, deliverability, pending, changed_at, words, customer_group_id)
       select $1, g.id, g.number, g.kind, g.company_id, g.connection_id, g.channel_id, g.web_order_id, g.external_number, g.customer_id,
         g.reason, g.customer_name, g.placed_at, $6, $5, g.currency, g.total_gross, g.total_minor, g.lines_gross, g.paid, g.country,
         g.billing, g.shipping, g.payment_method, g.shipping_method, g.language, g.customer_note, g.note, g.fulfilled_by,
         g.prices_gross, g.tax_treatment, g.tax_country, g.customer_vat_id, g.total_net, g.tax_sums, g.exchange_for, g.payment,
         case when g.deliver and t.has_items then 'open' else 'completed' end,
         case when not (g.deliver and t.has_items) then 'done' when g.pending then 'none' when t.full then 'full' when t.part then 'part'
           else 'none' end, g.pending, $6,
         g.words, (select k.group_id from customer k where k.tenant_id = $1 and k.id = g.customer_id)
       from given g join whole t on t.order_id = g.id
     ), lined as (
       insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, sku, name, quantity, allocated, unit_net, unit_gross,
         tax_rate, tax_by, external_id, detail, discount_percent, tax_class_id, note, net, gross)
       select $1, l.order_id, l.line_no, l.kind, l.item_id, l.sku, l.name, l.quantity, t.got, l.unit_net, l.unit_gross, l.tax_rate,
         l.tax_by, l.external_id, l.detail, l.discount_percent, l.tax_class_id, l.note, l.net, l.gross
       from line l join stands t on t.order_id = l.order_id and t.line_no = l.line_no
     ), worded as (
       insert into order_term (tenant_id, field, term, order_id)
       select $1, left(w.word, 2), substr(w.word, 4), g.id from given g cross join unnest(string_to_array(btrim(g.words), ' ')) as w (word)
       order by w.word collate "C", g.id
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
      JSON.stringify(orders.heads),
      stock.map(row => row.itemId),
      stock.map(row => row.warehouseId),
      by.name,
      by.now,
      JSON.stringify(orders.lines),
    ],
  )
}
