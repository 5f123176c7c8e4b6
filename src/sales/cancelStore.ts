import type { Tx } from '../base/database.ts'
import type { Doing } from './orderStore.ts'

/** A cancellation that was decided: so much of these lines, and whether nothing of the order is left. */
export interface DecidedCancellation {
  readonly id: string
  readonly orderId: string
  readonly reason: string
  /** Of the list of reasons. */
  readonly reasonId: string | null
  readonly whole: boolean
  /** Null: ours. Else the record by which its shop said it. */
  readonly fromLedgerId: string | null
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
}

/** The lines of these orders that are items, as a cancellation needs them; the orders are locked. */
export function readCancellable(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<
  { orderId: string; line: number; itemId: string; quantity: string; open: string; cancelled: string }[]
> {
  return tx.query(
    `select order_id as "orderId", line_no as line, item_id as "itemId", quantity, open_quantity as open, cancelled
     from sales_order_line where tenant_id = $1 and order_id = any($2::uuid[]) and kind = 'item' order by order_id, line_no`,
    [tenant, orderIds],
  )
}

/**
 * Writes cancellations: lines, what was set aside for them beyond what is still open, and whole orders. Stock and orders are
 * locked. Answers the items whose committed quantity became less, of kits also their parts.
 */
export async function writeCancellations(
  tx: Tx,
  tenant: string,
  list: readonly DecidedCancellation[],
  by: Doing,
): Promise<string[]> {
  await tx.run(
    `insert into order_cancellation (tenant_id, id, order_id, reason, reason_id, whole, from_ledger_id, made_at, made_by)
     select $1, r.id, r."orderId", r.reason, r."reasonId", r.whole, r."fromLedgerId", $3, $4
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, reason text, "reasonId" uuid, whole boolean, "fromLedgerId" uuid)`,
    [tenant, JSON.stringify(list), by.now, by.name],
  )
  const lines = JSON.stringify(
    list.flatMap(one =>
      one.lines.map(({ line, quantity }) => ({ id: one.id, orderId: one.orderId, line, quantity })),
    ),
  )
  await tx.run(
    `insert into order_cancellation_line (tenant_id, cancellation_id, order_id, line_no, quantity)
     select $1, r.id, r."orderId", r.line, r.quantity from json_to_recordset($2) as r (id uuid, "orderId" uuid, line int, quantity numeric)`,
    [tenant, lines],
  )
  // First what is set aside beyond what stays open, of parts of kits too, the warehouse of least priority first; then the lines.
  await tx.run(
    `with gone as (
       select r."orderId" as order_id, r.line as line_no, sum(r.quantity) as quantity
       from json_to_recordset($2) as r ("orderId" uuid, line int, quantity numeric) group by 1, 2
     ), stays as (
       select n.order_id, n.line_no, n.item_id, n.allocated, n.open_quantity - g.quantity as open, false as is_part
       from gone g join sales_order_line n on n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no
         join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.kind <> 'kit'
       union all
       select p.order_id, p.line_no, p.item_id, p.allocated, (n.open_quantity - g.quantity) * p.per_kit, true
       from gone g join sales_order_line n on n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no
         join sales_order_part p on p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no
     ), excess as (
       select order_id, line_no, item_id, allocated - open as quantity from stays where allocated > open
     ), cut as (
       select a.order_id, a.line_no, a.item_id, a.warehouse_id, a.quantity,
         least(a.quantity, greatest(0, x.quantity - (sum(a.quantity) over before - a.quantity))) as less
       from excess x join allocation a on a.tenant_id = $1 and a.order_id = x.order_id and a.line_no = x.line_no and a.item_id = x.item_id
         join warehouse h on h.tenant_id = a.tenant_id and h.id = a.warehouse_id
       window before as (partition by a.order_id, a.line_no, a.item_id order by h.priority desc, h.id desc)
     ), dropped as (
       delete from allocation a using cut c where a.tenant_id = $1 and a.order_id = c.order_id and a.line_no = c.line_no
         and a.item_id = c.item_id and a.warehouse_id = c.warehouse_id and c.less = c.quantity
     ), lessened as (
       update allocation a set quantity = a.quantity - c.less from cut c
       where a.tenant_id = $1 and a.order_id = c.order_id and a.line_no = c.line_no and a.item_id = c.item_id
         and a.warehouse_id = c.warehouse_id and c.less > 0 and c.less < c.quantity
     ), stock as (
       update stock_level s set allocated = s.allocated - t.less
       from (select item_id, warehouse_id, sum(less) as less from cut group by 1, 2) as t
       where s.tenant_id = $1 and s.item_id = t.item_id and s.warehouse_id = t.warehouse_id and t.less > 0
     ), parts as (
       update sales_order_part p set open_quantity = t.open, allocated = least(p.allocated, t.open) from stays t
       where t.is_part and p.tenant_id = $1 and p.order_id = t.order_id and p.line_no = t.line_no and p.item_id = t.item_id
     )
     update sales_order_line n set cancelled = n.cancelled + g.quantity,
       allocated = least(n.allocated, n.open_quantity - g.quantity)
     from gone g where n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no`,
    [tenant, lines],
  )
  await tx.run(
    `update sales_order o set cancelled_at = $3, cancelled_by = $4, cancel_reason = r.reason, deliverability = 'done',
       version = o.version + 1, changed_at = $3
     from json_to_recordset($2) as r ("orderId" uuid, reason text, whole boolean)
     where o.tenant_id = $1 and o.id = r."orderId" and r.whole`,
    [tenant, JSON.stringify(list), by.now, by.name],
  )
  const items = await tx.query<{ id: string }>(
    `with line as (select r."orderId", r.line from json_to_recordset($2) as r ("orderId" uuid, line int))
     select n.item_id as id from line r join sales_order_line n on n.tenant_id = $1 and n.order_id = r."orderId" and n.line_no = r.line
     union
     select p.item_id from line r join sales_order_part p on p.tenant_id = $1 and p.order_id = r."orderId" and p.line_no = r.line
     order by 1`,
    [tenant, lines],
  )
  return items.map(row => row.id)
}
