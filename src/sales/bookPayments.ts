import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, readOrderFacts } from './orderStore.ts'
import { readPayments, settleBooked } from './paymentStore.ts'
import { insertPayments, type PaymentToBook, tolerance } from './webPayments.ts'

export interface NewPayment {
  readonly orderId: string
  /** Decimal text; negative: paid back. */
  readonly amount: string
  /** That of the order where it is absent; another one is refused. */
  readonly currency?: string | undefined
  readonly method?: string | undefined
  /** The same transaction of an order is booked once. */
  readonly transactionId?: string | undefined
  readonly paidAt?: Date | undefined
}

export interface PaymentResult {
  readonly orderId: string
  readonly did: 'booked' | 'already' | 'refused'
  readonly paymentId?: string
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Books payments on orders, by hand or by a program. Idempotent by transaction id. Refused one by one: ORDER_UNKNOWN,
 * CURRENCY_DIFFERS, AMOUNT_INVALID, the blockers of `orderActions`, OVER_REFUND (`refundPayments` may be forced). One result per element, in order.
 */
export async function bookPayments(
  tx: Tx,
  tenant: string,
  payments: readonly NewPayment[],
  by: Doing,
): Promise<{ results: PaymentResult[]; changed: Changed }> {
  const ids = [...new Set(payments.map(one => one.orderId))].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const known = await findTransactions(tx, tenant, payments)
  const isBack = payments.some(one => one.amount.startsWith('-'))
  const stored = isBack ? await readPayments(tx, tenant, ids) : []
  const fresh: PaymentToBook[] = []
  const results = payments.map((one): PaymentResult => {
    const { orderId, transactionId } = one
    const order = facts.get(orderId)
    if (!order) return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    if (one.currency !== undefined && one.currency !== order.currency)
      return {
        orderId,
        did: 'refused',
        code: 'CURRENCY_DIFFERS',
        data: { currency: one.currency, expected: order.currency },
      }
    if (!/^-?\d{1,12}(\.\d{1,10})?$/.test(one.amount) || exact(one.amount).isZero())
      return { orderId, did: 'refused', code: 'AMOUNT_INVALID', data: { amount: one.amount } }
    const key = transactionId ? keyOf(orderId, transactionId, one.amount) : undefined
    const before = key === undefined ? undefined : known.get(key)
    if (before !== undefined) return { orderId, did: 'already', paymentId: before }
    const [blocker] = blockersOf('pay', order)
    if (blocker) return { orderId, did: 'refused', ...blocker }
    const over = overRefund(one, order.currency, [...stored, ...fresh])
    if (over) return { orderId, did: 'refused', ...over }
    const id = newId()
    if (key !== undefined) known.set(key, id)
    fresh.push({
      id,
      orderId,
      amount: one.amount,
      currency: order.currency,
      method: one.method ?? '',
      transactionId: transactionId || null,
      webPaymentId: null,
      implied: false,
      paidAt: one.paidAt ?? by.now,
    })
    return { orderId, did: 'booked', paymentId: id }
  })
  await insertPayments(tx, tenant, fresh, by)
  return { results, changed: await settleBooked(tx, tenant, fresh, 'payment_booked', by) }
}

function overRefund(
  { orderId, amount }: NewPayment,
  currency: string,
  entries: readonly { readonly orderId: string; readonly amount: string }[],
) {
  if (!amount.startsWith('-')) return undefined
  const paid = entries.reduce(
    (sum, one) => (one.orderId === orderId ? sum.plus(one.amount) : sum),
    exact('0'),
  )
  if (paid.plus(amount).plus(tolerance).greaterThanOrEqualTo(0)) return undefined
  return { code: 'OVER_REFUND', data: { amount: amount.slice(1), paid: paid.toFixed(), currency } }
}

async function findTransactions(
  tx: Tx,
  tenant: string,
  payments: readonly NewPayment[],
): Promise<Map<string, string>> {
  const named = payments.filter(one => one.transactionId)
  if (named.length === 0) return new Map()
  const rows = await tx.query<{ order: string; transaction: string; amount: string; id: string }>(
    `select order_id as order, transaction_id as transaction, amount, id from payment
     where tenant_id = $1 and order_id = any($2::uuid[]) and transaction_id = any($3::text[])`,
    [tenant, named.map(one => one.orderId), named.map(one => one.transactionId)],
  )
  return new Map(rows.map(row => [keyOf(row.order, row.transaction, row.amount), row.id]))
}

// What went back may carry the transaction of the payment.
const keyOf = (orderId: string, transactionId: string, amount: string) =>
  `${orderId} ${amount.startsWith('-') ? 'back' : ''} ${transactionId}`
