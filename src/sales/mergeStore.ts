import type { Tx } from '../base/database.ts'
import type { Doing } from './orderStore.ts'

/** An order that became part of another, with what of its lines went there. */
export interface MergedOrder {
  readonly orderId: string
  readonly number: string
  readonly into: string
  readonly intoNumber: string
  /** Id of the cancellation that says where its pieces are. */
  readonly cancellation: string
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
}

/** Ends orders whose lines stand in another one: nothing of them is open, and they name the order that goes on. */
export async function writeMerged(
  tx: Tx,
  tenant: string,
  merged: readonly MergedOrder[],
  by: Doing,
): Promise<void> {
  const rows = JSON.stringify(merged.map(({ lines: _, ...row }) => row))
  const lines = JSON.stringify(
    merged.flatMap(one => one.lines.map(line => ({ id: one.cancellation, orderId: one.orderId, ...line }))),
  )
  await tx.run(
    `insert into order_cancellation (tenant_id, id, order_id, reason, whole, made_at, made_by)
     select $1, r.cancellation, r."orderId", '→ ' || r."intoNumber", true, $3, $4
     from json_to_recordset($2) as r (cancellation uuid, "orderId" uuid, "intoNumber" text)`,
    [tenant, rows, by.now, by.name],
  )
  await tx.run(
    `with given as materialized (
       select * from json_to_recordset($2) as r (id uuid, "orderId" uuid, line int, quantity numeric)
     ), noted as (
       insert into order_cancellation_line (tenant_id, cancellation_id, order_id, line_no, quantity)
       select $1, id, "orderId", line, quantity from given
     ), parts as (
       update sales_order_part p set open_quantity = 0
       from given g where p.tenant_id = $1 and p.order_id = g."orderId" and p.line_no = g.line
     )
     update sales_order_line n set cancelled = n.cancelled + g.quantity, allocated = 0
     from given g where n.tenant_id = $1 and n.order_id = g."orderId" and n.line_no = g.line`,
    [tenant, lines],
  )
  await tx.run(
    `update sales_order o set merged_into = r."into", cancelled_at = $3, cancelled_by = $4, cancel_reason = '→ ' || r."intoNumber",
       deliverability = 'done', version = o.version + 1, changed_at = $3
     from json_to_recordset($2) as r ("orderId" uuid, "into" uuid, "intoNumber" text) where o.tenant_id = $1 and o.id = r."orderId"`,
    [tenant, rows, by.now, by.name],
  )
}

/** Payments of merged orders are payments of the one that goes on. A transaction that paid both keeps the number of the old order with it. */
export async function movePayments(
  tx: Tx,
  tenant: string,
  merged: readonly MergedOrder[],
  by: Doing,
): Promise<void> {
  await tx.run(
    `with r as materialized (
       select * from json_to_recordset($2) as r ("orderId" uuid, number text, "into" uuid)
     ), moved as (
       update payment p set order_id = r."into", transaction_id = case when p.transaction_id is not null and (exists (
           select from payment x where x.tenant_id = p.tenant_id and x.order_id = r."into" and x.transaction_id = p.transaction_id)
         or exists (select from r as other join payment x on x.tenant_id = $1 and x.order_id = other."orderId"
           where other."into" = r."into" and other."orderId" < r."orderId" and x.transaction_id = p.transaction_id))
         then p.transaction_id || ' ' || r.number else p.transaction_id end
       from r where p.tenant_id = $1 and p.order_id = r."orderId"
     )
     update sales_order o set paid = 0, payment_state = case when o.payment_state = 'refunded' then 'refunded' else 'open' end, changed_at = $3
     from r where o.tenant_id = $1 and o.id = r."orderId"`,
    [tenant, JSON.stringify(merged), by.now],
  )
}
