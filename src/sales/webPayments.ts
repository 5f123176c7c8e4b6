import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import { paymentNumber } from './paymentNumber.ts'
import type { HeldWebOrder } from './takeOverStore.ts'

/** A payment that a shop reported, attached to a staged order. */
interface WebPayment {
  readonly id: string
  readonly webOrderId: string
  readonly amount: string
  readonly currency: string | null
  readonly method: string
  readonly transactionId: string | null
  readonly paidAt: Date | null
}

/** A payment to book with the order that it belongs to. */
export interface PaymentToBook {
  readonly id: string
  readonly orderId: string
  readonly amount: string
  readonly currency: string
  readonly method: string
  readonly transactionId: string | null
  readonly webPaymentId: string | null
  readonly implied: boolean
  readonly paidAt: Date
  /** Absent: a payment, or a refund where the amount is negative. */
  readonly entry?: 'payment' | 'refund' | 'reversal' | 'move' | undefined
  /** The booking that it pays back, takes back or moves. */
  readonly againstId?: string | undefined
  readonly reason?: string | undefined
}

/** What shops reported as paid for these web orders, by their id. They are held, so nothing is added meanwhile. */
export async function readWebPayments(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<Map<string, WebPayment[]>> {
  if (webOrderIds.length === 0) return new Map()
  const rows = await tx.query<WebPayment>(
    `select id, web_order_id as "webOrderId", amount, currency, method, transaction_id as "transactionId", paid_at as "paidAt"
     from web_payment where tenant_id = $1 and web_order_id = any($2::uuid[]) order by id`,
    [tenant, webOrderIds],
  )
  return Map.groupBy(rows, row => row.webOrderId)
}

/**
 * The payments of an order that is taken over: those that were reported in its currency, and where the shop says "paid"
 * and they are less than the total, the rest as an implied one, under the number that the shop has for the payment of the order
 * (where none that was reported bears it). Pure but for the ids.
 */
export function paymentsOf(
  order: HeldWebOrder,
  orderId: string,
  reported: readonly WebPayment[],
  now: Date,
): { payments: PaymentToBook[]; paid: string; state: string } {
  const total = exact(order.totalGross ?? '0')
  const payments = reported
    .filter(one => (one.currency ?? order.currency) === order.currency && !exact(one.amount).isZero())
    .map(
      (one): PaymentToBook => ({
        id: newId(),
        orderId,
        amount: one.amount,
        currency: order.currency,
        method: one.method,
        transactionId: one.transactionId,
        webPaymentId: one.id,
        implied: false,
        paidAt: one.paidAt ?? now,
      }),
    )
  let paid = payments.reduce((sum, one) => sum.plus(one.amount), exact('0'))
  const received = payments.filter(one => !one.amount.startsWith('-'))
  const rest = received.reduce((left, one) => left.minus(one.amount), total)
  const number = paymentNumber(order.paymentReference)
  if (order.paymentState === 'paid' && rest.greaterThan(0)) {
    paid = paid.plus(rest)
    payments.push({
      id: newId(),
      orderId,
      amount: rest.toFixed(),
      currency: order.currency,
      method: order.usualPaymentMethod ?? order.paymentMethod ?? '',
      transactionId: payments.some(one => one.transactionId === number) ? null : number,
      webPaymentId: null,
      implied: true,
      paidAt:
        order.paidAt && !Number.isNaN(Date.parse(order.paidAt)) ? new Date(order.paidAt) : order.placedAt,
    })
  }
  const refunded = order.paymentState === 'refunded' && !paid.greaterThan(0)
  return {
    payments,
    paid: paid.toFixed(),
    state: refunded ? 'refunded' : paymentStateOf(paid.toFixed(), order.totalGross ?? '0'),
  }
}

/** So much may be missing, or be too much, and nobody has to do anything: in the order's currency. */
export const tolerance = '0.01'

/** Whether an order is paid; a cent that is missing does not matter. */
export function paymentStateOf(paid: string, total: string): 'open' | 'partly_paid' | 'paid' {
  const sum = exact(paid)
  if (sum.greaterThanOrEqualTo(total)) return 'paid'
  if (!sum.greaterThan(0)) return 'open'
  return sum.plus(tolerance).greaterThanOrEqualTo(total) ? 'paid' : 'partly_paid'
}

/** Writes payments of orders whose `paid` counts them already. */
export async function insertPayments(
  tx: Tx,
  tenant: string,
  payments: readonly PaymentToBook[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  if (payments.length === 0) return
  await tx.run(
    `insert into payment (tenant_id, id, order_id, amount, currency, method, transaction_id, web_payment_id, implied, paid_at, booked_at, booked_by,
       entry, against_id, reason)
     select $1, r.id, r."orderId", r.amount, r.currency, r.method, r."transactionId", r."webPaymentId", r.implied, r."paidAt", $3, $4,
       coalesce(r.entry, case when r.amount < 0 then 'refund' else 'payment' end), r."againstId", coalesce(r.reason, '')
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, amount numeric, currency text, method text, "transactionId" text,
       "webPaymentId" uuid, implied boolean, "paidAt" timestamptz, entry text, "againstId" uuid, reason text)`,
    [tenant, JSON.stringify(payments), by.now, by.name],
  )
}
