import { type Exact, exact, rounded } from '../base/decimal.ts'

/** A price as it was said: without tax or with it, never both. Decimals as text, in the company's currency. */
export type Amount = { readonly net: string } | { readonly gross: string }

/** What a price may be given as: one of both; null or nothing: none. */
export interface SaidPrice {
  readonly net?: string | null | undefined
  readonly gross?: string | null | undefined
}

/** The amount of what was given; null: none; `twice`: both were said. */
export function amountOf({ net, gross }: SaidPrice): Amount | null | 'twice' {
  if (typeof net === 'string') return typeof gross === 'string' ? 'twice' : { net }
  return typeof gross === 'string' ? { gross } : null
}

/** The tax of an item (percent) and the digits that the currency has after the point: what makes net of gross. */
export interface Taxation {
  readonly taxRate: string
  readonly minorDigits: number
}

/** Net prices that follow from gross ones keep so many digits after the point: multiplied again they give the gross price. */
const netDigits = 12

/**
 * What is told of a price. Said gross, it is told exactly as said, and net is gross ÷ (1 + rate) with 12 digits after the
 * point; said net, it is told as said, and gross is rounded once, half up, to the minor unit of the currency.
 */
export function bothOf(amount: Amount, { taxRate, minorDigits }: Taxation): { net: string; gross: string } {
  const factor = taxFactor(taxRate)
  if ('net' in amount) {
    const net = exact(amount.net)
    return { net: net.toFixed(), gross: rounded(net.times(factor), minorDigits).toFixed(minorDigits) }
  }
  const gross = exact(amount.gross)
  return {
    net: rounded(gross.dividedBy(factor), netDigits).toFixed(),
    gross: gross.toFixed(Math.max(minorDigits, gross.decimalPlaces())),
  }
}

/** A price times a factor, said as it was: a gross price stays one, rounded half up to the minor unit of the currency. */
export function timesFactor(amount: Amount, by: string, { minorDigits }: Taxation): Amount {
  if ('net' in amount) return { net: exact(amount.net).times(exact(by)).toFixed() }
  return { gross: rounded(exact(amount.gross).times(exact(by)), minorDigits).toFixed() }
}

/** With tax and not rounded: prices that were said differently are compared by it. */
export function comparable(amount: Amount, taxRate: string): Exact {
  return 'net' in amount ? exact(amount.net).times(taxFactor(taxRate)) : exact(amount.gross)
}

function taxFactor(taxRate: string): Exact {
  return exact(taxRate).dividedBy(100).plus(1)
}
