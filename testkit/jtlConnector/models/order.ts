/** CustomerOrder with its addresses, lines and payment data. */
import { multiply, round, sum } from '../decimals.ts'
import type { ShopAddress, ShopLine, ShopOrder, ShopPaymentInfo } from '../shopData.ts'
import type { WireModel } from '../wire.ts'
import type { ModelWriter } from './writer.ts'

/** The wire model of an order, foreign keys filled as far as they are linked. */
export function writeOrder(order: ShopOrder, writer: ModelWriter): WireModel {
  const { quirks } = writer
  const customerId = quirks.customerIdUnknown ? `unknown-${order.id}` : order.customerId
  const backReference = writer.parent('customerOrderId', 'CustomerOrder', order.id)
  const net = order.totalNet ?? total(order.lines, line => line.priceNet)
  const gross = order.totalGross ?? total(order.lines, line => line.priceGross)
  return writer.inLanguage(order.language, {
    customerId: writer.id('Customer', customerId),
    id: writer.id('CustomerOrder', order.id),
    billingAddress: order.billing && {
      ...writeAddress(order.billing, `b_${order.id}`, writer),
      ...(quirks.backReferences ? { customerId: writer.id('Customer', customerId) } : {}),
      vatNumber: order.billing.vatNumber ?? '',
    },
    shippingAddress: order.shipping && {
      ...writeAddress(order.shipping, `s_${order.id}`, writer),
      customerId: writer.id('Customer', customerId),
    },
    carrierName: order.carrier ?? '',
    creationDate: quirks.creationDateNull ? null : writer.time(order.createdAt),
    currencyIso: order.currency,
    customerNote: order.customerNote ?? '',
    estimatedDeliveryDate: writer.time(order.estimatedDelivery),
    note: order.note ?? '',
    orderNumber: order.number,
    paymentDate: writer.time(order.paidAt),
    paymentInfo: order.paymentInfo
      ? { ...writePaymentInfo(order.paymentInfo, `i_${order.id}`, writer), ...backReference }
      : null,
    paymentModuleCode: order.paymentModule,
    paymentStatus: quirks.emptyStatus ? '' : quirks.totalsNet ? 'unpaid' : order.paymentStatus,
    pui: order.payUponInvoice ?? '',
    shippingDate: writer.time(order.shippedAt),
    shippingInfo: order.shippingInfo ?? '',
    shippingMethodId: writer.id('ShippingMethod', order.shippingMethodId),
    shippingMethodName: order.shippingMethodName ?? '',
    status: quirks.emptyStatus ? '' : order.status,
    totalSum: writer.number(net),
    totalSumGross: quirks.totalsNet ? 0 : writer.number(gross),
    attributes: writer.attributes(order.attributes, backReference),
    items: order.lines.map(line => ({ ...writeLine(line, writer), ...backReference })),
    ...writer.extras(),
  })
}

function writeLine(line: ShopLine, writer: ModelWriter): WireModel {
  return {
    id: writer.own(line.id),
    configItemId: writer.own(null),
    productId: writer.id('Product', line.itemId),
    name: writer.name(line.name),
    price: writer.number(line.priceNet),
    priceGross: writer.quirks.totalsNet ? 0 : writer.number(line.priceGross),
    quantity: writer.number(line.quantity),
    sku: line.sku,
    type: line.type,
    note: line.note ?? '',
    unique: line.unique ?? '',
    vat: writer.number(line.vat),
    variations: (line.choices ?? []).map(choice => ({
      id: writer.own(choice.id),
      productVariationId: writer.id('ProductVariation', choice.variationId),
      productVariationValueId: writer.id('ProductVariationValue', choice.valueId),
      freeField: choice.freeText ?? '',
      productVariationName: writer.name(choice.variation),
      surcharge: writer.number(choice.surcharge),
      valueName: writer.name(choice.value),
    })),
    ...writer.extras(),
  }
}

/** The fields that addresses and customers share, without identity. */
export function writeParty(address: Omit<ShopAddress, 'id'>): WireModel {
  return {
    city: address.city,
    company: address.company ?? '',
    countryIso: address.country,
    deliveryInstruction: address.deliveryInstruction ?? '',
    eMail: address.email ?? '',
    extraAddressLine: address.extraLine ?? '',
    fax: address.fax ?? '',
    firstName: address.firstName,
    lastName: address.lastName,
    mobile: address.mobile ?? '',
    phone: address.phone ?? '',
    salutation: address.salutation ?? '',
    state: address.state ?? '',
    street: address.street,
    title: address.title ?? '',
    zipCode: address.zipCode,
  }
}

function writeAddress(address: ShopAddress, defaultId: string, writer: ModelWriter): WireModel {
  return { id: writer.own(address.id ?? defaultId), ...writeParty(address), ...writer.extras() }
}

function writePaymentInfo(info: ShopPaymentInfo, defaultId: string, writer: ModelWriter): WireModel {
  return {
    id: writer.own(info.id ?? defaultId),
    accountHolder: info.accountHolder ?? '',
    accountNumber: info.accountNumber ?? '',
    bankCode: info.bankCode ?? '',
    bankName: info.bankName ?? '',
    bic: info.bic ?? '',
    creditCardExpiration: info.cardExpiration ?? '',
    creditCardHolder: info.cardHolder ?? '',
    creditCardNumber: info.cardNumber ?? '',
    creditCardType: info.cardType ?? '',
    creditCardVerificationNumber: info.cardVerificationNumber ?? '',
    iban: info.iban ?? '',
  }
}

function total(lines: readonly ShopLine[], price: (line: ShopLine) => string): string {
  return round(sum(lines.map(line => multiply(price(line), line.quantity))), 2)
}
