import { exact } from '../../base/decimal.ts'
import { jsonNumber } from '../../port/exactJson.ts'
import type { PriceState, SendResult } from '../../port/outgoing.ts'
import type { CustomerGroup } from './globals.ts'

/** The group whose prices hold for every group without its own (the shop names it so in its code). */
export const everyone = 'EK'

/** `to` of the last scale: without it the shop keeps a row that ends nowhere beside the others (verified at 5.7.19). */
const openEnd = 'beliebig'

/**
 * All prices of an item, for the shop replaces them as a whole: with tax for groups that are entered with it (`taxInput`), without
 * for the others. A special price is the price, and the usual one stands beside it, struck out (`pseudoPrice`).
 */
export function priceRows(
  prices: readonly PriceState[],
  groups: readonly CustomerGroup[],
): readonly object[] {
  const lists = new Map<string, PriceState>()
  for (const price of prices) if (!price.group) lists.set(everyone, price)
  for (const price of prices) {
    const key = price.group && groupOf(price.group.theirs, groups)?.key
    if (key !== undefined) lists.set(key, price)
  }
  return [...lists].flatMap(([customerGroupKey, price]) => {
    const isGross = groups.find(one => one.key === customerGroupKey)?.isGross ?? customerGroupKey === everyone
    return rowsOf(price, isGross).map(row => ({ customerGroupKey, ...row }))
  })
}

/** All prices of an item as a part of its variant: they replace those that are there. */
export function pricePart(prices: readonly PriceState[], groups: readonly CustomerGroup[]): object {
  return { prices: priceRows(prices, groups), __options_prices: { replace: true } }
}

/** What the shop could not take of these prices: a group that it does not have, or no price at all. */
export function priceProblem(
  prices: readonly PriceState[],
  groups: readonly CustomerGroup[],
): SendResult | undefined {
  const unknown = prices.find(({ group }) => group && !groupOf(group.theirs, groups))?.group
  if (unknown)
    return { result: 'rejected', code: 'CUSTOMER_GROUP_UNKNOWN', field: 'prices.group', text: unknown.theirs }
  if (prices.every(price => price.scales.length === 0))
    return { result: 'rejected', code: 'PRICE_MISSING', field: 'prices', text: 'no price' }
  return undefined
}

function groupOf(theirs: string, groups: readonly CustomerGroup[]): CustomerGroup | undefined {
  return groups.find(one => one.key === theirs)
}

function rowsOf({ scales, special }: PriceState, isGross: boolean): readonly object[] {
  const amount = ({ net, gross }: { readonly net: string; readonly gross: string }) => (isGross ? gross : net)
  // From 0 and from 1 is the same there, and scales are whole pieces: the later of two says the price.
  const byFrom = new Map(scales.map(scale => [wholeFrom(scale.from), amount(scale)] as const))
  const sorted = [...byFrom].sort(([a], [b]) => a - b)
  const now = special && amount(special)
  return sorted.map(([from, usual], at) => {
    const next = sorted[at + 1]
    const isLower = now !== undefined && exact(now).lt(exact(usual))
    return {
      from: at === 0 ? 1 : from,
      to: next ? next[0] - 1 : openEnd,
      price: jsonNumber(isLower ? now : usual),
      pseudoPrice: isLower ? jsonNumber(usual) : 0,
    }
  })
}

function wholeFrom(from: string): number {
  return Math.max(1, exact(from).ceil().toNumber())
}
