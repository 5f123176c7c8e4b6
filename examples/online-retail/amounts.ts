import { type Exact, exact, rounded } from '../../src/base/decimal.ts'
import type { Row } from './types.ts'

/** A price or sum as text with at least two decimals and no digit lost: `18.0` → `18.00`, `0.001` stays. */
export function moneyText(amount: string): string {
  return toText(exact(amount))
}

/** The net price of a gross price at a rate in percent, rounded half up to six decimals. */
export function netOf(gross: string, taxRate: string): string {
  const factor = exact(taxRate).div(100).plus(1)
  return rounded(exact(gross).div(factor), 6).toFixed(6)
}

/** Exact sum of quantity × unit price of rows. */
export function grossOf(rows: Iterable<Pick<Row, 'quantity' | 'unitPrice'>>): string {
  let sum = exact('0')
  for (const row of rows) sum = sum.plus(exact(row.unitPrice).times(row.quantity))
  return toText(sum)
}

/** Exact sum of amounts. */
export function sumOf(amounts: Iterable<string>): string {
  let sum = exact('0')
  for (const amount of amounts) sum = sum.plus(exact(amount))
  return toText(sum)
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compareAmounts(a: string, b: string): number {
  return exact(a).comparedTo(exact(b))
}

function toText(amount: Exact): string {
  return amount.toFixed(Math.max(2, amount.decimalPlaces()))
}
