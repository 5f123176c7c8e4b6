/** Customer and Payment. */
import type { ShopCustomer, ShopPayment } from '../shopData.ts'
import type { WireModel } from '../wire.ts'
import { writeParty } from './order.ts'
import type { ModelWriter } from './writer.ts'

/** The wire model of a customer, with or without account. */
export function writeCustomer(customer: ShopCustomer, writer: ModelWriter): WireModel {
  return writer.inLanguage(customer.language ?? 'de', {
    customerGroupId: writer.id('CustomerGroup', customer.groupId),
    id: writer.id('Customer', customer.id),
    accountCredit: writer.number(customer.credit),
    birthday: writer.time(customer.birthday),
    ...writeParty(customer),
    creationDate: writer.quirks.creationDateNull ? null : writer.time(customer.createdAt),
    customerNumber: customer.number ?? '',
    discount: writer.number(customer.discount),
    hasCustomerAccount: customer.hasAccount,
    hasNewsletterSubscription: customer.newsletter ?? false,
    isActive: customer.active ?? true,
    note: customer.note ?? '',
    origin: customer.origin ?? '',
    vatNumber: customer.vatNumber ?? '',
    websiteUrl: customer.website ?? '',
    attributes: writer.attributes(customer.attributes, writer.parent('customerId', 'Customer', customer.id)),
    ...writer.extras(),
  })
}

/** The wire model of a payment; its order is linked, or a pull would not deliver it. */
export function writePayment(payment: ShopPayment, writer: ModelWriter): WireModel {
  return {
    id: writer.id('Payment', payment.id),
    customerOrderId: writer.id('CustomerOrder', payment.orderId),
    billingInfo: payment.billingInfo ?? '',
    creationDate: writer.quirks.creationDateNull ? null : writer.time(payment.createdAt),
    paymentModuleCode: payment.module,
    totalSum: writer.number(payment.amount),
    transactionId: payment.transactionId,
    ...writer.extras(),
  }
}
