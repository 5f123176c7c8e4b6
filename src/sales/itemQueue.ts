import type { Tx } from '../base/database.ts'
import { queueOrder } from '../stock/stockRule.ts'

/** An order with open pieces of an item, in its place in the queue. */
export interface QueuedOrder {
  readonly orderId: string
  readonly orderNumber: string
  readonly placedAt: Date
  readonly customer: string
  readonly priority: number
  readonly paymentState: string
  readonly hold: string | null
  /** 1 is served first. */
  readonly place: number
  /** Pieces of the item that are still to be delivered, also as parts of kits. */
  readonly open: string
  readonly allocated: string
  readonly missing: string
  /** Orders (at most 5 numbers) that have pieces, or get them before this one, which lacks some. Empty: nobody. */
  readonly servedBefore: readonly string[]
}

/**
 * The orders that still need pieces of an item, in the order in which what comes free is given to them: with what they have, and
 * for whom those wait that lack some. The first `limit` of the queue. Empty for kits: it is their parts that orders wait for.
 */
export function queueOf(tx: Tx, tenant: string, itemId: string, limit: number): Promise<QueuedOrder[]> {
  const queue = queueOrder({
    paymentState: 'o.payment_state',
    priority: 'o.priority',
    placedAt: 'o.placed_at',
    id: 'o.id',
  })
  return tx.query<QueuedOrder>(
    `with needed as (
       select x.order_id, sum(x.open_quantity) as open, sum(x.allocated) as allocated from (
         select n.order_id, n.open_quantity, n.allocated from sales_order_line n
           join item i on i.tenant_id = n.tenant_id and i.id = n.item_id and i.kind <> 'kit'
         where n.tenant_id = $1 and n.item_id = $2 and n.open_quantity > 0
         union all
         select p.order_id, p.open_quantity, p.allocated from sales_order_part p
         where p.tenant_id = $1 and p.item_id = $2 and p.open_quantity > 0) as x
       group by 1
     ), queue as materialized (
       select o.id, o.order_number, o.placed_at, o.customer_name, o.priority, o.payment_state, o.hold_reason, n.open, n.allocated,
         row_number() over (order by ${queue})::int as place
       from needed n
         join sales_order o on o.tenant_id = $1 and o.id = n.order_id and o.cancelled_at is null and o.delivery_state <> 'completed'
     )
     select q.id as "orderId", q.order_number as "orderNumber", q.placed_at as "placedAt", q.customer_name as customer, q.priority,
       q.payment_state as "paymentState", q.hold_reason as hold, q.place, trim_scale(q.open)::text as open,
       trim_scale(q.allocated)::text as allocated, trim_scale(q.open - q.allocated)::text as missing,
       case when q.open > q.allocated then array(select b.order_number from queue b
         where b.id <> q.id and (b.allocated > 0 or b.open > b.allocated and b.place < q.place) order by b.place limit 5)
         else '{}' end as "servedBefore"
     from queue q order by q.place limit $3`,
    [tenant, itemId, limit],
  )
}
