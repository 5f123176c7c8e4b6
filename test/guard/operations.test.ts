// The guard as a program uses it: over HTTP, with rights and audit.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { holdGuarded } from '../../src/channels/guardStore.ts'
import { insertApiKey } from '../../src/company/apiKeyStore.ts'
import { type Right, rights } from '../../src/company/rights.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'

const server = await serverScratch({ after }, await testDatabase())
const { db } = server.kontor
const { tenant, items, channels } = await tradeWorld(db, { items: 3 })
const channelId = channels[0]?.channel ?? ''
const keyWith = (scopes: readonly Right[]) =>
  transact(db, { tenant }, tx =>
    insertApiKey(tx, tenant, { name: newId(), scopes, createdBy: null, now: server.kontor.now() }),
  )
const all = server.client({ key: (await keyWith(rights))?.secret ?? '' })
const others = server.client({
  key: (await keyWith(rights.filter(right => right !== 'guard.release')))?.secret ?? '',
})
const call = async (client: typeof all, method: string, path: string, body?: unknown) =>
  client.call(method, `/api/v1${path}`, body === undefined ? {} : { body })
const of = { tenant, channelId, object: 'item' as const }

await transact(db, { tenant }, tx =>
  holdGuarded(
    tx,
    of,
    { stopId: newId(), runId: newId(), rule: 'price', percent: 50, counted: 0, extent: 3, total: 3 },
    items.map(objectId => ({
      objectId,
      rule: 'price',
      dueKind: 'price',
      old: '10',
      new: '1',
      depth: '90',
    })),
    server.kontor.now(),
  ),
)

test('what is stopped is listed, counted on Start and named at its platform', async () => {
  const list = (await call(all, 'GET', '/guard')).body
  assert.equal(list.count, 1)
  assert.match(list.items[0].sentence, /stopped: 3 prices fall by more than 50 %/)
  const { body } = await call(all, 'GET', `/guard/${list.items[0].id}?limit=2&state=held`)
  assert.deepEqual([body.count, body.items.length, body.items[0].number], [3, 2, 'ART-1'])
  const platform = (await call(all, 'GET', '/platforms')).body.items[0]
  assert.deepEqual([platform.state, platform.guarded.held], ['note', 3])
  const todo = (await call(all, 'GET', '/home')).body.todo
  assert.equal(todo.find((one: { what: string }) => one.what === 'guarded').count, 1)
  assert.equal((await call(all, 'GET', `/guard/${newId()}`)).body.code, 'GUARD_STOP_UNKNOWN')
})

test('releasing needs its right, makes due what was held, and is written down with its objects', async () => {
  const stop = (await call(all, 'GET', '/guard')).body.items[0].id
  const wish = { stops: [stop], objects: items.slice(0, 2) }
  assert.equal((await call(others, 'POST', '/guard/release', wish)).status, 403)
  assert.equal((await call(others, 'PATCH', `/channels/${channelId}/guard`, { price: 90 })).status, 403)
  const done = await call(all, 'POST', '/guard/release', wish)
  assert.deepEqual(done.body.items, [{ id: stop, count: 2 }])
  const { rows } = await db.pool.query(`select kind, object_id as id from due where tenant_id = $1`, [tenant])
  assert.deepEqual(rows.map(row => `${row.kind} ${row.id}`).sort(), [
    ...items.slice(0, 2).map(id => `price ${id}`),
  ])
  const lanes = await db.pool.query(
    `select kind from sync_lane where tenant_id = $1 and wanted > served order by kind`,
    [tenant],
  )
  assert.deepEqual(
    lanes.rows.map(row => row.kind),
    ['catalogue', 'stock'],
  )
  assert.equal((await call(all, 'POST', '/guard/drop', { stops: [stop] })).body.objects.length, 1)
  assert.equal((await call(all, 'GET', '/guard')).body.count, 0)
  assert.equal((await call(all, 'GET', '/guard?ended=true')).body.count, 1)
  const audit = (await call(all, 'GET', '/audit?action=guard.release')).body.items[0]
  assert.deepEqual([audit.objectId, audit.data.count], [stop, 2])
  assert.deepEqual(audit.data.objects.toSorted(), items.slice(0, 2).toSorted())
})

test('thresholds are a channel’s own', async () => {
  const path = `/channels/${channelId}/guard`
  const usual = (await call(all, 'GET', path)).body
  assert.deepEqual(usual, { channelId, vanish: 10, price: 50, stock: 30, free: 10, look: 0 })
  assert.equal((await call(all, 'PATCH', path, { vanish: 2.5, look: 100 })).body.vanish, 2.5)
  assert.deepEqual((await call(all, 'GET', path)).body, { ...usual, vanish: 2.5, look: 100 })
  assert.equal((await call(all, 'PATCH', path, { vanish: 101 })).status, 400)
})
