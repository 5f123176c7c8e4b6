import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asks } from './asks.ts'
import { eventTypes, problemsOf } from './fixtures/models.ts'
import {
  bodyOf,
  itemState,
  letter,
  price,
  ref,
  refusal,
  said,
  sessionWith,
  stock,
} from './fixtures/states.ts'
import { requestId } from './ids.ts'
import { sends } from './sends.ts'
import { signUp } from './signUp.ts'

const session = sessionWith()
const order = { no: 9, theirs: 'S1/A1' }

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
