import { compareAmounts, moneyText, netOf } from './amounts.ts'
import { drawNumber } from './chance.ts'
import { foldCode, invoiceKindOf, lineTypeOf } from './lineTypes.ts'
import type { Item, Row } from './types.ts'

/** The items by the folded stock code: one item for all spellings of a code. */
export type Catalogue = ReadonlyMap<string, Item>

/** The rate of everything that is no item, and of codes that are in no catalogue: percent, made. */
export const standardRate = '20'

/**
 * Makes an item of every stock code that was sold at least once for a price: its most frequent spelling,
 * description and price (a tie goes to upper case, to the description that came first, to the lower price).
 * The tax rate is made: one item of twenty has 0 %, as books and children's things have in the UK. Codes that
 * only stand in corrections and cancellations become no item.
 */
export function buildCatalogue(rows: readonly Row[], seed: string): Catalogue {
  const sales = new Map<string, Row[]>()
  const spellings = new Map<string, string[]>()
  for (const row of rows) {
    const key = foldCode(row.code)
    append(spellings, key, row.code)
    if (isSale(row)) append(sales, key, row)
  }
  const keys = [...sales.keys()].sort()
  return new Map(keys.map(key => [key, toItem(key, sales.get(key) ?? [], spellings.get(key) ?? [], seed)]))
}

/** The item that a row means, if its catalogue has one; a code that is no item means none. */
export function itemOf(catalogue: Catalogue, code: string): Item | undefined {
  return catalogue.get(foldCode(code))
}

function isSale(row: Row): boolean {
  return (
    invoiceKindOf(row.invoice) === 'order' &&
    lineTypeOf(row.code) === 'product' &&
    row.quantity > 0 &&
    compareAmounts(row.unitPrice, '0') > 0
  )
}

function toItem(key: string, sales: readonly Row[], spellings: readonly string[], seed: string): Item {
  const taxRate = drawNumber(seed, `tax of ${key}`, 20) === 0 ? '0' : standardRate
  const names = sales.map(row => row.description.trim()).filter(name => name !== '')
  const sku = mostFrequent([...spellings].sort()) ?? key
  const prices = sales.map(row => moneyText(row.unitPrice)).sort(compareAmounts)
  const grossPrice = mostFrequent(prices) ?? '0.00'
  return { sku, name: mostFrequent(names) ?? sku, grossPrice, netPrice: netOf(grossPrice, taxRate), taxRate }
}

/** The value that occurs most; of several the one that comes first. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: string | undefined
  for (const [value, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = value
  }
  return best
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
