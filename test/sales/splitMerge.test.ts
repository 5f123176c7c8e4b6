// Orders are split and merged: lines, what is set aside and money go along, to the piece and to the cent.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createItems } from '../../src/catalog/createItems.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { mergeOrders } from '../../src/sales/mergeOrders.ts'
import { readOrderExtras } from '../../src/sales/orderExtras.ts'
import { type OrderSplit, splitOrders } from '../../src/sales/splitOrders.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { type MakingWorld, makingWorld } from './makingWorld.ts'
import { openSales } from './salesWorld.ts'

const { db } = await testDatabase({ after })
const split = async (world: MakingWorld, ...splits: OrderSplit[]) => {
  const { order } = await world.reserve()
  return (await world.act(tx => splitOrders(tx, world.tenant, splits, world.by, order))).results
}
const merge = async (world: MakingWorld, into: string, ...orders: string[]) =>
  (await world.act(tx => mergeOrders(tx, world.tenant, [{ into, orders }], world.by))).results[0]
const stand = (world: MakingWorld, ...ids: string[]) =>
  world.query<object>(
    `select o.total_gross as total, o.paid, o.payment_state as payment, o.deliverability as goods,
       array(select n.line_no || ' ' || n.kind || ' ' || n.quantity || '/' || n.allocated from sales_order_line n
         where n.order_id = o.id order by n.line_no) as lines
     from sales_order o where o.id = any($1::uuid[]) order by array_position($1::uuid[], o.id)`,
    ids,
  )

test('a part of an order becomes one of its own, with the pieces that the rest does not need', async () => {
  const world = await makingWorld(db, { onHand: '4' })
  const [first = '', second = ''] = world.items
  const orderId = await world.order(1, {
    lines: [
      { kind: 'item', itemId: first, quantity: '6', unitGross: '3.335' },
      { kind: 'item', itemId: second, quantity: '2' },
      { kind: 'shipping', name: 'Post', quantity: '1', unitGross: '4.90' },
    ],
  })
  await world.tx(tx =>
    bookPayments(tx, world.tenant, [{ orderId, amount: '30', transactionId: 'T' }], world.by),
  )
  const [result] = await split(world, {
    orderId,
    lines: [
      { line: 1, quantity: '3' },
      { line: 2, quantity: '2' },
    ],
    payment: '12.50',
  })
  assert.equal(result?.did, 'split', result?.code)
  // 20.01 + 23.80 + 4.90 before; 3 × 3.335 is 10.005, twice: a cent too much.
  assert.deepEqual(await stand(world, orderId, result?.newOrderId ?? ''), [
    {
      total: '14.90',
      paid: '17.5',
      payment: 'paid',
      goods: 'full',
      lines: ['1 item 3/3', '3 shipping 1/0', '4 difference 1/0'],
    },
    {
      total: '33.81',
      paid: '12.5',
      payment: 'partly_paid',
      goods: 'part',
      lines: ['1 item 3/1', '2 item 2/2'],
    },
  ])
  // Each names the other, and the sums by rate add up to the total.
  const [old, fresh] = await Promise.all(
    [orderId, result?.newOrderId ?? ''].map(id => world.tx(tx => readOrderExtras(tx, world.tenant, id))),
  )
  assert.deepEqual(
    [old?.related[0], fresh?.related[0]],
    [
      { relation: 'split_into', id: result?.newOrderId, orderNumber: result?.newOrderNumber },
      { relation: 'split_from', id: orderId, orderNumber: fresh?.related[0]?.orderNumber },
    ],
  )
  assert.deepEqual(
    fresh?.rates?.map(one => one.gross),
    ['33.81'],
  )
  assert.deepEqual(await world.broken(), [])
})

test('what cannot be split says why', async () => {
  const world = await makingWorld(db)
  const orderId = await world.order(2)
  const tries: readonly (readonly [string, Partial<OrderSplit>])[] = [
    ['SPLIT_TAKES_ALL', { lines: [{ line: 1, quantity: '2' }] }],
    ['QUANTITY_INVALID', { lines: [{ line: 1, quantity: '3' }] }],
    ['LINE_UNKNOWN', { lines: [{ line: 9, quantity: '1' }] }],
    ['LINE_UNKNOWN', { lines: [] }],
    ['AMOUNT_INVALID', { lines: [{ line: 1, quantity: '1' }], payment: '1' }],
  ]
  const results = []
  for (const [, wish] of tries) results.push(...(await split(world, { orderId, lines: [], ...wish })))
  assert.deepEqual(
    results.map(one => one.code),
    tries.map(([code]) => code),
  )
  const again = { orderId, lines: [{ line: 1, quantity: '1' }] }
  const both = await split(world, again, again)
  assert.deepEqual(
    both.map(one => one.code),
    [undefined, 'ORDER_TWICE'],
  )
})

test('orders of a customer become one; the others are over and name it', async () => {
  const world = await makingWorld(db, { onHand: '3' })
  const orders = [await world.order(2), await world.order(2), await world.order(1)]
  const [into = '', second = '', third = ''] = orders
  for (const orderId of orders)
    await world.tx(tx =>
      bookPayments(tx, world.tenant, [{ orderId, amount: '5', transactionId: 'same' }], world.by),
    )
  assert.deepEqual(await merge(world, into, second, third), { orderId: into, did: 'merged' })
  const [one, ...others] = await stand(world, ...orders)
  assert.deepEqual(one, {
    total: '59.50',
    paid: '15',
    payment: 'partly_paid',
    goods: 'part',
    lines: ['1 item 2/2', '2 item 2/1', '3 item 1/0'],
  })
  assert.deepEqual(
    others.map(other => ({ ...other, total: '' })),
    [
      { total: '', paid: '0', payment: 'open', goods: 'done', lines: ['1 item 2/0'] },
      { total: '', paid: '0', payment: 'open', goods: 'done', lines: ['1 item 1/0'] },
    ],
  )
  const gone = await world.query<object>(
    `select merged_into as "into", list_state as state from sales_order where merged_into is not null`,
  )
  assert.deepEqual(gone, [
    { into, state: 'cancelled' },
    { into, state: 'cancelled' },
  ])
  assert.deepEqual(await world.broken(), [])
  assert.equal((await merge(world, into, second))?.code, 'ORDER_MERGED')
  const foreign = await world.order(1, { customer: { id: world.austrian } })
  assert.deepEqual((await merge(world, into, foreign))?.data?.['field'], 'customerId')
  assert.equal((await merge(world, into, into))?.code, 'ORDER_TWICE')
})

test('an order of a shop is one there: it is neither split nor merged', async t => {
  const world = await openSales(db, t, [
    { id: '1', lines: [['ART-1', 2]] },
    { id: '2', lines: [['ART-1', 2]] },
  ])
  await world.takeOver()
  const [one, two] = await world.query<{ id: string }>(`select id from sales_order order by id`)
  const by = { name: 'Eva', now: new Date() }
  const parts = await world.tx(tx =>
    splitOrders(
      tx,
      world.tenant,
      [{ orderId: one?.id ?? '', lines: [{ line: 1, quantity: '1' }] }],
      by,
      () => 'X',
    ),
  )
  const whole = await world.tx(tx =>
    mergeOrders(tx, world.tenant, [{ into: one?.id ?? '', orders: [two?.id ?? ''] }], by),
  )
  assert.deepEqual(
    [parts.results[0]?.code, whole.results[0]?.code],
    ['SPLIT_OF_SHOP_ORDER', 'MERGE_OF_SHOP_ORDERS'],
  )
})

const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 1e9))
const rounds = Number(process.env['KONTOR_TEST_ROUNDS'] ?? 6)

test(`split and merged at random, kits too, nothing is lost or made (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const world = await makingWorld(db, { onHand: '7' })
  const [a = '', b = ''] = world.items
  const kit = await world.tx(async tx => {
    const { results } = await createItems(tx, world.tenant, [
      { itemNumber: 'KIT', name: 'Set', netPrice: '25' },
    ])
    const id = results[0]?.id ?? ''
    await setKitParts(tx, world.tenant, [
      {
        kitId: id,
        parts: [
          { itemId: a, quantity: '2' },
          { itemId: b, quantity: '1' },
        ],
      },
    ])
    return id
  })
  const line = (itemId: string) =>
    ({
      kind: 'item',
      itemId,
      quantity: String(between(chance, 1, 4)),
      unitGross: `${between(chance, 1, 9)}.${between(chance, 0, 999)}`,
    }) as const
  for (let round = 0; round < rounds; round++)
    await world.order(1, { pricesGross: chance() < 0.5, lines: [line(a), line(kit), line(b)] })
  const sum = () =>
    world.query<object>(
      `select sum(o.total_gross) as total, sum(n.open) as open, (select sum(allocated) from stock_level) as aside
       from sales_order o join (select order_id, sum(open_quantity) as open from sales_order_line group by 1) n on n.order_id = o.id
       where o.cancelled_at is null`,
    )
  const before = await sum()
  for (let round = 0; round < rounds; round++) {
    const open = await world.query<{ id: string; line: number; open: string }>(
      `select n.order_id as id, n.line_no as line, n.open_quantity as open from sales_order_line n join sales_order o on o.id = n.order_id
       where n.open_quantity > 0 and o.cancelled_at is null order by n.order_id, n.line_no`,
    )
    const one = open[between(chance, 0, open.length - 1)]
    if (one)
      await split(world, {
        orderId: one.id,
        lines: [{ line: one.line, quantity: String(between(chance, 1, Number(one.open))) }],
      })
  }
  assert.deepEqual(await sum(), before)
  const net = await world.query<{ id: string }>(
    `select id from sales_order where prices_gross and cancelled_at is null order by id`,
  )
  const [into = '', ...others] = net.map(row => row.id)
  if (others.length > 0) assert.equal((await merge(world, into, ...others))?.did, 'merged')
  assert.deepEqual(await sum(), before)
  assert.deepEqual(await world.broken(), [])
})
