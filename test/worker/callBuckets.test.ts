import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { type Database, openDatabase } from '../../src/base/database.ts'
import type { Limits } from '../../src/port/connector.ts'
import { RateLimited } from '../../src/port/errors.ts'
import { callBuckets } from '../../src/sync/callBuckets.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld } from '../import/world.ts'
import { playedConnector } from './workers.ts'

const { db, url } = await testDatabase({ after })
const none = { concurrent: 1, timeoutMs: 1000, answerBytes: 1000 }
const day = new Date('2026-11-22T12:00:00Z')

/** Buckets as several processes see them: each has a database handle of its own. */
async function processes(t: TestContext, count: number) {
  const world = await createWorld(db, t)
  const connectionId = await world.connect(
    playedConnector(async () => undefined),
    { shop: '0' },
  )
  const handles: Database[] = Array.from({ length: count }, () =>
    openDatabase({ url, directUrl: db.directUrl, max: 2 }),
  )
  t.after(async () => {
    await Promise.all(handles.map(one => one.close()))
  })
  const open = (limits: Partial<Limits>, now = () => new Date()) =>
    handles.map(handle =>
      callBuckets({
        db: handle,
        tenant: world.tenant,
        connectionId,
        timeZone: 'Europe/Berlin',
        limits: { ...none, ...limits },
        now,
        signal: new AbortController().signal,
      }),
    )
  return { world, open }
}

test('four processes together make no more calls than the burst and what comes back, and a restart fills nothing', async t => {
  const { open } = await processes(t, 4)
  const limits = { perSecond: 0.01, burst: 7 }
  const first = await Promise.all(
    open(limits).flatMap(one => Array.from({ length: 5 }, () => tried(one.take(undefined)))),
  )
  assert.equal(first.filter(one => one === undefined).length, 7)
  const [refused] = first.filter(one => one instanceof RateLimited)
  assert.ok(refused?.after)
  const seconds = (refused.after.getTime() - Date.now()) / 1000
  assert.ok(seconds > 90 && seconds <= 101, `${seconds} s`)
  const [again] = open(limits)
  assert.ok((await tried(again?.take(undefined))) instanceof RateLimited)
})

test('a quota of a day ends with the day of the system, and says so', async t => {
  const { open } = await processes(t, 1)
  let now = day
  const [bucket] = open({ perDay: 3 }, () => now)
  for (let call = 0; call < 3; call++) assert.equal(await tried(bucket?.take(undefined)), undefined)
  const refused = await tried(bucket?.take(undefined))
  assert.equal(refused?.after?.toISOString(), '2026-11-22T23:00:00.000Z')
  now = new Date('2026-11-22T23:00:01Z')
  assert.equal(await tried(bucket?.take(undefined)), undefined)
})

test('an operation takes from its own bucket too; where that is empty nothing is taken of the other', async t => {
  const { world, open } = await processes(t, 1)
  const [bucket] = open({ perDay: 10, operations: { orders: { perDay: 2 } } }, () => day)
  for (const expected of [undefined, undefined, RateLimited, RateLimited])
    assert.equal((await tried(bucket?.take('orders')))?.constructor, expected)
  assert.equal(await tried(bucket?.take('other')), undefined)
  assert.deepEqual(await world.query(`select operation, used from call_bucket order by operation`), [
    { operation: '', used: 3 },
    { operation: 'orders', used: 2 },
  ])
})

test('what an answer says of limits counts for every process, also after a restart', async t => {
  const { world, open } = await processes(t, 2)
  const limits = { perSecond: 100, burst: 100 }
  const now = new Date()
  const [first, second] = open(limits, () => now)
  await first?.take(undefined)
  await first?.heard(undefined, 429, { 'retry-after': '60' })
  const refused = await tried(second?.take(undefined))
  assert.ok(refused instanceof RateLimited)
  assert.equal(refused.after?.getTime(), now.getTime() + 60_000)
  await first?.heard('feed', 200, { 'x-amzn-ratelimit-limit': '0.5' })
  assert.deepEqual(await world.query(`select per_second from call_bucket where operation = 'feed'`), [
    { per_second: '0.5' },
  ])
})

test('a short pause between calls is waited for', async t => {
  const { open } = await processes(t, 1)
  const [bucket] = open({ minIntervalMs: 60 })
  const begun = performance.now()
  for (let call = 0; call < 4; call++) await bucket?.take(undefined)
  const ms = performance.now() - begun
  assert.ok(ms >= 175, `${ms} ms`)
})

test('a busy bucket is asked for several tokens at once; one without limits for none', async t => {
  const { world, open } = await processes(t, 1)
  const [free] = open({})
  await free?.take(undefined)
  assert.deepEqual(await world.query('select 1 from call_bucket'), [])
  // What was taken ahead and not used within a second is taken once more: no time passes here, however slow the machine is.
  const instant = performance.now()
  t.mock.method(performance, 'now', () => instant)
  const [busy] = open({ perSecond: 400, burst: 400 })
  for (let call = 0; call < 100; call++) await busy?.take(undefined)
  const [row] = await world.query<{ used: number }>('select used from call_bucket')
  assert.ok(row && row.used >= 100 && row.used <= 127, `${row?.used}`)
})

async function tried(taking: Promise<void> | undefined): Promise<RateLimited | undefined> {
  assert.ok(taking)
  try {
    await taking
    return undefined
  } catch (error) {
    if (error instanceof RateLimited) return error
    throw error
  }
}
