// Stock of an item is kept from now on, or no more: what that does to orders that are open.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { changeItemsAndOrders } from '../../src/sync/changeItemsAndOrders.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { makingWorld } from './makingWorld.ts'

const { db } = await testDatabase({ after })

test('nothing has to lie ready of an item without stock, and what was set aside is free; with stock again the oldest is served first', async () => {
  const world = await makingWorld(db, { onHand: '3' })
  const { tenant, items, channels, by } = world
  const [cup = '', saucer = ''] = items
  const kit = await world.act(async tx => {
    const { results, changed } = await createItems(tx, tenant, [
      { itemNumber: 'SET', name: 'Gedeck', netPrice: '20' },
    ])
    const id = results[0]?.did === 'new' ? results[0].id : ''
    await setKitParts(tx, tenant, [
      { kitId: id, parts: [cup, saucer].map(itemId => ({ itemId, quantity: '1' })) },
    ])
    await tx.run(`insert into item_channel (tenant_id, channel_id, item_id) values ($1, $2, $3)`, [
      tenant,
      channels[0]?.channel,
      id,
    ])
    return { id, changed }
  })
  const line = (itemId: string, quantity: string) => ({ kind: 'item' as const, itemId, quantity })
  const first = await world.order(2)
  const second = await world.order(1, { lines: [line(kit.id, '4')] })
  const third = await world.order(1, { lines: [line(cup, '1'), line(saucer, '1')] })
  const gone = await world.order(1)
  await world.act(tx => cancelOrders(tx, tenant, [{ orderId: gone, reason: 'x' }], by))
  const stands = () =>
    world.query(
      `select deliverability as is, (select array_agg(trim_scale(allocated)::text order by line_no) from sales_order_line n
         where n.order_id = o.id) as aside from sales_order o where id = any($1::uuid[]) order by order_number`,
      [first, second, third],
    )
  const onShelf = async () =>
    (
      await world.query<{ free: string }>(
        `select trim_scale(on_hand - allocated)::text as free from stock_level where item_id = any($1::uuid[]) order by item_id`,
        [cup, saucer],
      )
    ).map(row => row.free)
  const due = async () => {
    const rows = await world.query<{ id: string }>(
      `select distinct object_id as id from due where kind = 'stock'`,
    )
    await world.tx(tx => tx.run(`delete from due where tenant_id = $1`, [tenant]))
    return rows.map(row => row.id)
  }
  // Three cups and three saucers: two cups for the first; of the sets, one cup and three saucers.
  assert.deepEqual(await stands(), [
    { is: 'full', aside: ['2'] },
    { is: 'part', aside: ['1'] },
    { is: 'none', aside: ['0', '0'] },
  ])
  await due()
  const before = await world.query(`select version from sales_order where id = $1`, gone)

  // Cups are made to order from now on.
  const keep = (stockManaged: boolean, itemId = cup) =>
    world.act(tx => changeItemsAndOrders(tx, tenant, [{ id: itemId, stockManaged }], by.now))
  await keep(false)
  assert.deepEqual(await stands(), [
    { is: 'full', aside: ['0'] },
    { is: 'part', aside: ['3'] },
    { is: 'part', aside: ['0', '0'] },
  ])
  assert.deepEqual(await onShelf(), ['3', '0'])
  const told = await due()
  assert.ok(told.includes(cup) && told.includes(kit.id), 'the cup and the set are offered anew')
  assert.deepEqual(await world.query(`select version from sales_order where id = $1`, gone), before)
  assert.deepEqual(await world.broken(), [])
  // The first leaves without a piece from a shelf.
  const wish = { orderId: first, warehouseId: world.warehouse, packages: [] }
  const left = await world.act(tx => deliver(tx, tenant, [wish], by, () => newId()))
  assert.equal(left.results[0]?.did, 'delivered')
  assert.deepEqual(await onShelf(), ['3', '0'])
  assert.deepEqual(await keep(false).then(done => done.results[0]?.did), 'unchanged')

  // And from a shelf again: the sets come first, and of the cups none is left for the third.
  await keep(true)
  assert.deepEqual(await stands(), [
    { is: 'done', aside: ['0'] },
    { is: 'part', aside: ['3'] },
    { is: 'none', aside: ['0', '0'] },
  ])
  assert.deepEqual(await onShelf(), ['0', '0'])
  assert.deepEqual(await world.broken(), [])

  // Neither part is kept: a set needs nothing.
  await keep(false)
  await keep(false, saucer)
  assert.deepEqual(await stands(), [
    { is: 'done', aside: ['0'] },
    { is: 'full', aside: ['0'] },
    { is: 'full', aside: ['0', '0'] },
  ])
  assert.deepEqual(await onShelf(), ['3', '3'])
  assert.deepEqual(await world.broken(), [])
})
