import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { allocateWaiting } from './allocate.ts'
import { type DecidedCancellation, readCancellable, writeCancellations } from './cancelStore.ts'
import { releaseAll } from './holdOrders.ts'
import { blockersOf, type OrderFacts } from './orderActions.ts'
import { type Doing, lockOrders, lockStockOfOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { answerByCancelling } from './requestStore.ts'
import { settlePayments } from './settlePayments.ts'
import { rememberOrders } from './takeOverStore.ts'
import { mootCodes, settleTasks } from './tasks.ts'

export interface Cancellation {
  readonly orderId: string
  /** Why, in words; shown with the order. */
  readonly reason?: string | undefined
  /** Of the list of reasons. */
  readonly reasonId?: string | undefined
  /** The record by which its shop said so: it knows, and is not told. */
  readonly fromLedgerId?: string | undefined
}

export interface LineCancellation extends Cancellation {
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
}

export interface CancelResult {
  readonly orderId: string
  readonly did: 'cancelled' | 'refused'
  readonly cancellationId?: string
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Cancels orders: what was set aside for them is free again, and goes to the next orders that wait for it in the same
 * transaction. Requests for a cancellation that are open are answered by it, tasks that are moot and holds end; what was paid for it is to
 * be refunded, which is a task. Refused one by
 * one: ORDER_UNKNOWN, CANCELLED_ALREADY, HAS_DELIVERY_NOTE, FULFILLED_BY_CHANNEL (not where its shop says so). One result per
 * element, in order; an order named twice is cancelled once.
 */
export function cancelOrders(
  tx: Tx,
  tenant: string,
  cancellations: readonly Cancellation[],
  by: Doing,
): Promise<{ results: CancelResult[]; changed: Changed }> {
  return cancelAll(tx, tenant, cancellations, by)
}

/**
 * Cancels a quantity of some lines; what is left of the order is delivered. Where nothing is left and nothing was delivered,
 * the whole order is cancelled. Refused as `cancelOrders` does, but a delivery note stops nobody; besides LINE_UNKNOWN,
 * QUANTITY_INVALID (more than is open). One result per element, in order.
 */
export function cancelLines(
  tx: Tx,
  tenant: string,
  cancellations: readonly LineCancellation[],
  by: Doing,
): Promise<{ results: CancelResult[]; changed: Changed }> {
  return cancelAll(tx, tenant, cancellations, by)
}

type AnyCancellation = Cancellation & Partial<Pick<LineCancellation, 'lines'>>
type Line = Awaited<ReturnType<typeof readCancellable>>[number]

async function cancelAll(
  tx: Tx,
  tenant: string,
  cancellations: readonly AnyCancellation[],
  by: Doing,
): Promise<{ results: CancelResult[]; changed: Changed }> {
  const ids = [...new Set(cancellations.map(one => one.orderId))].sort()
  await lockStockOfOrders(tx, tenant, ids)
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const linesOf = Map.groupBy(await readCancellable(tx, tenant, ids), line => line.orderId)
  const done: DecidedCancellation[] = []
  const results = cancellations.map((one): CancelResult => {
    const { orderId } = one
    const order = facts.get(orderId)
    if (!order) return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    const plan = planOf(one, order, linesOf.get(orderId) ?? [], done)
    if ('code' in plan) return { orderId, did: 'refused', ...plan }
    done.push(plan)
    return { orderId, did: 'cancelled', cancellationId: plan.id }
  })
  if (done.length === 0) return { results, changed: {} }
  const items = await writeCancellations(tx, tenant, done, by)
  const whole = done.flatMap(one => (one.whole ? [one.orderId] : []))
  const part = [...new Set(done.map(one => one.orderId))].filter(id => !whole.includes(id))
  await refreshOrders(tx, tenant, part, by.now)
  await allocateWaiting(tx, tenant, items, by.now)
  await rememberOrders(tx, tenant, done.map(eventOf), by)
  const answered = await answerByCancelling(tx, tenant, done, by)
  await settleTasks(
    tx,
    tenant,
    whole.map(orderId => ({ orderId, codes: mootCodes })),
    by,
  )
  await releaseAll(tx, tenant, whole, by)
  await settlePayments(tx, tenant, [...new Set(done.map(one => one.orderId))], by)
  return {
    results,
    changed: changedTogether(
      { order_status: done.map(one => one.orderId), stock: items, cancellation: done.map(one => one.id) },
      answered,
    ),
  }
}

function planOf(
  one: AnyCancellation,
  order: OrderFacts,
  lines: readonly Line[],
  done: readonly DecidedCancellation[],
): DecidedCancellation | { readonly code: string; readonly data: ProblemData } {
  const { orderId, reason = '', reasonId = null, fromLedgerId = null } = one
  const before = done.filter(other => other.orderId === orderId)
  const cancelled = order.cancelled || before.some(other => other.whole)
  const [blocker] = blockersOf('cancel', { ...order, cancelled }).filter(
    ({ code }) =>
      !(code === 'FULFILLED_BY_CHANNEL' && fromLedgerId) && !(code === 'HAS_DELIVERY_NOTE' && one.lines),
  )
  if (blocker) return blocker
  const left = lines.map(line => ({ ...line, open: restOf(line, before) }))
  const planned = one.lines ? namedLines(one.lines, left) : wholeLines(left)
  if ('code' in planned) return planned
  const rest = left.some(line =>
    exact(line.open).greaterThan(planned.find(took => took.line === line.line)?.quantity ?? '0'),
  )
  const whole = !rest && !order.hasDelivery
  return { id: newId(), orderId, reason, reasonId, whole, fromLedgerId, lines: planned }
}

function restOf(line: Line, before: readonly DecidedCancellation[]): string {
  return before
    .flatMap(other => other.lines)
    .filter(took => took.line === line.line)
    .reduce((rest, took) => rest.minus(took.quantity), exact(line.open))
    .toFixed()
}

function wholeLines(lines: readonly Line[]) {
  return lines.flatMap(line =>
    exact(line.open).greaterThan(0) ? [{ line: line.line, quantity: line.open }] : [],
  )
}

function namedLines(
  wanted: LineCancellation['lines'],
  lines: readonly Line[],
): { line: number; quantity: string }[] | { readonly code: string; readonly data: ProblemData } {
  const planned: { line: number; quantity: string }[] = []
  for (const { line: number, quantity } of wanted) {
    const line = lines.find(one => one.line === number)
    if (!line || planned.some(one => one.line === number))
      return { code: 'LINE_UNKNOWN', data: { line: number } }
    if (
      !/^\d{1,9}(\.\d{1,10})?$/.test(quantity) ||
      exact(quantity).isZero() ||
      exact(quantity).greaterThan(line.open)
    )
      return { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
    planned.push({ line: number, quantity: exact(quantity).toFixed() })
  }
  return planned.length === 0 ? { code: 'LINE_UNKNOWN', data: { line: 0 } } : planned
}

function eventOf(one: DecidedCancellation) {
  return one.whole
    ? { orderId: one.orderId, event: 'cancelled', data: {} }
    : { orderId: one.orderId, event: 'lines_cancelled', data: { cancellation: one.id, lines: one.lines } }
}
