import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import type { Asked, Known, ReceivedDone, ReceiveRoute } from '../../src/port/receive.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { encode } from '../../testkit/reference/wireJson.ts'
import { type Account, openAccount, ordersOf } from './account.ts'
import { calledConnector } from './calledConnector.ts'

const textOf = (body: Uint8Array) => JSON.parse(Buffer.from(body).toString())
/** Asks for what the body says, and answers with what is known of it. */
const look: Partial<ReceiveRoute> = {
  asks: request => textOf(request.body) as Asked,
  read: (_request, known) => ({ status: 200, body: JSON.stringify(known) }),
}
let done: ReceivedDone | undefined
/** Opens the place of the body with its session; what is posted besides comes with it. */
const open: Partial<ReceiveRoute> = {
  read: ({ body }) => {
    const { session, place, order } = textOf(body)
    const raw = order && textOf(Buffer.from(ordersOf([order]))).records[0]
    return {
      spends: { session, place },
      places: [{ place, name: place, active: true }],
      ...(raw ? { records: [{ kind: 'order', externalId: order, place, raw }] } : {}),
    }
  },
  answer: said => {
    done = said
    return { status: said.spent ? 201 : 404, body: '' }
  },
}
const connector = calledConnector({ route: { 'POST /hint': look, 'DELETE /queue': open } })
const server = await serverScratch({ after }, await testDatabase(), {
  connectors: new Map([[connector.name, connector]]),
})
const { db, keyring } = server.kontor
const account = (slug: string) => openAccount({ db, keyring }, connector, { url: () => server.url, slug })

test('a route sees what it asks for of its own connection, as it was posted, and nothing of others', async () => {
  const [one, other] = [await account('seen'), await account('unseen')]
  await one.post('1', '2')
  const status = (id: string, state: string) => ({
    type: 'status',
    id,
    order: '1',
    at: '2026-03-02T08:00:00Z',
    state,
  })
  for (const record of [status('s-9', 'processing'), status('s-1', 'shipped')])
    await one.call('POST', '/events', { body: encode({ records: [record] }) })
  const [link] = await one.query<{ no: number }>(
    `select k.key_no as no from link k join ledger l on l.id = k.object_id where l.external_id = '1'`,
  )
  const [session, ask] = [await sessionOf(one), newId()]
  await one.query(
    `insert into place_ask (tenant_id, connection_id, id, name, place, asked_at, asked_by) values ($1, $2, $3, 'inventory', 'de', now(), 'Eva')`,
    one.tenant,
    one.connectionId,
    ask,
  )
  const asked: Asked = {
    orders: ['1', '1', 'x', 'nul\0'],
    records: [
      { kind: 'order', externalId: '2' },
      { kind: 'payment', externalId: '2' },
    ],
    sent: [
      { kind: 'order_status', no: link?.no ?? 0 },
      { kind: 'stock', no: link?.no ?? 0 },
      { kind: 'stock', no: 2 ** 40 },
      { kind: 'stock', no: 1.5 },
    ],
    sessions: [session, newId(), 'no id'],
    asks: [ask, 'no id'],
  }
  const known = await seenBy(one, asked)
  assert.deepEqual(
    known.orders.map(({ externalId, place, payload, events }) => ({
      externalId,
      place,
      number: (payload as { number: string }).number,
      events: events.map(event => `${event.kind} ${(event.payload as { state: string }).state}`),
    })),
    [
      {
        externalId: '1',
        place: '',
        number: 'N-1',
        events: ['order_status processing', 'order_status shipped'],
      },
    ],
  )
  assert.deepEqual(
    known.records.map(({ kind, externalId }) => `${kind} ${externalId}`),
    ['order 2'],
  )
  assert.deepEqual(known.sent, [{ kind: 'order_status', no: link?.no, place: '' }])
  assert.deepEqual(
    known.sessions.map(({ id, purpose }) => [id, purpose]),
    [[session, 'open']],
  )
  assert.deepEqual(known.asks, [{ id: ask, name: 'inventory', place: 'de', done: false }])
  const nothing = { sessions: [], orders: [], records: [], sent: [], asks: [], tickets: [] }
  assert.deepEqual(await seenBy(other, asked), nothing)
  assert.deepEqual(await seenBy(one, {}), nothing)
})

test('a session is used up once by one place, which may come again; another one stores nothing', async () => {
  const one = await account('sessions')
  const session = await sessionOf(one)
  const opened = async (place: string, more: object = {}) =>
    (await one.call('DELETE', '/queue', { body: JSON.stringify({ session, place, ...more }) })).status
  assert.equal(await opened('a'), 201)
  assert.equal(await opened('a'), 201)
  assert.deepEqual(done, { outcomes: [], letters: [], spent: true })
  assert.equal(await opened('b'), 404)
  assert.equal(await opened('b', { order: '7' }), 404)
  assert.deepEqual(done, { outcomes: [], letters: [], spent: false })
  assert.equal(await opened('a', { order: '7' }), 201)
  assert.deepEqual(done?.outcomes, [{ externalId: '7', did: 'new' }])
  server.clock.now = new Date(server.clock.now.getTime() + 3_600_000)
  assert.equal(await opened('a'), 404, 'too old')
  const places = await one.query('select place from web_place')
  assert.deepEqual(places, [{ place: 'a' }])
})

test('of two places that come with one session at once one gets it', async () => {
  const one = await account('rivals')
  const session = await sessionOf(one)
  const statuses = await Promise.all(
    ['a', 'b'].map(place => one.call('DELETE', '/queue', { body: JSON.stringify({ session, place }) })),
  )
  assert.deepEqual(statuses.map(one => one.status).sort(), [201, 404])
  assert.equal((await one.query('select place from web_place')).length, 1)
})

async function seenBy(from: Account, asked: Asked): Promise<Known> {
  const { status, text } = await from.call('POST', '/hint', { body: JSON.stringify(asked) })
  assert.equal(status, 200, text)
  return JSON.parse(text)
}

async function sessionOf(one: Account): Promise<string> {
  const id = newId()
  await one.query(
    `insert into place_session (tenant_id, connection_id, id, purpose, made_at, made_by, until_at) values ($1, $2, $3, 'open', $4, 'Eva', $5)`,
    one.tenant,
    one.connectionId,
    id,
    server.clock.now,
    new Date(server.clock.now.getTime() + 3_600_000),
  )
  return id
}
