import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createItems } from '../catalog/createItems.ts'
import { setLock } from '../channels/addConnection.ts'
import { listPlaces } from '../channels/placeStore.ts'
import type { Connector, RawRecord } from '../port/connector.ts'
import { Refused } from '../port/errors.ts'
import type { ForeignRequest, Received, ReceiveRoute } from '../port/receive.ts'
import {
  bytesOf,
  type PlainRow,
  pullOf,
  type Scripted,
  scripted,
  scriptedConnector,
} from './fixtures/scripted.ts'
import { productLease } from './lanes.ts'
import { retryImport } from './ledgerActions.ts'
import { receiveRecords } from './receiveRecords.ts'

const { db } = await testDatabase({ after })

test('stores what is posted, and answers when it is committed; the same again is unchanged', async () => {
  const world = await scripted(db, calledConnector())
  const call = () =>
    post(world, {
      records: [record({ id: '1' }), record({ id: 'bad' }), record({ id: '2', currency: 'QQQ' })],
    })
  assert.deepEqual((await call()).answer.body, '1 new, bad parked, 2 parked')
  assert.deepEqual((await call()).answer.body, '1 unchanged, bad parked, 2 parked')
  assert.deepEqual(await world.outcomes(), { 1: 'staged', 2: 'parked', bad: 'parked' })
})

test('tables that the first posts have filled are looked at: else each row that follows is checked by a plan for empty ones', async () => {
  const { db: own } = await testDatabase({ after })
  const world = await scripted(own, calledConnector())
  await post(world, { records: Array.from({ length: 100 }, (_, at) => record({ id: `${at}` })) })
  const seen = `select relname as name, reltuples::int as rows from pg_class where relname in ('ledger', 'web_order') order by 1`
  assert.deepEqual(await world.query(seen), [
    { name: 'ledger', rows: 100 },
    { name: 'web_order', rows: 100 },
  ])
})

test('what is posted to a locked connection is kept, and imported by the first run after it is unlocked', async () => {
  const world = await scripted(db, calledConnector())
  const lock = { by: 'Eva', reason: '', at: new Date() }
  await world.tx(tx => setLock(tx, world.tenant, world.connectionId, lock))
  assert.equal((await post(world, { records: [record({ id: '1' })] })).answer.body, '1 kept')
  assert.deepEqual(await world.outcomes(), { 1: 'waiting' })
  assert.deepEqual(await world.query(`select id from web_order where tenant_id = $1`, world.tenant), [])
  await world.tx(tx => setLock(tx, world.tenant, world.connectionId, null))
  await world.run()
  assert.deepEqual(await world.outcomes(), { 1: 'staged' })
  assert.equal((await post(world, { records: [record({ id: '1' })] })).answer.body, '1 unchanged')
})

test('what was posted while its connection was unlocked is found by the next run, though it was read as locked', async () => {
  const world = await scripted(db, calledConnector())
  const lock = { by: 'Eva', reason: '', at: new Date() }
  await world.tx(tx => setLock(tx, world.tenant, world.connectionId, lock))
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    await client.query('lock table ledger in exclusive mode')
    const posted = post(world, { records: [record({ id: '1' })] })
    await somebodyWaits()
    await world.tx(tx => setLock(tx, world.tenant, world.connectionId, null))
    await world.run()
    await client.query('rollback')
    assert.equal((await posted).answer.body, '1 kept')
  } finally {
    client.release()
  }
  await world.run()
  assert.deepEqual(await world.outcomes(), { 1: 'staged' })
})

/** Until a statement of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await db.pool.query(waiting)).rowCount === 0) await delay(5)
}

test('places that a system opens are written down', async () => {
  const world = await scripted(db, calledConnector())
  await post(world, { places: [{ place: 'S-1', name: 'Seller one', active: true }] })
  const places = await world.tx(tx => listPlaces(tx, world.tenant, world.connectionId))
  assert.deepEqual(
    places.map(({ place, name, channel }) => ({ place, name, sold: channel !== null })),
    [
      { place: '', name: places[0]?.name, sold: true },
      { place: 'S-1', name: 'Seller one', sold: false },
    ],
  )
})

test('what may come once only is refused when it comes with other content, and nothing is written', async () => {
  const world = await scripted(db, calledConnector())
  const one = (row: PlainRow) => post(world, { records: [{ ...record(row), once: true }] })
  assert.equal((await one({ id: '1' })).answer.body, '1 new')
  const before = await world.query(`select l.*, (select count(*) from payload) as payloads from ledger l`)
  assert.equal((await one({ id: '1', customerNote: 'other' })).answer.body, '1 refused')
  assert.equal((await one({ id: '1' })).answer.body, '1 unchanged')
  assert.deepEqual(
    await world.query(`select l.*, (select count(*) from payload) as payloads from ledger l`),
    before,
  )
})

test('what may come once only takes the place of what is parked, whole; what is staged by then stays', async () => {
  const world = await scripted(db, calledConnector())
  const one = (row: PlainRow) => post(world, { records: [{ ...record(row), once: true }] })
  const wrong = { id: '1', currency: 'QQQ' }
  assert.equal((await one(wrong)).answer.body, '1 parked')
  assert.equal((await one({ ...wrong, customerNote: 'still wrong' })).answer.body, '1 parked')
  assert.equal((await one({ id: '1' })).answer.body, '1 updated')
  assert.equal((await one(wrong)).answer.body, '1 refused')
  assert.deepEqual(await world.outcomes(), { 1: 'staged' })
  assert.deepEqual(await notesOf(world), { 1: null })
})

test('a parked order that is staged by somebody while it is posted anew is one of both, and stays it', async () => {
  const world = await scripted(db, calledConnector())
  const once = (row: PlainRow) => post(world, { records: [{ ...record(row), once: true }] })
  const ids = Array.from({ length: 6 }, (_, at) => `${at}`)
  const rowOf = (id: string, customerNote: string): PlainRow => ({
    ...{ id, customerNote },
    lines: [
      {
        ...{ ref: { theirs: '1' }, kind: 'item', item: { sku: 'B-1' }, name: 'Kanne' },
        ...{ quantity: '1', unitGross: '11.90', taxRate: '19' },
      },
    ],
  })
  for (const id of ids) assert.equal((await once(rowOf(id, 'first'))).answer.body, `${id} parked`)
  await world.tx(tx => createItems(tx, world.tenant, [{ itemNumber: 'B-1', name: 'Kanne' }]))
  // Staged between the look and the lock, as a worker does it.
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    await client.query(`select from ledger where external_id = '0' for update`)
    const answer = once(rowOf('0', 'anew'))
    await somebodyWaits()
    await client.query(`update ledger set outcome = 'staged', code = null where external_id = '0'`)
    await client.query('commit')
    assert.equal((await answer).answer.body, '0 refused')
    await world.query(`update ledger set outcome = 'parked', code = 'ITEM_UNKNOWN' where external_id = '0'`)
  } finally {
    client.release()
  }
  const rows = await world.query<{ id: string }>(`select id from ledger`)
  const wish = { tenant: world.tenant, by: 'Eva', holder: 'test', lease: productLease }
  const [, ...answers] = await Promise.all([
    retryImport(world.parts, { ...wish, ids: rows.map(row => row.id) }),
    ...ids.map(id => once(rowOf(id, 'anew'))),
  ])
  const notes = await notesOf(world)
  assert.equal(Object.keys(notes).length, ids.length, 'each is staged once')
  for (const [at, { answer }] of answers.entries()) {
    const [id, did] = String(answer.body).split(' ')
    assert.equal(notes[id ?? ''], did === 'updated' ? 'anew' : 'first', `${at}: ${String(answer.body)}`)
  }
})

test('what is posted again and again within one millisecond is stored as often as it was another', async () => {
  const world = await scripted(db, calledConnector())
  const at = new Date()
  const parts = { ...world.parts, now: () => at }
  const one = (customerNote: string) =>
    receiveRecords(parts, callOf(world, routeOf({ records: [record({ id: '1', customerNote })] })))
  assert.equal((await one('a')).answer.body, '1 new')
  assert.equal((await one('b')).answer.body, '1 updated')
  const both = await Promise.all([one('c'), one('d')])
  assert.deepEqual(
    both.map(({ answer }) => answer.body),
    ['1 updated', '1 updated'],
  )
  assert.deepEqual(
    await world.query('select count(*)::int as stored, count(distinct body)::int as bodies from payload'),
    [{ stored: 4, bodies: 4 }],
  )
})

test('a wake-up asks for a run of the orders lane, and remembers what the call said', async () => {
  const world = await scripted(db, calledConnector())
  const { wake } = await post(world, { wake: true, remember: { version: '2\0' } })
  assert.equal(wake, true)
  assert.deepEqual(
    await world.query(`select kind, wanted - served as open from sync_lane where kind = 'orders'`),
    [{ kind: 'orders', open: '1' }],
  )
  const [row] = await world.query<{ facts: unknown }>(`select facts from connection`)
  assert.deepEqual(Object.keys(row?.facts ?? {}), ['version'])
})

test('a route that answers itself stores nothing', async () => {
  const world = await scripted(db, calledConnector())
  const { answer } = await post(world, () => ({ status: 401, body: 'no' }))
  assert.deepEqual(answer, { status: 401, body: 'no' })
  assert.deepEqual(await world.outcomes(), {})
})

test('whatever a route throws never stops the connection, and shows no secret', async () => {
  const world = await scripted(db, calledConnector())
  for (const error of [new Refused('AUTH_EXPIRED', 'refresh-0'), new TypeError('refresh-0 is not')])
    for (const when of ['read', 'answer'] as const) {
      const route = routeOf(when === 'read' ? () => thrown(error) : { records: [record({ id: '1' })] })
      const broken = when === 'answer' ? { ...route, answer: () => thrown(error) } : route
      const { answer } = await receiveRecords(world.parts, callOf(world, broken))
      assert.deepEqual(answer, { status: 400, body: 'failed' })
    }
  assert.deepEqual(await world.query(`select refused_code from connection`), [{ refused_code: null }])
  assert.deepEqual(await world.outcomes(), { 1: 'staged' }, 'what was committed stays, and comes again')
})

test('a payment and its order that are posted at the same moment find each other', async () => {
  const world = await scripted(db, calledConnector())
  const names = Array.from({ length: 12 }, (_, n) => `o${n}`)
  await Promise.all(
    names.flatMap(id => [
      post(world, { records: [{ kind: 'payment', externalId: `p-${id}`, place: '', raw: { order: id } }] }),
      post(world, { records: [record({ id })] }),
    ]),
  )
  assert.deepEqual(await joined(world), { payments: 12, attached: 12, staged: 12 })
})

test('a payment that was posted while a run staged its order is found at the end of the run', async () => {
  let meanwhile = async () => {}
  const connector = calledConnector()
  const world = await scripted(db, {
    ...connector,
    pull: pullOf({ acked: 'told' }, { fetch: async () => ({ body: bytesOf([{ id: '1' }]) }) }) as NonNullable<
      Connector['pull']
    >,
    ack: async (_session, _kind, list) => {
      await meanwhile()
      return list.map(() => 'accepted' as const)
    },
  })
  // As if its transaction had looked before the order was committed, and died before it could look again.
  meanwhile = async () => {
    await post(world, { records: [{ kind: 'payment', externalId: 'p', place: '', raw: { order: '1' } }] })
    await world.query(`update web_payment set web_order_id = null`)
    await world.query(
      `update ledger set outcome = 'waiting', code = 'PARENT_RECORD_MISSING' where kind = 'payment'`,
    )
  }
  await world.run()
  assert.deepEqual(await joined(world), { payments: 1, attached: 1, staged: 1 })
})

function calledConnector(): Connector {
  return scriptedConnector({
    receive: { prefix: '/scripted', routes: [], refuse: why => ({ status: 400, body: why }) },
  })
}

function record(row: PlainRow): RawRecord {
  return { kind: 'order', externalId: row.id, place: '', raw: row }
}

function routeOf(read: Received | ReceiveRoute['read']): ReceiveRoute {
  return {
    method: 'POST',
    path: '/orders',
    read: typeof read === 'function' ? read : () => read,
    answer: ({ outcomes }) => ({
      status: 201,
      body: outcomes.map(one => `${one.externalId} ${one.did}`).join(', '),
    }),
  }
}

function post(world: Scripted, read: Received | ReceiveRoute['read']) {
  return receiveRecords(world.parts, callOf(world, routeOf(read)))
}

function callOf(world: Scripted, route: ReceiveRoute) {
  const request: ForeignRequest = {
    url: 'https://kontor.example/scripted/k/orders',
    method: 'POST',
    path: '/orders',
    query: {},
    headers: {},
    body: Buffer.of(),
    parts: {},
    connectionKey: 'k',
    settings: { refresh: 'refresh-0' },
    facts: {},
    places: [''],
    seats: [],
    account: 1,
    now: new Date(),
  }
  const { tenant, connectionId } = world
  return { tenant, connectionId, route, request, signal: new AbortController().signal }
}

async function notesOf(world: Scripted): Promise<Record<string, string | null>> {
  const rows = await world.query<{ id: string; note: string | null }>(
    `select l.external_id as id, w.record ->> 'customerNote' as note from web_order w join ledger l on l.id = w.id`,
  )
  return Object.fromEntries(rows.map(row => [row.id, row.note]))
}

async function joined(world: Scripted) {
  const [row] = await world.query<{ payments: number; attached: number; staged: number }>(
    `select count(*)::int as payments, count(p.web_order_id)::int as attached,
       count(*) filter (where l.outcome = 'staged')::int as staged
     from web_payment p join ledger l on l.id = p.id`,
  )
  return row
}

function thrown(error: Error): never {
  throw error
}
