// What is shown beside items, on its whole way from the catalogue to a shop behind a JTL-Connector and into a JTL-Shop.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Changed } from '../../src/base/changed.ts'
import type { Tx } from '../../src/base/database.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { putCrossSellingGroups, removeCrossSellingGroups } from '../../src/catalog/crossSellingGroups.ts'
import { setCrossSelling } from '../../src/catalog/itemCrossSelling.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { askForSweep } from '../../src/channels/dueStore.ts'
import { connector } from '../../src/connectors/jtl-shop/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import { startJtlShop } from '../../testkit/jtlShop/startJtlShop.ts'
import { createWorld, type World } from '../import/world.ts'

const { db } = await testDatabase({ after })

/** A shop with four cups of ours to show beside each other, of which the last is not sold there yet. */
async function cups(world: World) {
  const { tenant } = world
  const channel = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  const channelId = channel[0]?.id ?? ''
  const change = <T extends { changed: Changed }>(verb: (tx: Tx) => Promise<T>) =>
    world.tx(async tx => {
      const done = await verb(tx)
      await markDue(tx, tenant, done.changed, 'tester')
      return done
    })
  const made = ['A', 'B', 'C', 'D'].map(itemNumber => ({
    itemNumber,
    name: `Tasse ${itemNumber}`,
    netPrice: '10',
  }))
  const [a = '', b = '', c = '', d = ''] = (await world.tx(tx => createItems(tx, tenant, made))).results.map(
    item => item.id,
  )
  const sell = (ids: readonly string[], active = true) =>
    change(tx =>
      sellOn(
        tx,
        tenant,
        ids.map(itemId => ({ itemId, channelId, active })),
      ),
    )
  const groups = await change(tx =>
    putCrossSellingGroups(tx, tenant, [
      { group: 'Zubehör', texts: { en: { name: 'Accessories' } } },
      { group: 'Passt dazu', sort: 1 },
    ]),
  )
  const [accessories = '', goesWith = ''] = groups.results.map(one => one.id)
  return {
    change,
    items: { a, b, c, d },
    groups: { accessories, goesWith },
    sell,
    /** Beside an item, in the first group unless another is named. */
    beside: (itemId: string, otherIds: readonly string[], groupId = accessories) =>
      change(tx => setCrossSelling(tx, tenant, [{ itemId, groupId, otherIds }])),
    sync: async () => {
      const run = await world.sync({ lanes: ['catalogue'] })
      assert.equal(run.state, 'done', JSON.stringify(run.error))
      return run
    },
    complete: () =>
      world.tx(tx =>
        askForSweep(tx, tenant, {
          channelIds: [channelId],
          kind: 'cross_selling',
          by: 'tester',
          complete: true,
        }),
      ),
    due: () =>
      world.query<{ kind: string }>(
        `select kind from due where tenant_id = $1 and kind <> 'stock' order by kind`,
        tenant,
      ),
    refused: () =>
      world.query<{ code: string; text: string }>(
        `select rejected_code as code, rejected_text as text from channel_object
         where tenant_id = $1 and kind = 'cross_selling' and rejected_code is not null order by code`,
        tenant,
      ),
  }
}

async function connectorShop(t: TestContext, generation: Generation) {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ catalog: [], withoutItems: true, generation })
  const at = await cups(world)
  return {
    ...at,
    world,
    shop,
    /** `A: B C`, by the shop's groups. */
    shown: () => {
      const sku = new Map(shop.items().map(item => [item.id, item.sku]))
      return shop
        .crossSellings()
        .map(
          one =>
            `${sku.get(one.itemId)}: ${one.groups.map(group => group.itemIds.map(id => sku.get(id)).join(' ')).join(' | ')}`,
        )
        .sort()
    },
    calls: (method: string) => shop.log.calls.filter(call => call.method === method).length,
  }
}

for (const generation of [5, 3] as const)
  test(`an endpoint of generation ${generation} shows what it sells, in its order, and what comes later`, async t => {
    const { items, groups, sell, beside, sync, shown, shop, calls, due, refused, ...more } =
      await connectorShop(t, generation)
    const { a, b, c, d } = items
    await sell([a, b, c])
    await beside(a, [c, d, b])
    await beside(b, [a])
    await sync()
    assert.deepEqual(shown(), ['A: C B', 'B: A'])
    assert.deepEqual(await due(), [])
    const before = calls('cross_selling.push')
    // What is equal is not sent; another order is.
    await more.change(tx => changeItems(tx, more.world.tenant, [{ id: c, name: 'Becher C' }]))
    await sync()
    assert.equal(calls('cross_selling.push'), before)
    await beside(a, [b, d, c])
    await sync()
    assert.deepEqual([shown(), calls('cross_selling.push')], [['A: B C', 'B: A'], before + 1])
    // The last cup comes, one leaves for a while, and a group is one that the shop does not have.
    await sell([d])
    await sync()
    assert.deepEqual(shown(), ['A: B D C', 'B: A'])
    await sell([b], false)
    await sync()
    assert.deepEqual(shown(), ['A: D C'])
    await sell([b])
    await beside(a, [b], groups.goesWith)
    await beside(c, [a], groups.goesWith)
    await sync()
    assert.deepEqual(shown(), ['A: B D C', 'B: A'], 'in the group that the shop has')
    assert.deepEqual(await refused(), [{ code: 'CROSS_SELLING_GROUP_UNKNOWN', text: 'Passt dazu' }])
    // Nothing beside it any more: taken away. A complete synchronisation sends the rest once more.
    await beside(b, [])
    await sync()
    assert.deepEqual(shown(), ['A: B D C'])
    const pushed = calls('cross_selling.push')
    await more.complete()
    await sync()
    assert.equal(calls('cross_selling.push'), pushed + 1)
    assert.deepEqual(await more.world.broken(), [])
  })

test('an item that the shop refuses is left out until it takes it', async t => {
  const { items, sell, beside, sync, shown, due, shop, world, change } = await connectorShop(t, 5)
  const { a, b, c } = items
  shop.setRefusals((method, model) => (method === 'product.push' && model['sku'] === 'C' ? 'no' : undefined))
  await sell([a, b, c])
  await beside(a, [b, c])
  await beside(c, [a])
  await sync()
  assert.deepEqual([shown(), await due()], [['A: B'], []])
  shop.setRefusals()
  await change(tx => changeItems(tx, world.tenant, [{ id: c, name: 'Becher C' }]))
  await sync()
  assert.deepEqual([shown(), await due()], [['A: B C', 'C: A'], []])
})

test('a lost answer and a call that fails midway leave each once', async t => {
  const { items, sell, beside, sync, shown, shop } = await connectorShop(t, 5)
  const { a, b, c } = items
  await sell([a, b, c])
  await sync()
  await beside(a, [b])
  await beside(b, [c])
  await beside(c, [a])
  const script = [{ onCall: 1, method: 'cross_selling.push', fault: 'cutAfterSuccess' as const }]
  shop.setFaults({ script })
  await sync()
  assert.deepEqual(shown(), ['A: B', 'B: C', 'C: A'])
  shop.setFaults({ script: [{ onCall: 1, method: 'cross_selling.push', fault: 'executionTimeout' }] })
  await beside(a, [c])
  await beside(b, [a])
  await sync()
  assert.deepEqual(shown(), ['A: C', 'B: A', 'C: A'])
})

test('a shop whose features say no is told nothing, and nothing waits for it', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ catalog: [], withoutItems: true, without: ['cross_selling'] })
  const { items, sell, beside, sync, due } = await cups(world)
  await sell([items.a, items.b])
  await beside(items.a, [items.b])
  const run = await sync()
  assert.equal(shop.log.calls.filter(call => call.method.startsWith('cross_selling')).length, 0)
  assert.deepEqual(await due(), [])
  assert.ok(JSON.stringify(run).includes('NOT_SUPPORTED'), JSON.stringify(run))
})

test('a JTL-Shop gets it within the item, with all groups beside it', async t => {
  const world = await createWorld(db, t)
  const shop = await startJtlShop({ version: '5.4', userId: 'sync', password: 'geheim-1' })
  t.after(() => shop.stop())
  await world.connect(connector as Connector, {
    url: shop.url,
    user: 'sync',
    password: 'geheim-1',
    globals: 'replace',
    languages: '1=de, 2=en',
  })
  const { items, groups, sell, beside, sync, due, change } = await cups(world)
  const { a, b, c, d } = items
  const sku = (key: unknown) => shop.rows('tartikel').find(row => row['kArtikel'] === key)?.['cArtNr']
  const shown = () =>
    shop
      .rows('txsell')
      .toSorted((x, y) => Number(x['kXSell']) - Number(y['kXSell']))
      .map(row => `${sku(row['kArtikel'])} ${sku(row['kXSellArtikel'])}`)
  const sentItems = () => shop.log.calls.filter(call => call.script === 'Artikel_xml').length
  await sell([a, b, c])
  await beside(a, [c, d, b])
  await sync()
  assert.deepEqual(shown(), ['A C', 'A B'])
  const names = shop.rows('txsellgruppe').map(row => `${row['kSprache']} ${row['cName']}`)
  assert.deepEqual(names, ['1 Zubehör', '2 Accessories', '1 Passt dazu', '2 Passt dazu'])
  // One that arrives is shown, one that leaves is not; what is equal is not sent.
  await sell([d])
  await sync()
  assert.deepEqual(shown(), ['A C', 'A D', 'A B'])
  await sell([c], false)
  await sync()
  assert.deepEqual(shown(), ['A D', 'A B'])
  const calls = sentItems()
  await beside(a, [c, d, b])
  await change(tx => putCrossSellingGroups(tx, world.tenant, [{ group: 'Neu' }]))
  await sync()
  assert.equal(sentItems(), calls)
  // A group of another name is told with the items in it, and removed it is gone from them.
  await change(tx =>
    putCrossSellingGroups(tx, world.tenant, [{ group: groups.accessories, name: 'Dazu gibt es' }]),
  )
  await sync()
  assert.ok(shop.rows('txsellgruppe').some(row => row['cName'] === 'Dazu gibt es'))
  assert.equal(new Set(shop.rows('txsellgruppe').map(row => row['kXSellGruppe'])).size, 3)
  await change(tx => removeCrossSellingGroups(tx, world.tenant, [groups.accessories], true))
  await sync()
  assert.deepEqual([shown(), await due()], [[], []])
  assert.deepEqual(shop.log.rowErrors, [])
})
