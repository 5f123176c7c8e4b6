// Orders of kits: the order keeps one line as the shop knows it, stock is set aside and leaves by parts.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { setKitParts } from '../../src/catalog/kits.ts'
import { numbersOf } from '../../src/company/numberRanges.ts'
import { allocateWaiting } from '../../src/sales/allocate.ts'
import { cancelLines, cancelOrders } from '../../src/sales/cancelOrders.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { deliveriesForChannel } from '../../src/sales/deliveriesForChannel.ts'
import { readOrder } from '../../src/sales/orderDetail.ts'
import type { DeliveryWish } from '../../src/sales/planDelivery.ts'
import { setPriorities, whoIsServed } from '../../src/sales/priority.ts'
import { reverseDeliveries } from '../../src/sales/reverseDeliveries.ts'
import { type ServedFirst, setStockRule } from '../../src/stock/stockRule.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type OrderPlan, openSales, person, type SalesWorld } from './salesWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date('2026-06-01T10:00:00Z') }

test('kits and their parts are counted together, and an order of kits waits for what is scarce', async t => {
  // medusa#16502: 4 of A for two kits, 3 by itself, 1 once more: 8 in one order, 7 are there.
  const { world, ids, orders } = await prepared(
    t,
    [
      {
        id: '1',
        lines: [
          ['KIT', 2],
          ['A', 3],
          ['A', 1],
        ],
      },
      { id: '2', lines: [['KIT', 1]] },
    ],
    { A: 7, B: 9 },
  )
  assert.deepEqual(await allocated(world), ['1/1 KIT 2', '1/2 A 3', '1/3 A 0', '2/1 KIT 0'])
  assert.deepEqual(await partsOf(world), ['1/1 A 4 of 4', '1/1 B 2 of 2', '2/1 A 0 of 2', '2/1 B 1 of 1'])
  assert.deepEqual(await states(world), ['part open', 'none open'])
  // One more piece goes to the line that lacks it, the next two complete the kit.
  await goods(world, 'A', 1)
  assert.deepEqual(await states(world), ['full open', 'none open'])
  await goods(world, 'A', 2)
  assert.deepEqual(await states(world), ['full open', 'full open'])
  const detail = await world.tx(tx => readOrder(tx, world.tenant, orders[1] ?? ''))
  assert.deepEqual(
    detail?.lines.map(line => [
      line.allocated,
      line.onHand,
      line.parts.map(part => [part.itemNumber, part.perKit]),
    ]),
    [
      [
        '1',
        null,
        [
          ['A', '2'],
          ['B', '1'],
        ],
      ],
    ],
  )
  // What a kit is made of later does not touch what was ordered.
  await world.tx(tx =>
    setKitParts(tx, world.tenant, [{ kitId: ids('KIT'), parts: [{ itemId: ids('B'), quantity: '1' }] }]),
  )
  await ship(world, [{ orderId: orders[1] ?? '', packages: [] }])
  assert.equal(
    await world.count(
      `select -sum(quantity) from stock_movement where reason = 'delivery' and item_id = $1`,
      ids('A'),
    ),
    2,
  )
  assert.deepEqual(await world.broken(), [])
})

test('a kit is delivered in parts from several warehouses, and the shop sees one line', async t => {
  const { world, orders, ids } = await prepared(t, [{ id: '1', lines: [['KIT', 3]] }], {})
  const [orderId = ''] = orders
  const first = await world.stock('A', 4, { warehouse: 'Nord' })
  await world.stock('B', 1, { warehouse: 'Nord' })
  await world.stock('A', 2, { warehouse: 'Süd' })
  const second = await world.stock('B', 2, { warehouse: 'Süd' })
  await world.tx(tx => allocateWaiting(tx, world.tenant, [ids('A'), ids('B')], by.now))
  // One lies complete in the second warehouse and leaves from there; of the others one takes its B from there.
  const north = await ship(world, [{ orderId, warehouseId: first, packages: [] }])
  assert.deepEqual(await moved(world), ['A Nord -4', 'B Nord -1', 'B Süd -1'])
  assert.deepEqual(await states(world), ['full partly_shipped'])
  const south = await ship(world, [
    { orderId, warehouseId: second, lines: [{ line: 1, quantity: '1' }], packages: [] },
  ])
  assert.deepEqual(
    [...north.results, ...south.results].map(one => one.did),
    ['delivered', 'delivered'],
  )
  assert.deepEqual(await states(world), ['done shipped'])
  const told = await world.tx(tx =>
    deliveriesForChannel(
      tx,
      world.tenant,
      [...north.results, ...south.results].map(one => one.deliveryId ?? ''),
    ),
  )
  assert.deepEqual(
    told.map(one => one?.lines.map(line => [line.theirLine, line.itemId, line.quantity])),
    [[['1-1', ids('KIT'), '2']], [['1-1', ids('KIT'), '1']]],
  )
  assert.equal(await world.count('select count(*) from allocation'), 0)
  assert.deepEqual(await world.broken(), [])
})

test('what is cancelled of a kit gives its parts to who waits, and what is missing is not delivered', async t => {
  const { world, orders, ids } = await prepared(
    t,
    [
      { id: '1', lines: [['KIT', 3]] },
      { id: '2', lines: [['A', 4]] },
    ],
    { A: 6, B: 2 },
  )
  const [kits = '', single = ''] = orders
  assert.deepEqual(await allocated(world), ['1/1 KIT 2', '2/1 A 0'])
  const [refused] = (
    await ship(world, [{ orderId: kits, lines: [{ line: 1, quantity: '3' }], packages: [] }])
  ).results
  assert.deepEqual([refused?.code, refused?.data], ['OUT_OF_STOCK', { line: 1, missing: '1' }])
  const [none] = (await ship(world, [{ orderId: single, packages: [] }])).results
  assert.equal(none?.code, 'OUT_OF_STOCK')
  const { changed } = await world.tx(tx =>
    cancelLines(tx, world.tenant, [{ orderId: kits, lines: [{ line: 1, quantity: '2' }] }], by),
  )
  assert.deepEqual([...(changed.stock ?? [])].sort(), [ids('KIT'), ids('A'), ids('B')].sort())
  assert.deepEqual(await allocated(world), ['1/1 KIT 1', '2/1 A 4'])
  await world.tx(tx => cancelOrders(tx, world.tenant, [{ orderId: kits }], by))
  assert.equal(await world.count('select sum(allocated) from stock_level where item_id = $1', ids('A')), 4)
  assert.equal(
    await world.count('select coalesce(sum(allocated + open_quantity), 0) from sales_order_part'),
    0,
  )
  assert.deepEqual(await world.broken(), [])
})

test('a kit that is taken back lies in the warehouses that its parts left, and its order has them before those that wait', async t => {
  const { world, orders, ids } = await prepared(
    t,
    [
      { id: '1', lines: [['KIT', 2]] },
      { id: '2', lines: [['A', 4]] },
    ],
    {},
  )
  const [kits = '', waiting = ''] = orders
  await world.stock('A', 3, { warehouse: 'Nord' })
  await world.stock('A', 1, { warehouse: 'Süd' })
  await world.stock('B', 2, { warehouse: 'Süd' })
  await world.tx(tx => allocateWaiting(tx, world.tenant, [ids('A'), ids('B')], by.now))
  const before = await allocated(world)
  const levels = () =>
    texts(
      world,
      `select i.item_number || ' ' || w.code || ' ' || s.on_hand::float8 as text from stock_level s join item i on i.id = s.item_id
       join warehouse w on w.id = s.warehouse_id where s.on_hand > 0 order by 1`,
    )
  const lying = await levels()
  const shipped = await ship(world, [{ orderId: kits, packages: [] }])
  assert.deepEqual(shipped.results[0]?.did, 'delivered')
  assert.notDeepEqual(await levels(), lying)
  const back = await world.tx(tx =>
    reverseDeliveries(
      tx,
      world.tenant,
      [{ deliveryId: shipped.results[0]?.deliveryId ?? '', reason: 'falsch gepackt' }],
      by,
    ),
  )
  assert.deepEqual([back.results[0]?.did, back.changed.order_status], ['reversed', [kits]])
  assert.deepEqual(await levels(), lying)
  assert.deepEqual(await allocated(world), before, 'who waited goes on waiting')
  assert.deepEqual((await ship(world, [{ orderId: waiting, packages: [] }])).results[0]?.code, 'OUT_OF_STOCK')
  assert.deepEqual(await world.broken(), [])
})

// The example of the guide: Kunde A orders first, Kunde B orders later and pays at once. One piece comes in.
for (const [rule, served, waits] of [
  ['oldest', 'Kunde A, who ordered first', 1],
  ['paid', 'Kunde B, who paid first', 0],
] as const)
  test(`with "${rule}" the piece goes to ${served}`, async t => {
    const { world, orders, ids } = await prepared(
      t,
      [
        { id: 'A', lines: [['A', 1]] },
        { id: 'B', lines: [['A', 1]], person: person(2), paid: true },
      ],
      {},
      rule,
    )
    await goods(world, 'A', 1)
    assert.deepEqual(
      await states(world),
      waits === 1 ? ['full open', 'none open'] : ['none open', 'full open'],
    )
    const detail = await world.tx(tx => readOrder(tx, world.tenant, orders[waits] ?? ''))
    const [number] = await world.query<{ n: string }>(
      `select order_number as n from sales_order where id = $1`,
      orders[1 - waits],
    )
    assert.deepEqual(detail?.lines[0]?.waitsFor, { code: 'WAITING_FOR_OLDER_ORDER', orders: [number?.n] })
    const own = await world.tx(tx => whoIsServed(tx, world.tenant, [orders[1 - waits] ?? '']))
    assert.deepEqual(own, [])
    // Nobody loses what he has; the next piece goes to who waits.
    await world.tx(tx => setStockRule(tx, world.tenant, { servedFirst: rule === 'paid' ? 'oldest' : 'paid' }))
    await world.tx(tx => allocateWaiting(tx, world.tenant, [ids('A')], by.now))
    assert.equal(
      await world.count('select count(*) from allocation where order_id = $1', orders[1 - waits]),
      1,
    )
  })

test('a higher priority is served before an older order', async t => {
  const { world, orders } = await prepared(
    t,
    [
      { id: '1', lines: [['KIT', 1]] },
      { id: '2', lines: [['A', 1]] },
      { id: '3', lines: [['KIT', 1]] },
    ],
    { B: 5 },
  )
  const [, , youngest = ''] = orders
  const { results } = await world.tx(tx =>
    setPriorities(
      tx,
      world.tenant,
      [
        { orderId: youngest, priority: 2 },
        { orderId: world.tenant, priority: 1 },
      ],
      by,
    ),
  )
  assert.deepEqual(
    results.map(one => one.code ?? one.did),
    ['changed', 'ORDER_UNKNOWN'],
  )
  const [waiting] = await world.tx(tx => whoIsServed(tx, world.tenant, [orders[1] ?? '']))
  const numbers = await world.query<{ n: string }>(
    'select order_number as n from sales_order order by placed_at',
  )
  assert.deepEqual(waiting?.servedBefore, [numbers[2]?.n, numbers[0]?.n])
  await goods(world, 'A', 2)
  assert.deepEqual(await states(world), ['none open', 'none open', 'full open'])
  assert.deepEqual(await world.broken(), [])
})

/** A world in which KIT is made of 2 A and 1 B, with these orders taken over and this stock in one warehouse. */
async function prepared(
  t: TestContext,
  plans: readonly OrderPlan[],
  stock: Readonly<Record<string, number>>,
  rule: ServedFirst = 'oldest',
) {
  const world = await openSales(db, t, plans)
  const known = new Set(
    (await world.query<{ sku: string }>('select item_number as sku from item')).map(row => row.sku),
  )
  await world.makeItems(...['KIT', 'A', 'B'].filter(sku => !known.has(sku)))
  const items = await world.query<{ id: string; sku: string }>('select id, item_number as sku from item')
  const ids = (sku: string) => items.find(item => item.sku === sku)?.id ?? ''
  await world.tx(async tx => {
    await setStockRule(tx, world.tenant, { servedFirst: rule })
    const parts = [
      { itemId: ids('A'), quantity: '2' },
      { itemId: ids('B'), quantity: '1' },
    ]
    await setKitParts(tx, world.tenant, [{ kitId: ids('KIT'), parts }])
  })
  for (const [sku, quantity] of Object.entries(stock)) await world.stock(sku, quantity)
  await world.takeOver()
  const rows = await world.query<{ id: string }>('select id from sales_order order by placed_at')
  return { world, ids, orders: rows.map(row => row.id) }
}

async function goods(world: SalesWorld, sku: string, quantity: number): Promise<void> {
  await world.stock(sku, quantity)
  const [item] = await world.query<{ id: string }>('select id from item where item_number = $1', sku)
  await world.tx(tx => allocateWaiting(tx, world.tenant, [item?.id ?? ''], by.now))
}

async function ship(world: SalesWorld, list: readonly DeliveryWish[]) {
  const numbers = await numbersOf(world.db, world.tenant).reserve('delivery', list.length)
  const done = await world.tx(tx => deliver(tx, world.tenant, list, by, numbers.numberOf))
  numbers.giveBack()
  return done
}

const texts = async (world: SalesWorld, sql: string) =>
  (await world.query<{ text: string }>(sql)).map(row => row.text)
const allocated = (world: SalesWorld) =>
  texts(
    world,
    `select substr(o.external_number, 3) || '/' || n.line_no || ' ' || i.item_number || ' ' || trim_scale(n.allocated) as text
     from sales_order o join sales_order_line n on n.order_id = o.id join item i on i.id = n.item_id order by 1`,
  )
const partsOf = (world: SalesWorld) =>
  texts(
    world,
    `select substr(o.external_number, 3) || '/' || p.line_no || ' ' || i.item_number || ' ' || trim_scale(p.allocated) || ' of '
       || trim_scale(p.open_quantity) as text
     from sales_order o join sales_order_part p on p.order_id = o.id join item i on i.id = p.item_id order by 1`,
  )
const states = (world: SalesWorld) =>
  texts(world, `select deliverability || ' ' || delivery_state as text from sales_order order by placed_at`)
const moved = (world: SalesWorld) =>
  texts(
    world,
    `select i.item_number || ' ' || w.code || ' ' || trim_scale(m.quantity) as text from stock_movement m
       join item i on i.id = m.item_id join warehouse w on w.id = m.warehouse_id where m.reason = 'delivery' order by 1`,
  )
