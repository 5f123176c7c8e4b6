import type { Tx } from '../base/database.ts'
import type { Doing } from './orderStore.ts'

/** The last cancellation of an order that stands. */
export interface UndoableCancellation {
  readonly id: string
  readonly orderId: string
  readonly whole: boolean
  /** Its shop said it. */
  readonly fromShop: boolean
  /** By it a request of the buyer, or of the shop, was accepted. */
  readonly wasAsked: boolean
  /** The shop heard of it and said no: both sides are where they were before. */
  readonly refusedThere: boolean
}

/** The last cancellation of each of these orders that was not undone; the orders are locked. */
export function readUndoable(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
): Promise<UndoableCancellation[]> {
  return tx.query<UndoableCancellation>(
    `select distinct on (c.order_id) c.id, c.order_id as "orderId", c.whole, c.from_ledger_id is not null as "fromShop",
       exists (select from cancellation_request q where q.tenant_id = c.tenant_id and q.order_id = c.order_id
         and q.cancellation_id = c.id and q.answer = 'accepted') as "wasAsked",
       exists (select from sales_order o join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
           join web_event e on e.tenant_id = o.tenant_id and e.connection_id = o.connection_id
             and e.order_external_id = l.external_id and e.kind = 'cancellation_refused'
         where o.tenant_id = c.tenant_id and o.id = c.order_id
           and coalesce(e.record -> 'answers' ->> 'id' = c.id::text, e.changed_at >= c.made_at)) as "refusedThere"
     from order_cancellation c where c.tenant_id = $1 and c.order_id = any($2::uuid[]) and c.undone_at is null
     order by c.order_id, c.id desc`,
    [tenant, orderIds],
  )
}

/**
 * Takes cancellations back: their quantities are open again, a whole order is none that is cancelled. Stock and orders are locked;
 * `refreshOrders` follows. Answers the items that are wanted again, of kits also their parts.
 */
export async function writeUndone(
  tx: Tx,
  tenant: string,
  list: readonly UndoableCancellation[],
  by: Doing,
): Promise<string[]> {
  const ids = list.map(one => one.id)
  await tx.run(
    `update order_cancellation set undone_at = $3, undone_by = $4 where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids, by.now, by.name],
  )
  await tx.run(
    `update sales_order_line n set cancelled = n.cancelled - c.quantity
     from (select order_id, line_no, sum(quantity) as quantity from order_cancellation_line
       where tenant_id = $1 and cancellation_id = any($2::uuid[]) group by 1, 2) as c
     where n.tenant_id = $1 and n.order_id = c.order_id and n.line_no = c.line_no`,
    [tenant, ids],
  )
  await tx.run(
    `update sales_order set cancelled_at = null, cancelled_by = null, cancel_reason = null where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, list.flatMap(one => (one.whole ? [one.orderId] : []))],
  )
  const items = await tx.query<{ id: string }>(
    `select n.item_id as id from order_cancellation_line c
       join sales_order_line n on n.tenant_id = c.tenant_id and n.order_id = c.order_id and n.line_no = c.line_no
     where c.tenant_id = $1 and c.cancellation_id = any($2::uuid[])
     union
     select p.item_id from order_cancellation_line c
       join sales_order_part p on p.tenant_id = c.tenant_id and p.order_id = c.order_id and p.line_no = c.line_no
     where c.tenant_id = $1 and c.cancellation_id = any($2::uuid[]) order by 1`,
    [tenant, ids],
  )
  return items.map(row => row.id)
}

/** Those of these orders, or of these cancellations, that are still cancelled. Shares the locks of the orders, in the order of their ids. */
export async function stillCancelled(
  tx: Tx,
  tenant: string,
  what: 'orders' | 'cancellations',
  ids: readonly string[],
): Promise<Set<string>> {
  const orders = `select id from sales_order where tenant_id = $1 and id = any($2::uuid[])`
  const ofCancellations = `select order_id from order_cancellation where tenant_id = $1 and id = any($2::uuid[])`
  const which = what === 'orders' ? orders : ofCancellations
  await tx.query(
    `select o.id from sales_order o where o.tenant_id = $1 and o.id = any(array(${which})) order by o.id for share`,
    [tenant, ids],
  )
  // A statement of its own, so that it sees what was committed while the locks were waited for.
  const rows = await tx.query<{ id: string }>(
    what === 'orders'
      ? `${orders} and cancelled_at is not null`
      : `select id from order_cancellation where tenant_id = $1 and id = any($2::uuid[]) and undone_at is null`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}
