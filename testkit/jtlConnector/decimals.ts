/**
 * Exact arithmetic on decimal texts (`12.90`), for the few sums a shop makes itself. Numbers of a shop never
 * pass through a double: what the merchant typed is what the wire shows.
 */
import { problems } from '../../src/base/errors.ts'

/** A decimal number as text, for example `12.90` or `-3`. */
export type DecimalText = string

const fail = problems({
  SHOP_DECIMAL_INVALID: {
    status: 400,
    de: 'Der Demo-Shop erwartet eine Dezimalzahl als Text wie 12.90, nicht „{text}“; bitte die Shopdaten berichtigen.',
    en: 'The demo shop expects a decimal number as text like 12.90, not "{text}"; please correct the shop data.',
  },
})

interface Scaled {
  readonly units: bigint
  readonly scale: number
}

/** Same value without leading and trailing zeros (`012.90` → `12.9`). Throws SHOP_DECIMAL_INVALID. */
export function canonical(text: DecimalText): DecimalText {
  const { units, scale } = parse(text)
  return print(units, scale)
}

/** Exact product of two decimal texts. Throws SHOP_DECIMAL_INVALID. */
export function multiply(a: DecimalText, b: DecimalText): DecimalText {
  const left = parse(a)
  const right = parse(b)
  return print(left.units * right.units, left.scale + right.scale)
}

/** Exact sum of decimal texts, `0` for none. Throws SHOP_DECIMAL_INVALID. */
export function sum(values: readonly DecimalText[]): DecimalText {
  const parsed = values.map(parse)
  const scale = Math.max(0, ...parsed.map(value => value.scale))
  let total = 0n
  for (const value of parsed) total += value.units * 10n ** BigInt(scale - value.scale)
  return print(total, scale)
}

/** `a - b`, exact. Throws SHOP_DECIMAL_INVALID. */
export function subtract(a: DecimalText, b: DecimalText): DecimalText {
  return sum([a, multiply(b, '-1')])
}

/** Rounds half away from zero to so many digits behind the point. Throws SHOP_DECIMAL_INVALID. */
export function round(value: DecimalText, digits: number): DecimalText {
  const { units, scale } = parse(value)
  if (scale <= digits) return print(units, scale)
  const step = 10n ** BigInt(scale - digits)
  const half = units < 0n ? -step / 2n : step / 2n
  return print((units + half) / step, digits)
}

/** The gross price of a net price, rounded to cents. `vat` is in percent. Throws SHOP_DECIMAL_INVALID. */
export function grossOf(net: DecimalText, vat: DecimalText): DecimalText {
  return round(multiply(net, multiply(sum(['100', vat]), '0.01')), 2)
}

function parse(text: DecimalText): Scaled {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw fail('SHOP_DECIMAL_INVALID', { text: String(text).slice(0, 40) })
  const point = text.indexOf('.')
  if (point < 0) return { units: BigInt(text), scale: 0 }
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 }
}

function print(units: bigint, scale: number): DecimalText {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return (units < 0n ? '-' : '') + whole + (fraction === '' ? '' : `.${fraction}`)
}
