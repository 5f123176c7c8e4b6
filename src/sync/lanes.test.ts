import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type SeededConnection, seedConnection, seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Database, openDatabase, transact } from '../base/database.ts'
import { holderName } from '../base/holder.ts'
import { claimLane } from './laneClaim.ts'
import {
  beatLane,
  type HeldLane,
  isWanted,
  type LaneKey,
  LaneLost,
  type LeaseTimes,
  productLease,
  requestLane,
  settleLane,
  withFence,
} from './lanes.ts'
import { askToCancel, readRun } from './runs.ts'

const database = await testDatabase()
const { db, url } = database
const other = openDatabase({ url, max: 30 })
after(async () => {
  await other.close()
  await database.drop()
})
const tenant = await seedTenant(db)
const ended = { state: 'done', ms: 1 } as const

/** Processes of other machines, of which nothing is known but their signs of life. */
const elsewhere = (number: number) => `|machine-${number}|4711|1`

test('of a hundred attempts at once one wins, and the others are told whose run is on', async () => {
  const lane = await newLane()
  const claims = await Promise.all(
    Array.from({ length: 100 }, (_, index) => claim(lane, elsewhere(index), index % 2 ? db : other)),
  )
  const won = claims.filter(one => 'fence' in one)
  assert.equal(won.length, 1)
  assert.deepEqual(new Set(claims.map(one => one.runId)), new Set([won[0]?.runId]))
  const rows = await query<{ count: number }>(
    `select count(*)::int as count from sync_run where connection_id = $1`,
    lane.connectionId,
  )
  assert.deepEqual(rows, [{ count: 1 }])
})

test('a lane that does not exist yet is made by whoever comes first', async () => {
  const lane = await newLane()
  await db.pool.query('delete from sync_lane where connection_id = $1', [lane.connectionId])
  const claims = await Promise.all([claim(lane, elsewhere(1)), claim(lane, elsewhere(2), other)])
  assert.equal(claims.filter(one => 'fence' in one).length, 1)
})

test('a lane that was given back is free, and its fence is higher', async () => {
  const lane = await newLane()
  const first = held(await claim(lane, elsewhere(1)))
  await settleLane(db, first, ended)
  const second = held(await claim(lane, elsewhere(2)))
  assert.ok(BigInt(second.fence) > BigInt(first.fence))
  assert.equal((await run(second)).state, 'running')
  assert.equal((await run(first)).state, 'done')
})

test('a process of another machine keeps its lane for its lease, from its last sign of life on', async () => {
  const lane = await newLane()
  // An hour: what this test does takes no half of it, however long it stands still.
  const lease = { leaseMs: 3_600_000, beatMs: 1_000 }
  const first = held(await claim(lane, elsewhere(1)))
  await age(lane, '30 minutes')
  assert.ok('heldBy' in (await claim(lane, elsewhere(2), db, lease)))

  assert.deepEqual(await beatLane(db, first), { held: true, cancel: false })
  await age(lane, '30 minutes')
  assert.ok('heldBy' in (await claim(lane, elsewhere(2), db, lease)), 'it has beaten since')

  await age(lane, '61 minutes')
  const second = held(await claim(lane, elsewhere(2), db, lease))
  assert.equal((await run(first)).state, 'lost')
  assert.equal((await run(second)).state, 'running')
})

test('a dead process of this machine, and an earlier life of this one, lose their lane at once', async () => {
  const lane = await newLane()
  const [name, machine, , start] = holderName('worker-1').split('|')
  held(await claim(lane, `|${machine}|999999999|1`))
  held(await claim(lane, `${name}|${machine}|${process.pid}|a moment ago`))
  const mine = held(await claim(lane, `${name}|${machine}|${process.pid}|${start}`))
  assert.ok('heldBy' in (await claim(lane, elsewhere(1))), 'this one lives')
  await settleLane(db, mine, ended)
})

test('whoever died while telling a shop its stock leaves a look at its orders to the next one', async () => {
  const orders = await newLane()
  const stock = { ...orders, kind: 'stock' as const }
  const [name, machine, , start] = holderName('worker-1').split('|')
  const mine = `${name}|${machine}|${process.pid}|${start}`
  await settleLane(db, held(await claim(orders, mine)), ended)
  held(await claim(stock, `|${machine}|999999999|1`))
  assert.equal(await isWanted(db, orders), false)
  await settleLane(db, held(await claim(stock, mine)), ended)
  assert.equal(await isWanted(db, orders), true)
})

test('who lost the lane writes nothing more, beats in vain and cannot settle', async () => {
  const lane = await newLane()
  const lost = held(await claim(lane, elsewhere(1)))
  const winner = held(await claim(lane, elsewhere(2), db, { leaseMs: 0, beatMs: 0 }))
  let worked = false

  await assert.rejects(
    withFence(db, lost, async () => {
      worked = true
    }),
    LaneLost,
  )
  assert.equal(worked, false)
  assert.deepEqual(await beatLane(db, lost), { held: false, cancel: false })
  await assert.rejects(settleLane(db, lost, ended), LaneLost)

  assert.equal((await run(lost)).state, 'lost', 'it stays lost')
  assert.equal(await withFence(db, winner, async () => 'written'), 'written')
  assert.deepEqual(await beatLane(db, winner), { held: true, cancel: false })
})

test('a take-over waits for the transaction that is writing', async () => {
  const lane = await newLane()
  const writer = held(await claim(lane, elsewhere(1)))
  const order: string[] = []
  let taking: Promise<void> | undefined

  await withFence(db, writer, async tx => {
    taking = claim(lane, elsewhere(2), other, { leaseMs: 0, beatMs: 0 }).then(
      () => void order.push('taken over'),
    )
    await waitsForLock()
    await tx.run(`update connection set facts = '{"written": true}' where id = $1`, [lane.connectionId])
    order.push('written')
  })
  await taking

  assert.deepEqual(order, ['written', 'taken over'])
  await assert.rejects(
    withFence(db, writer, async () => undefined),
    LaneLost,
  )
})

test('several writing transactions of one run go on at the same time', async () => {
  const lane = await newLane()
  const holder = held(await claim(lane, elsewhere(1)))
  let inside = 0
  let together = 0
  const enter = () =>
    withFence(db, holder, async tx => {
      together = Math.max(together, ++inside)
      while (together < 2) await tx.query('select 1')
      inside--
    })
  await Promise.all([enter(), enter()])
  assert.equal(together, 2)
})

test('a sign of life gets through while writing transactions follow each other without a gap', async () => {
  const lane = await newLane()
  const holder = held(await claim(lane, elsewhere(1)))
  let beaten: { held: boolean } | undefined
  let beating: Promise<void> | undefined
  let rounds = 0
  let begun = () => {}
  // Each begins before the one before it ends, as two batches at a time do.
  const chain = async (): Promise<void> => {
    let next: Promise<void> | undefined
    await withFence(db, holder, async tx => {
      begun()
      beating ??= beatLane(other, holder).then(result => {
        beaten = result
      })
      await tx.query('select pg_sleep(0.02)')
      if (beaten || ++rounds > 400) return
      const inside = new Promise<void>(resolve => {
        begun = resolve
      })
      next = chain()
      await inside
    })
    await next
  }
  await chain()
  await beating
  // One that starves gives up on the lock after five seconds, before these are over; a slow machine makes some.
  assert.ok(rounds < 400, `it had to wait for ${rounds} transactions`)
})

test('what was asked for before the run began is served by it; what is asked for meanwhile is not', async () => {
  const lane = await newLane()
  assert.equal(await isWanted(db, lane), false)
  assert.deepEqual(await request(lane), { wanted: '1', runId: null })
  assert.equal(await isWanted(db, lane), true)
  const first = held(await claim(lane, elsewhere(1)))
  assert.deepEqual(await request(lane), { wanted: '2', runId: first.runId }, 'it names the run that is on')
  await settleLane(db, first, ended)
  assert.equal(await isWanted(db, lane), true)
  await settleLane(db, held(await claim(lane, elsewhere(1))), ended)
  assert.equal(await isWanted(db, lane), false)
})

test('many requests at once are all counted, and one run serves them all', async () => {
  const lane = await newLane()
  await Promise.all(Array.from({ length: 40 }, (_, index) => request(lane, index % 2 ? db : other)))
  const [row] = await query<{ wanted: string }>(
    `select wanted from sync_lane where connection_id = $1 and kind = 'orders'`,
    lane.connectionId,
  )
  assert.equal(row?.wanted, '40')
  await settleLane(db, held(await claim(lane, elsewhere(1))), ended)
  assert.equal(await isWanted(db, lane), false)
})

test('a beat tells a run that somebody asked to cancel it', async () => {
  const lane = await newLane()
  const holder = held(await claim(lane, elsewhere(1)))
  await transact(db, { tenant: tenant.tenant }, tx => askToCancel(tx, tenant.tenant, holder.runId))
  assert.deepEqual(await beatLane(db, holder), { held: true, cancel: true })
  await settleLane(db, holder, { state: 'cancelled', ms: 1 })
  assert.equal((await run(holder)).state, 'cancelled')
})

test('failures are counted until a run succeeds, and say from when on the next may run', async () => {
  const lane = await newLane()
  const notBefore = new Date(Date.now() + 120_000)
  const error = { code: 'RATE_LIMITED', data: { detail: 'HTTP 429' } }
  await settleLane(db, held(await claim(lane, elsewhere(1))), { state: 'failed', error, notBefore, ms: 5 })
  const failed = held(await claim(lane, elsewhere(1)))
  await settleLane(db, failed, { state: 'failed', error, notBefore, ms: 5 })
  assert.deepEqual((await run(failed)).error, error)
  assert.deepEqual(await schedule(lane), { failures: 2, notBefore, holder: null })

  await request(lane)
  assert.equal((await schedule(lane))?.notBefore, null, 'a person does not wait')

  await settleLane(db, held(await claim(lane, elsewhere(1))), ended)
  assert.deepEqual(await schedule(lane), { failures: 0, notBefore: null, holder: null })
})

async function newLane(): Promise<LaneKey> {
  const { connection }: SeededConnection = await seedConnection(db, tenant)
  return { tenant: tenant.tenant, connectionId: connection, kind: 'orders' }
}

function claim(lane: LaneKey, holder: string, by: Database = db, lease: LeaseTimes = productLease) {
  return claimLane(by, { ...lane, holder, askedBy: 'test', lease })
}

function held(claimed: Awaited<ReturnType<typeof claimLane>>): HeldLane {
  assert.ok('fence' in claimed, 'the lane was won')
  return claimed
}

function request(lane: LaneKey, by: Database = db) {
  return transact(by, { tenant: lane.tenant }, tx => requestLane(tx, lane))
}

function run(lane: HeldLane) {
  return transact(db, { tenant: lane.tenant }, tx => readRun(tx, lane.tenant, lane.runId))
}

async function query<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
  const { rows } = await db.pool.query<Row>(text, values)
  return rows
}

async function schedule(lane: LaneKey) {
  const [row] = await query<{ failures: number; notBefore: Date | null; holder: string | null }>(
    `select failures, not_before as "notBefore", holder from sync_lane where connection_id = $1 and kind = 'orders'`,
    lane.connectionId,
  )
  return row
}

// The clock of the database cannot be moved: the last sign of life is.
async function age(lane: LaneKey, by: string): Promise<void> {
  await db.pool.query(
    `update sync_lane set beat_at = clock_timestamp() - $2::interval where connection_id = $1 and kind = 'orders'`,
    [lane.connectionId, by],
  )
}

async function waitsForLock(): Promise<void> {
  for (;;) {
    const rows = await query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rows.length > 0) return
  }
}
