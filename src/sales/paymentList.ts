import type { Tx } from '../base/database.ts'

/** What a booking is: money that came, or went back, or an entry against one that was wrong. */
export const paymentEntries = ['payment', 'refund', 'reversal', 'move'] as const
export type PaymentEntry = (typeof paymentEntries)[number]

/** A booking as lists show it. */
export interface PaymentRow {
  readonly id: string
  readonly orderId: string
  readonly orderNumber: string
  readonly customer: string
  readonly channel: string | null
  readonly amount: string
  readonly currency: string
  readonly method: string
  readonly transactionId: string | null
  readonly entry: PaymentEntry
  readonly againstId: string | null
  readonly reason: string
  /** Its shop reported it. */
  readonly fromShop: boolean
  readonly paidAt: Date
  readonly bookedAt: Date
  readonly bookedBy: string
}

export interface PaymentFilter {
  readonly orderId?: string | undefined
  readonly entry?: PaymentRow['entry'] | undefined
  readonly transactionId?: string | undefined
}

const which = `p.tenant_id = $1 and ($2::uuid is null or p.order_id = $2) and ($3::text is null or p.entry = $3)
  and ($4::text is null or p.transaction_id = $4)`

/** Bookings, newest first, and how many; counting stops at `countTo`. */
export async function listPayments(
  tx: Tx,
  tenant: string,
  filter: PaymentFilter,
  page: { readonly after: string | undefined; readonly limit: number; readonly countTo: number },
): Promise<{ rows: PaymentRow[]; count: number }> {
  const values = [tenant, filter.orderId ?? null, filter.entry ?? null, filter.transactionId ?? null]
  const [rows, counted] = await Promise.all([
    tx.query<PaymentRow>(
      `select p.id, p.order_id as "orderId", o.order_number as "orderNumber", o.customer_name as customer, h.name as channel,
         trim_scale(p.amount)::text as amount, p.currency, p.method, p.transaction_id as "transactionId", p.entry,
         p.against_id as "againstId", p.reason, p.web_payment_id is not null or p.implied as "fromShop", p.paid_at as "paidAt",
         p.booked_at as "bookedAt", p.booked_by as "bookedBy"
       from payment p join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
         left join channel h on h.tenant_id = o.tenant_id and h.id = o.channel_id
       where ${which} and ($5::uuid is null or p.id < $5) order by p.id desc limit $6`,
      [...values, page.after ?? null, page.limit],
    ),
    tx.query<{ count: number }>(
      `select count(*)::int as count from (select 1 from payment p where ${which} limit $5) c`,
      [...values, page.countTo],
    ),
  ])
  return { rows, count: counted[0]?.count ?? 0 }
}
