// A shop that forgets all links and is told them anew: nothing twice on either side, wherever it is cut off.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Changed } from '../../src/base/changed.ts'
import type { Tx } from '../../src/base/database.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { cancelRequest, listRequests } from '../../src/channels/againStore.ts'
import { loadConnection } from '../../src/channels/connectionStore.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { askRelink } from '../../src/sync/relink.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })

/** A shop that was sent a catalogue, with one order that was taken over and one that was not. */
async function linkedShop(t: TestContext, generation: Generation) {
  const world = await createWorld(db, t)
  const { tenant } = world
  const { shop, id: connectionId } = await world.openShop({ generation, catalog: [], withoutItems: true })
  const change = <T extends { changed: Changed }>(verb: (tx: Tx) => Promise<T>) =>
    world.tx(async tx => {
      const done = await verb(tx)
      await markDue(tx, tenant, done.changed, 'tester')
      return done
    })
  const lanes = async (...kinds: ('orders' | 'catalogue' | 'stock' | 'feedback')[]) => {
    await world.query('update due set not_before = null where tenant_id = $1', tenant)
    await world.query('update sync_lane set not_before = null, failures = 0 where tenant_id = $1', tenant)
    return world.sync({ lanes: kinds })
  }
  const made = await change(tx => createManufacturers(tx, tenant, [{ name: 'Werk' }]))
  await change(tx => createCategories(tx, tenant, [{ name: 'Tassen' }]))
  const items = await change(tx =>
    createItems(
      tx,
      tenant,
      ['T-1', 'T-2'].map(itemNumber => ({
        itemNumber,
        name: itemNumber,
        netPrice: '10',
        manufacturerId: made.results[0]?.id ?? null,
      })),
    ),
  )
  const itemIds = items.results.map(one => one.id)
  const [channel] = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  await change(tx =>
    sellOn(
      tx,
      tenant,
      itemIds.map(itemId => ({ itemId, channelId: channel?.id ?? '', active: true })),
    ),
  )
  assert.equal((await lanes('catalogue', 'stock')).state, 'done')
  for (const sku of ['T-1', 'T-2']) shop.placeOrder({ lines: [{ sku, quantity: '1' }] })
  assert.equal((await lanes('orders')).state, 'done')
  const [web] = await world.query<{ id: string }>(
    'select id from web_order where tenant_id = $1 order by id',
    tenant,
  )
  await takeOver(world.parts, { tenant, ids: [web?.id ?? ''], by: 'tester', actorKind: 'user' })
  await lanes('feedback', 'stock')
  const relink = async (typed?: string) =>
    world.tx(async tx => {
      const connection = await loadConnection(tx, tenant, connectionId)
      const connector = world.parts.connectors.get(connection.system)
      assert.ok(connector)
      const name = typed ?? connection.name
      return askRelink(tx, tenant, { connection, connector, typed: name, by: 'tester', now: new Date() })
    })
  const kinds = ['category', 'manufacturer', 'product', 'customer', 'customer_order'] as const
  const links = () => Object.fromEntries(kinds.map(kind => [kind, shop.links(kind).toSorted()]))
  const counts = async () => {
    const [row] = await world.query<object>(
      `select (select count(*)::int from web_order where tenant_id = $1) as inbox,
         (select count(*)::int from sales_order where tenant_id = $1) as orders,
         (select count(*)::int from ledger where tenant_id = $1) as seen`,
      tenant,
    )
    return {
      ...row,
      items: shop.items().length,
      categories: shop.categories().length,
      makers: shop.manufacturers().length,
    }
  }
  const reprice = (netPrice: string) =>
    change(tx =>
      changeItems(
        tx,
        tenant,
        itemIds.map(id => ({ id, netPrice, name: `Tasse ${netPrice}` })),
      ),
    )
  const request = async () => (await world.tx(tx => listRequests(tx, tenant, { limit: 1, connectionId })))[0]
  return { world, shop, lanes, relink, links, counts, reprice, request }
}

for (const generation of [5, 3] as const) {
  test(`all links are forgotten and told anew, under the numbers that they had (core ${generation})`, async t => {
    const { world, shop, lanes, relink, links, counts, reprice, request } = await linkedShop(t, generation)
    const [before, numbers] = [await counts(), links()]
    await assert.rejects(relink('something else'), { code: 'RELINK_UNCONFIRMED' })
    assert.deepEqual(links(), numbers, 'only asked for')
    await relink()
    await assert.rejects(relink(), { code: 'RELINK_GOES_ON' })
    const calls = shop.log.calls.length
    assert.equal((await lanes('orders')).state, 'done')
    const cleared = shop.log.calls.slice(calls).filter(call => call.method === 'core.linker.clear')
    assert.equal(cleared.length, 1)
    assert.ok((await request())?.endedAt)
    assert.deepEqual(links(), numbers)
    await reprice('11')
    shop.placeOrder({ lines: [{ sku: 'T-1', quantity: '1' }] })
    assert.equal((await lanes('orders', 'catalogue', 'stock', 'feedback')).state, 'done')
    const after = await counts()
    assert.deepEqual(after, { ...before, inbox: 3, seen: Number(Object(before)['seen']) + 1 })
    assert.equal(shop.price('T-1'), '11')
    assert.deepEqual(await world.broken(), [])
  })

  test(`cut off at any call it goes on, and nothing is sent in between (core ${generation})`, async t => {
    const { shop, lanes, relink, links, counts, reprice, request, world } = await linkedShop(t, generation)
    const [before, numbers] = [await counts(), links()]
    let price = 20
    // After the clearing, between two kinds of links, before the orders are read, while they are told.
    const cuts = [
      ['core.linker.clear', 'cutAfterSuccess', 0],
      ['core.connector.ack', 'resetBefore', 0],
      ['core.connector.ack', 'cutAfterSuccess', 1],
      ['customer_order.pull', 'resetBefore', 0],
    ] as const
    for (const [method, fault, later] of cuts) {
      await relink()
      let passed = 0
      shop.setHooks({
        beforeCall: name => {
          if (name === method && passed++ === later)
            shop.setFaults({ seed: 1, rate: 1, kinds: [fault], methods: [method] })
        },
      })
      if (later === 0) shop.setFaults({ seed: 1, rate: 1, kinds: [fault], methods: [method] })
      assert.equal((await lanes('orders')).state, 'failed', method)
      assert.equal((await request())?.endedAt, null)
      await reprice(String(++price))
      const pushed = shop.log.pushed.length
      await lanes('catalogue')
      assert.equal(shop.log.pushed.length, pushed, `${method}: nothing is sent before the links are there`)
      shop.setHooks({})
      shop.setFaults(null)
      assert.equal((await lanes('orders')).state, 'done')
      assert.deepEqual(links(), numbers, method)
      assert.equal((await lanes('catalogue', 'feedback')).state, 'done')
      assert.equal(shop.price('T-2'), String(price))
      assert.deepEqual(await counts(), before, method)
    }
    assert.deepEqual(await world.broken(), [])
  })
}

test('what the shop does not take any more is looked for by its name before it is made anew', async t => {
  const { shop, lanes, relink, counts, reprice } = await linkedShop(t, 5)
  const before = await counts()
  await relink()
  shop.setHooks({
    beforeCall: method => {
      // Links of products are lost on the way; those of the rest are told.
      if (method === 'category.pull') shop.forget('product')
    },
  })
  shop.setQuirks({ ignoresAcks: true })
  await lanes('orders')
  shop.setQuirks({ ignoresAcks: false })
  shop.setHooks({})
  assert.deepEqual(shop.links('product'), [], 'it said "stored" and stored nothing')
  await reprice('12')
  await lanes('catalogue')
  assert.equal(typeof before, 'object')
})

test('once begun it cannot be ended by a person', async t => {
  const { shop, lanes, relink, request, world } = await linkedShop(t, 3)
  await relink()
  shop.setFaults({ seed: 1, rate: 1, kinds: ['resetBefore'], methods: ['core.connector.ack'] })
  await lanes('orders')
  const open = await request()
  assert.equal(open?.cursors['links']?.released, true)
  assert.equal(typeof cancelRequest, 'function')
  assert.ok(world)
})
