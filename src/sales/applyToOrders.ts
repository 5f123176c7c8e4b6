import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { cancelLines, cancelOrders } from './cancelOrders.ts'
import { noteReturns } from './noteReturns.ts'
import { areKnown, differencesOf } from './orderDifferences.ts'
import { type Folded, remoteStates, shopPaymentStates, type WebEvent } from './orderEvent.ts'
import { type Doing, lockOrders, lockStockOfOrders } from './orderStore.ts'
import { releaseThere } from './releaseThere.ts'
import {
  bookImplied,
  type ReportedOrder,
  readReported,
  storeAddresses,
  storeStates,
} from './reportedStore.ts'
import { insertRequests, storeAnswers } from './requestStore.ts'
import { saysMore } from './stagedAddresses.ts'
import { rememberOrders } from './takeOverStore.ts'
import { type NewTask, raiseTasks, settleTasks } from './tasks.ts'
import type { HeldOrder } from './webEventStore.ts'
import type { WebAddress, WebOrder } from './webOrder.ts'

/** An order that was taken over, with all that was reported of it. */
export interface OrderFold {
  readonly order: HeldOrder & { readonly orderId: string }
  readonly fold: Folded
  readonly events: readonly WebEvent[]
  /** Its record as it is now, where that came changed. */
  readonly shop?: WebOrder | undefined
}

interface Reported extends OrderFold {
  readonly ours: ReportedOrder
  readonly fresh: readonly WebEvent[]
}

/** What became of events of sales orders. */
export interface AppliedToOrders {
  readonly applied: readonly string[]
  /** Events that name what the order does not have. */
  readonly parked: readonly { readonly id: string; readonly code: string; readonly data: ProblemData }[]
  readonly changed: Changed
}

/**
 * Does to sales orders what their shops report: facts that harm nothing are taken in (an address before delivery, money, a
 * cancellation of what was not delivered), all else becomes a task of a person. Changed lines and totals never edit an order.
 * Each event has its effect once. The web orders are held.
 */
export async function applyToOrders(
  tx: Tx,
  tenant: string,
  folds: readonly OrderFold[],
  by: Doing,
): Promise<AppliedToOrders> {
  if (folds.length === 0) return { applied: [], parked: [], changed: {} }
  const ids = folds.map(one => one.order.orderId).sort()
  await lockStockOfOrders(tx, tenant, ids)
  await lockOrders(tx, tenant, ids)
  const before = await readReported(tx, tenant, ids)
  const list = folds.flatMap((one): Reported[] => {
    const ours = before.get(one.order.orderId)
    return ours ? [{ ...one, ours, fresh: one.events.filter(event => !event.applied) }] : []
  })
  await storeStates(
    tx,
    tenant,
    list.map(({ order, fold }) => ({ id: order.id, ...statesOf(fold) })),
    by.now,
  )
  const cancelled = await cancelThere(tx, tenant, list, by)
  const asked = await noteRequests(tx, tenant, list, cancelled.whole, by)
  await releaseThere(
    tx,
    tenant,
    list.filter(one => !cancelled.whole.has(one.ours.id)).flatMap(releasedOf),
    by,
  )
  await takeAddresses(tx, tenant, list, by)
  await bookImplied(
    tx,
    tenant,
    list.flatMap(one => restOf(one, by)),
    by,
  )
  const returned = await noteAllReturns(tx, tenant, list, by)
  const tasks = list.flatMap(one => tasksOf(one, cancelled.whole.has(one.ours.id)))
  await raiseTasks(tx, tenant, [...cancelled.tasks, ...asked, ...tasks], by)
  await settleTasks(tx, tenant, list.flatMap(mattersOver), by)
  const parked = new Set(returned.parked.map(one => one.id))
  return {
    applied: list.flatMap(one => one.fresh.flatMap(event => (parked.has(event.id) ? [] : [event.id]))),
    parked: returned.parked,
    changed: cancelled.changed,
  }
}

// As in the inbox: its state moves, or its record comes without the word.
function releasedOf({ ours, fold, order, shop }: Reported) {
  const released =
    (fold.remoteState !== 'new' && fold.remoteState !== 'cancelled') || (shop !== undefined && !shop.pending)
  return ours.pending && !ours.cancelled && released ? [{ orderId: ours.id, webOrderId: order.id }] : []
}

const statesOf = ({ remoteState, paymentState }: Folded) => ({ remoteState, paymentState })
const isDelivered = ({ hasDelivery, deliveryState, fulfilledBy }: ReportedOrder) =>
  hasDelivery || (deliveryState === 'completed' && fulfilledBy === null)

// What was cancelled at the shop and not here. Of an order that has left nothing is taken back: a person decides.
async function cancelThere(tx: Tx, tenant: string, list: readonly Reported[], by: Doing) {
  const tasks: NewTask[] = []
  const wholes: { orderId: string; fromLedgerId: string; reason: string }[] = []
  const parts: ((typeof wholes)[number] & { lines: { line: number; quantity: string }[] })[] = []
  for (const { order, ours, fold } of list) {
    const lines = ours.cancelled ? [] : missingCancellations(ours, fold)
    if (lines.length === 0) continue
    const items = ours.lines.filter(line => line.kind === 'item')
    const whole = items.every(line =>
      exact(fold.cancelled.get(line.line) ?? '0').greaterThanOrEqualTo(line.quantity),
    )
    const from = { orderId: ours.id, fromLedgerId: fold.cancelledBy?.id ?? order.id }
    const wish = { ...from, reason: fold.cancelledBy?.record.reason ?? '' }
    if (isDelivered(ours)) {
      const data = { whole, lines }
      if (order.remoteState !== fold.remoteState || fold.cancelledBy?.applied === false)
        tasks.push({ code: 'CANCELLED_AFTER_DELIVERY', ...about(order), data })
    } else if (whole) wholes.push(wish)
    else parts.push({ ...wish, lines })
  }
  const done = [await cancelOrders(tx, tenant, wholes, by), await cancelLines(tx, tenant, parts, by)]
  return {
    tasks,
    whole: new Set(wholes.map(one => one.orderId)),
    changed: changedTogether(...done.map(one => one.changed)),
  }
}

function missingCancellations(ours: ReportedOrder, fold: Folded) {
  return ours.lines.flatMap(line => {
    const missing = exact(fold.cancelled.get(line.line) ?? '0').minus(line.cancelled)
    return line.kind === 'item' && missing.greaterThan(0)
      ? [{ line: line.line, quantity: missing.toFixed() }]
      : []
  })
}

const about = (order: HeldOrder & { readonly orderId: string }) => ({
  orderId: order.orderId,
  channelId: order.channelId,
  ledgerId: order.id,
})

// Requests are kept, and the shop's own answers to them. Open ones become tasks, which hold what was not delivered.
async function noteRequests(
  tx: Tx,
  tenant: string,
  list: readonly Reported[],
  cancelledNow: ReadonlySet<string>,
  by: Doing,
): Promise<NewTask[]> {
  const asked = list.flatMap(one =>
    one.fold.requests.map(request => ({ ...request, one, orderId: one.ours.id })),
  )
  await insertRequests(
    tx,
    tenant,
    asked
      .filter(({ id, one }) => one.fresh.some(event => event.id === id))
      .map(({ id, orderId, reason, at, lines }) => ({
        id,
        orderId,
        reason,
        at,
        whole: lines.length === 0,
        lines: lines.map(({ line, quantity }) => ({ lineNo: line, quantity })),
      })),
  )
  const answered = asked.flatMap(({ id, orderId, answer, one }) => {
    const given = one.ours.cancelled || cancelledNow.has(orderId) ? 'accepted' : answer
    return given ? [{ id, orderId, answer: given, reason: '' }] : []
  })
  await storeAnswers(tx, tenant, answered, by)
  const refusals = list.flatMap(({ order, ours, fold, fresh }) =>
    fold.refusals
      .filter(event => fresh.includes(event) && ours.ownCancellation)
      .map((event): NewTask => {
        const data = { reason: event.record.reason ?? '' }
        return { code: 'CANCELLATION_REFUSED_AT_CHANNEL', ...about(order), data }
      }),
  )
  const open = asked.filter(
    ({ id, one }) => !answered.some(other => other.id === id) && one.fresh.some(event => event.id === id),
  )
  return [
    ...refusals,
    ...open.map(({ id, lines, reason, one }): NewTask => {
      const data = { whole: lines.length === 0, lines, reason }
      const task = { code: 'CANCELLATION_REQUESTED', subject: id, ...about(one.order), ledgerId: id, data }
      return { ...task, hold: !isDelivered(one.ours) }
    }),
  ]
}

async function takeAddresses(tx: Tx, tenant: string, list: readonly Reported[], by: Doing): Promise<void> {
  const changes = list.flatMap(one => {
    const parts = newAddresses(one)
    return parts && !isDelivered(one.ours) ? [{ one, parts }] : []
  })
  await storeAddresses(
    tx,
    tenant,
    changes.map(({ one, parts }) => ({ id: one.ours.id, ...parts })),
    by.now,
  )
  const events = changes.map(({ one, parts }) => ({
    orderId: one.ours.id,
    event: 'address_changed',
    data: fieldsOf(one.ours, parts),
  }))
  await rememberOrders(tx, tenant, events, by)
}

type Parts = { readonly billing?: WebAddress | undefined; readonly shipping?: WebAddress | undefined }

function newAddresses({ ours, fold }: Reported): Parts | undefined {
  const part = (name: 'billing' | 'shipping') => {
    const address = fold[name]?.address
    return address && saysMore(address, ours[name] ?? {}) ? { [name]: address } : {}
  }
  const parts: Parts = { ...part('billing'), ...part('shipping') }
  return Object.keys(parts).length > 0 ? parts : undefined
}

// Names of fields only: what stands in them is personal, and stands with the order.
function fieldsOf(ours: ReportedOrder, parts: Parts): { readonly fields: readonly string[] } {
  const fields = (['billing', 'shipping'] as const).flatMap(name =>
    Object.entries(parts[name] ?? {})
      .filter(([key, value]) => ours[name]?.[key as keyof WebAddress] !== value)
      .map(([key]) => `${name}.${key}`),
  )
  return { fields: fields.sort() }
}

function restOf({ order, fold, ours }: Reported, { now: paidAt }: Doing) {
  const ranks: readonly string[] = shopPaymentStates
  const rest = exact(ours.totalGross).minus(ours.received)
  const becamePaid = fold.paymentState === 'paid' && ranks.indexOf(order.paymentState) < ranks.indexOf('paid')
  if (!becamePaid || !rest.greaterThan(0)) return []
  return [
    { orderId: ours.id, amount: rest.toFixed(), currency: ours.currency, method: ours.paymentMethod, paidAt },
  ]
}

async function noteAllReturns(tx: Tx, tenant: string, list: readonly Reported[], by: Doing) {
  const given = list.flatMap(one =>
    one.fold.returns
      .filter(({ event }) => one.fresh.includes(event))
      .map(({ event, lines }) => ({
        event,
        wish: {
          orderId: one.ours.id,
          lines: lines.map(({ line, quantity, reason }) => ({ line, quantity, comment: reason })),
          fromLedgerId: event.id,
          note: event.record.reason ?? '',
        },
      })),
  )
  const { results } = await noteReturns(
    tx,
    tenant,
    given.map(one => one.wish),
    by,
  )
  const parked = results.flatMap((result, at) => {
    const id = given[at]?.event.id
    return result.did === 'refused' && id ? [{ id, code: result.code ?? '', data: result.data ?? {} }] : []
  })
  return { parked }
}

// What has come about is said when it comes about; what was decided once is not asked again.
function tasksOf(one: Reported, cancelledNow: boolean): NewTask[] {
  const { order, fold, ours, fresh, shop } = one
  const tasks: NewTask[] = []
  const add = (code: string, data: object, hold = false) =>
    void tasks.push({ code, ...about(order), data, hold })
  const moved = fold.paymentState !== order.paymentState
  if (moved && fold.paymentState === 'refunded' && ours.paymentState !== 'refunded')
    add('REFUNDED_AT_CHANNEL', {})
  if (ours.cancelled || cancelledNow) return tasks
  if (fold.remoteState !== order.remoteState && isAhead(fold, ours))
    add('SHIPPED_AT_CHANNEL', { state: fold.remoteState })
  if (moved && fold.paymentState === 'failed' && exact(ours.received).lessThan(ours.totalGross))
    add('PAYMENT_FAILED_AT_CHANNEL', {})
  const parts = newAddresses(one)
  const isNews = [fold.billing?.from, fold.shipping?.from].some(
    from => from && (fresh.includes(from) || (shop !== undefined && from.kind === 'order')),
  )
  if (parts && isNews && isDelivered(ours)) add('ADDRESS_CHANGED_AT_CHANNEL', fieldsOf(ours, parts))
  if (shop) {
    const differences = differencesOf(ours, shop)
    if (differences.length > 0 && !areKnown(differences, ours.decided))
      add('CHANGED_AT_CHANNEL', { differences }, !isDelivered(ours))
  }
  return tasks
}

// The shop says that goods left which are still here by our books; what it ships itself it may.
function isAhead({ remoteState }: Folded, { deliveryState, fulfilledBy }: ReportedOrder): boolean {
  if (fulfilledBy === 'channel' || remoteState === 'cancelled') return false
  const handedOver =
    deliveryState === 'partly_shipped' || deliveryState === 'shipped' || deliveryState === 'completed'
  const ours = handedOver ? deliveryState : 'in_progress'
  return remoteStates.indexOf(remoteState) > remoteStates.indexOf(ours)
}

// Matters that are no more: paid after all, or the shop is again of our mind.
function mattersOver({ ours, fold, shop }: Reported) {
  const codes = [
    ...(fold.paymentState === 'failed' || fold.paymentState === 'open' ? [] : ['PAYMENT_FAILED_AT_CHANNEL']),
    ...(shop && differencesOf(ours, shop).length === 0 ? ['CHANGED_AT_CHANNEL'] : []),
  ]
  return codes.length > 0 ? [{ orderId: ours.id, codes }] : []
}
