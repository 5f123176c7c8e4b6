import { exact } from '../base/decimal.ts'
import { amountOf, type SaidPrice } from './amount.ts'

/** A price from a quantity on, as it was given: net or gross. */
export type GivenScale = { readonly from: string } & SaidPrice

/** Why prices cannot be stored as they were given: one said net and gross, or neither. */
export function troubleOf(prices: readonly SaidPrice[]): 'PRICE_SAID_TWICE' | 'PRICE_NEEDED' | undefined {
  const amounts = prices.map(amountOf)
  if (amounts.includes('twice')) return 'PRICE_SAID_TWICE'
  return amounts.includes(null) ? 'PRICE_NEEDED' : undefined
}

/** The scales as rows, each quantity once: of two from one quantity the last one counts. */
export function scaleRows(scales: readonly GivenScale[]): { from: string; net?: string; gross?: string }[] {
  const rows = scales.flatMap(scale => {
    const amount = amountOf(scale)
    return amount && amount !== 'twice' ? [{ from: exact(scale.from).toFixed(), ...amount }] : []
  })
  return [...new Map(rows.map(row => [row.from, row])).values()]
}
