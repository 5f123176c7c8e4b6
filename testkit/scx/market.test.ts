import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryWithAttributes } from './catalogue.ts'
import { fillOrders, orderKinds } from './orderKinds.ts'
import { refusal } from './testHost.ts'
import { jsonOf, offerEvent, startPair } from './testProgram.ts'

const bought = (orderId: string) => ({
  sellerId: 'laden',
  orderId,
  lines: [
    { price: '11.90', quantity: '2', sku: 'A' },
    { price: '5.00', sku: 'B' },
    { type: 'SHIPPING' as const, price: '4.90' },
  ],
})
const about = { sellerId: 'laden', orderId: 'A1' }
const requestId = '5c85c85c-0000-8000-8000-00000000000a'

test('an offer is listed with its variations, or fails with what is wrong; ended, it shows nothing', async t => {
  const { host, program } = await startPair(t, {
    rules: {
      inProgress: true,
      list: ({ sku }) =>
        sku === 'SKU-2' ? [{ code: 'MP1', message: 'Farbe fehlt', relatedAttributeId: 'color' }] : [],
    },
  })
  const variation = {
    offerId: 11,
    sku: 'SKU-1-rot',
    variationDimensionList: [{ attributeId: 'color', value: 'rot' }],
    quantity: '2',
    priceList: offerEvent(1, '1').priceList,
  }
  host.push('Seller:Offer.New', offerEvent(1, '5', { variationList: [variation] }))
  host.push('Seller:Offer.New', offerEvent(2, '5'))
  await program.settle()
  const entries = host
    .of('POST', '/v1/channel/offer/listed')
    .flatMap(call => jsonOf(call)['offerList'] as { offerId: string; channelOfferId: string }[])
  assert.deepEqual(
    entries.map(({ offerId }) => offerId),
    ['1', '11'],
  )
  assert.equal(entries[0]?.channelOfferId, program.offer('laden', 1)?.channelOfferId)
  assert.equal(host.of('POST', '/v1/channel/offer/in-progress').length, 2)
  const [failed] = jsonOf(host.of('POST', '/v1/channel/offer/listing-failed')[0])['offerList'] as [
    { errorList: [{ relatedAttributeId: string }] },
  ]
  assert.equal(failed.errorList[0].relatedAttributeId, 'color')
  host.push('Seller:Offer.PriceUpdate', {
    sellerId: 'laden',
    offerId: 1,
    priceList: [{ id: 'B2C', quantityPriceList: [{ amount: '9.90', currency: 'EUR' }] }],
  })
  await program.settle()
  assert.equal(program.offer('laden', 1)?.prices['B2C'], '9.90')
  host.push('Seller:Offer.End', { sellerId: 'laden', offerId: 1 })
  await program.settle()
  assert.equal(program.offer('laden', 11)?.state, 'ended')
  assert.equal(program.offer('laden', 1)?.quantity, '0')
  assert.deepEqual(program.book.problems, [])
})

test('an order takes what buyers see, and no more can be bought than is shown', async t => {
  const { host, program } = await startPair(t)
  host.push('Seller:Offer.New', offerEvent(1, '3'))
  await program.settle()
  program.place({ sellerId: 'laden', lines: [{ price: '1', offerId: 1, quantity: '2' }] })
  assert.equal(program.offer('laden', 1)?.quantity, '1')
  assert.throws(
    () => program.place({ sellerId: 'laden', lines: [{ price: '1', offerId: 1, quantity: '2' }] }),
    /1 are shown/,
  )
  host.push('Seller:Offer.StockUpdate', { sellerId: 'laden', offerId: 1, quantity: '7' })
  await program.settle()
  assert.deepEqual(
    program.book.shown.map(({ quantity }) => quantity),
    ['3', '1', '7'],
  )
})

test('orders come in every kind, with their totals', async t => {
  const { host, program } = await startPair(t)
  const filled = fillOrders(program, { sellerId: 'laden', orders: Object.keys(orderKinds).length })
  await program.settle()
  const orders = host
    .of('POST', '/v1/channel/order')
    .flatMap(call => jsonOf(call)['orderList'] as Record<string, unknown>[])
  assert.equal(orders.length, Object.keys(orderKinds).length)
  const states = new Set(orders.map(order => order['orderStatus']))
  assert.deepEqual([...states].sort(), [
    'ACCEPTED',
    'CANCELED_BY_BUYER',
    'CREATED',
    'PARTIALLY_SHIPPED',
    'SHIPPED',
    'UNACKED',
  ])
  assert.ok(filled.every(({ total }) => Number(total) > 0))
  const fee = orders[filled.findIndex(({ kind }) => kind === 'withFee')] ?? {}
  assert.deepEqual(
    (fee['orderItem'] as { type: string }[]).map(({ type }) => type),
    ['ITEM', 'SHIPPING', 'PAYMENT'],
  )
})

test('an order without address is released by its address, then its status', async t => {
  const { host, program } = await startPair(t)
  const { key } = program.place({ ...bought('A1'), status: 'CREATED', address: null })
  program.release(key)
  await program.settle()
  const writes = host.seen
    .map(({ method, target }) => `${method} ${target}`)
    .filter(name => name.includes('/order'))
  assert.deepEqual(writes, [
    'POST /v1/channel/order',
    'PUT /v1/channel/order/address-update',
    'PUT /v1/channel/order/status',
  ])
  const [order] = jsonOf(host.of('POST', '/v1/channel/order')[0])['orderList'] as [object]
  assert.ok(!('shippingAddress' in order))
})

test('an order that waits is accepted or given up as the seller says', async t => {
  const { host, program } = await startPair(t)
  program.place({ ...bought('A1'), status: 'UNACKED' })
  program.place({ ...bought('A2'), status: 'UNACKED' })
  host.push('Seller:Order.Confirmed', { ...about, orderAccepted: true })
  host.push('Seller:Order.Confirmed', {
    ...about,
    orderId: 'A2',
    orderAccepted: false,
    reason: 'OUT_OF_STOCK',
  })
  await program.settle()
  assert.equal(program.state.orders['laden/A1']?.status, 'ACCEPTED')
  assert.equal(program.state.orders['laden/A2']?.status, 'CANCELED_BY_SELLER')
  assert.deepEqual(program.book.problems, [])
})

test('lines are shipped once all of them has left, and more than was bought is blamed on the host', async t => {
  const { host, program } = await startPair(t)
  program.place(bought('A1'))
  await program.settle()
  const ship = (orderItemId: string, quantity: number, shippingComplete: boolean) =>
    host.push('Seller:Order.Shipping', {
      ...about,
      shippingComplete,
      shippingItems: [
        { carrier: 'DHL', trackingNumber: '0034', orderItemIdList: [{ orderItemId, quantity }] },
      ],
    })
  ship('A1-1', 1, false)
  await program.settle()
  assert.equal(host.of('PUT', '/v1/channel/order/status').length, 0)
  ship('A1-1', 1, false)
  ship('A1-2', 1, true)
  await program.settle()
  const told = host.of('PUT', '/v1/channel/order/status').flatMap(
    call =>
      jsonOf(call)['orderList'] as {
        orderStatus: string
        orderItems: { orderItemId: string; itemStatus: string }[]
      }[],
  )
  assert.deepEqual(
    told.map(({ orderStatus }) => orderStatus),
    ['ACCEPTED', 'ACCEPTED'],
  )
  assert.deepEqual(
    told.flatMap(({ orderItems }) => orderItems.map(({ itemStatus }) => itemStatus)),
    ['SHIPPED', 'SHIPPED'],
  )
  assert.equal(program.state.orders['laden/A1']?.shippingComplete, true)
  ship('A1-2', 1, true)
  await program.settle()
  assert.match(program.book.problems.at(-1) ?? '', /bought were 1/)
})

test('a request of the seller to cancel is taken or denied, once', async t => {
  const { host, program } = await startPair(t, {
    rules: { cancel: ({ order }) => (order === 'laden/A2' ? 'schon unterwegs' : undefined) },
  })
  for (const id of ['A1', 'A2']) program.place(bought(id))
  const event = {
    ...about,
    orderCancellationRequestId: requestId,
    orderItem: [{ orderItemId: 'A1-1', quantity: '2' }],
    cancelReason: 'OUT_OF_STOCK',
  }
  host.push('Seller:Order.Cancellation.Request', event)
  host.push('Seller:Order.Cancellation.Request', event)
  host.push('Seller:Order.Cancellation.Request', {
    ...event,
    orderId: 'A2',
    orderCancellationRequestId: '5c85c85c-0000-8000-8000-00000000000b',
    orderItem: [{ orderItemId: 'A2-1', quantity: '2' }],
  })
  await program.settle()
  assert.equal(host.of('PUT', '/v1/channel/order/cancellation-accept').length, 1)
  assert.equal(
    jsonOf(host.of('PUT', '/v1/channel/order/cancellation-denied')[0])['reason'],
    'schon unterwegs',
  )
  assert.equal(program.state.orders['laden/A1']?.lines[0]?.status, 'CANCELED_BY_SELLER')
  assert.equal(program.state.orders['laden/A2']?.lines[0]?.status, 'UNSHIPPED')
})

test('a buyer asks to cancel and gets an answer; an answer to nothing is blamed on the host', async t => {
  const { host, program } = await startPair(t)
  const { key } = program.place(bought('A1'))
  const request = program.askToCancel(key)
  await program.settle()
  host.push('Seller:Order.Cancellation.Accepted', { sellerId: 'laden', orderCancellationRequestId: request })
  host.push('Seller:Order.Cancellation.Denied', {
    sellerId: 'laden',
    orderCancellationRequestId: requestId,
    reason: 'zu spät',
  })
  await program.settle()
  assert.ok(program.state.orders[key]?.lines.every(({ status }) => status === 'CANCELED_BY_BUYER'))
  assert.equal(program.book.problems.length, 1)
})

test('returns and refunds are answered, and their lines follow', async t => {
  const { host, program } = await startPair(t, {
    rules: { refund: ({ refundId }) => (refundId === 'R2' ? 'zu hoch' : undefined) },
  })
  const { key } = program.place(bought('A1'))
  program.announceReturn(key)
  host.push('Seller:Order.ReturnReceived', {
    ...about,
    sellerReturnId: 'S1',
    orderItem: [
      {
        orderItemId: 'A1-2',
        quantity: '1.0',
        returnReason: 'DEFECT',
        condition: 'DAMAGED',
        acceptReturn: true,
        requireReturnShipping: false,
      },
    ],
  })
  const refund = {
    orderItemId: 'A1-2',
    quantity: '1.0',
    reason: 'DEFECT',
    refund: '5.00',
    refundCurrency: 'EUR',
  }
  host.push('Seller:Order.Refund', { ...about, refundId: 'R1', orderItem: [refund] })
  host.push('Seller:Order.Refund', {
    ...about,
    refundId: 'R2',
    orderItem: [{ ...refund, orderItemId: 'A1-1' }],
  })
  await program.settle()
  assert.deepEqual(jsonOf(host.of('POST', '/v1/channel/order/return')[0])['orderItem'], [])
  assert.equal(jsonOf(host.of('POST', '/v1/channel/order/return/processing-result')[0])['isAccepted'], '1')
  assert.deepEqual(
    host.of('POST', '/v1/channel/order/refund/processing-result').map(call => jsonOf(call)['isAccepted']),
    ['1', ''],
  )
  assert.equal(program.state.orders[key]?.lines[1]?.status, 'REFUNDED')
  assert.equal(program.state.orders[key]?.lines[0]?.status, 'UNSHIPPED')
  assert.deepEqual(program.book.problems, [])
})

test('an invoice of the seller is fetched', async t => {
  const { host, program } = await startPair(t)
  program.place(bought('A1'))
  host.push('Seller:Order.Invoice', {
    ...about,
    type: 'INVOICE',
    invoiceNumber: 'R-1',
    documentId: 'd1',
    documentExpiresAt: '2026-12-01T00:00:00+00:00',
  })
  await program.settle()
  assert.equal(program.state.documents['d1']?.text, '%PDF-1.7')
  host.push('Seller:Order.Invoice', { ...about, type: 'INVOICE', invoiceNumber: 'R-1', documentId: 'd2' })
  await program.settle()
  assert.match(program.book.problems[0] ?? '', /documentExpiresAt/)
})

test('a seller signs up with the session of the address, changes, and goes', async t => {
  const { host, program, advance } = await startPair(t)
  const session = '5c85c85c-0000-4000-8000-0000000000aa'
  const expiresAt = Date.parse('2026-11-02T09:00:00Z') / 1000
  program.signUp(`https://mp.example/?session=${session}&expiresAt=${expiresAt}`, { sellerId: 'neu' })
  program.changeSeller(`https://mp.example/change/${session}`, { sellerId: 'neu', isActive: false })
  await program.settle()
  assert.deepEqual(jsonOf(host.of('POST', '/v1/channel/seller')[0]), {
    session,
    sellerId: 'neu',
    companyName: 'Firma neu',
  })
  assert.equal(jsonOf(host.of('PATCH', '/v1/channel/seller')[0])['isActive'], '')
  assert.deepEqual(program.state.answers['account neu'], { jtlAccountId: 7 })
  advance(3600)
  assert.throws(
    () =>
      program.signUp(`https://mp.example/?session=${session}&expiresAt=${expiresAt}`, { sellerId: 'zwei' }),
    /ended/,
  )
  program.closeSeller('laden', 'genug')
  host.answer('/v1/channel/seller/laden', refusal(404, 'CHN204'))
  host.push('Seller:Channel.Unlinked', {
    sellerId: 'neu',
    reason: 'gekündigt',
    unlinkedAt: '2026-11-02T08:00:00+00:00',
    permanentlyRemoved: true,
  })
  await program.settle()
  assert.deepEqual(program.book.refusals, [])
  assert.equal(program.state.sellers['neu']?.forgotten, true)
})

test('the marketplace tells its catalogue, notices and tickets', async t => {
  const { host, program } = await startPair(t, { quirks: { knowsTickets: true } })
  program.tellCatalogue()
  program.notify('laden', 'Bitte prüfen', { type: 'OFFER', id: '1' })
  const ticketId = program.openTicket('laden', 'A1', 'Wo bleibt es?')
  program.ask('deleteCategoryAttributes', { query: { categoryId: categoryWithAttributes } })
  host.push('Seller:Ticket.Reply', {
    sellerId: 'laden',
    ticketId,
    createdAt: '2026-11-02T08:00:00Z',
    from: { role: 'SELLER' },
    message: 'Morgen',
  })
  host.push('Seller:Meta.SellerAttributesUpdateRequest', { sellerId: 'laden' })
  await program.settle()
  const paths = new Set(host.seen.map(({ method, target }) => `${method} ${target}`))
  for (const path of [
    'POST /v1/channel/price',
    'PUT /v1/channel/categories',
    'PUT /v1/channel/attribute/global',
    'PUT /v1/channel/attribute/seller/laden',
    'DELETE /v1/channel/attribute/category?categoryId=Auto+%26+Rad%2F1.2',
    'PUT /v1/channel/payment-rules',
    'PUT /v1/channel/shipping-rules',
    'POST /v1/channel/notification',
    'POST /v1/channel/ticket',
    'POST /v1/channel/ticket/attachment',
  ])
    assert.ok(paths.has(path), path)
  assert.deepEqual(program.book.notes, [{ type: 'Seller:Ticket.Reply', text: `${ticketId}: Morgen` }])
  assert.deepEqual(program.wrongAnswers, [])
  assert.deepEqual(program.book.problems, [])
})

test('what an event lacks, or says of nothing that there is, is blamed on the host', async t => {
  const { host, program } = await startPair(t)
  host.push('Seller:Offer.StockUpdate', { sellerId: 'laden', offerId: 9, quantity: '1' })
  host.push('Seller:Offer.New', offerEvent(1, '1,5'))
  host.push('Seller:Order.Payment', { ...about, paymentComplete: true, paidAt: '2026-11-02T08:00:00+00:00' })
  host.push('System:Notification', {
    channel: 'MARKTPLATZ',
    sellerId: 'fremd',
    message: 'x',
    severity: 'INFO',
  })
  await program.settle()
  assert.equal(program.book.problems.length, 4)
})

test('what the real client needs of an answer is missed where it is not there', async t => {
  const { host, program } = await startPair(t, { rules: { wholeReports: true } })
  host.answer('/v1/channel', { status: 200, body: { isActive: true, displayName: 'flach' } })
  host.answer('/v1/channel/seller/list', {
    status: 200,
    body: {
      sellerList: [
        { sellerId: 'zwei', companyName: 'Zwei GmbH', isActiveByJTL: true, isActiveByChannel: true },
        { sellerId: 'zu', companyName: 'Zu GmbH', isActiveByJTL: false, isActiveByChannel: true },
      ],
    },
  })
  host.answer('/v1/channel/seller', refusal(404, 'GEN404'))
  program.ask('channel', {})
  program.signUp('https://mp.example/?session=5c85c85c-0000-4000-8000-0000000000aa', { sellerId: 'neu' })
  await program.learnSellers()
  host.push('Seller:Report.Request', { sellerId: 'zwei', reportType: 'SELLER_INVENTORY', reportId: 'r1' })
  await program.settle()
  assert.deepEqual(program.book.problems, ['the answer to channel has no channel'])
  assert.equal(program.state.sellers['neu']?.active, false)
  assert.equal(program.state.sellers['zwei']?.companyName, 'Zwei GmbH')
  assert.equal(program.state.sellers['zu'], undefined)
  assert.equal(host.of('POST', '/v1/channel/report/r1').length, 1)
})
