import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { holderName } from '../../src/base/holder.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { laneKinds, productLease } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { askForSync, workOffSync } from '../../src/sync/startSync.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld } from '../import/world.ts'
import { numbers } from './completeWorld.ts'

const { db } = await testDatabase({ after })

test('a shop behind a JTL-Connector gets every active item once more, and what was cleared there is back', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ catalog: [], withoutItems: true })
  const sellAll = () =>
    world.tx(async tx => {
      const items = await tx.query<{ id: string }>(`select id from item where tenant_id = $1 order by id`, [
        world.tenant,
      ])
      const [channel] = await tx.query<{ id: string }>(`select id from channel where tenant_id = $1`, [
        world.tenant,
      ])
      const sales = items.map(item => ({ itemId: item.id, channelId: channel?.id ?? '', active: true }))
      await markDue(tx, world.tenant, (await sellOn(tx, world.tenant, sales)).changed, 'tester')
    })
  const items = numbers(60).map(itemNumber => ({ itemNumber, name: `Tasse ${itemNumber}`, netPrice: '10' }))
  await world.tx(tx => createItems(tx, world.tenant, items))
  await sellAll()
  assert.equal((await world.sync({ lanes: laneKinds })).state, 'done')
  const [one] = shop.items()
  assert.ok(one)
  shop.putItem({ ...one, priceNet: '999' })
  const pushed = () => shop.log.pushed.filter(push => push.method === 'product.push').length
  const before = pushed()
  const wish = {
    tenant: world.tenant,
    channels: [],
    lanes: laneKinds,
    askedBy: 'tester',
    holder: holderName(),
    complete: { kinds: ['category', 'item', 'price', 'stock'] as const, connectors: world.parts.connectors },
  }
  const started = await world.tx(tx => askForSync(tx, wish))
  const run = await workOffSync(world.parts, wish, started, { lease: productLease })
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  assert.equal(pushed() - before, 60)
  assert.equal(Number(shop.price(one.sku)), 10)
  assert.deepEqual(await world.broken(), [])
})
