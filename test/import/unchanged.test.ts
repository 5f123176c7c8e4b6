import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { holderName } from '../../src/base/holder.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { listenToStatements, tableWrites, writesBetween } from './measure.ts'
import { counted, counts, createWorld } from './world.ts'

const { db } = await testDatabase({ after })

test('what comes again unchanged writes nothing but kept pages and the run itself', async t => {
  if (process.env['KONTOR_TEST_DATABASE_POOLED_URL'] !== undefined)
    return t.skip('the connections of a pooler tell what they wrote when they like')
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 150, items: 20, seed: 2 })
  const { shop } = await world.openShop(contents)
  await world.sync()
  shop.forgetAll()
  const before = await tableWrites(db)

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ unchanged: 150 }))
  const writes = writesBetween(before, await tableWrites(db))
  const records = 150 + contents.customers.length + contents.payments.length
  assert.equal(shop.log.acked.length, 2 * records, 'told once more, because the shop asked once more')
  // The run's own: its rows, the lane, the pages that are kept before they are read, and a block of key numbers.
  const { sync_run, sync_run_part, sync_lane, inbound_page, key_counter, ...trade } = writes
  assert.deepEqual(trade, {})
  assert.deepEqual(
    [sync_run?.inserted, sync_run_part?.inserted, sync_lane?.inserted],
    [2, 1, 0],
    'a run of the person and one of the lane',
  )
  assert.equal(inbound_page?.inserted, inbound_page?.updated, 'every page is kept once and settled once')
  assert.ok((key_counter?.updated ?? 0) <= 1, 'at most one block of key numbers')
})

test('a run with nothing to do sends no record, and touches no table of the trade', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 5, items: 5, seed: 2 }))
  await world.sync()
  const calls = shop.log.calls.length
  const before = await tableWrites(db)
  const listening = listenToStatements(db)

  const run = await world.sync()

  listening.stop()
  assert.equal(run.state, 'done')
  const methods = shop.log.calls.slice(calls).map(call => call.method)
  assert.deepEqual(
    methods.filter(method => /ack|push/.test(method)),
    [],
  )
  assert.equal(
    shop.log.calls.slice(calls).reduce((sum, call) => sum + call.models, 0),
    0,
  )
  const writes = writesBetween(before, await tableWrites(db))
  assert.deepEqual(Object.keys(writes), ['sync_lane', 'sync_run', 'sync_run_part'])
  const own = withoutTransactions(listening.texts)
  const trade =
    /\b(item|web_order|web_order_line|web_payment|web_customer|ledger|payload|link|tax_rate|currency)\b/
  assert.deepEqual(
    own.filter(text => trade.test(text.replace(/f\.currency|companyCurrency|'[^']*'/g, ''))),
    [],
  )
})

test('a lane run with nothing to do costs at most six statements', async t => {
  const world = await createWorld(db, t)
  const { id } = await world.openShop(generateShop({ orders: 5, items: 5, seed: 2 }))
  await world.sync()
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }
  const listening = listenToStatements(db)

  const claim = await claimLane(db, { ...lane, holder: holderName(), askedBy: 'clock', lease: productLease })
  assert.ok('fence' in claim)
  const end = await runLane(world.parts, claim, { lease: productLease })

  listening.stop()
  assert.equal(end.state, 'done')
  const own = withoutTransactions(listening.texts)
  for (const text of own) t.diagnostic(text.slice(0, 120))
  assert.ok(own.length <= 6, `${own.length} statements`)
})

/** The statements but for those that every transaction begins and ends with. */
function withoutTransactions(texts: readonly string[]): string[] {
  return texts.filter(text => !/^(begin|commit|select set_config)/.test(text))
}
