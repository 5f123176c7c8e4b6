import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { numbersOf } from '../../src/company/numberRanges.ts'
import { allocateWaiting } from '../../src/sales/allocate.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { deliveriesForChannel } from '../../src/sales/deliveriesForChannel.ts'
import { holdOrders } from '../../src/sales/holdOrders.ts'
import { orderStatesForChannel } from '../../src/sales/orderStatesForChannel.ts'
import type { DeliveryWish } from '../../src/sales/planDelivery.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type OrderPlan, openSales, type SalesWorld } from './salesWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date('2026-06-01T10:00:00Z') }

test('a cancelled order gives its stock to the next that waits', async t => {
  const { world, orders } = await withOrders([{ id: '1' }, { id: '2' }, { id: '3' }], 1)
  assert.deepEqual(await deliverability(), ['full', 'none', 'none'])
  const { results, changed } = await cancel(world, [{ orderId: orders[0] ?? '', reason: 'verzählt' }])

  assert.deepEqual(
    results.map(({ orderId, did }) => ({ orderId, did })),
    [{ orderId: orders[0], did: 'cancelled' }],
  )
  assert.deepEqual(changed.order_status, [orders[0]])
  assert.equal(changed.stock?.length, 1)
  assert.deepEqual(await deliverability(), ['done', 'full', 'none'])
  const again = await cancel(world, [
    { orderId: orders[0] ?? '' },
    { orderId: orders[2] ?? '' },
    { orderId: orders[2] ?? '' },
  ])
  assert.deepEqual(
    again.results.map(one => one.code ?? one.did),
    ['CANCELLED_ALREADY', 'cancelled', 'CANCELLED_ALREADY'],
  )
  assert.deepEqual(await world.broken(), [])

  async function deliverability() {
    const rows = await world.query<{ d: string }>(
      `select deliverability as d from sales_order order by placed_at`,
    )
    return rows.map(row => row.d)
  }

  async function withOrders(plans: readonly OrderPlan[], stock: number) {
    return prepared(t, plans, stock)
  }
})

test('goods that come in go to the oldest orders first, in parts where they do not suffice', async t => {
  const { world } = await prepared(
    t,
    [
      { id: '1', lines: [['ART-1', 3]] },
      { id: '2', lines: [['ART-1', 3]] },
    ],
    0,
  )
  await world.stock('ART-1', 4)
  const items = (await world.query<{ id: string }>(`select id from item`)).map(row => row.id)
  await world.tx(tx => allocateWaiting(tx, world.tenant, items, by.now))
  const rows =
    await world.query(`select deliverability, (select sum(allocated)::int from sales_order_line n where n.order_id = o.id) as pieces
    from sales_order o order by placed_at`)
  assert.deepEqual(rows, [
    { deliverability: 'full', pieces: 3 },
    { deliverability: 'part', pieces: 1 },
  ])
  assert.deepEqual(await world.broken(), [])
})

test('a delivery in parts takes stock by movements, and the shop is told each part with its packages', async t => {
  const { world, orders } = await prepared(
    t,
    [
      {
        id: '1',
        lines: [
          ['ART-1', 3],
          ['ART-2', 1],
        ],
      },
    ],
    5,
  )
  const [orderId = ''] = orders
  const first = await ship(world, [
    {
      orderId,
      lines: [{ line: 1, quantity: '2' }],
      packages: [
        { carrier: 'Bote', tracking: '001' },
        { carrier: 'Bote', tracking: '002' },
      ],
    },
  ])
  assert.equal(first.results[0]?.did, 'delivered')
  assert.deepEqual(first.changed.order_status, [orderId])
  assert.equal(first.changed.delivery?.length, 1)
  const [partly] = await world.tx(tx => orderStatesForChannel(tx, world.tenant, [orderId]))
  assert.deepEqual(
    [
      partly?.delivery,
      partly?.payment,
      partly?.theirOrderId,
      partly?.packages.map(one => [one.tracking, one.lines]),
    ],
    [
      'partly_shipped',
      'open',
      '1',
      [
        ['001', [{ theirLine: '1-1', quantity: '2' }]],
        ['002', []],
      ],
    ],
  )
  const second = await ship(world, [{ orderId, packages: [] }])
  assert.equal(second.results[0]?.did, 'delivered')
  const [whole] = await world.tx(tx => orderStatesForChannel(tx, world.tenant, [orderId]))
  assert.deepEqual([whole?.delivery, whole?.shippedAt], ['shipped', by.now])
  const told = await world.tx(tx =>
    deliveriesForChannel(tx, world.tenant, [
      second.changed.delivery?.[0] ?? '',
      first.changed.delivery?.[0] ?? '',
    ]),
  )
  assert.deepEqual(
    told.map(one => [one?.complete, one?.lines.map(line => line.quantity)]),
    [
      [true, ['1', '1']],
      [false, ['2']],
    ],
  )
  assert.equal(await world.count(`select sum(quantity) from stock_movement where reason = 'delivery'`), -4)
  assert.equal(await world.count(`select sum(on_hand) from stock_level`), 6)
  assert.equal(await world.count(`select sum(allocated) from stock_level`), 0)
  assert.equal(await world.count(`select count(*) from allocation`), 0)
  const third = await ship(world, [{ orderId, packages: [] }])
  assert.equal(third.results[0]?.code, 'ALREADY_DELIVERED')
  const cancelled = await cancel(world, [{ orderId }])
  assert.equal(cancelled.results[0]?.code, 'HAS_DELIVERY_NOTE')
  assert.deepEqual(await world.broken(), [])
})

test('what is not there, not open or not known is not delivered, and says why', async t => {
  const { world, orders } = await prepared(
    t,
    [{ id: '1', lines: [['ART-1', 3]] }, { id: '2', lines: [['ART-1', 3]] }, { id: '3' }],
    4,
  )
  const [a = '', b = '', c = ''] = orders
  const by = { name: 'tester', now: new Date() }
  await world.tx(tx => holdOrders(tx, world.tenant, [{ orderId: c, reason: 'Adresse' }], by))
  const { results } = await ship(world, [
    { orderId: b, lines: [{ line: 1, quantity: '2' }], packages: [] },
    { orderId: a, lines: [{ line: 1, quantity: '4' }], packages: [] },
    { orderId: a, lines: [{ line: 9, quantity: '1' }], packages: [] },
    { orderId: c, packages: [] },
    { orderId: world.tenant, packages: [] },
    { orderId: a, warehouseId: world.tenant, packages: [] },
    { orderId: a, packages: [] },
    { orderId: a, packages: [] },
  ])
  assert.deepEqual(
    results.map(one => one.code ?? one.did),
    [
      'OUT_OF_STOCK',
      'QUANTITY_INVALID',
      'LINE_UNKNOWN',
      'ORDER_ON_HOLD',
      'ORDER_UNKNOWN',
      'WAREHOUSE_UNKNOWN',
      'delivered',
      'ALREADY_DELIVERED',
    ],
  )
  assert.deepEqual(results[0]?.data, { line: 1, missing: '1' })
  assert.deepEqual(await world.broken(), [])
})

test('cancelling, delivering and goods coming in at the same time keep every sum right', async t => {
  const plans = Array.from({ length: 40 }, (_, index) => ({
    id: String(index + 1),
    lines: [
      ['ART-1', 2],
      ['ART-2', 1],
    ] as const,
  }))
  const { world, orders } = await prepared(t, plans, 40)
  await Promise.all([
    cancel(
      world,
      orders.slice(0, 20).map(orderId => ({ orderId })),
    ),
    ship(
      world,
      orders
        .slice(10, 30)
        .reverse()
        .map(orderId => ({ orderId, packages: [] })),
    ),
    cancel(
      world,
      orders
        .slice(15, 25)
        .reverse()
        .map(orderId => ({ orderId })),
    ),
    ship(
      world,
      orders.slice(5, 40).map(orderId => ({ orderId, packages: [] })),
    ),
  ])
  assert.deepEqual(await world.broken(), [])
  assert.equal(
    await world.count(`select sum(on_hand) from stock_level`),
    80 + (await world.count(`select sum(quantity) from stock_movement where reason = 'delivery'`)),
  )
})

async function prepared(t: Parameters<typeof openSales>[1], plans: readonly OrderPlan[], stock: number) {
  const world = await openSales(db, t, plans)
  if (stock > 0)
    for (const { sku } of await world.query<{ sku: string }>(
      `select item_number as sku from item order by 1`,
    ))
      await world.stock(sku, stock)
  await world.takeOver()
  const rows = await world.query<{ id: string }>(`select id from sales_order order by placed_at`)
  return { world, orders: rows.map(row => row.id) }
}

function cancel(world: SalesWorld, list: Parameters<typeof cancelOrders>[2]) {
  return world.tx(tx => cancelOrders(tx, world.tenant, list, by))
}

async function ship(world: SalesWorld, list: readonly DeliveryWish[]) {
  const numbers = await numbersOf(world.db, world.tenant).reserve('delivery', list.length)
  const done = await world.tx(tx => deliver(tx, world.tenant, list, by, numbers.numberOf))
  numbers.giveBack()
  return done
}
