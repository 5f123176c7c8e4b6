// Families on their whole way from the catalogue to shops behind a JTL-Connector.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Changed, changedTogether } from '../../src/base/changed.ts'
import type { Tx } from '../../src/base/database.ts'
import { combineChildren } from '../../src/catalog/children.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, type World } from '../import/world.ts'

const { db } = await testDatabase({ after })

async function family(world: World) {
  const { tenant } = world
  const change = <T extends { changed: Changed }>(verb: (tx: Tx) => Promise<T>) =>
    world.tx(async tx => {
      const done = await verb(tx)
      await markDue(tx, tenant, done.changed, 'tester')
      return done
    })
  const made = await change(async tx => {
    const created = await createItems(tx, tenant, [{ itemNumber: 'P', name: 'Tasse', netPrice: '10' }])
    const parent = created.results[0]?.id ?? ''
    const variations = [{ name: 'Farbe', values: [{ name: 'Rot' }, { name: 'Blau' }] }]
    const varied = await setVariations(tx, tenant, [{ itemId: parent, variations }])
    const children = await combineChildren(tx, tenant, parent)
    const changed = changedTogether(created.changed, varied.changed, children.changed)
    return { parent, children: children.results.map(one => one.id), changed }
  })
  const [channel] = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  const sell = (itemIds: readonly string[], active = true) =>
    change(tx =>
      sellOn(
        tx,
        tenant,
        itemIds.map(itemId => ({ itemId, channelId: channel?.id ?? '', active })),
      ),
    )
  const sync = async () => {
    const run = await world.sync({ lanes: ['catalogue'] })
    assert.equal(run.state, 'done', JSON.stringify(run.error))
    return run
  }
  return { ...made, sell, sync }
}

test('a master is told anew when another child of it is sold, or one of them no longer', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ generation: 3, catalog: [], withoutItems: true })
  const { parent, children, sell, sync } = await family(world)
  const [first = '', second = ''] = children
  const named = () => {
    const skus = new Map(shop.items().map(one => [one.id, one.sku]))
    const hosts = new Map(shop.links('product').map(([id, host]) => [host, skus.get(id)]))
    return shop.item('P')?.combinations?.map(row => hosts.get(row.child))
  }
  await sell([parent, first])
  await sync()
  assert.deepEqual(named(), [shop.items().find(one => one.masterId)?.sku])
  await sell([second])
  await sync()
  assert.deepEqual(named()?.toSorted(), ['P-Blau', 'P-Rot'])
  const pushes = shop.log.pushed.length
  await sync()
  assert.equal(shop.log.pushed.length, pushes, 'nothing changed')
  await sell([first], false)
  await sync()
  assert.equal(named()?.length, 1)
  assert.deepEqual(await world.broken(), [])
})

test('a shop without combinations is told the children alone, and the run says so once', async t => {
  const world = await createWorld(db, t)
  const flags = { variation_combinations_supported: false }
  const { shop } = await world.openShop({ generation: 5, flags, catalog: [], withoutItems: true })
  const { parent, children, sell, sync } = await family(world)
  await sell([parent, ...children])
  await sync()
  assert.deepEqual(
    shop.items().map(({ sku, isMaster, masterId }) => [sku, isMaster, masterId]),
    [
      ['P-Rot', false, null],
      ['P-Blau', false, null],
    ],
  )
  const said = await world.query<{ data: unknown }>(
    `select n -> 'data' as data from sync_run, jsonb_array_elements(notes) as n
     where tenant_id = $1 and n ->> 'code' = 'NOT_SUPPORTED'`,
    world.tenant,
  )
  assert.deepEqual(
    said.map(one => one.data),
    [{ kinds: 'variation' }],
  )
  assert.deepEqual(
    await world.query(`select 1 from due where tenant_id = $1 and kind = 'item'`, world.tenant),
    [],
  )
})
