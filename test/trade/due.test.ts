// Areas do not know channels: a verb says what it changed, and one place writes down which channels have to be told. Here
// every verb of catalogue and stock is run many times, and what was written down is compared with everything that every
// channel is told, reckoned anew before and after.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Changed } from '../../src/base/changed.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { changeCategories, createCategories } from '../../src/catalog/categories.ts'
import { categoriesForChannel } from '../../src/catalog/categoriesForChannel.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { createCustomerGroups } from '../../src/catalog/customerGroups.ts'
import { setGroupPrices } from '../../src/catalog/groupPrices.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { itemsForChannel } from '../../src/catalog/itemsForChannel.ts'
import { addPriceList, setPriceListItems } from '../../src/catalog/priceLists.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setSpecialPrices } from '../../src/catalog/specialPrices.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { offersFor } from '../../src/stock/offers.ts'
import { changeWarehouse, createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const now = new Date('2026-03-02T09:00:00Z')
const rounds = 8

/** Everything that every channel is told: `channel kind object` → its content. */
async function told(tx: Tx, tenant: string, channels: readonly string[]): Promise<Map<string, string>> {
  const items = (await tx.query<{ id: string }>('select id from item')).map(row => row.id)
  const categoryIds = (await tx.query<{ id: string }>('select id from category')).map(row => row.id)
  const all = new Map<string, string>()
  for (const channelId of channels) {
    const put = (kind: string, id: string, content: unknown) =>
      all.set(`${channelId} ${kind} ${id}`, JSON.stringify(content))
    for (const item of await itemsForChannel(tx, tenant, { channelId, itemIds: items, now })) {
      if (!item) continue
      const { prices, problem, taxRate, ...rest } = item
      put('item', item.id, { ...rest, taxRate })
      put('price', item.id, { prices, problem, taxRate })
    }
    for (const offer of await offersFor(tx, tenant, { channelId, itemIds: items }))
      if (all.has(`${channelId} item ${offer.itemId}`)) put('stock', offer.itemId, offer)
    for (const category of await categoriesForChannel(tx, tenant, { channelId, categoryIds, now }))
      if (category) put('category', category.id, category)
  }
  return all
}

async function dueRows(tx: Tx): Promise<{ channel: string; kind: string; id: string }[]> {
  return tx.query('select channel_id as channel, kind, object_id as id from due')
}

test(`every verb writes down exactly what channels have to be told (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const world = await tradeWorld(db, { items: 8, channels: 3, onHand: '20' })
  const { tenant, warehouse } = world
  const channels = world.channels.map(one => one.channel)
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const items: string[] = [...world.items]
  const categories: string[] = []
  const some = <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
  const decimal = () => `${between(chance, 0, 20)}.${between(chance, 0, 99)}`

  // Two channels show a part of the tree, each another; groups are known to one of them.
  const groups = await inTenant(tx => createCustomerGroups(tx, tenant, [{ name: 'A' }, { name: 'B' }]))
  const roots = await inTenant(tx => createCategories(tx, tenant, [{ name: 'R1' }, { name: 'R2' }]))
  categories.push(...roots.results.map(result => result.id))
  await inTenant(async tx => {
    for (const [at, root] of categories.entries())
      await tx.run('update channel set root_category_id = $2, share = 0.5 where id = $1', [
        channels[at],
        root,
      ])
    await tx.run(
      `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id) values ($1, $2, '1', $3)`,
      [tenant, channels[0], groups[0]?.id],
    )
  })
  const list = await inTenant(tx => addPriceList(tx, tenant, { name: 'L' }, now))
  const [second] = await inTenant(tx => createWarehouses(tx, tenant, [{ code: 'B', name: 'B' }]))
  const warehouses = [warehouse, second?.id ?? '']

  type Verb = (tx: Tx) => Promise<{ changed: Changed }>
  const change = (fields: () => object): Verb => {
    return tx =>
      changeItems(tx, tenant, [
        { id: some(items), ...fields() },
        { id: some(items), ...fields() },
      ])
  }
  const verbs: Readonly<Record<string, Verb>> = {
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
        groups.map(({ id }) => ({
          itemId: some(items),
          customerGroupId: id,
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
          customerGroupId: some([null, ...groups.map(group => group.id)]),
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
    async createCategories(tx) {
      const parentId = some([null, ...categories])
      const made = await createCategories(tx, tenant, [{ name: `C${categories.length}`, parentId }])
      categories.push(...made.results.map(result => result.id))
      return made
    },
    moveCategories: tx =>
      changeCategories(tx, tenant, [{ id: some(categories), parentId: some([null, ...categories]) }]),
    changeCategories: tx =>
      changeCategories(tx, tenant, [
        {
          id: some(categories),
          sort: between(chance, 0, 3),
          active: chance() < 0.8,
          texts: { de: some([null, { name: 'K' }]) },
        },
      ]),
    setItemCategories: tx =>
      setItemCategories(tx, tenant, [
        { itemId: some(items), categoryIds: categories.filter(() => chance() < 0.3) },
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

  const seen = new Set<string>()
  // Shuffled by the same chance: a verb meets what any other left behind.
  const plan = Array.from({ length: rounds }, () => Object.entries(verbs))
    .flat()
    .map(([name, verb]) => ({ name, verb, place: chance() }))
    .sort((a, b) => a.place - b.place)
  let before = await inTenant(tx => told(tx, tenant, channels))
  for (const { name, verb } of plan)
    await inTenant(async tx => {
      const { changed } = await verb(tx)
      await markDue(tx, tenant, changed, 'test')
      const then = await told(tx, tenant, channels)
      const written = await dueRows(tx)
      const marked = new Set(written.map(row => `${row.channel} ${row.kind} ${row.id}`))
      const differs = [...new Set([...before.keys(), ...then.keys()])].filter(
        key => before.get(key) !== then.get(key),
      )
      assert.deepEqual(
        differs.filter(key => !marked.has(key)),
        [],
        `${name}: a channel is not told`,
      )
      // And nobody else: exactly the channels that sell an item, and all of them for a category.
      const sold = await tx.query<{ id: string; channel: string }>(
        'select item_id as id, channel_id as channel from item_channel',
      )
      const objects = new Set(written.map(row => `${row.kind} ${row.id}`))
      const should = [...objects].flatMap(object => {
        const [kind, id] = object.split(' ')
        return kind === 'category'
          ? channels.map(channel => `${channel} ${object}`)
          : sold.filter(row => row.id === id).map(row => `${row.channel} ${object}`)
      })
      assert.deepEqual([...marked].sort(), should.sort(), `${name}: other channels are told`)
      if (differs.length > 0) seen.add(name)
      await tx.run('delete from due')
      before = then
    })
  assert.ok(seen.size >= 10, `only these changed anything for a channel: ${[...seen.keys()]}`)
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
