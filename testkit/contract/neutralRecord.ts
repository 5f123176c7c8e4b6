import assert from 'node:assert/strict'
import { z } from 'zod'
import {
  type IncomingKind,
  type IncomingRecords,
  lineKinds,
  paymentStates,
  remoteStates,
} from '../../src/port/records.ts'

/**
 * Checks a record against the rules of the port: decimals are texts with a dot, instants have an offset, what is not
 * known is absent and never '' (which would erase what was known), nothing else is there. Gives it back; throws an
 * AssertionError that names the place.
 */
export function checkNeutral<K extends IncomingKind>(kind: K, record: unknown): IncomingRecords[K] {
  const result = recordTypes[kind].safeParse(record)
  const issue = result.error?.issues[0]
  if (issue)
    assert.fail(`${kind} is no neutral record: ${issue.path.join('.') || 'the whole'}: ${issue.message}`)
  return record as IncomingRecords[K]
}

const text = z.string()
const some = z.string().min(1).optional()
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a decimal text')
const instant = z.iso.datetime({ offset: true })
const ref = z.strictObject({ theirs: z.string().min(1), no: z.int().positive().optional() })
const attributes = z.record(z.string(), z.string()).optional()

const address = z.strictObject({
  company: some,
  salutation: some,
  title: some,
  firstName: some,
  lastName: some,
  street: some,
  extra: some,
  postcode: some,
  city: some,
  state: some,
  country: some,
  phone: some,
  mobile: some,
  email: some,
  vatId: some,
})

const line = z.strictObject({
  ref: z.strictObject({ theirs: text, no: z.int().positive().optional() }),
  kind: z.enum(lineKinds),
  item: z.strictObject({ ref: ref.optional(), sku: some, gtin: some }).optional(),
  name: text,
  quantity: decimal,
  unitNet: decimal.optional(),
  unitGross: decimal.optional(),
  taxRate: decimal.optional(),
  taxBy: z.literal('marketplace').optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
})

const order = z
  .strictObject({
    externalNumber: text,
    placedAt: instant,
    currency: text,
    totalGross: decimal.optional(),
    fulfilledBy: z.literal('channel').optional(),
    totalIsComputed: z.boolean().optional(),
    pending: z.boolean().optional(),
    customer: ref.optional(),
    billing: address.optional(),
    shipping: address.optional(),
    paymentState: z.enum(paymentStates),
    remoteState: z.enum(remoteStates),
    payment: z.strictObject({ method: text, reference: some, paidAt: instant.optional() }),
    delivery: z.strictObject({ method: some, carrier: some, wishedFor: some }),
    language: some,
    customerNote: some,
    lines: z.array(line),
    attributes,
  })
  .refine(
    record =>
      record.pending === true ||
      (record.totalGross !== undefined &&
        record.lines.every(entry => entry.unitNet !== undefined || entry.unitGross !== undefined)),
    'an order that is not pending has its total, and every line a price',
  )

const customer = z.strictObject({
  number: some,
  address,
  language: some,
  group: ref.optional(),
  birthday: some,
  createdAt: instant.optional(),
  attributes,
  guest: z.boolean().optional(),
  blocked: z.boolean().optional(),
  kept: z.record(z.string(), z.unknown()).optional(),
})

const payment = z.strictObject({
  order: ref,
  amount: decimal,
  currency: some,
  method: text,
  transactionId: some,
  paidAt: instant.optional(),
})

const event = z.strictObject({
  order: ref.optional(),
  request: ref.optional(),
  at: instant.optional(),
  remoteState: z.enum(remoteStates).optional(),
  paymentState: z.enum(paymentStates).optional(),
  billing: address.optional(),
  shipping: address.optional(),
  lines: z
    .array(
      z.strictObject({
        ref,
        quantity: decimal.optional(),
        reason: some,
        state: z.enum(['open', 'shipped', 'cancelled', 'returned', 'refunded']).optional(),
        paymentState: z.enum(['open', 'paid']).optional(),
      }),
    )
    .optional(),
  reason: some,
  parcel: z.strictObject({ carrier: z.string(), tracking: z.string().min(1) }).optional(),
})

const term = z.strictObject({
  list: z.enum([
    'customer_group',
    'language',
    'currency',
    'tax_rate',
    'shipping_method',
    'shipping_class',
    'payment_method',
    'carrier',
    'price_type',
    'unit',
    'category',
    'attribute',
  ]),
  name: text,
  code: some,
  isDefault: z.boolean().optional(),
  parent: ref.optional(),
})

const recordTypes: { readonly [K in IncomingKind]: z.ZodType } = {
  term,
  order,
  customer,
  payment,
  refund: payment,
  order_status: event,
  order_address: event,
  cancellation_request: event,
  cancellation_accepted: event,
  cancellation_refused: event,
  return: event,
}
