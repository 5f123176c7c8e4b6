import { exact } from '../base/decimal.ts'
import { amountOf, type SaidPrice } from './amount.ts'
import type { Refused } from './problems.ts'

/** A price from a quantity on, as it was given: net or gross. */
export type GivenScale = { readonly from: string } & SaidPrice

/** Why prices cannot be stored as they were given: one said net and gross, or neither. */
export function objectionToPrices(prices: readonly SaidPrice[]): Pick<Refused, 'code' | 'data'> | undefined {
  const twice = prices.find(price => amountOf(price) === 'twice')
  if (twice) return { code: 'PRICE_SAID_TWICE', data: { net: twice.net ?? '', gross: twice.gross ?? '' } }
  return prices.some(price => amountOf(price) === null) ? { code: 'PRICE_NEEDED', data: {} } : undefined
}

/** The scales as rows, each quantity once: of two from one quantity the last one counts. */
export function scaleRows(scales: readonly GivenScale[]): { from: string; net?: string; gross?: string }[] {
  const rows = scales.flatMap(scale => {
    const amount = amountOf(scale)
    return amount && amount !== 'twice' ? [{ from: exact(scale.from).toFixed(), ...amount }] : []
  })
  return [...new Map(rows.map(row => [row.from, row])).values()]
}
