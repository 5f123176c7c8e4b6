import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Changed } from '../../src/base/changed.ts'
import type { Tx } from '../../src/base/database.ts'
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

test('a price that was refused stays listed when a quantity of the same item is accepted', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ name: 'Shop', catalog: [], withoutItems: true })
  const { http } = await openEntrances(world, t)
  await world.makeItems('HO-1')
  const [item] = await world.query<{ id: string }>('select id from item where tenant_id = $1', world.tenant)
  const [channel] = await world.query<{ id: string }>(
    'select id from channel where tenant_id = $1',
    world.tenant,
  )
  const id = item?.id ?? ''
  const price = (netPrice: string) => changed(tx => changeItems(tx, world.tenant, [{ id, netPrice }]))
  const changed = (work: (tx: Tx) => Promise<{ changed: Changed }>) =>
    world.tx(async tx => markDue(tx, world.tenant, (await work(tx)).changed, 'tester'))
  await price('10')
  await changed(tx =>
    sellOn(tx, world.tenant, [{ itemId: id, channelId: channel?.id ?? '', active: true, cap: '5' }]),
  )
  await world.sync({ lanes: laneKinds })
  shop.setRefusals(method => (/price/i.test(method) ? 'no such group' : undefined))
  await price('11')
  await world.sync({ lanes: laneKinds })
  const refused = async () =>
    ((await http('GET', '/outbox/refused')).body['items'] as { text: string }[]).map(one => one.text)
  assert.deepEqual(await refused(), ['code 0: no such group'])

  await world.query(`update channel_object set stock_hash = null where tenant_id = $1`, world.tenant)
  await changed(async () => ({ changed: { stock: [id] } }))
  const { figures } = await world.sync({ lanes: ['stock'] })
  assert.equal(figures['stock']?.accepted, 1)
  assert.deepEqual(await refused(), ['code 0: no such group'])
})
