import type { PriceState, SendResult } from '../../port/outgoing.ts'
import { rowKey } from './keys.ts'
import { dayOf } from './payloads.ts'
import type { Setup } from './setup.ts'
import { element } from './xml.ts'

/** The full price set of an item: what all pay, and a list for each group. The shop sets all groups to the first where one is left out. */
export function priceSet(no: number, prices: readonly PriceState[], setup: Setup) {
  const kArtikel = String(no)
  const lists = setup.groups.flatMap(({ key }, at) => {
    const price = priceFor(key, prices)
    if (!price) return []
    const kPreis = rowKey(no, at)
    // From 0 and from 1 is the same there: the later of two says the price.
    const nets = new Map(price.scales.map(({ from, net }) => [scaleFrom(from), net]))
    const details = [...nets].map(([nAnzahlAb, fNettoPreis]) =>
      element('tpreisdetail', { kPreis }, { nAnzahlAb, fNettoPreis }),
    )
    return [element('tpreis', { kPreis, kArtikel, kKundenGruppe: key, kKunde: 0 }, {}, details)]
  })
  return { fStandardpreisNetto: standardPrice(prices, setup), lists }
}

/** The one special price of an item with what each group pays then; nothing where there is none. */
export function specialPrice(
  no: number,
  prices: readonly PriceState[],
  setup: Setup,
  timeZone: string,
): readonly string[] {
  const specials = setup.groups.flatMap(({ key }) => {
    const special = priceFor(key, prices)?.special ?? prices.find(price => !price.group)?.special
    return special ? [{ key, special }] : []
  })
  const [first] = specials
  if (!first) return []
  const { from, until } = first.special
  const last = until === undefined ? undefined : new Date(Date.parse(until) - 1).toISOString()
  return [
    element(
      'tartikelsonderpreis',
      { kArtikelSonderpreis: no, kArtikel: no },
      {
        cAktiv: 'Y',
        // A begin is asked for; the end is the last day on which it holds.
        dStart: dayOf(from ?? '2000-01-01T00:00:00Z', timeZone),
        dEnde: dayOf(last, timeZone),
        nAnzahl: '0',
        nIstAnzahl: '0',
        nIstDatum: last === undefined ? '0' : '1',
      },
      specials.map(({ key, special }) =>
        element(
          'tsonderpreise',
          { kArtikelSonderpreis: no, kKundengruppe: key },
          { fNettoPreis: special.net },
        ),
      ),
    ),
  ]
}

/** What the shop could not take of these prices: a group that it does not have, special prices of several times. */
export function priceProblem(prices: readonly PriceState[], { groups }: Setup): SendResult | undefined {
  const unknown = prices.find(({ group }) => group && !groups.some(one => one.key === group.theirs))?.group
  if (unknown)
    return { result: 'rejected', code: 'CUSTOMER_GROUP_UNKNOWN', field: 'prices.group', text: unknown.theirs }
  const times = new Set(
    prices.flatMap(({ special }) => (special ? [`${special.from ?? ''} ${special.until ?? ''}`] : [])),
  )
  if (times.size > 1)
    return {
      result: 'rejected',
      code: 'SPECIAL_PRICES_DIFFER',
      field: 'prices.special',
      text: `${times.size}`,
    }
  if (prices.every(price => price.scales.length === 0))
    return { result: 'rejected', code: 'PRICE_MISSING', field: 'prices', text: 'no price' }
  return undefined
}

function standardPrice(prices: readonly PriceState[], { groups }: Setup): string {
  const ofAll = prices.find(price => !price.group) ?? priceFor(groups[0]?.key ?? '', prices) ?? prices[0]
  const scales = ofAll?.scales ?? []
  return (scales.findLast(({ from }) => scaleFrom(from) === 0) ?? scales[0])?.net ?? '0'
}

// A group without a price list of its own pays what all pay.
function priceFor(group: string, prices: readonly PriceState[]): PriceState | undefined {
  return prices.find(price => price.group?.theirs === group) ?? prices.find(price => !price.group)
}

// The first price counts from quantity 0. Scales are whole numbers: from 2.5 on is from 3 on.
function scaleFrom(from: string): number {
  const quantity = Math.ceil(Number(from))
  return quantity <= 1 ? 0 : quantity
}
