import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setLock } from '../../src/channels/addConnection.ts'
import { Unreachable } from '../../src/port/errors.ts'
import { failuresToOpen } from '../../src/sync/breaker.ts'
import { findWork } from '../../src/sync/findWork.ts'
import { type LaneKind, requestLanes } from '../../src/sync/lanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'
import { playedConnector } from './workers.ts'

const { db } = await testDatabase({ after })

test('failures in a row open a connection: nobody calls it until its next try, and then one lane does', async t => {
  const { world, id, shop } = await failingShop(t)
  for (let failed = 1; failed < failuresToOpen; failed++) await world.sync()
  assert.equal((await health(world)).openedAt, null, 'not yet')
  await world.sync()
  const opened = await health(world)
  assert.ok(opened.openedAt && opened.nextTryAt, 'open')
  const pause = opened.nextTryAt.getTime() - opened.openedAt.getTime()
  assert.ok(pause >= 14_999 && pause <= 30_001, `${pause} ms`)

  await ask(world, id)
  await world.query(`update connection_health set next_try_at = clock_timestamp() + interval '1 minute'`)
  assert.deepEqual(await open(world), [], 'before the next try')
  assert.deepEqual(await open(world, 120_000), [], 'nor by a process whose clock is fast')
  await world.query(`update connection_health set next_try_at = clock_timestamp()`)
  assert.equal(
    (await open(world, -120_000)).length,
    1,
    'one lane tries for all, also by a clock that is slow',
  )

  shop.down = false
  await world.sync()
  assert.deepEqual(await health(world), { failures: 0, openedAt: null, nextTryAt: null })
  assert.equal((await open(world)).length, 3, 'and the others follow')
})

test('the pause grows with every try that fails, and a person does not wait for it', async t => {
  const { world, id } = await failingShop(t)
  const pauses: number[] = []
  for (let failed = 1; failed <= failuresToOpen + 3; failed++) {
    await world.sync()
    const [row] = await world.query<{ pause: number | null }>(
      `select extract(epoch from next_try_at - failed_at)::float8 as pause from connection_health`,
    )
    if (row?.pause) pauses.push(row.pause)
  }
  for (const [index, pause] of pauses.entries())
    assert.ok(pause >= 15 * 2 ** index && pause <= 30 * 2 ** index, `${pauses}`)
  assert.equal(pauses.length, 4)
  assert.deepEqual(await open(world), [])
  await ask(world, id)
  assert.equal((await open(world)).length, 1, 'asked for by a person')
})

test('a run that called nothing does not close a connection; unlocking it does', async t => {
  const { world, id } = await failingShop(t)
  for (let failed = 0; failed < failuresToOpen; failed++) await world.sync()
  await world.sync({ lanes: ['stock'] })
  assert.ok((await health(world)).openedAt, 'nothing was due, nothing was called')
  await world.tx(tx => setLock(tx, world.tenant, id, { by: 'tester', reason: '', at: new Date() }))
  await world.tx(tx => setLock(tx, world.tenant, id, null))
  assert.equal((await health(world)).openedAt, null)
})

async function failingShop(t: Parameters<typeof createWorld>[1]) {
  await db.pool.query('update sync_lane set every = null, next_at = null, wanted = served')
  const world = await createWorld(db, t)
  const shop = { down: true }
  const connector = {
    ...playedConnector(async () => undefined),
    open: async () => {
      if (shop.down) throw new Unreachable('down', { mayHaveWorked: false })
      return { shop: '', signal: new AbortController().signal }
    },
  }
  const id = await world.connect(connector, { shop: '0' })
  return { world, id, shop }
}

const lanes: readonly LaneKind[] = ['orders', 'stock', 'catalogue', 'feedback']

function ask(world: World, connectionId: string) {
  return world.tx(tx =>
    requestLanes(
      tx,
      world.tenant,
      lanes.map(kind => ({ connectionId, kind })),
    ),
  )
}

async function open(world: World, later = 0): Promise<string[]> {
  const now = new Date(Date.now() + later)
  const work = await findWork(db, { holder: 'x', named: [], now, limit: 100 })
  return work.filter(one => one.tenant === world.tenant).map(one => one.kind)
}

async function health(world: World) {
  const [row] = await world.query<{ failures: number; openedAt: Date | null; nextTryAt: Date | null }>(
    `select failures, opened_at as "openedAt", next_try_at as "nextTryAt" from connection_health`,
  )
  assert.ok(row)
  return row
}
