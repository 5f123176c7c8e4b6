import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { createItems } from '../catalog/createItems.ts'
import { type Adjustment, adjustStock } from './adjust.ts'
import { changeReason, createReasons, listReasons } from './adjustmentReasons.ts'
import { moveStock } from './moveStock.ts'
import { offersFor } from './offers.ts'
import { type Transfer, transferStock } from './transfer.ts'
import { changeWarehouse, createWarehouses } from './warehouses.ts'

const { db } = await testDatabase({ after })
const { tenant, warehouse, items, channels } = await tradeWorld(db, { items: 5, onHand: '10' })
const [one = '', two = '', three = '', kit = '', five = ''] = items
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const [made] = await inTenant(tx => createWarehouses(tx, tenant, [{ code: 'B', name: 'B' }]))
const second = made?.id ?? ''
const adjust = (...list: (Partial<Adjustment> & { itemId: string })[]) =>
  inTenant(tx =>
    adjustStock(
      tx,
      tenant,
      list.map(element => ({ warehouseId: warehouse, ...element })),
      'test',
    ),
  )
const transfer = (...list: (Partial<Transfer> & { itemId: string; quantity: string })[]) =>
  inTenant(tx =>
    transferStock(
      tx,
      tenant,
      list.map(element => ({ fromWarehouseId: warehouse, toWarehouseId: second, ...element })),
      'test',
    ),
  )
const allocate = (item: string, quantity: string) =>
  db.pool.query(
    'update stock_level set allocated = $3 where tenant_id = $1 and item_id = $2 and on_hand >= $3',
    [tenant, item, quantity],
  )

async function movementsOf(item: string) {
  const { rows } = await db.pool.query(
    `select m.quantity::float8 as quantity, m.reason, m.cause_kind as kind, m.cause_id as cause, m.note, r.name as why
     from stock_movement m left join adjustment_reason r on r.tenant_id = m.tenant_id and r.id = m.adjustment_reason_id
     where m.tenant_id = $1 and m.item_id = $2 and m.reason <> 'opening' order by m.id`,
    [tenant, item],
  )
  return rows
}

test('a balance is put right by the difference, with the reason that was chosen', async () => {
  const [reason] = await inTenant(tx => createReasons(tx, tenant, ['Bruch']))
  const { results, changed } = await adjust(
    { itemId: one, to: '7', reasonId: reason?.id, note: 'fell' },
    { itemId: two, to: '10.0' },
    { itemId: three, by: '0.5' },
    { itemId: one, by: '-1' },
  )
  assert.deepEqual(
    results.map(result => [result.did, 'onHand' in result ? `${result.quantity} ${result.onHand}` : '']),
    [
      ['booked', '-3 7'],
      ['unchanged', '0 10'],
      ['booked', '0.5 10.5'],
      ['booked', '-1 6'],
    ],
  )
  assert.deepEqual(changed, { stock: [one, three].sort() })
  const [first, next] = await movementsOf(one)
  assert.deepEqual(
    [first.quantity, first.reason, first.kind, first.note, first.why],
    [-3, 'adjustment', 'adjustment', 'fell', 'Bruch'],
  )
  assert.deepEqual([next.quantity, next.cause, next.why], [-1, first.cause, null])
  assert.deepEqual(await movementsOf(two), [])
})

test('what is refused of a list says why and leaves the others alone', async () => {
  await allocate(two, '4')
  const [reason] = await inTenant(tx => createReasons(tx, tenant, ['Alt']))
  await inTenant(tx => changeReason(tx, tenant, reason?.id ?? '', { active: false }))
  const { results, changed } = await adjust(
    { itemId: two, to: '3' },
    { itemId: newId(), to: '3' },
    { itemId: two, to: '3', warehouseId: newId() },
    { itemId: two, to: '3', by: '1' },
    { itemId: two },
    { itemId: two, to: '-1' },
    { itemId: two, to: '5', reasonId: reason?.id },
    { itemId: two, to: '4' },
  )
  assert.deepEqual(
    results.map(result => ('code' in result ? result.code : result.did)),
    [
      'STOCK_TOO_LOW',
      'STOCK_ITEM_UNKNOWN',
      'WAREHOUSE_UNKNOWN',
      'ADJUSTMENT_UNCLEAR',
      'ADJUSTMENT_UNCLEAR',
      'ADJUSTMENT_UNCLEAR',
      'REASON_UNKNOWN',
      'booked',
    ],
  )
  assert.deepEqual(changed, { stock: [two] })
  await allocate(two, '0')
})

test('a kit and a parent have no stock of their own', async () => {
  await db.pool.query(`delete from stock_movement where tenant_id = $1 and item_id = $2`, [tenant, kit])
  await db.pool.query(`delete from stock_level where tenant_id = $1 and item_id = $2`, [tenant, kit])
  await db.pool.query(`update item set kind = 'kit', rank = 1 where tenant_id = $1 and id = $2`, [
    tenant,
    kit,
  ])
  const { results } = await adjust({ itemId: kit, to: '3' }, { itemId: three, to: '10' })
  assert.deepEqual(
    results.map(result => ('code' in result ? result.code : result.did)),
    ['STOCK_NOT_OWN', 'booked'],
  )
  const book = inTenant(tx =>
    moveStock(
      tx,
      tenant,
      [{ itemId: kit, warehouseId: warehouse, quantity: '1', reason: 'receipt' }],
      'test',
    ),
  )
  await assert.rejects(book, { code: 'STOCK_NOT_OWN' })
  const moved = await transfer({ itemId: kit, quantity: '1' })
  assert.equal(moved.results[0]?.did, 'refused')
})

test('an item that becomes a kit while it is booked is refused, not booked', async () => {
  const {
    results: [fresh],
  } = await inTenant(tx => createItems(tx, tenant, [{ itemNumber: 'FRESH', name: 'F' }]))
  const id = fresh && 'id' in fresh ? fresh.id : ''
  const other = await db.pool.connect()
  await other.query('begin')
  await other.query(`update item set kind = 'kit', rank = 1 where tenant_id = $1 and id = $2`, [tenant, id])
  const booking = adjust({ itemId: id, to: '3' })
  // The booking waits for the item by its foreign key: only when it does, the change is committed.
  for (;;) {
    const { rows } = await db.pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into stock_level%' and datname = current_database()`,
    )
    if (rows.length > 0) break
  }
  await other.query('commit')
  other.release()
  const [result] = (await booking).results
  assert.equal(result && 'code' in result ? result.code : '', 'STOCK_NOT_OWN')
})

test('a transfer is two movements of one cause, and what is set aside stays', async () => {
  await allocate(five, '7')
  const { results, changed } = await transfer(
    { itemId: five, quantity: '2', note: 'shelf' },
    { itemId: five, quantity: '2' },
    { itemId: five, quantity: '0' },
    { itemId: five, quantity: '1', toWarehouseId: warehouse },
    { itemId: five, quantity: '1' },
    { itemId: five, quantity: '3', fromWarehouseId: second, toWarehouseId: warehouse },
  )
  assert.deepEqual(
    results.map(result => ('code' in result ? result.code : `${result.fromOnHand} ${result.toOnHand}`)),
    ['8 2', 'STOCK_TOO_LOW', 'QUANTITY_NOT_POSITIVE', 'SAME_WAREHOUSE', '7 3', '0 10'],
  )
  assert.deepEqual(changed, { stock: [five] })
  const moved = await movementsOf(five)
  assert.deepEqual(
    moved.map(row => row.quantity),
    [-2, 2, -1, 1, -3, 3],
  )
  assert.equal(new Set(moved.map(row => `${row.kind} ${row.cause}`)).size, 1)
  assert.equal(moved[0].kind, 'transfer')
  await allocate(five, '0')
})

test('what goes into a warehouse locked for availability is not offered, what comes back is', async () => {
  const offered = async () => {
    const [offer] = await inTenant(tx =>
      offersFor(tx, tenant, { channelId: channels[0]?.channel ?? '', itemIds: [five] }),
    )
    return offer?.offered
  }
  assert.equal(await offered(), '10')
  await inTenant(tx => changeWarehouse(tx, tenant, second, { lockAvailability: true }))
  assert.deepEqual((await transfer({ itemId: five, quantity: '4' })).changed, { stock: [five] })
  assert.equal(await offered(), '6')
  await transfer({ itemId: five, quantity: '4', fromWarehouseId: second, toWarehouseId: warehouse })
  assert.equal(await offered(), '10')
  await inTenant(tx => changeWarehouse(tx, tenant, second, { lockAvailability: false }))
})

test('200 transfers against each other of several items end without a deadlock and lose no piece', async () => {
  const pair = [one, five]
  const before = await lying(pair)
  await Promise.all(
    Array.from({ length: 200 }, (_, at) => {
      const list = (at % 2 === 0 ? pair : pair.toReversed()).map(itemId => ({ itemId, quantity: '1' }))
      const back = { fromWarehouseId: second, toWarehouseId: warehouse }
      return transfer(...list.map(element => (at % 3 === 0 ? element : { ...element, ...back })))
    }),
  )
  assert.equal(await lying(pair), before)
  const { rows } = await db.pool.query(
    `select from stock_level s where tenant_id = $1 and on_hand <> (select coalesce(sum(quantity), 0) from stock_movement m
       where m.tenant_id = s.tenant_id and m.item_id = s.item_id and m.warehouse_id = s.warehouse_id)`,
    [tenant],
  )
  assert.equal(rows.length, 0)
})

test('reasons are made once by name, renamed, and listed with those in use first', async () => {
  const before = await inTenant(tx => createReasons(tx, tenant, ['Muster', 'Bruch']))
  assert.deepEqual(
    before.map(reason => reason.did),
    ['new', 'exists'],
  )
  const id = before[0]?.id ?? ''
  await assert.rejects(
    inTenant(tx => changeReason(tx, tenant, id, { name: 'Bruch' })),
    { code: 'REASON_TAKEN' },
  )
  await inTenant(tx => changeReason(tx, tenant, id, { name: 'Aus Muster' }))
  assert.deepEqual(
    (await inTenant(tx => listReasons(tx, tenant))).map(reason => [reason.name, reason.active]),
    [
      ['Aus Muster', true],
      ['Bruch', true],
      ['Alt', false],
    ],
  )
})

async function lying(ids: readonly string[]): Promise<number> {
  const { rows } = await db.pool.query(
    `select sum(on_hand)::float8 as lying from stock_level where tenant_id = $1 and item_id = any($2)`,
    [tenant, ids],
  )
  return rows[0].lying
}
