import type { ItemState, Outgoing } from '../../src/port/outgoing.ts'

/** An item as a merchant of cups has it: texts of some 500 characters in two languages, one price. */
export function benchItem(no: number): Outgoing<'item'> {
  const text = 'Becher aus Steingut, spülmaschinenfest, von Hand bemalt. '.repeat(8)
  const state: ItemState = {
    itemNumber: `ART-${no}`,
    gtin: '4006381333931',
    active: true,
    texts: {
      de: { name: `Becher ${no}`, description: `<p>${text}</p>`, shortDescription: text.slice(0, 80) },
      en: { name: `Mug ${no}`, description: `<p>${text}</p>`, shortDescription: text.slice(0, 80) },
    },
    taxRate: '19',
    currency: 'EUR',
    prices: [{ scales: [{ from: '1', net: `${no % 90}.95`, gross: '1' }] }],
    stock: { offered: String(no % 40), managed: true, oversell: false },
    categories: [],
    weight: '0.35',
  }
  return { ref: { no, theirs: '' }, place: '', state }
}

/** Its quantity, with its prices for systems that take both together only. */
export function benchStock({ ref, state }: Outgoing<'item'>): Outgoing<'stock'> {
  const { itemNumber, taxRate, currency, prices, stock } = state
  const price = { item: ref, itemNumber, taxRate, currency, prices }
  return { ref, place: '', state: { item: ref, itemNumber, stock }, with: { price } }
}
