import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { answerCancellations } from './answerCancellations.ts'
import { cancelLines } from './cancelOrders.ts'
import type { OrderDifference } from './orderDifferences.ts'
import { type Doing, lockOrders, lockStockOfOrders } from './orderStore.ts'
import { type ReportedOrder, readReported } from './reportedStore.ts'
import { rememberOrders } from './takeOverStore.ts'
import { endTasks } from './tasks.ts'

/** What a person decides of a task: to follow, to refuse, or that it was seen and dealt with. */
export const taskDecisions = ['accept', 'refuse', 'done'] as const
export type TaskDecision = (typeof taskDecisions)[number]

export interface TaskClosing {
  readonly taskId: string
  readonly decision: TaskDecision
  /** Needed for a refusal. */
  readonly note?: string | undefined
}

export interface TaskResult {
  readonly taskId: string
  readonly did: 'closed' | 'refused'
  readonly orderId?: string
  /** Differences that were done to the order. */
  readonly applied?: readonly OrderDifference[]
  /** Differences that were accepted and only written down: the order itself stays. */
  readonly recorded?: readonly OrderDifference[]
  readonly code?: string
  readonly data?: ProblemData
}

/** What may be decided of a task with this code. */
export function decisionsOf(code: string): readonly TaskDecision[] {
  return code === 'CHANGED_AT_CHANNEL' || code === 'CANCELLATION_REQUESTED' ? ['accept', 'refuse'] : ['done']
}

/**
 * Closes tasks with a decision, and releases what was held for them. Accepting a change of an order cancels what its shop
 * took away, as long as nothing of the order was delivered; prices, added lines and totals are only written down as accepted. A
 * request for a cancellation is answered. Refused one by one: TASK_UNKNOWN, TASK_CLOSED, DECISION_INVALID, REASON_MISSING (a
 * refusal without a note), and what `answerCancellations` refuses. One result per element, in order.
 */
export async function closeTasks(
  tx: Tx,
  tenant: string,
  closings: readonly TaskClosing[],
  by: Doing,
): Promise<{ results: TaskResult[]; changed: Changed }> {
  const ids = closings.map(one => one.taskId)
  const orderIds = await ordersOf(tx, tenant, ids)
  await lockStockOfOrders(tx, tenant, orderIds)
  await lockOrders(tx, tenant, orderIds)
  const tasks = new Map((await readTasks(tx, tenant, ids)).map(task => [task.id, task]))
  const results: TaskResult[] = []
  const changes: Changed[] = []
  // By hand and few: what one decision does may be what the next one is about.
  for (const closing of closings) {
    const task = tasks.get(closing.taskId)
    const again = results.some(one => one.taskId === closing.taskId && one.did === 'closed')
    const problem = problemOf(closing, task, again)
    if (problem || !task) {
      results.push({ taskId: closing.taskId, did: 'refused', ...problem })
      continue
    }
    const { result, changed } = await close(tx, tenant, task, closing, by)
    results.push(result)
    changes.push(changed)
  }
  return { results, changed: changedTogether(...changes) }
}

interface Task {
  readonly id: string
  readonly code: string
  readonly subject: string
  readonly orderId: string | null
  readonly ledgerId: string | null
  readonly data: { readonly differences?: readonly OrderDifference[] }
  readonly closed: boolean
}

// Locks nothing: stock and orders are locked before tasks, by everybody.
async function ordersOf(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct order_id as id from task where tenant_id = $1 and id = any($2::uuid[]) and order_id is not null order by 1`,
    [tenant, ids],
  )
  return rows.map(row => row.id)
}

function readTasks(tx: Tx, tenant: string, ids: readonly string[]): Promise<Task[]> {
  return tx.query<Task>(
    `select id, code, subject, order_id as "orderId", ledger_id as "ledgerId", data, closed_at is not null as closed
     from task where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, ids],
  )
}

function problemOf({ taskId, decision, note = '' }: TaskClosing, task: Task | undefined, again: boolean) {
  if (!task) return { code: 'TASK_UNKNOWN', data: { task: taskId } }
  if (task.closed || again) return { code: 'TASK_CLOSED', data: {} }
  const allowed = decisionsOf(task.code)
  if (!allowed.includes(decision))
    return { code: 'DECISION_INVALID', data: { decision, allowed: allowed.join(', ') } }
  return decision === 'refuse' && note.trim() === '' ? { code: 'REASON_MISSING', data: {} } : undefined
}

async function close(
  tx: Tx,
  tenant: string,
  task: Task,
  { taskId, decision, note }: TaskClosing,
  by: Doing,
): Promise<{ result: TaskResult; changed: Changed }> {
  const of = task.orderId ? { orderId: task.orderId } : {}
  if (task.code === 'CANCELLATION_REQUESTED') {
    const wish = { requestId: task.subject, accept: decision === 'accept', reason: note }
    const { results, changed } = await answerCancellations(tx, tenant, [wish], by)
    const [answer] = results
    if (answer?.did === 'refused')
      return {
        result: { taskId, ...of, did: 'refused', code: answer.code ?? '', data: answer.data ?? {} },
        changed,
      }
    return { result: { taskId, ...of, did: 'closed' }, changed }
  }
  const decided = { accept: 'accepted', refuse: 'refused', done: 'done' }[decision]
  await endTasks(tx, tenant, [{ id: taskId, decision: decided, note }], by)
  const differences = task.data.differences ?? []
  const followed =
    task.code === 'CHANGED_AT_CHANNEL' && decision === 'accept' && task.orderId !== null
      ? await follow(tx, tenant, { ...task, orderId: task.orderId, differences }, by)
      : undefined
  if (task.orderId !== null) {
    const data = {
      task: taskId,
      code: task.code,
      decision: decided,
      ...(followed ? { recorded: followed.recorded.length } : {}),
    }
    await rememberOrders(tx, tenant, [{ orderId: task.orderId, event: 'task_closed', data }], by)
  }
  const { changed = {}, applied, recorded } = followed ?? {}
  return {
    result: { taskId, ...of, did: 'closed', ...(applied && recorded ? { applied, recorded } : {}) },
    changed,
  }
}

// What its shop took away is cancelled here too. Nothing is added and no price is changed: that is what was sold.
async function follow(
  tx: Tx,
  tenant: string,
  task: Task & { readonly orderId: string; readonly differences: readonly OrderDifference[] },
  by: Doing,
): Promise<{ applied: OrderDifference[]; recorded: OrderDifference[]; changed: Changed }> {
  const { orderId, ledgerId, differences } = task
  const order = (await readReported(tx, tenant, [orderId])).get(orderId)
  const taken =
    order && !order.hasDelivery && !order.cancelled && order.deliveryState === 'open'
      ? differences.flatMap(one => takenAway(one, order))
      : []
  const from = ledgerId === null ? {} : { fromLedgerId: ledgerId }
  const wish = { orderId, ...from, lines: taken.map(({ line, quantity }) => ({ line, quantity })) }
  const { changed } =
    taken.length > 0 ? await cancelLines(tx, tenant, [wish], by) : { changed: {} as Changed }
  const applied = taken.map(one => one.difference)
  return { applied, recorded: differences.filter(one => !applied.includes(one)), changed }
}

function takenAway(difference: OrderDifference, order: ReportedOrder) {
  const { what, line: number, shop } = difference
  const line = order.lines.find(one => one.line === number)
  if (line?.kind !== 'item' || (what !== 'quantity' && what !== 'removed')) return []
  const less = exact(line.quantity)
    .minus(line.cancelled)
    .minus(shop ?? '0')
  return less.greaterThan(0) ? [{ difference, line: line.line, quantity: less.toFixed() }] : []
}
