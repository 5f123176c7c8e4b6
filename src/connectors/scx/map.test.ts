import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkNeutral } from '../../../testkit/contract/neutralRecord.ts'
import { canonical } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import { smallHost } from './fixtures/host.ts'
import { accepted, created, itemLine } from './fixtures/orders.ts'
import { requestId } from './ids.ts'
import {
  mapAddressChange,
  mapCancellationAnswer,
  mapCancellationRequest,
  mapOrder,
  mapReturn,
  mapStatus,
} from './map.ts'
import { scrub } from './scrub.ts'

/** As it is stored when it was posted. */
function posted(order: object): unknown {
  const host = smallHost()
  const answer = host.call({ method: 'POST', path: '/v1/channel/order', body: { orderList: [order] } })
  assert.equal(String(answer.body), '{}')
  return [...host.of('order').values()][0]
}

const orderOf = (order: object) => mapOrder(posted(order))

test('an order becomes what the page says, each amount in its shortest form', () => {
  const record = orderOf(accepted)
  assert.deepEqual(checkNeutral('order', record), {
    externalNumber: 'A1',
    placedAt: '2026-11-21T16:25:38.000Z',
    currency: 'EUR',
    totalGross: '65.87',
    totalIsComputed: true,
    billing: {
      salutation: 'w',
      firstName: 'Erika',
      lastName: 'Mustermann',
      street: 'Lange Straße 12a',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
      email: 'erika@example.org',
      vatId: 'DE123',
    },
    shipping: {
      company: 'Hut GmbH',
      salutation: 'w',
      firstName: 'Erika',
      lastName: 'Mustermann',
      street: 'Lange Straße 12a',
      extra: 'Hof',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
      phone: '+49 30 1',
    },
    paymentState: 'open',
    remoteState: 'in_progress',
    payment: { method: 'PayPal', reference: 'PP-1' },
    delivery: { method: 'DHL' },
    language: 'de',
    customerNote: 'Bitte klingeln',
    lines: [
      {
        ref: { theirs: 'L1' },
        kind: 'item',
        item: { ref: { theirs: 'CO-1', no: 4711 }, sku: 'HAT-1' },
        name: 'Hat',
        quantity: '2',
        unitGross: '19.99',
        taxRate: '19',
      },
      {
        ref: { theirs: 'L2' },
        kind: 'item',
        item: { ref: { theirs: 'CO-2', no: 4712 }, sku: 'HAT-2' },
        name: 'Hat',
        quantity: '1',
        unitGross: '19.99',
        taxRate: '19',
      },
      {
        ref: { theirs: 'S1' },
        kind: 'shipping',
        name: 'DHL',
        quantity: '1',
        unitGross: '4.9',
        taxRate: '19',
      },
      {
        ref: { theirs: 'P1' },
        kind: 'payment',
        name: 'PayPal',
        quantity: '1',
        unitGross: '1',
        taxRate: '19',
      },
    ],
    attributes: { b2b: 'true', weeePickup: 'false' },
  })
})

test('a country is known by its code of two letters and of three, in whatever case', () => {
  const countryOf = (country: string) =>
    orderOf({ ...accepted, shippingAddress: { ...accepted.shippingAddress, country } }).shipping?.country
  const codes = ['DEU', 'deu', ' AUT ', 'CHE', 'GBR', 'de', 'QQQ', 'Deutschland']
  assert.deepEqual(codes.map(countryOf), ['DE', 'DE', 'AT', 'CH', 'GB', 'DE', 'QQQ', 'DEUTSCHLAND'])
  const { billing } = mapAddressChange({
    ...{ sellerId: 'SELLER_1', orderId: 'A1' },
    billingAddress: { ...accepted.billingAddress, country: 'POL' },
  })
  assert.equal(billing?.country, 'PL')
})

test('each status is a state; what is not released is pending, what is shipped by the channel is its own', () => {
  const stateOf = (orderStatus: string) => {
    const { pending = false, remoteState } = orderOf({ ...accepted, orderStatus })
    return [pending, remoteState]
  }
  assert.deepEqual(
    {
      CREATED: stateOf('CREATED'),
      UNACKED: stateOf('UNACKED'),
      ACCEPTED: stateOf('ACCEPTED'),
      SHIPPED: stateOf('SHIPPED'),
      PARTIALLY_SHIPPED: stateOf('PARTIALLY_SHIPPED'),
      CANCELED_BY_SELLER: stateOf('CANCELED_BY_SELLER'),
      CANCELED_BY_BUYER: stateOf('CANCELED_BY_BUYER'),
    },
    {
      CREATED: [true, 'new'],
      UNACKED: [true, 'new'],
      ACCEPTED: [false, 'in_progress'],
      SHIPPED: [false, 'shipped'],
      PARTIALLY_SHIPPED: [false, 'partly_shipped'],
      CANCELED_BY_SELLER: [false, 'cancelled'],
      CANCELED_BY_BUYER: [false, 'cancelled'],
    },
  )
  assert.equal(orderOf({ ...accepted, fbc: '1' }).fulfilledBy, 'channel')
  const unacked = { ...created('U'), orderStatus: 'UNACKED', orderAcceptUntil: '2026-11-23T00:00:00+00' }
  assert.deepEqual(orderOf(unacked).wantsConfirmation, { until: '2026-11-23T00:00:00.000Z' })
  assert.deepEqual(orderOf({ ...unacked, orderAcceptUntil: null }).wantsConfirmation, {})
  assert.equal(orderOf(created('C')).wantsConfirmation, undefined)
  // A buyer without an address is no address.
  assert.equal(orderOf(created('C')).billing, undefined)
})

test('a line costs its total: the price is of one piece, unless only the total says what all of them cost', () => {
  const lineOf = (fields: object) => {
    const { lines, totalGross } = orderOf({ ...accepted, orderItem: [{ ...itemLine, ...fields }] })
    return [lines[0]?.quantity, lines[0]?.unitGross, totalGross]
  }
  assert.deepEqual(lineOf({}), ['2', '19.99', '39.98'])
  assert.deepEqual(lineOf({ grossPrice: '39.98' }), ['2', '19.99', '39.98'])
  assert.deepEqual(lineOf({ total: '36.00' }), ['2', '18', '36'])
  assert.deepEqual(lineOf({ grossPrice: '0.3333', quantity: '3', total: '1.00' }), ['3', '0.3333', '1'])
  // The guide's sample has a number; the model's default is one.
  assert.deepEqual(lineOf({ quantity: 4, grossPrice: 0.5, total: 2 }), ['4', '0.5', '2'])
  assert.deepEqual(lineOf({ quantity: undefined, total: '19.99' }), ['1', '19.99', '19.99'])
})

test('an item is named by our number, else by their id or its number, else it is a free line', () => {
  const { offerId: _no, channelOfferId: _theirs, sku: _sku, taxPercent: _rate, ...bare } = itemLine
  const itemOf = (fields: object) => {
    const [line] = orderOf({ ...accepted, orderItem: [{ ...bare, ...fields }] }).lines
    checkNeutral('order', orderOf({ ...accepted, orderItem: [{ ...bare, ...fields }] }))
    return [line?.kind, line?.item, line?.taxRate]
  }
  assert.deepEqual(itemOf({ offerId: 9 }), ['item', { ref: { theirs: 'offer/9', no: 9 } }, undefined])
  assert.deepEqual(itemOf({ channelOfferId: 'X' }), ['item', { ref: { theirs: 'X' } }, undefined])
  assert.deepEqual(itemOf({ sku: 'S' }), ['item', { sku: 'S' }, undefined])
  assert.deepEqual(itemOf({ offerId: '99999999999' }), ['custom', undefined, undefined])
  assert.deepEqual(itemOf({}), ['custom', undefined, undefined])
})

test('an order is paid as its items are', () => {
  const paid = (...states: readonly string[]) =>
    orderOf({
      ...accepted,
      orderItem: states.map((itemPaymentStatus, at) => ({
        ...itemLine,
        orderItemId: `L${at}`,
        itemPaymentStatus,
      })),
    }).paymentState
  assert.deepEqual(
    [paid('PENDING', 'PENDING'), paid('PAID', 'PENDING'), paid('PAID', 'PAID')],
    ['open', 'partly_paid', 'paid'],
  )
})

test('changes, requests, answers and returns name their order, their lines and their request', () => {
  const order = { theirs: 'SELLER_1/A1' }
  const names = { sellerId: 'SELLER_1', orderId: 'A1' }
  const neutral = (kind: IncomingKind, record: unknown) => checkNeutral(kind, record)
  const orderItems = [
    { orderItemId: 'L1', itemStatus: 'SHIPPED', paymentStatus: 'PAID' },
    { orderItemId: 'L2', itemStatus: 'CANCELED_BY_BUYER', paymentStatus: 'PENDING' },
    { orderItemId: 'L3', itemStatus: 'RETURNED' },
    { orderItemId: 'L4', itemStatus: 'UNSHIPPED' },
    { orderItemId: 'L5', itemStatus: 'REFUNDED' },
  ]
  assert.deepEqual(neutral('order_status', mapStatus({ ...names, orderStatus: 'ACCEPTED', orderItems })), {
    order,
    remoteState: 'in_progress',
    lines: [
      { ref: { theirs: 'L1' }, state: 'shipped', paymentState: 'paid' },
      { ref: { theirs: 'L2' }, state: 'cancelled', paymentState: 'open' },
      { ref: { theirs: 'L3' }, state: 'returned' },
      { ref: { theirs: 'L4' }, state: 'open' },
      { ref: { theirs: 'L5' }, state: 'refunded' },
    ],
  })
  const shippingAddress = { lastName: 'M', street: 'S', city: 'C', country: 'at' }
  assert.deepEqual(
    neutral('order_address', mapAddressChange({ ...names, shippingAddress, buyer: { email: 'a@b.c' } })),
    {
      order,
      shipping: { lastName: 'M', street: 'S', city: 'C', country: 'AT', email: 'a@b.c' },
    },
  )
  const orderCancellationRequestId = '5A2E5A2E-0000-4000-8000-000000000001'
  const request = {
    ...names,
    orderCancellationRequestId,
    orderItem: [{ orderItemId: 'L1', quantity: '1.0' }, { orderItemId: 'L2' }],
    cancelReason: 'OUT_OF_STOCK',
    message: 'sorry',
  }
  assert.deepEqual(neutral('cancellation_request', mapCancellationRequest(request)), {
    order,
    lines: [{ ref: { theirs: 'L1' }, quantity: '1' }, { ref: { theirs: 'L2' } }],
    reason: 'OUT_OF_STOCK: sorry',
  })
  const ours = {
    sellerId: 'SELLER_1',
    orderCancellationRequestId: requestId(77).toUpperCase(),
    reason: 'too late',
  }
  assert.deepEqual(neutral('cancellation_refused', mapCancellationAnswer(ours)), {
    request: { theirs: requestId(77), no: 77 },
    reason: 'too late',
  })
  const orderItem = [{ orderItemId: 'L1', quantity: '1.0', returnReason: 'DEFECT', note: 'torn' }]
  const returnTracking = { carrier: 'DHL', trackingNumber: '00340' }
  assert.deepEqual(
    neutral('return', mapReturn({ ...names, channelReturnId: 'R1', orderItem, returnTracking })),
    {
      order,
      lines: [{ ref: { theirs: 'L1' }, quantity: '1', reason: 'DEFECT' }],
      reason: 'torn',
      parcel: { carrier: 'DHL', tracking: '00340' },
    },
  )
  assert.deepEqual(neutral('return', mapReturn({ ...names, channelReturnId: 'R1', orderItem: [] })), {
    order,
  })
})

test('what was stored and cannot be read is refused with its place, never with its value', () => {
  const payload = posted(accepted) as Record<string, unknown>
  const refused = (error: unknown) =>
    error instanceof Rejected && error.code === 'PAYLOAD_INVALID' && error.path === 'orderItem[0].grossPrice'
  const orderItem = [{ ...itemLine, grossPrice: 'secret' }]
  assert.throws(() => mapOrder({ ...payload, orderItem }), refused)
  assert.throws(
    () => mapOrder({ ...payload, orderItem }),
    error => !String(error).includes('secret'),
  )
})

test('lets no time of change, secret or payment instrument through, and scrubs once for all', () => {
  const values = [
    { key: 'giftWrap', value: 'red' },
    { key: 'accessToken', value: 'x' },
    { key: 'IBAN', value: 'DE00' },
    { key: 'card_number', value: '4111' },
  ]
  const groups = [
    { group: 'wishes', values },
    { group: 'password', values },
    { group: 'pay', values: values.slice(1) },
  ]
  const order = {
    ...accepted,
    additionalOrderData: groups,
    orderItem: [{ ...itemLine, additionalOrderItemData: groups }],
  }
  const once = canonical(scrub('order', order))
  assert.doesNotMatch(once.text, /lastChangedAt|accessToken|IBAN|4111|password/)
  assert.equal(canonical(scrub('order', once.value)).text, once.text)
  const record = orderOf(order)
  assert.equal(record.attributes?.['wishes.giftWrap'], 'red')
  assert.deepEqual(record.lines[0]?.detail, { 'wishes.giftWrap': 'red' })
})
