import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SendResult } from '../../port/outgoing.ts'
import { asks } from './asks.ts'
import { hasFeature, lacking } from './features.ts'
import { eventTypes, problemsOf } from './fixtures/models.ts'
import { bodyOf, itemState, price, said, sessionWith, stock } from './fixtures/states.ts'
import { requestId } from './ids.ts'
import { sends } from './sends.ts'
import { signUp } from './signUp.ts'

const session = sessionWith()
const order = { no: 9, theirs: 'S1/A1' }
const ref = (no: number, theirs = '') => ({ no, theirs })

function letter(result: SendResult) {
  if (result.result !== 'queued') throw new TypeError(JSON.stringify(result))
  const { key, type, place } = result.letter
  assert.ok(eventTypes.includes(type), type)
  return { key, type, place, ticket: result.ticket }
}

function refusal(result: SendResult): readonly (string | undefined)[] {
  return result.result === 'rejected' ? [result.code, result.field] : [result.result]
}

test('an offer is new until it was accepted, and waits for its answer then alone', async () => {
  const state = itemState()
  const fresh = await said(session, 'item', { ref: ref(7), state })
  assert.deepEqual(letter(fresh), { key: 'item/7', type: 'Seller:Offer.New', place: 'S1', ticket: 'offer/7' })
  assert.equal(Object.hasOwn(bodyOf(fresh), 'channelOfferId'), false)
  const changed = await said(session, 'item', { ref: ref(7, 'M-1'), state })
  const update = { key: 'item/7', type: 'Seller:Offer.Update', place: 'S1', ticket: undefined }
  assert.deepEqual(letter(changed), update)
  assert.equal(bodyOf(changed)['channelOfferId'], 'M-1')
  // Accepted by a marketplace that gives no names of its own: nothing is made up for it.
  const unnamed = await said(session, 'item', { ref: ref(7, 'offer/7'), state })
  assert.deepEqual([letter(unnamed), bodyOf(unnamed)['channelOfferId']], [update, undefined])
  const ended = await sends.item?.remove?.(session, [{ ref: ref(7, 'M-1'), place: 'S1' }])
  const end = { key: 'item/7', type: 'Seller:Offer.End', place: 'S1', ticket: undefined }
  assert.deepEqual((ended ?? []).map(letter), [end])
  assert.deepEqual((ended ?? []).map(bodyOf), [{ sellerId: 'S1', offerId: 7, channelOfferId: 'M-1' }])
})

test('a newer state takes the place of the older of the same thing, and of nothing else', async () => {
  const keyOf = async (...given: Parameters<typeof said>) => letter(await said(...given)).key
  const stockOf = (no: number, offered: string) => ({ item: ref(no), itemNumber: 'A', stock: stock(offered) })
  const prices = { item: ref(7), itemNumber: 'A', taxRate: '19', currency: 'EUR', prices: [price('1')] }
  const money = { order, amount: '5', currency: 'EUR', method: '', at: '2026-11-22T10:00:00Z' }
  const keys = [
    await keyOf(session, 'item', { ref: ref(7), state: itemState() }),
    await keyOf(session, 'stock', { ref: ref(7), state: stockOf(7, '1') }),
    await keyOf(session, 'stock', { ref: ref(8), state: stockOf(8, '1') }),
    await keyOf(session, 'price', { ref: ref(7), state: prices }),
    await keyOf(session, 'payment', { ref: ref(20), state: money }),
    await keyOf(session, 'payment', { ref: ref(21), state: money }),
  ]
  assert.equal(new Set(keys).size, keys.length)
  assert.equal(await keyOf(session, 'stock', { ref: ref(7), state: stockOf(7, '2') }), 'stock/7')
})

test('quantities are whole pieces and never negative; a channel that reads them is sent none', async () => {
  const told = async (offered: string, settings = {}) =>
    said(sessionWith(settings), 'stock', {
      ref: ref(7),
      state: { item: ref(7), itemNumber: 'A', stock: stock(offered) },
    })
  const texts = [
    ['10', '10'],
    ['2.9', '2'],
    ['0.5', '0'],
    ['-3', '0'],
    ['1000000', '1000000'],
  ]
  for (const [offered = '', text] of texts) assert.equal(bodyOf(await told(offered))['quantity'], text)
  const read = await told('10', { stockUpdateWithoutEventSupported: 'true' })
  assert.deepEqual(read, { result: 'accepted', proof: 'received' })
})

test('prices are with tax and stand under the types of the channel', async () => {
  const list = async (prices: Parameters<typeof itemState>[0], facts: object, settings = {}) => {
    const result = await said(sessionWith(settings, { ...facts }), 'item', {
      ref: ref(7),
      state: itemState(prices),
    })
    return result.result === 'rejected' ? [result.code] : (bodyOf(result)['priceList'] as readonly object[])
  }
  const one = (id: string, amount: string) => ({
    id,
    quantityPriceList: [{ amount, currency: 'EUR', quantity: '1.0' }],
  })
  const types = { 'priceType/B2B': 'B2B', 'priceType/B2C': 'B2C' }
  const everyone = { prices: [price('5.2')] }
  assert.deepEqual(await list(everyone, { 'priceType/B2C': '' }), [one('B2C', '5.20')])
  assert.deepEqual(await list(everyone, types), ['PRICE_TYPE_NOT_MAPPED'])
  assert.deepEqual(await list({ prices: [] }, types), ['PRICE_MISSING'])
  assert.deepEqual(await list({ prices: [price('4', 'GONE')] }, types), ['PRICE_TYPE_UNKNOWN'])
  assert.deepEqual(await list({ prices: [price('4', 'B2B'), price('5', 'B2C'), price('9')] }, types), [
    one('B2B', '4.00'),
    one('B2C', '5.00'),
  ])
  const special = { ...price('5', 'B2C'), special: { net: '0', gross: '3.999' } }
  assert.deepEqual(await list({ prices: [special] }, types), [one('B2C', '3.999')])
  const scales = [
    { from: '10', net: '0', gross: '4' },
    { from: '0', net: '0', gross: '5' },
  ]
  const byQuantity = { prices: [{ ...price('5', 'B2C'), scales }] }
  assert.deepEqual(await list(byQuantity, types), [one('B2C', '5.00')])
  assert.deepEqual(await list(byQuantity, types, { quantityPriceSupported: 'true' }), [
    {
      id: 'B2C',
      quantityPriceList: [
        { amount: '5.00', currency: 'EUR', quantity: '1.0' },
        { amount: '4.00', currency: 'EUR', quantity: '10.0' },
      ],
    },
  ])
})

test('what is too long for a field is cut where that does no harm, else the offer is refused with the field', async () => {
  const texts = (more: object) => ({ texts: { de: { name: 'A', ...more } } })
  const tried = async (more: Parameters<typeof itemState>[0]) =>
    said(session, 'item', { ref: ref(7), state: itemState(more) })
  const long = bodyOf(await tried(texts({ name: `${'x'.repeat(511)}😀${'y'.repeat(9)}` })))
  assert.deepEqual(Array.from(String(long['title'])).length, 512)
  assert.ok(String(long['title']).isWellFormed())
  assert.equal(bodyOf(await tried(texts({ shortDescription: '<b>A</b>' })))['subTitle'], undefined)
  const images = Array.from({ length: 60 }, (_, at) => ({
    ref: ref(at),
    url: `https://k.example/${at}`,
    sort: 60 - at,
  }))
  const shown = bodyOf(await tried({ images }))
  assert.equal(shown['mainPicture'], 'https://k.example/59')
  assert.equal((shown['pictureList'] as readonly string[]).length, 49)
  const attributes = Array.from({ length: 251 }, (_, at) => ({ attribute: `a${at}`, value: 'x' }))
  assert.deepEqual(refusal(await tried(texts({ description: 'x'.repeat(50_001) }))), [
    'FIELD_NOT_TAKEN',
    'description',
  ])
  assert.deepEqual(refusal(await tried({ itemNumber: 'x'.repeat(151) })), ['FIELD_NOT_TAKEN', 'sku'])
  assert.deepEqual(refusal(await tried({ listing: { attributes } })), [
    'FIELD_NOT_TAKEN',
    'channelAttributeList',
  ])
  assert.deepEqual(refusal(await tried({ texts: {} })), ['TEXT_MISSING', 'title'])
})

const red = { variation: ref(30), value: ref(31) }
const family = itemState({
  prices: [],
  variations: [
    {
      ref: ref(30),
      texts: { de: { name: 'Farbe' } },
      values: [{ ref: ref(31), texts: { de: { name: 'rot' } }, sort: 1 }],
    },
  ],
  children: [
    {
      ref: ref(8),
      chosen: [red],
      item: {
        itemNumber: 'A-rot',
        texts: { de: { name: 'A rot' } },
        taxRate: '19',
        prices: [price('5')],
        stock: stock('3'),
      },
    },
  ],
})

test('a parent names its variations whole; a child has no letter of its own, unless it stands alone', async () => {
  const supported = sessionWith({ variationsSupported: 'true' })
  const body = bodyOf(await said(supported, 'item', { ref: ref(7), state: family }))
  assert.deepEqual(problemsOf('SellerEventOfferNew', body), [])
  assert.deepEqual(body['variationList'], [
    {
      offerId: 8,
      sku: 'A-rot',
      title: 'A rot',
      quantity: '3',
      taxPercent: '19.00',
      pictureList: [],
      priceList: [{ id: 'B2C', quantityPriceList: [{ amount: '5.00', currency: 'EUR', quantity: '1.0' }] }],
      variationDimensionList: [{ attributeId: 'Farbe', value: 'rot' }],
    },
  ])
  const child = itemState({ parent: ref(7), chosen: [red] })
  assert.deepEqual(await said(supported, 'item', { ref: ref(8), state: child }), {
    result: 'accepted',
    proof: 'received',
    theirs: 'offer/8',
  })
  const alone = letter(await said(session, 'item', { ref: ref(8), state: child }))
  assert.equal(alone.type, 'Seller:Offer.New')
  const { parents } = sends.item ?? {}
  assert.ok(typeof parents === 'function')
  assert.deepEqual(
    [parents(supported.run.facts), parents(session.run.facts), parents({})],
    [true, false, false],
  )
})

test('what a channel cannot take is not sent: prices go with the offer, invoices nowhere', () => {
  assert.deepEqual(lacking({}), ['price', 'document'])
  const facts = (settings: Readonly<Record<string, string>>) => sessionWith(settings).run.facts
  assert.deepEqual(lacking(facts({ invoiceDocumentTransfer: 'from-channel' })), ['price', 'document'])
  const all = facts({ priceUpdatesSupported: 'true', invoiceDocumentTransfer: 'from-seller' })
  assert.deepEqual(lacking(all), [])
  assert.equal(hasFeature(all, 'priceUpdatesSupported'), true)
})

const packages = (...lines: readonly (readonly object[])[]) =>
  lines.map((of, at) => ({
    ref: ref(50 + at),
    carrier: 'DHL',
    tracking: `T${at}`,
    ...(of.length ? { lines: of } : {}),
  })) as never

const delivery = {
  order,
  shippedAt: '2026-11-22T10:00:00.000Z',
  complete: false,
  lines: [
    { ref: ref(1), theirLine: 'L1', quantity: '2' },
    { ref: ref(2), theirLine: '', quantity: '1' },
    { ref: ref(3), theirLine: 'L1', quantity: '1' },
  ],
}

test('a delivery names each package and what lies in it; what is no whole number or lacks a return label is refused', async () => {
  const items = async (of: typeof delivery & { packages: never[] }, settings = {}) => {
    const result = await said(sessionWith(settings), 'delivery', { ref: ref(40), state: of })
    if (result.result !== 'queued') return refusal(result)
    assert.deepEqual(problemsOf('SellerEventOrderShipping', bodyOf(result)), [])
    const list = bodyOf(result)['shippingItems'] as { carrier: string; orderItemIdList: object[] }[]
    return list.map(({ carrier, orderItemIdList }) => [carrier, orderItemIdList])
  }
  const whole = [{ orderItemId: 'L1', quantity: 3 }]
  assert.deepEqual(await items({ ...delivery, packages: [] }), [['OTHER', whole]])
  assert.deepEqual(await items({ ...delivery, packages: packages([], []) }), [
    ['DHL', whole],
    ['DHL', []],
  ])
  const written = packages([{ theirLine: 'L1', quantity: '1' }], [{ theirLine: 'L1', quantity: '2' }])
  assert.deepEqual(await items({ ...delivery, packages: written }), [
    ['DHL', [{ orderItemId: 'L1', quantity: 1 }]],
    ['DHL', [{ orderItemId: 'L1', quantity: 2 }]],
  ])
  const half = { ...delivery, lines: [{ ref: ref(1), theirLine: 'L1', quantity: '0.5' }], packages: [] }
  assert.deepEqual(await items(half), ['FIELD_NOT_TAKEN', 'quantity'])
  const labels = { returnTrackingRequired: 'true' }
  const bare = { ...delivery, packages: packages([]) }
  assert.deepEqual(await items(bare, labels), ['RETURN_TRACKING_MISSING', 'returnTracking'])
  const labelled = [
    { ref: ref(50), carrier: 'DHL', tracking: 'T', returnLabel: { carrier: 'DHL', tracking: 'R' } },
  ] as never
  assert.deepEqual(await items({ ...delivery, packages: labelled }, labels), [['DHL', whole]])
})

test('cancellations, answers, returns and refunds say why in the words of the interface', async () => {
  const lines = [{ theirLine: 'L1', quantity: '2' }]
  const cancel = async (reason: string) =>
    bodyOf(await said(session, 'cancellation', { ref: ref(60), state: { order, reason, lines } }))
  assert.deepEqual(await cancel('Nicht lieferbar'), {
    sellerId: 'S1',
    orderId: 'A1',
    orderCancellationRequestId: requestId(60),
    orderItem: [{ orderItemId: 'L1', quantity: '2.0' }],
    cancelReason: 'OUT_OF_STOCK',
    message: 'Nicht lieferbar',
  })
  const other = await cancel(`Lager abgebrannt${'!'.repeat(2000)}`)
  assert.deepEqual([other['cancelReason'], String(other['message']).length], ['OTHER', 1024])
  assert.equal(Object.hasOwn(await cancel('PRICING_ERROR'), 'message'), false)
  const whole = await said(session, 'cancellation', { ref: ref(60), state: { order, reason: '' } })
  assert.deepEqual(refusal(whole), ['REMOTE_VALIDATION', 'orderItem'])

  const answer = async (accepted: boolean, reason?: string) => {
    const request = { no: 3, theirs: '5a2e5a2e-0000-4000-8000-000000000001' }
    const state = { request, accepted, ...(reason === undefined ? {} : { reason }) }
    const result = await said(session, 'cancellation_answer', { ref: ref(61), state })
    const model = accepted ? 'SellerEventOrderCancellationAccepted' : 'SellerEventOrderCancellationDenied'
    assert.deepEqual(problemsOf(model, bodyOf(result)), [])
    return [letter(result).type, bodyOf(result)['reason']]
  }
  assert.deepEqual(await answer(true), ['Seller:Order.Cancellation.Accepted', undefined])
  assert.deepEqual(await answer(false, 'unterwegs'), ['Seller:Order.Cancellation.Denied', 'unterwegs'])
  assert.deepEqual(await answer(false), ['Seller:Order.Cancellation.Denied', '-'])

  const nothingCame = { theirLine: 'L1', quantity: '1', reason: 'Defekt', accepted: true }
  const back = await said(session, 'return', { ref: ref(62), state: { order, lines: [nothingCame] } })
  assert.deepEqual([letter(back).ticket, bodyOf(back)['sellerReturnId']], ['return/62', '62'])
  const [item] = bodyOf(back)['orderItem'] as Record<string, unknown>[]
  assert.deepEqual([item?.['returnReason'], item?.['requireReturnShipping']], ['DEFECT', false])

  const money = { order, amount: '9.5', currency: 'EUR', method: '', at: '2026-11-22T10:00:00Z' }
  const refund = async (reason: string) => {
    const state = { ...money, lines: [{ theirLine: 'L1', quantity: '1', amount: '9.5', reason }] }
    return said(session, 'refund', { ref: ref(63), state })
  }
  const sent = await refund('')
  assert.deepEqual(problemsOf('SellerEventOrderRefund', bodyOf(sent)), [])
  assert.deepEqual([letter(sent).ticket, bodyOf(sent)['refundId']], ['refund/63', '63'])
  assert.deepEqual(bodyOf(sent)['orderItem'], [
    { orderItemId: 'L1', quantity: '1.0', reason: 'NO_REASON', refund: '9.50', refundCurrency: 'EUR' },
  ])
  const [kulanz] = bodyOf(await refund('Kulanz'))['orderItem'] as Record<string, unknown>[]
  assert.equal(kulanz?.['reason'], 'OTHER')
  assert.deepEqual(refusal(await said(session, 'refund', { ref: ref(63), state: money })), [
    'REFUND_LINES_MISSING',
    'orderItem',
  ])
})

test('quirk: an invoice always says until when it can be fetched: the client cannot do without', async () => {
  const document = { id: 'd-1', number: 'R'.repeat(300), until: '2026-12-22T10:00:00.500Z' }
  const told = async (kind: 'invoice' | 'credit_note') =>
    bodyOf(await said(session, 'document', { ref: ref(66), state: { order, kind, ...document } }))
  const invoice = await told('invoice')
  assert.deepEqual(problemsOf('SellerEventOrderInvoice', invoice), [])
  assert.deepEqual(
    [invoice['documentExpiresAt'], invoice['documentId']],
    ['2026-12-22T10:00:00+00:00', 'd-1'],
  )
  assert.deepEqual([invoice['type'], (await told('credit_note'))['type']], ['INVOICE', 'CREDITNOTE'])
})

test('quirk: the client acknowledges no event of a type that it does not know, so none is sent', async () => {
  const money = { order, amount: '1', currency: 'EUR', method: '', at: '2026-11-22T10:00:00Z' }
  const lines = [{ theirLine: 'L1', quantity: '1', amount: '1', reason: '', accepted: true }]
  const item = { item: ref(7), itemNumber: 'A', taxRate: '19', currency: 'EUR' }
  const document = { order, id: 'd', kind: 'invoice', number: 'R', until: money.at } as const
  const all = {
    item: itemState(),
    stock: { ...item, stock: stock('1') },
    price: { ...item, prices: [price('1')] },
    delivery: { ...delivery, packages: [] },
    payment: money,
    cancellation: { order, reason: '', lines },
    cancellation_answer: { request: order, accepted: true },
    confirmation: { order, accepted: true },
    document,
    return: { order, lines },
    refund: { ...money, lines },
  }
  assert.deepEqual(Object.keys(sends).sort(), Object.keys(all).sort())
  const kinds = Object.keys(all) as (keyof typeof all)[]
  for (const kind of kinds) letter(await said(session, kind, { ref: ref(7), state: all[kind] as never }))
})

test('payments say whether anything is open, confirmations say why not', async () => {
  const money = { order, amount: '9.5', currency: 'EUR', method: '', at: '2026-11-22T10:00:00.123Z' }
  const paid = async (more: object) =>
    bodyOf(await said(session, 'payment', { ref: ref(64), state: { ...money, ...more } }))
  assert.deepEqual(problemsOf('SellerEventOrderPayment', await paid({})), [])
  assert.deepEqual(
    [(await paid({ complete: false }))['paymentComplete'], (await paid({}))['paidAt']],
    [false, '2026-11-22T10:00:00+00:00'],
  )
  const state = { order, accepted: false, reason: 'Nicht lieferbar' }
  const refused = bodyOf(await said(session, 'confirmation', { ref: ref(65), state }))
  assert.deepEqual(refused, { sellerId: 'S1', orderId: 'A1', orderAccepted: false, reason: 'OUT_OF_STOCK' })
})

test('letters about no object of ours fit their schemas, and every type that is sent is one of the list', () => {
  const at = new Date('2026-11-22T10:00:00.900Z')
  const closed = signUp.closed('S1', { reason: 'Ende', at, forGood: true })
  assert.deepEqual(problemsOf('SellerEventChannelUnlinked', closed.body), [])
  const models: Readonly<Record<string, string>> = {
    inventory: 'SellerEventReportRequest',
    attributes: 'SellerEventSellerAttributesUpdateRequest',
    test: 'SellerEventTest',
    message: 'SystemEventNotification',
  }
  for (const ask of asks) {
    const { type, body } = ask.letter('S1', 'c0ffee00-0000-4000-8000-000000000000')
    assert.ok(eventTypes.includes(type), type)
    const withChannel = type.startsWith('System:') ? { channel: 'kanal', ...Object(body) } : body
    assert.deepEqual(problemsOf(models[ask.name] ?? '', withChannel), [])
  }
})

test('the sign-up page gets the session in its place, or behind its address', () => {
  const until = new Date('2026-11-22T12:00:00Z')
  const url = (settings: Readonly<Record<string, string>>, purpose: 'open' | 'change' = 'open') =>
    signUp.url(settings, purpose, { id: 'c0ffee', until })
  const seconds = until.getTime() / 1000
  assert.equal(
    url({ signUpUrl: 'https://m.example/?a=1' }),
    `https://m.example/?a=1&session=c0ffee&expiresAt=${seconds}`,
  )
  assert.equal(
    url({ signUpUrl: 'https://m.example/{SESSION}/in' }),
    `https://m.example/c0ffee/in?expiresAt=${seconds}`,
  )
  const both = { signUpUrl: 'https://m.example/new', updateUrl: 'https://m.example/change' }
  assert.equal(url(both, 'change'), `https://m.example/change?session=c0ffee&expiresAt=${seconds}`)
  assert.equal(
    url({ signUpUrl: both.signUpUrl, updateUrl: '' }, 'change'),
    `https://m.example/new?session=c0ffee&expiresAt=${seconds}`,
  )
})
