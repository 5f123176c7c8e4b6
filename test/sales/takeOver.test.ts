import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openDatabase } from '../../src/base/database.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, person, type SalesWorld } from './salesWorld.ts'

const { db, url } = await testDatabase({ after })
const by = { name: 'tester', now: new Date('2026-05-04T10:00:00Z') }

test('nothing of an order exists before it is taken over, all of it afterwards', async t => {
  const world = await openSales(db, t, [
    {
      id: '1',
      lines: [
        ['ART-1', 2],
        ['ART-2', 1],
      ],
    },
  ])
  await world.stock('ART-1', 5)
  const tables = [
    'sales_order',
    'sales_order_line',
    'customer',
    'payment',
    'allocation',
    'sales_order_history',
  ]
  for (const table of tables) assert.equal(await world.count(`select count(*) from ${table}`), 0, table)

  const [result] = await world.takeOver()

  assert.equal(result?.did, 'taken_over')
  const [order] = await world.query(
    `select order_number, external_number, payment_state, delivery_state, deliverability, total_gross, lines_gross, paid from sales_order`,
  )
  assert.deepEqual(order, {
    order_number: result?.orderNumber,
    external_number: 'B-1',
    payment_state: 'open',
    delivery_state: 'open',
    deliverability: 'part',
    total_gross: '35.7',
    lines_gross: '35.7',
    paid: '0',
  })
  assert.equal(await world.count(`select sum(allocated) from sales_order_line`), 2)
  assert.equal(await world.count(`select sum(open_quantity) from sales_order_line`), 3)
  assert.equal(await world.count(`select count(*) from web_order_line where staged`), 0)
  assert.deepEqual(await world.query(`select outcome, code from ledger where kind = 'order'`), [
    { outcome: 'taken_over', code: null },
  ])
  assert.deepEqual(await world.query(`select outcome from ledger_history`), [{ outcome: 'staged' }])
  assert.deepEqual(await world.query(`select event, actor from sales_order_history`), [
    { event: 'taken_over', actor: 'tester' },
  ])
  assert.deepEqual(await world.broken(), [])
})

test('taken over twice, or by two at a time, an order exists once', async t => {
  const world = await openSales(db, t, plans(20))
  const ids = await world.inbox()
  const both = await Promise.all([world.takeOver(ids), world.takeOver(ids)])
  const again = await world.takeOver(ids)

  assert.equal(both.flat().filter(one => one.did === 'taken_over').length, 20)
  assert.ok(again.every(one => one.did === 'already' && one.orderNumber))
  assert.equal(await world.count(`select count(*) from sales_order`), 20)
  assert.deepEqual(await world.broken(), [])
})

test('200 orders of 50 persons, taken over by four at once, make 50 customers and 200 orders', async t => {
  const world = await openSales(
    db,
    t,
    Array.from({ length: 200 }, (_, index) => ({ id: String(index + 1), person: person(index % 50) })),
  )
  const taken = await byFour(world)

  assert.equal(taken, 200)
  assert.equal(await world.count(`select count(*) from customer`), 50)
  assert.equal(await world.count(`select count(*) from sales_order`), 200)
  assert.equal(await world.count(`select count(distinct order_number) from sales_order`), 200)
  assert.equal(
    await world.count(`select max(n) from (select count(*) as n from sales_order group by customer_id) as c`),
    4,
  )
  assert.deepEqual(await world.broken(), [])
})

test('200 orders for 100 pieces, taken over by four at once: all are orders, 100 pieces are set aside', async t => {
  const world = await openSales(db, t, plans(200))
  await world.stock('ART-1', 60)
  await world.stock('ART-1', 40, { warehouse: 'Zweit' })
  const taken = await byFour(world)

  assert.equal(taken, 200)
  assert.equal(await world.count(`select count(*) from sales_order`), 200)
  assert.equal(await world.count(`select sum(allocated) from sales_order_line`), 100)
  assert.equal(await world.count(`select sum(allocated) from stock_level`), 100)
  assert.equal(await world.count(`select count(*) from sales_order where deliverability = 'full'`), 100)
  assert.equal(await world.count(`select sum(on_hand) from stock_level`), 100, 'nothing left the warehouse')
  assert.deepEqual(await world.broken(), [])
})

test('within one take-over the oldest orders get the stock', async t => {
  const world = await openSales(db, t, plans(10))
  await world.stock('ART-1', 3)
  await world.takeOver((await world.inbox()).reverse())
  const rows = await world.query<{ external_number: string }>(
    `select external_number from sales_order where deliverability = 'full' order by placed_at`,
  )
  assert.deepEqual(
    rows.map(row => row.external_number),
    ['B-1', 'B-2', 'B-3'],
  )
})

test('orders of the same second stand in lists as they came in, however they are named', async t => {
  const at = '2026-05-04T08:00:00Z'
  const world = await openSales(
    db,
    t,
    plans(20).map(plan => ({ ...plan, shop: { createdAt: at } })),
  )
  await world.takeOver((await world.inbox()).reverse())
  const arrived = await world.query(`select external_number from web_order order by id`)
  assert.equal(arrived.length, 20)
  assert.deepEqual(await world.query(`select external_number from sales_order order by id`), arrived)
})

test('an order with an open check stays in the inbox with its code', async t => {
  const world = await openSales(db, t, [
    { id: '1', shop: { totalGross: '99.00' } },
    { id: '2', shop: { billing: null, shipping: null } },
    { id: '3' },
  ])
  const results = await world.takeOver()
  assert.deepEqual(
    results.map(one => one.code ?? one.did),
    ['TOTAL_MISMATCH', 'ADDRESS_MISSING', 'taken_over'],
  )
  assert.equal((await world.inbox()).length, 2)
  assert.deepEqual(results[0]?.data, { expected: '11.90', got: '99' })
  assert.deepEqual(await world.broken(), [])
})

test('an order that was cancelled at the shop before leaves the inbox with that reason', async t => {
  const world = await openSales(db, t, [{ id: '1', shop: { status: 'cancelled' } }])
  const [result] = await world.takeOver()
  assert.deepEqual([result?.did, result?.code], ['left', 'CANCELLED_AT_CHANNEL'])
  assert.deepEqual(await world.query(`select outcome, code from ledger where kind = 'order'`), [
    { outcome: 'ignored', code: 'CANCELLED_AT_CHANNEL' },
  ])
  assert.equal(await world.count(`select count(*) from web_order_line where staged`), 0)
  assert.deepEqual(await world.broken(), [])
})

test('what the channel delivers itself is taken over as information: nothing is set aside', async t => {
  const world = await openSales(db, t, [{ id: '1' }, { id: '2', shop: { status: 'shipped' } }])
  await world.stock('ART-1', 5)
  await world.query(
    `update web_order set fulfilled_by = 'channel' where external_number = 'B-1' returning id`,
  )
  await world.takeOver()
  const rows = await world.query(`select delivery_state, deliverability from sales_order`)
  assert.deepEqual(rows, Array(2).fill({ delivery_state: 'completed', deliverability: 'done' }))
  assert.equal(await world.count(`select sum(allocated) from stock_level`), 0)
  assert.deepEqual(await world.broken(), [])
})

function plans(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: String(index + 1), person: person(index) }))
}

/** Four workers with pools of their own, each taking what the others have not in hand, until nothing is left. */
async function byFour(world: SalesWorld): Promise<number> {
  const worker = async () => {
    const own = openDatabase({ url, max: 3 })
    try {
      let taken = 0
      for (;;) {
        const ids = (await world.inbox()).slice(0, 60)
        if (ids.length === 0) return taken
        const wish = { tenant: world.tenant, ids, by: 'worker', actorKind: 'worker' }
        const results = await takeOver({ ...world.parts, db: own }, wish)
        taken += results.filter(one => one.did === 'taken_over').length
      }
    } finally {
      await own.close()
    }
  }
  const counts = await Promise.all([worker(), worker(), worker(), worker()])
  return counts.reduce((sum, one) => sum + one, 0)
}

test('an order that was cancelled at the shop takes nothing from the offer, and shops are told so', async t => {
  const world = await openSales(db, t, [{ id: '1', lines: [['ART-1', 3]] }])
  await world.stock('ART-1', 5)
  await world.query(
    `insert into item_channel (tenant_id, channel_id, item_id, active)
     select i.tenant_id, h.id, i.id, true from item i, channel h where i.item_number = 'ART-1' returning 1`,
  )
  assert.equal(await world.count(`select sum(quantity) from web_order_line where staged`), 3)
  await world.query(`delete from due returning 1`)
  world.opened.shop.cancelOrder('1')
  world.opened.shop.forget('customer_order')
  await world.sync()
  assert.equal(await world.count(`select count(*) from web_order_line where staged`), 0)
  assert.equal(await world.count(`select count(*) from due where kind = 'stock'`), 1)
  assert.deepEqual(await world.inbox(), [], 'it has left the inbox')
  assert.deepEqual(await world.broken(), [])
})

test('an order that changes at the shop after it was taken over has its items counted anew there', async t => {
  const world = await openSales(db, t, [{ id: '1', lines: [['ART-1', 3]] }])
  await world.stock('ART-1', 5)
  await world.query(
    `insert into item_channel (tenant_id, channel_id, item_id, active)
     select i.tenant_id, h.id, i.id, true from item i, channel h where i.item_number = 'ART-1' returning 1`,
  )
  await world.takeOver()
  await world.query(
    `insert into channel_object (tenant_id, channel_id, kind, object_id, stock_hash)
     select tenant_id, channel_id, 'item', item_id, gen_random_uuid() from item_channel returning 1`,
  )
  await world.query(`delete from due returning 1`)
  // The shop puts back what was ordered, and shows more than there is.
  world.opened.shop.cancelOrder('1')
  world.opened.shop.forget('customer_order')
  await world.sync()
  assert.equal(await world.count(`select count(*) from due where kind = 'stock'`), 1)
  assert.equal(await world.count(`select count(*) from channel_object where stock_hash is not null`), 0)
})

test('an order that its shop gives out again although it had acknowledged it is told its state and parcels anew', async t => {
  const world = await openSales(db, t, [{ id: '1', lines: [['ART-1', 3]], paid: true }])
  const { shop } = world.opened
  await world.stock('ART-1', 5)
  await world.takeOver()
  await world.sync({ lanes: ['feedback'] })
  assert.equal(shop.statusOf('1')?.paymentStatus, 'completed')
  shop.forget('customer_order') // its table of links is restored from yesterday
  const [order] = await world.query<{ id: string }>(`select id from sales_order`)
  await world.tx(async tx => {
    const wish = { orderId: order?.id ?? '', packages: [{ carrier: 'Bote', tracking: 'P-1', url: '' }] }
    const { results, changed } = await deliver(tx, world.tenant, [wish], by, () => 'LS-1')
    assert.equal(results[0]?.did, 'delivered', JSON.stringify(results))
    await markDue(tx, world.tenant, changed, 'tester')
  })
  await world.sync({ lanes: ['feedback'] })
  const refused = `select count(*) from channel_object where rejected_code = 'REMOTE_DELETED'`
  assert.notEqual(await world.count(refused), 0, 'it knows nothing of that order')
  assert.deepEqual(shop.deliveryNotes(), [])
  await world.sync()
  await world.sync({ lanes: ['feedback'] })
  assert.deepEqual(
    shop.deliveryNotes().flatMap(note => note.tracking.flatMap(({ codes }) => codes)),
    ['P-1'],
  )
  assert.equal(shop.statusOf('1')?.status, 'shipped')
  assert.equal(await world.count(refused), 0)
  // In peace nothing is told twice.
  await world.sync()
  await world.sync({ lanes: ['feedback'] })
  assert.equal(shop.deliveryNotes().length, 1)
  assert.deepEqual(await world.broken(), [])
})
