import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { isQuantity, type PickupAddress } from './noteReturns.ts'
import { type Doing, lockOrders } from './orderStore.ts'
import { chosenReason, listReasons, longestComment } from './reasonLists.ts'
import type { ReturnActResult } from './receiveReturns.ts'
import type { ReturnCondition, ReturnOrigin } from './returnState.ts'
import {
  type HeldReturn,
  type LineUpdate,
  ordersOfReturns,
  readPlaces,
  readReturns,
  writeReturnLines,
} from './returnStore.ts'
import { rememberOrders } from './takeOverStore.ts'

/** What is put right in a return. What is absent stays. */
export interface ReturnChange {
  readonly returnId: string
  /** As it was seen; another one is refused. */
  readonly version?: number | undefined
  readonly note?: string | undefined
  readonly origin?: ReturnOrigin | undefined
  /** null: it is not fetched. */
  readonly pickup?: PickupAddress | null | undefined
  /** null: where it was sent from. */
  readonly warehouseId?: string | null | undefined
  readonly lines?:
    | readonly {
        readonly line: number
        /** Announced; only before it came. */
        readonly quantity?: string | undefined
        readonly reason?: string | undefined
        readonly comment?: string | undefined
        readonly condition?: ReturnCondition | undefined
        readonly conditionNote?: string | undefined
        /** Not once the line is decided. */
        readonly credit?: boolean | undefined
      }[]
    | undefined
}

/**
 * Changes what was noted of returns; nothing is booked. Refused one by one: RETURN_UNKNOWN, RETURN_CLOSED, RETURN_CHANGED (somebody
 * else was quicker), RETURN_LINE_UNKNOWN, RETURN_LINE_RECEIVED, RETURN_DECIDED, QUANTITY_INVALID, NOT_DELIVERED, WAREHOUSE_UNKNOWN, and what `chosenReason`
 * says. One result per element, in order; a return named twice is changed by the first.
 */
export async function changeReturns(
  tx: Tx,
  tenant: string,
  changes: readonly ReturnChange[],
  by: Doing,
): Promise<{ results: ReturnActResult[] }> {
  const ids = changes.map(one => one.returnId)
  const { orderIds } = await ordersOfReturns(tx, tenant, ids)
  await lockOrders(tx, tenant, orderIds)
  const held = await readReturns(tx, tenant, ids)
  const reasons = await listReasons(tx, tenant, 'return_reason')
  const places = await readPlaces(tx, tenant)
  const updates: LineUpdate[] = []
  const heads: ReturnChange[] = []
  const results = changes.map((change): ReturnActResult => {
    const { returnId } = change
    const one = held.get(returnId)
    if (!one) return { returnId, did: 'refused', code: 'RETURN_UNKNOWN', data: { return: returnId } }
    const { orderId } = one
    if (heads.some(other => other.returnId === returnId)) return { returnId, orderId, did: 'already' }
    const { warehouseId } = change
    if (warehouseId && !places.some(place => place.id === warehouseId))
      return {
        returnId,
        orderId,
        did: 'refused',
        code: 'WAREHOUSE_UNKNOWN',
        data: { warehouse: warehouseId },
      }
    const plan = planChange(change, one, reasons)
    if ('code' in plan) return { returnId, orderId, did: 'refused', ...plan }
    updates.push(...plan)
    heads.push(change)
    return { returnId, orderId, did: 'done' }
  })
  await writeHeads(tx, tenant, heads, by)
  await writeReturnLines(tx, tenant, held, updates, by)
  const events = heads.map(({ returnId, version: _, ...change }) => ({
    orderId: held.get(returnId)?.orderId ?? '',
    event: 'return_changed',
    data: { return: returnId, fields: fieldsOf(change) },
  }))
  await rememberOrders(tx, tenant, events, by)
  return { results }
}

// Names only: an address and what somebody wrote are personal.
function fieldsOf({ lines = [], ...head }: Omit<ReturnChange, 'returnId' | 'version'>) {
  const named = Object.entries(head).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  const ofLines = lines.flatMap(({ line, ...rest }) =>
    Object.entries(rest).flatMap(([field, value]) => (value === undefined ? [] : [`line ${line} ${field}`])),
  )
  return [...named, ...ofLines]
}

type Refusal = { readonly code: string; readonly data: NonNullable<ReturnActResult['data']> }

function planChange(
  change: ReturnChange,
  one: HeldReturn,
  reasons: Awaited<ReturnType<typeof listReasons>>,
): Refusal | LineUpdate[] {
  if (one.closed) return { code: 'RETURN_CLOSED', data: { return: one.number } }
  if (change.version !== undefined && change.version !== one.version)
    return { code: 'RETURN_CHANGED', data: { return: one.number } }
  const updates: LineUpdate[] = []
  for (const { line: number, reason, comment, ...rest } of change.lines ?? []) {
    const line = one.lines.find(other => other.line === number)
    if (!line || updates.some(other => other.line === number))
      return { code: 'RETURN_LINE_UNKNOWN', data: { line: number } }
    const decided = line.state !== 'announced' && line.state !== 'received'
    if (decided && rest.credit !== undefined && rest.credit !== line.credit)
      return { code: 'RETURN_DECIDED', data: { line: number } }
    if (rest.quantity !== undefined) {
      const { quantity } = rest
      if (line.state !== 'announced')
        return {
          code: 'RETURN_LINE_RECEIVED',
          data: { line: number, quantity: line.received ?? line.quantity },
        }
      if (!isQuantity(quantity)) return { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
      if (!one.fromShop && exact(quantity).greaterThan(line.outside))
        return { code: 'NOT_DELIVERED', data: { line: number, quantity } }
    }
    const choice = reason === undefined ? undefined : chosenReason(reasons, { reason, comment }, false)
    if (choice && 'code' in choice) return { code: choice.code, data: choice.data }
    if (comment !== undefined && comment.length > longestComment)
      return { code: 'COMMENT_TOO_LONG', data: { most: longestComment } }
    updates.push({ returnId: one.id, line: number, ...rest, comment, reasonId: choice?.reason?.id })
  }
  return updates
}

async function writeHeads(tx: Tx, tenant: string, heads: readonly ReturnChange[], by: Doing): Promise<void> {
  if (heads.length === 0) return
  const rows = heads.map(({ returnId, note, origin, pickup, warehouseId }) => ({
    returnId,
    note,
    origin,
    pickup,
    warehouseId,
    noPickup: pickup === null,
    noWarehouse: warehouseId === null,
  }))
  await tx.run(
    `update order_return r set note = coalesce(u.note, r.note), origin = coalesce(u.origin, r.origin),
       pickup = case when u."noPickup" then null else coalesce(u.pickup, r.pickup) end,
       warehouse_id = case when u."noWarehouse" then null else coalesce(u."warehouseId", r.warehouse_id) end,
       version = r.version + 1, changed_at = $3
     from json_to_recordset($2) as u ("returnId" uuid, note text, origin text, pickup jsonb, "warehouseId" uuid, "noPickup" boolean,
       "noWarehouse" boolean) where r.tenant_id = $1 and r.id = u."returnId"`,
    [tenant, JSON.stringify(rows), by.now],
  )
}
