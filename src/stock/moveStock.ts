import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { type Exact, exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import { checkReasons } from './adjustmentReasons.ts'
import { holdLevels, keyOf, storeMoves, tooLow, whyNoLevel } from './levelStore.ts'
import { stockProblem } from './problems.ts'

/** Why stock moved. */
export const moveReasons = [
  'opening',
  'receipt',
  'delivery',
  'adjustment',
  'transfer',
  'stocktaking',
  'return',
] as const
export type MoveReason = (typeof moveReasons)[number]

/** One booking. A transfer is two of them, in one list. */
export interface Move {
  readonly itemId: string
  readonly warehouseId: string
  /** Above 0 comes in, below 0 goes out. */
  readonly quantity: string
  readonly reason: MoveReason
  /** What it came of: `delivery` and its id. Absent: `booking`, and one id for all such bookings of the list. */
  readonly causeKind?: string | undefined
  readonly causeId?: string | undefined
  /** A reason that people chose from their own list. */
  readonly adjustmentReasonId?: string | undefined
  readonly note?: string | undefined
}

export interface BookedMove {
  readonly id: string
  readonly itemId: string
  readonly warehouseId: string
  /** What lies there after all bookings of the list. */
  readonly onHand: string
}

/**
 * Books stock: all of the list or nothing, one result per booking. Balances are locked in the order of item and warehouse,
 * and changed only here, by the statement that inserts the movements. What counts is the end of the list. Throws
 * STOCK_TOO_LOW (on hand would fall below what is allocated), WAREHOUSE_UNKNOWN, STOCK_ITEM_UNKNOWN, STOCK_NOT_OWN (parents
 * and kits), REASON_UNKNOWN, QUANTITY_ZERO.
 */
export async function moveStock(
  tx: Tx,
  tenant: string,
  moves: readonly Move[],
  actor: string,
): Promise<{ results: BookedMove[]; changed: Changed }> {
  if (moves.length === 0) return { results: [], changed: {} }
  if (moves.some(move => exact(move.quantity).isZero())) throw stockProblem('QUANTITY_ZERO')
  await checkReasons(
    tx,
    tenant,
    moves.map(move => move.adjustmentReasonId),
  )
  const sums = new Map<string, Exact>()
  for (const move of moves) {
    const key = keyOf(move)
    sums.set(key, (sums.get(key) ?? exact('0')).plus(exact(move.quantity)))
  }
  const levels = await holdLevels(tx, tenant, moves)
  const missing = await whyNoLevel(
    tx,
    tenant,
    moves.filter(move => !levels.has(keyOf(move))),
  )
  for (const move of moves) {
    const level = levels.get(keyOf(move))
    const sum = sums.get(keyOf(move)) ?? exact('0')
    const refused = level ? tooLow(level, exact(level.onHand), sum) : missing.get(keyOf(move))
    if (refused) throw stockProblem(refused.code, refused.data)
  }
  const rows = moves.map(move => ({ ...move, id: newId() }))
  const booked = await storeMoves(tx, tenant, rows, actor)
  return {
    results: rows.map(({ id, itemId, warehouseId }) => ({
      id,
      itemId,
      warehouseId,
      onHand: exact(booked.get(keyOf({ itemId, warehouseId })) ?? '0').toFixed(),
    })),
    changed: { stock: [...new Set(moves.map(move => move.itemId))].sort() },
  }
}
