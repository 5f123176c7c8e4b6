import { given } from '../../base/given.ts'
import type { MapContext } from '../../port/connector.ts'
import type { AddressRecord, CustomerRecord, OrderRecord, PaymentRecord } from '../../port/records.ts'
import { keptOf } from './customerModel.ts'
import { amountOf, isZero, mapLine, sumOfLines } from './orderLines.ts'
import {
  type Customer,
  type CustomerOrder,
  decimalOf,
  idText,
  instantOf,
  instantOrNone,
  invalid,
  isModel,
  languageOf,
  listOf,
  modelOf,
  nameOf,
  type Payment,
  type Person,
  textOf,
} from './payloads.ts'

/** A customer (`customer.pull`). Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapCustomer(payload: unknown, context: MapContext): CustomerRecord {
  const customer: Customer = modelOf(payload, '')
  if (idText(customer.id) === '') throw invalid('id', 'missing')
  const group = idText(customer.customerGroupId)
  const isGuest = customer.hasCustomerAccount === false
  return given<CustomerRecord>({
    number: textOf(customer.customerNumber) || undefined,
    address: addressOf(customer),
    language: languageOf(customer),
    group: group === '' ? undefined : { theirs: group },
    birthday: instantOrNone(customer.birthday, context.timeZone)?.slice(0, 10),
    createdAt: instantOrNone(customer.creationDate, context.timeZone),
    attributes: attributesOf(customer.attributes, { note: customer.note }),
    guest: isGuest ? true : undefined,
    blocked: typeof customer.isActive === 'boolean' ? !customer.isActive : undefined,
    kept: isGuest ? undefined : keptOf(customer),
  })
}

/**
 * An order (`customer_order.pull`). Throws `Rejected` PAYLOAD_INVALID with the path.
 *
 * An order without `creationDate` was placed when it was paid; without both it is refused. A gross total of 0 or none
 * (WooCommerce) is computed from the lines, each rounded to the currency's digits.
 */
export function mapOrder(payload: unknown, context: MapContext): OrderRecord {
  const order: CustomerOrder = modelOf(payload, '')
  if (idText(order.id) === '') throw invalid('id', 'missing')
  const { timeZone } = context
  const paidAt = instantOf(order.paymentDate, 'paymentDate', timeZone)
  const placedAt = instantOf(order.creationDate, 'creationDate', timeZone) ?? paidAt
  if (placedAt === undefined) throw invalid('creationDate', 'missing')
  const currency = textOf(order.currencyIso).toUpperCase()
  if (currency === '') throw invalid('currencyIso', 'missing')
  const lines = Array.from(listOf(order.items, 'items'), (item, index) => mapLine(item, `items[${index}]`))
  const total = amountOf(decimalOf(order.totalSumGross, 'totalSumGross') ?? '0', 'totalSumGross')
  const computed = isZero(total)
  const customer = idText(order.customerId)
  return given<OrderRecord>({
    externalNumber: textOf(order.orderNumber) || idText(order.id),
    placedAt,
    currency,
    totalGross: computed ? sumOfLines(lines, currency) : total,
    totalIsComputed: computed ? true : undefined,
    customer: customer === '' ? undefined : { theirs: customer },
    billing: orderAddress(order.billingAddress, 'billingAddress'),
    shipping: orderAddress(order.shippingAddress, 'shippingAddress'),
    paymentState: paymentStateOf(textOf(order.paymentStatus)),
    remoteState: remoteStateOf(textOf(order.status)),
    payment: given<OrderRecord['payment']>({ method: nameOf(order.paymentModuleCode), paidAt }),
    delivery: given<OrderRecord['delivery']>({
      method: nameOf(order.shippingMethodName) || undefined,
      carrier: nameOf(order.carrierName) || undefined,
      wishedFor: instantOrNone(order.estimatedDeliveryDate, timeZone),
    }),
    language: languageOf(order),
    customerNote: textOf(order.customerNote) || undefined,
    lines,
    attributes: attributesOf(order.attributes, {
      note: order.note,
      pui: order.pui,
      shippingInfo: order.shippingInfo,
    }),
  })
}

/** A payment (`payment.pull`) of an order that is linked already. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapPayment(payload: unknown, context: MapContext): PaymentRecord {
  const payment: Payment = modelOf(payload, '')
  const order = idText(payment.customerOrderId)
  if (order === '') throw invalid('customerOrderId', 'missing')
  return given<PaymentRecord>({
    order: { theirs: order },
    amount: amountOf(payment.totalSum, 'totalSum'),
    method: nameOf(payment.paymentModuleCode),
    transactionId: textOf(payment.transactionId) || undefined,
    paidAt: instantOf(payment.creationDate, 'creationDate', context.timeZone),
  })
}

// What is empty or unknown is new and open: a strange state must not keep an order out.
function paymentStateOf(status: string): OrderRecord['paymentState'] {
  return status === 'completed' ? 'paid' : status === 'partially_paid' ? 'partly_paid' : 'open'
}

function remoteStateOf(status: string): OrderRecord['remoteState'] {
  if (status === 'partially_shipped') return 'partly_shipped'
  return status === 'shipped' || status === 'cancelled' ? status : 'new'
}

// PHP writes an empty object as an empty list.
function orderAddress(value: unknown, path: string): AddressRecord | undefined {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined
  const address = addressOf(modelOf(value, path))
  return Object.keys(address).length === 0 ? undefined : address
}

function addressOf(person: Person): AddressRecord {
  const extra = nameOf(person.extraAddressLine)
  const instruction = nameOf(person.deliveryInstruction)
  return given<AddressRecord>({
    company: nameOf(person.company) || undefined,
    salutation: nameOf(person.salutation) || undefined,
    title: nameOf(person.title) || undefined,
    firstName: nameOf(person.firstName) || undefined,
    lastName: nameOf(person.lastName) || undefined,
    street: nameOf(person.street) || undefined,
    extra: (extra && instruction ? `${extra}, ${instruction}` : extra || instruction) || undefined,
    postcode: textOf(person.zipCode) || undefined,
    city: nameOf(person.city) || undefined,
    state: nameOf(person.state) || undefined,
    country: textOf(person.countryIso).toUpperCase() || undefined,
    phone: textOf(person.phone) || undefined,
    mobile: textOf(person.mobile) || undefined,
    email: textOf(person.eMail) || undefined,
    vatId: textOf(person.vatNumber) || undefined,
  })
}

// Attributes, and texts that the record has no field for, under the endpoint's own names. Nothing is lost under one name.
function attributesOf(
  value: unknown,
  texts: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | undefined {
  const found = new Map<string, string>()
  const add = (key: string, text: string) => {
    const before = found.get(key)
    if (key !== '' && text !== '' && before !== text)
      found.set(key, before === undefined ? text : `${before}\n${text}`)
  }
  for (const entry of listOf(value, 'attributes'))
    if (isModel(entry)) add(textOf(entry.key), textOf(entry.value))
  for (const key in texts) add(key, textOf(texts[key]))
  return found.size === 0 ? undefined : Object.fromEntries(found)
}
