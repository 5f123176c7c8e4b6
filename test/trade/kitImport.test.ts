// What a shop sells of a kit is told to every shop: the kit, its parts, and other kits with those parts, by an order that is imported.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setKitParts } from '../../src/catalog/kits.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { offersFor } from '../../src/stock/offers.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { counted, counts, createWorld, type World } from '../import/world.ts'

const { db } = await testDatabase({ after })

/** Two shops that sell the same six items: two kits that share a part, what they are made of, and one that is in none. */
async function twoShops(world: World) {
  const { tenant } = world
  const { shop } = await world.openShop({ ...generateShop({ orders: 0, items: 6, seed: 4 }), name: 'Erster' })
  await world.openShop({ name: 'Zweiter', withoutItems: true })
  const items = await world.query<{ id: string; sku: string }>(
    'select id, item_number as sku from item order by item_number',
  )
  const channels = await world.query<{ id: string; name: string }>(
    'select id, name from channel order by name',
  )
  const [kit, other, shared, own, ofOther, alone] = items
  assert.ok(kit && other && shared && own && ofOther && alone)
  const part = (item: { id: string }, quantity: string) => ({ itemId: item.id, quantity })
  await world.tx(async tx => {
    const [main] = await createWarehouses(tx, tenant, [{ code: 'M', name: 'Main' }])
    await setKitParts(tx, tenant, [
      { kitId: kit.id, parts: [part(shared, '2'), part(own, '1')] },
      { kitId: other.id, parts: [part(shared, '1'), part(ofOther, '1')] },
    ])
    const moves = [shared, own, ofOther, alone].map(item => ({
      itemId: item.id,
      warehouseId: main?.id ?? '',
      quantity: '10',
      reason: 'opening' as const,
    }))
    await moveStock(tx, tenant, moves, 'test')
    const sold = channels.flatMap(channel =>
      items.map(item => ({ itemId: item.id, channelId: channel.id, active: true })),
    )
    await sellOn(tx, tenant, sold)
    await tx.run('delete from due')
  })
  return { shop, channels, kit, other, shared, own, ofOther, alone }
}

/** `channel sku` of what stock is due of, and it is forgotten. */
async function takeDue(world: World): Promise<string[]> {
  const rows = await world.query<{ key: string }>(
    `with gone as (delete from due where kind = 'stock' returning channel_id, object_id)
     select h.name || ' ' || i.item_number as key from gone g join channel h on h.id = g.channel_id join item i on i.id = g.object_id`,
  )
  return rows.map(row => row.key).sort()
}

test('an order of a kit that is imported makes kit, parts and kits with those parts due at both shops', async t => {
  const world = await createWorld(db, t)
  const shops = await twoShops(world)
  const { shop, channels, kit, other, shared, own, ofOther, alone } = shops
  const second = channels.find(one => one.name === 'Zweiter')?.id ?? ''
  const all = [kit, other, shared, own, ofOther, alone]
  const offered = () =>
    world.tx(async tx => {
      const offers = await offersFor(tx, world.tenant, { channelId: second, itemIds: all.map(one => one.id) })
      return offers.map(offer => offer.offered)
    })
  assert.deepEqual(await offered(), ['5', '10', '10', '10', '10', '10'])

  const placed = shop.placeOrder({ lines: [{ sku: kit.sku, quantity: '2' }] })
  const run = await world.sync()
  assert.deepEqual(counts(run), counted({ new: 1 }))
  const touched = [kit, other, shared, own].map(item => item.sku)
  const due = ['Erster', 'Zweiter'].flatMap(name => touched.map(sku => `${name} ${sku}`)).sort()
  assert.deepEqual(await takeDue(world), due)
  assert.deepEqual(await offered(), ['3', '6', '6', '8', '10', '10'], 'two kits less, at the other shop too')

  await world.sync()
  assert.deepEqual(await takeDue(world), [], 'an order that is known changes no offer')

  // Cancelled at the shop before anybody took it over: what it took comes back.
  shop.cancelOrder(placed.id)
  shop.forget('customer_order')
  await world.sync()
  assert.deepEqual(await takeDue(world), due)
  assert.deepEqual(await offered(), ['5', '10', '10', '10', '10', '10'])
})

test('an order of a part makes the kits due that contain it', async t => {
  const world = await createWorld(db, t)
  const { shop, kit, other, shared, own, alone } = await twoShops(world)
  shop.placeOrder({ lines: [{ sku: own.sku, quantity: '1' }] })
  await world.sync()
  assert.deepEqual(await takeDue(world), duesOf(kit, own))
  shop.placeOrder({ lines: [{ sku: shared.sku, quantity: '1' }] })
  await world.sync()
  assert.deepEqual(await takeDue(world), duesOf(kit, other, shared))
  shop.placeOrder({ lines: [{ sku: alone.sku, quantity: '1' }] })
  await world.sync()
  assert.deepEqual(await takeDue(world), duesOf(alone))
})

function duesOf(...items: readonly { readonly sku: string }[]): string[] {
  return ['Erster', 'Zweiter'].flatMap(name => items.map(item => `${name} ${item.sku}`)).sort()
}
