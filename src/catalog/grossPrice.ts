import { exact, rounded } from '../base/decimal.ts'

/** What a customer sees: net with tax (percent), rounded half up to the minor unit of the currency. Decimals as text. */
export function grossPrice(net: string, taxRate: string, minorDigits: number): string {
  const factor = exact(taxRate).dividedBy(100).plus(1)
  return rounded(exact(net).times(factor), minorDigits).toFixed(minorDigits)
}
