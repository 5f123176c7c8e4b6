import { shortCountry } from '../../base/countryCodes.ts'
import { exact } from '../../base/decimal.ts'
import { given } from '../../base/given.ts'
import { shortLanguage } from '../../base/languageCodes.ts'
import type { AddressRecord, EventLine, OrderEventRecord, OrderRecord } from '../../port/records.ts'
import { cancellationAnswer, cancellationRequest } from './cancellationWire.ts'
import { joined, noOfRequest } from './ids.ts'
import { mapLine, moreOf } from './orderLines.ts'
import { isPending } from './orderState.ts'
import {
  type Address,
  addressChange,
  type Buyer,
  type LineState,
  type OrderState,
  type StoredOrder,
  statusChange,
  storedOrder,
} from './orderWire.ts'
import { readPayload } from './payloads.ts'
import { returnAnnouncement } from './returnWire.ts'

/** An order as it was posted first. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapOrder(payload: unknown): OrderRecord {
  const order = readPayload(storedOrder, payload)
  const { orderId, orderStatus, orderItem } = order
  const priced = orderItem.map(mapLine)
  const shippingLine = orderItem.find(line => line.type === 'SHIPPING')
  return given<OrderRecord>({
    externalNumber: orderId,
    placedAt: order.purchasedAt,
    currency: order.currency.toUpperCase(),
    totalGross: priced.reduce((sum, { total }) => sum.plus(total), exact('0')).toFixed(),
    fulfilledBy: order.fbc ? 'channel' : undefined,
    totalIsComputed: true,
    pending: isPending(orderStatus) ? true : undefined,
    wantsConfirmation:
      orderStatus === 'UNACKED'
        ? given<NonNullable<OrderRecord['wantsConfirmation']>>({ until: order.orderAcceptUntil })
        : undefined,
    customer: undefined,
    ...mapAddresses(order),
    paymentState: paymentStateOf(order),
    remoteState: remoteStates[orderStatus],
    payment: given<OrderRecord['payment']>({
      method: order.paymentMethod ?? '',
      reference: order.paymentReference,
      paidAt: undefined,
    }),
    delivery: given<OrderRecord['delivery']>({
      method: shippingLine?.shippingGroup.trim() || undefined,
      carrier: undefined,
      wishedFor: undefined,
    }),
    language: order.language === undefined ? undefined : shortLanguage(order.language),
    customerNote: order.note,
    lines: priced.map(({ line }) => line),
    attributes: attributesOf(order),
  })
}

/** A change of status. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapStatus(payload: unknown): OrderEventRecord {
  const change = readPayload(statusChange, payload)
  const lines = change.orderItems?.map(({ orderItemId, itemStatus, paymentStatus }) =>
    given<EventLine>({
      ref: { theirs: orderItemId },
      quantity: undefined,
      reason: undefined,
      state: stateOfLine[itemStatus],
      paymentState: paymentStatus === undefined ? undefined : paymentStatus === 'PAID' ? 'paid' : 'open',
    }),
  )
  return eventOf({
    order: { theirs: joined(change.sellerId, change.orderId) },
    remoteState: remoteStates[change.orderStatus],
    lines,
  })
}

/** A change of address. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapAddressChange(payload: unknown): OrderEventRecord {
  const change = readPayload(addressChange, payload)
  return eventOf({
    order: { theirs: joined(change.sellerId, change.orderId) },
    ...mapAddresses(change),
  })
}

/** The buyer or the marketplace wants a cancellation. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapCancellationRequest(payload: unknown): OrderEventRecord {
  const request = readPayload(cancellationRequest, payload)
  const { cancelReason, message } = request
  return eventOf({
    order: { theirs: joined(request.sellerId, request.orderId) },
    lines: request.orderItem.map(({ orderItemId, quantity }) => ({
      ref: { theirs: orderItemId },
      ...(quantity === undefined ? {} : { quantity }),
    })),
    reason: [cancelReason, message].filter(Boolean).join(': ') || undefined,
  })
}

/** What the marketplace says to a request of ours. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapCancellationAnswer(payload: unknown): OrderEventRecord {
  const { orderCancellationRequestId: theirs, reason } = readPayload(cancellationAnswer, payload)
  const no = noOfRequest(theirs)
  return eventOf({
    request: no === undefined ? { theirs } : { theirs, no },
    reason: reason || undefined,
  })
}

/** A return that is announced; without lines the whole order comes back. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapReturn(payload: unknown): OrderEventRecord {
  const { sellerId, orderId, orderItem = [], returnTracking } = readPayload(returnAnnouncement, payload)
  const lines = orderItem.map(({ orderItemId, quantity, returnReason }) => ({
    ref: { theirs: orderItemId },
    quantity,
    reason: returnReason,
  }))
  return eventOf({
    order: { theirs: joined(sellerId, orderId) },
    lines: lines.length > 0 ? lines : undefined,
    reason: orderItem.flatMap(({ note }) => note ?? []).join('; ') || undefined,
    parcel:
      returnTracking && returnTracking.trackingNumber !== ''
        ? { carrier: returnTracking.carrier, tracking: returnTracking.trackingNumber }
        : undefined,
  })
}

const remoteStates: Readonly<Record<OrderState, OrderRecord['remoteState']>> = {
  UNACKED: 'new',
  CREATED: 'new',
  ACCEPTED: 'in_progress',
  SHIPPED: 'shipped',
  PARTIALLY_SHIPPED: 'partly_shipped',
  CANCELED_BY_SELLER: 'cancelled',
  CANCELED_BY_BUYER: 'cancelled',
}

const stateOfLine: Readonly<Record<LineState, NonNullable<EventLine['state']>>> = {
  UNSHIPPED: 'open',
  SHIPPED: 'shipped',
  CANCELED_BY_SELLER: 'cancelled',
  CANCELED_BY_BUYER: 'cancelled',
  RETURNED: 'returned',
  REFUNDED: 'refunded',
}

const salutations = { male: 'm', female: 'w', diverse: 'd' } as const

function eventOf(fields: { readonly [K in keyof OrderEventRecord]: OrderEventRecord[K] | undefined }) {
  return given<OrderEventRecord>(fields as Required<OrderEventRecord>) // what is undefined is left out
}

interface Addresses {
  readonly billingAddress?: Address | undefined
  readonly shippingAddress?: Address | undefined
  readonly buyer?: Buyer | undefined
}

// Without an address the buyer is no address: the change that brings one names them again (`orderState.ts`).
function mapAddresses({ billingAddress, shippingAddress, buyer }: Addresses) {
  return {
    billing: billingAddress && mapAddress(billingAddress, buyer),
    shipping: shippingAddress && mapAddress(shippingAddress, billingAddress ? undefined : buyer),
  }
}

function mapAddress(address: Address, buyer: Buyer | undefined): AddressRecord | undefined {
  const street = [address.street, address.houseNumber].map(plain).filter(Boolean).join(' ')
  const record = given<Partial<AddressRecord>>({
    company: plain(address.companyName),
    salutation: address.gender && salutations[address.gender],
    firstName: plain(address.firstName),
    lastName: plain(address.lastName),
    street: street || undefined,
    extra: plain(address.addition),
    postcode: plain(address.postcode),
    city: plain(address.city),
    state: plain(address.state),
    country: shortCountry(address.country.trim()) || undefined,
    phone: plain(address.phone),
    email: plain(buyer?.email),
    vatId: plain(buyer?.vatId),
  })
  return Object.keys(record).length === 0 ? undefined : record
}

// The lines say it; an order of which none does is open.
function paymentStateOf({ orderItem }: StoredOrder): OrderRecord['paymentState'] {
  const items = orderItem.filter(line => line.type === 'ITEM')
  const paid = items.filter(line => line.itemPaymentStatus === 'PAID').length
  if (paid === 0) return 'open'
  return paid === items.length ? 'paid' : 'partly_paid'
}

function attributesOf(order: StoredOrder): Readonly<Record<string, string>> | undefined {
  const found = given<Record<string, string>>({
    salesChannelName: order.salesChannelName,
    b2b: order.b2b === undefined ? undefined : String(order.b2b),
    weeePickup: order.weeePickup === undefined ? undefined : String(order.weeePickup),
    invoice: order.invoiceDocumentTransfer === 'not-set' ? undefined : order.invoiceDocumentTransfer,
    ...moreOf(order.additionalOrderData),
  } as Record<string, string>)
  return Object.keys(found).length === 0 ? undefined : found
}

function plain(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}
