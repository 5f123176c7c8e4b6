import { exact } from '../base/decimal.ts'
import type { WebOrder } from './webOrder.ts'

/** One point in which an order stands otherwise at its shop than here. */
export interface OrderDifference {
  readonly what: 'quantity' | 'price' | 'added' | 'removed' | 'total'
  /** Ours; absent for a line that was added, and for the total. */
  readonly line?: number
  /** Their id of the line. */
  readonly theirs?: string
  readonly name?: string
  readonly sku?: string
  /** Decimal texts; null where there is none on that side. */
  readonly ours: string | null
  readonly shop: string | null
}

/** An order of ours as it is compared. */
export interface ComparedOrder {
  readonly totalGross: string
  readonly lines: readonly ComparedLine[]
}

export interface ComparedLine {
  readonly line: number
  readonly theirs: string
  readonly name: string
  readonly sku: string | null
  readonly quantity: string
  readonly cancelled: string
  readonly unitNet: string | null
  readonly unitGross: string | null
}

/**
 * In what an order's lines and total differ from what its shop says now, line by line; empty where they agree. What was
 * cancelled here does not count as ordered. Pure. Lines are known by their id there, else by their place.
 */
export function differencesOf(ours: ComparedOrder, shop: WebOrder): OrderDifference[] {
  const left = [...shop.lines]
  const found: OrderDifference[] = []
  for (const [at, line] of ours.lines.entries()) {
    const where = left.findIndex(one => line.theirs !== '' && one.ref.theirs === line.theirs)
    const other = where >= 0 ? where : left.indexOf(unnamed(shop, at, line))
    const there = other >= 0 ? left.splice(other, 1)[0] : undefined
    found.push(...(there ? lineDifferences(line, there) : removed(line)))
  }
  for (const one of left)
    found.push({
      what: 'added',
      theirs: one.ref.theirs,
      name: one.name,
      ...(one.item?.sku === undefined ? {} : { sku: one.item.sku }),
      ours: null,
      shop: one.quantity,
    })
  if (shop.totalGross !== undefined && !exact(shop.totalGross).equals(ours.totalGross))
    found.push({ what: 'total', ours: plain(ours.totalGross), shop: plain(shop.totalGross) })
  return found
}

type ShopOrderLine = WebOrder['lines'][number]

function unnamed(shop: WebOrder, at: number, line: ComparedLine): ShopOrderLine {
  const there = shop.lines[at]
  return there && (line.theirs === '' || there.ref.theirs === '') ? there : nothing
}
const nothing: ShopOrderLine = { ref: { theirs: '' }, kind: '', name: '', quantity: '0' }

function removed(line: ComparedLine): OrderDifference[] {
  const rest = exact(line.quantity).minus(line.cancelled)
  return rest.isZero() ? [] : [{ what: 'removed', ...named(line), ours: rest.toFixed(), shop: null }]
}

function lineDifferences(line: ComparedLine, there: ShopOrderLine): OrderDifference[] {
  const rest = exact(line.quantity).minus(line.cancelled)
  const priced =
    there.unitGross !== undefined
      ? { ours: line.unitGross, shop: there.unitGross }
      : { ours: line.unitNet, shop: there.unitNet }
  // A shop that still shows what was cancelled here says nothing new.
  const sameQuantity = rest.equals(there.quantity) || exact(line.quantity).equals(there.quantity)
  return [
    ...(sameQuantity
      ? []
      : [{ what: 'quantity' as const, ...named(line), ours: rest.toFixed(), shop: plain(there.quantity) }]),
    ...(priced.ours === null || priced.shop === undefined || exact(priced.ours).equals(priced.shop)
      ? []
      : [{ what: 'price' as const, ...named(line), ours: plain(priced.ours), shop: plain(priced.shop) }]),
  ]
}

function named({ line, theirs, name, sku }: ComparedLine) {
  return { line, theirs, name, ...(sku === null ? {} : { sku }) }
}

function plain(decimal: string): string {
  return exact(decimal).toFixed()
}

/** Whether all of these differences were decided about before: nothing new has come. */
export function areKnown(
  differences: readonly OrderDifference[],
  decided: readonly OrderDifference[],
): boolean {
  const points = new Set(decided.map(pointOf))
  return differences.every(one => points.has(pointOf(one)))
}

// What the shop says now; how much of it we have followed does not count.
function pointOf({ what, line, theirs, shop }: OrderDifference): string {
  return [what, line, theirs, shop].join(' ')
}
