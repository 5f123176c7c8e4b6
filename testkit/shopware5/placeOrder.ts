/** A customer buys in the shop: the totals are those that he saw. */
import { type Exact, exact, rounded } from '../../src/base/decimal.ts'
import { storeCustomer } from './resources/customers.ts'
import { storeOrder } from './resources/orders.ts'
import type { ShopState } from './state.ts'
import { numberOf, type Row, rowOf } from './wire.ts'

/** What a line of an order is. */
export const lineModes = { item: 0, premium: 1, voucher: 2, rebate: 3, surcharge: 4, bundle: 10 } as const

export interface NewLine {
  readonly mode?: keyof typeof lineModes
  readonly sku?: string
  readonly name?: string
  readonly quantity?: string
  /** Per piece: gross, or net in an order with net prices. */
  readonly price: string
  readonly taxRate?: string
  readonly ean?: string
  readonly unit?: string
  readonly esd?: boolean
  readonly config?: string
  readonly attribute?: Row
}

export interface NewShipping {
  readonly gross: string
  /** Default 19. */
  readonly taxRate?: string
  /** Its tax is split over the rates of the lines. */
  readonly proportional?: boolean
}

export interface NewOrder {
  readonly lines: readonly NewLine[]
  readonly number?: string
  readonly placedAt?: Date
  readonly shipping?: NewShipping
  readonly net?: boolean
  readonly taxFree?: boolean
  readonly currency?: string
  readonly factor?: string
  readonly status?: number
  readonly paymentStatus?: number
  /** Id of a payment method: 2 debit, 3 cash, 4 invoice, 5 prepayment, 6 sepa. */
  readonly payment?: number
  readonly dispatch?: number
  readonly billing?: Row
  readonly delivery?: Row
  /** An id of a customer; one is made if absent. */
  readonly customer?: string
  readonly email?: string
  readonly guest?: boolean
  readonly group?: string
  readonly comment?: string
  readonly transactionId?: string
  readonly bank?: Row
  readonly attribute?: Row
  readonly fields?: Row
  /** What the customer saw, where it is not what the lines add up to. */
  readonly total?: string
}

export interface Placed {
  readonly id: string
  readonly number: string
  /** What the customer saw, gross. */
  readonly total: string
}

const person: Row = {
  company: null,
  department: null,
  salutation: 'mr',
  firstName: 'Kim',
  lastName: 'Kunde',
  street: 'Weg 1',
  zipCode: '04109',
  city: 'Leipzig',
  phone: '',
  title: null,
  additionalAddressLine1: null,
  additionalAddressLine2: null,
  countryId: 2,
  stateId: null,
}

/** Places an order; what it does not say is something usual. */
export function placeOrder(state: ShopState, order: NewOrder): Placed {
  const sums = sumsOf(order)
  const customer = order.customer ?? newCustomer(state, order)
  const address = (row: Row, more: Row) => {
    const whole: Row = { ...person, ...row }
    const country = state.tables.countries.get(whole['countryId'])
    return {
      id: 0,
      customerId: numberOf(customer),
      ...more,
      ...whole,
      country: country ?? null,
      state: null,
      attribute: {},
    }
  }
  const billing = address(order.billing ?? {}, { vatId: null })
  const { vatId: _, ...toElsewhere } = order.delivery ?? order.billing ?? {}
  const stored = storeOrder(state, {
    changed: null,
    number: order.number ?? '',
    customerId: numberOf(customer),
    paymentId: order.payment ?? 5,
    dispatchId: order.dispatch ?? 9,
    partnerId: '',
    shopId: 1,
    invoiceAmount: sums.gross,
    invoiceAmountNet: sums.net,
    invoiceShipping: sums.shipping,
    invoiceShippingNet: sums.shippingNet,
    invoiceShippingTaxRate: order.shipping ? numberOf(order.shipping.taxRate ?? '19') : null,
    orderTime: state.times.local(order.placedAt ?? state.clock()),
    transactionId: order.transactionId ?? '',
    comment: '',
    customerComment: order.comment ?? '',
    internalComment: '',
    net: order.net || order.taxFree ? 1 : 0,
    taxFree: order.taxFree ? 1 : 0,
    temporaryId: '',
    referer: '',
    clearedDate: order.paymentStatus === 12 ? state.times.local(order.placedAt ?? state.clock()) : null,
    trackingCode: '',
    languageIso: '1',
    currency: order.currency ?? 'EUR',
    currencyFactor: numberOf(order.factor ?? '1'),
    remoteAddress: '203.0.113.77',
    deviceType: 'desktop',
    isProportionalCalculation: order.shipping?.proportional ?? false,
    paymentStatusId: order.paymentStatus ?? 17,
    orderStatusId: order.status ?? 0,
    attribute: order.attribute ?? {},
    paymentInstances: order.bank ? [order.bank] : [],
    details: order.lines.map(line => detailOf(state, order, line)),
    billing,
    shipping: address(toElsewhere, {}),
    ...order.fields,
  })
  return {
    id: String(stored.id),
    number: String(stored['number']),
    total: rounded(exact(order.total ?? String(sums.gross)), 2).toFixed(2),
  }
}

function newCustomer(state: ShopState, order: NewOrder): string {
  const { firstName, lastName, salutation } = { ...person, ...order.billing }
  const guest = order.guest ?? true
  const row = storeCustomer(state, {
    email: order.email ?? 'kim@example.com',
    accountMode: guest ? 1 : 0,
    groupKey: order.group ?? 'EK',
    salutation: salutation ?? 'mr',
    firstname: firstName ?? '',
    lastname: lastName ?? '',
    defaultBillingAddress: addressOf(order.billing),
    defaultShippingAddress: addressOf(order.delivery ?? order.billing),
  })
  return String(row.id)
}

// Addresses of customers are spelled otherwise than those of orders.
function addressOf(row: Row | undefined): Row {
  const { firstName, lastName, zipCode, ...rest } = { ...person, ...row }
  return { ...rest, firstname: firstName ?? '', lastname: lastName ?? '', zipcode: zipCode ?? '' }
}

const goneArticle = 900_001

function detailOf(state: ShopState, order: NewOrder, line: NewLine): Row {
  const { variants, taxes } = state.tables
  const variant = line.sku === undefined ? undefined : variants.find('number', line.sku)
  const mode = lineModes[line.mode ?? 'item']
  const rate = order.taxFree && !state.quirks.taxFreeKeepsRates ? 0 : numberOf(line.taxRate ?? '19')
  const isItem = mode === 0 || mode === 1
  return {
    // What was an article keeps its id, also when it is gone.
    articleId: isItem ? numberOf(variant?.['articleId'] ?? goneArticle) : 0,
    articleDetailID: isItem ? numberOf(variant?.['id'] ?? goneArticle) : 0,
    taxId: numberOf(taxes.all().find(one => one['tax'] === rate)?.['id']),
    taxRate: rate,
    statusId: 0,
    articleNumber: line.sku ?? '',
    price: numberOf(line.price),
    quantity: numberOf(line.quantity ?? '1'),
    articleName: line.name ?? line.sku ?? '',
    shipped: 0,
    shippedGroup: 0,
    releaseDate: null,
    mode,
    esdArticle: line.esd ? 1 : 0,
    config: line.config ?? '',
    ean: line.ean ?? '',
    unit: line.unit ?? '',
    packUnit: '',
    attribute: rowOf(line.attribute),
  }
}

interface Sums {
  readonly gross: number
  readonly net: number
  readonly shipping: number
  readonly shippingNet: number
}

function sumsOf(order: NewOrder): Sums {
  const isNet = order.net || order.taxFree
  const factor = (rate: string) =>
    exact(order.taxFree ? '0' : rate)
      .plus(100)
      .div(100)
  let gross = exact('0')
  let net = exact('0')
  const shares = new Map<string, Exact>()
  for (const { price, quantity = '1', taxRate = '19' } of order.lines) {
    const amount = exact(price).times(exact(quantity))
    const rate = order.taxFree ? '0' : taxRate
    const lineNet = isNet ? amount : amount.div(factor(rate))
    const lineGross = isNet ? amount.times(factor(rate)) : amount
    gross = gross.plus(lineGross)
    net = net.plus(lineNet)
    shares.set(rate, (shares.get(rate) ?? exact('0')).plus(lineNet))
  }
  const { gross: shippingGross = '0', taxRate = '19', proportional = false } = order.shipping ?? {}
  const shipping = exact(shippingGross)
  const shippingNet = proportional ? proportionalNet(shipping, shares) : shipping.div(factor(taxRate))
  return {
    gross: numberOf(order.total ?? rounded(gross.plus(shipping), 2).toFixed()),
    net: Number(rounded(net.plus(shippingNet), 2).toFixed()),
    shipping: Number(shipping.toFixed()),
    shippingNet: Number(rounded(shippingNet, 2).toFixed()),
  }
}

// The shipping is taxed as the lines are, each rate by its share.
function proportionalNet(shipping: Exact, shares: ReadonlyMap<string, Exact>): Exact {
  const whole = [...shares.values()].reduce((sum, share) => sum.plus(share), exact('0'))
  return [...shares].reduce((sum, [rate, share]) => {
    const part = whole.isZero() ? exact('0') : shipping.times(share).div(whole)
    return sum.plus(part.div(exact(rate).plus(100).div(100)))
  }, exact('0'))
}
