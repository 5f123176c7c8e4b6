import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { counted, counts, createWorld, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })

for (const generation of [5, 3] as const) {
  test(`orders, customers and payments of generation ${generation} arrive, and a second run finds nothing`, async t => {
    const world = await createWorld(db, t)
    const contents = generateShop({ orders: 120, items: 40, customers: 30, seed: generation })
    const { shop } = await world.openShop({ generation, ...contents })

    const first = await world.sync()

    assert.deepEqual([first.state, first.error], ['done', null])
    assert.deepEqual(counts(first, 'order'), counted({ new: 120 }))
    assert.deepEqual(counts(first, 'customer'), counted({ new: contents.customers.length }))
    assert.deepEqual(counts(first, 'payment'), counted({ new: contents.payments.length }))
    for (const kind of ['customer_order', 'customer', 'payment'] as const) {
      assert.deepEqual(shop.remaining(kind), [], `every ${kind} is acknowledged`)
      const numbers = shop.links(kind).map(([, host]) => host)
      assert.equal(new Set(numbers).size, numbers.length, `every ${kind} has a number of its own`)
    }
    assert.deepEqual(await world.broken(), [])

    const second = await world.sync()
    assert.equal(second.state, 'done')
    for (const kind of ['order', 'customer', 'payment']) assert.deepEqual(counts(second, kind), counted({}))
  })
}

test('every order keeps its sums, its lines, its customer and its payment', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 60, items: 20, customers: 10, seed: 7 })
  await world.openShop(contents)
  await world.sync()

  const stored = await world.query<Record<string, unknown>>(
    `select l.external_id as id, w.external_number as number, w.total_gross::float8 as total, w.open_checks as open,
       w.customer_external_id as customer, (select count(*)::int from web_order_line n where n.web_order_id = w.id) as lines,
       (select array_agg(n.item_id is not null order by n.line_no) from web_order_line n where n.web_order_id = w.id) as items,
       coalesce((select sum(p.amount)::float8 from web_payment p where p.web_order_id = w.id), 0) as paid
     from web_order w join ledger l on l.id = w.id order by l.external_id`,
  )

  const expected = contents.orders.map(order => ({
    id: order.id,
    number: order.number,
    total: Number(order.totalGross),
    open: [],
    customer: order.customerId,
    lines: order.lines.length,
    items: order.lines.map(line => line.type === 'product'),
    paid: order.paymentStatus === 'completed' ? Number(order.totalGross) : 0,
  }))
  assert.deepEqual(
    stored,
    expected.sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
})

test('two shops with the same ids give each their own orders', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 10, items: 5, seed: 3 })
  await world.openShop({ ...contents, name: 'Nord' })
  await world.openShop({ ...contents, name: 'Süd', generation: 3 })

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ new: 20 }))
  assert.deepEqual(
    new Map(run.parts.map(part => [part.connection, part.figures['order']?.new])),
    new Map([
      ['Nord', 10],
      ['Süd', 10],
    ]),
  )
  assert.deepEqual(await world.broken(), [])
})

test('a run that was forgotten by the shop finds everything unchanged', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 70, items: 10, seed: 11 })
  const { shop } = await world.openShop(contents)
  await world.sync()
  const numbers = new Map(shop.links('customer_order'))
  shop.forgetAll()

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ unchanged: 70 }))
  assert.deepEqual(counts(run, 'customer'), counted({ unchanged: contents.customers.length }))
  assert.deepEqual(counts(run, 'payment'), counted({ unchanged: contents.payments.length }))
  assert.deepEqual(new Map(shop.links('customer_order')), numbers, 'the same numbers as before')
})

test('a disabled kind and an import start leave records out, and let them in when the rule changes', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 9, items: 5, seed: 5 })
  const { shop, id } = await world.openShop(contents)
  const from = contents.orders[4]?.createdAt
  await world.query(
    `insert into channel_event (tenant_id, channel_id, kind, enabled, from_at)
     select tenant_id, id, 'order', true, $2::timestamptz from channel where connection_id = $1
     union all select tenant_id, id, 'payment', false, null from channel where connection_id = $1`,
    id,
    from,
  )

  const run = await world.sync()
  assert.deepEqual(counts(run), counted({ new: 5, skipped: 4 }))
  assert.deepEqual(counts(run, 'payment'), counted({ skipped: contents.payments.length }))
  const outcomes = [...(await ledgerOf(world)).values()].map(row => row.code ?? row.outcome)
  assert.deepEqual(outcomes, [...Array(4).fill('BEFORE_START_DATE'), ...Array(5).fill('staged')])

  shop.forgetAll()
  const again = await world.sync()
  assert.deepEqual(counts(again), counted({ skipped: 4, unchanged: 5 }))

  await world.query(`update channel_event set enabled = true, from_at = null`)
  shop.forgetAll()
  const opened = await world.sync()
  assert.deepEqual(counts(opened), counted({ updated: 4, unchanged: 5 }))
  assert.deepEqual(counts(opened, 'payment'), counted({ updated: contents.payments.length }))
  assert.deepEqual(await world.broken(), [])
})
