import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { type Doing, lockOrders, readOrderFacts } from './orderStore.ts'
import {
  freeTransactions,
  ordersOfPayments,
  readPayments,
  restOf,
  type StoredPayment,
  settleBooked,
} from './paymentStore.ts'
import { insertPayments, type PaymentToBook } from './webPayments.ts'

/** A booking that was wrong: made twice, of another amount, of nobody's money. */
export interface Reversal {
  readonly paymentId: string
  readonly reason: string
}

/** A payment that was booked on another order than it was made for. */
export interface PaymentMove {
  readonly paymentId: string
  readonly toOrderId: string
  readonly reason?: string | undefined
}

/** What became of a counter entry. */
export interface CounterResult {
  readonly paymentId: string
  readonly did: 'booked' | 'already' | 'refused'
  readonly orderId?: string
  /** The entry that was made: of a move that on the new order. */
  readonly entryId?: string
  readonly code?: string
  readonly data?: ProblemData
}

type Refusal = { readonly code: string; readonly data: ProblemData }

/**
 * Takes bookings out of the books by counter entries; nothing is deleted, and no money is said to have moved. Their transactions may be
 * booked again; the history of the order has them. Done once: `already`.
 * Refused one by one: PAYMENT_UNKNOWN (also for a counter entry), PAYMENT_USED (some of it was paid back or moved: that first),
 * PAYMENT_OF_SHOP (its shop reported it: what it says stands), REASON_MISSING. One result per element, in order.
 */
export async function reversePayments(
  tx: Tx,
  tenant: string,
  reversals: readonly Reversal[],
  by: Doing,
): Promise<{ results: CounterResult[]; changed: Changed }> {
  const fresh: PaymentToBook[] = []
  const results = await counter(
    tx,
    tenant,
    reversals,
    [],
    fresh,
    'reversal',
    ({ reason }, payment, { rest }) => {
      if (!exact(rest).equals(payment.amount))
        return { code: 'PAYMENT_USED', data: { amount: exact(payment.amount).toFixed() } }
      if (reason.trim() === '') return { code: 'REASON_MISSING', data: {} }
      const { transactionId } = payment
      const said = transactionId ? `${reason} (${transactionId})` : reason
      const entry = { ...against(payment, by, said), entry: 'reversal' as const }
      fresh.push(entry)
      return { orderId: payment.orderId, entryId: entry.id }
    },
  )
  await insertPayments(tx, tenant, fresh, by)
  await freeTransactions(
    tx,
    tenant,
    fresh.flatMap(one => one.againstId ?? []),
  )
  return { results, changed: await settleBooked(tx, tenant, fresh, 'payment_reversed', by) }
}

/**
 * Books payments on the order that they were made for, by an entry on each side: what of them was not paid back. Done once: `already`.
 * Refused one by one: PAYMENT_UNKNOWN, ORDER_UNKNOWN, PAYMENT_SAME_ORDER, CURRENCY_DIFFERS, PAYMENT_USED (nothing is left of it),
 * PAYMENT_OF_SHOP, TRANSACTION_BOOKED (the other order has it already). One result per element, in order.
 */
export async function movePayments(
  tx: Tx,
  tenant: string,
  moves: readonly PaymentMove[],
  by: Doing,
): Promise<{ results: CounterResult[]; changed: Changed }> {
  const fresh: PaymentToBook[] = []
  const to = moves.map(one => one.toOrderId)
  const results = await counter(tx, tenant, moves, to, fresh, 'move', (move, payment, around) => {
    const { facts, stored } = around
    const order = facts.get(move.toOrderId)
    if (!order) return { code: 'ORDER_UNKNOWN', data: { order: move.toOrderId } }
    if (order.id === payment.orderId)
      return { code: 'PAYMENT_SAME_ORDER', data: { order: order.orderNumber } }
    if (order.currency !== payment.currency)
      return { code: 'CURRENCY_DIFFERS', data: { currency: payment.currency, expected: order.currency } }
    const rest = exact(around.rest)
    if (!rest.greaterThan(0))
      return { code: 'PAYMENT_USED', data: { amount: exact(payment.amount).toFixed() } }
    const { transactionId } = payment
    const there = [...stored, ...fresh].some(
      one => one.orderId === order.id && one.transactionId === transactionId && !one.amount.startsWith('-'),
    )
    if (transactionId && there) return { code: 'TRANSACTION_BOOKED', data: { transaction: transactionId } }
    const amount = rest.toFixed()
    const common = {
      ...against(payment, by, move.reason ?? ''),
      entry: 'move' as const,
      paidAt: payment.paidAt,
    }
    const out = { ...common, amount: rest.negated().toFixed(), transactionId: null }
    const into = { ...common, id: newId(), orderId: order.id, amount, transactionId }
    fresh.push(out, into)
    return { orderId: order.id, entryId: into.id }
  })
  await insertPayments(tx, tenant, fresh, by)
  return { results, changed: await settleBooked(tx, tenant, fresh, 'payment_moved', by) }
}

function against(payment: StoredPayment, by: Doing, reason: string): PaymentToBook {
  return {
    id: newId(),
    orderId: payment.orderId,
    amount: exact(payment.amount).negated().toFixed(),
    currency: payment.currency,
    method: payment.method,
    transactionId: null,
    webPaymentId: null,
    implied: false,
    paidAt: by.now,
    againstId: payment.id,
    reason,
  }
}

interface Around {
  /** What is left of the payment. */
  readonly rest: string
  readonly facts: Awaited<ReturnType<typeof readOrderFacts>>
  readonly stored: readonly StoredPayment[]
}

// Finds the orders, locks them all in one go, and decides one by one; what the list did before is seen.
async function counter<T extends { readonly paymentId: string }>(
  tx: Tx,
  tenant: string,
  list: readonly T[],
  otherOrders: readonly string[],
  fresh: readonly PaymentToBook[],
  kind: 'reversal' | 'move',
  decide: (
    one: T,
    payment: StoredPayment,
    around: Around,
  ) => Refusal | { readonly orderId: string; readonly entryId: string },
): Promise<CounterResult[]> {
  const orders = await ordersOfPayments(
    tx,
    tenant,
    list.map(one => one.paymentId),
  )
  const ids = [...new Set([...orders.values(), ...otherOrders])].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const stored = await readPayments(tx, tenant, ids)
  return list.map((one): CounterResult => {
    const { paymentId } = one
    const payment = stored.find(other => other.id === paymentId)
    const refused = ({ code, data }: Refusal): CounterResult => ({
      paymentId,
      did: 'refused',
      ...(payment ? { orderId: payment.orderId } : {}),
      code,
      data,
    })
    const moved = payment?.entry === 'move' && !payment.amount.startsWith('-')
    if (!payment || (payment.entry !== 'payment' && payment.entry !== 'refund' && !moved))
      return refused({ code: 'PAYMENT_UNKNOWN', data: { payment: paymentId } })
    if (payment.ofShop) return refused({ code: 'PAYMENT_OF_SHOP', data: {} })
    const entries = [...stored, ...fresh]
    const rest = restOf(payment, entries)
    const before = entries.find(
      other => other.againstId === paymentId && other.orderId === payment.orderId && other.entry === kind,
    )
    if (exact(rest).isZero() && before)
      return { paymentId, did: 'already', orderId: payment.orderId, entryId: before.id }
    const next = decide(one, payment, { facts, stored, rest })
    return 'code' in next ? refused(next) : { paymentId, did: 'booked', ...next }
  })
}
