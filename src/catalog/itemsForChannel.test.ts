import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { createCategories } from './categories.ts'
import { nextItemsOf } from './categoriesForChannel.ts'
import { changeItems } from './changeItems.ts'
import { createCustomerGroups } from './customerGroups.ts'
import { changeScale, setGroupPrices } from './groupPrices.ts'
import { setItemCategories } from './itemCategories.ts'
import { itemsForChannel } from './itemsForChannel.ts'
import { sellOn } from './sellOn.ts'

const { db } = await testDatabase({ after })
const now = new Date('2026-03-02T09:00:00Z')

async function world() {
  const made = await tradeWorld(db, { items: 3, channels: 2 })
  const { tenant, items } = made
  const [channelId = '', other = ''] = made.channels.map(one => one.channel)
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const read = (itemIds: readonly string[] = items, at = now, channel = channelId) =>
    inTenant(tx => itemsForChannel(tx, tenant, { channelId: channel, itemIds, now: at }))
  const change = (...changes: Parameters<typeof changeItems>[2]) =>
    inTenant(tx => changeItems(tx, tenant, changes))
  return { ...made, channelId, other, inTenant, read, change, item: items[0] ?? '' }
}

const ofItem = [{ by: 'base_price', only: [], said: 'net' }]

test('a channel is told number, texts, tax and prices of an item, in the order asked', async () => {
  const { read, change, item, items } = await world()
  await change({
    id: item,
    gtin: '4012345678901',
    netPrice: '8.4033613445378',
    weight: '0.250',
    texts: { de: { name: 'Haken', description: 'Aus Stahl' }, en: { name: 'Hook' } },
  })
  const [last, none, told] = await read([items[2] ?? '', newId(), item])
  assert.deepEqual([last?.itemNumber, none], ['ART-3', undefined])
  assert.deepEqual(told, {
    id: item,
    itemNumber: 'ART-1',
    gtin: '4012345678901',
    active: true,
    texts: {
      de: { name: 'Haken', description: 'Aus Stahl' },
      en: { name: 'Hook', description: 'Aus Stahl' },
    },
    taxRate: '19',
    currency: 'EUR',
    categoryIds: [],
    weight: '0.25',
    prices: [{ scales: [{ from: '0', net: '8.4033613445378', gross: '10.00' }], why: ofItem }],
  })
  assert.deepEqual(last?.texts, { de: { name: 'Artikel 3' } })
})

test('the tax is that of the class, in the country of the company, on its day', async () => {
  const { read, change, item, taxClasses, inTenant, tenant } = await world()
  const rate = async (at: string) => (await read([item], new Date(at)))[0]?.taxRate
  assert.equal(await rate('2020-06-30T21:59:59Z'), '19')
  assert.equal(await rate('2020-06-30T22:00:00Z'), '16', 'midnight in Berlin')
  assert.equal(await rate('2021-01-01T12:00:00Z'), '19')
  await change({ id: item, taxClassId: taxClasses.reduced })
  assert.deepEqual([await rate('2020-08-01T00:00:00Z'), await rate('2026-03-02T00:00:00Z')], ['5', '7'])
  await change({ id: item, taxClassId: null })
  assert.equal(await rate('2026-03-02T00:00:00Z'), '19', 'the default class')
  const own = newId()
  await inTenant(tx =>
    tx.run(`insert into tax_class (tenant_id, id, name) values ($1, $2, 'Own')`, [tenant, own]),
  )
  await change({ id: item, taxClassId: own })
  assert.equal((await read([item]))[0]?.problem, 'TAX_UNKNOWN')
})

test('a group pays its own price from its quantity on, and without one what everyone pays', async () => {
  const { read, change, item, items, inTenant, tenant, channelId, other } = await world()
  const [dealer, club] = await inTenant(tx =>
    createCustomerGroups(tx, tenant, [{ name: 'Dealer' }, { name: 'Club' }]),
  )
  for (const [theirs, group] of [
    ['2', dealer],
    ['7', club],
  ] as const)
    await inTenant(tx =>
      tx.run(
        `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id) values ($1, $2, $3, $4)`,
        [tenant, channelId, theirs, group?.id],
      ),
    )
  const customerGroupId = dealer?.id ?? ''
  const set = (scales: { from: string; net: string }[]) =>
    inTenant(tx => setGroupPrices(tx, tenant, [{ itemId: item, customerGroupId, scales }]))
  assert.deepEqual(
    (
      await set([
        { from: '10', net: '9' },
        { from: '100', net: '8.005' },
      ])
    ).changed,
    { price: [item] },
  )
  assert.deepEqual(
    (
      await set([
        { from: '10.0', net: '9.00' },
        { from: '100', net: '8.005' },
      ])
    ).changed,
    {},
  )
  const everyone = { from: '0', net: '10', gross: '11.90' }
  const scales = [
    everyone,
    { from: '10', net: '9', gross: '10.71' },
    { from: '100', net: '8.005', gross: '9.53' },
  ]
  assert.deepEqual((await read([item]))[0]?.prices, [
    { scales: [everyone], why: ofItem },
    {
      groupTheirs: '2',
      scales,
      why: [{ by: 'group_price', only: ['group'], said: 'net', quantity: '10' }, ...ofItem],
    },
  ])
  assert.deepEqual(
    (await read([item], now, other))[0]?.prices,
    [{ scales: [everyone], why: ofItem }],
    'unknown to it',
  )
  await inTenant(tx => changeScale(tx, tenant, { itemId: item, customerGroupId, from: '100.0', net: null }))
  assert.equal((await read([item]))[0]?.prices[1]?.scales.length, 2)
  await set([])
  assert.deepEqual((await read([item]))[0]?.prices, [{ scales: [everyone], why: ofItem }])
  await change({ id: item, netPrice: null })
  assert.equal((await read([item]))[0]?.problem, 'PRICE_MISSING')
  const unknown = await inTenant(tx =>
    setGroupPrices(tx, tenant, [
      { itemId: newId(), customerGroupId, scales: [] },
      { itemId: items[1] ?? '', customerGroupId: newId(), scales: [] },
    ]),
  )
  assert.deepEqual(
    unknown.results.map(result => (result.did === 'refused' ? result.code : '')),
    ['ITEM_UNKNOWN', 'CUSTOMER_GROUP_UNKNOWN'],
  )
})

test('what leaves the offer is told once more, as not active', async () => {
  const { read, change, item, items, inTenant, tenant, channelId, other } = await world()
  const active = async () => (await read(items)).map(one => one?.active)
  const off = await inTenant(tx => sellOn(tx, tenant, [{ itemId: item, channelId, active: false }]))
  assert.deepEqual(off.changed, { item: [item], stock: [item] })
  await change({ id: items[1] ?? '', active: false }, { id: items[2] ?? '', blocked: true })
  assert.deepEqual(await active(), [false, false, false])
  assert.equal((await read([item], now, other))[0]?.active, true)
  const again = await inTenant(tx =>
    sellOn(tx, tenant, [
      { itemId: item, channelId, active: true, reserve: '2', cap: '5' },
      { itemId: item, channelId: other, active: true, reserve: '0.0' },
      { itemId: item, channelId: newId(), active: true },
    ]),
  )
  assert.deepEqual(again.changed, { item: [item], stock: [item] })
  assert.deepEqual(
    again.results.map(result => (result.did === 'refused' ? result.code : result.did)),
    ['changed', 'unchanged', 'CHANNEL_UNKNOWN'],
  )
  const keep = await inTenant(tx =>
    sellOn(tx, tenant, [{ itemId: item, channelId, active: true, cap: null }]),
  )
  assert.deepEqual(keep.changed, { stock: [item] })
})

test('an item lies in the categories that the channel shows', async () => {
  const { read, item, inTenant, tenant, channelId } = await world()
  const { results } = await inTenant(tx => createCategories(tx, tenant, [{ name: 'Root' }, { name: 'Else' }]))
  const [root = '', other = ''] = results.map(result => result.id)
  const below = await inTenant(tx => createCategories(tx, tenant, [{ name: 'Below', parentId: root }]))
  const leaf = below.results[0]?.id ?? ''
  await inTenant(tx => setItemCategories(tx, tenant, [{ itemId: item, categoryIds: [root, leaf, other] }]))
  assert.deepEqual((await read([item]))[0]?.categoryIds, [root, leaf, other].sort())
  await db.pool.query(`update channel set root_category_id = $2 where id = $1`, [channelId, root])
  assert.deepEqual((await read([item]))[0]?.categoryIds, [leaf])
})

test('a sweep walks through what a channel sells or has sold', async () => {
  const { items, inTenant, tenant, channelId } = await world()
  const nil = '00000000-0000-0000-0000-000000000000'
  const next = (after: string, limit: number) =>
    inTenant(tx => nextItemsOf(tx, tenant, channelId, after, limit))
  assert.deepEqual(await next(nil, 2), items.slice(0, 2))
  assert.deepEqual(await next(items[1] ?? '', 2), items.slice(2))
  assert.deepEqual(await next(items[2] ?? '', 2), [])
})

test('of two who set all categories and prices of an item at once, one is the last', async () => {
  const { inTenant, tenant, item, items } = await world()
  const made = await inTenant(tx => createCategories(tx, tenant, [{ name: 'A' }, { name: 'B' }]))
  const [group] = await inTenant(tx => createCustomerGroups(tx, tenant, [{ name: 'G' }]))
  const ids = made.results.map(result => result.id)
  const customerGroupId = group?.id ?? ''
  for (let round = 0; round < 5; round++) {
    await Promise.all(
      ids.map((id, at) =>
        inTenant(async tx => {
          const scales = [{ from: String(at + 1), net: '5' }]
          const itemIds = at === 0 ? items : [...items].reverse()
          await setItemCategories(
            tx,
            tenant,
            itemIds.map(itemId => ({ itemId, categoryIds: [id] })),
          )
          await setGroupPrices(tx, tenant, [{ itemId: item, customerGroupId, scales }])
        }),
      ),
    )
    const { rows } = await db.pool.query(
      `select (select count(*) from item_category where tenant_id = $1)::int as places,
         (select count(*) from item_price where tenant_id = $1)::int as prices`,
      [tenant],
    )
    assert.deepEqual(rows, [{ places: items.length, prices: 1 }])
  }
})
