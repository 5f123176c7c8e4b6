import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { SyncRun } from '../../src/sync/runs.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { FaultKind } from '../../testkit/jtlConnector/faults.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { counted, counts, createWorld, ledgerOf, type World } from './world.ts'

const { db } = await testDatabase({ after })

test('a session that is lost in mid-run is begun again, and nothing is lost or doubled', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 130, items: 10, seed: 81 }))
  shop.setFaults({
    script: [
      { onCall: 2, method: 'customer_order.pull', fault: 'sessionExpired' },
      { onCall: 3, method: 'core.connector.ack', fault: 'sessionExpired' },
      { onCall: 1, method: 'payment.pull', fault: 'sessionExpired' },
    ],
  })

  const run = await world.sync()

  assert.deepEqual([run.state, counts(run)], ['done', counted({ new: 130 })])
  assert.equal(shop.log.calls.filter(call => call.method === 'core.connector.auth').length, 4)
  await isExact(world, shop, [run])
})

test('a shop that restarts between two calls is logged in to again', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 60, items: 10, seed: 82 }))

  const run = await world.sync({ onProgress: () => shop.restart() })

  assert.deepEqual([run.state, counts(run)], ['done', counted({ new: 60 })])
  await isExact(world, shop, [run])
})

const kinds: readonly FaultKind[] = [
  'http500',
  'http503',
  'htmlBody',
  'resetBefore',
  'cutAfterSuccess',
  'http500AfterSuccess',
  'truncatedBody',
  'wrongLength',
  'sessionExpired',
  'duplicatePage',
  'pageOverlap',
  'changedBetweenPages',
  'lostAck',
  'forgetsAcked',
]

for (const [generation, seed, rate] of [
  [5, 1001, 0.1],
  [3, 1002, 0.1],
  [5, 1003, 0.3],
  [3, 1004, 0.3],
] as const)
  test(`${rate * 100} of 100 calls fail, generation ${generation}, seed ${seed}: the result is exact all the same`, async t => {
    t.mock.method(Math, 'random', () => 0) // no pauses between the tries
    const world = await createWorld(db, t)
    const contents = generateShop({ orders: 150, items: 20, customers: 30, lines: 2, seed })
    const { shop } = await world.openShop({ generation, ...contents, faults: { seed, rate, kinds } })
    const runs: SyncRun[] = []

    // The shop goes on selling meanwhile.
    for (let round = 0; round < 15; round++) {
      runs.push(await world.sync())
      for (let count = 0; count < 5; count++) buy(shop, round * 5 + count)
    }
    shop.setFaults(null)
    runs.push(await world.sync())

    const failed = shop.log.calls.filter(call => call.fault).length
    const ends = runs.map(run => run.error?.code ?? run.state).join(', ')
    t.diagnostic(`${failed} of ${shop.log.counts.calls} calls failed; the runs: ${ends}`)
    assert.equal(runs.at(-1)?.state, 'done')
    await isExact(world, shop, runs)
  })

function buy(shop: Shop, number: number): void {
  const item = shop.items()[number % 20]
  const order = shop.placeOrder({ lines: [{ itemId: item?.id ?? '', quantity: '2' }], totalGross: '10.00' })
  if (number % 2 === 0)
    shop.addPayment({
      orderId: order.id,
      amount: '10.00',
      module: 'pm_paypal',
      transactionId: `P${number}`,
      createdAt: order.createdAt,
    })
}

test('a shop that is away ends the run with what to do, and the next run goes on where it stopped', async t => {
  t.mock.method(Math, 'random', () => 0)
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 200, items: 10, seed: 83 }))
  shop.setFaults({ script: [{ onCall: 3, method: 'customer_order.pull', fault: 'http503', times: 100 }] })

  const failed = await world.sync()
  assert.deepEqual([failed.state, failed.error?.code], ['failed', 'REMOTE_UNAVAILABLE'])
  assert.match(JSON.stringify(failed.error?.data), /HTTP 503/)
  assert.ok(counts(failed).new > 0, 'what was read stays imported')
  const [lane] = await world.query<{ failures: number; holder: string | null }>(
    `select failures, holder from sync_lane where kind = 'orders'`,
  )
  assert.deepEqual(lane, { failures: 1, holder: null })

  shop.setFaults(null)
  const run = await world.sync()
  assert.equal(run.state, 'done')
  assert.equal(counts(run).new, 200 - counts(failed).new)
  await isExact(world, shop, [failed, run])
})

/** Everything that the shop has is here, once, as it is there, and the figures of all runs together say so. */
async function isExact(world: World, shop: Shop, runs: readonly SyncRun[]): Promise<void> {
  for (const run of runs)
    for (const kind of Object.keys(run.figures)) {
      const { found, ...parts } = counts(run, kind)
      assert.equal(
        found,
        Object.values(parts).reduce((sum, one) => sum + one, 0),
        `${kind} adds up`,
      )
    }
  const orders = await ledgerOf(world)
  assert.deepEqual(
    [...orders.keys()],
    shop
      .orders()
      .map(order => order.id)
      .sort(),
  )
  assert.deepEqual(
    [...orders.values()].filter(row => row.outcome !== 'staged'),
    [],
  )
  assert.equal((await ledgerOf(world, 'payment')).size, shop.payments().length)
  for (const kind of ['order', 'payment'] as const) {
    const news = runs.reduce((sum, run) => sum + counts(run, kind).new, 0)
    assert.equal(
      news,
      kind === 'order' ? shop.orders().length : shop.payments().length,
      `${kind}s that were new`,
    )
  }
  for (const kind of ['customer', 'customer_order', 'payment'] as const)
    assert.deepEqual(shop.remaining(kind), [], kind)
  const stored = await world.query<{ id: string; lines: number; total: string; note: string | null }>(
    `select l.external_id as id, w.total_gross as total, coalesce(w.record->>'customerNote', '') as note,
       (select count(*)::int from web_order_line n where n.web_order_id = w.id) as lines
     from web_order w join ledger l on l.id = w.id order by l.external_id`,
  )
  assert.deepEqual(
    stored.map(row => ({ ...row, total: Number(row.total) })),
    shop
      .orders()
      .map(order => ({
        id: order.id,
        total: Number(order.totalGross),
        note: order.customerNote ?? '',
        lines: order.lines.length,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
  const open = await world.query(
    `select kind from inbound_page where state = 'received' union all select kind from ack_outbox where gone_at is null`,
  )
  assert.deepEqual(open, [], 'nothing is left open')
  assert.deepEqual(await world.broken(), [])
}
