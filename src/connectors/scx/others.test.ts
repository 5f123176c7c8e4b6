import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formBody } from '../../base/formBody.ts'
import type { Run } from '../../port/connector.ts'
import type { KnownQuantity } from '../../port/receive.ts'
import { checkChannel } from './check.ts'
import { called, type Here } from './fixtures/called.ts'
import { problemsOf } from './fixtures/models.ts'
import { otherRoutes } from './otherRoutes.ts'

const id = 'c0ffee00-0000-4000-8000-000000000001'
const ask = (more: object = {}) => ({ id, name: 'inventory', place: 'S1', done: false, ...more })
const report = (end: string, body: unknown, asks = [ask()]) =>
  called(otherRoutes, { method: 'POST', path: `/v1/channel/report/${id}${end}`, body }, { known: { asks } })

test('quirk: a report is a list at the top, in as many calls as it takes, and is whole when that is said', () => {
  const rows = [
    {
      offerId: '7',
      channelOfferId: 'M-1',
      sku: 'A',
      ean: '4006381333931',
      quantity: '2.0',
      title: 'Ein A',
      priceList: [],
    },
    { offerId: '8', sku: 'B' },
    { sku: 'C', title: '', quantity: '' },
  ]
  const data = report('/data', rows)
  assert.deepEqual([data.status, data.asked], [201, { asks: [id] }])
  assert.deepEqual(data.received?.rows, {
    ask: id,
    done: false,
    rows: [
      { theirs: 'M-1', no: 7, number: 'A', gtin: '4006381333931', name: 'Ein A', quantity: '2' },
      { theirs: 'offer/8', no: 8, number: 'B', name: 'B' },
      { theirs: 'sku/C', number: 'C', name: 'C' },
    ],
  })
  assert.deepEqual(report('/completed', undefined).received?.rows, { ask: id, rows: [], done: true })
  assert.equal(report('', rows).received?.rows?.done, true)
  // Posted again because the answer was lost.
  for (const end of ['', '/data', '/completed']) {
    const again = report(end, rows, [ask({ done: true })])
    assert.deepEqual([again.status, again.received], [201, {}])
  }
})

test('a report that nobody asked for is not there, and one of another form is VAL100', () => {
  const others = [[], [ask({ id: id.replace('1', '2') })], [ask({ name: 'attributes' })]]
  for (const asks of others) assert.deepEqual(report('/data', [], asks).status, 404)
  const strange = called(otherRoutes, { method: 'POST', path: '/v1/channel/report/R1/data', body: [] })
  assert.deepEqual([strange.status, strange.asked], [404, { asks: [] }])
  const many = Array.from({ length: 25_001 }, (_, at) => ({ sku: `A${at}` }))
  for (const wrong of [{}, [{}], [{ title: 'A' }], [{ sku: 'A', quantity: 'x' }], many])
    assert.deepEqual([report('', wrong).status, report('', wrong).errors()[0]?.[0]], [400, 'VAL100'])
  assert.equal(report('/data', many).status, 201)
})

const quantity = (more: Partial<KnownQuantity>): KnownQuantity => ({
  place: 'S1',
  no: 7,
  theirs: 'M-1',
  offered: '2.5',
  at: new Date('2026-11-22T11:00:00.500Z'),
  ...more,
})
const stock = (path: string, here: Here = {}) =>
  called(otherRoutes, { method: 'GET', path: `/v1/channel/offer/stock-updates${path}` }, here)

test('quirk: the client leaves out both parameters of stock-updates, and reads all sellers from the start', () => {
  const items = [
    quantity({}),
    quantity({ no: 8, theirs: 'offer/8', offered: '-1', place: 'S2' }),
    quantity({ place: 'GONE' }),
  ]
  const until = new Date('2026-11-22T11:59:59.900Z')
  const done = stock('', { known: { quantities: { items, until } }, settings: { channel: 'kanal' } })
  assert.deepEqual([done.status, done.asked], [200, { quantities: {} }])
  const one = { channel: 'kanal', updatedAt: '2026-11-22T11:00:00+00:00' }
  const { stockUpdateList, lastUpdatedAt } = done.json() as Record<string, readonly Record<string, unknown>[]>
  assert.deepEqual(stockUpdateList, [
    { ...one, sellerId: 'S1', offerId: 7, channelOfferId: 'M-1', quantity: 2 },
    { ...one, sellerId: 'S2', offerId: 8, channelOfferId: '8', quantity: 0 },
  ])
  assert.equal(lastUpdatedAt, '2026-11-22T11:59:59+00:00')
  const bare = stockUpdateList?.map(({ channel: _, ...rest }) => rest)
  assert.deepEqual(problemsOf('StockList', { stockUpdateList: bare, lastUpdatedAt }), [])
})

test('quirk: a time without a zone is UTC, and a plus that was not escaped is one', () => {
  const since = (text: string) => stock(`/all?updatedAfter=${text}`).asked.quantities?.since?.toISOString()
  for (const text of [
    '2026-01-01T00%3A00%3A00',
    '2026-01-01T01:00:00+0100',
    '2026-01-01T01%3A00%3A00%2B01%3A00',
  ])
    assert.equal(since(text), '2026-01-01T00:00:00.000Z', text)
  assert.deepEqual(stock('?updatedAfter=&sellerId=').asked, { quantities: {} })
  assert.deepEqual(stock('?sellerId=S1').asked, { quantities: { place: 'S1' } })
  assert.deepEqual(stock('/all?sellerId=S1').asked, { quantities: {} })
  assert.equal(stock('?updatedAfter=gestern').errors()[0]?.[0], 'VAL100')
  assert.deepEqual(
    [stock('?sellerId=GONE').status, stock('?sellerId=GONE').errors()[0]?.[0]],
    [404, 'GEN700'],
  )
})

test('a notice names what it is about', () => {
  const post = (body: object) =>
    called(otherRoutes, {
      method: 'POST',
      path: '/v1/channel/notification',
      body: { sellerId: 'S1', severity: 'WARNING', message: 'Bald', ...body },
    })
  const plain = post({})
  assert.deepEqual(
    [plain.status, plain.received?.notices],
    [201, [{ place: 'S1', severity: 'warning', text: 'Bald' }]],
  )
  const about = (reference: object) => post({ reference }).received?.notices?.[0]?.about
  assert.deepEqual(
    ['OFFER', 'CHANNELOFFER', 'ORDERITEMID'].map(type => about({ type, id: '7' })?.kind),
    ['item', 'listing', 'order_line'],
  )
  assert.deepEqual([post({ sellerId: 'GONE' }).status, post({ severity: 'info' }).status], [404, 400])
})

const ticket = {
  sellerId: 'S1',
  ticketId: 'T1',
  topic: 'RETURN',
  reference: { type: 'ORDERID', id: 'A1' },
  replyRequested: '',
  createdAt: '2026-11-22T10:00:00+0000',
  from: { role: 'BUYER', name: 'Ada' },
  subject: 'Zurück',
  message: 'Wohin?',
  attachment: [{ filename: 'bild.png', contentType: 'image/png' }],
}

test('a ticket is a message about something, and its files come after it', () => {
  const post = (body: object) => called(otherRoutes, { method: 'POST', path: '/v1/channel/ticket', body })
  const done = post(ticket)
  assert.deepEqual(
    [done.status, done.received?.tickets],
    [
      201,
      [
        {
          place: 'S1',
          theirs: 'T1',
          message: {
            topic: 'RETURN',
            subject: 'Zurück',
            text: 'Wohin?',
            at: '2026-11-22T10:00:00.000Z',
            from: { role: 'buyer', name: 'Ada' },
            wantsReply: false,
            about: { kind: 'order', theirs: 'S1/A1' },
          },
          files: [],
        },
      ],
    ],
  )
  assert.equal(post({ ...ticket, sellerId: 'GONE' }).errors()[0]?.[0], 'GEN700')
  assert.equal(post({ ...ticket, topic: 'OTHER' }).errors()[0]?.[0], 'VAL100')
})

test('a file of a ticket may be what the interface allows, up to 16 MB, and belongs to a ticket that is here', async () => {
  const known = { tickets: [{ id: 'T1', place: 'S1' }] }
  const attach = async (
    more: { data?: object; type?: string; bytes?: Buffer; known?: typeof known } = {},
  ) => {
    const data = { sellerId: 'S1', ticketId: 'T1', filename: 'bild.png', ...more.data }
    const file = {
      field: 'attachment',
      name: '../x.png',
      type: more.type ?? 'image/png',
      content: more.bytes ?? Buffer.from('png'),
    }
    const { body, type } = await formBody({ attachmentData: JSON.stringify(data) }, file)
    return called(
      otherRoutes,
      { method: 'POST', path: '/v1/channel/ticket/attachment', body, headers: { 'content-type': type } },
      { known: more.known ?? known },
    )
  }
  const done = await attach()
  assert.deepEqual([done.status, done.asked], [201, { tickets: ['T1'] }])
  const files = [{ name: 'bild.png', mediaType: 'image/png', bytes: new Uint8Array(Buffer.from('png')) }]
  const [posted] = done.received?.tickets ?? []
  assert.deepEqual(
    { ...posted, files: posted?.files.map(one => ({ ...one, bytes: new Uint8Array(one.bytes) })) },
    {
      place: 'S1',
      theirs: 'T1',
      files,
    },
  )
  assert.equal((await attach({ type: 'text/html' })).errors()[0]?.[0], 'VAL100')
  assert.equal((await attach({ bytes: Buffer.alloc(16 * 1024 * 1024 + 1) })).status, 413)
  assert.equal((await attach({ known: { tickets: [{ id: 'T1', place: 'S2' }] } })).status, 404)
  assert.equal((await attach({ data: { ticketId: '' } })).errors()[0]?.[0], 'VAL100')
})

test('quirk: the channel shows itself as an object with every required field', () => {
  const settings = {
    channel: 'kanal',
    displayName: 'Kanal',
    signUpUrl: 'https://m.example/in',
    priceUpdatesSupported: 'true',
  }
  const show = (given: Here['settings']) =>
    called(otherRoutes, { method: 'GET', path: '/v1/channel' }, { settings: given ?? {} }).json() as {
      isActive: boolean
      channel: Record<string, unknown>
    }
  const { isActive, channel } = show(settings)
  assert.equal(isActive, true)
  assert.deepEqual(problemsOf('SalesChannel', channel), [])
  assert.deepEqual(
    [channel['channel'], channel['website'], channel['vendor']],
    ['kanal', 'https://m.example', 'Kanal'],
  )
  const lists = show({ ...settings, marketplaces: 'DE, AT,', website: 'https://k.example' }).channel
  assert.deepEqual([lists['marketplaceList'], lists['website']], [['DE', 'AT'], 'https://k.example'])
})

test('a channel is not changed by its program, for no PIN is mailed', () => {
  const tried = (method: 'PATCH' | 'GET', path: string, body?: object) => {
    const done = called(otherRoutes, { method, path, body })
    return [done.status, done.errors()[0]?.[0]]
  }
  assert.deepEqual(tried('PATCH', '/v1/channel', {}), [400, 'CHN900'])
  assert.deepEqual(tried('PATCH', '/v1/channel', { mfaPin: '123456' }), [400, 'CHN901'])
  assert.deepEqual(tried('GET', '/v1/channel/mfa-pin'), [400, 'CHN910'])
})

test('a check says what is missing without calling anybody', async () => {
  const check = async (settings: Record<string, string>, more: object = {}) => {
    const run = { settings, places: [], facts: {}, remember: () => undefined, ...more }
    const { lines } = await checkChannel(run as unknown as Run)
    const open = lines.flatMap(line => (line.open ? [`${line.code} in ${line.open}`] : []))
    return [lines.filter(({ ok }) => !ok).map(({ code }) => code), open]
  }
  const whole = { channel: 'kanal', refreshToken: 'x', signUpUrl: 'https://m.example/{SESSION}' }
  const open = ['NO_SELLERS in connection', 'NO_PRICE_TYPES in offer']
  assert.deepEqual(await check(whole, { callUrl: 'https://k.example/scx' }), [[], open])
  const told = { places: ['laden'], facts: { 'priceType/B2C': 'Endkunden' } }
  assert.deepEqual(await check(whole, { callUrl: 'https://k.example/scx', ...told }), [[], []])
  const wrong = ['NAME_WRONG', 'NO_ADDRESS', 'NO_TOKEN', 'NO_SIGN_UP']
  assert.deepEqual(await check({ channel: 'x' }), [wrong, open])
})
