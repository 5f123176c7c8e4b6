import { allOf, type Database, isConnectionLost, type Tx, transact } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { freshStatistics, isTimeToLook } from '../base/freshStatistics.ts'
import { idAt, newId } from '../base/ids.ts'
import { errorFacts, type Log } from '../base/log.ts'
import { type Outcome, setOutcome } from '../channels/ledgerStore.ts'
import { type NumberBlock, numbersOf } from '../company/numberRanges.ts'
import { findOrMakeCustomers, type Seeker } from '../customers/findOrMakeCustomers.ts'
import type { Connector } from '../port/connector.ts'
import { requestCheck } from '../sales/applyToStaged.ts'
import { stagedItems } from '../sales/inboxStore.ts'
import { insertOrders, lockStockOf, type OrderToMake } from '../sales/insertOrders.ts'
import { ordersToTell } from '../sales/statesToTell.ts'
import {
  addChecks,
  clearChecks,
  type HeldWebOrder,
  holdWebOrders,
  leaveInbox,
  matchWebCustomers,
  ordersOf,
  rememberOrders,
} from '../sales/takeOverStore.ts'
import { type NewTask, raiseTasks } from '../sales/tasks.ts'
import { insertPayments, type PaymentToBook, paymentsOf, readWebPayments } from '../sales/webPayments.ts'
import { readWebSums } from '../sales/webSums.ts'
import { applyAtTakeOver } from './applyEvents.ts'
import { freeStaged } from './freeStaged.ts'
import { isOfRecord } from './importBatch.ts'
import { markDue } from './markDue.ts'
import { recordsAtTakeOver, wordsAtTakeOver } from './wordsAtTakeOver.ts'

/** What taking over works with. */
export interface TakeOverParts {
  readonly db: Database
  readonly log: Log
  readonly now: () => Date
  /** By system: what its orders are called. Absent: orders of shops. */
  readonly connectors?: ReadonlyMap<string, Pick<Connector, 'orderKind'>>
}

/** Which web orders are taken over, and who does it. */
export interface TakeOverWish {
  readonly tenant: string
  /** Ids of web orders. */
  readonly ids: readonly string[]
  /** Stands in the order and its history. */
  readonly by: string
  /** `worker` passes over what somebody else has in hand; a person waits for it. */
  readonly actorKind: string
  /** Customers that the same person chose for some of them, by web order; null: a new one. */
  readonly customers?: ReadonlyMap<string, string | null>
  /** Also what its marketplace has not released, where its prices are known: stock is set aside, nothing is delivered before. */
  readonly pending?: boolean
  /** The transaction of a batch: behind a fence for a run. */
  readonly write?: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** What became of one web order. `left`: it stays in the inbox, with the code of what keeps it there. */
export interface TakenOver {
  readonly id: string
  readonly did: 'taken_over' | 'left' | 'already'
  readonly orderId?: string
  readonly orderNumber?: string
  readonly code?: string
  readonly data?: ProblemData
}

/** So many orders are taken over in one transaction. */
export const takeOverBatch = 200

/** Checks that taking over makes itself: they are made anew each time a person asks. */
export const ownChecks: readonly string[] = [
  'CUSTOMER_AMBIGUOUS',
  'CUSTOMER_UNSURE',
  'CUSTOMER_BLOCKED',
  'CUSTOMER_UNKNOWN',
  'INTERNAL_ERROR',
]

/**
 * Makes sales orders of web orders: customer found or made, order, lines, payments, stock set aside, all in one
 * transaction per batch; nothing of an order exists before it commits. What cannot be taken over stays in the inbox and
 * says why. Done twice, or by two at a time, each web order becomes one order: the second answer is `already`.
 *
 * If the database refuses a batch for a record's sake it is halved down to that one, which stays with INTERNAL_ERROR.
 * Answers in the order of the ids; with `actorKind: 'worker'` those that others have in hand are left out.
 */
export async function takeOver(parts: TakeOverParts, wish: TakeOverWish): Promise<TakenOver[]> {
  const ids = [...new Set(wish.ids)]
  const results = new Map<string, TakenOver>()
  const numbers = numbersOf(parts.db, wish.tenant)
  // As they came in: what was placed at the same moment stands in that order in lists.
  const arrived = ids.toSorted()
  for (let start = 0; start < arrived.length; start += takeOverBatch) {
    const part = arrived.slice(start, start + takeOverBatch)
    const [orders, customers] = [
      await numbers.reserve('order', part.length),
      await numbers.reserve('customer', part.length),
    ]
    try {
      await halve({ parts, wish, orders, customers }, part, results)
    } finally {
      orders.giveBack()
      customers.giveBack()
    }
    if (isTimeToLook(1 + start / takeOverBatch))
      await transact(parts.db, { tenant: wish.tenant }, tx => freshStatistics(tx, 'sales'))
  }
  return ids.flatMap(id => results.get(id) ?? [])
}

interface Batch {
  readonly parts: TakeOverParts
  readonly wish: TakeOverWish
  readonly orders: NumberBlock
  readonly customers: NumberBlock
}

async function halve(batch: Batch, ids: readonly string[], results: Map<string, TakenOver>): Promise<void> {
  const { parts, wish } = batch
  const write = wish.write ?? (work => transact(parts.db, { tenant: wish.tenant, bulk: true }, work))
  try {
    for (const one of await write(tx => takeOverInside(batch, tx, ids))) results.set(one.id, one)
  } catch (error) {
    const [only] = ids
    if (!isOfRecord(error) || isConnectionLost(error) || !only) throw error
    if (ids.length > 1) {
      const middle = ids.length >> 1
      await halve(batch, ids.slice(0, middle), results)
      await halve(batch, ids.slice(middle), results)
      return
    }
    const reference = newId().slice(-12)
    parts.log.error({ reference, webOrder: only, ...errorFacts(error) }, 'web order refused by the database')
    const left = { id: only, code: 'INTERNAL_ERROR', data: { reference } }
    await write(async tx => {
      const [order] = await holdWebOrders(tx, wish.tenant, [only], 'wait')
      if (order) await leave(batch, tx, [{ ...left, order }], parts.now())
    })
    results.set(only, { ...left, did: 'left' })
  }
}

interface Made {
  readonly order: HeldWebOrder
  readonly make: OrderToMake
  readonly payments: readonly PaymentToBook[]
}

interface Left {
  readonly id: string
  readonly code: string
  readonly data: ProblemData
  readonly order: HeldWebOrder
}

async function takeOverInside(batch: Batch, tx: Tx, ids: readonly string[]): Promise<TakenOver[]> {
  const { wish } = batch
  const { tenant } = wish
  const now = batch.parts.now()
  const by = { name: wish.by, now }
  const held = await holdWebOrders(tx, tenant, ids, wish.actorKind === 'worker' ? 'skip' : 'wait')
  const results: TakenOver[] = []
  const left: Left[] = []
  const gone: HeldWebOrder[] = []
  const ready: HeldWebOrder[] = []
  for (const order of held) {
    const stays = whyNot(wish, order)
    if (order.state === 'taken_over') results.push({ id: order.id, did: 'already' })
    else if (order.state === 'staged' && order.remoteState === 'cancelled') gone.push(order)
    else if (stays) left.push({ id: order.id, ...stays, order })
    else ready.push(order)
  }
  const found = await findOrMakeCustomers(
    tx,
    tenant,
    ready.map(order => seekerOf(wish, order)),
    { by: wish.by, now, numberOf: batch.customers.numberOf },
  )
  const made: Made[] = []
  const readyIds = ready.map(order => order.id)
  const [reported, reckoned, records] = await Promise.all([
    readWebPayments(tx, tenant, readyIds),
    readWebSums(tx, tenant, readyIds),
    recordsAtTakeOver(tx, tenant, found),
  ])
  for (const [index, order] of ready.entries()) {
    const customer = found[index]
    if (!customer || 'code' in customer) {
      if (customer) left.push({ id: order.id, ...customer, order })
      continue
    }
    // Lists are in the order of ids.
    const orderId = idAt(order.placedAt)
    const { payments, paid, state } = paymentsOf(order, orderId, reported.get(order.id) ?? [], now)
    made.push({
      order,
      payments,
      make: {
        webOrderId: order.id,
        id: orderId,
        number: batch.orders.numberOf(order.id),
        kind: batch.parts.connectors?.get(reckoned.get(order.id)?.system ?? '')?.orderKind ?? 'shop',
        sums: reckoned.get(order.id)?.sums ?? null,
        customerId: customer.customerId,
        reason: customer.reason,
        paid,
        paymentState: state,
        deliver: order.fulfilledBy !== 'channel' && !delivered.has(order.remoteState),
        usualPaymentMethod: order.usualPaymentMethod,
        usualShippingMethod: order.usualShippingMethod,
        words: wordsAtTakeOver(order, records.get(customer.customerId), reckoned.get(order.id)?.texts),
      },
    })
  }
  await leave(batch, tx, left, now)
  await cancel(batch, tx, gone, now)
  await write(tx, wish, made, by)
  const already = await ordersOf(
    tx,
    tenant,
    results.map(one => one.id),
  )
  return [
    ...results.map(one => ({ ...one, ...named(already.get(one.id)) })),
    ...(wish.actorKind === 'worker' ? [] : unknownOf(ids, held)),
    ...made.map(
      ({ make }): TakenOver => ({
        id: make.webOrderId,
        did: 'taken_over',
        orderId: make.id,
        orderNumber: make.number,
      }),
    ),
    ...left.map(({ id, code, data }): TakenOver => ({ id, did: 'left', code, data })),
    ...gone.map(
      (order): TakenOver => ({ id: order.id, did: 'left', code: 'CANCELLED_AT_CHANNEL', data: {} }),
    ),
  ]
}

function unknownOf(ids: readonly string[], held: readonly HeldWebOrder[]): TakenOver[] {
  const known = new Set(held.map(order => order.id))
  return ids
    .filter(id => !known.has(id))
    .map(id => ({ id, did: 'left', code: 'WEB_ORDER_UNKNOWN', data: { id } }))
}

// What was delivered before it came here: known, and nothing to deliver.
const delivered: ReadonlySet<string> = new Set(['shipped', 'completed'])

function named(order: { readonly id: string; readonly number: string } | undefined) {
  return order ? { orderId: order.id, orderNumber: order.number } : {}
}

function whyNot(wish: TakeOverWish, order: HeldWebOrder): { code: string; data: ProblemData } | undefined {
  if (order.state === 'cancelled')
    return { code: order.ledgerCode ?? 'IGNORED_BY_PERSON', data: order.ledgerData ?? {} }
  const code = order.openChecks.find(
    check =>
      !ownChecks.includes(check) &&
      !(check === requestCheck && wish.actorKind !== 'worker') &&
      !(check === 'PENDING_AT_CHANNEL' && wish.pending),
  )
  if (code !== undefined)
    return { code, data: order.checkData?.find(check => check.code === code)?.data ?? {} }
  return (order.pending && !wish.pending) || !order.priced
    ? { code: 'PENDING_AT_CHANNEL', data: {} }
    : undefined
}

function seekerOf(wish: TakeOverWish, order: HeldWebOrder): Seeker {
  const chosen = wish.customers?.get(order.id)
  const by = order.assignedBy ?? wish.by
  const assigned =
    chosen !== undefined
      ? { customerId: chosen, by: wish.by }
      : order.assignedCustomerId || order.assignedNew
        ? { customerId: order.assignedCustomerId, by }
        : null
  return {
    id: order.id,
    connectionId: order.connectionId,
    channel: { id: order.channelId, name: order.channelName },
    matching: order.matching,
    externalId: order.customerExternalId,
    billing: order.billing,
    shipping: order.shipping,
    language: order.language,
    assigned,
  }
}

async function leave(batch: Batch, tx: Tx, left: readonly Left[], now: Date): Promise<void> {
  const { tenant, by } = batch.wish
  const own = left.filter(one => one.order.state === 'staged' && ownChecks.includes(one.code))
  if (own.length === 0) return
  await clearChecks(
    tx,
    tenant,
    own.map(one => one.id),
    ownChecks,
  )
  await addChecks(tx, tenant, own, now)
  // Few, and each with words of its own.
  for (const { id, code, data } of own)
    await setOutcome(tx, { tenant, now, by }, [id], { outcome: 'staged', code, data }, newId)
}

// Cancelled at the shop before anybody took it over: it leaves the inbox, and the ledger says why.
async function cancel(batch: Batch, tx: Tx, gone: readonly HeldWebOrder[], now: Date): Promise<void> {
  const ids = gone.map(order => order.id)
  if (ids.length === 0) return
  const { tenant, by } = batch.wish
  const freed = await stagedItems(tx, tenant, ids)
  await leaveInbox(tx, tenant, ids, { state: 'cancelled', now })
  await markDue(tx, tenant, { stock: freed }, by)
  const to = { outcome: 'ignored' as Outcome, code: 'CANCELLED_AT_CHANNEL', data: {} }
  await setOutcome(tx, { tenant, now, by }, ids, to, newId)
}

/**
 * The writing statements, sent without waiting between them. Stock is locked as late as can be: what follows it is all
 * that others who want the same item wait for.
 */
async function write(
  tx: Tx,
  wish: TakeOverWish,
  made: readonly Made[],
  by: { readonly name: string; readonly now: Date },
): Promise<void> {
  if (made.length === 0) return
  const { tenant } = wish
  const ids = made.map(one => one.order.id)
  const payments = made.flatMap(one => one.payments)
  const booked = payments.flatMap(one => one.webPaymentId ?? [])
  const of = { tenant, now: by.now, by: by.name }
  const to = { outcome: 'taken_over' as Outcome, code: null, data: null }
  const before = [
    leaveInbox(tx, tenant, ids, { state: 'taken_over', now: by.now }),
    setOutcome(tx, of, [...ids, ...booked], to, newId),
    matchWebCustomers(tx, tenant, made.flatMap(matchOf)),
  ]
  const stock = lockStockOf(tx, tenant, ids)
  await allOf([...before, stock])
  await allOf([
    insertOrders(
      tx,
      tenant,
      made.map(one => one.make),
      await stock,
      by,
    ),
    insertPayments(tx, tenant, payments, by),
    rememberOrders(tx, tenant, made.map(eventOf), by),
    // Staged quantities became committed ones: what is offered stays. Not so where nothing of ours will be delivered.
    freeStaged(tx, tenant, made, by.name),
    ordersToTell(tx, tenant, ids).then(orders => markDue(tx, tenant, { order_status: orders }, by.name)),
  ])
  await raiseTasks(tx, tenant, made.flatMap(shippedInPart), by)
  await applyAtTakeOver(tx, { tenant, now: by.now, by: by.name }, ids)
}

// What of it left before it came here nobody knows for sure: it would leave once more.
function shippedInPart({ order, make }: Made): NewTask[] {
  if (order.remoteState !== 'partly_shipped' || order.fulfilledBy === 'channel') return []
  const about = { orderId: make.id, channelId: order.channelId, ledgerId: order.id }
  return [{ code: 'SHIPPED_AT_CHANNEL', ...about, data: { state: order.remoteState } }]
}

function matchOf({ order, make }: { order: HeldWebOrder; make: OrderToMake }) {
  return order.customerExternalId
    ? [
        {
          connectionId: order.connectionId,
          externalId: order.customerExternalId,
          customerId: make.customerId,
        },
      ]
    : []
}

function eventOf({ order, make }: { order: HeldWebOrder; make: OrderToMake }) {
  const data = {
    webOrder: order.id,
    customer: make.customerId,
    paid: make.paid,
    deliver: make.deliver,
    usualPaymentMethod: order.usualPaymentMethod ?? undefined,
    usualShippingMethod: order.usualShippingMethod ?? undefined,
  }
  return { orderId: make.id, event: 'taken_over', data, version: 1 }
}
