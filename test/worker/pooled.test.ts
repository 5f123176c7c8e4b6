import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openDatabase } from '../../src/base/database.ts'
import { startJobs } from '../../src/base/jobs.ts'
import { createLog } from '../../src/base/log.ts'
import { migrate } from '../../src/base/migrate.ts'
import { requestLanes } from '../../src/sync/lanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { createWorld } from '../import/world.ts'
import { noPooler, startPooler } from './pgbouncer.ts'
import { becomes, openWorker, quickTimes } from './workers.ts'

const { db: direct } = await testDatabase({ after })
const skip = noPooler() ?? false

test('a worker behind a pooler in transaction mode, with no way past it, fetches orders and hears of what is due', {
  skip,
}, async t => {
  const pooler = await startPooler(direct.directUrl)
  assert.deepEqual(await migrate(pooler.url), [], 'nothing left to do')
  assert.deepEqual(await Promise.all([migrate(pooler.url), migrate(pooler.url)]), [[], []])
  const db = openDatabase({ url: pooler.url })
  const world = await createWorld(db, t)
  const { id } = await world.openShop(generateShop({ orders: 30, items: 5, seed: 3 }))
  // Only the poll finds anything.
  const times = { ...quickTimes, tickMs: 60_000, sweepMs: 60_000 }
  const workers = await Promise.all(
    [1, 2].map(() => openWorker(world, t, { url: pooler.url, listens: false, pollMs: 250, times })),
  )
  await world.tx(tx => requestLanes(tx, world.tenant, [{ connectionId: id, kind: 'orders' }]))
  await becomes('all orders are here', async () => {
    const [row] = await world.query<{ count: number }>(`select count(*)::int as count from web_order`)
    return row?.count === 30
  })
  assert.deepEqual(await world.broken(), [])

  let chores = 0
  const work = async () => {
    chores++
  }
  const chore = { name: 'pooled', cron: '0 0 1 1 *', work }
  const jobs = await startJobs({ url: pooler.url, directUrl: pooler.url }, createLog('silent'), [chore], {
    pollSeconds: 0.5,
  })
  await jobs.send('pooled')
  await becomes('the task was done', () => chores === 1)
  await jobs.stop()

  // Nothing of a transaction is left for the next one that gets its connection.
  const client = await db.pool.connect()
  try {
    for (let look = 0; look < 8; look++) {
      const { rows } = await client.query(
        `select current_setting('role') as role, coalesce(current_setting('kontor.tenant', true), '') as tenant`,
      )
      assert.deepEqual(rows, [{ role: 'none', tenant: '' }])
    }
  } finally {
    client.release()
  }
  // Before the pooler, which the hooks of a test would close first.
  await Promise.all(workers.map(one => one.stop()))
  await db.close()
  await pooler.close()
})
