/** What the system says, as types with their parsers. Unknown fields are no error; a missing one is, with its path. */

import { z } from 'zod'
import { Rejected, Unreachable } from '../../../src/port/errors.ts'
import { decimalText, parseExact } from '../../../src/port/exactJson.ts'

const id = z.union([z.string(), z.number()]).transform(String)
/** '' and null are what it does not know: absent. */
const text = id.nullish().transform(value => value || undefined)
const decimal = z.unknown().transform((value, context) => {
  const found = decimalText(value)
  if (found === undefined) context.addIssue('no decimal')
  return found ?? ''
})
const instant = z.iso.datetime({ offset: true })

const address = z.object({
  company: text,
  firstName: text,
  lastName: text,
  street: text,
  postcode: text,
  city: text,
  country: text,
  phone: text,
})
export type AddressPayload = z.infer<typeof address>

const states = ['new', 'processing', 'partlyShipped', 'shipped', 'done', 'cancelled'] as const
const paymentStates = ['open', 'partlyPaid', 'paid', 'refunded', 'failed'] as const

export const orderPayload = z.object({
  type: z.literal('order'),
  number: id,
  placedAt: instant,
  currency: id,
  total: decimal,
  state: z.enum(states),
  pending: z.boolean().nullish(),
  /** Until then it waits for the seller's yes; '': whenever. */
  confirmBy: z.string().nullish(),
  language: text,
  note: text,
  buyer: z.object({ id: text, email: text }).nullish(),
  billTo: address.nullish(),
  shipTo: address.nullish(),
  payment: z.object({ method: id, state: z.enum(paymentStates), reference: text, paidAt: instant.nullish() }),
  shipping: z.object({ method: text }).nullish(),
  positions: z.array(
    z.object({
      id,
      kind: z.enum(['item', 'shipping', 'discount']),
      item: z.object({ id: text, sku: text }).nullish(),
      name: id,
      quantity: decimal,
      net: decimal,
      gross: decimal,
      vat: decimal,
    }),
  ),
})
export type OrderPayload = z.infer<typeof orderPayload>

export const customerPayload = z.object({
  number: text,
  email: text,
  language: text,
  address,
  createdAt: instant.nullish(),
})

const givenId = id.refine(text => text !== '')

export const paymentPayload = z.object({
  order: givenId,
  amount: decimal,
  currency: text,
  method: id,
  reference: text,
  paidAt: instant.nullish(),
})

// What is about nothing cannot be placed.
export const eventPayload = z
  .object({
    /** Absent where it names the request that it answers alone. */
    order: text,
    request: z.object({ id: text, no: z.number().nullish() }).nullish(),
    /** Absent: when it came. */
    at: instant.nullish(),
    state: z.enum(states).nullish(),
    paymentState: z.enum(paymentStates).nullish(),
    billTo: address.nullish(),
    shipTo: address.nullish(),
    lines: z
      .array(
        z.object({
          id: givenId,
          quantity: z.unknown().transform(value => decimalText(value)),
          reason: text,
          state: z.enum(['open', 'shipped', 'cancelled', 'returned', 'refunded']).nullish(),
          paymentState: z.enum(['open', 'paid']).nullish(),
        }),
      )
      .nullish(),
    reason: text,
  })
  .refine(from => from.order !== undefined || (from.request?.id ?? from.request?.no) != null, {
    path: ['order'],
    message: 'names neither an order nor a request',
  })

/** The payload as that type. Throws `Rejected` (PAYLOAD_INVALID) with the path of the first field that does not fit. */
export function read<T>(type: z.ZodType<T>, payload: unknown): T {
  const result = type.safeParse(payload)
  if (result.success) return result.data
  const path = result.error.issues[0]?.path ?? []
  throw new Rejected(
    'PAYLOAD_INVALID',
    path
      .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, ''),
  )
}

const page = z.object({
  records: z.array(z.unknown()),
  more: z.boolean().optional(),
  next: z.string().optional(),
  upTo: z.string().optional(),
  total: z.number().optional(),
  pages: z.number().optional(),
})

/** A page of records. Throws `Unreachable` for anything else: a page that cannot be read says nothing of its records. */
export function readPage(body: Uint8Array) {
  return answerAs(page, body)
}

const nested = z.array(z.object({ no: z.number(), id })).default([])
const failure = z.object({ code: z.string(), field: z.string().default(''), text: z.string().default('') })
const result = z.object({ no: z.number(), id: text, nested, error: failure.nullish() })
export type ResultPayload = z.infer<typeof result>

/** The results of a writing call, in whatever order. */
export function readResults(body: Uint8Array): readonly ResultPayload[] {
  return answerAs(z.object({ results: z.array(result) }), body).results
}

/** The reason why a whole call was refused. */
export function readFailure(body: Uint8Array) {
  return answerAs(z.object({ reference: z.string().default(''), error: failure }), body)
}

/** The tickets of a writing call. */
export function readTickets(body: Uint8Array) {
  return answerAs(z.object({ tickets: z.array(z.object({ no: z.number(), ticket: z.string() })) }), body)
    .tickets
}

/** What became of tickets. */
export function readTicketStates(body: Uint8Array) {
  const state = z.object({ ticket: z.string(), state: z.string(), result: result.optional() })
  return answerAs(z.object({ tickets: z.array(state) }), body).tickets
}

const wirePrice = z.object({
  group: id.nullish(),
  scales: z.array(z.object({ from: decimal, net: decimal, gross: decimal })),
})
const wireStock = z.object({ offered: decimal, managed: z.boolean(), oversell: z.boolean() })
const shownItem = z.object({
  itemNumber: text,
  gtin: text,
  names: z.record(z.string(), z.string()).optional(),
  active: z.boolean().optional(),
  vat: decimal.optional(),
  currency: text,
  prices: z.array(wirePrice).optional(),
  stock: wireStock.optional().catch(undefined),
})
export type ShownItem = z.infer<typeof shownItem>

/** How many elements of a call were read. */
export function readReceipt(body: Uint8Array): number {
  return answerAs(z.object({ read: z.number() }), body).read
}

export function readFound(body: Uint8Array) {
  return answerAs(z.object({ found: z.array(z.object({ reference: z.string(), id })) }), body).found
}

export function readInventory(body: Uint8Array) {
  const object = z.object({
    id,
    name: z.string(),
    number: text,
    gtin: text,
    parent: text,
    active: z.boolean().default(true),
    names: z.record(z.string(), z.string()).default({}),
    vat: decimal.optional(),
    prices: z.array(wirePrice).default([]),
    stock: wireStock.optional().catch(undefined),
  })
  return answerAs(z.object({ objects: z.array(object), more: z.boolean() }), body)
}

/** What the system shows of items, by the number that they were asked for with; absent: it has none. */
export function readShown(body: Uint8Array): ReadonlyMap<number, ShownItem> {
  const shape = z.object({ objects: z.array(z.object({ no: z.number(), fields: shownItem.optional() })) })
  return new Map(
    answerAs(shape, body).objects.flatMap(({ no, fields }) => (fields ? [[no, fields] as const] : [])),
  )
}

export function readAcks(body: Uint8Array) {
  return answerAs(z.object({ results: z.array(z.object({ id, state: z.string(), text })) }), body).results
}

/** The ids of events that it has done. */
export function readIds(body: Uint8Array): readonly string[] {
  return answerAs(z.object({ ids: z.array(z.string()) }), body).ids
}

export function readCount(body: Uint8Array): number {
  return answerAs(z.object({ count: z.number() }), body).count
}

export function readSession(body: Uint8Array): string {
  return answerAs(z.object({ session: z.string().min(1) }), body).session
}

const list = z.array(z.string()).default([])
const about = z.object({
  name: z.string(),
  version: z.string(),
  currencies: list,
  languages: list,
  taxRates: list,
})
export type AboutPayload = z.infer<typeof about>

export function readAbout(body: Uint8Array): AboutPayload {
  return answerAs(about, body)
}

function answerAs<T>(type: z.ZodType<T>, body: Uint8Array): T {
  const result = type.safeParse(jsonOf(body))
  if (result.success) return result.data
  throw new Unreachable(
    `the answer is not as it should be at ${result.error.issues[0]?.path.join('.') || 'its start'}`,
  )
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return parseExact(Buffer.from(body).toString())
  } catch {
    // Without its cause: the parser's message quotes the answer, and the answer may quote our secrets.
    throw new Unreachable('the answer is no JSON')
  }
}
