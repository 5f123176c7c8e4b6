import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import { moveStock } from '../stock/moveStock.ts'
import type { Doing } from './orderStore.ts'
import {
  type HeldReturn,
  makeLevels,
  noteRestocked,
  type ReturnPiece,
  readPieces,
  readPlaces,
} from './returnStore.ts'

/** Goods of a line of a return that are put back, up to this many in all. */
export interface PutBack {
  readonly held: HeldReturn
  readonly line: number
  readonly upTo: string
  readonly warehouseId: string
}

/** Where goods could go, and what would move. */
export interface StockWays {
  readonly pieces: readonly ReturnPiece[]
  readonly places: Awaited<ReturnType<typeof readPlaces>>
}

/** Reads what goods of these orders are in stock, and makes the balances they may go to. Before anything is locked. */
export async function waysBack(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  warehouseIds: readonly string[],
): Promise<StockWays> {
  const [pieces, places] = await Promise.all([readPieces(tx, tenant, orderIds), readPlaces(tx, tenant)])
  const first = places.find(place => place.active)
  const into = new Set([...warehouseIds, ...(first ? [first.id] : [])])
  const itemIds = [...new Set(pieces.map(piece => piece.itemId))]
  await makeLevels(
    tx,
    tenant,
    itemIds.flatMap(itemId => [...into].map(warehouseId => ({ itemId, warehouseId }))),
  )
  return { pieces, places }
}

/**
 * The warehouse that goods of a line go to: the one that is named now, the one that the return expects them in, the one they were
 * sent from, or the first of all. Refused: WAREHOUSE_UNKNOWN.
 */
export function placeFor(
  held: HeldReturn,
  number: number,
  wished: string | undefined,
  { places }: StockWays,
): { readonly id: string } | { readonly code: string; readonly data: ProblemData } {
  const line = held.lines.find(one => one.line === number)
  const id =
    wished ?? line?.warehouseId ?? held.warehouseId ?? line?.sentFrom ?? places.find(one => one.active)?.id
  const known = places.find(place => place.id === id)
  return known ? { id: known.id } : { code: 'WAREHOUSE_UNKNOWN', data: { warehouse: id ?? '' } }
}

/**
 * Puts goods of returns back into stock by movements whose cause is the return, kits as their parts, and gives them to the orders
 * that wait for them. What no stock is kept of only counts as come. Stock and orders are locked.
 */
export async function restock(
  tx: Tx,
  tenant: string,
  list: readonly PutBack[],
  { pieces }: StockWays,
  by: Doing,
): Promise<Changed> {
  const moves = list.flatMap(({ held, line: number, upTo, warehouseId }) => {
    const line = held.lines.find(one => one.line === number)
    const more = exact(upTo).minus(line?.restocked ?? '0')
    const its = pieces.filter(piece => piece.orderId === held.orderId && piece.line === number)
    return its.map(piece => ({
      itemId: piece.itemId,
      warehouseId,
      quantity: more.times(piece.per).toFixed(),
      reason: 'return' as const,
      causeKind: 'return',
      causeId: held.id,
    }))
  })
  if (moves.length === 0) return {}
  const { changed } = await moveStock(tx, tenant, moves, by.name)
  const moved = list.filter(({ held, line }) =>
    pieces.some(piece => piece.orderId === held.orderId && piece.line === line),
  )
  await noteRestocked(
    tx,
    tenant,
    moved.map(({ held, line, upTo, warehouseId }) => ({
      returnId: held.id,
      line,
      restocked: upTo,
      warehouseId,
    })),
    changed.stock ?? [],
    by,
  )
  return changed
}
