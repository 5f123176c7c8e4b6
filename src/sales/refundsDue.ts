import type { Tx } from '../base/database.ts'
import type { Doing } from './orderStore.ts'
import { raiseTasks, settleTasks } from './tasks.ts'
import { tolerance } from './webPayments.ts'

/** How an order stands with its money; decimals as text, in its currency. */
export interface MoneyStand {
  readonly orderId: string
  readonly channelId: string | null
  readonly currency: string
  readonly total: string
  readonly paid: string
  readonly state: string
  /** Money of it went back. */
  readonly hasRefund: boolean
  /** As a whole. */
  readonly cancelled: boolean
  /** What the customer owes for all that was not cancelled and did not come back; nothing for an order that is cancelled. */
  readonly owed: string
  /** Paid beyond that; 0 where less was paid. */
  readonly toRefund: string
  /** Something of it is cancelled, or was accepted as a return. */
  readonly lessened: boolean
}

// What one piece of a line was sold for: the document's amount, else the unit price.
const perPiece = `coalesce(n.gross / nullif(n.quantity, 0),
  coalesce(n.unit_gross, n.unit_net * (1 + coalesce(n.tax_rate, 0) / 100)) * (1 - coalesce(n.discount_percent, 0) / 100), 0)`

/**
 * How orders stand with their money, in no order. Shipping and vouchers count as they were sold as long as anything of the order is
 * left: whether they go back too is for a person to say. One statement.
 */
export function moneyStands(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<MoneyStand[]> {
  return tx.query<MoneyStand>(
    `with gone as (
       select n.order_id, sum(${perPiece} * (n.cancelled + coalesce(r.back, 0))) as value, bool_or(n.cancelled > 0 or r.back > 0) as any
       from sales_order_line n left join lateral (
         select sum(x.received) as back from order_return_line x
         where x.tenant_id = n.tenant_id and x.order_id = n.order_id and x.line_no = n.line_no and x.state = 'accepted' and x.credit) as r on true
       where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.kind = 'item' group by n.order_id
     ), stand as (
       select o.id, o.channel_id, o.currency, o.total_gross, o.paid, o.payment_state,
         exists (select from payment p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.entry = 'refund') as refunded,
         o.cancelled_at is not null as cancelled, o.cancelled_at is not null or coalesce(g.any, false) as lessened,
         case when o.cancelled_at is not null then 0 else greatest(0, round(o.total_gross - coalesce(g.value, 0), c.minor_digits)) end as owed
       from sales_order o join currency c on c.code = o.currency left join gone g on g.order_id = o.id
       where o.tenant_id = $1 and o.id = any($2::uuid[])
     )
     select id as "orderId", channel_id as "channelId", currency, trim_scale(total_gross)::text as total, trim_scale(paid)::text as paid,
       payment_state as state, refunded as "hasRefund", cancelled, trim_scale(owed)::text as owed,
       trim_scale(greatest(0, paid - owed))::text as "toRefund", lessened from stand`,
    [tenant, orderIds],
  )
}

/**
 * Raises TO_REFUND, with the amount, for orders of which something was cancelled or came back and that were paid for it; ends it
 * where nothing is owed back any more. What a person called done is not asked again, unless it became more. The orders are locked.
 */
export async function askForRefunds(
  tx: Tx,
  tenant: string,
  stands: readonly MoneyStand[],
  by: Doing,
): Promise<void> {
  const rows = await tx.query<{
    orderId: string
    channelId: string | null
    currency: string
    amount: string
  }>(
    `select r.id as "orderId", r.channel as "channelId", r.currency, r.amount
     from json_to_recordset($2) as r (id uuid, channel uuid, currency text, amount text)
     where r.amount::numeric > $3::numeric and not exists (
       select from task t where t.tenant_id = $1 and t.order_id = r.id and t.code = 'TO_REFUND' and t.decision = 'done'
         and (t.data ->> 'amount')::numeric >= r.amount::numeric)`,
    [
      tenant,
      JSON.stringify(
        stands.flatMap(one =>
          one.lessened
            ? [{ id: one.orderId, channel: one.channelId, currency: one.currency, amount: one.toRefund }]
            : [],
        ),
      ),
      tolerance,
    ],
  )
  const tasks = rows.map(({ orderId, channelId, amount, currency }) => ({
    code: 'TO_REFUND',
    orderId,
    ...(channelId === null ? {} : { channelId }),
    data: { amount, currency },
  }))
  await raiseTasks(tx, tenant, tasks, by)
  const asked = new Set(rows.map(row => row.orderId))
  const over = stands.filter(one => !asked.has(one.orderId))
  await settleTasks(
    tx,
    tenant,
    over.map(({ orderId }) => ({ orderId, codes: ['TO_REFUND'] })),
    by,
  )
}
