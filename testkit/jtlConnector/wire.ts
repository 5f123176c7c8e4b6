/**
 * JSON as a PHP endpoint writes it: `\/` and `\u00XX` escapes (V5, V3), ASCII only, decimals digit by digit as
 * the shop holds them (10.0 is printed as 10, V5).
 */
import { canonical, type DecimalText } from './decimals.ts'

/** A number printed digit by digit; made by `decimal`. */
export interface ExactNumber {
  readonly rawJSON: string
}

/** Anything that can be put on the wire. */
export type Wire = string | number | boolean | null | ExactNumber | readonly Wire[] | WireModel

/** A JSON object on the wire. */
export interface WireModel {
  readonly [name: string]: Wire
}

// TypeScript's library does not know the JSON.parse source text proposal yet; the runtime does.
const exactJson = JSON as unknown as {
  rawJSON(text: string): ExactNumber
  isRawJSON(value: unknown): value is ExactNumber
  parse(
    text: string,
    reviver: (name: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown
}

/** A decimal text as a JSON number with exactly its digits. Throws SHOP_DECIMAL_INVALID. */
export function decimal(text: DecimalText): number | ExactNumber {
  // Cheap way first: this double prints the very digits, so nothing can be lost.
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  const number = Number(short)
  if (String(number) === short && Number.isFinite(number)) return number
  const digits = canonical(text)
  return String(Number(digits)) === digits ? Number(digits) : exactJson.rawJSON(digits)
}

/** Writes JSON text the way PHP's json_encode does. */
export function encode(value: Wire): string {
  return JSON.stringify(value).replace(/[/\u0080-\uffff]/g, escapeLikePhp)
}

/** Reads JSON and keeps every number that is not a plain integer digit by digit. Throws SyntaxError. */
export function parseExact(text: string): unknown {
  return exactJson.parse(text, (_name, value, context) =>
    typeof value === 'number' && context.source !== undefined && context.source !== String(value)
      ? exactNumber(context.source, value)
      : value,
  )
}

/** The decimal text of a number read by `parseExact`, undefined for anything else. */
export function decimalText(value: unknown): DecimalText | undefined {
  if (exactJson.isRawJSON(value)) return value.rawJSON
  if (typeof value !== 'number') return undefined
  return /^-?\d+(\.\d+)?$/.test(String(value)) ? String(value) : value.toFixed(20)
}

/** True for a plain JSON object (no list, no number). */
export function isModel(value: unknown): value is WireModel {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !exactJson.isRawJSON(value)
}

function exactNumber(source: string, value: number): number | ExactNumber {
  return /^-?\d+(\.\d+)?$/.test(source) ? decimal(source) : value
}

function escapeLikePhp(character: string): string {
  if (character === '/') return '\\/'
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
