import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { type Exact, exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import { knownReasons } from './adjustmentReasons.ts'
import { holdLevels, keyOf, type MoveRow, storeMoves, tooLow, whyNoLevel } from './levelStore.ts'
import { type RefusedStock, refusedStock } from './refusedStock.ts'

/** What shall lie somewhere (`to`), or by how much it shall become more or less (`by`): one of both. */
export interface Adjustment {
  readonly itemId: string
  readonly warehouseId: string
  /** So many shall lie there, 0 or more. The difference is reckoned under the lock. */
  readonly to?: string | undefined
  /** Above 0 comes in, below 0 goes out. */
  readonly by?: string | undefined
  readonly reasonId?: string | undefined
  readonly note?: string | undefined
}

export interface Adjusted {
  /** The item. */
  readonly id: string
  readonly did: 'booked' | 'unchanged'
  readonly warehouseId: string
  /** Null where nothing had to be booked. */
  readonly movementId: string | null
  /** What was booked: "-3", or "0". */
  readonly quantity: string
  /** What lies there after this element. */
  readonly onHand: string
}

/**
 * Puts balances right: one result per element, refused ones (STOCK_TOO_LOW, WAREHOUSE_UNKNOWN, STOCK_ITEM_UNKNOWN, STOCK_NOT_OWN,
 * REASON_UNKNOWN, ADJUSTMENT_UNCLEAR) leave the others alone. Elements of one place follow each other in the order of the
 * list. A difference of 0 makes no movement. Movements of one call share their cause (`adjustment`).
 */
export async function adjustStock(
  tx: Tx,
  tenant: string,
  list: readonly Adjustment[],
  actor: string,
): Promise<{ results: (Adjusted | RefusedStock)[]; changed: Changed }> {
  if (list.length === 0) return { results: [], changed: {} }
  const reasons = await knownReasons(
    tx,
    tenant,
    list.map(one => one.reasonId),
  )
  const levels = await holdLevels(tx, tenant, list)
  const missing = await whyNoLevel(
    tx,
    tenant,
    list.filter(one => !levels.has(keyOf(one))),
  )
  const lying = new Map([...levels].map(([key, level]) => [key, exact(level.onHand)]))
  const causeId = newId()
  const rows: MoveRow[] = []
  const results = list.map((one): Adjusted | RefusedStock => {
    const { itemId, warehouseId, reasonId, note } = one
    const level = levels.get(keyOf(one))
    const onHand = lying.get(keyOf(one))
    if (!level || !onHand)
      return missing.get(keyOf(one)) ?? refusedStock(itemId, 'STOCK_ITEM_UNKNOWN', { item: itemId })
    if (reasonId !== undefined && !reasons.has(reasonId))
      return refusedStock(itemId, 'REASON_UNKNOWN', { reason: reasonId })
    const quantity = differenceOf(one, onHand)
    if (!quantity) return refusedStock(itemId, 'ADJUSTMENT_UNCLEAR', { item: level.itemNumber })
    const refused = tooLow(level, onHand, quantity)
    if (refused) return refused
    const after = onHand.plus(quantity)
    const did = { id: itemId, warehouseId, quantity: signedText(quantity), onHand: after.toFixed() }
    if (quantity.isZero()) return { ...did, did: 'unchanged', movementId: null }
    const id = newId()
    lying.set(keyOf(one), after)
    rows.push({
      id,
      itemId,
      warehouseId,
      quantity: quantity.toFixed(),
      reason: 'adjustment',
      causeKind: 'adjustment',
      causeId,
      adjustmentReasonId: reasonId,
      note,
    })
    return { ...did, did: 'booked', movementId: id }
  })
  await storeMoves(tx, tenant, rows, actor)
  const items = [...new Set(rows.map(row => row.itemId))].sort()
  return { results, changed: items.length > 0 ? { stock: items } : {} }
}

function differenceOf(one: Adjustment, onHand: Exact) {
  if ((one.to === undefined) === (one.by === undefined)) return undefined
  if (one.by !== undefined) return exact(one.by)
  const to = exact(one.to ?? '0')
  return to.isNegative() && !to.isZero() ? undefined : to.minus(onHand)
}

// "-0" is what decimals make of "-0.00".
const signedText = (quantity: Exact) => (quantity.isZero() ? '0' : quantity.toFixed())
