import { type Exact, exact, rounded } from '../base/decimal.ts'

/** A rate that shipping costs bear, with its share of them; decimals as text. */
export interface ShippingShare {
  readonly rate: string
  readonly share: string
}

const shareDigits = 12

/**
 * Which rates shipping costs bear. `main`: the one with the largest net sum, the higher of equals. `proportional`: each rate by its
 * part of the net sums, the highest rate first; what is not above zero counts for nothing. Shares add up to exactly 1. Nothing
 * above zero: the highest rate bears all. No lines: no rate, the caller has to say one. Pure.
 */
export function shippingTax(
  lines: readonly { readonly taxRate: string; readonly net: string }[],
  way: 'main' | 'proportional',
): readonly ShippingShare[] {
  const sums = new Map<string, Exact>()
  for (const { taxRate, net } of lines) {
    const rate = exact(taxRate).toFixed()
    sums.set(rate, (sums.get(rate) ?? exact('0')).plus(net))
  }
  const all = [...sums].map(([rate, sum]) => ({ rate, sum })).sort((a, b) => exact(b.rate).comparedTo(a.rate))
  const [highest] = all
  if (!highest) return []
  const bearing = all.filter(({ sum }) => sum.greaterThan(0))
  if (way === 'main' || bearing.length < 2) {
    const main = bearing.reduce(
      (best, one) => (one.sum.greaterThan(best.sum) ? one : best),
      bearing[0] ?? highest,
    )
    return [{ rate: main.rate, share: '1' }]
  }
  const whole = bearing.reduce((sum, one) => sum.plus(one.sum), exact('0'))
  const parts = cut(
    exact('1'),
    bearing.map(({ sum }) => sum.dividedBy(whole)),
    shareDigits,
  )
  return bearing.map(({ rate }, index) => ({ rate, share: (parts[index] ?? exact('0')).toFixed() }))
}

/** Cuts an amount by such shares into amounts of the minor unit that add up to it, in their order. */
export function cutByShares(
  amount: string,
  shares: readonly ShippingShare[],
  minorDigits: number,
): { readonly rate: string; readonly amount: string }[] {
  const parts = cut(
    rounded(exact(amount), minorDigits),
    shares.map(({ share }) => exact(share)),
    minorDigits,
  )
  return shares.map(({ rate }, index) => ({
    rate,
    amount: (parts[index] ?? exact('0')).toFixed(minorDigits),
  }))
}

// Each up to the end of its share: what rounding takes from one it gives to the next, and the last ends at the whole.
function cut(whole: Exact, shares: readonly Exact[], digits: number): Exact[] {
  let before = exact('0')
  let sharesBefore = exact('0')
  return shares.map((share, index) => {
    sharesBefore = sharesBefore.plus(share)
    const end = index === shares.length - 1 ? whole : rounded(whole.times(sharesBefore), digits)
    const part = end.minus(before)
    before = end
    return part
  })
}
