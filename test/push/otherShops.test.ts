import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { laneKinds } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })

test('what a slow shop sold after the other had been told its stock is told before the run ends', async t => {
  const world = await createWorld(db, t)
  const empty = { catalog: [], withoutItems: true }
  const quick = await world.openShop({ ...empty, name: 'Schnell' })
  const slow = await world.openShop({ ...empty, name: 'Langsam', generation: 3 })
  await world.makeItems('HO-1')
  await world.tx(async tx => {
    const [item] = await tx.query<{ id: string }>('select id from item where tenant_id = $1', [world.tenant])
    const channels = await tx.query<{ id: string }>('select id from channel where tenant_id = $1', [
      world.tenant,
    ])
    const itemId = item?.id ?? ''
    await changeItems(tx, world.tenant, [{ id: itemId, netPrice: '10' }])
    const [warehouse] = await createWarehouses(tx, world.tenant, [{ code: 'MAIN', name: 'Hauptlager' }])
    const stock = { itemId, warehouseId: warehouse?.id ?? '', quantity: '10', reason: 'opening' as const }
    await moveStock(tx, world.tenant, [stock], 'tester')
    const sales = channels.map(channel => ({ itemId, channelId: channel.id, active: true }))
    const { changed } = await sellOn(tx, world.tenant, sales)
    await markDue(tx, world.tenant, changed, 'tester')
  })
  assert.equal((await world.sync({ lanes: laneKinds })).state, 'done')
  assert.deepEqual([quick.shop.stock('HO-1'), slow.shop.stock('HO-1')], ['10', '10'])

  slow.shop.placeOrder({ lines: [{ sku: 'HO-1', quantity: '4' }] })
  // The slow shop gives its order only when the quick one has been through all its lanes.
  slow.shop.setFaults({
    script: [{ onCall: 1, method: 'customer.pull', fault: 'slow', delayMs: 1_500 }],
  })
  const run = await world.sync({ lanes: laneKinds })

  assert.equal(run.state, 'done')
  assert.deepEqual([quick.shop.stock('HO-1'), slow.shop.stock('HO-1')], ['6', '6'])
  assert.deepEqual(await world.query('select 1 from due'), [])
  assert.deepEqual(await world.broken(), [])
})
