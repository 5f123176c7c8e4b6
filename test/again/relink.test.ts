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
import { listRequests } from '../../src/channels/againStore.ts'
import { findConnection, loadConnection } from '../../src/channels/connectionStore.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { askRelink } from '../../src/sync/relink.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import { openEntrances } from '../import/entrances.ts'
import { createWorld, type SyncOptions, type World } from '../import/world.ts'

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
  const lanes = async (kinds: NonNullable<SyncOptions['lanes']>, options: SyncOptions = {}) => {
    await world.query('update due set not_before = null where tenant_id = $1', tenant)
    await world.query('update sync_lane set not_before = null, failures = 0 where tenant_id = $1', tenant)
    return world.sync({ lanes: kinds, ...options })
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
  assert.equal((await lanes(['catalogue', 'stock'])).state, 'done')
  for (const sku of ['T-1', 'T-2']) shop.placeOrder({ lines: [{ sku, quantity: '1' }] })
  assert.equal((await lanes(['orders'])).state, 'done')
  const [web] = await world.query<{ id: string }>(
    'select id from web_order where tenant_id = $1 order by id',
    tenant,
  )
  await takeOver(world.parts, { tenant, ids: [web?.id ?? ''], by: 'tester', actorKind: 'user' })
  await lanes(['feedback', 'stock'])
  const { name: connectionName } = await world.tx(tx => loadConnection(tx, tenant, connectionId))
  const relink = (typed = connectionName) => askIn(world, connectionName, typed)
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
  return { world, shop, lanes, relink, links, counts, reprice, request, connectionName }
}

function askIn(world: World, name: string, typed = name) {
  return world.tx(async tx => {
    const connection = await findConnection(tx, world.tenant, name)
    const connector = world.parts.connectors.get(connection.system)
    assert.ok(connector)
    return askRelink(tx, world.tenant, { connection, connector, typed, by: 'tester', now: new Date() })
  })
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
    assert.equal((await lanes(['orders'])).state, 'done')
    const cleared = shop.log.calls.slice(calls).filter(call => call.method === 'core.linker.clear')
    assert.equal(cleared.length, 1)
    assert.ok((await request())?.endedAt)
    assert.deepEqual(links(), numbers)
    await reprice('11')
    shop.placeOrder({ lines: [{ sku: 'T-1', quantity: '1' }] })
    assert.equal((await lanes(['orders', 'catalogue', 'stock', 'feedback'])).state, 'done')
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
      ['after', 'core.linker.clear', 1],
      ['before', 'core.connector.ack', 2],
      ['before', 'customer_order.pull', 1],
      ['after', 'core.connector.ack', 4],
    ] as const
    for (const [when, method, time] of cuts.filter((_, at) => at % 2 === (generation === 5 ? 0 : 1))) {
      await relink()
      const stop = new AbortController()
      let passed = 0
      const cut = (name: string) => void (name === method && ++passed === time && stop.abort())
      shop.setHooks(when === 'after' ? { afterCall: cut } : { beforeCall: cut })
      assert.equal((await lanes(['orders'], { signal: stop.signal })).state, 'cancelled', method)
      shop.setHooks({})
      assert.equal((await request())?.endedAt, null)
      await reprice(String(++price))
      const pushed = shop.log.pushed.length
      await lanes(['catalogue'])
      assert.equal(shop.log.pushed.length, pushed, `${method}: nothing is sent before the links are there`)
      assert.equal((await lanes(['orders'])).state, 'done')
      assert.deepEqual(links(), numbers, method)
      assert.equal((await lanes(['catalogue', 'feedback'])).state, 'done')
      assert.equal(shop.price('T-2'), String(price))
      assert.deepEqual(await counts(), before, method)
    }
    assert.deepEqual(await world.broken(), [])
  })
}

test('what the shop does not take any more is looked for by its number before it is made anew', async t => {
  const { world, shop, lanes, relink, counts, reprice } = await linkedShop(t, 5)
  const before = await counts()
  await relink()
  const [name = '', jtl] = [...world.parts.connectors].find(([key]) => key === 'jtl-connector') ?? []
  assert.ok(jtl?.relinks)
  const { relinks } = jtl
  const link: typeof relinks.link = async (session, kind, list) =>
    kind === 'item' ? list.map(() => ({ refused: 'not today' })) : relinks.link(session, kind, list)
  const connectors = new Map([...world.parts.connectors, [name, { ...jtl, relinks: { ...relinks, link } }]])
  await lanes(['orders'], { parts: { connectors } })
  assert.deepEqual(shop.links('product'), [])
  await reprice('12')
  assert.equal((await lanes(['catalogue'])).state, 'done')
  assert.deepEqual(await counts(), before)
  assert.equal(shop.price('T-1'), '12')
})

test('it is asked for by the name of the connection, and cannot be ended once it has begun', async t => {
  const { world, shop, lanes, request, connectionName } = await linkedShop(t, 3)
  const { http } = await openEntrances(world, t)
  const path = `/channels/${encodeURIComponent(connectionName)}/relink`
  const unsure = await http('POST', path, {})
  assert.equal(unsure.body['code'], 'RELINK_UNCONFIRMED')
  assert.match(unsure.text, /--yes-relink/)
  const stop = new AbortController()
  shop.setHooks({ afterCall: method => void (method === 'core.linker.clear' && stop.abort()) })
  await askIn(world, connectionName)
  await lanes(['orders'], { signal: stop.signal })
  const id = (await request())?.id ?? ''
  const ended = await http('POST', `/requests/${id}/cancel`, {})
  assert.deepEqual([ended.status, ended.body['code']], [409, 'RELINK_BEGUN'])
})
