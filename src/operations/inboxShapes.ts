import { z } from 'zod'
import { foundHows } from '../customers/matchKeys.ts'
import { checkResults } from '../sales/inboxChecks.ts'

const check = z.enum(checkResults)

const customerShape = z.object({
  customerId: z.uuid(),
  number: z.string(),
  name: z.string(),
  blocked: z.boolean(),
  /** `person`: chosen by somebody. */
  how: z.enum([...foundHows, 'person']),
  /** Percent. */
  score: z.int(),
  /** What speaks for and against it, with its points. */
  because: z.array(z.object({ code: z.string(), points: z.int(), reason: z.string() })).readonly(),
})

const blockerShape = z.object({ code: z.string(), reason: z.string(), remedy: z.string() })

/** A web order as a row of the inbox. */
export const inboxRowShape = z.object({
  id: z.uuid(),
  connection: z.string(),
  channel: z.string(),
  externalNumber: z.string(),
  placedAt: z.date(),
  customer: z.string(),
  place: z.string(),
  country: z.string().nullable(),
  currency: z.string(),
  totalGross: z.string().nullable(),
  lines: z.int(),
  paymentState: z.string(),
  pending: z.boolean(),
  /** It waits for our yes or no, at the latest until then (null: whenever). */
  wantsAnswer: z.boolean(),
  answerUntil: z.date().nullable(),
  /** What was said to it. */
  confirmed: z.boolean().nullable(),
  openChecks: z.array(z.string()).readonly(),
  checks: z.object({
    customer: check,
    address: check,
    item: check,
    tax: check,
    payment: check,
    shipping: check,
    total: check,
  }),
  /** The customer that a person chose, else the one that it will be of; null: a new one, or a person has to choose. */
  match: customerShape.nullable(),
  /** So many customers fit; more than one: a person has to choose. */
  candidates: z.int(),
  firstBlocker: blockerShape.nullable(),
  assigned: z.object({ customerId: z.uuid(), by: z.string() }).nullable(),
  /** A person said that it is of nobody who is known. */
  assignedNew: z.boolean(),
})
export type ShownInboxRow = z.infer<typeof inboxRowShape>

/** A web order with everything that is known of it. */
export const inboxDetailShape = z.object({
  id: z.uuid(),
  externalNumber: z.string(),
  order: inboxRowShape.nullable(),
  record: z.record(z.string(), z.unknown()),
  checks: z.array(blockerShape),
  candidates: z.array(
    customerShape.extend({
      company: z.string(),
      email: z.string(),
      street: z.string(),
      postcode: z.string(),
      city: z.string(),
      same: z.object({
        name: z.boolean(),
        email: z.boolean(),
        street: z.boolean(),
        postcode: z.boolean(),
        city: z.boolean(),
      }),
      orders: z.int(),
      lastOrderAt: z.date().nullable(),
    }),
  ),
  lines: z
    .array(
      z.object({
        line: z.int(),
        kind: z.string(),
        itemNumber: z.string().nullable(),
        sku: z.string().nullable(),
        name: z.string(),
        quantity: z.string(),
        unitGross: z.string().nullable(),
        taxRate: z.string().nullable(),
      }),
    )
    .readonly(),
})
