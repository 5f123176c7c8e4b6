import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { after, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { requestLane } from '../../src/sync/lanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'
import { becomes, openWorker, playedConnector, quickLease, quickTimes } from './workers.ts'

const { db, url } = await testDatabase({ after })
const program = fileURLToPath(new URL('workerProcess.ts', import.meta.url))

test('after kill -9 another worker runs the lane when the lease is over, and the lost run is closed', async t => {
  // It holds on to its lane however slow it is: only the one that takes over has a short lease.
  const { world, child } = await begun(t, quickTimes.lease.leaseMs)
  child.process.kill('SIGKILL')
  await once(child.process, 'exit')
  const worker = await openWorker(world, t, { url, times: { ...quickTimes, lease: quickLease } })
  await becomes('another one ran it', () => worker.ends.some(one => one.end?.state === 'done'))
  const [lost] = await world.query<{ state: string; ms: number }>(
    `select r.state, (extract(epoch from r.ended_at - greatest(r.started_at, w.beat_at)) * 1000)::float8 as ms
     from sync_run r join worker_process w on w.holder = r.holder where r.holder like '|machine-of-%'`,
  )
  assert.equal(lost?.state, 'lost')
  t.diagnostic(`taken over ${Math.round(lost.ms)} ms after its last beat`)
  assert.ok(lost.ms >= quickLease.leaseMs, 'not before the lease was over')
})

test('a worker that was frozen for longer than its lease finds its lane lost and writes nothing', async t => {
  const { world, child } = await begun(t, quickLease.leaseMs)
  child.process.kill('SIGSTOP')
  const told = child.lines.length
  const worker = await openWorker(world, t, { url, times: { ...quickTimes, lease: quickLease } })
  await becomes('another one ran it', () => worker.ends.some(one => one.end?.state === 'done'))
  const before = await rows(world)
  assert.ok(before.length > 0)
  assert.ok(before.every(row => row.state === 'lost'))
  child.process.kill('SIGCONT')
  await becomes('it has heard', () => child.lines.slice(told).includes('lost'))
  // It asks for one more run, for what a lost one may have kept; its own row stays as it was.
  const after = await rows(world)
  assert.deepEqual(after.slice(0, before.length), before)
})

/** A world in which a process of its own, with that lease, holds the orders lane of the one connection. */
async function begun(t: TestContext, leaseMs: number) {
  const world = await createWorld(db, t)
  const id = await world.connect(
    playedConnector(async () => undefined),
    { shop: '0' },
  )
  await world.query('update sync_lane set every = null, next_at = null')
  t.after(() => world.query('update connection set archived_at = now()'))
  const child = startChild(t, `|machine-of-${id}|4711|1`, leaseMs)
  await world.tx(tx => requestLane(tx, { tenant: world.tenant, connectionId: id, kind: 'orders' }))
  await becomes('the run is on', () => child.lines.includes('begun'))
  return { world, child }
}

function startChild(
  t: TestContext,
  holder: string,
  leaseMs: number,
): { process: ChildProcess; lines: string[] } {
  const args = [program, url, holder, String(leaseMs)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', line => lines.push(line))
  return { process: child, lines }
}

/** The runs of the process. */
async function rows(world: World): Promise<{ state: string }[]> {
  return world.query(
    `select id, version, state, figures, ended_at from sync_run where holder like '|machine-of-%' order by id`,
  )
}
