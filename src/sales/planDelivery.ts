import { type Exact, exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import type { DeliverableLine, SetAside, Warehouse } from './deliveryStore.ts'
import type { Package } from './packages.ts'

export interface DeliveryWish {
  readonly orderId: string
  /** Absent: the one where most of it is set aside. */
  readonly warehouseId?: string | undefined
  /** Absent: all that is set aside there. */
  readonly lines?: readonly { readonly line: number; readonly quantity: string }[] | undefined
  readonly packages: readonly Package[]
  /** False: only a delivery note; it is shipped later. */
  readonly ship?: boolean | undefined
  /** Absent: now. */
  readonly shippedAt?: Date | undefined
}

/** What leaves a warehouse for one line. */
export interface PlannedLine {
  readonly line: number
  readonly itemId: string
  readonly quantity: string
  /** What leaves which warehouse for it; nothing where no stock is kept of it. */
  readonly taken: readonly Piece[]
}

/** Pieces of an item that leave a warehouse. */
export interface Piece {
  readonly itemId: string
  readonly warehouse: string
  readonly quantity: string
}

export type PlannedDelivery =
  | { readonly warehouse: Warehouse; readonly lines: readonly PlannedLine[] }
  | { readonly code: string; readonly data: ProblemData }

/**
 * Decides what a delivery takes from which warehouse. Only what is set aside for the order leaves; items without stock
 * management need none. A kit leaves the warehouse where all its parts lie; of those that lie together nowhere the parts are
 * taken from several. Lines that are locked, or of parent items, stay. Codes: WAREHOUSE_UNKNOWN, WAREHOUSE_LOCKED, LINE_UNKNOWN,
 * QUANTITY_INVALID, OUT_OF_STOCK, SHIPPING_LOCK, PARENT_ITEM. Pure.
 */
export function planDelivery(
  wish: DeliveryWish,
  lines: readonly DeliverableLine[],
  aside: readonly SetAside[],
  warehouses: readonly Warehouse[],
): PlannedDelivery {
  const warehouse = wish.warehouseId
    ? warehouses.find(one => one.id === wish.warehouseId)
    : bestWarehouse(aside, warehouses)
  if (!warehouse) return { code: 'WAREHOUSE_UNKNOWN', data: { warehouse: wish.warehouseId ?? '' } }
  if (warehouse.locked) return { code: 'WAREHOUSE_LOCKED', data: { warehouse: warehouse.code } }
  const shelf = shelfOf(warehouse, aside, warehouses)
  return wish.lines ? named(wish.lines, lines, shelf) : everything(lines, shelf)
}

/** What lies ready for a line, seen from the warehouse that delivers. */
interface Shelf {
  readonly warehouse: Warehouse
  ready(line: DeliverableLine): Exact
  take(line: DeliverableLine, quantity: Exact): readonly Piece[]
}

function shelfOf(warehouse: Warehouse, aside: readonly SetAside[], warehouses: readonly Warehouse[]): Shelf {
  const open = warehouses.filter(one => !one.locked)
  const lying = (line: DeliverableLine, itemId: string, from: Warehouse) =>
    aside
      .filter(one => one.line === line.line && one.itemId === itemId && one.warehouseId === from.id)
      .reduce((sum, one) => sum.plus(one.quantity), exact('0'))
  const kits = { open, others: open.filter(one => one.id !== warehouse.id), lying }
  return {
    warehouse,
    ready: line =>
      !line.managed
        ? exact(line.open)
        : line.parts
          ? readyKits(kits, line, line.parts)
          : lying(line, line.itemId, warehouse),
    take: (line, quantity) =>
      !line.managed
        ? []
        : line.parts
          ? takeParts(kits, warehouse, line, line.parts, quantity)
          : [{ itemId: line.itemId, warehouse: warehouse.id, quantity: quantity.toFixed() }],
  }
}

interface KitShelf {
  readonly open: readonly Warehouse[]
  readonly others: readonly Warehouse[]
  lying(line: DeliverableLine, itemId: string, from: Warehouse): Exact
}
type Parts = NonNullable<DeliverableLine['parts']>

// All kits that the parts make, less those that lie complete in other warehouses: they leave from there.
function readyKits(shelf: KitShelf, line: DeliverableLine, parts: Parts): Exact {
  const elsewhere = shelf.others
    .map(one => completeIn(shelf, line, parts, one))
    .reduce((sum, kits) => sum.plus(kits), exact('0'))
  const all = (part: Parts[number]) =>
    shelf.open.reduce((sum, one) => sum.plus(shelf.lying(line, part.itemId, one)), exact('0'))
  const isWhole = parts.every(part => all(part).equals(exact(line.open).times(part.perKit)))
  const kits = isWhole
    ? exact(line.open)
    : least(parts.map(part => all(part).dividedToIntegerBy(part.perKit)))
  return kits.minus(elsewhere)
}

function completeIn(shelf: KitShelf, line: DeliverableLine, parts: Parts, from: Warehouse): Exact {
  return least(parts.map(part => shelf.lying(line, part.itemId, from).dividedToIntegerBy(part.perKit)))
}

// From the warehouse that delivers first, then from the others by priority, but for what completes kits there.
function takeParts(
  shelf: KitShelf,
  warehouse: Warehouse,
  line: DeliverableLine,
  parts: Parts,
  quantity: Exact,
): Piece[] {
  return parts.flatMap(({ itemId, perKit }) => {
    let wanted = quantity.times(perKit)
    return [warehouse, ...shelf.others].flatMap((from, at) => {
      const kept = at === 0 ? exact('0') : completeIn(shelf, line, parts, from).times(perKit)
      const took = least([wanted, shelf.lying(line, itemId, from).minus(kept)])
      if (took.lessThanOrEqualTo(0)) return []
      wanted = wanted.minus(took)
      return [{ itemId, warehouse: from.id, quantity: took.toFixed() }]
    })
  })
}

const least = (values: readonly Exact[]): Exact =>
  values.reduce((low, one) => (one.lessThan(low) ? one : low))

function everything(lines: readonly DeliverableLine[], shelf: Shelf): PlannedDelivery {
  const free = lines.filter(line => line.barred === null)
  const planned = free.flatMap(line =>
    shelf.ready(line).greaterThan(0) ? [plan(line, shelf.ready(line), shelf)] : [],
  )
  const [first] = free
  const [barred] = lines
  if (!first && barred?.barred) return { code: barred.barred, data: { line: barred.line } }
  if (planned.length === 0)
    return { code: 'OUT_OF_STOCK', data: { line: first?.line ?? 1, missing: first?.open ?? '0' } }
  return { warehouse: shelf.warehouse, lines: planned }
}

function named(
  wanted: readonly { readonly line: number; readonly quantity: string }[],
  lines: readonly DeliverableLine[],
  shelf: Shelf,
): PlannedDelivery {
  const planned: PlannedLine[] = []
  for (const { line: number, quantity } of wanted) {
    const line = lines.find(one => one.line === number)
    if (!line || planned.some(one => one.line === number))
      return { code: 'LINE_UNKNOWN', data: { line: number } }
    if (line.barred) return { code: line.barred, data: { line: number } }
    if (
      !/^\d{1,9}(\.\d{1,10})?$/.test(quantity) ||
      exact(quantity).isZero() ||
      exact(quantity).greaterThan(line.open)
    )
      return { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
    const missing = exact(quantity).minus(shelf.ready(line))
    if (missing.greaterThan(0))
      return { code: 'OUT_OF_STOCK', data: { line: number, missing: missing.toFixed() } }
    planned.push(plan(line, exact(quantity), shelf))
  }
  return planned.length === 0
    ? { code: 'LINE_UNKNOWN', data: { line: 0 } }
    : { warehouse: shelf.warehouse, lines: planned }
}

function plan(line: DeliverableLine, quantity: Exact, shelf: Shelf): PlannedLine {
  const taken = shelf.take(line, quantity)
  return { line: line.line, itemId: line.itemId, quantity: quantity.toFixed(), taken }
}

// Where most pieces lie; among equals, and where nothing has to lie anywhere, the first by priority.
function bestWarehouse(aside: readonly SetAside[], warehouses: readonly Warehouse[]): Warehouse | undefined {
  const pieces = (warehouse: Warehouse) =>
    aside
      .filter(one => one.warehouseId === warehouse.id)
      .reduce((sum, one) => sum.plus(one.quantity), exact('0'))
  return warehouses.filter(one => !one.locked).toSorted((a, b) => pieces(b).comparedTo(pieces(a)))[0]
}
