import pg from 'pg'
import { TryAgain, type Tx } from '../base/database.ts'
import { type Exact, exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import { type RefusedStock, refusedStock } from './refusedStock.ts'

/** Where something lies: an item in a warehouse. */
export interface Place {
  readonly itemId: string
  readonly warehouseId: string
}

/** The balance of a place as it was read under its lock. */
export interface Level extends Place {
  readonly itemNumber: string
  readonly warehouse: string
  readonly onHand: string
  readonly allocated: string
}

/** A booking as it is written. */
export interface MoveRow extends Place {
  readonly id: string
  readonly quantity: string
  readonly reason: string
  readonly causeKind?: string | undefined
  readonly causeId?: string | undefined
  readonly adjustmentReasonId?: string | undefined
  readonly note?: string | undefined
}

/** A place as the key of a map. */
export const keyOf = (place: Place) => `${place.itemId} ${place.warehouseId}`

/**
 * The balances of these places, made where there are none yet, locked in the order of item and warehouse. Unknown items and
 * warehouses have none, nor have parents and kits. Throws `TryAgain` where an item became a parent or a kit meanwhile.
 */
export async function holdLevels(
  tx: Tx,
  tenant: string,
  places: readonly Place[],
): Promise<Map<string, Level>> {
  const values = [tenant, places.map(place => place.itemId), places.map(place => place.warehouseId)]
  // Sent one behind the other without waiting: the balances that the first makes are there for the second.
  const [, rows] = await Promise.all([
    tx.run(
      `insert into stock_level (tenant_id, item_id, warehouse_id)
       select distinct $1::uuid, i.id, w.id from unnest($2::uuid[], $3::uuid[]) as u (item, warehouse)
       join item i on i.tenant_id = $1 and i.id = u.item and i.rank = 0
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
  ]).catch(error => {
    // The next try reads what the item is now, and says so.
    throw error instanceof pg.DatabaseError && error.constraint === 'stock_level_of_own'
      ? new TryAgain('an item became a parent or a kit meanwhile')
      : error
  })
  return new Map(rows.map(row => [keyOf(row), row]))
}

/** Why these places have no balance, by place: no such warehouse, no such item, or one that has no stock of its own. */
export async function whyNoLevel(
  tx: Tx,
  tenant: string,
  places: readonly Place[],
): Promise<Map<string, RefusedStock>> {
  if (places.length === 0) return new Map()
  const rows = await tx.query<Place & { known: boolean; itemNumber: string | null }>(
    `select u.item as "itemId", u.warehouse as "warehouseId", w.id is not null as known, i.item_number as "itemNumber"
     from unnest($2::uuid[], $3::uuid[]) as u (item, warehouse)
     left join item i on i.tenant_id = $1 and i.id = u.item
     left join warehouse w on w.tenant_id = $1 and w.id = u.warehouse`,
    [tenant, places.map(place => place.itemId), places.map(place => place.warehouseId)],
  )
  return new Map(
    rows.map(row => {
      const { itemId: id, warehouseId, itemNumber } = row
      if (!row.known) return [keyOf(row), refusedStock(id, 'WAREHOUSE_UNKNOWN', { warehouse: warehouseId })]
      if (itemNumber === null) return [keyOf(row), refusedStock(id, 'STOCK_ITEM_UNKNOWN', { item: id })]
      return [keyOf(row), refusedStock(id, 'STOCK_NOT_OWN', { item: itemNumber })]
    }),
  )
}

/**
 * Writes movements and changes the balances by their sums, in one statement; the balances are held by the caller. A
 * movement without cause is a `booking`, and all such of the list share one id. Answers what lies in each place now.
 */
export async function storeMoves(
  tx: Tx,
  tenant: string,
  rows: readonly MoveRow[],
  actor: string,
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map()
  const levels = await tx.query<Place & { onHand: string }>(
    `with moved as (
       insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, cause_kind, cause_id, actor, note, adjustment_reason_id)
       select $1, r.id, r."itemId", r."warehouseId", r.quantity::numeric, r.reason, coalesce(r."causeKind", 'booking'),
         coalesce(r."causeId", $4), $3, r.note, r."adjustmentReasonId"
       from json_to_recordset($2) as r (id uuid, "itemId" uuid, "warehouseId" uuid, quantity text, reason text,
         "causeKind" text, "causeId" uuid, note text, "adjustmentReasonId" uuid)
       returning item_id, warehouse_id, quantity),
     sums as (select item_id, warehouse_id, sum(quantity) as quantity from moved group by item_id, warehouse_id)
     update stock_level s set on_hand = s.on_hand + sums.quantity from sums
     where s.tenant_id = $1 and s.item_id = sums.item_id and s.warehouse_id = sums.warehouse_id
     returning s.item_id as "itemId", s.warehouse_id as "warehouseId", s.on_hand as "onHand"`,
    [tenant, JSON.stringify(rows), actor, newId()],
  )
  return new Map(levels.map(level => [keyOf(level), level.onHand]))
}

/** STOCK_TOO_LOW where so much less would leave fewer than are allocated; `onHand` is what lies there before. */
export function tooLow(level: Level, onHand: Exact, quantity: Exact): RefusedStock | undefined {
  const allocated = exact(level.allocated)
  if (!quantity.isNegative() || !onHand.plus(quantity).lessThan(allocated)) return undefined
  return refusedStock(level.itemId, 'STOCK_TOO_LOW', {
    item: level.itemNumber,
    warehouse: level.warehouse,
    onHand: onHand.toFixed(),
    allocated: allocated.toFixed(),
    quantity: quantity.toFixed(),
  })
}
