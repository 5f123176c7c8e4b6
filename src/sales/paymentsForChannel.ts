import type { Tx } from '../base/database.ts'

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
       p.paid_at as "paidAt", p.transaction_id as "transactionId"
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
