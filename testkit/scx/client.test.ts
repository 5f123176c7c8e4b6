import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { ScxClientBroke, ScxRequestFailed } from './programErrors.ts'
import { quirkNames, quirksOf, typedClient } from './quirks.ts'
import { refusal } from './testHost.ts'
import { jsonOf, offerEvent, startPair } from './testProgram.ts'

const bought = { sellerId: 'laden', lines: [{ price: '11.90', sku: 'SKU-1', offerId: 4711 }] }

test('signs in by a form without a bearer, once until two seconds before the token ends', async t => {
  const { host, program, advance } = await startPair(t)
  await program.settle()
  const [auth] = host.of('POST', '/v1/auth')
  assert.equal(auth?.headers['content-type'], 'application/x-www-form-urlencoded')
  assert.equal(auth?.text, 'refreshToken=kt_secret')
  assert.equal(auth?.headers.authorization, undefined)
  advance(3597)
  await program.settle()
  assert.equal(host.of('POST', '/v1/auth').length, 1)
  advance(1)
  await program.settle()
  assert.equal(host.of('POST', '/v1/auth').length, 2)
})

test('a scope other than SELLER, CHAN or ADM ends everything; none is fine', async t => {
  const { host, program } = await startPair(t)
  host.signedIn = { scope: 'CHANNEL' }
  await assert.rejects(program.poll(), ScxClientBroke)
  assert.equal(host.of('GET', '/v1/channel/event').length, 0)
  host.signedIn = { scope: undefined }
  assert.equal(await program.poll(), true)
})

test('a 401 is answered by signing in and repeating once; 403 and 429 are not repeated', async t => {
  const { host, program } = await startPair(t)
  await program.settle()
  host.token = 'void'
  assert.equal(await program.poll(), true)
  assert.equal(host.of('POST', '/v1/auth').length, 2)
  host.answer('/v1/channel/event', refusal(401, 'GEN401'), refusal(401, 'GEN401'))
  assert.equal(await program.poll(), false)
  assert.equal(host.of('POST', '/v1/auth').length, 3)
  for (const status of [403, 429]) {
    const before = host.seen.length
    host.answer('/v1/channel/event', refusal(status, 'X'))
    if (status === 429) assert.equal(await program.poll(), false)
    else await assert.rejects(program.poll(), ScxRequestFailed)
    assert.equal(host.seen.length, before + 1)
  }
})

test('integers and booleans of bodies are texts, times end in +0000, JSON is pretty and escaped', async t => {
  const { host, program } = await startPair(t)
  program.place({ ...bought, more: { b2b: true, fbc: false, note: 'Größe/2' } })
  await program.settle()
  const [call] = host.of('POST', '/v1/channel/order')
  const [order] = jsonOf(call)['orderList'] as [Record<string, unknown>]
  assert.equal(order['b2b'], '1')
  assert.equal(order['fbc'], '')
  assert.equal((order['orderItem'] as [Record<string, unknown>])[0]['offerId'], '4711')
  assert.equal(order['purchasedAt'], '2026-11-02T08:00:00+0000')
  assert.equal(order['invoiceDocumentTransfer'], 'not-set')
  assert.match(call?.text ?? '', /\n {4}"orderList"/)
  assert.match(call?.text ?? '', /Gr\\u00f6\\u00dfe\\\/2/)
  assert.ok(!('note' in (order['orderItem'] as [object])[0]))
})

test('a typed client writes numbers, booleans and nulls, in one line', async t => {
  const { host, program } = await startPair(t, { quirks: typedClient })
  program.place({ ...bought, more: { b2b: true } })
  await program.settle()
  const [auth] = host.of('POST', '/v1/auth')
  assert.match(auth?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/)
  const [call] = host.of('POST', '/v1/channel/order')
  const [order] = jsonOf(call)['orderList'] as [Record<string, unknown>]
  assert.equal(order['b2b'], true)
  assert.equal(order['note'], null)
  assert.equal((order['orderItem'] as [Record<string, unknown>])[0]['offerId'], 4711)
  assert.equal(order['purchasedAt'], '2026-11-02T08:00:00Z')
  assert.ok(!('invoiceDocumentTransfer' in order))
  assert.ok(!call?.text.includes('\n'))
  assert.equal(host.of('GET', '/v1/channel/event')[0]?.headers['content-type'], undefined)
  assert.equal(host.of('GET', '/v1/channel/event')[0]?.headers['accept-language'], 'en')
})

test('GET says that its empty body is JSON, and an acknowledgement is a DELETE with a body', async t => {
  const { host, program } = await startPair(t)
  const id = host.push('System:Test', { sellerId: 'laden' })
  await program.settle()
  const [get] = host.of('GET', '/v1/channel/event')
  assert.equal(get?.headers['content-type'], 'application/json')
  assert.equal(get?.text, '')
  const [ack] = host.of('DELETE', '/v1/channel/event')
  assert.deepEqual(jsonOf(ack), { eventIdList: [id] })
  program.closeSeller('laden', 'genug')
  await program.settle()
  const [gone] = host.of('DELETE', '/v1/channel/seller/laden')
  assert.equal(gone?.text, '')
  assert.equal(gone?.headers['content-type'], 'application/json')
  assert.equal(gone?.target, '/v1/channel/seller/laden?reason=genug')
})

test('an address with a slash at its end doubles it', async t => {
  const { host, program } = await startPair(t, { quirks: { trailingSlash: true } })
  await program.settle()
  assert.deepEqual(
    new Set(host.seen.map(({ target }) => target)),
    new Set(['//v1/auth', '//v1/channel/event']),
  )
})

test('rows of a report come packed, as a list; its end is a call of its own', async t => {
  const { host, program } = await startPair(t)
  host.push('Seller:Offer.New', offerEvent(1, '5'))
  host.push('Seller:Report.Request', { sellerId: 'laden', reportType: 'SELLER_INVENTORY', reportId: 'r1' })
  await program.settle()
  const [data] = host.of('POST', '/v1/channel/report/r1/data')
  assert.equal(data?.headers['content-encoding'], 'gzip')
  const rows = JSON.parse(gunzipSync(data?.bytes ?? '').toString()) as { offerId: string }[]
  assert.deepEqual(
    rows.map(row => row.offerId),
    ['1'],
  )
  assert.equal(host.of('POST', '/v1/channel/report/r1/completed').length, 1)
})

test('an invoice has a part without type and a file with a name', async t => {
  const { host, program } = await startPair(t)
  const { key } = program.place(bought)
  program.writeInvoice(key, Buffer.from('%PDF-1.7'))
  await program.settle()
  const [call] = host.of('POST', '/v1/channel/order/invoice')
  const form = await new Response(new Uint8Array(call?.bytes ?? []), {
    headers: { 'content-type': call?.headers['content-type'] ?? '' },
  }).formData()
  const document = form.get('document')
  assert.ok(document instanceof File)
  assert.equal(document.type, 'application/pdf')
  const invoice = JSON.parse(String(form.get('invoice'))) as {
    orderList: [{ transactionItemList: [{ vatRate: number }] }]
  }
  assert.equal(invoice.orderList[0].transactionItemList[0].vatRate, 19)
  assert.ok(!/name="invoice"\r\n(Content-Length: \d+\r\n)?Content-Type/.test(call?.text ?? ''))
})

test('statuses are demanded exactly, and an answer without limits is noticed', async t => {
  const { host, program } = await startPair(t)
  program.notify('laden', 'Hallo')
  host.answer('/v1/channel/notification', { status: 200 })
  await program.settle()
  assert.deepEqual(program.wrongAnswers, ['notification was answered with 200 instead of 201'])
})

test('a severity that the client does not know breaks it at 4xx, and not at 2xx', async t => {
  const { host, program } = await startPair(t)
  program.notify('laden', 'Hallo')
  host.answer('/v1/channel/notification', { ...refusal(201, 'X', 'info') })
  await program.settle()
  program.notify('laden', 'Hallo')
  host.answer('/v1/channel/notification', refusal(400, 'X', 'info'))
  await assert.rejects(program.poll(), ScxClientBroke)
  await program.settle()
})

test('a page for people instead of an error is an error without a list', async t => {
  const { host, program } = await startPair(t)
  program.notify('laden', 'Hallo')
  host.answer('/v1/channel/notification', { status: 400, body: '<h1>Nein</h1>' })
  await program.settle()
  assert.equal(program.book.refusals[0]?.status, 400)
  assert.equal(program.book.refusals[0]?.code, '')
})

test('stock is polled without the parameters that it needs, or with the time that came last', async t => {
  const { host, program } = await startPair(t)
  await program.pollStock('laden')
  program.setQuirks({ bareStockPoll: false })
  await program.pollStock('laden')
  assert.deepEqual(
    host.seen.filter(({ target }) => target.includes('stock')).map(({ target }) => target),
    [
      '/v1/channel/offer/stock-updates',
      '/v1/channel/offer/stock-updates?updatedAfter=2026-11-02T08%3A00%3A00%2B00%3A00&sellerId=laden',
    ],
  )
})

test('other habits change the calls that they are about', async t => {
  const { host, program } = await startPair(t, {
    quirks: {
      pluralEvents: true,
      limitInUrl: true,
      postsAttributes: true,
      sessionIdName: true,
      quantityAsNumber: true,
      shortZone: true,
      acksSingly: true,
    },
  })
  host.push('System:Test', {})
  host.push('System:Test', {})
  program.tellCatalogue()
  program.changeSeller('https://mp.example/change?session=5c85c85c-0000-4000-8000-000000000009', {
    sellerId: 'laden',
  })
  program.place(bought)
  await program.settle()
  assert.equal(host.seen[1]?.target, '/v1/channel/events?limit=100')
  assert.equal(host.of('DELETE', '/v1/channel/events').length, 2)
  assert.equal(host.of('POST', '/v1/channel/attribute/global').length, 1)
  assert.equal(host.of('POST', '/v1/channel/attribute/category/Auto%20%26%20Rad%2F1.2').length, 1)
  assert.equal(
    jsonOf(host.of('PATCH', '/v1/channel/seller')[0])['sessionId'],
    '5c85c85c-0000-4000-8000-000000000009',
  )
  const [order] = jsonOf(host.of('POST', '/v1/channel/order')[0])['orderList'] as [Record<string, unknown>]
  assert.equal((order['orderItem'] as [Record<string, unknown>])[0]['quantity'], 1)
  assert.equal(order['purchasedAt'], '2026-11-02T08:00:00+00')
})

test('switches have names, and unknown ones are refused', () => {
  assert.ok(quirkNames.length > 20)
  assert.throws(() => quirksOf({ nonsense: true } as never), /nonsense/)
})
