import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openedAt, seat, smallHost } from './fixtures/host.ts'
import { accepted, address, created, itemLine } from './fixtures/orders.ts'
import { connector } from './index.ts'

const context = { timeZone: 'UTC', facts: {}, settings: {} }

type Host = ReturnType<typeof smallHost>

const post = (host: Host, ...orderList: object[]) =>
  host.call({ method: 'POST', path: '/v1/channel/order', body: { orderList } })
const status = (host: Host, ...orderList: object[]) =>
  host.call({ method: 'PUT', path: '/v1/channel/order/status', body: { orderList } })
const readdress = (host: Host, ...orderList: object[]) =>
  host.call({ method: 'PUT', path: '/v1/channel/order/address-update', body: { orderList } })

const english = { 'accept-language': 'en' }
const line = (orderItemId: string, itemStatus: string) => ({
  orderItemId,
  itemStatus,
  paymentStatus: 'PENDING',
})
const of = (orderId: string, orderStatus: string, ...orderItems: object[]) => ({
  sellerId: 'SELLER_1',
  orderId,
  orderStatus,
  orderItems,
})

/** Each entry of the list as `code hint`. */
function told(answer: ReturnType<Host['call']>): readonly string[] {
  assert.equal(answer.status, 201)
  const { errorList = [] } = answer.json()
  return errorList.map(({ code, hint }) => (hint === null ? code : `${code} ${hint}`))
}

test('an order comes once: the same again is silent, with other content it is refused and changes nothing', () => {
  const host = smallHost()
  assert.deepEqual(told(post(host, accepted)), [])
  assert.deepEqual(told(post(host, { ...accepted, lastChangedAt: '2026-11-22T10:00:00Z' })), [])
  const before = host.of('order').get('SELLER_1/A1')
  assert.deepEqual(told(post(host, { ...accepted, note: 'other' })), ['CHN401', 'CHN409 A1'])
  assert.equal(host.of('order').get('SELLER_1/A1'), before)
  assert.equal(host.of('order').size, 1)
})

test('the same order from a client with other types and other spellings of a time is the same', () => {
  const host = smallHost()
  post(host, accepted)
  const [first, ...rest] = accepted.orderItem
  const typed = {
    ...accepted,
    weeePickup: false,
    fbc: 0,
    b2b: true,
    purchasedAt: '2026-11-21T17:25:38+01:00',
    orderItem: [{ ...first, offerId: 4711 }, ...rest],
  }
  assert.deepEqual(told(post(host, typed)), [])
})

test('the same order with its numbers spelled otherwise is the same, also as they were stored before', () => {
  const host = smallHost()
  const before = { ...accepted, orderItem: [{ ...itemLine, taxPercent: '19.00', quantity: '2.0' }] }
  const others = [
    { ...itemLine, taxPercent: 19, quantity: 2, grossPrice: 19.99, total: '39.980' },
    { ...itemLine, taxPercent: '019', quantity: '2e0', grossPrice: '19.9900' },
  ]
  const spelled = () => {
    for (const other of others)
      assert.deepEqual(told(post(host, { ...before, orderItem: [other] })), [], JSON.stringify(other))
    const changed = { ...before, orderItem: [{ ...itemLine, quantity: '20' }] }
    assert.deepEqual(told(post(host, changed)), ['CHN401', 'CHN409 A1'])
  }
  assert.deepEqual(told(post(host, before)), [])
  spelled()
  assert.deepEqual(told(post(smallHost(), before, { ...before, orderItem: others.slice(0, 1) })), [])
  // Numbers were once stored as they came; what is stored stays.
  const { lastChangedAt: _, ...stored } = before
  host.respell('order SELLER_1/A1', stored)
  spelled()
  assert.equal((host.of('order').get('SELLER_1/A1') as typeof before).orderItem[0]?.taxPercent, '19.00')
})

test('an order that is parked here is replaced by what is posted anew, and judged as a new one; then it stays', () => {
  const host = smallHost()
  const name = 'order SELLER_1/A1'
  const wrong = { ...accepted, shippingAddress: { ...address, country: 'QQ' } }
  const countryOf = () =>
    (host.of('order').get('SELLER_1/A1') as typeof accepted | undefined)?.shippingAddress.country
  post(host, wrong)
  host.park(name)
  assert.deepEqual(told(post(host, wrong)), [], 'the same again is no news')
  assert.deepEqual(told(post(host, wrong, accepted)), ['CHN401', 'CHN409 A1'], 'one of both in a list')
  assert.equal(countryOf(), 'QQ')
  const old = { ...accepted, purchasedAt: '2020-01-01T00:00:00Z' }
  assert.deepEqual(told(post(host, old)), ['CHN401', 'VAL100 A1'])
  assert.equal(countryOf(), 'QQ')
  assert.deepEqual(told(post(host, accepted, { ...accepted, note: 'other' })), ['CHN401', 'CHN409 A1'])
  assert.equal(countryOf(), 'DE')
  host.mend(name)
  assert.deepEqual(told(post(host, wrong)), ['CHN401', 'CHN409 A1'])
  assert.equal(countryOf(), 'DE')
})

test('a change of address takes the place of the addresses of a parked order, whatever its status, and posting it as it was is no news', () => {
  const host = smallHost()
  const name = 'order SELLER_1/A1'
  const wrong = { ...accepted, shippingAddress: { ...address, country: 'QQ' } }
  const kept = () => host.of('order').get('SELLER_1/A1') as typeof accepted
  const change = { sellerId: 'SELLER_1', orderId: 'A1', shippingAddress: { ...address, city: 'Hamburg' } }
  post(host, wrong)
  host.park(name)
  for (let time = 0; time < 2; time++) {
    assert.deepEqual(told(readdress(host, change)), [])
    assert.deepEqual(kept().shippingAddress, change.shippingAddress)
    assert.deepEqual(kept().billingAddress, accepted.billingAddress, 'what is left out stays')
    assert.deepEqual(host.of('order_address').get('SELLER_1/A1'), {
      ...change,
      ...{ billingAddress: accepted.billingAddress, buyer: accepted.buyer },
    })
    assert.deepEqual(told(post(host, wrong)), [], 'as it was')
    assert.deepEqual(kept().shippingAddress.city, 'Hamburg')
  }
  const mapped = connector.map.order?.(kept(), context)
  assert.deepEqual([mapped?.shipping?.city, mapped?.billing?.city], ['Hamburg', 'Berlin'])
  const again = { ...change, shippingAddress: { ...address, city: 'Bremen' } }
  assert.deepEqual(told(readdress(host, again)), [])
  host.mend(name)
  assert.deepEqual(told(post(host, wrong)), [], 'as it was')
  assert.deepEqual(told(post(host, { ...accepted, shippingAddress: again.shippingAddress })), [], 'as it is')
  assert.deepEqual(told(post(host, accepted)), ['CHN401', 'CHN409 A1'])
  assert.deepEqual(told(readdress(host, again)), [])
  assert.deepEqual(told(readdress(host, change)), ['CHN401', 'CHN409 A1'], 'it is accepted')
  assert.deepEqual(kept().shippingAddress.city, 'Bremen')
})

test('numbers that were never set are empty texts: they are none', () => {
  const host = smallHost()
  const empty = { taxPercent: '', grossFee: '', remainingQuantity: '' }
  const { taxPercent: _rate, ...bare } = itemLine
  assert.deepEqual(told(post(host, { ...accepted, orderItem: [{ ...itemLine, ...empty }] })), [])
  assert.deepEqual(told(post(host, { ...accepted, orderItem: [bare] })), [])
})

test('a status that is final may be named as what all of its items are by now', () => {
  const host = smallHost()
  post(host, accepted)
  const both = ['L1', 'L2'].map(id => line(id, 'CANCELED_BY_SELLER'))
  assert.deepEqual(told(status(host, of('A1', 'CANCELED_BY_SELLER', both[0] ?? {}))), ['CHN401', 'CHN409 A1'])
  assert.deepEqual(told(status(host, of('A1', 'CANCELED_BY_BUYER', ...both))), ['CHN401', 'CHN409 A1'])
  assert.deepEqual(told(status(host, of('A1', 'CANCELED_BY_SELLER', ...both))), [])
  assert.deepEqual(told(status(host, of('A1', 'CANCELED_BY_SELLER'))), [], 'said once more, without items')
  assert.deepEqual(told(status(host, of('A1', 'CREATED'))), ['CHN401', 'CHN409 A1'])
})

test('an order id belongs to one seller', () => {
  const host = smallHost()
  assert.deepEqual(told(post(host, accepted, { ...accepted, sellerId: 'SELLER_2', note: 'another' })), [])
  assert.deepEqual([...host.of('order').keys()], ['SELLER_1/A1', 'SELLER_2/A1'])
})

test('twice in one call: alike is one order, unlike is an error for the second', () => {
  const host = smallHost()
  assert.deepEqual(told(post(host, accepted, accepted)), [])
  assert.deepEqual(told(post(host, created('B'), { ...created('B'), note: 'x' })), ['CHN401', 'CHN409 B'])
  assert.equal(host.of('order').size, 2)
})

test('of a thousand orders with ten that cannot be taken 990 are stored, and the ten are named', () => {
  const host = smallHost()
  const orders = Array.from({ length: 1000 }, (_, at) =>
    created(`O${at}`, at % 100 === 7 ? 'STRANGER' : 'SELLER_1'),
  )
  const answer = post(host, ...orders)
  assert.equal(host.of('order').size, 990)
  const [warning, ...errors] = answer.json().errorList
  assert.deepEqual([warning?.code, warning?.severity, warning?.hint], ['CHN401', 'warning', null])
  assert.match(warning?.message ?? '', /990 von 1000/)
  assert.deepEqual(
    errors.map(({ code, severity, hint }) => [code, severity, hint]),
    Array.from({ length: 10 }, (_, at) => ['GEN700', 'error', `O${at * 100 + 7}`]),
  )
  for (const { message } of errors) assert.doesNotMatch(message, /O\d/)
})

test('the words of a call that asks for English', () => {
  const host = smallHost()
  const body = { orderList: [accepted, created('B', 'STRANGER')] }
  const answer = host.call({ method: 'POST', path: '/v1/channel/order', body, headers: english })
  assert.equal(
    answer.json().errorList[0]?.message,
    'Not all orders could be processed. 1 out of 2 orders were stored successfully.',
  )
})

test('what is older than its seller, has no address, names a line twice or nothing of one is not taken', () => {
  const host = smallHost()
  const wrong = {
    early: { ...created('early'), purchasedAt: '2026-10-31T23:59:59Z' },
    address: { ...created('address'), orderStatus: 'ACCEPTED' },
    twice: { ...created('twice'), orderItem: [itemLine, itemLine] },
    none: { ...created('none'), orderItem: [{ ...itemLine, quantity: '0.0' }] },
    less: { ...created('less'), orderItem: [{ ...itemLine, quantity: '-1' }] },
  }
  assert.deepEqual(told(post(host, ...Object.values(wrong))), [
    'CHN401',
    'VAL100 early',
    'VAL100 address',
    'VAL100 twice',
    'VAL100 none',
    'VAL100 less',
  ])
  assert.equal(host.of('order').size, 0)
  const atOnce = { ...created('now'), purchasedAt: openedAt.toISOString() }
  assert.deepEqual(told(post(host, atOnce)), [])
})

test('a seller that was unlinked, or whose channel is off, has no orders any more', () => {
  const host = smallHost({
    seats: [
      { ...seat('SELLER_1'), open: false },
      { ...seat('SELLER_2'), active: false },
    ],
  })
  const answer = post(host, accepted, { ...accepted, sellerId: 'SELLER_2', orderId: 'A2' })
  assert.deepEqual(told(answer), ['CHN401', 'GEN700 A1', 'GEN700 A2'])
  assert.deepEqual(told(status(host, of('A1', 'SHIPPED'))), ['CHN401', 'GEN700 A1'])
})

test('from created over the address to accepted; then its status and address are final, and a repetition is silent', () => {
  const host = smallHost()
  post(host, created('A1'))
  assert.deepEqual(told(status(host, of('A1', 'ACCEPTED'))), ['CHN401', 'VAL100 A1'])
  const billing = { sellerId: 'SELLER_1', orderId: 'A1', billingAddress: address }
  assert.deepEqual(told(readdress(host, billing)), [])
  const shipping = { ...billing, billingAddress: undefined, shippingAddress: address }
  assert.deepEqual(told(readdress(host, shipping)), [])
  // What the second leaves out is still there.
  const kept = host.of('order_address').get('SELLER_1/A1')
  assert.deepEqual(Object.keys(kept as object).sort(), [
    'billingAddress',
    'buyer',
    'orderId',
    'sellerId',
    'shippingAddress',
  ])
  for (let time = 0; time < 2; time++) assert.deepEqual(told(status(host, of('A1', 'ACCEPTED'))), [])
  assert.equal(host.of('order_status').size, 1)
  assert.deepEqual(told(status(host, of('A1', 'CREATED'))), ['CHN401', 'CHN409 A1'])
  assert.deepEqual(told(readdress(host, shipping)), [])
  const moved = { ...billing, billingAddress: { ...address, city: 'Hamburg' } }
  assert.deepEqual(told(readdress(host, moved)), ['CHN401', 'CHN409 A1'])
})

test('a change of the buyer alone leaves the addresses, and of half of the buyer the other half', () => {
  const host = smallHost()
  post(host, { ...accepted, orderStatus: 'CREATED' })
  const change = { sellerId: 'SELLER_1', orderId: 'A1', buyer: { email: 'new@example.org' } }
  assert.deepEqual(told(readdress(host, change)), [])
  const record = connector.map.order_address?.(host.of('order_address').get('SELLER_1/A1'), context)
  assert.deepEqual(
    [record?.billing?.city, record?.billing?.email, record?.billing?.vatId, record?.shipping?.company],
    ['Berlin', 'new@example.org', 'DE123', 'Hut GmbH'],
  )
})

/** The table of the page: what a line may become. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  UNSHIPPED: ['UNSHIPPED', 'SHIPPED', 'CANCELED_BY_SELLER', 'CANCELED_BY_BUYER', 'RETURNED', 'REFUNDED'],
  SHIPPED: ['SHIPPED', 'CANCELED_BY_SELLER', 'CANCELED_BY_BUYER', 'RETURNED', 'REFUNDED'],
  CANCELED_BY_SELLER: ['CANCELED_BY_SELLER'],
  CANCELED_BY_BUYER: ['CANCELED_BY_BUYER'],
  RETURNED: ['RETURNED', 'REFUNDED'],
  REFUNDED: ['REFUNDED'],
}

test('a line becomes what the page allows, from each state to each', () => {
  for (const from of Object.keys(allowed))
    for (const to of Object.keys(allowed)) {
      const host = smallHost()
      post(host, accepted)
      // With the payment of the line, so that from X to X is a call of its own.
      status(host, of('A1', 'ACCEPTED', { ...line('L1', from), paymentStatus: 'PAID' }))
      const isAllowed = allowed[from]?.includes(to)
      const answer = told(status(host, of('A1', 'ACCEPTED', line('L1', to))))
      assert.deepEqual(answer, isAllowed ? [] : ['CHN401', 'CHN409 A1'], `${from} → ${to}`)
      assert.deepEqual(told(status(host, of('A1', 'ACCEPTED', line('L2', to)))), [], 'the other line is free')
    }
})

test('several changes of one order in one call follow each other, and their order in the log does not matter', () => {
  const host = smallHost()
  post(host, accepted)
  const steps = [of('A1', 'ACCEPTED', line('L1', 'SHIPPED')), of('A1', 'ACCEPTED', line('L1', 'RETURNED'))]
  assert.deepEqual(told(status(host, ...steps, of('A1', 'ACCEPTED', line('L1', 'CANCELED_BY_BUYER')))), [
    'CHN401',
    'CHN409 A1',
  ])
  assert.deepEqual(told(status(host, ...steps.reverse())), [])
  assert.deepEqual(told(status(host, of('A1', 'ACCEPTED', line('L1', 'UNSHIPPED')))), ['CHN401', 'CHN409 A1'])
})

test('lines are never added, and an unknown order has no status', () => {
  const host = smallHost()
  post(host, accepted)
  assert.deepEqual(told(status(host, of('A1', 'ACCEPTED', line('L9', 'SHIPPED')))), ['CHN401', 'VAL100 A1'])
  assert.deepEqual(told(status(host, of('A10', 'ACCEPTED'))), ['CHN401', 'GEN404 A10'])
  assert.deepEqual(told(readdress(host, { sellerId: 'SELLER_2', orderId: 'A1' })), ['CHN401', 'GEN404 A1'])
})

test('what a new order says of its lines is told as a change of status with it', () => {
  const host = smallHost()
  const [first, ...rest] = accepted.orderItem
  const history = { ...accepted, orderItem: [{ ...first, itemStatus: 'CANCELED_BY_BUYER' }, ...rest] }
  for (let time = 0; time < 2; time++) assert.deepEqual(told(post(host, history)), [])
  assert.equal(host.of('order_status').size, 1)
  assert.deepEqual(told(status(host, of('A1', 'ACCEPTED', line('L1', 'SHIPPED')))), ['CHN401', 'CHN409 A1'])
  // Nothing of an order that is refused is stored, its lines neither.
  assert.deepEqual(
    told(post(host, { ...accepted, orderItem: [{ ...first, itemStatus: 'RETURNED' }, ...rest] })),
    ['CHN401', 'CHN409 A1'],
  )
  assert.equal(host.of('order_status').size, 1)
})
