import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { setOutcome } from '../channels/ledgerStore.ts'
import { applyToOrders } from '../sales/applyToOrders.ts'
import { applyToStaged } from '../sales/applyToStaged.ts'
import {
  countsAnew,
  type Folded,
  foldEvents,
  furthest,
  remoteStates,
  shopPaymentStates,
  unknownLine,
  type WebEvent,
} from '../sales/orderEvent.ts'
import { storeStates } from '../sales/reportedStore.ts'
import {
  awaitedByEvents,
  eventsOf,
  type HeldOrder,
  holdOrdersOf,
  itemsOfWebOrders,
  joinAnswers,
  keepOwnAddresses,
  markApplied,
  ordersWithEvents,
  stageEvents,
  waitingForTakeOver,
} from '../sales/webEventStore.ts'
import type { WebOrder } from '../sales/webOrder.ts'
import { cancelledByUs } from './cancelledByUs.ts'
import type { Decision } from './decide.ts'
import { forgetCounted } from './forgetCounted.ts'
import type { ImportContext } from './importContext.ts'
import { markDue } from './markDue.ts'

/** Whose events are applied, when, and in whose name. */
export interface ApplyOf {
  readonly tenant: string
  readonly connectionId: string
  readonly now: Date
  readonly by: string
}

/**
 * What a batch brought apart from orders, and what waited for the orders that it brought: kept, and applied in the same
 * transaction, once each. Orders that are known and came changed go through the same rules. One statement where no event is
 * concerned. Answers what channels have to be told.
 */
export async function takeInEvents(
  tx: Tx,
  of: ApplyOf,
  decisions: readonly Decision[],
  known: ReadonlySet<string>,
): Promise<Changed> {
  const events = decisions.flatMap(one => (one.event ? [one.event] : []))
  const late = await stageEvents(tx, of, events)
  await setOutcome(tx, of, late, { outcome: 'taken_over', code: null, data: null }, newId)
  const requests = decisions.flatMap(({ event, record }) =>
    event?.kind === 'cancellation_request' && event.orderExternalId !== null
      ? [{ id: event.id, externalId: record.externalId, orderExternalId: event.orderExternalId }]
      : [],
  )
  const joined = await joinAnswers(tx, of, requests)
  const orders = decisions.filter(one => one.shopOrder)
  const waitedFor = await ordersWithEvents(
    tx,
    of,
    orders.map(one => one.record.externalId),
  )
  const changed = new Map(
    orders.flatMap(one =>
      known.has(one.id) && one.shopOrder ? [[one.record.externalId, one.shopOrder] as const] : [],
    ),
  )
  const concerned = events.flatMap(event => event.orderExternalId ?? [])
  return applyEvents(tx, of, [...concerned, ...joined, ...waitedFor, ...changed.keys()], changed)
}

/**
 * Items that their shop may count anew by what these records report of orders that are here. The records of orders
 * themselves name their own items.
 */
export function itemsCountedAnew(
  tx: Tx,
  of: Pick<ApplyOf, 'tenant' | 'connectionId'>,
  decisions: readonly Decision[],
): Promise<string[]> {
  const orders = decisions.flatMap(({ event }) =>
    event && countsAnew(event) && event.orderExternalId !== null ? [event.orderExternalId] : [],
  )
  return itemsOfWebOrders(tx, of, [...new Set(orders)])
}

/**
 * After the commit of what came in: events and orders that came at the same moment in two transactions did not see each
 * other. Does what `joinPayments` does for payments.
 */
export async function joinEvents(tx: Tx, context: ImportContext, of: ApplyOf): Promise<void> {
  const awaited = await awaitedByEvents(tx, { tenant: of.tenant, connectionId: context.connection.id })
  const counted = await itemsOfWebOrders(tx, of, awaited)
  await forgetCounted(tx, context, counted)
  const changed = changedTogether({ stock: counted }, await applyEvents(tx, of, awaited))
  await markDue(tx, of.tenant, changed, of.by)
}

/**
 * What waited for web orders to be sales orders: lines that were cancelled, requests, returns. In the transaction of the
 * take-over; one statement where nothing waits.
 */
export async function applyAtTakeOver(
  tx: Tx,
  of: Omit<ApplyOf, 'connectionId'>,
  webOrderIds: readonly string[],
): Promise<void> {
  const waiting = await waitingForTakeOver(tx, of.tenant, webOrderIds)
  for (const [connectionId, rows] of Map.groupBy(waiting, row => row.connectionId)) {
    const orders = rows.map(row => row.externalId)
    await markDue(tx, of.tenant, await applyEvents(tx, { ...of, connectionId }, orders), of.by)
  }
}

/**
 * Applies the events of these orders, by external id: to the inbox or to the sales order. `shops`: records of orders that
 * came changed. Orders that are not here, or that a person ignored, are left, and so are their events.
 */
export async function applyEvents(
  tx: Tx,
  of: ApplyOf,
  externalIds: readonly string[],
  shops: ReadonlyMap<string, WebOrder> = new Map(),
): Promise<Changed> {
  if (externalIds.length === 0) return {}
  const ids = [...new Set(externalIds)].sort()
  const held = (await holdOrdersOf(tx, of, ids)).filter(order => !order.ignoredByPerson)
  if (held.length === 0) return {}
  await keepOwnWords(tx, of, held, shops)
  const all = await eventsOf(
    tx,
    of,
    held.map(order => order.externalId),
  )
  const saysCancelled = held.filter(order => shops.get(order.externalId)?.remoteState === 'cancelled')
  const echoed = await cancelledByUs(
    tx,
    of.tenant,
    saysCancelled.flatMap(order => order.orderId ?? []),
  )
  const folds = held.map(order => {
    const isEcho = order.orderId !== null && echoed.has(order.orderId)
    return foldOf(order, all.get(order.externalId) ?? [], shops.get(order.externalId), isEcho)
  })
  const staged = await applyToStaged(
    tx,
    of,
    folds.filter(one => one.order.state === 'staged'),
  )
  const doing = { name: of.by, now: of.now }
  const taken = await applyToOrders(
    tx,
    of.tenant,
    folds.flatMap(({ order, ...rest }) =>
      order.orderId === null ? [] : [{ ...rest, order: { ...order, orderId: order.orderId } }],
    ),
    doing,
  )
  // An order that left the inbox stays out of it: what comes of it is noted, and changes nothing else.
  const out = folds.filter(one => one.order.state === 'cancelled')
  await storeStates(
    tx,
    of.tenant,
    out.map(({ order: { id }, fold: { remoteState, paymentState } }) => ({ id, remoteState, paymentState })),
    of.now,
  )
  const late = out.flatMap(({ events }) => events.filter(event => !event.applied).map(event => event.id))
  const applied = [...staged.applied, ...taken.applied, ...late]
  await markApplied(tx, of.tenant, applied, of.now)
  await setOutcome(tx, of, applied, { outcome: 'taken_over', code: null, data: null }, newId)
  const waiting = folds.flatMap(({ events }) =>
    events.filter(event => !event.applied && !applied.includes(event.id)).map(event => event.id),
  )
  await stillStaged(tx, of, waiting)
  await park(tx, of, [...folds.flatMap(one => one.parked), ...taken.parked])
  await setOutcome(tx, of, staged.left, { outcome: 'ignored', code: 'CANCELLED_AT_CHANNEL', data: {} }, newId)
  // Few, and each with words of its own.
  const inInbox = new Set(held.flatMap(order => (order.inInbox ? [order.id] : [])))
  for (const { id, first } of staged.checks.filter(one => inInbox.has(one.id))) {
    const to = { outcome: 'staged' as const, code: first?.code ?? null, data: first?.data ?? null }
    await setOutcome(tx, of, [id], to, newId)
  }
  return changedTogether({ stock: staged.items }, taken.changed)
}

interface Fold {
  readonly order: HeldOrder
  readonly fold: Folded
  readonly events: readonly WebEvent[]
  readonly parked: readonly Parked[]
  readonly shop: WebOrder | undefined
}

interface Parked {
  readonly id: string
  readonly code: string
  readonly data: ProblemData
}

function foldOf(
  order: HeldOrder,
  given: readonly WebEvent[],
  shop: WebOrder | undefined,
  isEcho: boolean,
): Fold {
  const parked: Parked[] = []
  const events = given.filter(event => {
    const line = unknownLine(event, order.lines)
    if (line === undefined) return true
    if (!event.applied)
      parked.push({ id: event.id, code: 'EVENT_LINE_UNKNOWN', data: { line, order: order.externalId } })
    return false
  })
  const from = {
    remoteState: furthest(remoteStates, order.remoteState, isEcho ? 'new' : (shop?.remoteState ?? 'new')),
    paymentState: furthest(shopPaymentStates, order.paymentState, shop?.paymentState ?? 'open'),
  }
  return { order, events, parked, shop, fold: foldEvents(events, order.lines, from) }
}

// The record of an order says something about its addresses too: since ever what it said first, since now what is new in it.
async function keepOwnWords(
  tx: Tx,
  of: ApplyOf,
  held: readonly HeldOrder[],
  shops: ReadonlyMap<string, WebOrder>,
): Promise<void> {
  const changed = held.filter(order => shops.has(order.externalId))
  const taken = changed.filter(order => order.state === 'taken_over')
  await keepOwnAddresses(
    tx,
    of,
    taken.map(({ id, externalId, billing, shipping }) => ({
      id,
      externalId,
      billing,
      shipping,
      at: new Date(0),
    })),
  )
  const now = changed.map(({ id, externalId }) => {
    const { billing = null, shipping = null } = shops.get(externalId) ?? {}
    return { id, externalId, billing, shipping, at: of.now }
  })
  await keepOwnAddresses(tx, of, now, true)
}

// What has found its order and can only be done with a sales order waits for the take-over, and no more for the order.
async function stillStaged(tx: Tx, of: ApplyOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx.query<{ id: string }>(
    `select id from ledger where tenant_id = $1 and id = any($2::uuid[]) and outcome = 'waiting'`,
    [of.tenant, ids],
  )
  const found = rows.map(row => row.id)
  await setOutcome(tx, of, found, { outcome: 'staged', code: null, data: null }, newId)
}

async function park(tx: Tx, of: ApplyOf, parked: readonly Parked[]): Promise<void> {
  // Few, and each with words of its own.
  for (const { id, code, data } of parked)
    await setOutcome(tx, of, [id], { outcome: 'parked', code, data }, newId)
}
