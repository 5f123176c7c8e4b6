import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { type Exact, exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import {
  holdLevels,
  keyOf,
  type Level,
  type MoveRow,
  type Place,
  storeMoves,
  tooLow,
  whyNoLevel,
} from './levelStore.ts'
import { type RefusedStock, refusedStock } from './refusedStock.ts'

/** Pieces that go from one warehouse to another. */
export interface Transfer {
  readonly itemId: string
  readonly fromWarehouseId: string
  readonly toWarehouseId: string
  /** Above 0. */
  readonly quantity: string
  readonly note?: string | undefined
}

export interface Transferred {
  /** The item. */
  readonly id: string
  readonly did: 'booked'
  /** The cause that all movements of the list share. */
  readonly transferId: string
  /** What lies there after this element. */
  readonly fromOnHand: string
  readonly toOnHand: string
}

/**
 * Takes pieces from one warehouse to another: two movements each, so that there are never more or fewer of them. One result
 * per element, refused ones (STOCK_TOO_LOW, SAME_WAREHOUSE, QUANTITY_NOT_POSITIVE, WAREHOUSE_UNKNOWN, STOCK_ITEM_UNKNOWN,
 * STOCK_NOT_OWN) leave the others alone. Pieces that are set aside for an order stay where they are. All movements of a call
 * name one cause (`transfer`). A warehouse that is locked for shipment can be transferred from: it is customers who get nothing.
 */
export async function transferStock(
  tx: Tx,
  tenant: string,
  list: readonly Transfer[],
  actor: string,
): Promise<{ results: (Transferred | RefusedStock)[]; changed: Changed }> {
  if (list.length === 0) return { results: [], changed: {} }
  const places = list.flatMap(one => [fromOf(one), toOf(one)])
  // Both ends in one sorted list: two transfers against each other lock the same rows in the same order.
  const levels = await holdLevels(tx, tenant, places)
  const missing = await whyNoLevel(
    tx,
    tenant,
    places.filter(place => !levels.has(keyOf(place))),
  )
  const lying = new Map([...levels].map(([key, level]) => [key, exact(level.onHand)]))
  const transferId = newId()
  const rows: MoveRow[] = []
  const results = list.map((one): Transferred | RefusedStock => {
    const [from, to] = [keyOf(fromOf(one)), keyOf(toOf(one))]
    const level = levels.get(from)
    const refused = missing.get(from) ?? missing.get(to) ?? (level && whyNot(one, level, lying.get(from)))
    if (refused) return refused
    const [quantity, there, here] = [exact(one.quantity), lying.get(from), lying.get(to)]
    if (!there || !here) throw new TypeError('a place without a balance has a reason')
    lying.set(from, there.minus(quantity)).set(to, here.plus(quantity))
    rows.push(
      moveOf(one, fromOf(one), quantity.negated(), transferId),
      moveOf(one, toOf(one), quantity, transferId),
    )
    return {
      id: one.itemId,
      did: 'booked',
      transferId,
      fromOnHand: there.minus(quantity).toFixed(),
      toOnHand: here.plus(quantity).toFixed(),
    }
  })
  await storeMoves(tx, tenant, rows, actor)
  const items = [...new Set(rows.map(row => row.itemId))].sort()
  // Whether the offer changes depends on the locks of both warehouses, which may change at the same time: always told.
  return { results, changed: items.length > 0 ? { stock: items } : {} }
}

const fromOf = (one: Transfer): Place => ({ itemId: one.itemId, warehouseId: one.fromWarehouseId })
const toOf = (one: Transfer): Place => ({ itemId: one.itemId, warehouseId: one.toWarehouseId })

function whyNot(one: Transfer, level: Level, onHand: Exact | undefined): RefusedStock | undefined {
  const quantity = exact(one.quantity)
  const data = { item: level.itemNumber, warehouse: level.warehouse, quantity: quantity.toFixed() }
  if (one.fromWarehouseId === one.toWarehouseId) return refusedStock(one.itemId, 'SAME_WAREHOUSE', data)
  if (!quantity.greaterThan(0)) return refusedStock(one.itemId, 'QUANTITY_NOT_POSITIVE', data)
  return tooLow(level, onHand ?? exact('0'), quantity.negated())
}

function moveOf(one: Transfer, place: Place, quantity: Exact, causeId: string): MoveRow {
  const cause = { causeKind: 'transfer', causeId, note: one.note }
  return { ...place, ...cause, id: newId(), quantity: quantity.toFixed(), reason: 'transfer' }
}
