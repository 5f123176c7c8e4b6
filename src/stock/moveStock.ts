import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { type Exact, exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
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
 * STOCK_TOO_LOW (on hand would fall below what is allocated), WAREHOUSE_UNKNOWN, STOCK_ITEM_UNKNOWN, QUANTITY_ZERO.
 */
export async function moveStock(
  tx: Tx,
  tenant: string,
  moves: readonly Move[],
  actor: string,
): Promise<{ results: BookedMove[]; changed: Changed }> {
  if (moves.length === 0) return { results: [], changed: {} }
  if (moves.some(move => exact(move.quantity).isZero())) throw stockProblem('QUANTITY_ZERO')
  const sums = new Map<string, Exact>()
  for (const move of moves) {
    const key = keyOf(move)
    sums.set(key, (sums.get(key) ?? exact('0')).plus(exact(move.quantity)))
  }
  const levels = await holdLevels(tx, tenant, moves)
  for (const move of moves) {
    const level = levels.get(keyOf(move))
    if (!level) throw await unknownOf(tx, tenant, move)
    const sum = sums.get(keyOf(move)) ?? exact('0')
    if (sum.isNegative() && exact(level.onHand).plus(sum).lessThan(exact(level.allocated)))
      throw stockProblem('STOCK_TOO_LOW', {
        item: level.itemNumber,
        warehouse: level.warehouse,
        onHand: exact(level.onHand).toFixed(),
        allocated: exact(level.allocated).toFixed(),
        quantity: sum.toFixed(),
      })
  }
  const rows = moves.map(move => ({ ...move, id: newId() }))
  const booked = await storeMoves(tx, tenant, rows, actor)
  return {
    results: rows.map(({ id, itemId, warehouseId }) => ({
      id,
      itemId,
      warehouseId,
      onHand: exact(booked.get(`${itemId} ${warehouseId}`) ?? '0').toFixed(),
    })),
    changed: { stock: [...new Set(moves.map(move => move.itemId))].sort() },
  }
}

const keyOf = (move: { itemId: string; warehouseId: string }) => `${move.itemId} ${move.warehouseId}`

interface Level {
  readonly itemId: string
  readonly warehouseId: string
  readonly itemNumber: string
  readonly warehouse: string
  readonly onHand: string
  readonly allocated: string
}

/** The balances of these places, made where there are none yet, locked. Unknown items and warehouses have none. */
async function holdLevels(tx: Tx, tenant: string, moves: readonly Move[]): Promise<Map<string, Level>> {
  const values = [tenant, moves.map(move => move.itemId), moves.map(move => move.warehouseId)]
  // Sent one behind the other without waiting: the balances that the first makes are there for the second.
  const [, rows] = await Promise.all([
    tx.run(
      `insert into stock_level (tenant_id, item_id, warehouse_id)
       select distinct $1::uuid, i.id, w.id from unnest($2::uuid[], $3::uuid[]) as u (item, warehouse)
       join item i on i.tenant_id = $1 and i.id = u.item
       join warehouse w on w.tenant_id = $1 and w.id = u.warehouse
       order by i.id, w.id on conflict do nothing`,
      values,
    ),
    tx.query<Level>(
      `select s.item_id as "itemId", s.warehouse_id as "warehouseId", i.item_number as "itemNumber", w.code as warehouse,
         s.on_hand as "onHand", s.allocated
       from (select distinct item, warehouse from unnest($2::uuid[], $3::uuid[]) as u (item, warehouse)) u
       join stock_level s on s.tenant_id = $1 and s.item_id = u.item and s.warehouse_id = u.warehouse
       join item i on i.tenant_id = $1 and i.id = s.item_id
       join warehouse w on w.tenant_id = $1 and w.id = s.warehouse_id
       order by s.item_id, s.warehouse_id for update of s`,
      values,
    ),
  ])
  return new Map(rows.map(row => [keyOf(row), row]))
}

async function unknownOf(tx: Tx, tenant: string, move: Move): Promise<Error> {
  const [warehouse] = await tx.query(`select from warehouse where tenant_id = $1 and id = $2`, [
    tenant,
    move.warehouseId,
  ])
  return warehouse
    ? stockProblem('STOCK_ITEM_UNKNOWN', { item: move.itemId })
    : stockProblem('WAREHOUSE_UNKNOWN', { warehouse: move.warehouseId })
}

async function storeMoves(
  tx: Tx,
  tenant: string,
  rows: readonly (Move & { readonly id: string })[],
  actor: string,
): Promise<Map<string, string>> {
  const levels = await tx.query<{ itemId: string; warehouseId: string; onHand: string }>(
    `with moved as (
       insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, cause_kind, cause_id, actor, note)
       select $1, r.id, r."itemId", r."warehouseId", r.quantity::numeric, r.reason, coalesce(r."causeKind", 'booking'), coalesce(r."causeId", $4), $3, r.note
       from json_to_recordset($2) as r (id uuid, "itemId" uuid, "warehouseId" uuid, quantity text, reason text,
         "causeKind" text, "causeId" uuid, note text)
       returning item_id, warehouse_id, quantity),
     sums as (select item_id, warehouse_id, sum(quantity) as quantity from moved group by item_id, warehouse_id)
     update stock_level s set on_hand = s.on_hand + sums.quantity from sums
     where s.tenant_id = $1 and s.item_id = sums.item_id and s.warehouse_id = sums.warehouse_id
     returning s.item_id as "itemId", s.warehouse_id as "warehouseId", s.on_hand as "onHand"`,
    [tenant, JSON.stringify(rows), actor, newId()],
  )
  return new Map(levels.map(level => [keyOf(level), level.onHand]))
}
