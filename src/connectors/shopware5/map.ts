import { given } from '../../base/given.ts'
import { shortLanguage } from '../../base/languageCodes.ts'
import type { MapContext } from '../../port/connector.ts'
import type { AddressRecord, CustomerRecord, OrderRecord } from '../../port/records.ts'
import { mapDetail, pricingOf, roundingLine, shippingLines } from './orderLines.ts'
import {
  type Customer,
  decimalOf,
  decimalOrNone,
  instantOf,
  instantOrNone,
  invalid,
  isRow,
  isTrue,
  isZero,
  keyOf,
  type Order,
  type Person,
  rowOf,
  textOf,
} from './payloads.ts'
import { paymentStateOf, remoteStateOf, statusMappingOf } from './statusMapping.ts'

/**
 * An order (`GET /api/orders/{id}`). Throws `Rejected` PAYLOAD_INVALID with the path. The total is what the shop charged, in the
 * currency of the order; an order in a list, without its positions, is refused.
 */
export function mapOrder(payload: unknown, { timeZone, settings }: MapContext): OrderRecord {
  const order: Order = rowOf(payload, '')
  const id = keyOf(order.id)
  if (id === '') throw invalid('id', 'missing')
  const placedAt = instantOf(order.orderTime, 'orderTime', timeZone)
  if (placedAt === undefined) throw invalid('orderTime', 'missing')
  const currency = textOf(order.currency).toUpperCase()
  if (currency === '') throw invalid('currency', 'missing')
  if (!Array.isArray(order.details)) throw invalid('details', 'missing')
  const states = statusMappingOf(settings)
  const paymentState = paymentStateOf(states, textOf(order.paymentStatusId))
  const payment = rowOrNone(order.payment)
  const dispatch = textOf(rowOrNone(order.dispatch)['name'])
  const customer: Customer = rowOrNone(order.customer)
  const totalGross = decimalOf(order.invoiceAmount, 'invoiceAmount')
  const pricing = pricingOf(order)
  const details = Array.from(order.details, (one, at) => mapDetail(one, `details[${at}]`, pricing))
  const lines = [...details, ...shippingLines(order, dispatch || 'Versand', pricing, details)]
  const account = keyOf(order.customerId) || keyOf(customer.id)
  const isPaid = paymentState === 'paid' || paymentState === 'partly_paid'
  return given<OrderRecord>({
    externalNumber: textOf(order.number) || id,
    placedAt,
    currency,
    totalGross,
    customer: account === '' ? undefined : { theirs: account },
    billing: orderAddress(order.billing, 'billing', textOf(customer.email)),
    shipping: orderAddress(order.shipping, 'shipping', ''),
    paymentState,
    remoteState: remoteStateOf(states, textOf(order.orderStatusId)),
    payment: given<OrderRecord['payment']>({
      method: textOf(payment['description']) || textOf(payment['name']),
      reference: textOf(order.transactionId) || undefined,
      paidAt: isPaid ? instantOrNone(order.clearedDate, timeZone) : undefined,
    }),
    delivery: given<OrderRecord['delivery']>({ method: dispatch || undefined }),
    language: languageOf(order.languageSubShop),
    customerNote: textOf(order.customerComment) || undefined,
    lines: [...lines, ...roundingLine(totalGross, lines)],
    attributes: attributesOf(order.attribute, {
      comment: textOf(order.comment),
      internalComment: textOf(order.internalComment),
      partnerId: textOf(order.partnerId),
      currencyFactor: otherThanOne(decimalOrNone(order.currencyFactor, 'currencyFactor')),
    }),
  })
}

/** A customer (`GET /api/customers/{id}`), guests too. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapCustomer(payload: unknown, { timeZone }: MapContext): CustomerRecord {
  const customer: Customer = rowOf(payload, '')
  if (keyOf(customer.id) === '') throw invalid('id', 'missing')
  const address = customer.defaultBillingAddress ?? undefined
  const person = address === undefined ? {} : rowOf(address, 'defaultBillingAddress')
  const group = textOf(customer.groupKey)
  const isBlocked = customer.active === false || textOf(customer.active) === '0'
  return given<CustomerRecord>({
    number: textOf(customer.number) || undefined,
    // The account has a name of its own; the address says more where there is one.
    address: { ...addressOf(customer, textOf(customer.email)), ...addressOf(person, '') },
    language: languageOf(customer.languageSubShop),
    group: group === '' ? undefined : { theirs: group },
    birthday: instantOrNone(customer.birthday, timeZone)?.slice(0, 10),
    createdAt: instantOrNone(customer.firstLogin, timeZone),
    attributes: attributesOf(customer.attribute, { internalComment: textOf(customer.internalComment) }),
    guest: isTrue(customer.accountMode) ? true : undefined,
    blocked: isBlocked ? true : undefined,
  })
}

function orderAddress(value: unknown, path: string, email: string): AddressRecord | undefined {
  const isNone = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
  const address = addressOf(isNone ? {} : rowOf(value, path), email)
  return Object.keys(address).length === 0 ? undefined : address
}

function addressOf(person: Person, email: string): AddressRecord {
  const extras = [person.department, person.additionalAddressLine1, person.additionalAddressLine2]
  const country = rowOrNone(person.country)
  const state = rowOrNone(person.state)
  return given<AddressRecord>({
    company: textOf(person.company) || undefined,
    salutation: textOf(person.salutation) || undefined,
    title: textOf(person.title) || undefined,
    firstName: textOf(person.firstName) || textOf(person.firstname) || undefined,
    lastName: textOf(person.lastName) || textOf(person.lastname) || undefined,
    street: textOf(person.street) || undefined,
    extra: extras.map(textOf).filter(Boolean).join(', ') || undefined,
    postcode: textOf(person.zipCode) || textOf(person.zipcode) || undefined,
    city: textOf(person.city) || undefined,
    state: textOf(state['shortCode']) || textOf(state['name']) || undefined,
    country: textOf(country['iso']).toUpperCase() || undefined,
    phone: textOf(person.phone) || undefined,
    email: email || undefined,
    vatId: textOf(person.vatId) || undefined,
  })
}

// A sub shop has its locale as `de_DE`.
function languageOf(shop: unknown): string | undefined {
  return shortLanguage(textOf(rowOrNone(rowOrNone(shop)['locale'])['locale']))
}

function otherThanOne(factor: string | undefined): string {
  return factor === undefined || isZero(factor) || Number(factor) === 1 ? '' : factor
}

// The shop's own fields under their own names, with texts that the record has no field for.
function attributesOf(
  value: unknown,
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const own = Object.entries(rowOrNone(value)).filter(
    ([key]) => !/^(id|orderId|customerId|__proto__)$/.test(key),
  )
  const all = [...own.map(([key, text]) => [key, textOf(text)] as const), ...Object.entries(more)]
  const found = all.filter(([, text]) => text !== '')
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

function rowOrNone(value: unknown): Readonly<Record<string, unknown>> {
  return isRow(value) ? value : {}
}
