import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { after, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { requestLane } from '../../src/sync/lanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'
import { becomes, openWorker, playedConnector, quickTimes } from './workers.ts'

const { db, url } = await testDatabase({ after })
const program = fileURLToPath(new URL('workerProcess.ts', import.meta.url))

test('after kill -9 another worker runs the lane when the lease is over, and the lost run is closed', async t => {
  const { world, child } = await begun(t)
  const killed = performance.now()
  child.process.kill('SIGKILL')
  await once(child.process, 'exit')
  const worker = await openWorker(world, t, { url })
  await becomes('another one ran it', () => worker.ends.length === 1)
  const took = performance.now() - killed
  t.diagnostic(`taken over and done after ${Math.round(took)} ms`)
  assert.ok(took >= quickTimes.lease.leaseMs - quickTimes.lease.beatMs, 'not before the lease was over')
  assert.deepEqual(await states(world), ['lost', 'done'])
})

test('a worker that was frozen for longer than its lease finds its lane lost and writes nothing', async t => {
  const { world, child } = await begun(t)
  child.process.kill('SIGSTOP')
  const worker = await openWorker(world, t, { url })
  await becomes('another one ran it', () => worker.ends.length === 1)
  const before = await rows(world)
  child.process.kill('SIGCONT')
  await becomes('it has heard', () => child.lines.includes('lost'))
  // It asks for one more run, for what a lost one may have kept; its own row stays as it was.
  const after = await rows(world)
  assert.equal((await states(world))[0], 'lost')
  assert.deepEqual(after.slice(0, before.length), before)
})

/** A world in which a process of its own holds the orders lane of the one connection. */
async function begun(t: TestContext) {
  const world = await createWorld(db, t)
  const id = await world.connect(
    playedConnector(async () => undefined),
    { shop: '0' },
  )
  await world.query('update sync_lane set every = null, next_at = null')
  t.after(() => world.query('update connection set archived_at = now()'))
  const child = startChild(t, `|machine-of-${id}|4711|1`)
  await world.tx(tx => requestLane(tx, { tenant: world.tenant, connectionId: id, kind: 'orders' }))
  await becomes('the run is on', () => child.lines.includes('begun'))
  return { world, child }
}

function startChild(t: TestContext, holder: string): { process: ChildProcess; lines: string[] } {
  const child = spawn(process.execPath, [program, url, holder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', line => lines.push(line))
  return { process: child, lines }
}

async function states(world: World): Promise<string[]> {
  const found = await world.query<{ state: string }>('select state from sync_run order by id')
  return found.map(row => row.state)
}

async function rows(world: World): Promise<unknown[]> {
  return world.query('select id, version, state, figures, ended_at from sync_run order by id')
}
