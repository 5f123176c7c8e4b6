import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setLock } from '../../src/channels/addConnection.ts'
import { setSchedule } from '../../src/sync/laneOverview.ts'
import { tickLanes } from '../../src/sync/tickLanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'
import { playedConnector } from './workers.ts'

const { db } = await testDatabase({ after })
const start = Date.UTC(2030, 0, 1, 12)

test('over an hour every point of the grid is asked for once, although three processes tick', async t => {
  const world = await createWorld(db, t)
  const id = await scheduled(world)
  for (let second = 0; second <= 3600; second += 10) {
    const now = new Date(start + second * 1000)
    await Promise.all([tickLanes(db, now), tickLanes(db, now), tickLanes(db, now)])
  }
  assert.deepEqual(await wanted(world, id), '12')
})

test('after a pause a lane is asked for once, not for every point that was missed', async t => {
  const world = await createWorld(db, t)
  const id = await scheduled(world)
  await tickLanes(db, new Date(start + 7 * 3_600_000))
  await tickLanes(db, new Date(start + 7 * 3_600_000))
  assert.deepEqual(await wanted(world, id), '1')
})

test('a locked connection is not asked for; unlocked, it is at once', async t => {
  const world = await createWorld(db, t)
  const id = await scheduled(world)
  const now = new Date(start + 3_600_000)
  await world.tx(tx => setLock(tx, world.tenant, id, { by: 'tester', reason: 'test', at: new Date() }))
  await tickLanes(db, now)
  assert.deepEqual(await wanted(world, id), '0')
  await world.tx(tx => setLock(tx, world.tenant, id, null))
  await tickLanes(db, now)
  assert.deepEqual(await wanted(world, id), '1')
})

test('a new connection runs by itself from its first interval on', async t => {
  const world = await createWorld(db, t)
  await db.pool.query('update sync_lane set every = null, next_at = null')
  const id = await world.connect(
    playedConnector(async () => undefined),
    { shop: '0' },
  )
  // As the database set it: with a time finer than the milliseconds that we read.
  await world.query(
    `update sync_lane set next_at = next_at + interval '7 microseconds' where kind = 'orders'`,
  )
  await tickLanes(db, new Date(Date.now() + 6 * 60_000))
  assert.deepEqual(await wanted(world, id), '1')
})

/** A connection of which only the orders lane runs by itself, every 5 minutes from `start` on. */
async function scheduled(world: World): Promise<string> {
  await db.pool.query('update sync_lane set every = null, next_at = null')
  const id = await world.connect(
    playedConnector(async () => undefined),
    { shop: '0' },
  )
  await world.query('update sync_lane set every = null, next_at = null')
  const change = {
    connectionId: id,
    timeZone: 'Europe/Berlin',
    kinds: ['orders'] as const,
    everySeconds: 300,
  }
  await world.tx(tx => setSchedule(tx, world.tenant, change, new Date(start)))
  return id
}

async function wanted(world: World, id: string): Promise<string | undefined> {
  const [row] = await world.query<{ wanted: string }>(
    `select wanted from sync_lane where connection_id = $1 and kind = 'orders'`,
    id,
  )
  return row?.wanted
}
