import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { renewSecret, setArchived, setLock } from '../../src/channels/addConnection.ts'
import { connectionKey } from '../../src/channels/connectionKey.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { withClient } from '../../testkit/database/template.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { withDatabase } from '../../testkit/database/testServer.ts'
import { type Account, openAccount, ordersOf } from './account.ts'
import { calledConnector } from './calledConnector.ts'
import { allReady, layOut } from './layOut.ts'

const usualBytes = 8 * 1024 * 1024
const connector = calledConnector({
  route: {
    'POST /hint': {
      limit: [
        { calls: 3, seconds: 60 },
        { calls: 5, seconds: 3600 },
      ],
      counts: 'hints',
    },
  },
  receive: {
    limitHeaders: ({ calls, seconds }, left) => ({
      'x-limit': String(calls),
      'x-seconds': String(seconds),
      'x-left': String(left),
    }),
  },
})
const server = await serverScratch({ after }, await testDatabase(), {
  publicUrl: 'https://kontor.example/',
  connectors: new Map([[connector.name, connector]]),
})
const { db, keyring } = server.kontor
const account = (slug: string) => openAccount({ db, keyring }, connector, { url: () => server.url, slug })

const outcomes = (one: Account) =>
  one.query(`select kind, external_id as id, outcome from ledger order by kind, external_id`)

test('two tenants with the same system and the same ids see nothing of each other', async () => {
  const [ours, theirs] = [await account('ours'), await account('theirs')]
  assert.equal((await ours.post('1', '2')).text, '{"stored":["1","2"]}')
  assert.equal((await theirs.post('2')).text, '{"stored":["2"]}')
  assert.deepEqual(
    [await outcomes(ours), await outcomes(theirs)].map(rows =>
      rows.map(row => `${row['id']} ${row['outcome']}`),
    ),
    [['1 staged', '2 staged'], ['2 staged']],
  )
  const id = await layOut(ours, 'stock/1')
  await allReady(ours)
  assert.deepEqual(await theirs.take(), [])
  await theirs.drop([id])
  assert.deepEqual(await ours.take(), [id], 'dropped by another tenant, it lies there all the same')
})

test('wrong keys, keys of nothing and secrets of others lead nowhere', async () => {
  const [one, other] = [await account('one'), await account('other')]
  const body = ordersOf(['1'])
  const from = async (options: object) => (await one.call('POST', '/events', { body, ...options })).status
  assert.equal(await from({ key: 'kt_x' }), 404)
  assert.equal(await from({ key: connectionKey(newId(), one.connectionId) }), 404)
  assert.equal(await from({ key: connectionKey(other.tenant, one.connectionId) }), 404)
  assert.equal(await from({ key: connectionKey(one.tenant, newId()) }), 404)
  assert.equal(await from({ key: other.key }), 401, 'signed with the secret of another tenant')
  assert.equal(await from({ signed: `${body} ` }), 401)
  assert.equal(await from({}), 200)
  await transact(db, { tenant: one.tenant }, tx => setArchived(tx, one.tenant, one.connectionId, new Date()))
  assert.equal(await from({}), 404, 'archived')
  assert.deepEqual(await outcomes(other), [])
})

test('a secret that was renewed is void with the next call', async () => {
  const one = await account('renewing')
  assert.equal((await one.post('1')).status, 200)
  assert.ok(one.secret.startsWith(`${one.key}.`) && one.secret.length > one.key.length + 40)
  const fresh = await transact(db, { tenant: one.tenant }, tx =>
    renewSecret(tx, keyring, one.tenant, connector, one.connectionId, 'pushSecret'),
  )
  assert.equal((await one.post('2')).status, 401)
  assert.equal((await one.call('POST', '/events', { body: ordersOf(['2']), secret: fresh })).status, 200)
  assert.ok(!JSON.stringify(server.logged).includes(fresh.slice(-20)))
})

test('whatever the address and the content type look like, the bytes and the route are what counts', async () => {
  const one = await account('forms')
  const body = ordersOf(['1'])
  for (const type of [
    'text/html',
    'json',
    '',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
  ])
    assert.equal(
      (await one.call('POST', '/events', { body, headers: { 'content-type': type } })).status,
      200,
      type,
    )
  for (const path of ['//events', '/events/', '///events//?a=//b'])
    assert.equal((await one.call('POST', path, { body })).status, 200, path)
  const json = { 'content-type': 'application/json' }
  assert.equal((await one.call('GET', '/queue', { headers: json })).text, '{"events":[]}')
  assert.equal((await one.call('DELETE', '/queue', { body: '{"ids":["x"]}', headers: json })).status, 204)
  assert.equal((await one.call('POST', '/hint', { headers: json })).status, 204, 'an empty body')
  for (const method of ['HEAD', 'OPTIONS', 'PUT'])
    assert.equal((await one.call(method, '/queue')).status, 404, method)
  for (const path of ['/nothing', '', '/%', '/%ff', `/${'x'.repeat(2000)}`])
    assert.equal((await one.call('POST', path, { body })).status, 404, path)
})

test('a packed body is unpacked, and one that is broken or holds too much is refused without being held', async () => {
  const one = await account('packed')
  const send = async (packed: Uint8Array<ArrayBuffer>, encoding: string, signed = ordersOf(['1'])) =>
    (await one.call('POST', '/events', { body: packed, signed, headers: { 'content-encoding': encoding } }))
      .status
  const text = ordersOf(['1'])
  assert.equal(await send(new Uint8Array(gzipSync(text)), 'gzip'), 200)
  assert.equal(await send(new Uint8Array(deflateSync(text)), 'deflate'), 200)
  assert.equal(await send(new Uint8Array(brotliCompressSync(text)), 'br'), 200)
  assert.equal(await send(new Uint8Array(gzipSync(text)).slice(0, -9), 'gzip'), 400)
  assert.equal(await send(new Uint8Array(Buffer.from(text)), 'gzip'), 400)
  assert.equal(await send(new Uint8Array(Buffer.from(text)), 'rot13'), 400)
  assert.equal(await send(new Uint8Array(), 'gzip', ''), 500, 'nothing, packed, is nothing: no push')
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(60 * usualBytes)))
  const before = process.memoryUsage().arrayBuffers
  assert.equal(await send(bomb, 'gzip'), 413)
  assert.ok(process.memoryUsage().arrayBuffers - before < 6 * usualBytes, 'the rest of it was never unpacked')
  assert.equal(await send(new Uint8Array(usualBytes + 1), 'identity'), 413)
  const room = ' '.repeat(usualBytes - Buffer.byteLength(text))
  assert.equal((await one.call('POST', '/events', { body: text + room })).status, 200, 'as much as may be')
})

test('a limit counts the calls of who may call, says how many are left, and ends with its window', async () => {
  const [one, other] = [await account('fast'), await account('slow')]
  const hint = async (from: Account, secret = from.secret) => {
    const { status, headers } = await from.call('POST', '/hint', { body: '{}', secret })
    return [status, headers.get('x-limit'), headers.get('x-seconds'), headers.get('x-left')].join(' ')
  }
  for (let round = 0; round < 10; round++) assert.equal(await hint(one, 'stranger'), '401 3 60 3')
  assert.deepEqual(
    [await hint(one), await hint(one), await hint(one)],
    ['204 3 60 2', '204 3 60 1', '204 3 60 0'],
  )
  assert.equal(await hint(one), '429 3 60 0')
  assert.equal(await hint(other), '204 3 60 2', 'of another connection')
  assert.equal((await one.post('1')).headers.get('x-limit'), null, 'a route that is not counted')
  server.clock.now = new Date(server.clock.now.getTime() + 60_000)
  assert.deepEqual([await hint(one), await hint(one)], ['204 5 3600 1', '204 5 3600 0'])
  assert.equal(await hint(one), '429 5 3600 0', 'the tightest of both')
})

test('a locked connection takes what is posted and hands out nothing', async () => {
  const one = await account('locked')
  await layOut(one, 'stock/1')
  await allReady(one)
  const lock = (value: Parameters<typeof setLock>[3]) =>
    transact(db, { tenant: one.tenant }, tx => setLock(tx, one.tenant, one.connectionId, value))
  await lock({ by: 'Eva', reason: '', at: new Date() })
  assert.equal((await one.post('1')).text, '{"stored":["1"]}')
  assert.deepEqual(await one.take(), [])
  assert.deepEqual(
    (await outcomes(one)).map(row => row['outcome']),
    ['waiting'],
  )
  await lock(null)
  assert.equal((await one.take()).length, 1)
})

test('a poll that finds nothing asks the database five things in one transaction', async () => {
  const one = await account('polls')
  await one.take()
  const asked = await statementsOf(() => one.take())
  assert.deepEqual(
    asked.map(text => text.trim().split(/\s+/).slice(0, 2).join(' ').replace(/,$/, '')),
    [
      'begin',
      "select set_config('role'",
      'select c.id',
      'select w.place',
      'delete from',
      'update letter',
      'commit',
    ],
  )
})

test('a caller that goes away in the middle of its call is no failure, and may call again', async t => {
  const one = await account('gone')
  const body = ordersOf(['1'])
  const heard = Promise.withResolvers<unknown>()
  const { log } = server.kontor
  t.mock.method(log, 'error', () => heard.reject(new Error('it is logged as a failure')))
  t.mock.method(log, 'info', (facts: unknown) => heard.resolve(facts))
  const { hostname, port } = new URL(server.url)
  const socket = connect({ host: hostname, port: Number(port) })
  await once(socket, 'connect')
  const head = [`POST /reference/${one.key}/events HTTP/1.1`, 'host: x', `content-length: ${body.length}`]
  socket.write([...head, 'expect: 100-continue', '', body.slice(0, 20)].join('\r\n'))
  // It says so when it begins to read.
  await once(socket, 'data')
  socket.resetAndDestroy()
  const { reference: _, ...facts } = (await heard.promise) as Record<string, unknown>
  assert.deepEqual(facts, {
    system: 'reference',
    method: 'POST',
    route: '/reference/:connectionKey/events',
  })
  assert.deepEqual(await outcomes(one), [])
  assert.equal((await one.post('1')).status, 200)
})

test('while the database is away a call is refused and nothing of it is lost: posted again it is there', async () => {
  const one = await account('away')
  const { pathname } = new URL(db.directUrl)
  const name = pathname.slice(1)
  await withClient(withDatabase(db.directUrl, 'postgres'), async client => {
    await client.query(`alter database ${client.escapeIdentifier(name)} with allow_connections false`)
    try {
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
      const { status, text } = await one.post('1')
      assert.deepEqual([status, text], [500, ''])
    } finally {
      await client.query(`alter database ${client.escapeIdentifier(name)} with allow_connections true`)
    }
  })
  assert.equal((await one.post('1')).text, '{"stored":["1"]}')
  assert.equal((await outcomes(one)).length, 1)
  const failed = server.logged.filter(line => line['msg'] === 'a call of a foreign system failed')
  assert.deepEqual(
    failed.map(line => [line['system'], line['route']]),
    [['reference', '/reference/:connectionKey/events']],
  )
})

async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = []
  const connect = db.pool.connect.bind(db.pool)
  const watched = async () => {
    const client = await connect()
    const query = client.query.bind(client) as (...given: unknown[]) => unknown
    Object.assign(client, {
      query: (asked: string | { text: string }) => {
        texts.push(typeof asked === 'string' ? asked : asked.text)
        return query(asked)
      },
      release: new Proxy(client.release, {
        apply: (release, _self, given) => {
          Object.assign(client, { query, release })
          return release.apply(client, given as [])
        },
      }),
    })
    return client
  }
  Object.assign(db.pool, { connect: watched })
  try {
    await work()
  } finally {
    Object.assign(db.pool, { connect })
  }
  return texts
}
