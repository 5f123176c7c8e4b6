// Areas do not know channels: a verb says what it changed, and one place writes down which channels have to be told. Here
// verbs of catalogue and stock are run many times (`dueWorld.ts`).
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { changeCategories } from '../../src/catalog/categories.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setGroupPrices } from '../../src/catalog/groupPrices.ts'
import { addPriceList, setPriceListItems } from '../../src/catalog/priceLists.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setSpecialPrices } from '../../src/catalog/specialPrices.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { changeWarehouse } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { compareVerbs, dueWorld, now, someOf, treeVerbs, type Verb, type Verbs } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

test(`every verb writes down exactly what channels have to be told (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const world = await dueWorld(db)
  const { tenant, channels, items, categories, groups, warehouses } = world
  const some = someOf(chance)
  const decimal = () => `${between(chance, 0, 20)}.${between(chance, 0, 99)}`
  const list = await transact(db, { tenant }, tx => addPriceList(tx, tenant, { name: 'L' }, now))

  const change = (fields: () => object): Verb => {
    return tx =>
      changeItems(tx, tenant, [
        { id: some(items), ...fields() },
        { id: some(items), ...fields() },
      ])
  }
  const verbs: Verbs = {
    async createItems(tx) {
      const { results } = await createItems(tx, tenant, [
        { itemNumber: `N-${items.length}`, name: 'New', netPrice: '1' },
      ])
      items.push(results[0]?.id ?? '')
      return { changed: {} }
    },
    changeName: change(() => ({ name: some(['A', 'B', 'C']), gtin: some([null, '40000008', '40000015']) })),
    changeNumber: change(() => ({
      itemNumber: `X-${between(chance, 0, 1e9)}`,
      manufacturerNumber: some([null, 'M']),
    })),
    changePrice: change(() => ({ netPrice: some([null, decimal()]), weight: some([null, '1', '2']) })),
    changeTax: change(() => ({
      taxClassId: some([null, world.taxClasses.standard, world.taxClasses.reduced]),
    })),
    changeFlags: change(() => ({ active: chance() < 0.8, blocked: chance() < 0.2 })),
    changeStockRules: change(() => ({
      stockManaged: chance() < 0.7,
      oversell: chance() < 0.3,
      buffer: some(['0', '3']),
    })),
    changeTexts: change(() => ({
      texts: { de: some([null, { name: some(['D', 'E']) }]), en: { name: 'E' } },
    })),
    setGroupPrices: tx =>
      setGroupPrices(
        tx,
        tenant,
        groups.map(customerGroupId => ({
          itemId: some(items),
          customerGroupId,
          scales: some([[], [{ from: '0', net: decimal() }], [{ from: '5', net: '5' }]]),
        })),
      ),
    setSpecialPrices: tx =>
      setSpecialPrices(
        tx,
        tenant,
        [0, 1].map(() => ({
          itemId: some(items),
          channelId: some([null, ...channels]),
          customerGroupId: some([null, ...groups]),
          net: some([null, '0.01', decimal()]),
          from: some([new Date('2026-03-01T00:00:00Z'), new Date('2026-03-03T00:00:00Z')]),
          to: some([null, new Date('2026-03-02T08:00:00Z'), new Date('2026-03-05T00:00:00Z')]),
        })),
        now,
      ),
    setPriceListItems: tx =>
      setPriceListItems(tx, tenant, list.id, [{ itemId: some(items), net: some([null, decimal()]) }], now),
    sellOn: tx =>
      sellOn(tx, tenant, [
        {
          itemId: some(items),
          channelId: some(channels),
          active: chance() < 0.7,
          reserve: some([undefined, '0', '4']),
          cap: some([undefined, null, '3']),
        },
      ]),
    ...treeVerbs(world, chance),
    changeCategories: tx =>
      changeCategories(tx, tenant, [
        {
          id: some(categories),
          sort: between(chance, 0, 3),
          active: chance() < 0.8,
          texts: { de: some([null, { name: 'K' }]) },
        },
      ]),
    moveStock: tx =>
      moveStock(
        tx,
        tenant,
        [{ itemId: some(items), warehouseId: some(warehouses), quantity: '3', reason: 'receipt' }],
        'test',
      ),
    lockWarehouse: tx => changeWarehouse(tx, tenant, some(warehouses), { lockAvailability: chance() < 0.5 }),
  }

  const enough = (seen: ReadonlySet<string>) => seen.size >= 10
  const seen = await compareVerbs(db, world, verbs, { chance, rounds: rounds(4), enough })
  assert.ok(enough(seen), `only these changed anything for a channel: ${[...seen.keys()]}`)
})

const countOf = async (tenant: string, table: 'due' | 'sweep') => {
  const { rows } = await db.pool.query(`select count(*)::int as count from ${table} where tenant_id = $1`, [
    tenant,
  ])
  return rows[0].count
}

test('1,000 changed items are due one by one; with one more it is a sweep for each channel', async () => {
  const { tenant, items } = await tradeWorld(db, { items: 1001, channels: 3 })
  const price = (ids: readonly string[], netPrice: string) =>
    transact(db, { tenant }, async tx => {
      const { changed } = await changeItems(
        tx,
        tenant,
        ids.map(id => ({ id, netPrice })),
      )
      await markDue(tx, tenant, changed, 'test')
    })
  await price(items.slice(1), '11')
  assert.deepEqual([await countOf(tenant, 'due'), await countOf(tenant, 'sweep')], [3000, 0])
  await price(items, '12')
  assert.deepEqual([await countOf(tenant, 'due'), await countOf(tenant, 'sweep')], [3000, 3])
})

test('nothing is due when the change is rolled back', async () => {
  const { tenant, items } = await tradeWorld(db, { items: 1 })
  const failing = transact(db, { tenant }, async tx => {
    await markDue(tx, tenant, { item: items }, 'test')
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.equal(await countOf(tenant, 'due'), 0)
})
