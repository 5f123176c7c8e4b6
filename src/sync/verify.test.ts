import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedOrders } from '../../testkit/database/tradeOrders.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { createCategories } from '../catalog/categories.ts'
import { changeItems } from '../catalog/changeItems.ts'
import { moveStock } from '../stock/moveStock.ts'
import { markDue } from './markDue.ts'
import { verify } from './verify.ts'

const { db } = await testDatabase({ after })
const world = await tradeWorld(db, { items: 3 })
const { tenant, warehouse, items } = world
const [item = '', other = ''] = items

const broken = async () =>
  (await transact(db, { tenant }, tx => verify(tx, tenant)))
    .filter(finding => !finding.ok)
    .map(finding => finding.promise)

/** Breaks something as the owner, looks what verify says, and mends it. */
async function breaking(harm: string, values: readonly unknown[], mend: string): Promise<string[]> {
  await db.pool.query(harm, [...values])
  const found = await broken()
  await db.pool.query(mend, [...values])
  assert.deepEqual(await broken(), [], mend)
  return found
}

test('a tenant that trades keeps its promises', async () => {
  await transact(db, { tenant }, async tx => {
    const move = { itemId: item, warehouseId: warehouse, quantity: '-2.5', reason: 'adjustment' as const }
    const booked = await moveStock(tx, tenant, [move], 'test')
    await markDue(tx, tenant, booked.changed, 'test')
    const { changed } = await changeItems(tx, tenant, [{ id: other, name: 'Other', netPrice: '3' }])
    await markDue(tx, tenant, changed, 'test')
  })
  const [order] = await seedOrders(db, world, [{ itemId: item, quantity: '3' }])
  await transact(db, { tenant }, async tx => {
    await tx.run(`update stock_level set allocated = 3 where item_id = $1`, [item])
    await tx.run(`update sales_order_line set allocated = 3 where order_id = $1`, [order])
    await tx.run(`update sales_order set deliverability = 'full' where id = $1`, [order])
    await tx.run(
      `insert into allocation (tenant_id, order_id, line_no, item_id, warehouse_id, quantity) values ($1, $2, 1, $3, $4, 3)`,
      [tenant, order, item, warehouse],
    )
  })
  assert.deepEqual(await broken(), [])
})

test('a balance that no movement made is found', async () => {
  const found = await breaking(
    'update stock_level set on_hand = on_hand + 1 where item_id = $1',
    [item],
    'update stock_level set on_hand = on_hand - 1 where item_id = $1',
  )
  assert.deepEqual(found, ['what lies in a warehouse is the sum of its movements'])
})

test('an allocation that the balance or the line does not know is found', async () => {
  assert.deepEqual(
    await breaking(
      'update stock_level set allocated = 2 where item_id = $1',
      [item],
      'update stock_level set allocated = 3 where item_id = $1',
    ),
    ['what is allocated is the sum of the allocations, and never more than is there'],
  )
  assert.deepEqual(
    await breaking(
      'update sales_order_line set allocated = 1 where item_id = $1',
      [item],
      'update sales_order_line set allocated = 3 where item_id = $1',
    ),
    [
      'an order line has allocated what is set aside for it, and so has each part of a kit',
      'nobody waits for stock that is free',
      'an order is as deliverable as what is set aside for it says',
    ],
  )
})

test('a due row of another connection, or of what is not sold there, is found', async () => {
  const { rows } = await db.pool.query('select connection_id as id from due limit 1')
  await db.pool.query(`update due set connection_id = $1`, [newId()])
  assert.deepEqual(await broken(), ['what is due, swept or accepted names a channel of its connection'])
  await db.pool.query(`update due set connection_id = $1`, [rows[0].id])
  assert.deepEqual(
    await breaking(
      `update due set object_id = $2 where object_id = $1 and kind = 'price'`,
      [other, newId()],
      'update due set object_id = $1 where object_id = $2',
    ),
    ['a sent or waiting item is sold on its channel, or was'],
  )
})

test('categories in a circle are found', async () => {
  // The database refuses it: here its constraint is lost.
  await db.pool.query('alter table category drop constraint category_below_parent')
  const made = await transact(db, { tenant }, tx =>
    createCategories(tx, tenant, [{ name: 'A' }, { name: 'B' }, { name: 'C' }]),
  )
  const ids = made.results.map(result => result.id)
  assert.deepEqual(
    await breaking(
      `update category set parent_level = 0, parent_id = case id when $1::uuid then $2::uuid when $2::uuid then $1::uuid end where id in ($1, $2)`,
      ids.slice(0, 2),
      'update category set parent_id = null, parent_level = null where id in ($1, $2)',
    ),
    ['no category lies below itself'],
  )
})
