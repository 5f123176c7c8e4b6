/** The sums that a shop makes. Its numbers are floating-point columns with 14 digits; here they are texts of that many. */
import { exact, rounded } from '../../src/base/decimal.ts'

/** As PHP prints a number: 14 significant digits (8.4033613445378). */
export function asFloat(value: string | number): string {
  return exact(String(value)).toSignificantDigits(14).toFixed()
}

/** The net price that the shop stores for a gross price. `tax` is in percent. */
export function netOf(gross: string, tax: string): string {
  return asFloat(exact(gross).times(100).div(exact(tax).plus(100)).toFixed())
}

/** What a line costs: gross first, then rounded to cents. */
export function lineGross(net: string, quantity: string, tax: string): string {
  const gross = exact(net).times(exact(quantity)).times(exact(tax).plus(100)).div(100)
  // As PHP rounds: what differs from half a cent only in the digits that a float cannot hold is half a cent.
  return rounded(rounded(gross, 9), 2).toFixed()
}

/** Exact sum of decimal texts. */
export function sum(values: readonly string[]): string {
  return values.reduce((total, value) => total.plus(exact(value)), exact('0')).toFixed()
}

/** `a - b`. */
export function minus(a: string, b: string): string {
  return exact(a).minus(exact(b)).toFixed()
}
