// Adjustments, transfers and stocktaking as a program uses them: over HTTP, with what channels have to be told of them.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { seedOrders } from '../../testkit/database/tradeOrders.ts'
import { tradeServer } from './tradeServer.ts'

const { db, world, call } = await tradeServer({ after }, { items: 3, onHand: '10' })
const { tenant, items, channels } = world
const [item = '', second = ''] = items

async function due(): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `with d as (delete from due where tenant_id = $1 and kind = 'stock' returning object_id) select object_id as id from d order by 1`,
    [tenant],
  )
  return rows.map(row => row.id)
}

test('stock is adjusted with a reason and transferred, listed with its movements, and channels are told', async () => {
  await call('POST', '/stock-reasons', { names: ['Bruch'] })
  await call('POST', '/warehouses', { code: 'B', name: 'B' })
  const done = await call('POST', '/stock/adjustments', {
    item: 'ART-1',
    to: '7',
    warehouse: 'MAIN',
    reason: 'Bruch',
  })
  assert.deepEqual([done.quantity, done.onHand], ['-3', '7'])
  assert.deepEqual(await due(), [item])
  const moved = await call('POST', '/stock/transfers', {
    item: 'ART-1',
    quantity: '2',
    from: 'MAIN',
    to: 'B',
  })
  assert.deepEqual([moved.fromOnHand, moved.toOnHand], ['5', '2'])
  assert.deepEqual(await due(), [item])
  const tooMuch = { item: 'ART-1', quantity: '6', from: 'MAIN', to: 'B' }
  assert.equal((await call('POST', '/stock/transfers', tooMuch, 409)).code, 'STOCK_TOO_LOW')
  const list = await call('GET', `/stock/movements?causeKind=transfer&cause=${moved.transferId}`)
  assert.deepEqual(
    list.items.map((row: { quantity: string; actor: string }) => [row.quantity, row.actor]),
    [
      ['2', 'all'],
      ['-2', 'all'],
    ],
  )
  const adjusted = (await call('GET', '/stock/movements?item=ART-1&causeKind=adjustment')).items
  assert.deepEqual([adjusted.length, adjusted[0].adjustmentReason], [1, 'Bruch'])
  const stock = await call('GET', `/stock?search=art-1&channel=${channels[0]?.channel}`)
  assert.deepEqual(stock.count, 0, 'items of the test world have no words to be found by')
  const lying = (await call('GET', `/stock?warehouse=B&inStock=true&channel=${channels[0]?.channel}`)).items
  assert.deepEqual(
    lying.map((row: Record<string, string>) => [
      row['itemNumber'],
      row['onHand'],
      row['available'],
      row['offered'],
    ]),
    [['ART-1', '7', '7', '7']],
  )
  const byNumber = (await call('GET', '/items?sort=number&kind=simple&active=true&limit=2')).items
  assert.deepEqual(
    byNumber.map((row: { itemNumber: string }) => row.itemNumber),
    ['ART-1', 'ART-2'],
  )
})

test('a list of adjustments or transfers does what can be done and says why not', async () => {
  const { items: warehouses } = await call('GET', '/warehouses')
  const [main, other] = ['MAIN', 'B'].map(
    code => warehouses.find((one: { code: string }) => one.code === code).id as string,
  )
  const adjustments = [
    { itemId: second, warehouseId: main, to: '4' },
    { itemId: second, warehouseId: main, to: '1', by: '1' },
  ]
  const adjusted = (await call('POST', '/stock/adjustments/bulk', { adjustments })).items
  assert.deepEqual([adjusted[0].onHand, adjusted[1].code], ['4', 'ADJUSTMENT_UNCLEAR'])
  const transfers = [
    { itemId: second, fromWarehouseId: main, toWarehouseId: other, quantity: '1' },
    { itemId: second, fromWarehouseId: main, toWarehouseId: main, quantity: '1' },
  ]
  const moved = (await call('POST', '/stock/transfers/bulk', { transfers })).items
  assert.deepEqual([moved[0].fromOnHand, moved[1].code], ['3', 'SAME_WAREHOUSE'])
  assert.deepEqual(await due(), [second])
})

test('a warehouse is counted and put right', async () => {
  const { id, lines } = await call('POST', '/stocktakings', { name: 'Inventur', warehouse: 'MAIN' })
  assert.equal(lines, 3)
  const again = { name: 'Zweite', warehouse: 'MAIN' }
  assert.equal((await call('POST', '/stocktakings', again, 409)).code, 'STOCKTAKING_OPEN')
  assert.equal(
    (await call('PUT', `/stocktakings/${id}/counts`, { item: 'ART-1', counted: '4' })).difference,
    '-1',
  )
  const { version } = await call('PUT', `/stocktakings/${id}/counts/bulk`, {
    counts: [{ itemId: second, counted: '3' }],
  })
  const open = await call('GET', `/stocktakings/${id}/lines?state=uncounted`)
  assert.deepEqual([open.count, open.items[0].itemNumber], [1, 'ART-3'])
  const shown = await call('GET', `/stocktakings/${id}`)
  assert.deepEqual(shown.lines, { uncounted: 1, equal: 1, different: 1, booked: 0 })
  const old = { version: version - 1 }
  assert.equal((await call('POST', `/stocktakings/${id}/close`, old, 409)).code, 'STOCKTAKING_CHANGED')
  const closing = await call('POST', `/stocktakings/${id}/close`, { version })
  assert.deepEqual([closing.state, closing.booked, closing.equal, closing.left], ['closed', 1, 1, 1])
  assert.deepEqual(await due(), [item])
  assert.equal((await call('POST', `/stocktakings/${id}/cancel`, {}, 409)).code, 'STOCKTAKING_CLOSED')
  assert.equal((await call('GET', '/stocktakings?state=closed&warehouse=MAIN')).count, 1)
})

test('what a scanner reads is counted by its GTIN, and a line that cannot be booked says why', async () => {
  await transact(db, { tenant }, tx =>
    tx.run(`update item set gtin = '4006381333931' where tenant_id = $1 and id = $2`, [tenant, second]),
  )
  const { id } = await call('POST', '/stocktakings', { name: 'Scanner', warehouse: 'MAIN' })
  const counts = `/stocktakings/${id}/counts`
  const scan = { item: '04006381333931', counted: '1', add: true }
  await call('PUT', counts, scan)
  const done = await call('PUT', counts, scan)
  assert.deepEqual([done.itemNumber, done.counted, done.booked], ['ART-2', '2', '3'])
  assert.equal((await call('PUT', counts, { ...scan, item: '4006381333948' }, 404)).code, 'ITEM_UNKNOWN')
  await transact(db, { tenant }, tx =>
    tx.run(`update stock_level set allocated = 3 where tenant_id = $1 and item_id = $2 and on_hand = 3`, [
      tenant,
      second,
    ]),
  )
  const closing = await call('POST', `/stocktakings/${id}/close`, {})
  assert.deepEqual([closing.state, closing.lines[0].code], ['open', 'STOCK_TOO_LOW'])
  assert.match(closing.lines[0].reason, /ART-2/)
  await call('POST', `/stocktakings/${id}/cancel`, {})
})

test('who waits for an item is listed in the order in which it is served, with whom it waits for', async () => {
  const third = items[2] ?? ''
  const ids = await seedOrders(
    db,
    world,
    ['2', '3', '1'].map(quantity => ({ itemId: third, quantity })),
  )
  await transact(db, { tenant }, async tx => {
    await tx.run(`update sales_order o set placed_at = now() - interval '1 day' where o.id = $1`, [ids[2]])
    await tx.run(
      `update sales_order o set placed_at = now() + interval '1 day', priority = -1 where o.id = $1`,
      [ids[1]],
    )
    await tx.run(`update sales_order_line set allocated = 2 where order_id = $1`, [ids[0]])
  })
  const { servedFirst, orders: queue } = await call('GET', '/stock/ART-3/queue')
  assert.equal(servedFirst, 'oldest')
  assert.deepEqual(
    queue.map((one: Record<string, string>) => [one['orderId'], one['place'], one['missing']]),
    [
      [ids[2], 1, '1'],
      [ids[0], 2, '0'],
      [ids[1], 3, '3'],
    ],
  )
  // The first one lacks a piece that another has got before; who has what it needs waits for nobody.
  const reasons = queue.map((one: { waits: { reason: string } | null }) => one.waits?.reason ?? '')
  assert.ok(reasons[0].includes(ids[0]) && !reasons[0].includes(ids[1]), reasons[0])
  assert.equal(reasons[1], '')
  assert.ok(reasons[2].includes(`${ids[2]}, ${ids[0]}`), reasons[2])
  assert.deepEqual((await call('GET', '/stock/ART-1/queue')).orders, [])
})
