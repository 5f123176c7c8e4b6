import { shortLanguage } from '../../base/languageCodes.ts'
import { isDay, wallTime } from '../../base/wallTime.ts'
import { cleanText } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import { decimalText } from '../../port/exactJson.ts'

/**
 * The models of the endpoint as far as they are read here, and the readers of their fields. Every field may be
 * missing, null or of another generation's form; the readers say what that means. Unknown fields are left alone.
 */
type Fields<Name extends string> = { readonly [K in Name]?: unknown }

/** An address of an order, and the address part of a customer. */
// biome-ignore format: a list of names
export type Person = Fields<
  'salutation' | 'title' | 'firstName' | 'lastName' | 'company' | 'street' | 'extraAddressLine' | 'deliveryInstruction' |
  'zipCode' | 'city' | 'state' | 'countryIso' | 'phone' | 'mobile' | 'eMail' | 'vatNumber'
>

// biome-ignore format: a list of names
export type Customer = Person & Fields<
  'id' | 'customerGroupId' | 'customerNumber' | 'languageISO' | 'languageIso' | 'birthday' | 'creationDate' | 'note' |
  'attributes' | 'hasCustomerAccount' | 'isActive'
>

// biome-ignore format: a list of names
export type CustomerOrder = Fields<
  'id' | 'customerId' | 'orderNumber' | 'creationDate' | 'currencyIso' | 'languageISO' | 'languageIso' | 'customerNote' |
  'note' | 'status' | 'paymentStatus' | 'paymentDate' | 'paymentModuleCode' | 'pui' | 'shippingMethodName' |
  'shippingInfo' | 'carrierName' | 'estimatedDeliveryDate' | 'totalSumGross' | 'billingAddress' | 'shippingAddress' |
  'attributes' | 'items'
>

// biome-ignore format: a list of names
export type OrderItem = Fields<
  'id' | 'type' | 'productId' | 'sku' | 'name' | 'quantity' | 'price' | 'priceGross' | 'vat' | 'note' | 'unique' | 'variations'
>

export type Variation = Fields<'productVariationName' | 'valueName' | 'freeField' | 'surcharge'>

// biome-ignore format: a list of names
export type Payment = Fields<
  'id' | 'customerOrderId' | 'totalSum' | 'paymentModuleCode' | 'transactionId' | 'creationDate'
>

/** True for a JSON object: no list, no null. */
export function isModel(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The model under `path`. Throws PAYLOAD_INVALID for anything else. */
export function modelOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isModel(value)) throw invalid(path, 'no object')
  return value
}

/** A list; missing and null are the empty one. Throws PAYLOAD_INVALID for anything else. */
export function listOf(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalid(path, 'no list')
  return value
}

/**
 * The endpoint's id as exact text: of an identity `["404", 5008]`, of what `scrub` left of it (`"404"`), or of a
 * number, which third-party endpoints send. '' for none (`["", 0]`, `null`).
 */
export function idText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return decimalText(value) ?? ''
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  return typeof first === 'string' || typeof first === 'number' ? idText(first) : ''
}

/** Our number in an identity, 0 for none; some endpoints answer it as a text. */
export function numberIn(identity: unknown): number {
  const no = Array.isArray(identity) ? Number(textOf(identity[1]) || 0) : 0
  return Number.isInteger(no) ? no : 0
}

/** Text without space around it; '' for none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A name: text in which shops leave HTML entities. Decodes once the five of XML and numbers; others stay visible. */
export function nameOf(value: unknown): string {
  const text = textOf(value)
  return text.includes('&')
    ? cleanText(text.replace(/&(amp|lt|gt|quot|apos|#\d{1,7}|#[xX][\da-fA-F]{1,6});/g, decoded)).trim()
    : text
}

/** A decimal number as text, digit by digit; undefined for none. Throws PAYLOAD_INVALID for what is no number. */
export function decimalOf(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const text = decimalText(value)
  if (text === undefined) throw invalid(path, 'no decimal number')
  return text
}

/** The error of a field that cannot be read: its path, and what is wrong; never its value, which may be personal. */
export function invalid(path: string, problem: string): Rejected {
  return new Rejected('PAYLOAD_INVALID', path, problem)
}

/**
 * An instant as ISO 8601 with an offset. Read are `+01:00` (5.x), `+0100` (3.x), `Z`, fractions, and times without an
 * offset, which are in `timeZone`. None: null, '', the year 1 (`0001-01-01…`) and PHP's zero date (`-0001-11-30…`).
 * Throws PAYLOAD_INVALID for what is no time.
 */
export function instantOf(value: unknown, path: string, timeZone: string): string | undefined {
  const text = textOf(value)
  if (text === '' || /^(-|000[01]-)/.test(text)) return undefined
  const instant = readInstant(text, timeZone)
  if (instant === undefined) throw invalid(path, 'no time')
  return instant
}

/** The same for a time that nothing depends on: what is no time is none. */
export function instantOrNone(value: unknown, timeZone: string): string | undefined {
  const text = textOf(value)
  return text === '' || /^(-|000[01]-)/.test(text) ? undefined : readInstant(text, timeZone)
}

/** The language of a customer or order in ISO 639-1; `languageISO` (`ger`) first, which every generation sends. */
export function languageOf(model: {
  readonly languageISO?: unknown
  readonly languageIso?: unknown
}): string | undefined {
  return shortLanguage(textOf(model.languageISO)) ?? shortLanguage(textOf(model.languageIso))
}

// Date, hours and minutes, seconds, then `Z` or an offset of at most 14 hours; all but the date may be missing.
const timePattern =
  /^(\d{4}-\d\d)-(\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?)? ?(?:(Z)|([+-](?:0\d|1[0-4])):?([0-5]\d))?$/

function readInstant(text: string, timeZone: string): string | undefined {
  const found = timePattern.exec(text)
  if (!found) return undefined
  const [, month = '', day = '', minute = '00:00', second = '00', zulu, hours, minutes = ''] = found
  const local = `${month}-${day}T${minute}:${second}`
  const offset = zulu ?? (hours ? `${hours}:${minutes}` : undefined)
  if (offset === undefined) return wallTime(local, timeZone)
  return isDay(local) && !Number.isNaN(Date.parse(`${local}${offset}`)) ? `${local}${offset}` : undefined
}

function decoded(whole: string, entity: string): string {
  if (!entity.startsWith('#')) return namedEntities[entity] ?? whole
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
