/** From their words to ours. Pure: nothing here calls, waits, logs or remembers. */

import type {
  AddressRecord,
  CustomerRecord,
  IncomingKind,
  OrderEventRecord,
  OrderLineRecord,
  OrderRecord,
  PaymentRecord,
} from '../../../src/port/records.ts'
import {
  type AddressPayload,
  customerPayload,
  eventPayload,
  type OrderPayload,
  orderPayload,
  paymentPayload,
  read,
} from './payloads.ts'

/** Their types of record, and what they are here. */
export const kindOf: ReadonlyMap<string, IncomingKind> = new Map([
  ['order', 'order'],
  ['customer', 'customer'],
  ['payment', 'payment'],
  ['refund', 'refund'],
  ['status', 'order_status'],
  ['address', 'order_address'],
  ['cancelRequest', 'cancellation_request'],
  ['cancelAccepted', 'cancellation_accepted'],
  ['cancelRefused', 'cancellation_refused'],
  ['return', 'return'],
])

/** Our kinds, and what they are there. */
export function typeOf(kind: IncomingKind): string {
  return [...kindOf].find(([, ours]) => ours === kind)?.[0] ?? kind
}

// Differs with every look, or says when they touched it: no change of the record.
const volatile: ReadonlySet<string> = new Set(['given', 'givenAt', 'changedAt', 'editedAt'])
// Of a payment only what is known to be harmless is kept: tomorrow's plug-in adds tomorrow's secret field.
const harmless: ReadonlySet<string> = new Set(['method', 'state', 'reference', 'paidAt'])
const secret: ReadonlySet<string> = new Set(['account', 'passwordHash'])

/** The record without what changes by itself and without anything that pays. */
export function scrub(_kind: IncomingKind, raw: unknown): unknown {
  if (!isObject(raw)) return raw
  const kept = Object.entries(raw).filter(([name]) => !volatile.has(name) && !secret.has(name))
  return Object.fromEntries(
    kept.map(([name, value]) => (name === 'payment' ? [name, withoutSecrets(value)] : [name, value])),
  )
}

// What is no object holds no method of payment, but may hold a card number.
function withoutSecrets(payment: unknown): unknown {
  return isObject(payment)
    ? Object.fromEntries(Object.entries(payment).filter(([name]) => harmless.has(name)))
    : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An order. Throws `Rejected` (PAYLOAD_INVALID) with the path of what does not fit. */
export function order(payload: unknown): OrderRecord {
  const from = read(orderPayload, payload)
  return present({
    externalNumber: from.number,
    placedAt: from.placedAt,
    currency: from.currency,
    totalGross: from.total,
    pending: from.pending || undefined,
    wantsConfirmation:
      typeof from.confirmBy === 'string' ? present({ until: from.confirmBy || undefined }) : undefined,
    customer: from.buyer?.id === undefined ? undefined : { theirs: from.buyer.id },
    billing: addressOf(from.billTo, from.buyer?.email),
    shipping: addressOf(from.shipTo),
    paymentState: paymentStateOf[from.payment.state],
    remoteState: remoteStateOf[from.state],
    payment: present({
      method: from.payment.method,
      reference: from.payment.reference,
      paidAt: from.payment.paidAt ?? undefined,
    }),
    delivery: present({ method: from.shipping?.method }),
    language: from.language,
    customerNote: from.note,
    lines: from.positions.map(lineOf),
  })
}

function lineOf(from: OrderPayload['positions'][number]): OrderLineRecord {
  const { id, sku } = from.item ?? {}
  return present({
    ref: { theirs: from.id },
    kind: from.kind,
    item: from.item ? present({ ref: id === undefined ? undefined : { theirs: id }, sku }) : undefined,
    name: from.name,
    quantity: from.quantity,
    unitNet: from.net,
    unitGross: from.gross,
    taxRate: from.vat,
  })
}

/** A customer who signed up. Throws like `order`. */
export function customer(payload: unknown): CustomerRecord {
  const from = read(customerPayload, payload)
  return present({
    number: from.number,
    address: addressOf(from.address, from.email) ?? {},
    language: from.language,
    createdAt: from.createdAt ?? undefined,
  })
}

/** A payment or a refund. Throws like `order`. */
export function payment(payload: unknown): PaymentRecord {
  const from = read(paymentPayload, payload)
  return present({
    order: { theirs: from.order },
    amount: from.amount,
    currency: from.currency,
    method: from.method,
    transactionId: from.reference,
    paidAt: from.paidAt ?? undefined,
  })
}

/** What happened to an order: its status, an address, a cancellation, a return. Throws like `order`. */
export function event(payload: unknown): OrderEventRecord {
  const from = read(eventPayload, payload)
  return present({
    order: from.order === undefined ? undefined : { theirs: from.order },
    request: from.request
      ? present({ theirs: from.request.id ?? '', no: from.request.no ?? undefined })
      : undefined,
    at: from.at ?? undefined,
    remoteState: from.state ? remoteStateOf[from.state] : undefined,
    paymentState: from.paymentState ? paymentStateOf[from.paymentState] : undefined,
    billing: addressOf(from.billTo),
    shipping: addressOf(from.shipTo),
    lines: from.lines?.map(line =>
      present({
        ref: { theirs: line.id },
        quantity: line.quantity,
        reason: line.reason,
        state: line.state ?? undefined,
        paymentState: line.paymentState ?? undefined,
      }),
    ),
    reason: from.reason,
  })
}

const remoteStateOf = {
  new: 'new',
  processing: 'in_progress',
  partlyShipped: 'partly_shipped',
  shipped: 'shipped',
  done: 'completed',
  cancelled: 'cancelled',
} as const

const paymentStateOf = {
  open: 'open',
  partlyPaid: 'partly_paid',
  paid: 'paid',
  refunded: 'refunded',
  failed: 'failed',
} as const

// Without any field it is no address: what they stopped to show must not erase what we know.
function addressOf(from: AddressPayload | null | undefined, email?: string): AddressRecord | undefined {
  const address = present({ ...from, email })
  return Object.keys(address).length > 0 ? address : undefined
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same without the fields that are undefined: absent is not empty. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
}
