import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { holderName } from '../../src/base/holder.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { retryImport } from '../../src/sync/ledgerActions.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { listenToStatements, transactions } from './measure.ts'
import { counted, counts, createWorld, ledgerOf, type World } from './world.ts'

const { db } = await testDatabase({ after })
// A rule that no check of the import knows: whatever breaks it is refused by the database alone.
await db.pool.query(
  `alter table web_order add constraint nobody_knows check (external_number not like '%refused%')`,
)

const places: Readonly<Record<string, (index: number) => boolean>> = {
  'spread over the pages': index => [70, 220, 410].includes(index),
  'next to each other': index => [300, 301, 302].includes(index),
  'first, last and in the middle': index => [0, 250, 499].includes(index),
  'at the end of the largest page': index => [347, 348, 349].includes(index),
}

const importedWithout = importFrom(await createWorld(db, { after }), () => false)

for (const [where, isBad] of Object.entries(places))
  test(`497 of 500 orders are staged and 3 parked when the database refuses 3, ${where}`, async t => {
    const good = await importedWithout
    const world = await createWorld(db, t)
    const { run, wire, counter, shop } = await importFrom(world, isBad)

    assert.equal(run.state, 'done')
    assert.deepEqual(counts(run), counted({ new: 497, parked: 3 }))
    assert.deepEqual(
      shop.remaining('customer_order'),
      [],
      'all of them are stored here, so all are acknowledged',
    )
    const ledger = [...(await ledgerOf(world)).values()]
    assert.equal(ledger.filter(row => row.outcome === 'staged').length, 497)
    const parked = ledger.filter(row => row.outcome === 'parked')
    assert.equal(parked.length, 3)
    for (const row of parked) {
      assert.deepEqual([row.code, row.payloads], ['INTERNAL_ERROR', 1])
      assert.ok(row.reference, 'it has a reference')
      assert.equal(
        world.log.filter(line => line.includes(row.reference ?? '-')).length,
        1,
        'that is in the log',
      )
    }
    assert.deepEqual(await world.broken(), [])

    t.diagnostic(
      `more transactions: ${wire - good.wire} as sent, ${counter - good.counter} as PostgreSQL counted`,
    )
    assert.ok(wire - good.wire <= 60, `${wire - good.wire} transactions more`)
    // The vacuum's own transactions count too, and a pooler's connections tell what they counted when they like: what was sent
    // has to do then.
    const isPooled = process.env['KONTOR_TEST_DATABASE_POOLED_URL'] !== undefined
    if (!isPooled && !Number.isNaN(counter - good.counter)) assert.ok(counter - good.counter <= 60)
  })

test('a refused order is found under its number, and staged by a retry when the reason is gone', async t => {
  const world = await createWorld(db, t)
  const { shop } = await importFrom(world, index => index === 3, 20)
  const refused = shop.orders().find(order => order.number.startsWith('refused'))
  const [row] = await world.query<{ id: string; number: string | null; channel: string | null }>(
    `select id, external_number as number, channel_id as channel from ledger where outcome = 'parked'`,
  )
  assert.equal(row?.number, refused?.number)
  assert.ok(row?.channel, 'and under its channel')
  const wish = { tenant: world.tenant, by: 'Eva', holder: holderName(), lease: productLease, ids: [row.id] }

  const inVain = await retryImport(world.parts, wish)
  assert.deepEqual(inVain, [{ id: row.id, outcome: 'parked', code: 'INTERNAL_ERROR' }])

  await db.pool.query('alter table web_order drop constraint nobody_knows')
  const mended = await retryImport(world.parts, wish)
  assert.deepEqual(mended, [{ id: row.id, outcome: 'staged', code: null }])
  assert.deepEqual(await world.broken(), [])
})

async function importFrom(world: World, isBad: (index: number) => boolean, orders = 500) {
  const contents = generateShop({ orders, items: 20, customers: 50, lines: 2, seed: 4 })
  const marked = contents.orders.map((order, index) =>
    isBad(index) ? { ...order, number: `refused-${order.number}` } : order,
  )
  const { shop } = await world.openShop({ ...contents, orders: marked })
  const before = await transactions(db)
  const listening = listenToStatements(db)
  const run = await world.sync()
  listening.stop()
  const later = await transactions(db)
  const wire = listening.texts.filter(text => text === 'commit' || text === 'rollback').length
  const counter = later.vacuumed === before.vacuumed ? later.count - before.count : Number.NaN
  return { run, shop, wire, counter }
}
