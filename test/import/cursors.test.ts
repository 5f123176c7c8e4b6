import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createReferenceWorld, orderOf, type ReferenceWorld } from './referenceWorld.ts'
import { counted, counts, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })

test('rows that move while pages are read are not lost', async t => {
  const reference = await createReferenceWorld(db, t, 'watermark')
  const { system, sync, placeOrders, clock, world } = reference
  const ids = placeOrders(120)
  let pages = 0

  const first = await sync({
    onProgress: () => {
      // Somebody works in the shop: rows of pages that were read move to the end, others move up, new ones come.
      pages++
      clock.advance(1)
      system.changeOrder(ids[pages] ?? '', { note: `geändert ${pages}` })
      if (pages < 6) ids.push(...placeOrders(2))
    },
  })
  assert.ok(pages > 4)
  const second = await sync()

  assert.deepEqual([first.state, second.state], ['done', 'done'])
  assert.deepEqual([...(await ledgerOf(world)).keys()], [...ids].sort())
  assert.equal(counts(first).new + counts(second).new, ids.length)
  const notes = await world.query<{ id: string; note: string }>(
    `select l.external_id as id, w.record->>'customerNote' as note from web_order w join ledger l on l.id = w.id
     where w.record->>'customerNote' <> '' order by l.external_id`,
  )
  const changed = system.records.all.filter(record => record.data['note'] !== undefined)
  assert.deepEqual(
    notes,
    changed
      .map(record => ({ id: record.id, note: record.data['note'] }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
})

test('the watermark never passes the start of a read less the overlap, and never goes back', async t => {
  const reference = await createReferenceWorld(db, t, 'watermark')
  const { system, sync, placeOrders, clock } = reference
  placeOrders(60)
  const started = clock.now().getTime()

  await sync({
    onProgress: () => {
      clock.advance(600) // a slow read: what comes in meanwhile has later times than its start
      system.placeOrder(orderOf(`L-${clock.now().getTime()}`))
    },
  })

  const first = Date.parse((await cursorOf(reference))?.watermark ?? '')
  assert.equal(first, started - 120_000)

  const second = await sync()
  assert.ok(counts(second).unchanged > 0, 'the overlap is looked at again')
  const later = Date.parse((await cursorOf(reference))?.watermark ?? '')
  assert.ok(later > first)

  await sync()
  assert.equal(Date.parse((await cursorOf(reference))?.watermark ?? ''), later, 'nothing new: it stays')
})

test('a row that was committed late, with a time before the watermark, is found by the overlap', async t => {
  const { system, sync, placeOrders, clock, world } = await createReferenceWorld(db, t, 'watermark')
  placeOrders(30)
  await sync()
  clock.advance(-100)
  const late = system.placeOrder(orderOf('LATE'))
  clock.advance(100)

  const run = await sync()

  assert.equal(counts(run).new, 1)
  assert.ok((await ledgerOf(world)).has(late))
})

test('a read that broke off goes on where it stopped, with its page token', async t => {
  const reference = await createReferenceWorld(db, t, 'token')
  const { system, sync, placeOrders, world } = reference
  t.mock.method(Math, 'random', () => 0) // no pauses between the tries
  placeOrders(100)
  let pages = 0
  const failed = await sync({
    onProgress: () => {
      if (++pages === 2) system.faults.play('serverError', 'read', 9)
    },
  })
  assert.equal(failed.state, 'failed')
  const { found } = counts(failed)
  assert.ok(found > 0 && found < 100)
  const cursor = await cursorOf(reference)
  assert.ok(cursor?.resume && !cursor.watermark)
  system.faults.clear()
  const calls = system.calls.length

  const run = await sync()

  assert.deepEqual(counts(run), counted({ new: 100 - found }), 'nothing is read twice')
  const [first] = system.calls.slice(calls).filter(call => call.target === 'read')
  assert.match(first?.path ?? '', new RegExp(`token=${cursor.resume}`))
  assert.equal((await ledgerOf(world)).size, 100)
  const ended = await cursorOf(reference)
  assert.ok(ended?.watermark && !ended.resume)
})

test('a page token that expired restarts the read at the watermark', async t => {
  const reference = await createReferenceWorld(db, t, 'token')
  const { system, sync, placeOrders, clock, world } = reference
  placeOrders(20)
  await sync()
  const before = await cursorOf(reference)
  clock.advance(60)
  placeOrders(80)
  const calls = system.calls.length
  let expired = false

  const run = await sync({
    onProgress: () => {
      if (!expired) system.expireTokens()
      expired = true
    },
  })

  assert.equal(run.state, 'done')
  assert.equal(counts(run).new, 80)
  assert.equal((await ledgerOf(world)).size, 100)
  const reads = system.calls.slice(calls).filter(call => call.target === 'read')
  const since = `since=${encodeURIComponent(before?.watermark ?? '')}`
  assert.equal(reads.filter(call => call.path.includes(since)).length, 2, 'twice from the watermark')
})

test('a page token that expired between two runs loses nothing', async t => {
  const reference = await createReferenceWorld(db, t, 'token')
  const { system, sync, placeOrders, clock, world } = reference
  t.mock.method(Math, 'random', () => 0)
  placeOrders(100)
  await sync({ onProgress: () => system.faults.play('serverError', 'read', 9) })
  system.faults.clear()
  system.expireTokens()
  clock.advance(3600)
  const started = clock.now().getTime()

  const run = await sync()

  assert.equal(run.state, 'done')
  assert.equal((await ledgerOf(world)).size, 100)
  const { watermark = '' } = (await cursorOf(reference)) ?? {}
  assert.ok(Date.parse(watermark) <= started)
})

async function cursorOf({ world }: ReferenceWorld) {
  const [row] = await world.query<{ watermark: string | null; resume: string | null }>(
    `select watermark, resume from sync_cursor where kind = 'order'`,
  )
  return (
    row && {
      ...(row.watermark ? { watermark: row.watermark } : {}),
      ...(row.resume ? { resume: row.resume } : {}),
    }
  )
}
