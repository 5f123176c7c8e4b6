import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import { holdLevels, keyOf, type MoveRow, storeMoves, tooLow, whyNoLevel } from './levelStore.ts'
import { stockProblem } from './problems.ts'
import { isRefusedStock, type RefusedStock, refusedStock, throwRefusedStock } from './refusedStock.ts'
import {
  countedBefore,
  countUp,
  endStocktaking,
  holdStocktaking,
  insertLines,
  insertStocktaking,
  noteMovements,
  type OpenLine,
  openLines,
  storeCounts,
} from './stocktakingStore.ts'

/** So many items of a list are looked at in one statement. */
const atOnce = 5000

/**
 * Begins to count a warehouse: everything that has a balance there, or these items. What is found besides is added by
 * counting it. Throws STOCKTAKING_OPEN (one at a time), WAREHOUSE_UNKNOWN, STOCK_ITEM_UNKNOWN, STOCK_NOT_OWN.
 */
export async function startStocktaking(
  tx: Tx,
  tenant: string,
  wish: {
    readonly warehouseId: string
    readonly name: string
    readonly note?: string | undefined
    readonly itemIds?: readonly string[] | undefined
  },
  actor: string,
): Promise<{ id: string; lines: number }> {
  const { warehouseId, name, note = '', itemIds } = wish
  const stocktaking = { id: newId(), warehouseId, name, note }
  const [warehouse] = await tx.query(`select from warehouse where tenant_id = $1 and id = $2`, [
    tenant,
    warehouseId,
  ])
  if (!warehouse) throw stockProblem('WAREHOUSE_UNKNOWN', { warehouse: warehouseId })
  if (itemIds) {
    const places = [...new Set(itemIds)].map(itemId => ({ itemId, warehouseId }))
    const own = await tx.query<{ id: string }>(
      `select id from item where tenant_id = $1 and id = any($2::uuid[]) and rank = 0`,
      [tenant, places.map(place => place.itemId)],
    )
    const known = new Set(own.map(row => row.id))
    const strange = places.filter(place => !known.has(place.itemId)).slice(0, 1)
    const [refused] = (await whyNoLevel(tx, tenant, strange)).values()
    throwIfRefused(refused)
  }
  await insertStocktaking(tx, tenant, stocktaking, actor)
  return { id: stocktaking.id, lines: await insertLines(tx, tenant, stocktaking, itemIds) }
}

function throwIfRefused(refused: RefusedStock | undefined): void {
  if (refused) throwRefusedStock(refused)
}

export interface Counted {
  /** The item. */
  readonly id: string
  readonly did: 'counted'
  readonly counted: string
  /** What the books said at that moment. */
  readonly booked: string
  /** What closing will book: counted − booked. */
  readonly difference: string
}

/** What was counted of an item; `add`: besides what was counted of it before, as who scans piece by piece does. */
export interface Count {
  readonly itemId: string
  readonly counted: string
  readonly add?: boolean | undefined
}

/**
 * Writes down what was counted, beside what the books say under the lock of the balance: what moves between now and the
 * closing does no harm. One result per element, refused ones (STOCK_ITEM_UNKNOWN, STOCK_NOT_OWN) leave the others alone; of an
 * item that is counted again, the last count counts; what is added belongs to the count that it is added to, and is compared
 * with what the books said then. Throws STOCKTAKING_UNKNOWN, STOCKTAKING_CLOSED.
 */
export async function countStock(
  tx: Tx,
  tenant: string,
  id: string,
  list: readonly Count[],
  actor: string,
  now: Date,
): Promise<{ results: (Counted | RefusedStock)[]; version: number; changed: Changed }> {
  const { warehouseId, version } = await holdStocktaking(tx, tenant, id)
  if (list.length === 0) return { results: [], version, changed: {} }
  const places = list.map(one => ({ itemId: one.itemId, warehouseId }))
  const levels = await holdLevels(tx, tenant, places)
  const missing = await whyNoLevel(
    tx,
    tenant,
    places.filter(place => !levels.has(keyOf(place))),
  )
  const adding = list.filter(one => one.add).map(one => one.itemId)
  const before = await countedBefore(tx, tenant, id, adding)
  const results = list.map(({ itemId, counted, add }): Counted | RefusedStock => {
    const key = keyOf({ itemId, warehouseId })
    const level = levels.get(key)
    if (!level) return missing.get(key) ?? refusedStock(itemId, 'STOCK_ITEM_UNKNOWN', { item: itemId })
    const first = add ? before.get(itemId) : undefined
    const [here, books] = [exact(first?.counted ?? '0').plus(counted), exact(first?.booked ?? level.onHand)]
    const difference = here.minus(books).toFixed()
    before.set(itemId, { counted: here.toFixed(), booked: books.toFixed() })
    return { id: itemId, did: 'counted', counted: here.toFixed(), booked: books.toFixed(), difference }
  })
  const last = new Map(results.flatMap(one => (isRefusedStock(one) ? [] : [[one.id, one] as const])))
  const lines = [...last.values()].map(({ id: itemId, counted, booked }) => ({ itemId, counted, booked }))
  await storeCounts(tx, tenant, id, lines, { actor, now })
  return { results, version: await countUp(tx, tenant, id), changed: {} }
}

export interface ClosedLine {
  /** The item. */
  readonly id: string
  readonly did: 'booked' | 'equal'
  /** What was booked: "-2", or "0". */
  readonly quantity: string
}

/** What closing did. `lines`: those with a difference or without a count, one result each; all others are equal. */
export interface Closing {
  readonly state: 'open' | 'closed'
  readonly version: number
  readonly booked: number
  readonly equal: number
  /** Not counted, and left as they are. */
  readonly left: number
  readonly lines: readonly (ClosedLine | RefusedStock)[]
}

/**
 * Books the differences (reason `stocktaking`, cause the stocktaking) and ends it. Lines that cannot be booked (STOCK_TOO_LOW:
 * an order has pieces set aside that are not there) are refused and stay, and the stocktaking stays open until they are counted
 * again, or the allocation is taken from the order. What was not counted is left, or with `zero` is taken to be gone.
 * Throws STOCKTAKING_UNKNOWN, STOCKTAKING_CLOSED (two at once: one does it), STOCKTAKING_CHANGED (counted on meanwhile).
 */
export async function closeStocktaking(
  tx: Tx,
  tenant: string,
  id: string,
  how: { readonly version?: number | undefined; readonly uncounted: 'leave' | 'zero' },
  actor: string,
  now: Date,
): Promise<{ closing: Closing; changed: Changed }> {
  const { name, warehouseId, version } = await holdStocktaking(tx, tenant, id)
  if (how.version !== undefined && how.version !== version)
    throw stockProblem('STOCKTAKING_CHANGED', { name, version: String(version) })
  const open = await openLines(tx, tenant, id)
  const [total] = await tx.query<{ count: number }>(
    `select count(*)::int as count from stocktaking_line where tenant_id = $1 and stocktaking_id = $2`,
    [tenant, id],
  )
  const touched = open.filter(line => line.counted !== null || how.uncounted === 'zero')
  const lines: (ClosedLine | RefusedStock)[] = []
  // In the order of the items, so that balances are locked in it, too.
  for (let at = 0; at < touched.length; at += atOnce)
    lines.push(
      ...(await bookLines(tx, tenant, { id, warehouseId }, touched.slice(at, at + atOnce), actor, now)),
    )
  const refused = lines.filter(isRefusedStock).length
  const booked = lines.filter(line => line.did === 'booked')
  const left = open.length - touched.length
  if (refused === 0) await endStocktaking(tx, tenant, id, 'closed', { actor, now })
  const closing: Closing = {
    state: refused === 0 ? 'closed' : 'open',
    version: refused === 0 ? version + 1 : await countUp(tx, tenant, id),
    booked: booked.length,
    equal: (total?.count ?? 0) - left - refused - booked.length,
    left,
    lines,
  }
  const items = booked.map(line => line.id).sort()
  return { closing, changed: items.length > 0 ? { stock: items } : {} }
}

async function bookLines(
  tx: Tx,
  tenant: string,
  { id, warehouseId }: { readonly id: string; readonly warehouseId: string },
  lines: readonly OpenLine[],
  actor: string,
  now: Date,
): Promise<(ClosedLine | RefusedStock)[]> {
  const places = lines.map(line => ({ itemId: line.itemId, warehouseId }))
  const levels = await holdLevels(tx, tenant, places)
  const missing = await whyNoLevel(
    tx,
    tenant,
    places.filter(place => !levels.has(keyOf(place))),
  )
  const rows: MoveRow[] = []
  const gone: { itemId: string; counted: string; booked: string }[] = []
  const results = lines.map(({ itemId, counted, booked }): ClosedLine | RefusedStock => {
    const key = keyOf({ itemId, warehouseId })
    const level = levels.get(key)
    if (!level) return missing.get(key) ?? refusedStock(itemId, 'STOCK_ITEM_UNKNOWN', { item: itemId })
    const onHand = exact(level.onHand)
    const quantity = counted === null ? onHand.negated() : exact(counted).minus(exact(booked ?? '0'))
    const refused = tooLow(level, onHand, quantity)
    if (refused) return refused
    if (counted === null) gone.push({ itemId, counted: '0', booked: onHand.toFixed() })
    if (quantity.isZero()) return { id: itemId, did: 'equal', quantity: '0' }
    rows.push({
      id: newId(),
      itemId,
      warehouseId,
      quantity: quantity.toFixed(),
      reason: 'stocktaking',
      causeKind: 'stocktaking',
      causeId: id,
    })
    return { id: itemId, did: 'booked', quantity: quantity.toFixed() }
  })
  await storeCounts(tx, tenant, id, gone, { actor, now })
  await storeMoves(tx, tenant, rows, actor)
  await noteMovements(
    tx,
    tenant,
    id,
    rows.map(row => ({ itemId: row.itemId, movementId: row.id })),
  )
  return results
}

/**
 * Ends a stocktaking without booking anything; differences that an earlier closing has booked stay booked. Throws
 * STOCKTAKING_UNKNOWN, STOCKTAKING_CLOSED.
 */
export async function cancelStocktaking(
  tx: Tx,
  tenant: string,
  id: string,
  actor: string,
  now: Date,
): Promise<void> {
  await holdStocktaking(tx, tenant, id)
  await endStocktaking(tx, tenant, id, 'cancelled', { actor, now })
}
