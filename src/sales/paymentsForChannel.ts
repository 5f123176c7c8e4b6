import type { Tx } from '../base/database.ts'
import type { RefundableLine } from './spreadRefund.ts'

/** Money that came in or went back on an order, as the shop of the order is told it. */
export interface PaymentForChannel {
  readonly id: string
  /** Key number and their id of the order. */
  readonly keyNo: number
  readonly theirOrderId: string
  /** Decimal text in the currency of the order; negative: paid back. */
  readonly amount: string
  readonly currency: string
  readonly method: string
  readonly paidAt: Date
  readonly transactionId: string | null
  /** Nothing of the order is open any more. */
  readonly complete: boolean
  /** Of money that goes back: the lines of the order that the shop knows and that cost something. */
  readonly lines: readonly RefundableLine[]
}

/**
 * Payments and refunds for the shops that the orders came from, in the order of the ids; undefined for what the shop reported itself, for
 * what was booked only because it said "paid", for what puts a wrong booking right (no money moved), and for orders that came from no
 * shop. One statement.
 */
export async function paymentsForChannel(
  tx: Tx,
  tenant: string,
  paymentIds: readonly string[],
): Promise<(PaymentForChannel | undefined)[]> {
  if (paymentIds.length === 0) return []
  const rows = await tx.query<PaymentForChannel>(
    `select p.id, l.key_no as "keyNo", l.external_id as "theirOrderId", trim_scale(p.amount)::text as amount, p.currency, p.method,
       p.paid_at as "paidAt", p.transaction_id as "transactionId", o.payment_state in ('paid', 'refunded') as complete,
       case when p.amount > 0 then '[]'::jsonb else coalesce((select jsonb_agg(jsonb_build_object('theirLine', n.external_id,
           'quantity', trim_scale(n.quantity)::text, 'gross', trim_scale(coalesce(n.gross, round(n.unit_gross * n.quantity, 2)))::text, 'reason', coalesce(nullif(p.reason, ''), b.reason, ''),
           'returned', trim_scale(least(coalesce(b.quantity, 0), n.quantity))::text) order by n.line_no)
         from sales_order_line n
           left join lateral (select sum(x.received) as quantity,
               min(coalesce(w.channel_values ->> o.connection_id::text, nullif(x.comment, ''), case o.language when 'de' then w.name_de else w.name_en end)) as reason
             from order_return_line x left join return_reason w on w.tenant_id = x.tenant_id and w.id = x.reason_id
             where x.tenant_id = n.tenant_id and x.order_id = n.order_id and x.line_no = n.line_no and x.state = 'accepted') as b on true
         where n.tenant_id = o.tenant_id and n.order_id = o.id and n.external_id is not null and n.quantity > 0 and coalesce(n.gross, n.unit_gross) > 0), '[]') end as lines
     from unnest($2::uuid[]) as u (id)
       join payment p on p.tenant_id = $1 and p.id = u.id and p.web_payment_id is null and not p.implied
         and p.entry <> 'reversal' and (p.entry <> 'move' or p.amount > 0)
       join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id and o.channel_id is not null
       join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id`,
    [tenant, paymentIds],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  return paymentIds.map(id => byId.get(id))
}
