import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type Move, moveStock } from './moveStock.ts'
import { changeWarehouse, createWarehouses } from './warehouses.ts'

const { db } = await testDatabase({ after })
const { tenant, warehouse, items } = await tradeWorld(db, { items: 4, onHand: '10' })
const [one = '', two = '', three = ''] = items
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const book = (...moves: (Pick<Move, 'itemId' | 'quantity'> & Partial<Move>)[]) =>
  inTenant(tx =>
    moveStock(
      tx,
      tenant,
      moves.map(move => ({ warehouseId: warehouse, reason: 'adjustment', ...move })),
      'test',
    ),
  )

async function sums(): Promise<{ onHand: number; moved: number }[]> {
  const { rows } = await db.pool.query(
    `select s.on_hand::float8 as "onHand", (select coalesce(sum(quantity), 0) from stock_movement m
       where m.tenant_id = s.tenant_id and m.item_id = s.item_id and m.warehouse_id = s.warehouse_id)::float8 as moved
     from stock_level s where tenant_id = $1 order by item_id, warehouse_id`,
    [tenant],
  )
  return rows
}

test('a booking changes the balance by a movement, and names the item once', async () => {
  const { results, changed } = await book(
    { itemId: one, quantity: '2.5', reason: 'receipt', note: 'new' },
    { itemId: one, quantity: '-1' },
  )
  assert.deepEqual(
    results.map(result => result.onHand),
    ['11.5', '11.5'],
  )
  assert.deepEqual(changed, { stock: [one] })
  for (const { onHand, moved } of await sums()) assert.equal(onHand, moved)
})

test('200 bookings of one item at once: the balance is the sum of the movements', async () => {
  const bookings = Array.from({ length: 200 }, (_, at) =>
    book(
      { itemId: two, quantity: String((at % 7) + 1) },
      ...(at % 3 === 0
        ? [
            { itemId: three, quantity: '1' },
            { itemId: one, quantity: '1' },
          ]
        : []),
    ),
  )
  await Promise.all(bookings)
  const expected = 10 + Array.from({ length: 200 }, (_, at) => (at % 7) + 1).reduce((a, b) => a + b, 0)
  const after = await sums()
  assert.equal(after[1]?.onHand, expected)
  for (const { onHand, moved } of after) assert.equal(onHand, moved)
})

test('of 200 who take one piece each, only as many get one as there are', async () => {
  const [item = ''] = items.slice(3)
  const taken = await Promise.allSettled(
    Array.from({ length: 200 }, () => book({ itemId: item, quantity: '-1', reason: 'delivery' })),
  )
  assert.equal(taken.filter(one => one.status === 'fulfilled').length, 10)
  for (const one of taken) if (one.status === 'rejected') assert.equal(one.reason.code, 'STOCK_TOO_LOW')
  assert.equal((await sums())[3]?.onHand, 0)
})

test('what is allocated cannot be booked out, and then nothing of the list is booked', async () => {
  await db.pool.query(`update stock_level set allocated = 8 where tenant_id = $1 and item_id = $2`, [
    tenant,
    one,
  ])
  const before = await sums()
  await assert.rejects(book({ itemId: three, quantity: '5' }, { itemId: one, quantity: '-100' }), {
    code: 'STOCK_TOO_LOW',
  })
  assert.deepEqual(await sums(), before)
  await db.pool.query(`update stock_level set allocated = 0 where tenant_id = $1`, [tenant])
})

test('unknown items and warehouses and bookings of nothing are refused', async () => {
  await assert.rejects(book({ itemId: newId(), quantity: '1' }), { code: 'STOCK_ITEM_UNKNOWN' })
  await assert.rejects(book({ itemId: one, quantity: '1', warehouseId: newId() }), {
    code: 'WAREHOUSE_UNKNOWN',
  })
  await assert.rejects(book({ itemId: one, quantity: '0.00' }), { code: 'QUANTITY_ZERO' })
})

test('locking a warehouse for availability changes what lies in it', async () => {
  const [second] = await inTenant(tx => createWarehouses(tx, tenant, [{ code: 'B', name: 'Second' }]))
  const id = second?.id ?? ''
  const set = (change: Parameters<typeof changeWarehouse>[3]) =>
    inTenant(tx => changeWarehouse(tx, tenant, id, change))
  assert.deepEqual((await set({ lockAvailability: true })).changed, {})
  await book({ itemId: two, quantity: '3', warehouseId: id })
  assert.deepEqual((await set({ lockAvailability: false })).changed, { stock: [two] })
  assert.deepEqual((await set({ lockAvailability: false, name: 'Other' })).changed, {})
  await assert.rejects(set({ code: 'MAIN' }), { code: 'WAREHOUSE_CODE_TAKEN' })
})
