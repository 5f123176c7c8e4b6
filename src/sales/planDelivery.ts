import { type Exact, exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import type { DeliverableLine, SetAside, Warehouse } from './deliveryStore.ts'

export interface DeliveryWish {
  readonly orderId: string
  /** Absent: the one where most of it is set aside. */
  readonly warehouseId?: string | undefined
  /** Absent: all that is set aside there. */
  readonly lines?: readonly { readonly line: number; readonly quantity: string }[] | undefined
  readonly packages: readonly Package[]
  /** Absent: now. */
  readonly shippedAt?: Date | undefined
}

export interface Package {
  readonly carrier: string
  readonly tracking: string
  readonly url?: string | undefined
}

/** What leaves a warehouse for one line. */
export interface PlannedLine {
  readonly line: number
  readonly itemId: string
  readonly quantity: string
  /** It lies on stock and leaves it. */
  readonly managed: boolean
}

export type PlannedDelivery =
  | { readonly warehouse: Warehouse; readonly lines: readonly PlannedLine[] }
  | { readonly code: string; readonly data: ProblemData }

/**
 * Decides what a delivery takes from which warehouse. Only what is set aside for the order leaves; items without stock
 * management need none. Codes: WAREHOUSE_UNKNOWN, WAREHOUSE_LOCKED, LINE_UNKNOWN, QUANTITY_INVALID, OUT_OF_STOCK. Pure.
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
  const there = new Map(
    aside
      .filter(one => one.warehouseId === warehouse.id)
      .map(one => [one.line, exact(one.quantity)] as const),
  )
  const ready = (line: DeliverableLine) =>
    line.managed ? (there.get(line.line) ?? exact('0')) : exact(line.open)
  return wish.lines ? named(wish.lines, lines, ready, warehouse) : everything(lines, ready, warehouse)
}

function everything(
  lines: readonly DeliverableLine[],
  ready: (line: DeliverableLine) => Exact,
  warehouse: Warehouse,
): PlannedDelivery {
  const planned = lines.flatMap(line => (ready(line).greaterThan(0) ? [plan(line, ready(line))] : []))
  const first = lines.find(line => exact(line.open).greaterThan(0))
  if (planned.length === 0)
    return { code: 'OUT_OF_STOCK', data: { line: first?.line ?? 1, missing: first?.open ?? '0' } }
  return { warehouse, lines: planned }
}

function named(
  wanted: readonly { readonly line: number; readonly quantity: string }[],
  lines: readonly DeliverableLine[],
  ready: (line: DeliverableLine) => Exact,
  warehouse: Warehouse,
): PlannedDelivery {
  const planned: PlannedLine[] = []
  for (const { line: number, quantity } of wanted) {
    const line = lines.find(one => one.line === number)
    if (!line || planned.some(one => one.line === number))
      return { code: 'LINE_UNKNOWN', data: { line: number } }
    if (
      !/^\d{1,9}(\.\d{1,10})?$/.test(quantity) ||
      exact(quantity).isZero() ||
      exact(quantity).greaterThan(line.open)
    )
      return { code: 'QUANTITY_INVALID', data: { line: number, quantity } }
    const missing = exact(quantity).minus(ready(line))
    if (missing.greaterThan(0))
      return { code: 'OUT_OF_STOCK', data: { line: number, missing: missing.toFixed() } }
    planned.push(plan(line, exact(quantity)))
  }
  return planned.length === 0 ? { code: 'LINE_UNKNOWN', data: { line: 0 } } : { warehouse, lines: planned }
}

function plan(line: DeliverableLine, quantity: Exact): PlannedLine {
  return { line: line.line, itemId: line.itemId, quantity: quantity.toFixed(), managed: line.managed }
}

// Where most pieces lie; among equals, and where nothing has to lie anywhere, the first by priority.
function bestWarehouse(aside: readonly SetAside[], warehouses: readonly Warehouse[]): Warehouse | undefined {
  const pieces = (warehouse: Warehouse) =>
    aside
      .filter(one => one.warehouseId === warehouse.id)
      .reduce((sum, one) => sum.plus(one.quantity), exact('0'))
  return warehouses.filter(one => !one.locked).toSorted((a, b) => pieces(b).comparedTo(pieces(a)))[0]
}
