import { Decimal } from 'decimal.js'

/**
 * Decimals for money and quantities: texts in and out, decimal.js between, never a floating-point number. 40 digits
 * carry the longest prices seen (dbeS sends 8.4033613445378) through a product without loss.
 */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 })

export type Exact = Decimal

/** The decimal of a text such as "-12.50". Throws for anything else: parse at the border. */
export function exact(text: string): Exact {
  return new Exact(text)
}

/** Rounded half up (away from zero at a tie) to so many digits after the point. */
export function rounded(value: Exact, digits: number): Exact {
  return value.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP)
}

/** Whole minor units (cents) of an amount; the amount is rounded first. */
export function minorUnits(value: Exact, digits: number): string {
  return rounded(value, digits).times(`1e${digits}`).toFixed(0)
}
