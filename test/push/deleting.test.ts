// What leaves together is taken away in an order in which nothing names what is gone.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Changed } from '../../src/base/changed.ts'
import type { Tx } from '../../src/base/database.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { setCategoryChannels } from '../../src/catalog/categoryChannels.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })

test('items go before their categories, those the deepest first, and manufacturers last', async t => {
  const world = await createWorld(db, t)
  const { tenant } = world
  const { shop } = await world.openShop({ catalog: [], withoutItems: true })
  const change = <T extends { changed: Changed }>(verb: (tx: Tx) => Promise<T>) =>
    world.tx(async tx => {
      const done = await verb(tx)
      await markDue(tx, tenant, done.changed, 'tester')
      return done
    })
  const made = await change(tx => createManufacturers(tx, tenant, [{ name: 'Werk' }]))
  const categoryIds: string[] = []
  for (const name of ['Oben', 'Mitte', 'Unten']) {
    const parentId = categoryIds.at(-1) ?? null
    const { results } = await change(tx => createCategories(tx, tenant, [{ name, parentId }]))
    categoryIds.push(results[0]?.id ?? '')
  }
  const manufacturerId = made.results[0]?.id ?? null
  const { results } = await change(tx =>
    createItems(tx, tenant, [{ itemNumber: 'T-1', name: 'Tasse', netPrice: '10', manufacturerId }]),
  )
  const itemId = results[0]?.id ?? ''
  await change(tx => setItemCategories(tx, tenant, [{ itemId, categoryIds: categoryIds.slice(2) }]))
  const [channel] = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  const channelId = channel?.id ?? ''
  await change(tx => sellOn(tx, tenant, [{ itemId, channelId, active: true }]))
  const run = await world.sync({ lanes: ['catalogue'] })
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  assert.deepEqual([shop.items().length, shop.categories().length, shop.manufacturers().length], [1, 3, 1])
  const names = new Map(shop.categories().map(one => [one.id, one.texts[0]?.name]))
  const before = shop.log.pushed.length
  await change(tx =>
    setCategoryChannels(tx, tenant, [{ categoryId: categoryIds[0] ?? '', channelId, active: false }]),
  )
  await change(tx => sellOn(tx, tenant, [{ itemId, channelId, active: false }]))
  await change(tx => changeItems(tx, tenant, [{ id: itemId, manufacturerId: null }]))
  await world.sync({ lanes: ['catalogue'] })
  assert.deepEqual(
    shop.log.pushed
      .slice(before)
      .map(({ method, endpoint }) =>
        method.startsWith('category') ? `${method} ${names.get(endpoint)}` : method,
      ),
    [
      'product.delete',
      'category.delete Unten',
      'category.delete Mitte',
      'category.delete Oben',
      'manufacturer.delete',
    ],
  )
  assert.deepEqual([shop.items(), shop.categories(), shop.manufacturers()], [[], [], []])
  assert.deepEqual(
    await world.query(`select 1 from due where tenant_id = $1 and kind <> 'stock'`, tenant),
    [],
  )
})
