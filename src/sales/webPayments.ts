import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
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
 * and they are less than the total, the rest as an implied one. Pure but for the ids.
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
  if (order.paymentState === 'paid' && rest.greaterThan(0)) {
    paid = paid.plus(rest)
    payments.push({
      id: newId(),
      orderId,
      amount: rest.toFixed(),
      currency: order.currency,
      method: order.paymentMethod ?? '',
      transactionId: null,
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

/** Whether an order is paid. */
export function paymentStateOf(paid: string, total: string): 'open' | 'partly_paid' | 'paid' {
  const sum = exact(paid)
  if (sum.greaterThanOrEqualTo(total)) return 'paid'
  return sum.greaterThan(0) ? 'partly_paid' : 'open'
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
    `insert into payment (tenant_id, id, order_id, amount, currency, method, transaction_id, web_payment_id, implied, paid_at, booked_at, booked_by)
     select $1, r.id, r."orderId", r.amount, r.currency, r.method, r."transactionId", r."webPaymentId", r.implied, r."paidAt", $3, $4
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, amount numeric, currency text, method text, "transactionId" text,
       "webPaymentId" uuid, implied boolean, "paidAt" timestamptz)`,
    [tenant, JSON.stringify(payments), by.now, by.name],
  )
}
