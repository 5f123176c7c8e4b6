import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { type Doing, lockOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'

/** Lines of an order that must not be shipped for now, or may be again. */
export interface LineLock {
  readonly orderId: string
  readonly lines: readonly number[]
  readonly locked: boolean
}

export interface LockResult {
  readonly orderId: string
  readonly did: 'locked' | 'unlocked' | 'unchanged' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Locks lines against shipping, or unlocks them. They keep what is set aside for them; the others are delivered. Refused one by one:
 * ORDER_UNKNOWN, ORDER_CANCELLED, LINE_UNKNOWN (none with an item). One result per element, in order: the last word counts.
 */
export async function lockLines(
  tx: Tx,
  tenant: string,
  locks: readonly LineLock[],
  by: Doing,
): Promise<{ results: LockResult[]; changed: Record<string, never> }> {
  const ids = [...new Set(locks.map(one => one.orderId))].sort()
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const rows = await tx.query<{ orderId: string; line: number; locked: boolean }>(
    `select order_id as "orderId", line_no as line, shipping_lock as locked from sales_order_line
     where tenant_id = $1 and order_id = any($2::uuid[]) and kind = 'item'`,
    [tenant, ids],
  )
  const stands = new Map(rows.map(row => [`${row.orderId} ${row.line}`, row.locked]))
  const wanted = new Map<string, { orderId: string; line: number; locked: boolean }>()
  const events: Parameters<typeof rememberOrders>[2][number][] = []
  const results = locks.map(({ orderId, lines, locked }): LockResult => {
    const refused = (code: string, data: ProblemData): LockResult => ({ orderId, did: 'refused', code, data })
    const order = facts.get(orderId)
    if (!order) return refused('ORDER_UNKNOWN', { order: orderId })
    if (order.cancelled) return refused('ORDER_CANCELLED', {})
    const key = (line: number) => `${orderId} ${line}`
    const unknown = lines.find(line => !stands.has(key(line)))
    if (unknown !== undefined || lines.length === 0) return refused('LINE_UNKNOWN', { line: unknown ?? 0 })
    const moved = lines.filter(line => (wanted.get(key(line))?.locked ?? stands.get(key(line))) !== locked)
    if (moved.length === 0) return { orderId, did: 'unchanged' }
    for (const line of moved) wanted.set(key(line), { orderId, line, locked })
    const did = locked ? 'locked' : 'unlocked'
    events.push({ orderId, event: `lines_${did}`, data: { lines: moved } })
    return { orderId, did }
  })
  await tx.run(
    `update sales_order_line n set shipping_lock = r.locked
     from json_to_recordset($2) as r ("orderId" uuid, line int, locked boolean)
     where n.tenant_id = $1 and n.order_id = r."orderId" and n.line_no = r.line`,
    [tenant, JSON.stringify([...wanted.values()])],
  )
  await refreshOrders(tx, tenant, [...new Set(events.map(one => one.orderId))].sort(), by.now)
  await rememberOrders(tx, tenant, events, by)
  return { results, changed: {} }
}
