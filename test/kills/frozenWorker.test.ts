import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { transact } from '../../src/base/database.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { becomes } from '../worker/workers.ts'
import { openDatabaseProxy } from './databaseProxy.ts'
import { assertEnded } from './killing.ts'
import { type Lane, openLane } from './lane.ts'
import { spotOf } from './moment.ts'
import { brokenPromises } from './promises.ts'
import { openWorld, type World } from './world.ts'

/** A call may last so long; twice as long are its objects in flight. */
const timeoutMs = 1_000
const program = fileURLToPath(new URL('workerProcess.ts', import.meta.url))
const sku = 'ART-00002'

// A worker is stopped (SIGSTOP) in the middle of a stock call for longer than its lease, the quantity changes, and another
// worker takes over. Woken again (SIGCONT), the first one does not know that it slept.
interface Case {
  readonly where: string
  readonly by: 'shop' | 'database'
  readonly wakes: 'meanwhile' | 'afterwards'
}
const called = 'the shop has done the call, and its answer waits'
const marked = 'what is sent is marked, and the call is about to begin'
const cases: readonly Case[] = [
  { where: called, by: 'shop', wakes: 'afterwards' },
  { where: marked, by: 'database', wakes: 'afterwards' },
  { where: marked, by: 'database', wakes: 'meanwhile' },
]

const skip = process.platform === 'win32' && 'there are no signals on Windows'

test('the shop ends with the newest quantity though a worker slept through its lease', { skip }, async t => {
  const world = await openWorld()
  t.after(() => world.close())
  const lane = await openLane(world, { name: 'Frost', orders: 3, seed: 11 })
  t.after(() => lane.close())
  for (const one of cases)
    await t.test(`${one.where}; it wakes ${one.wakes}`, inner => freezeWorker(inner, world, lane, one))
})

async function freezeWorker(t: TestContext, world: World, lane: Lane, { by, wakes }: Case): Promise<void> {
  await settle(lane)
  const stop: { freeze?: () => void } = {}
  const spot = 'after commit (insert channel_object)'
  const door = await openDatabaseProxy(world.target(), moment => {
    if (by === 'database' && spotOf(moment) === spot) stop.freeze?.()
    return 'pass'
  })
  t.after(() => door.close())
  lane.shop.setHooks({
    afterCall: method => {
      if (by === 'shop' && method === 'product_stock_level.push') stop.freeze?.()
    },
  })
  const first = await startProcess(t, lane, world.urlAt(door.port))
  let isFrozen = false
  stop.freeze = () => {
    delete stop.freeze
    first.child.kill('SIGSTOP')
    isFrozen = true
  }
  const before = Number(lane.shop.stock(sku))
  await receive(lane, 7)
  await becomes('the first one is in its call', () => isFrozen)
  // On a slow machine it may have lost runs before that one.
  const lostBefore = await lostRuns(lane)
  const saidBefore = first.lines.length
  await receive(lane, 4)
  const pushedThen = lane.shop.log.pushed.length
  const direct = await openDatabaseProxy(world.target(), () => 'pass')
  t.after(() => direct.close())
  const second = await startProcess(t, lane, world.urlAt(direct.port))
  if (wakes === 'meanwhile') {
    await becomes('the lane was taken over', async () => (await lostRuns(lane)) > lostBefore)
    first.child.kill('SIGCONT')
  }
  await becomes('the newest quantity is told', () => Number(lane.shop.stock(sku)) === before + 11)
  if (wakes === 'afterwards') first.child.kill('SIGCONT')
  await becomes('the first one knows that its run is lost', () =>
    first.lines.slice(saidBefore).some(line => / lost$/.test(line)),
  )
  await becomes('nothing is due', async () => (await openWork(lane)) === 0)
  await Promise.all([first.end(), second.end()])
  const told = lane.shop.log.pushed.slice(pushedThen).filter(one => one.model['sku'] === sku)
  const quantities = told.map(one => Number(one.model['stockLevel']))
  assert.equal(Number(lane.shop.stock(sku)), before + 11)
  assert.equal(quantities.at(-1), before + 11, 'the newest value was told last')
  if (wakes === 'afterwards')
    assert.deepEqual(
      new Set(quantities),
      new Set([before + 11]),
      'who slept through the deadline calls no more',
    )
  assert.deepEqual(await brokenPromises(lane), [])
}

/** Synchronised by a process of its own until nothing is due, and from then on only what becomes due is worked on. */
async function settle(lane: Lane): Promise<void> {
  lane.shop.setHooks({})
  for (let runs = 0; runs === 0 || (await openWork(lane)) > 0; runs++) {
    assert.ok(runs < 4, 'a lane that is left alone has nothing due')
    assertEnded(await (await lane.start()).ended, false)
  }
  await query(
    lane,
    `update sync_lane set next_at = now() + interval '1 day' where tenant_id = $1 returning kind`,
  )
}

interface Process {
  readonly child: ChildProcess
  readonly lines: readonly string[]
  end(): Promise<void>
}

async function startProcess(t: TestContext, lane: Lane, url: string): Promise<Process> {
  // Of another machine, as far as anybody can tell: only the lease says whether it lives.
  const holder = `|machine-${Math.random()}|4711|1`
  const keyFile = lane.world.environment['KONTOR_SECRET_KEY_FILE'] ?? ''
  const args = [program, url, keyFile, holder, String(timeoutMs)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const end = async () => {
    child.kill('SIGKILL')
    await exited
  }
  t.after(end)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', line => lines.push(line))
  await becomes('the worker is ready', () => lines.includes('ready'))
  return { child, lines, end }
}

async function receive({ world, tenant, shelf }: Lane, quantity: number): Promise<void> {
  await transact(world.db(), { tenant }, async tx => {
    const [item] = await tx.query<{ id: string }>(
      'select id from item where tenant_id = $1 and item_number = $2',
      [tenant, sku],
    )
    const move = { itemId: item?.id ?? '', warehouseId: shelf.warehouseId, reason: 'receipt' as const }
    const { changed } = await moveStock(tx, tenant, [{ ...move, quantity: String(quantity) }], 'merchant')
    await markDue(tx, tenant, changed, 'merchant')
  })
}

function query({ world, tenant }: Lane, text: string): Promise<object[]> {
  return transact(world.db(), { tenant }, tx => tx.query(text, [tenant]))
}

async function lostRuns(lane: Lane): Promise<number> {
  const lost = await query(
    lane,
    `select 1 from sync_run where tenant_id = $1 and lane = 'stock' and state = 'lost'`,
  )
  return lost.length
}

async function openWork(lane: Lane): Promise<number> {
  const rows = await query(
    lane,
    `select 1 from due where tenant_id = $1 union all select 1 from sync_lane where tenant_id = $1 and holder is not null`,
  )
  return rows.length
}
