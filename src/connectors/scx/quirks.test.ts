// What real programs do that a strict reader of the interface would turn away (sections 2 to 4 of the page, marked as verified).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure, type ScxError } from './answers.ts'
import { smallHost, type TriedCall } from './fixtures/host.ts'
import { accepted, created } from './fixtures/orders.ts'
import { connector } from './index.ts'
import { limitHeaders, limits } from './limits.ts'
import { instantOf } from './scalars.ts'

const order = '/v1/channel/order'
const post = (body: unknown, headers: Readonly<Record<string, string>> = {}): TriedCall => ({
  method: 'POST',
  path: order,
  body,
  headers,
})

test('quirk: whole numbers and flags come as texts, and both are what they mean', () => {
  const host = smallHost()
  const asTexts = { ...accepted, orderId: 'texts', weeePickup: '1', fbc: '', b2b: 'false' }
  const [first, ...rest] = accepted.orderItem
  const typed = {
    ...asTexts,
    orderId: 'typed',
    weeePickup: 1,
    fbc: false,
    b2b: 0,
    orderItem: [{ ...first, offerId: 4711 }, ...rest],
  }
  assert.equal(String(host.call(post({ orderList: [asTexts, typed] })).body), '{}')
  const [one, other] = [...host.of('order').values()] as Record<string, unknown>[]
  assert.deepEqual({ ...one, orderId: '' }, { ...other, orderId: '' })
  assert.deepEqual([one?.['weeePickup'], one?.['fbc'], one?.['b2b']], [true, false, false])
  const wrong = [
    { ...accepted, fbc: 'ja' },
    { ...accepted, orderItem: [{ ...first, offerId: '' }, ...rest] },
    { ...accepted, orderItem: [{ ...first, offerId: '1.5' }, ...rest] },
    { ...accepted, orderItem: [{ ...first, offerId: 0 }, ...rest] },
  ]
  for (const one of wrong) assert.equal(host.call(post({ orderList: [one] })).status, 400)
})

test('quirk: offsets come without a colon, in hours alone, as Z or whole, and are one instant', () => {
  const instant = '2026-11-21T16:25:38.000Z'
  for (const offset of ['+0000', '+00', '+00:00', '-0000', 'Z', ''])
    assert.equal(instantOf(`2026-11-21T16:25:38${offset}`), instant, offset)
  assert.equal(instantOf('2026-11-21T17:25:38+0100'), instant)
  assert.equal(instantOf('2026-11-21T10:55:38.5-0530'), '2026-11-21T16:25:38.500Z')
  const none = [
    '',
    '0000-00-00T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-21',
    '2026-11-21T24:00:00Z',
    '1795278338',
    'tomorrow',
  ]
  for (const text of none) assert.equal(instantOf(text), undefined, text)
})

test('quirk: bodies are pretty-printed with escapes, leave out what is null and write out defaults', () => {
  const host = smallHost()
  const escaped = JSON.stringify({ orderList: [accepted] }, null, 4).replace(
    /[\u0080-\uffff]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  assert.match(escaped, /\\u00df/)
  assert.equal(host.call(post(escaped)).status, 201)
  const { invoiceDocumentTransfer: _default, ...without } = accepted
  const nulls = {
    ...without,
    orderId: 'B',
    orderAcceptUntil: null,
    note: null,
    billingAddress: null,
    paymentMethod: '',
  }
  assert.equal(String(host.call(post({ orderList: [nulls] })).body), '{}')
  const stored = host.of('order').get('SELLER_1/B') as Record<string, unknown>
  for (const name of ['orderAcceptUntil', 'note', 'billingAddress', 'paymentMethod'])
    assert.equal(stored[name], undefined, name)
})

test('quirk: GET carries a JSON content type and an empty body, which is no error', () => {
  const document = { id: 'd', bytes: Buffer.from('x'), mediaType: 'text/plain', name: 'x', place: 'SELLER_1' }
  const get: TriedCall = { method: 'GET', path: `${order}/invoice/d`, body: '' }
  assert.equal(smallHost({ document }).call(get).status, 200)
})

test('quirk: severities are error and warning alone, because info throws in the client', () => {
  const host = smallHost()
  const answers = [
    host.call(post({ orderList: [accepted, created('B', 'STRANGER')] })),
    host.call(post('no json')),
    host.call(post({ orderList: [{}] })),
    host.call(post({ orderList: [accepted] }, { authorization: '' })),
  ]
  const severities = answers.flatMap(answer => answer.json().errorList.map(error => error.severity))
  assert.deepEqual(new Set(severities), new Set(['warning', 'error']))
  const levels: readonly (ScxError['severity'] | undefined)[] = ['error', 'warning', undefined]
  for (const severity of levels) {
    const error = { code: 'X', message: { de: 'de', en: 'en' }, ...(severity ? { severity } : {}) }
    assert.match(String(failure({ headers: {} }, 400, error).body), /"severity":"(error|warning)"/)
  }
})

test('quirk: the client finds failed orders by hint or by their id in a message, so no message names one', () => {
  const host = smallHost()
  host.call(post({ orderList: [accepted] }))
  const orderList = [created('A10', 'STRANGER'), { ...accepted, note: 'other' }, created('A100')]
  const { errorList } = host.call(post({ orderList })).json()
  assert.deepEqual(
    errorList.map(error => error.hint),
    [null, 'A10', 'A1'],
  )
  for (const { message } of errorList) assert.doesNotMatch(message, /A1/)
})

test('quirk: the client sends no Accept-Language, and reads German; who asks for English reads English', () => {
  const said = (headers: Readonly<Record<string, string>>) =>
    smallHost()
      .call(post({ orderList: [{ ...accepted, sellerId: undefined }] }, headers))
      .json().errorList[0]?.message
  assert.equal(said({}), 'orderList[0].sellerId: Pflichtfeld fehlt')
  for (const english of ['en', 'en-US,en;q=0.9,de;q=0.5', 'fr, EN'])
    assert.equal(said({ 'accept-language': english }), 'orderList[0].sellerId: is required', english)
  for (const german of ['de', 'de,en', 'fr', '*'])
    assert.match(said({ 'accept-language': german }) ?? '', /fehlt/)
})

test('quirk: success has the very code that the client demands', () => {
  const host = smallHost()
  assert.equal(host.call(post({ orderList: [accepted] })).status, 201)
  const change = { sellerId: 'SELLER_1', orderId: 'A1', orderStatus: 'ACCEPTED', orderItems: [] }
  const lists = [
    ['status', change],
    ['address-update', { sellerId: 'SELLER_1', orderId: 'A1' }],
  ] as const
  for (const [path, one] of lists)
    assert.equal(
      host.call({ method: 'PUT', path: `${order}/${path}`, body: { orderList: [one] } }).status,
      201,
    )
})

test('an error of the schema is VAL100 with the place, and the whole call is turned away', () => {
  const host = smallHost()
  const orderList = [
    accepted,
    { ...created('B'), sellerId: 'a b', currency: 7, orderItem: [{ type: 'GIFT' }, {}] },
  ]
  const answer = host.call(post({ orderList }, { 'accept-language': 'en' }))
  assert.equal(answer.status, 400)
  assert.deepEqual(
    answer.json().errorList.map(({ code, message }) => `${code} ${message}`),
    [
      'VAL100 orderList[1].sellerId: must be 1 to 50 letters, digits or _',
      'VAL100 orderList[1].currency: must be a text',
      'VAL100 orderList[1].orderItem[0].type: has no allowed value',
      'VAL100 orderList[1].orderItem[1].type: is required',
    ],
  )
  assert.equal(host.of('order').size, 0)
  const many = Array.from({ length: 1001 }, (_, at) => created(`O${at}`))
  for (const list of [[], many, {}, 'x', undefined])
    assert.equal(host.call(post({ orderList: list })).status, 400)
})

test('what no route answers is told in the words of the interface', () => {
  const { refuse } = connector.receive ?? assert.fail('no routes')
  const request = {
    url: '',
    method: 'POST',
    path: '/v1/channel/order',
    query: {},
    headers: {},
    body: new Uint8Array(),
  }
  const told = (why: Parameters<typeof refuse>[0], path = request.path) => {
    const { status, body } = refuse(why, { ...request, path })
    return [status, JSON.parse(String(body)).errorList[0].code]
  }
  assert.deepEqual(told('unknownRoute'), [404, 'GEN404'])
  assert.deepEqual(told('unknownConnection'), [401, 'GEN401'])
  assert.deepEqual(told('unknownConnection', '/v1/auth'), [400, 'VAL100'])
  assert.deepEqual(told('tooFast'), [429, 'GEN429'])
  assert.deepEqual(told('tooLarge'), [413, 'GEN413'])
  assert.deepEqual(told('unreadable'), [400, 'VAL100'])
  assert.deepEqual(told('failed'), [500, 'GEN500'])
})

test('the limits are those of production, and the fields of an answer say what is left', () => {
  assert.deepEqual(limitHeaders({ calls: 600, seconds: 60 }, 599), {
    'X-RateLimit-Limit': '600',
    'X-RateLimit-Interval-Length-Seconds': '60',
    'X-RateLimit-Remaining': '599',
  })
  assert.equal(limitHeaders({ calls: 1, seconds: 60 }, -3)['X-RateLimit-Remaining'], '0')
  const classOf = (path: string) => {
    if (path.startsWith('/v1/auth')) return 'auth'
    if (path.startsWith('/v1/channel/attribute/category')) return 'categoryAttributes'
    if (path.startsWith('/v1/channel/attribute/global')) return 'globalAttributes'
    const name = /^\/v1\/channel\/(order|event|offer|categories)/.exec(path)?.[1]
    return (name ?? 'channel') as keyof typeof limits
  }
  for (const { path, limit, counts } of connector.receive?.routes ?? []) {
    assert.deepEqual(limit, limits[classOf(path)], path)
    assert.equal(counts, classOf(path))
  }
})
