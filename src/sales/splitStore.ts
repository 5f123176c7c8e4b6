import type { Tx } from '../base/database.ts'
import type { Doing } from './orderStore.ts'
import { settlePayments } from './settlePayments.ts'

/** Pieces of a warehouse that are set aside for a line, or for a part of a kit. */
export interface AsideRow {
  readonly orderId: string
  readonly line: number
  readonly itemId: string
  readonly warehouseId: string
  readonly quantity: string
  /** In one kit; null: the line is no kit. */
  readonly perKit: string | null
}

/** What is set aside for these orders, the warehouse that is used first before the others. */
export function readAside(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<AsideRow[]> {
  return tx.query<AsideRow>(
    `select a.order_id as "orderId", a.line_no as line, a.item_id as "itemId", a.warehouse_id as "warehouseId",
       trim_scale(a.quantity)::text as quantity, trim_scale(p.per_kit)::text as "perKit"
     from allocation a join warehouse h on h.tenant_id = a.tenant_id and h.id = a.warehouse_id
       left join sales_order_part p on p.tenant_id = a.tenant_id and p.order_id = a.order_id and p.line_no = a.line_no and p.item_id = a.item_id
     where a.tenant_id = $1 and a.order_id = any($2::uuid[]) order by a.order_id, a.line_no, a.item_id, h.priority, h.id`,
    [tenant, orderIds],
  )
}

/** So much of a line becomes a line of another order, with what is set aside for it. */
export interface MovedLine {
  readonly orderId: string
  readonly line: number
  readonly toOrderId: string
  readonly toLine: number
  /** Pieces, as the line counts them. */
  readonly quantity: string
  /** Of whole kits or pieces, what the new line has set aside. */
  readonly aside: readonly Omit<AsideRow, 'orderId' | 'line' | 'perKit'>[]
}

/** Makes orders out of others: the same buyer, place and terms, with a number of their own and nothing paid. */
export async function insertSplits(
  tx: Tx,
  tenant: string,
  splits: readonly { readonly id: string; readonly number: string; readonly from: string }[],
  by: Doing,
): Promise<void> {
  await tx.run(
    `insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, external_number, customer_id,
       customer_reason, customer_name, placed_at, taken_over_at, taken_over_by, currency, total_gross, total_minor, lines_gross, country,
       billing, shipping, payment_method, shipping_method, language, customer_note, note, priority, prices_gross, tax_treatment,
       tax_country, customer_vat_id, split_from, changed_at, customer_group_id)
     select $1, r.id, r.number, o.kind, o.company_id, o.connection_id, o.channel_id, o.external_number, o.customer_id, o.customer_reason,
       o.customer_name, o.placed_at, $3, $4, o.currency, 0, 0, 0, o.country, o.billing, o.shipping, o.payment_method, o.shipping_method,
       o.language, o.customer_note, o.note, o.priority, o.prices_gross, o.tax_treatment, o.tax_country, o.customer_vat_id, o.id, $3, o.customer_group_id
     from json_to_recordset($2) as r (id uuid, number text, "from" uuid) join sales_order o on o.tenant_id = $1 and o.id = r."from"`,
    [tenant, JSON.stringify(splits), by.now, by.name],
  )
}

/**
 * Writes lines of orders anew under another order, with what their kits take, and gives them what was set aside for them. What is
 * left of the old lines is the caller's to write (`shrinkLines`); the sums too. Stock stays as it is: nothing comes free.
 */
export async function moveLines(tx: Tx, tenant: string, moves: readonly MovedLine[]): Promise<void> {
  if (moves.length === 0) return
  const rows = JSON.stringify(moves.map(({ aside: _, ...move }) => move))
  const move = `r ("orderId" uuid, line int, "toOrderId" uuid, "toLine" int, quantity numeric)`
  await tx.run(
    `insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, sku, name, quantity, unit_net, unit_gross, tax_rate, tax_by,
       external_id, detail, discount_percent, tax_class_id, note)
     select $1, r."toOrderId", r."toLine", n.kind, n.item_id, n.sku, n.name, r.quantity, n.unit_net, n.unit_gross, n.tax_rate, n.tax_by,
       n.external_id, n.detail, n.discount_percent, n.tax_class_id, n.note
     from json_to_recordset($2) as ${move} join sales_order_line n on n.tenant_id = $1 and n.order_id = r."orderId" and n.line_no = r.line`,
    [tenant, rows],
  )
  await tx.run(
    `insert into sales_order_part (tenant_id, order_id, line_no, item_id, per_kit, open_quantity)
     select $1, r."toOrderId", r."toLine", p.item_id, p.per_kit, r.quantity * p.per_kit
     from json_to_recordset($2) as ${move} join sales_order_part p on p.tenant_id = $1 and p.order_id = r."orderId" and p.line_no = r.line`,
    [tenant, rows],
  )
  const aside = moves.flatMap(({ aside: pieces, quantity: _, ...rest }) =>
    pieces.map(piece => ({ ...rest, ...piece })),
  )
  if (aside.length === 0) return
  const piece = `("orderId" uuid, line int, "toOrderId" uuid, "toLine" int, "itemId" uuid, "warehouseId" uuid, quantity numeric)`
  // Each part has rows of its own: what is given away goes, of the others a rest stays.
  await tx.run(
    `with r as materialized (select * from json_to_recordset($2) as r ${piece}
     ), gone as (
       delete from allocation a using r where a.tenant_id = $1 and a.order_id = r."orderId" and a.line_no = r.line
         and a.item_id = r."itemId" and a.warehouse_id = r."warehouseId" and a.quantity = r.quantity
     ), less as (
       update allocation a set quantity = a.quantity - r.quantity from r where a.tenant_id = $1 and a.order_id = r."orderId"
         and a.line_no = r.line and a.item_id = r."itemId" and a.warehouse_id = r."warehouseId" and a.quantity > r.quantity
     ), more as (
       insert into allocation (tenant_id, order_id, line_no, item_id, warehouse_id, quantity)
       select $1, "toOrderId", "toLine", "itemId", "warehouseId", quantity from r
     ), taken as (
       select "orderId", line, "toOrderId", "toLine", "itemId", sum(quantity) as quantity from r group by 1, 2, 3, 4, 5
     ), parts as (
       update sales_order_part p set allocated = p.allocated + case when p.order_id = t."toOrderId" then t.quantity else -t.quantity end
       from taken t where p.tenant_id = $1 and p.item_id = t."itemId"
         and (p.order_id = t."orderId" and p.line_no = t.line or p.order_id = t."toOrderId" and p.line_no = t."toLine")
     )
     update sales_order_line n set allocated = n.allocated + case when n.order_id = t."toOrderId" then t.quantity else -t.quantity end
     from taken t where n.tenant_id = $1 and n.item_id = t."itemId"
       and (n.order_id = t."orderId" and n.line_no = t.line or n.order_id = t."toOrderId" and n.line_no = t."toLine")`,
    [tenant, JSON.stringify(aside)],
  )
}

/** Takes so many pieces off lines, and off what their kits take; what is set aside for them was moved before. */
export async function shrinkLines(
  tx: Tx,
  tenant: string,
  lines: readonly { readonly orderId: string; readonly line: number; readonly quantity: string }[],
): Promise<void> {
  if (lines.length === 0) return
  await tx.run(
    `with given as materialized (
       select r."orderId" as order_id, r.line as line_no, r.quantity from json_to_recordset($2) as r ("orderId" uuid, line int, quantity numeric)
     ), parts as (
       update sales_order_part p set open_quantity = p.open_quantity - g.quantity * p.per_kit
       from given g where p.tenant_id = $1 and p.order_id = g.order_id and p.line_no = g.line_no
     )
     update sales_order_line n set quantity = n.quantity - g.quantity, allocated = least(n.allocated, n.open_quantity - g.quantity)
     from given g where n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no`,
    [tenant, JSON.stringify(lines)],
  )
}

/** The document's sums of orders, the amounts of their lines, and how far they are paid, after their lines became others. */
export async function writeSums(
  tx: Tx,
  tenant: string,
  orders: readonly {
    readonly id: string
    readonly gross: string
    readonly net: string
    readonly minor: string
    readonly rates: readonly object[]
    readonly lines: readonly { readonly line: number; readonly net: string; readonly gross: string }[]
  }[],
  by: Doing,
): Promise<void> {
  if (orders.length === 0) return
  await tx.run(
    `update sales_order_line n set net = r.net, gross = r.gross from json_to_recordset($2) as r (id uuid, line int, net numeric, gross numeric)
     where n.tenant_id = $1 and n.order_id = r.id and n.line_no = r.line`,
    [tenant, JSON.stringify(orders.flatMap(one => one.lines.map(line => ({ id: one.id, ...line }))))],
  )
  await tx.run(
    `update sales_order o set total_gross = r.gross, lines_gross = r.gross, total_minor = r.minor, total_net = r.net, tax_sums = r.rates,
       edited_at = $3, version = o.version + 1, changed_at = $3, paid = m.paid
     from json_to_recordset($2) as r (id uuid, gross numeric, net numeric, minor bigint, rates jsonb)
       cross join lateral (select coalesce(sum(p.amount), 0) as paid from payment p where p.tenant_id = $1 and p.order_id = r.id) as m
     where o.tenant_id = $1 and o.id = r.id`,
    [tenant, JSON.stringify(orders.map(({ lines: _, ...one }) => one)), by.now],
  )
  await settlePayments(
    tx,
    tenant,
    orders.map(one => one.id),
    by,
  )
}
