/** From their words to ours: what the system shows of an item. Pure. What it does not tell is absent. */

import type { OutgoingStates, PriceState, StockState } from '../../../src/port/outgoing.ts'
import type { ShownItem } from './payloads.ts'

/** An item; its stock and its names are all that it tells of those. */
export function itemShown(item: ShownItem | undefined): Partial<OutgoingStates['item']> | undefined {
  if (!item) return undefined
  const { names = {}, itemNumber, gtin, active, vat, currency, stock } = item
  return {
    texts: Object.fromEntries(Object.entries(names).map(([language, name]) => [language, { name }])),
    ...(itemNumber === undefined ? {} : { itemNumber }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(active === undefined ? {} : { active }),
    ...(vat === undefined ? {} : { taxRate: vat }),
    ...(currency === undefined ? {} : { currency }),
    ...(stock ? { stock } : {}),
    prices: pricesOf(item),
  }
}

/** The prices of an item. */
export function priceShown(item: ShownItem | undefined): Partial<OutgoingStates['price']> | undefined {
  return item && { prices: pricesOf(item) }
}

/** The quantity that is shown of an item. */
export function stockShown(item: ShownItem | undefined): Partial<{ readonly stock: StockState }> | undefined {
  return item && (item.stock ? { stock: item.stock } : {})
}

// A customer group is known here by its own name alone.
function pricesOf({ prices = [] }: ShownItem): PriceState[] {
  return prices.map(({ group, scales }) => ({
    scales,
    ...(group === null || group === undefined ? {} : { group: { no: 0, theirs: group } }),
  }))
}
