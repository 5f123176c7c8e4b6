import { isDay, wallTime } from '../../base/wallTime.ts'
import { cleanText } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import { decimalText } from '../../port/exactJson.ts'

/**
 * The records of the shop as far as they are read here, and the readers of their fields. Every field may be missing, null or of
 * another form; the readers say what that means. Unknown fields are left alone.
 */
type Fields<Name extends string> = { readonly [K in Name]?: unknown }

/** An address of an order or of a customer. */
// biome-ignore format: a list of names
export type Person = Fields<
  'company' | 'department' | 'salutation' | 'title' | 'firstName' | 'lastName' | 'firstname' | 'lastname' | 'street' | 'zipCode' |
  'zipcode' | 'city' | 'phone' | 'vatId' | 'additionalAddressLine1' | 'additionalAddressLine2' | 'country' | 'state'
>

// biome-ignore format: a list of names
export type Customer = Fields<
  'id' | 'number' | 'email' | 'groupKey' | 'accountMode' | 'active' | 'birthday' | 'firstLogin' | 'salutation' | 'title' |
  'firstname' | 'lastname' | 'languageId' | 'languageSubShop' | 'internalComment' | 'attribute' | 'defaultBillingAddress' |
  'defaultShippingAddress' | 'newsletter' | 'shopId'
>

// biome-ignore format: a list of names
export type Order = Fields<
  'id' | 'number' | 'customerId' | 'shopId' | 'invoiceAmount' | 'invoiceAmountNet' | 'invoiceShipping' | 'invoiceShippingNet' |
  'invoiceShippingTaxRate' | 'isProportionalCalculation' | 'orderTime' | 'transactionId' | 'comment' | 'customerComment' |
  'internalComment' | 'net' | 'taxFree' | 'clearedDate' | 'trackingCode' | 'languageIso' | 'currency' | 'currencyFactor' |
  'paymentStatusId' | 'orderStatusId' | 'details' | 'payment' | 'customer' | 'billing' | 'shipping' | 'dispatch' | 'attribute' |
  'languageSubShop' | 'partnerId' | 'deviceType' | 'referer'
>

// biome-ignore format: a list of names
export type Detail = Fields<
  'id' | 'articleId' | 'articleDetailID' | 'articleDetailId' | 'taxId' | 'taxRate' | 'articleNumber' | 'price' | 'quantity' |
  'articleName' | 'mode' | 'esdArticle' | 'config' | 'ean' | 'unit' | 'packUnit' | 'attribute' | 'releaseDate'
>

/** True for a JSON object: no list, no null. */
export function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under `path`. Throws PAYLOAD_INVALID for anything else. */
export function rowOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isRow(value)) throw invalid(path, 'no object')
  return value
}

/** A list; PHP writes one with gaps in its numbering as an object. Anything else is the empty one. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isRow(value) && Object.keys(value).every(key => /^\d+$/.test(key))) return Object.values(value)
  return []
}

/** Text without space around it; '' for none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return cleanText(value).trim()
  return typeof value === 'number' ? String(value) : ''
}

/** A key of the shop as exact text; '' for 0, for none and for what is no whole number above it. */
export function keyOf(value: unknown): string {
  const text = textOf(value)
  return /^[1-9]\d{0,18}$/.test(text) ? text : ''
}

/** Amounts have 20 digits at most; with three of these a total is still exact. */
const longestNumber = 25

/** A decimal number as text, digit by digit. Throws PAYLOAD_INVALID for none, what is no number, and what is longer than any. */
export function decimalOf(value: unknown, path: string): string {
  if (value === undefined || value === null || textOf(value) === '') throw invalid(path, 'missing')
  const text = decimalText(value)
  if (text === undefined) throw invalid(path, 'no decimal number')
  if (text.length > longestNumber) throw invalid(path, 'more digits than any amount has')
  return text
}

/** The same for an amount that may be missing. */
export function decimalOrNone(value: unknown, path: string): string | undefined {
  const isNone = value === undefined || value === null || (typeof value === 'string' && textOf(value) === '')
  return isNone ? undefined : decimalOf(value, path)
}

/** True for 0 in any spelling. */
export function isZero(text: string): boolean {
  return !/[1-9]/.test(text)
}

/** True for what PHP means by true: `true`, 1 and "1". */
export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === '1'
}

/** The error of a field that cannot be read: its path, and what is wrong; never its value, which may be personal. */
export function invalid(path: string, problem: string): Rejected {
  return new Rejected('PAYLOAD_INVALID', path, problem)
}

/**
 * An instant as ISO 8601 with its offset, of `2026-11-21T17:33:12+0100` or, without an offset, of a time on the shop's wall. None:
 * null, '' and MySQL's zero date. Throws PAYLOAD_INVALID for what is no time.
 */
export function instantOf(value: unknown, path: string, timeZone: string): string | undefined {
  const text = textOf(value)
  if (isNoTime(text)) return undefined
  const instant = readInstant(text, timeZone)
  if (instant === undefined) throw invalid(path, 'no time')
  return instant
}

/** The same for a time that nothing depends on: what is no time is none. */
export function instantOrNone(value: unknown, timeZone: string): string | undefined {
  const text = textOf(value)
  return isNoTime(text) ? undefined : readInstant(text, timeZone)
}

// PHP writes MySQL's zero date as the last day of November before the year 1.
function isNoTime(text: string): boolean {
  return text === '' || /^(-|000\d-)/.test(text)
}

const timePattern =
  /^(\d{4}-\d\d)-(\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?)?(?:(Z)|([+-](?:0\d|1[0-4])):?([0-5]\d))?$/

function readInstant(text: string, timeZone: string): string | undefined {
  const found = timePattern.exec(text)
  if (!found) return undefined
  const [, month = '', day = '', minute = '00:00', second = '00', zulu, hours, minutes = ''] = found
  const local = `${month}-${day}T${minute}:${second}`
  const offset = zulu ?? (hours ? `${hours}:${minutes}` : undefined)
  if (offset === undefined) return wallTime(local, timeZone)
  return isDay(local) && !Number.isNaN(Date.parse(`${local}${offset}`)) ? `${local}${offset}` : undefined
}
