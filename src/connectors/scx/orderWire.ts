import { z } from 'zod'
import { objectOf } from './guarded.ts'
import {
  bool,
  decimal,
  enumOf,
  id,
  instant,
  int,
  isZero,
  list,
  optional,
  optionalAmount,
  optionalDecimal,
  optionalText,
  sellerId,
  text,
} from './scalars.ts'

/** Orders as they are posted (models `Order`, `OrderStatus`, `OrderAddressUpdate`, section 7 of the page and its appendix). */

export const orderStates = [
  'UNACKED',
  'CREATED',
  'ACCEPTED',
  'SHIPPED',
  'PARTIALLY_SHIPPED',
  'CANCELED_BY_SELLER',
  'CANCELED_BY_BUYER',
] as const
export type OrderState = (typeof orderStates)[number]

export const lineStates = [
  'UNSHIPPED',
  'SHIPPED',
  'CANCELED_BY_SELLER',
  'CANCELED_BY_BUYER',
  'RETURNED',
  'REFUNDED',
] as const
export type LineState = (typeof lineStates)[number]

/** An order's id, unique per seller. */
export const orderId = id(150)
export const orderItemId = id(50)
/** The most orders in one call. */
export const mostOrders = 1000

/** Lengths that the models leave open. */
const nameLength = 500
const noteLength = 20_000

export const address = objectOf({
  firstName: optionalText(nameLength),
  lastName: text(0, nameLength),
  gender: optional(enumOf('male', 'female', 'diverse')),
  companyName: optionalText(nameLength),
  street: text(0, nameLength),
  houseNumber: optionalText(nameLength),
  addition: optionalText(nameLength),
  postcode: optionalText(nameLength),
  city: text(0, nameLength),
  phone: optionalText(nameLength),
  country: text(1, nameLength),
  state: optionalText(nameLength),
})
export type Address = z.infer<typeof address>

const buyer = objectOf({ email: optionalText(nameLength), vatId: optionalText(nameLength) })
export type Buyer = z.infer<typeof buyer>

const moreData = list(
  objectOf({
    group: text(1, 150),
    values: list(objectOf({ key: text(1, 255), value: text(1, 5000) }), 1, 50),
  }),
  0,
  10,
)
export type MoreData = z.infer<typeof moreData>

const country3 = z.string('text').regex(/^[A-Z]{3}$/, 'country3')
const paymentStatus = enumOf('PENDING', 'PAID')

const itemLine = objectOf({
  type: z.literal('ITEM'),
  orderItemId,
  grossPrice: decimal,
  total: decimal,
  taxPercent: optionalAmount,
  grossFee: optionalDecimal,
  offerId: optional(int(1)),
  channelOfferId: optionalText(100),
  sku: optionalText(150),
  // One that is not above 0 keeps out its order, not the list.
  quantity: optional(decimal),
  title: optionalText(2000),
  itemStatus: optional(enumOf(...lineStates)),
  itemPaymentStatus: optional(paymentStatus),
  estimatedShippingDate: optional(instant),
  estimatedDeliveryDate: optional(instant),
  remainingQuantity: optionalDecimal,
  additionalOrderItemData: optional(moreData),
  shipFromCountry: optional(country3),
  note: optionalText(noteLength),
})
export type ItemLine = z.infer<typeof itemLine>

const costLine = { orderItemId, grossPrice: decimal, taxPercent: optionalAmount }
const shippingLine = objectOf({
  type: z.literal('SHIPPING'),
  ...costLine,
  shippingGroup: text(0, nameLength),
})
const paymentLine = objectOf({ type: z.literal('PAYMENT'), ...costLine, note: text(0, noteLength) })

const orderLine = z.discriminatedUnion('type', [itemLine, shippingLine, paymentLine], 'enum')
export type OrderLine = z.infer<typeof orderLine>

/** More lines than any order has. */
const mostLines = 5000

export const order = objectOf({
  sellerId,
  orderId,
  orderStatus: enumOf(...orderStates),
  orderAcceptUntil: optional(instant),
  paymentMethod: optionalText(150),
  paymentReference: optionalText(nameLength),
  purchasedAt: instant,
  lastChangedAt: instant,
  currency: z.string('text').regex(/^[A-Za-z]{3}$/, 'invalid'),
  orderItem: list(orderLine, 1, mostLines),
  billingAddress: optional(address),
  shippingAddress: optional(address),
  note: optionalText(noteLength),
  buyer: optional(buyer),
  weeePickup: optional(bool),
  language: optionalText(50),
  invoiceDocumentTransfer: optional(enumOf('not-set', 'from-seller', 'from-channel')),
  additionalOrderData: optional(moreData),
  fbc: optional(bool),
  b2b: optional(bool),
  salesChannelName: optionalText(100),
})
export type Order = z.infer<typeof order>

/** As it is stored: when it was changed is no content of it. */
export const storedOrder = order
  .omit({ lastChangedAt: true })
  .refine(({ orderItem }) => orderItem.every(isPossible), { path: ['orderItem'], error: 'positive' })
export type StoredOrder = z.infer<typeof storedOrder>

/** False for an item of which nothing, or less, was ordered. */
export function isPossible(line: OrderLine): boolean {
  if (line.type !== 'ITEM' || line.quantity === undefined) return true
  return !line.quantity.startsWith('-') && !isZero(line.quantity)
}

export const orderList = objectOf({ orderList: list(order, 1, mostOrders) })

export const statusChange = objectOf({
  sellerId,
  orderId,
  orderStatus: enumOf(...orderStates),
  orderItems: optional(
    list(
      objectOf({
        orderItemId,
        itemStatus: enumOf(...lineStates),
        paymentStatus: optional(paymentStatus),
        shipFromCountry: optional(country3),
      }),
      0,
      mostLines,
    ),
  ),
})
export type StatusChange = z.infer<typeof statusChange>

export const statusList = objectOf({ orderList: list(statusChange, 1, mostOrders) })

export const addressChange = objectOf({
  sellerId,
  orderId,
  billingAddress: optional(address),
  shippingAddress: optional(address),
  buyer: optional(buyer),
})
export type AddressChange = z.infer<typeof addressChange>

export const addressList = objectOf({ orderList: list(addressChange, 1, mostOrders) })
