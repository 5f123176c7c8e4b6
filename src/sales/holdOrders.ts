import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, readOrderFacts } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'

/** A wish to keep an order from delivery. */
export interface Hold {
  readonly orderId: string
  /** In a person's words, or a code of docs/reasons.md. */
  readonly reason: string
  /** What has to be decided first; only its end releases the hold. */
  readonly taskId?: string | undefined
}

export interface HoldResult {
  readonly orderId: string
  readonly did: 'held' | 'already' | 'released' | 'refused'
  readonly holdId?: string
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Keeps orders from delivery until they are released. The same reason is held once: `already`. Refused one by one:
 * ORDER_UNKNOWN, ORDER_CANCELLED, ALREADY_DELIVERED. One result per element, in order.
 */
export async function holdOrders(
  tx: Tx,
  tenant: string,
  holds: readonly Hold[],
  by: Doing,
): Promise<HoldResult[]> {
  const ids = [...new Set(holds.map(one => one.orderId))].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const open = await openHolds(tx, tenant, ids)
  const made: (Hold & { readonly id: string })[] = []
  const results = holds.map((hold): HoldResult => {
    const { orderId, reason, taskId } = hold
    const order = facts.get(orderId)
    if (!order) return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    const [blocker] = blockersOf('hold', order)
    if (blocker) return { orderId, did: 'refused', ...blocker }
    const same =
      open.find(one => isSame(one, hold)) ??
      made.find(one => one.orderId === orderId && one.reason === reason && one.taskId === taskId)
    if (same) return { orderId, did: 'already', holdId: same.id }
    const id = newId()
    made.push({ ...hold, id })
    return { orderId, did: 'held', holdId: id }
  })
  if (made.length > 0)
    await tx.run(
      `insert into order_hold (tenant_id, order_id, id, reason, task_id, held_at, held_by)
       select $1, r."orderId", r.id, r.reason, r."taskId", $3, $4
       from json_to_recordset($2) as r ("orderId" uuid, id uuid, reason text, "taskId" uuid)`,
      [tenant, JSON.stringify(made), by.now, by.name],
    )
  await finish(
    tx,
    tenant,
    made.map(one => ({ orderId: one.orderId, event: 'held', data: { hold: one.id } })),
    by,
  )
  return results
}

function isSame(one: OpenHold, { orderId, reason, taskId }: Hold): boolean {
  return one.orderId === orderId && one.reason === reason && (one.taskId ?? undefined) === taskId
}

/**
 * Releases orders: one hold, or all that a person may release. Refused one by one: ORDER_UNKNOWN, NOT_ON_HOLD,
 * HOLD_HAS_TASK (something has to be decided first, its task says what). One result per element, in order.
 */
export async function releaseOrders(
  tx: Tx,
  tenant: string,
  releases: readonly { readonly orderId: string; readonly holdId?: string | undefined }[],
  by: Doing,
): Promise<HoldResult[]> {
  const ids = [...new Set(releases.map(one => one.orderId))].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const open = await openHolds(tx, tenant, ids)
  const done: OpenHold[] = []
  const results = releases.map(({ orderId, holdId }): HoldResult => {
    const order = facts.get(orderId)
    if (!order) return { orderId, did: 'refused', code: 'ORDER_UNKNOWN', data: { order: orderId } }
    const named = open.filter(
      one => one.orderId === orderId && !done.includes(one) && (holdId === undefined || one.id === holdId),
    )
    const free = named.filter(one => one.taskId === null)
    const [bound] = named
    const [none] = bound ? [] : blockersOf('release', { ...order, hold: null })
    if (none) return { orderId, did: 'refused', ...none }
    if (bound && free.length === 0)
      return { orderId, did: 'refused', code: 'HOLD_HAS_TASK', data: { reason: bound.reason } }
    done.push(...free)
    return { orderId, did: 'released' }
  })
  await endHolds(tx, tenant, done, by)
  return results
}

/** Releases what was held for these tasks: they are closed. */
export async function releaseTasks(
  tx: Tx,
  tenant: string,
  taskIds: readonly string[],
  by: Doing,
): Promise<void> {
  if (taskIds.length === 0) return
  const rows = await tx.query<OpenHold>(
    `select id, order_id as "orderId", reason, task_id as "taskId" from order_hold
     where tenant_id = $1 and task_id = any($2::uuid[]) and released_at is null`,
    [tenant, taskIds],
  )
  if (rows.length === 0) return
  await lockOrders(tx, tenant, [...new Set(rows.map(row => row.orderId))].sort())
  await endHolds(tx, tenant, rows, by)
}

/** Ends every hold of these orders: they are cancelled, there is nothing to keep back. */
export async function releaseAll(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  by: Doing,
): Promise<void> {
  await endHolds(tx, tenant, await openHolds(tx, tenant, orderIds), by)
}

interface OpenHold {
  readonly id: string
  readonly orderId: string
  readonly reason: string
  readonly taskId: string | null
}

function openHolds(tx: Tx, tenant: string, orderIds: readonly string[]): Promise<OpenHold[]> {
  return tx.query<OpenHold>(
    `select id, order_id as "orderId", reason, task_id as "taskId" from order_hold
     where tenant_id = $1 and order_id = any($2::uuid[]) and released_at is null order by held_at, id`,
    [tenant, orderIds],
  )
}

async function endHolds(tx: Tx, tenant: string, holds: readonly OpenHold[], by: Doing): Promise<void> {
  if (holds.length === 0) return
  await tx.run(
    `update order_hold set released_at = $3, released_by = $4 where tenant_id = $1 and id = any($2::uuid[]) and released_at is null`,
    [tenant, holds.map(one => one.id), by.now, by.name],
  )
  await finish(
    tx,
    tenant,
    holds.map(one => ({ orderId: one.orderId, event: 'released', data: { hold: one.id } })),
    by,
  )
}

// The order says the oldest reason that still holds.
async function finish(
  tx: Tx,
  tenant: string,
  events: Parameters<typeof rememberOrders>[2],
  by: Doing,
): Promise<void> {
  if (events.length === 0) return
  await tx.run(
    `update sales_order o set version = o.version + 1, changed_at = $3, hold_reason = (
       select h.reason from order_hold h where h.tenant_id = o.tenant_id and h.order_id = o.id and h.released_at is null
       order by h.held_at, h.id limit 1)
     where o.tenant_id = $1 and o.id = any($2::uuid[])`,
    [tenant, [...new Set(events.map(one => one.orderId))], by.now],
  )
  await rememberOrders(tx, tenant, events, by)
}
