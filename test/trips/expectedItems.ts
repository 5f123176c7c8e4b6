import { exact, rounded } from '../../src/base/decimal.ts'
import { specialDays, type TripItem } from './catalogue.ts'
import { quantities, type ShownItem, type TripGroup, tripGroups } from './shownItem.ts'

/** What a shop has to show of a catalogue: reckoned plainly from what the merchant entered, with nothing of the product. */
export function expectedItems(
  catalogue: readonly TripItem[],
  { pictures, priceDigits }: { readonly pictures: readonly string[]; readonly priceDigits: number },
): readonly ShownItem[] {
  const byNumber = new Map(catalogue.map(item => [item.itemNumber, item]))
  const children = Map.groupBy(
    catalogue.filter(item => item.parent !== undefined),
    item => item.parent,
  )
  return catalogue.map(item => {
    const { de, en } = item.texts
    const above = byNumber.get(item.parent ?? '')
    const told = above ?? item
    const shownPrice = (net: string) => plain(rounded(exact(net), priceDigits).toFixed())
    const stock = (children.get(item.itemNumber) ?? [item]).reduce(
      (sum, one) => sum.plus(one.stock),
      exact('0'),
    )
    return {
      itemNumber: item.itemNumber,
      names: { de: de.name, en: en.name },
      descriptions: { de: de.description, en: en.description },
      shortDescriptions: { de: de.shortDescription, en: en.shortDescription },
      taxRate: item.reduced ? '7' : '19',
      gtin: item.gtin ?? '',
      weight: plain(item.weight),
      manufacturer: told.manufacturer ?? '',
      categories: item.category === undefined ? [] : [item.category],
      characteristics: told.material === undefined ? [] : [`Material: ${told.material}`],
      attributes: told.attributes,
      prices: Object.fromEntries(
        tripGroups.flatMap(group =>
          quantities.map(quantity => [`${group} ${quantity}`, shownPrice(usualPrice(item, group, quantity))]),
        ),
      ),
      specials: item.special
        ? Object.fromEntries(
            tripGroups.map(group => [
              group,
              `${shownPrice(item.special?.net ?? '')} ${specialDays.from} ${specialDays.last}`,
            ]),
          )
        : {},
      stock: stock.toFixed(),
      parent: item.parent ?? '',
      variations: Object.entries(item.variations ?? {}).map(
        ([name, values]) => `${name}: ${values.join(', ')}`,
      ),
      chosen: Object.entries(item.chosen ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .sort(),
      images: item.images.map(at => pictures[at] ?? ''),
    }
  })
}

/** A decimal number without zeros that say nothing. */
export function plain(number: string): string {
  return exact(number).toFixed()
}

// Dealers have prices of their own for some items; else everybody pays by the quantity.
function usualPrice(item: TripItem, group: TripGroup, quantity: string): string {
  const own = group === 'Händler' ? item.dealers : undefined
  const reached = (own ?? item.scales ?? []).filter(scale => Number(scale.from) <= Number(quantity))
  return reached.at(-1)?.net ?? item.netPrice
}
