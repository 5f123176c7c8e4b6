import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { sumUp } from './bookReported.ts'
import type { Doing } from './orderStore.ts'
import { ownWords, rememberOrders } from './takeOverStore.ts'
import type { PaymentToBook } from './webPayments.ts'

/** A booking of an order. */
export interface StoredPayment {
  readonly id: string
  readonly orderId: string
  readonly amount: string
  readonly currency: string
  readonly method: string
  readonly transactionId: string | null
  readonly entry: 'payment' | 'refund' | 'reversal' | 'move'
  readonly againstId: string | null
  readonly paidAt: Date
  /** Its shop reported it, or says that it was paid: what it says next takes its place. */
  readonly ofShop: boolean
}

const columns = `id, order_id as "orderId", amount, currency, method, transaction_id as "transactionId", entry, against_id as "againstId",
  paid_at as "paidAt", web_payment_id is not null or implied as "ofShop"`

/** All bookings of these orders, oldest first; the orders are locked. */
export function readPayments(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<StoredPayment[]> {
  return tx.query<StoredPayment>(
    `select ${columns} from payment where tenant_id = $1 and order_id = any($2::uuid[]) order by id`,
    [tenant, orderIds],
  )
}

/**
 * What is left of a booking: without what was paid back, moved or taken back of it; what was booked back of those counts again.
 * Decimal text, with the sign of the booking. Pure.
 */
export function restOf(
  booking: Pick<StoredPayment, 'id' | 'orderId' | 'amount'>,
  entries: readonly {
    readonly id: string
    readonly orderId: string
    readonly amount: string
    readonly againstId?: string | null | undefined
  }[],
): string {
  const against = (ids: readonly string[]) =>
    entries.filter(
      one =>
        one.orderId === booking.orderId &&
        one.againstId &&
        ids.includes(one.againstId) &&
        one.id !== booking.id,
    )
  const direct = against([booking.id])
  const back = against(direct.map(one => one.id))
  return [...direct, ...back].reduce((sum, one) => sum.plus(one.amount), exact(booking.amount)).toFixed()
}

/** The orders of these bookings, by the id of the booking. Locks nothing. */
export async function ordersOfPayments(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; orderId: string }>(
    `select id, order_id as "orderId" from payment where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row.orderId]))
}

/** Bookings that were taken out of the books give their transactions free: what its shop reports of them later is booked. */
export async function freeTransactions(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(`update payment set transaction_id = null where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    ids,
  ])
}

/** Bookings of these transactions that are there already, by `order transaction`: of money that came, or that went back. */
export async function knownTransactions(
  tx: Tx,
  tenant: string,
  named: readonly { readonly orderId: string; readonly transactionId?: string | undefined }[],
  which: 'in' | 'back',
): Promise<Map<string, string>> {
  const list = named.filter(one => one.transactionId)
  if (list.length === 0) return new Map()
  const rows = await tx.query<{ order: string; transaction: string; id: string }>(
    `select order_id as order, transaction_id as transaction, id from payment
     where tenant_id = $1 and order_id = any($2::uuid[]) and transaction_id = any($3::text[]) and (amount < 0) = $4`,
    [tenant, list.map(one => one.orderId), list.map(one => one.transactionId), which === 'back'],
  )
  return new Map(rows.map(row => [`${row.order} ${row.transaction}`, row.id]))
}

/**
 * Puts orders in accordance with bookings that were written: sums, states, tasks and history. Answers what channels have to be
 * told: states, and payments and refunds; what only puts bookings right they are not told by itself.
 */
export async function settleBooked(
  tx: Tx,
  tenant: string,
  booked: readonly PaymentToBook[],
  event: string,
  by: Doing,
): Promise<Changed> {
  if (booked.length === 0) return {}
  const touched = [...new Set(booked.map(one => one.orderId))].sort()
  const changed = await sumUp(tx, tenant, touched, by)
  const events = booked.map(({ orderId, id, amount, currency, againstId, reason }) => ({
    orderId,
    event,
    data: {
      payment: id,
      amount,
      currency,
      ...(againstId ? { against: againstId } : {}),
    },
    personal: ownWords(reason),
  }))
  await rememberOrders(tx, tenant, events, by)
  const isBack = (one: PaymentToBook) => one.amount.startsWith('-')
  const told = booked.filter(one => one.entry !== 'reversal' && !(one.entry === 'move' && isBack(one)))
  return changedTogether({
    order_status: changed,
    payment: told.filter(one => !isBack(one)).map(one => one.id),
    refund: told.filter(isBack).map(one => one.id),
  })
}
