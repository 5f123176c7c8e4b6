import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { laneKinds } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openEntrances } from '../import/entrances.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })

test('what a shop refused is listed in its words, and sent once more when a person says so', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ name: 'Shop', catalog: [], withoutItems: true })
  const { http } = await openEntrances(world, t)
  let refuses = true
  shop.setRefusals((_method, model) => (refuses && model['sku'] === 'HO-1' ? 'this shop is full' : undefined))
  await world.makeItems('HO-1', 'HO-2')
  await world.tx(async tx => {
    const items = await tx.query<{ id: string }>('select id from item where tenant_id = $1', [world.tenant])
    const [channel] = await tx.query<{ id: string }>('select id from channel where tenant_id = $1', [
      world.tenant,
    ])
    await changeItems(
      tx,
      world.tenant,
      items.map(({ id }) => ({ id, netPrice: '10' })),
    )
    const { changed } = await sellOn(
      tx,
      world.tenant,
      items.map(({ id }) => ({ itemId: id, channelId: channel?.id ?? '', active: true })),
    )
    await markDue(tx, world.tenant, changed, 'tester')
  })
  await world.sync({ lanes: laneKinds })
  assert.ok(shop.item('HO-2'))
  const { body } = await http('GET', '/outbox/refused')
  const [refused] = body['items'] as { id: string; name: string; text: string }[]
  assert.equal(refused?.name, 'HO-1')
  assert.match(refused?.text ?? '', /this shop is full/)

  refuses = false
  await world.sync({ lanes: laneKinds })
  assert.equal(shop.item('HO-1'), undefined, 'not by itself')
  const again = await http('POST', '/outbox/send-again', { ids: [refused?.id] })
  assert.equal((again.body['items'] as unknown[]).length, 1)
  await world.sync({ lanes: laneKinds })
  assert.ok(shop.item('HO-1'))
  assert.deepEqual((await http('GET', '/outbox/refused')).body['items'], [])
})
