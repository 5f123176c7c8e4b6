// Every verb of stock against what channels are told, and the books at any point in time against the movements until then.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { adjustStock } from '../../src/stock/adjust.ts'
import { createReasons } from '../../src/stock/adjustmentReasons.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { closeStocktaking, countStock, startStocktaking } from '../../src/stock/stocktaking.ts'
import { transferStock } from '../../src/stock/transfer.ts'
import { changeWarehouse } from '../../src/stock/warehouses.ts'
import { verify } from '../../src/sync/verify.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { compareVerbs, dueWorld, now, someOf, type Verb, type Verbs } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const chance = createChance(seed)
const some = someOf(chance)
const world = await dueWorld(db)
const { tenant, items, warehouses, channels } = world
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const quantity = () => `${between(chance, 0, 12)}${some(['', '.5', '.25'])}`

/** The books after each verb: everything that lies anywhere, and an id that is above those of all movements until then. */
const books: { readonly before: string; readonly levels: ReadonlyMap<string, number> }[] = []

async function writeDown(tx: Tx): Promise<void> {
  const rows = await tx.query<{ place: string; lying: number }>(
    `select item_id || ' ' || warehouse_id as place, on_hand::float8 as lying from stock_level`,
  )
  books.push({ before: newId(), levels: new Map(rows.map(row => [row.place, row.lying])) })
}

const verbs: Verbs = {
  adjustStock: tx =>
    adjustStock(
      tx,
      tenant,
      Array.from({ length: 3 }, () => ({
        itemId: some(items),
        warehouseId: some(warehouses),
        ...some([{ to: quantity() }, { by: `-${quantity()}` }, { by: quantity() }]),
      })),
      'test',
    ),
  transferStock: tx =>
    transferStock(
      tx,
      tenant,
      Array.from({ length: 3 }, () => ({
        itemId: some(items),
        fromWarehouseId: some(warehouses),
        toWarehouseId: some(warehouses),
        quantity: quantity(),
      })),
      'test',
    ),
  moveStock: tx =>
    moveStock(
      tx,
      tenant,
      [{ itemId: some(items), warehouseId: some(warehouses), quantity: '3', reason: 'receipt' }],
      'test',
    ),
  lockForAvailability: tx =>
    changeWarehouse(tx, tenant, some(warehouses), { lockAvailability: chance() < 0.4 }),
  lockForShipment: tx => changeWarehouse(tx, tenant, some(warehouses), { lockShipment: chance() < 0.4 }),
  async closeStocktaking(tx) {
    const warehouseId = some(warehouses)
    const chosen = chance() < 0.5 ? undefined : [some(items)]
    const { id } = await startStocktaking(tx, tenant, { warehouseId, name: 'S', itemIds: chosen }, 'test')
    const counts = [some(items), some(items)].map(itemId => ({ itemId, counted: quantity() }))
    await countStock(tx, tenant, id, counts, 'test', now)
    const uncounted = chance() < 0.3 ? 'zero' : 'leave'
    return closeStocktaking(tx, tenant, id, { uncounted }, 'test', now)
  },
}

test(`every verb of stock writes down what channels have to be told (seed ${seed})`, async () => {
  await inTenant(async tx => {
    await createReasons(tx, tenant, ['Bruch'])
    const sold = items.flatMap(itemId => channels.map(channelId => ({ itemId, channelId, active: true })))
    await sellOn(tx, tenant, sold)
    await writeDown(tx)
  })
  const watched = Object.entries(verbs).map(([name, verb]): [string, Verb] => [
    name,
    async tx => {
      const done = await verb(tx)
      await writeDown(tx)
      return done
    },
  ])
  const needed = ['adjustStock', 'transferStock', 'moveStock', 'lockForAvailability', 'closeStocktaking']
  const seen = await compareVerbs(db, world, Object.fromEntries(watched), {
    chance,
    rounds: rounds(17),
    needed,
  })
  for (const name of needed) assert.ok(seen.has(name), `${name} changed nothing for any channel`)
  assert.ok(!seen.has('lockForShipment'), 'what does not leave a warehouse is offered all the same')
})

test('at any point in time, what lies somewhere is the sum of the movements until then', async () => {
  assert.ok(books.length >= 100, `only ${books.length} points in time`)
  await inTenant(async tx => {
    for (const { before, levels } of books) {
      const rows = await tx.query<{ place: string; moved: number }>(
        `select item_id || ' ' || warehouse_id as place, sum(quantity)::float8 as moved from stock_movement
         where tenant_id = $1 and id < $2 group by 1`,
        [tenant, before],
      )
      const moved = new Map(rows.map(row => [row.place, row.moved]))
      for (const [place, lying] of levels) assert.equal(lying, moved.get(place) ?? 0, place)
      for (const place of moved.keys()) assert.ok(levels.has(place), place)
    }
  })
})

test('each movement says who made it and what it came of, and verify finds nothing', async () => {
  await inTenant(async tx => {
    const strange = await tx.query(
      `select from stock_movement where actor = '' or cause_kind = '' or cause_kind not in ('booking', 'adjustment', 'transfer', 'stocktaking')`,
    )
    assert.equal(strange.length, 0)
    const wrong = (await verify(tx, tenant)).filter(finding => !finding.ok)
    assert.deepEqual(wrong, [])
  })
})

test('verify finds a transfer that lost a piece and a stocktaking that booked something else', async () => {
  await db.pool.query(
    `update stock_movement set quantity = quantity * 2 where id = (select id from stock_movement where cause_kind = 'transfer' limit 1)`,
  )
  await db.pool.query(
    `update stocktaking_line set counted = counted + 1 where (tenant_id, stocktaking_id, item_id) = (
       select tenant_id, stocktaking_id, item_id from stocktaking_line where movement_id is not null order by stocktaking_id limit 1)`,
  )
  await db.pool.query(
    `update stocktaking_line set movement_id = null where (tenant_id, stocktaking_id, item_id) = (
       select tenant_id, stocktaking_id, item_id from stocktaking_line where movement_id is not null order by stocktaking_id desc limit 1)`,
  )
  const wrong = await inTenant(async tx => (await verify(tx, tenant)).filter(finding => !finding.ok))
  assert.deepEqual(wrong.map(finding => finding.promise).sort(), [
    'a stocktaking that is closed has booked every difference',
    'a transfer takes away what it brings',
    'what a stocktaking booked is the difference of its line',
    'what lies in a warehouse is the sum of its movements',
  ])
})
