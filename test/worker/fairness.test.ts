import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { findWork } from '../../src/sync/findWork.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'
import { becomes, openWorker, playedConnector } from './workers.ts'

const { db, url } = await testDatabase({ after })

test('a tenant with 500 lanes that are due does not make 20 small ones wait', async t => {
  const connector = playedConnector(() => wait(20))
  const big = await createWorld(db, t)
  await connectMany(big, connector.name, 500)
  const small: World[] = []
  for (let count = 0; count < 20; count++) {
    const world = await createWorld(db, t)
    await connectMany(world, connector.name, 1)
    small.push(world)
  }
  await big.connect(connector, { shop: '0' })
  const worker = await openWorker(big, t, { url, slots: 20 })
  await becomes('all are done', () => worker.ends.length >= 520)
  const { rows } = await db.pool.query<{ tenant: string; ms: number }>(
    `select tenant_id as tenant, (extract(epoch from min(started_at) - min(min(started_at)) over ()) * 1000)::float8 as ms
     from sync_run group by tenant_id`,
  )
  const waits = rows.map(row => row.ms).sort((a, b) => a - b)
  const median = waits[Math.floor(waits.length / 2)] ?? 0
  const { rows: all } = await db.pool.query<{ ms: number }>(
    `select (extract(epoch from max(started_at) - min(started_at)) * 1000)::float8 as ms from sync_run`,
  )
  t.diagnostic(
    `median ${Math.round(median)} ms, longest ${Math.round(waits.at(-1) ?? 0)} ms, all ${Math.round(all[0]?.ms ?? 0)} ms`,
  )
  assert.equal(rows.length, 21)
  // Of small ones, a round of 20 slots starts 20: nobody waits for a second one, whatever the machine does meanwhile.
  const order = await db.pool.query<{ tenant: string }>(
    `select tenant_id as tenant from sync_run order by started_at, id`,
  )
  const last = Math.max(...small.map(one => order.rows.findIndex(row => row.tenant === one.tenant)))
  assert.ok(last < 60, `a small tenant came as number ${last + 1} of 520`)
})

test('tenants take turns by what they have at work, and slow runs are found however many quick ones wait', async t => {
  await db.pool.query('update sync_lane set wanted = served, holder = null')
  const busy = await createWorld(db, t)
  const calm = await createWorld(db, t)
  await connectMany(busy, 'played', 12)
  await connectMany(calm, 'played', 2)
  await db.pool.query(`update sync_lane set last_ms = 10 where tenant_id = any($1)`, [
    [busy.tenant, calm.tenant],
  ])
  await db.pool.query(
    `update sync_lane set holder = 'x' where tenant_id = $1 and connection_id in (
       select connection_id from sync_lane where tenant_id = $1 and wanted > served order by connection_id limit 4)`,
    [busy.tenant],
  )
  const wish = { holder: 'x', named: [], now: new Date() }
  const first = await findWork(db, { ...wish, limit: 3 })
  assert.deepEqual(
    first.slice(0, 2).map(one => one.tenant),
    [calm.tenant, calm.tenant],
  )
  await db.pool.query(`update sync_lane set last_ms = 60000 where tenant_id = $1`, [calm.tenant])
  const second = await findWork(db, { ...wish, limit: 3 })
  assert.equal(second.filter(one => !one.quick && one.tenant === calm.tenant).length, 2)
  assert.equal(second.filter(one => one.quick).length, 3)
})

/** Connections of a tenant, made in one go, of which the orders lane is asked for. */
async function connectMany(world: World, system: string, count: number): Promise<void> {
  await db.pool.query(
    `with made as (
       insert into connection (tenant_id, id, company_id, system, name, settings, time_zone)
       select $1, gen_random_uuid(), $2, $3, 'Shop ' || n, '{"shop":"0"}', 'Europe/Berlin' from generate_series(1, $4) as n
       returning tenant_id, id
     )
     insert into sync_lane (tenant_id, connection_id, kind, wanted)
     select m.tenant_id, m.id, k.kind, case when k.kind = 'orders' then 1 else 0 end
     from made m cross join unnest('{orders,stock,catalogue,feedback}'::text[]) as k (kind)`,
    [world.tenant, world.company, system, count],
  )
}
