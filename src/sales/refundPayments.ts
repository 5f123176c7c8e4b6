import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { PaymentResult } from './bookPayments.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, readOrderFacts } from './orderStore.ts'
import { knownTransactions, readPayments, restOf, type StoredPayment, settleBooked } from './paymentStore.ts'
import { insertPayments, type PaymentToBook, tolerance } from './webPayments.ts'

/** Money that goes back to a customer. */
export interface Refund {
  readonly orderId: string
  /** Decimal text above 0, in the order's currency. */
  readonly amount: string
  /** The payment that it pays back; else what was paid in all. */
  readonly paymentId?: string | undefined
  /** That of the payment, or of the order, if absent. */
  readonly method?: string | undefined
  /** The same transaction of an order is booked once. */
  readonly transactionId?: string | undefined
  readonly paidAt?: Date | undefined
  readonly reason?: string | undefined
  /** More than was paid, such as for the costs of sending back; needs a reason. */
  readonly force?: boolean | undefined
}

/**
 * Books refunds. Idempotent by transaction id. Refused one by one: ORDER_UNKNOWN, the blockers of `refund` (unless forced), AMOUNT_INVALID, PAYMENT_UNKNOWN (of another
 * order, or no payment), OVER_REFUND (more than was paid and not paid back, by more than a cent, unless forced), REFUND_REASON_MISSING
 * (forced without one). One result per element, in order; each sees those before it.
 */
export async function refundPayments(
  tx: Tx,
  tenant: string,
  refunds: readonly Refund[],
  by: Doing,
): Promise<{ results: PaymentResult[]; changed: Changed }> {
  const ids = [...new Set(refunds.map(one => one.orderId))].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const stored = await readPayments(tx, tenant, ids)
  const known = await knownTransactions(tx, tenant, refunds, 'back')
  const fresh: PaymentToBook[] = []
  const results = refunds.map((one): PaymentResult => {
    const { orderId, transactionId, paymentId } = one
    const order = facts.get(orderId)
    if (!order) return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    const key = transactionId ? `${orderId} ${transactionId}` : undefined
    const before = key === undefined ? undefined : known.get(key)
    if (before !== undefined) return { orderId, did: 'already', paymentId: before }
    const [blocker] = one.force ? [] : blockersOf('refund', order)
    if (blocker) return { orderId, did: 'refused', ...blocker }
    const against = paymentId === undefined ? undefined : stored.find(other => other.id === paymentId)
    const problem = problemOf(one, order.currency, against, [...stored, ...fresh])
    if (problem) return { orderId, did: 'refused', ...problem }
    const id = newId()
    if (key !== undefined) known.set(key, id)
    fresh.push({
      id,
      orderId,
      amount: exact(one.amount).negated().toFixed(),
      currency: order.currency,
      method: one.method ?? against?.method ?? '',
      transactionId: transactionId || null,
      webPaymentId: null,
      implied: false,
      paidAt: one.paidAt ?? by.now,
      entry: 'refund',
      againstId: paymentId,
      reason: one.reason,
    })
    return { orderId, did: 'booked', paymentId: id }
  })
  await insertPayments(tx, tenant, fresh, by)
  return { results, changed: await settleBooked(tx, tenant, fresh, 'refunded', by) }
}

type Entry = Pick<StoredPayment, 'id' | 'orderId' | 'amount'> & {
  readonly againstId?: string | null | undefined
}

function problemOf(
  { orderId, amount, paymentId, reason = '', force = false }: Refund,
  currency: string,
  against: StoredPayment | undefined,
  entries: readonly Entry[],
): { code: string; data: ProblemData } | undefined {
  if (!/^\d{1,12}(\.\d{1,10})?$/.test(amount) || exact(amount).isZero())
    return { code: 'AMOUNT_INVALID', data: { amount } }
  if (paymentId !== undefined && (against?.orderId !== orderId || !exact(against.amount).greaterThan(0)))
    return { code: 'PAYMENT_UNKNOWN', data: { payment: paymentId } }
  if (force) return reason.trim() === '' ? { code: 'REFUND_REASON_MISSING', data: {} } : undefined
  const sum = (list: readonly Entry[]) => list.reduce((all, one) => all.plus(one.amount), exact('0'))
  const ofOrder = sum(entries.filter(one => one.orderId === orderId))
  const ofPayment = against ? exact(restOf(against, entries)) : ofOrder
  const most = ofOrder.lessThan(ofPayment) ? ofOrder : ofPayment
  if (exact(amount).lessThanOrEqualTo(most.plus(tolerance))) return undefined
  const paid = most.greaterThan(0) ? most.toFixed() : '0'
  return { code: 'OVER_REFUND', data: { amount, paid, currency } }
}
