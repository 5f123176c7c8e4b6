/** Prices as they are stored: net, whatever comes in. */
import { invalid } from '../shopError.ts'
import type { ShopState } from '../state.ts'
import { type Json, numberOf, type Row, rowsOf, textOf } from '../wire.ts'

/** Gross comes from groups with taxInput, net from all others; the whole list is replaced. Throws ShopError 400. */
export function readPrices(state: ShopState, given: Json | undefined, tax: number): readonly Row[] {
  return rowsOf(given).map(price => {
    const key = textOf(price['customerGroupKey']) || 'EK'
    const group = state.tables.customerGroups.find('key', key)
    if (!group) throw invalid(`prices: Customer Group by key ${key} not found`)
    if (textOf(price['price']) === '') throw invalid('prices: price is missing')
    const net = (value: Json | undefined) =>
      group['taxInput'] === true ? (numberOf(value) / (100 + tax)) * 100 : numberOf(value)
    return {
      customerGroupKey: key,
      from: numberOf(price['from']) || 1,
      to: textOf(price['to']) === '' ? 'beliebig' : toOf(price['to']),
      price: net(price['price']),
      pseudoPrice: net(price['pseudoPrice']),
      regulationPrice: net(price['regulationPrice']),
    }
  })
}

function toOf(value: Json | undefined): Json {
  return value === 'beliebig' ? value : numberOf(value)
}

/** Prices as they are answered: net, or gross for groups with taxInput where that was asked for. */
export function shownPrices(state: ShopState, variant: Row, tax: number, gross: boolean): readonly Row[] {
  return rowsOf(variant['prices']).map((price, n) => {
    const group = state.tables.customerGroups.find('key', price['customerGroupKey'] ?? '')
    const factor = gross && group?.['taxInput'] === true ? (100 + tax) / 100 : 1
    return {
      id: numberOf(variant['id']) * 100 + n,
      articleId: variant['articleId'] ?? null,
      articleDetailsId: variant['id'] ?? null,
      ...price,
      price: numberOf(price['price']) * factor,
      pseudoPrice: numberOf(price['pseudoPrice']) * factor,
      customerGroup: group ?? null,
    }
  })
}

/** What a piece costs in the shop for that group, net; undefined where there is no price. */
export function priceOf(variant: Row, group: string, quantity: number): number | undefined {
  const fitting = rowsOf(variant['prices']).filter(
    ({ customerGroupKey, from, to }) =>
      customerGroupKey === group &&
      numberOf(from) <= quantity &&
      (to === 'beliebig' || numberOf(to) >= quantity),
  )
  // Of two scales that are open at their end the one that comes first counts.
  const [first] = fitting
  return first && numberOf(first['price'])
}
