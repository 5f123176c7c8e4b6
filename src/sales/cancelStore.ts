import type { Tx } from '../base/database.ts'
import { freeBeyond } from './freeBeyond.ts'
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
  const open = await tx.query<{ orderId: string; line: number; open: string }>(
    `select n.order_id as "orderId", n.line_no as line, n.open_quantity - g.quantity as open
     from (select r."orderId" as order_id, r.line as line_no, sum(r.quantity) as quantity
         from json_to_recordset($2) as r ("orderId" uuid, line int, quantity numeric) group by 1, 2) as g
       join sales_order_line n on n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no`,
    [tenant, lines],
  )
  const items = await freeBeyond(tx, tenant, open)
  await tx.run(
    `update sales_order_line n set cancelled = n.cancelled + g.quantity
     from (select r."orderId" as order_id, r.line as line_no, sum(r.quantity) as quantity
         from json_to_recordset($2) as r ("orderId" uuid, line int, quantity numeric) group by 1, 2) as g
     where n.tenant_id = $1 and n.order_id = g.order_id and n.line_no = g.line_no`,
    [tenant, lines],
  )
  await tx.run(
    `update sales_order o set cancelled_at = $3, cancelled_by = $4, cancel_reason = r.reason, deliverability = 'done',
       version = o.version + 1, changed_at = $3
     from json_to_recordset($2) as r ("orderId" uuid, reason text, whole boolean)
     where o.tenant_id = $1 and o.id = r."orderId" and r.whole`,
    [tenant, JSON.stringify(list), by.now, by.name],
  )
  return items
}
