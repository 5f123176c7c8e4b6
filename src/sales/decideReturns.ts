import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { type Doing, lockOrders } from './orderStore.ts'
import type { ReturnActResult } from './receiveReturns.ts'
import {
  type HeldReturn,
  type LineUpdate,
  ordersOfReturns,
  readReturns,
  writeReturnLines,
} from './returnStore.ts'
import { settlePayments } from './settlePayments.ts'
import { rememberOrders } from './takeOverStore.ts'

/** Whether goods that came back are taken back. At some marketplaces an accepted return pays the customer back. */
export interface ReturnDecision {
  readonly returnId: string
  readonly accept: boolean
  /** All that is not decided, if absent. */
  readonly lines?: readonly number[] | undefined
  readonly comment?: string | undefined
  /** Whether the value is owed back; as it was noted if absent. */
  readonly credit?: boolean | undefined
}

/**
 * Decides lines of returns. Accepted: their value is owed back (`credit`), which raises a task where the order was paid. Refused: the
 * goods stay the customer's; also what has not come. Once the last line is decided, the shop of the order is told, once; so a
 * decision stands. Refused one by one: RETURN_UNKNOWN, RETURN_CLOSED, RETURN_LINE_UNKNOWN, RETURN_NOT_RECEIVED (accepted before it
 * came), RETURN_DECIDED (otherwise, before), RETURN_RESTOCKED (refused, but lies in stock). One result per element, in order.
 */
export async function decideReturns(
  tx: Tx,
  tenant: string,
  decisions: readonly ReturnDecision[],
  by: Doing,
): Promise<{ results: ReturnActResult[]; changed: Changed }> {
  return actOn(tx, tenant, decisions, by, (decision, one, before) => {
    const updates = planDecision(decision, one, before)
    if ('code' in updates) return updates
    const event = decision.accept ? 'return_accepted' : 'return_refused'
    return { updates, event }
  })
}

/**
 * Ends returns: what has not come by now is not waited for any more (`missing`), nothing of them changes afterwards. Refused one by
 * one: RETURN_UNKNOWN, RETURN_UNDECIDED (something came and is not decided). A return that is closed: `already`. One result per
 * element, in order.
 */
export async function closeReturns(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  by: Doing,
): Promise<{ results: ReturnActResult[]; changed: Changed }> {
  const closings = ids.map(returnId => ({ returnId }))
  const closed: string[] = []
  const done = await actOn(tx, tenant, closings, by, (_, one) => {
    if (one.closed || closed.includes(one.id)) return { updates: [], event: '' }
    const waiting = one.lines.find(line => line.state === 'received')
    if (waiting) return { code: 'RETURN_UNDECIDED', data: { line: waiting.line } }
    closed.push(one.id)
    const updates = one.lines.flatMap((line): LineUpdate[] =>
      line.state === 'announced' ? [{ returnId: one.id, line: line.line, state: 'missing' }] : [],
    )
    return { updates, event: 'return_closed' }
  })
  await tx.run(
    `update order_return set closed_at = $3, closed_by = $4, decided_at = coalesce(decided_at, $3), version = version + 1, changed_at = $3
     where tenant_id = $1 and id = any($2::uuid[]) and closed_at is null`,
    [tenant, closed, by.now, by.name],
  )
  return done
}

type Plan =
  | { readonly updates: readonly LineUpdate[]; readonly event: string }
  | { readonly code: string; readonly data: ReturnActResult['data'] }

// Locks, plans one by one, writes all at once; what can be told now is told.
async function actOn<T extends { readonly returnId: string }>(
  tx: Tx,
  tenant: string,
  list: readonly T[],
  by: Doing,
  plan: (one: T, held: HeldReturn, before: readonly LineUpdate[]) => Plan,
): Promise<{ results: ReturnActResult[]; changed: Changed }> {
  const ids = list.map(one => one.returnId)
  const { orderIds } = await ordersOfReturns(tx, tenant, ids)
  await lockOrders(tx, tenant, orderIds)
  const held = await readReturns(tx, tenant, ids)
  const updates: LineUpdate[] = []
  const events: { orderId: string; event: string; data: object }[] = []
  const results = list.map((element): ReturnActResult => {
    const { returnId } = element
    const one = held.get(returnId)
    if (!one) return { returnId, did: 'refused', code: 'RETURN_UNKNOWN', data: { return: returnId } }
    const { orderId } = one
    const next = plan(element, one, updates)
    if ('code' in next) return { returnId, orderId, did: 'refused', code: next.code, data: next.data ?? {} }
    if (next.event === '' || (next.updates.length === 0 && next.event !== 'return_closed'))
      return { returnId, orderId, did: 'already' }
    updates.push(...next.updates)
    const lines = next.updates.map(({ line }) => line)
    events.push({ orderId, event: next.event, data: { return: returnId, lines } })
    return { returnId, orderId, did: 'done' }
  })
  const decided = await writeReturnLines(tx, tenant, held, updates, by)
  await rememberOrders(tx, tenant, events, by)
  const touched = [...new Set(events.map(one => one.orderId))]
  const judged = await settlePayments(tx, tenant, touched, by)
  return { results, changed: changedTogether({ return: decided, order_status: judged }) }
}

function planDecision(
  { accept, lines, comment, credit }: ReturnDecision,
  one: HeldReturn,
  before: readonly LineUpdate[],
): LineUpdate[] | { readonly code: string; readonly data: NonNullable<ReturnActResult['data']> } {
  if (one.closed) return { code: 'RETURN_CLOSED', data: { return: one.number } }
  const state = accept ? ('accepted' as const) : ('refused' as const)
  const stateOf = (number: number) =>
    before.findLast(other => other.returnId === one.id && other.line === number)?.state ??
    one.lines.find(line => line.line === number)?.state
  const numbers = one.lines.map(line => line.line)
  const came = numbers.filter(number => stateOf(number) === 'received')
  const waiting = numbers.filter(number => stateOf(number) === 'announced')
  // What has not come can be refused; accepted only what is here.
  const open = accept && came.length > 0 ? came : [...came, ...waiting]
  const updates: LineUpdate[] = []
  for (const number of lines ?? open) {
    const line = one.lines.find(other => other.line === number)
    if (!line || updates.some(other => other.line === number))
      return { code: 'RETURN_LINE_UNKNOWN', data: { line: number } }
    const now = stateOf(number)
    if (now === state) continue
    if (now === 'accepted' || now === 'refused' || now === 'missing')
      return { code: 'RETURN_DECIDED', data: { line: number } }
    if (accept && now === 'announced') return { code: 'RETURN_NOT_RECEIVED', data: { line: number } }
    if (!accept && exact(line.restocked).greaterThan(0))
      return { code: 'RETURN_RESTOCKED', data: { line: number, quantity: exact(line.restocked).toFixed() } }
    updates.push({ returnId: one.id, line: number, state, comment, credit })
  }
  return updates
}
