import { exact } from '../../../base/decimal.ts'

/** Forms of the wire that all events share. Pure. */

/** An instant as the page suggests it (section 6): `2026-11-21T16:25:38+00:00`, UTC, whole seconds. */
export function wireTime(instant: string | Date): string {
  return `${new Date(instant).toISOString().slice(0, 19)}+00:00`
}

/** A text of at most so many characters; what is longer is cut behind a whole one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  return Array.from(text).slice(0, most).join('')
}

/** True for a text that is longer than a schema allows: it counts characters, not units of UTF-16. */
export function isLonger(text: string, most: number): boolean {
  return text.length > most && Array.from(text).length > most
}

/** A quantity as the samples write it: "1.0", "2.5". */
export function quantityText(quantity: string): string {
  const value = exact(quantity)
  return value.isInteger() ? value.toFixed(1) : value.toFixed()
}

/** What is offered, in whole pieces and never less than none: "10". */
export function offeredText(offered: string): string {
  const value = exact(offered).floor()
  return value.greaterThan(0) ? value.toFixed(0) : '0'
}

/** An amount of money or a rate: no exponent, two digits at least. */
export function amountText(amount: string): string {
  const value = exact(amount)
  return value.toFixed(Math.max(2, value.decimalPlaces()))
}
