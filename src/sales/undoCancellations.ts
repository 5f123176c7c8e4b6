import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { allocateWaiting } from './allocate.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, lockOrders, lockStockOfOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { settlePayments } from './settlePayments.ts'
import { rememberOrders } from './takeOverStore.ts'
import { readUndoable, type UndoableCancellation, writeUndone } from './undoStore.ts'

export interface UndoResult {
  readonly orderId: string
  readonly did: 'undone' | 'refused'
  readonly cancellationId?: string
  readonly code?: string
  readonly data?: ProblemData
}

/** What of orders the shop knows: asked under the locks, by ids of cancellations and of orders. Both by id. */
export type KnownAtShop = (
  asked: readonly { readonly orderId: string; readonly cancellationId: string }[],
) => Promise<ReadonlySet<string>>

/**
 * Undoes the last cancellation of orders: what it took is open again, and gets stock where it stands in the queue; what was offered
 * is less. Only our own, and only as long as its shop has not heard of it, has refused it, or can open the order again: any other shop that cancelled an
 * order has given its goods free and told the buyer, which we cannot take back; then a new order is made. Refused one by one: ORDER_UNKNOWN, the blockers of
 * `orderActions` (NOT_CANCELLED, CANCELLED_BY_CHANNEL, documents), CANCELLATION_WAS_ASKED (it answered a request), CANCELLATION_TOLD.
 * `knownAtShop` says what was told or may be on its way. One result per element, in order; an order named twice is undone once.
 */
export async function undoCancellations(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  by: Doing,
  knownAtShop: KnownAtShop,
): Promise<{ results: UndoResult[]; changed: Changed }> {
  const ids = [...new Set(orderIds)].sort()
  await lockStockOfOrders(tx, tenant, ids)
  await lockOrders(tx, tenant, ids)
  const facts = await readOrderFacts(tx, tenant, ids)
  const last = new Map((await readUndoable(tx, tenant, ids)).map(one => [one.orderId, one]))
  const told = await knownAtShop(
    [...last.values()].map(({ orderId, id }) => ({ orderId, cancellationId: id })),
  )
  const undone = new Map<string, UndoableCancellation>()
  const results = orderIds.map((orderId): UndoResult => {
    const refused = (code: string, data: ProblemData = {}): UndoResult => ({
      orderId,
      did: 'refused',
      code,
      data,
    })
    const order = facts.get(orderId)
    if (!order) return refused('ORDER_UNKNOWN', { order: orderId })
    const [blocker] = undone.has(orderId)
      ? [{ code: 'NOT_CANCELLED', data: {} }]
      : blockersOf('undo_cancel', order)
    if (blocker) return refused(blocker.code, blocker.data)
    const one = last.get(orderId)
    if (!one) return refused('NOT_CANCELLED')
    if (one.fromShop) return refused('CANCELLED_BY_CHANNEL')
    if (one.wasAsked) return refused('CANCELLATION_WAS_ASKED')
    if (!one.refusedThere && (told.has(one.id) || (one.whole && told.has(orderId))))
      return refused('CANCELLATION_TOLD')
    undone.set(orderId, one)
    return { orderId, did: 'undone', cancellationId: one.id }
  })
  const list = [...undone.values()]
  if (list.length === 0) return { results, changed: {} }
  const items = await writeUndone(tx, tenant, list, by)
  const touched = list.map(one => one.orderId)
  await refreshOrders(tx, tenant, touched, by.now)
  await allocateWaiting(tx, tenant, items, by.now)
  const events = list.map(({ orderId, id, whole }) => ({
    orderId,
    event: 'cancellation_undone',
    data: { cancellation: id, whole },
  }))
  await rememberOrders(tx, tenant, events, by)
  await settlePayments(tx, tenant, touched, by)
  return {
    results,
    changed: changedTogether({ order_status: touched, stock: items, cancellation: list.map(one => one.id) }),
  }
}
