import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import type { NewOrder } from './records.ts'
import { type SystemOptions, startReferenceSystem } from './system.ts'

const order: NewOrder = {
  number: 'R-1',
  placedAt: '2026-11-02T08:00:00Z',
  currency: 'EUR',
  total: '24.10',
  paid: true,
  method: 'card',
  buyer: {
    email: 'a@example.com',
    firstName: 'A',
    lastName: 'B',
    street: 'C 1',
    postcode: '1',
    city: 'D',
    country: 'DE',
  },
  lines: [{ sku: 'A-1', name: 'Ä', quantity: '2', net: '8.4033613445378', gross: '10.00', vat: '19' }],
}

async function start(t: TestContext, options: SystemOptions = {}) {
  const system = await startReferenceSystem({ retryMs: 1, ...options })
  t.after(system.stop)
  const call = async (method: string, path: string, body?: unknown, session?: string) => {
    const response = await fetch(system.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: session === undefined ? {} : { authorization: `Bearer ${session}` },
    })
    const text = await response.text()
    return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) }
  }
  const { session } = (await call('POST', '/session', { token: system.token })).json
  return {
    system,
    call: (method: string, path: string, body?: unknown) => call(method, path, body, session),
    bare: call,
  }
}

/** A server of ours that the system calls. `answer` gives the status and the body. */
async function listen(
  t: TestContext,
  answer: (
    method: string,
    path: string,
    body: string,
    signature: string,
  ) => { status: number; body?: unknown },
) {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const { status, body: said } = answer(
      request.method ?? '',
      request.url ?? '',
      body,
      String(request.headers['x-signature']),
    )
    response.writeHead(status).end(said === undefined ? '' : JSON.stringify(said))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise<void>(resolve => server.close(() => resolve())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the reference system', () => {
  test('lets nobody in without its token', async t => {
    const { bare } = await start(t)
    assert.equal((await bare('POST', '/session', { token: 'guessed' })).status, 401)
    assert.equal((await bare('GET', '/records')).status, 401)
  })

  test('writes decimals digit by digit', async t => {
    const { system, call } = await start(t)
    system.placeOrder({ ...order, total: '12345678901234567890.10' })
    const { text } = await call('GET', '/records')
    assert.match(text, /"total":12345678901234567890\.10,/)
    assert.match(text, /"net":8\.4033613445378,/)
  })

  test('pushes each record until it is answered with 2xx, signed over its bytes, the event before its order', async t => {
    const { system } = await start(t, { way: 'pushed' })
    const got: string[] = []
    let away = 3
    const url = await listen(t, (_method, path, body, signature) => {
      assert.equal(path, '/scx/events')
      assert.equal(signature, createHmac('sha256', system.pushSecret).update(body).digest('hex'))
      if (away-- > 0) return { status: 503 }
      for (const record of JSON.parse(body).records) got.push(`${record.type} ${record.order ?? record.id}`)
      return { status: 200 }
    })
    system.add('status', { order: 'o-late', at: '2026-11-02T08:00:00Z', state: 'shipped' })
    system.placeOrder({ ...order, id: 'o-late' })
    system.pushes.to(`${url}/scx`)
    await system.pushes.settled()
    assert.deepEqual(got, ['status o-late', 'order o-late'])
    assert.deepEqual(system.pushes.answers, [503, 503, 503, 200])
    system.changeOrder('o-late', { state: 'cancelled' })
    await system.pushes.settled()
    assert.deepEqual(got.slice(2), ['order o-late'])
  })

  test('polls an event queue, does each event once although it comes twice, and deletes it', async t => {
    const { system } = await start(t, { keys: 'ours' })
    const entry = { no: 7, reference: 'K-7', fields: { names: { de: 'Kategorie' } } }
    let events = [{ id: 'e1', kind: 'category', entry }]
    let deletions = 0
    const url = await listen(t, method => {
      if (method === 'GET') return { status: 200, body: { events } }
      if (++deletions === 1) return { status: 500 } // the deletion is lost once: the event comes again
      events = []
      return { status: 204 }
    })
    await assert.rejects(system.pollQueue(url), /answered 500/)
    assert.equal(await system.pollQueue(url), 0)
    assert.equal(await system.pollQueue(url), 0)
    assert.equal(system.objects.of('category').length, 1)
    assert.equal(deletions, 2)
  })

  test('moves a changed row to the end of a list by time of change, and has whole seconds only', async t => {
    let time = Date.parse('2026-11-02T08:00:00.900Z')
    const { system, call } = await start(t, { way: 'watermark', now: () => new Date(time) })
    for (const id of ['a', 'b', 'c']) system.placeOrder({ ...order, id })
    time += 1000
    system.changeOrder('a', { note: 'new' })
    const ids = async (query: string) =>
      (await call('GET', `/records?${query}`)).json.records.map((record: { id: string }) => record.id)
    assert.deepEqual(await ids('limit=2'), ['b', 'c'])
    assert.deepEqual(await ids('limit=2&page=2'), ['a'])
    assert.deepEqual(await ids('changedAfter=2026-11-02T08:00:00Z'), ['a'])
    assert.deepEqual(await ids('changedAfter=2026-11-02T08:00:01Z'), [])
    assert.deepEqual(await ids('changedBefore=2026-11-02T08:00:01Z'), ['b', 'c'])
  })

  test('sells what it shows, and subtracts what nobody has fetched where it is told to', async t => {
    for (const [stock, shown] of [
      ['absolute', '10'],
      ['subtractsUnfetched', '8'],
    ] as const) {
      const { system, call } = await start(t, { stock })
      const item = { no: 1, reference: 'A-1', fields: { itemNumber: 'A-1', stock: { offered: '5' } } }
      const { id } = (await call('POST', '/objects/item', { entries: [item] })).json.results[0]
      system.placeOrder(order)
      assert.equal(system.objects.shown('A-1'), '3', 'sold at once')
      await call('POST', '/objects/stock', {
        entries: [{ no: 1, reference: 's', fields: { item: id, offered: '10' } }],
      })
      assert.equal(system.objects.shown('A-1'), shown)
    }
  })

  test('makes an object twice where it is sent twice under its own keys, and once under ours', async t => {
    for (const [keys, count] of [
      ['theirs', 2],
      ['ours', 1],
    ] as const) {
      const { system, call } = await start(t, { keys })
      const entries = [{ no: 1, reference: 'A-1', fields: {} }]
      for (let time = 0; time < 2; time++) await call('POST', '/objects/item', { entries })
      assert.equal(system.objects.of('item').length, count)
    }
  })

  test('plays each fault as often as it was asked to, at the calls that it is for', async t => {
    const { system, call } = await start(t)
    system.faults.play('serverError', 'read', 2)
    system.faults.play('rateLimited', 'ack')
    assert.equal((await call('GET', '/about')).status, 200)
    const statuses = []
    for (let time = 0; time < 3; time++) statuses.push((await bareStatus(system.url, '/records')).status)
    assert.deepEqual(statuses, [500, 500, 401])
    assert.equal((await call('POST', '/acks', { records: [] })).status, 429)
    assert.deepEqual(system.calls.map(({ target }) => target).filter(Boolean), [
      'check',
      'read',
      'read',
      'read',
      'ack',
    ])
  })
})

async function bareStatus(url: string, path: string) {
  const response = await fetch(url + path)
  await response.text()
  return response
}
