import { exact } from '../../../base/decimal.ts'
import type { Facts } from '../../../port/connector.ts'
import type { PriceState, SendResult } from '../../../port/outgoing.ts'
import { isPriceType, priceTypesIn } from '../priceTypes.ts'
import { amountText, quantityText } from './wire.ts'

/** What prices are made with. */
export interface PriceSetup {
  readonly facts: Facts
  /** The channel takes prices from a quantity on. */
  readonly quantityPrices: boolean
}

/** All prices of an offer by type, as events carry them (`priceList`). */
export type PriceList = readonly {
  readonly id: string
  readonly quantityPriceList: readonly {
    readonly amount: string
    readonly currency: string
    readonly quantity: string
  }[]
}[]

/** Quantities of one type that a list takes. */
const mostScales = 50

/**
 * The prices of an offer, with tax, each under its type. What holds for everyone stands under the only type that the channel has, where
 * it has one. A special price takes the place of the usual one where it is lower. Without any price of a type: the refusal.
 */
export function priceList(
  prices: readonly PriceState[],
  currency: string,
  { facts, quantityPrices }: PriceSetup,
): PriceList | Extract<SendResult, { readonly result: 'rejected' }> {
  const types = priceTypesIn(facts)
  const lists = new Map<string, PriceState>()
  const everyone = prices.find(price => !price.group && price.scales.length > 0)
  const [only, ...others] = types
  if (everyone && only !== undefined && others.length === 0) lists.set(only, everyone)
  for (const price of prices) if (price.group && price.scales.length > 0) lists.set(price.group.theirs, price)
  const unknown = [...lists.keys()].find(type => !isPriceType(facts, type))
  if (unknown !== undefined) return refused('PRICE_TYPE_UNKNOWN', unknown)
  if (lists.size > 0)
    return [...lists].map(([id, price]) => ({
      id,
      quantityPriceList: rowsOf(price, currency, quantityPrices),
    }))
  return everyone ? refused('PRICE_TYPE_NOT_MAPPED', types.join(', ')) : refused('PRICE_MISSING', 'no price')
}

function rowsOf({ scales, special }: PriceState, currency: string, all: boolean) {
  // From 0 and from 1 is the same there: the later of two says the price.
  const byFrom = new Map(scales.map(({ from, gross }) => [from === '0' ? '1' : from, gross] as const))
  const sorted = [...byFrom].sort(([a], [b]) => exact(a).comparedTo(exact(b))).slice(0, all ? mostScales : 1)
  return sorted.map(([from, usual]) => {
    const isLower = special !== undefined && exact(special.gross).lessThan(exact(usual))
    return {
      amount: amountText(isLower ? special.gross : usual),
      currency,
      quantity: quantityText(from),
    }
  })
}

function refused(code: string, text: string) {
  return { result: 'rejected', code, field: 'priceList', text } as const
}
