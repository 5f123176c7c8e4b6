import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { type EditableLine, type EditableOrder, readEditable } from './editStore.ts'
import { movePayments, writeMerged } from './mergeStore.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, lockStockOfOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { refreshOrderTerms } from './orderTerms.ts'
import { sumsOf, sumsRow } from './splitOrders.ts'
import { type MovedLine, moveLines, readAside, writeSums } from './splitStore.ts'
import { rememberOrders } from './takeOverStore.ts'
import { mootCodes, settleTasks } from './tasks.ts'

/** Orders that become one. */
export interface OrderMerge {
  /** The one that goes on. */
  readonly into: string
  readonly orders: readonly string[]
}

export interface MergeResult {
  /** The one that goes on. */
  readonly orderId: string
  readonly did: 'merged' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Makes one order of several of a customer: lines, what is set aside and payments move to the one that goes on, whose sums are
 * reckoned anew; the others are over and name it. Costs of all of them stay: who wants one shipping charge edits. Refused as a whole, with
 * the number of the order that hinders it: ORDER_UNKNOWN, ORDER_TWICE, the blockers of `orderActions` (orders of shops cannot be
 * merged: their shops would not know any more what is delivered), MERGE_DIFFERS (customer, company, channel, currency, prices,
 * taxes or addresses). One result per element, in order.
 */
export async function mergeOrders(
  tx: Tx,
  tenant: string,
  merges: readonly OrderMerge[],
  by: Doing,
): Promise<{ results: MergeResult[]; changed: Changed }> {
  const ids = [...new Set(merges.flatMap(one => [one.into, ...one.orders]))].sort()
  await lockStockOfOrders(tx, tenant, ids)
  await lockOrders(tx, tenant, ids)
  const [facts, standing, aside] = await Promise.all([
    readOrderFacts(tx, tenant, ids),
    readEditable(tx, tenant, ids),
    readAside(tx, tenant, ids),
  ])
  const used = new Set<string>()
  const plans: Plan[] = []
  const results = merges.map((merge): MergeResult => {
    const refused = (code: string, data: ProblemData): MergeResult => ({
      orderId: merge.into,
      did: 'refused',
      code,
      data,
    })
    const own = new Set<string>()
    for (const id of [merge.into, ...merge.orders]) {
      const order = facts.get(id)
      if (!order || !standing.has(id)) return refused('ORDER_UNKNOWN', { order: id })
      if (own.has(id) || used.has(id)) return refused('ORDER_TWICE', { order: order.orderNumber })
      own.add(id)
      const [blocker] = blockersOf('merge', order)
      if (blocker) return refused(blocker.code, { order: order.orderNumber, ...blocker.data })
    }
    const into = standing.get(merge.into)
    const from = merge.orders.flatMap(id => standing.get(id) ?? [])
    if (!into || from.length === 0) return refused('ORDER_TWICE', { order: merge.into })
    for (const other of from) {
      const field = differing(into.order, other.order)
      if (field) return refused('MERGE_DIFFERS', { order: other.order.number, field })
    }
    for (const id of own) used.add(id)
    plans.push(planMerge(into, from, aside))
    return { orderId: merge.into, did: 'merged' }
  })
  if (plans.length > 0) await write(tx, tenant, plans, by)
  // As many pieces are open as before, and no shop knows of these orders: nothing has to be told.
  return { results, changed: changedTogether() }
}

interface Standing {
  readonly order: EditableOrder
  readonly lines: readonly EditableLine[]
}

function differing(one: EditableOrder, other: EditableOrder): string | undefined {
  const plain = ['customerId', 'companyId', 'channelId', 'currency', 'pricesGross', 'taxTreatment'] as const
  const field = plain.find(name => one[name] !== other[name])
  if (field) return field
  if (addressText(one.billing) !== addressText(other.billing)) return 'billing'
  const to = (order: EditableOrder) => addressText(order.shipping ?? order.billing)
  return to(one) === to(other) ? undefined : 'shipping'
}

function addressText(address: EditableOrder['billing']): string {
  const parts = Object.entries(address ?? {}).filter(([, value]) => value !== undefined && value !== '')
  return JSON.stringify(parts.sort(([a], [b]) => (a < b ? -1 : 1)))
}

interface Plan {
  readonly into: EditableOrder
  readonly from: readonly EditableOrder[]
  readonly moves: readonly MovedLine[]
  readonly cancelled: readonly {
    readonly orderId: string
    readonly line: number
    readonly quantity: string
  }[]
  readonly sums: ReturnType<typeof sumsOf>
}

// Of an item what is open comes along, of all else what there is.
function planMerge(
  into: Standing,
  from: readonly Standing[],
  aside: Awaited<ReturnType<typeof readAside>>,
): Plan {
  let next = Math.max(0, ...into.lines.map(line => line.line)) + 1
  const moving = from.flatMap(({ lines }) =>
    lines
      .map(line => ({ ...line, quantity: line.kind === 'item' ? line.open : line.quantity }))
      .filter(line => !exact(line.quantity).isZero())
      .map(line => ({ line, to: next++ })),
  )
  return {
    into: into.order,
    from: from.map(one => one.order),
    moves: moving.map(({ line, to }) => ({
      orderId: line.orderId,
      line: line.line,
      toOrderId: into.order.id,
      toLine: to,
      quantity: line.quantity,
      aside: aside
        .filter(one => one.orderId === line.orderId && one.line === line.line)
        .map(({ itemId, warehouseId, quantity }) => ({ itemId, warehouseId, quantity })),
    })),
    cancelled: moving.flatMap(({ line }) =>
      line.kind === 'item' ? [{ orderId: line.orderId, line: line.line, quantity: line.quantity }] : [],
    ),
    sums: sumsOf(into.order, [...into.lines, ...moving.map(({ line, to }) => ({ ...line, line: to }))]),
  }
}

async function write(tx: Tx, tenant: string, plans: readonly Plan[], by: Doing): Promise<void> {
  const pairs = plans.flatMap(({ into, from, cancelled }) =>
    from.map(order => ({
      orderId: order.id,
      number: order.number,
      into: into.id,
      intoNumber: into.number,
      cancellation: newId(),
      lines: cancelled.filter(line => line.orderId === order.id),
    })),
  )
  await moveLines(
    tx,
    tenant,
    plans.flatMap(plan => plan.moves),
  )
  await writeMerged(tx, tenant, pairs, by)
  await movePayments(tx, tenant, pairs, by)
  await writeSums(
    tx,
    tenant,
    plans.map(({ into, sums }) => sumsRow(into.id, into, sums)),
    by,
  )
  await refreshOrders(
    tx,
    tenant,
    plans.map(plan => plan.into.id),
    by.now,
  )
  await refreshOrderTerms(
    tx,
    tenant,
    plans.flatMap(({ into, from }) => [into.id, ...from.map(order => order.id)]),
  )
  await settleTasks(
    tx,
    tenant,
    pairs.map(({ orderId }) => ({ orderId, codes: mootCodes })),
    by,
  )
  const events = plans.flatMap(({ into, from, moves }) => [
    {
      orderId: into.id,
      event: 'merged',
      data: {
        orders: from.map(one => one.number),
        lines: moves.map(({ toLine, quantity }) => ({ line: toLine, quantity })),
      },
    },
    ...from.map(order => ({
      orderId: order.id,
      event: 'merged_into',
      data: { order: into.id, number: into.number },
    })),
  ])
  await rememberOrders(tx, tenant, events, by)
}
