/** How bodies are written: as PHP does, or as JSON is meant. */
import { randomBytes } from 'node:crypto'
import type { Quirks } from './quirks.ts'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json | undefined
}

/** Fields that hold a time. In the state they are ISO 8601 with whole seconds and Z. */
const times = new Set([
  ...['purchasedAt', 'lastChangedAt', 'orderAcceptUntil', 'estimatedShippingDate', 'estimatedDeliveryDate'],
  ...[
    'startedAt',
    'listedAt',
    'failedAt',
    'transactionDate',
    'taxCalculationDate',
    'shipmentDate',
    'createdAt',
  ],
])

/** What is left out by a client that sends no defaults. */
const defaults: Readonly<Record<string, Json>> = {
  invoiceDocumentTransfer: 'not-set',
  listingAllowed: true,
  isMultipleAllowed: false,
  required: false,
  recommended: false,
  sectionPosition: 0,
  subSectionPosition: 0,
  isRepeatableSubSection: false,
  sort: 0,
  replyRequested: true,
}

/** What a client that writes nulls writes of an order of which it does not know these. */
const optional = ['orderAcceptUntil', 'paymentReference', 'note', 'language', 'salesChannelName']

/** The JSON text of a body. `exactNumbers`: numbers stay numbers (the amounts of an invoice are floats, which PHP writes so). */
export function encodeJson(value: Json, quirks: Quirks, exactNumbers = false): string {
  const plain = written(value, { ...quirks, integersAsText: quirks.integersAsText && !exactNumbers })
  if (!quirks.prettyJson) return JSON.stringify(plain)
  return JSON.stringify(plain, null, 4)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function written(value: Json, quirks: Quirks): Json {
  if (Array.isArray(value)) return value.map((entry: Json) => written(entry, quirks))
  if (typeof value === 'number')
    return quirks.integersAsText && Number.isInteger(value) ? String(value) : value
  if (typeof value === 'boolean') return quirks.booleansAsText ? (value ? '1' : '') : value
  if (value === null || typeof value === 'string') return value
  const fields: Record<string, Json> = {}
  for (const [name, field] of Object.entries(value as JsonObject)) {
    if (field === undefined) continue
    if (!quirks.sendsDefaults && Object.hasOwn(defaults, name) && defaults[name] === field) continue
    if (times.has(name) && typeof field === 'string') fields[name] = writtenTime(field, quirks)
    else if (quirks.quantityAsNumber && name === 'quantity' && 'orderItemId' in value)
      fields[name] = Number(field)
    else fields[name] = written(field, quirks)
  }
  if (!quirks.nullsOmitted && 'purchasedAt' in fields && 'lastChangedAt' in fields)
    for (const name of optional) fields[name] ??= null
  return fields
}

function writtenTime(text: string, quirks: Quirks): string {
  if (quirks.shortZone) return text.replace(/Z$/, '+00')
  return quirks.zoneWithoutColon ? text.replace(/Z$/, '+0000') : text
}

/** A moment as it stands in the state. */
export function momentText(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`
}

export interface Part {
  readonly name: string
  readonly content: string | Uint8Array
  /** Of a file. */
  readonly filename?: string
  readonly type?: string
}

/** A multipart body and its content type. Parts without a type have no header for it, as the real client writes them. */
export function multipart(parts: readonly Part[]): { readonly body: Buffer; readonly type: string } {
  const boundary = randomBytes(20).toString('hex')
  const pieces = parts.flatMap(({ name, content, filename, type }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"` +
        (filename === undefined ? '' : `; filename="${filename}"`) +
        `\r\nContent-Length: ${Buffer.byteLength(content)}\r\n` +
        (type === undefined ? '' : `Content-Type: ${type}\r\n`) +
        '\r\n',
    ),
    Buffer.from(content as Uint8Array),
    Buffer.from('\r\n'),
  ])
  return {
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}
