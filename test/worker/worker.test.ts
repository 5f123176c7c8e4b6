import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '../../src/base/database.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { LaneLost, productLease, requestLane, requestLanes } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'
import { becomes, neverAnswers, openWorker, playedConnector } from './workers.ts'

const { db, url } = await testDatabase({ after })

test('two hundred connections that are asked for at once all begin, each once', async t => {
  const world = await createWorld(db, t)
  const begun = new Set<string>()
  const connector = playedConnector(async shop => {
    begun.add(shop)
    await wait(50)
  })
  const ids = await connectMany(world, t, connector, 200)
  const worker = await openWorker(world, t, { url })
  // A worker that has been working: its connections are open, and the code has run before.
  await world.tx(tx =>
    requestLanes(
      tx,
      world.tenant,
      ids.map(connectionId => ({ connectionId, kind: 'feedback' })),
    ),
  )
  await becomes('it has worked', () => worker.ends.length === 200)

  const raw = await rawMs(world)
  const [asked] = await world.tx(async tx => {
    await requestLanes(
      tx,
      world.tenant,
      ids.map(connectionId => ({ connectionId, kind: 'orders' })),
    )
    return tx.query<{ at: Date }>('select clock_timestamp() as at')
  })
  await becomes('all have begun', () => begun.size === 200)

  const rows = await world.query<{ ms: number }>(
    `select (extract(epoch from started_at - $1::timestamptz) * 1000)::float8 as ms from sync_run where lane = 'orders' order by started_at`,
    asked?.at,
  )
  const p95 = rows[Math.floor(rows.length * 0.95)]?.ms ?? 0
  t.diagnostic(
    `raw ${Math.round(raw)} ms, p95 ${Math.round(p95)} ms, last ${Math.round(rows.at(-1)?.ms ?? 0)} ms`,
  )
  assert.equal(rows.length, 200, 'each once')
})

test('a shop that never answers does not delay the others', async t => {
  const world = await createWorld(db, t)
  const begun: string[] = []
  const connector = playedConnector(async (shop, signal) => {
    begun.push(shop)
    if (shop === '0') await neverAnswers(signal)
  })
  const ids = await connectMany(world, t, connector, 5)
  const worker = await openWorker(world, t, { url, slots: 8 })
  for (let round = 1; round <= 3; round++) {
    const before = worker.ends.length
    await world.tx(tx =>
      requestLanes(
        tx,
        world.tenant,
        ids.map(connectionId => ({ connectionId, kind: 'orders' })),
      ),
    )
    await becomes('four more runs ended', () => worker.ends.length >= before + 4)
  }
  assert.equal(begun.filter(shop => shop === '0').length, 1)
  assert.equal(worker.running, 1)
})

test('two workers never hold lanes of one connection at the same time', async t => {
  const world = await createWorld(db, t)
  const connector = playedConnector(() => wait(5))
  const ids = await connectMany(world, t, connector, 3)
  const workers = [await openWorker(world, t, { url }), await openWorker(world, t, { url })]
  const kinds = ['orders', 'stock', 'catalogue', 'feedback'] as const
  let seen = 0
  const bothWorked = () => workers.every(worker => worker.ends.length > 0)
  // Who comes first is chance: there are as many rounds as it takes for both to have had their turn.
  const until = performance.now() + 60_000
  for (let round = 0; round < 30 || ((seen === 0 || !bothWorked()) && performance.now() < until); round++) {
    await world.tx(tx =>
      requestLanes(
        tx,
        world.tenant,
        ids.flatMap(connectionId => kinds.map(kind => ({ connectionId, kind }))),
      ),
    )
    const rows = await world.query<{ holders: number; held: number }>(
      `select count(distinct holder)::int as holders, count(holder)::int as held from sync_lane group by connection_id`,
    )
    for (const row of rows) {
      seen += row.held
      assert.ok(row.holders <= 1, 'one process at a time')
    }
  }
  await becomes('all is served', async () => (await openRequests(world)) === 0)
  assert.ok(seen > 0, 'lanes were seen while they were held')
  assert.ok(bothWorked(), 'both have worked')
  const overlaps = await world.query(
    `select 1 from sync_run a join sync_run b on b.tenant_id = a.tenant_id and b.connection_id = a.connection_id
       and b.holder <> a.holder and b.started_at < a.ended_at and b.started_at > a.started_at`,
  )
  assert.deepEqual(overlaps, [])
})

test('a request while a run is on is served by a following run', async t => {
  const world = await createWorld(db, t)
  let fetches = 0
  let release = () => {}
  const connector = playedConnector(async () => {
    if (++fetches === 1) await new Promise<void>(resolve => (release = resolve))
  })
  const [id = ''] = await connectMany(world, t, connector, 1)
  const worker = await openWorker(world, t, { url })
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }
  await world.tx(tx => requestLane(tx, lane))
  await becomes('the run is on', () => fetches === 1)

  const request = await world.tx(tx => requestLane(tx, lane))
  assert.ok(request.runId, 'it names the run that is on')
  release()

  await becomes('two runs ended', () => worker.ends.length === 2)
  assert.equal(fetches, 2)
  assert.equal(await openRequests(world), 0)
})

test('what is asked for in a transaction that is rolled back wakes nobody', async t => {
  const world = await createWorld(db, t)
  const connector = playedConnector(async () => {})
  const [id = ''] = await connectMany(world, t, connector, 1)
  const worker = await openWorker(world, t, { url })
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }
  await assert.rejects(
    world.tx(async tx => {
      await requestLane(tx, lane)
      throw new Error('thought better of it')
    }),
    /thought better/,
  )
  await world.tx(tx => requestLane(tx, { ...lane, kind: 'feedback' })) // comes after it, on the same way
  await becomes('the other one ended', () => worker.ends.length > 0)
  assert.deepEqual(
    worker.ends.map(one => one.lane.kind),
    ['feedback'],
  )
})

test('with notifications cut off, the sweep finds what is due', async t => {
  const world = await createWorld(db, t)
  const [id = ''] = await connectMany(
    world,
    t,
    playedConnector(async () => {}),
    1,
  )
  await world.query(`update sync_lane set every = '15 minutes', next_at = 'infinity'`)
  // Between two sweeps nobody looks.
  const times = { tickMs: 60_000, sweepMs: 200 }
  const worker = await openWorker(world, t, { url, listens: false, times })
  await world.tx(tx =>
    tx.run(
      `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
       select tenant_id, id, 'stock', id, connection_id, clock_timestamp() - interval '4 seconds' from channel where connection_id = $1`,
      [id],
    ),
  )
  await becomes('the stock lane ran', () => worker.ends.some(one => one.lane.kind === 'stock'))
  assert.ok(worker.counts.sweepHits > 0)
})

test('notifications are heard again after their connection was cut', async t => {
  const world = await createWorld(db, t)
  const [id = ''] = await connectMany(
    world,
    t,
    playedConnector(async () => {}),
    1,
  )
  const worker = await openWorker(world, t, { url, times: { tickMs: 60_000, sweepMs: 60_000 } })
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }
  await becomes('it listens, and is cut off', async () => {
    const cut = await db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen kontor_wake'`,
    )
    return (cut.rowCount ?? 0) > 0
  })
  await world.tx(tx => requestLane(tx, lane)) // nobody hears it, but whoever connects again looks
  await becomes('it ran', () => worker.ends.length === 1)
  await world.tx(tx => requestLane(tx, lane))
  await becomes('it ran again', () => worker.ends.length === 2)
})

test('a worker that stops tells its runs to end, and another one does what they were asked for', async t => {
  const world = await createWorld(db, t)
  let fetches = 0
  const connector = playedConnector(async (_, signal) => {
    if (++fetches === 1) await neverAnswers(signal)
  })
  const [id = ''] = await connectMany(world, t, connector, 1)
  const first = await openWorker(world, t, { url })
  await world.tx(tx => requestLane(tx, { tenant: world.tenant, connectionId: id, kind: 'orders' }))
  await becomes('the run is on', () => fetches === 1)
  await first.stop()
  assert.equal(first.ends[0]?.end?.state, 'cancelled')
  assert.equal(await openRequests(world), 1)
  const [process] = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ stopped: boolean }>(
      `select stopped_at is not null as stopped from worker_process where holder = $1`,
      [first.holder],
    ),
  )
  assert.deepEqual(process, { stopped: true })
  const second = await openWorker(world, t, { url })
  await becomes('it was done', () => second.ends.length === 1)
  assert.equal(second.ends[0]?.end?.state, 'done')
})

test('a run that may have lost its lane ends as lost: nobody cancelled it, and what it was asked for is still to be done', async t => {
  const world = await createWorld(db, t)
  const slept = new AbortController()
  // It ends without an error, as a run does that looks at its signal between two pages.
  const connector = playedConnector(async () => slept.abort())
  const [id = ''] = await connectMany(world, t, connector, 1)
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }
  await world.tx(tx => requestLane(tx, lane))
  const held = await claimLane(db, { ...lane, holder: '|one|1|1', askedBy: 'test', lease: productLease })
  assert.ok('fence' in held)
  const { signal } = slept
  const life = { signal, lost: () => signal.aborted, givesBack: () => false, stop: () => undefined }
  await assert.rejects(runLane(world.parts, held, { lease: productLease, life }), LaneLost)
  assert.equal(await openRequests(world), 1)
})

test('a run that does not hear loses its lane when the worker stops', async t => {
  const world = await createWorld(db, t)
  let fetches = 0
  let release = () => {}
  const connector = playedConnector(async () => {
    if (++fetches === 1) await new Promise<void>(resolve => (release = resolve))
  })
  const [id = ''] = await connectMany(world, t, connector, 1)
  const first = await openWorker(world, t, { url })
  await world.tx(tx => requestLane(tx, { tenant: world.tenant, connectionId: id, kind: 'orders' }))
  await becomes('the run is on', () => fetches === 1)
  const stopping = first.stop()
  const second = await openWorker(world, t, { url })
  await becomes('another one did it', () => second.ends.length === 1)
  release()
  await stopping
  const states = await world.query<{ state: string }>('select state from sync_run order by id')
  assert.deepEqual(
    states.map(row => row.state),
    ['lost', 'done'],
  )
})

test('a cancelled run ends, and what it was asked for counts as served', async t => {
  const world = await createWorld(db, t)
  const connector = playedConnector((_, signal) => neverAnswers(signal))
  const [id = ''] = await connectMany(world, t, connector, 1)
  const worker = await openWorker(world, t, { url })
  await world.tx(tx => requestLane(tx, { tenant: world.tenant, connectionId: id, kind: 'orders' }))
  await becomes('the run is on', () => worker.running === 1)
  await world.query(`update sync_run set cancel_asked_at = now() where state = 'running'`)
  await becomes('it ended', () => worker.ends.length === 1)
  assert.equal(worker.ends[0]?.end?.state, 'cancelled')
  assert.equal(await openRequests(world), 0)
})

test('a lane whose connection is held by another process is not claimed', async t => {
  const world = await createWorld(db, t)
  const [id = ''] = await connectMany(
    world,
    t,
    playedConnector(async () => {}),
    1,
  )
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }
  const wish = { ...lane, askedBy: 'test', lease: productLease }
  const orders = await claimLane(db, { ...wish, holder: '|one|1|1' })
  assert.ok('fence' in orders)
  const stock = await claimLane(db, { ...wish, kind: 'stock', holder: '|two|1|1' })
  assert.deepEqual(stock, { heldBy: '|one|1|1', runId: orders.runId, lane: 'orders' })
  assert.ok('fence' in (await claimLane(db, { ...wish, kind: 'stock', holder: '|one|1|1' })))
})

/** Connections without a schedule. They end with the test: no worker of a later one works for them. */
async function connectMany(
  world: World,
  t: TestContext,
  connector: Parameters<World['connect']>[0],
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  for (let shop = 0; shop < count; shop++) ids.push(await world.connect(connector, { shop: String(shop) }))
  await world.query('update sync_lane set every = null, next_at = null')
  t.after(() => world.query('update connection set archived_at = now()'))
  return ids
}

/** How long the machine needs for two bare writing transactions per connection: the least that a run costs. */
async function rawMs(world: World): Promise<number> {
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: 400 }, (_, index) =>
      world.query(
        `update sync_lane set priority = 0 where kind = 'catalogue' and connection_id =
           (select connection_id from sync_lane where kind = 'catalogue' order by connection_id offset $1 limit 1)`,
        index % 200,
      ),
    ),
  )
  return performance.now() - begun
}

async function openRequests(world: World): Promise<number> {
  const [row] = await world.query<{ open: number }>(
    `select count(*) filter (where wanted > served or holder is not null)::int as open from sync_lane`,
  )
  return row?.open ?? 0
}
