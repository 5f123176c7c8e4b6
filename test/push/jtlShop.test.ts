// A JTL-Shop through its own interface: what is changed here is told there, and what it sells is never offered twice.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import sharp from 'sharp'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import type { Changed } from '../../src/base/changed.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { combineChildren } from '../../src/catalog/children.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addImages, removeImages } from '../../src/catalog/images.ts'
import { prepareImages } from '../../src/catalog/prepareImages.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import { toldCancelled } from '../../src/channels/toldCancelled.ts'
import { connector } from '../../src/connectors/jtl-shop/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import { undoCancellations } from '../../src/sales/undoCancellations.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import type { LaneKind } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { startJtlShop } from '../../testkit/jtlShop/startJtlShop.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const place = blobPlace({ dataDir: '/nowhere', blobs: 'database' })

test('a price alone goes with its quantity and a quantity with its price, never with the whole item', async t => {
  const { shop, change, sell, lanes, due } = await jtlShopWorld(t)
  const [id = ''] = await sell(['TEE-1'])
  await lanes('catalogue', 'stock')
  assert.deepEqual([shop.stock('TEE-1'), shop.price('TEE-1')], ['10', '10'])
  const scripts = shop.log.calls.length
  const since = () => shop.log.calls.slice(scripts).map(call => call.script)
  await change((tx, tenant) => changeItems(tx, tenant, [{ id, netPrice: '8.5' }]))
  await lanes('catalogue')
  assert.deepEqual([shop.stock('TEE-1'), shop.price('TEE-1')], ['10', '8.5'])
  await change((tx, tenant) => changeItems(tx, tenant, [{ id, netPrice: '7.5' }]))
  await lanes('stock', 'catalogue')
  assert.equal(shop.price('TEE-1'), '7.5')
  assert.ok(!since().includes('Artikel_xml'), since().join())
  assert.deepEqual(await due(), [])
  assert.deepEqual(shop.log.rowErrors, [])
})

test('a sale at any moment of a push is never offered again', async t => {
  const { shop, world, change, sell, lanes, warehouseId } = await jtlShopWorld(t)
  const [itemId = ''] = await sell(['HO-1'])
  await lanes('catalogue', 'stock')
  // Another sale before each call that the shop gets, as long as there is something to sell.
  const most: number[] = []
  let sold = 0
  shop.setHooks({
    beforeCall: script => {
      const left = Number(shop.stock('HO-1'))
      most.push(left + sold)
      if (script === 'mytest' || left < 1 || sold === 6) return
      shop.placeOrder({ lines: [{ sku: 'HO-1', quantity: '1' }] })
      sold++
    },
  })
  for (const quantity of ['-1', '2', '-3']) {
    const moved = { itemId, warehouseId, quantity, reason: 'adjustment' as const }
    await change((tx, tenant) => moveStock(tx, tenant, [moved], 'tester'))
    await lanes('orders', 'stock')
  }
  shop.setHooks({})
  await lanes('orders', 'stock')
  assert.equal(sold, 6)
  assert.ok(Math.max(...most) <= 11, `${most}`)
  assert.equal(shop.stock('HO-1'), '2')
  assert.ok(shop.log.calls.some(call => call.script === 'QuickSync_xml'))
  const [{ orders } = { orders: 0 }] = await world.query<{ orders: number }>(
    `select count(*)::int as orders from ledger where tenant_id = $1 and kind = 'order'`,
    world.tenant,
  )
  assert.equal(orders, 6)
  assert.deepEqual(await world.broken(), [])
})

test('a family arrives with its images, and the first of them leaves by its place', async t => {
  const { shop, world, change, sell, lanes, sellOnShop } = await jtlShopWorld(t)
  const { tenant } = world
  const [parent = ''] = await sell(['P'], false)
  const colours = { name: 'Farbe', values: [{ name: 'Rot' }, { name: 'Blau' }] }
  await change(tx => setVariations(tx, tenant, [{ itemId: parent, variations: [colours] }]))
  const children = (await change(tx => combineChildren(tx, tenant, parent))).results.map(one => one.id)
  await sellOnShop(children)
  const hashes: string[] = []
  for (const background of ['red', 'blue', 'green']) {
    const create = { width: 4, height: 4, channels: 3 as const, background }
    const content = await sharp({ create }).png().toBuffer()
    hashes.push((await transact(db, { tenant }, tx => putBlob(tx, tenant, content, 'image/png', place))).hash)
  }
  await prepareImages(db, tenant, hashes, place)
  const images = await change(tx =>
    addImages(
      tx,
      tenant,
      hashes.map(hash => ({ itemId: parent, hash })),
    ),
  )
  await lanes('catalogue')
  assert.deepEqual(
    ['P', 'P-Rot', 'P-Blau'].map(sku => shop.item(sku)?.['kVaterArtikel']),
    ['0', shop.item('P')?.['kArtikel'], shop.item('P')?.['kArtikel']],
  )
  assert.equal(shop.rows('teigenschaftkombiwert').length, 2)
  const shown = () =>
    shop
      .rows('tartikelpict')
      .map(row => `${row['nNr']} ${row['cPfad']?.replace(/^\d+-/, '')}`)
      .sort()
  const named = (list: readonly string[]) => list.map((hash, at) => `${at + 1} ${hash}.png`)
  assert.deepEqual(shown(), named(hashes))
  await change(tx => removeImages(tx, tenant, [images.results[0]?.id ?? '']))
  await lanes('catalogue')
  assert.deepEqual(shown(), named(hashes.slice(1)))
  assert.deepEqual(shop.log.rowErrors, [])
  assert.deepEqual(await world.broken(), [])
})

test('an order that was cancelled here and told is opened again there, and its buyer gets one mail', async t => {
  const { shop, world, change, sell, lanes } = await jtlShopWorld(t)
  const { tenant } = world
  await sell(['AU-1'])
  await lanes('catalogue', 'stock')
  const { id } = shop.placeOrder({ lines: [{ sku: 'AU-1', quantity: '3' }] })
  await lanes('orders')
  const [web] = await world.query<{ id: string }>('select id from web_order where tenant_id = $1', tenant)
  const by = { name: 'tester', now: new Date() }
  const [taken] = await takeOver(world.parts, {
    tenant,
    ids: [web?.id ?? ''],
    by: 'tester',
    actorKind: 'user',
  })
  assert.equal(taken?.did, 'taken_over', JSON.stringify(taken))
  const [order] = await world.query<{ id: string }>('select id from sales_order where tenant_id = $1', tenant)
  const orderId = order?.id ?? ''
  const undo = () =>
    change(tx =>
      undoCancellations(tx, tenant, [orderId], by, asked =>
        toldCancelled(tx, tenant, asked, [connector.name]),
      ),
    )
  const stands = () => [shop.row('tbestellung', id)?.['cStatus'], shop.stock('AU-1')]
  const mails = () => shop.log.mails.filter(mail => mail.kind === 'cancelled').length
  await change(tx => cancelOrders(tx, tenant, [{ orderId, reason: 'zu spät' }], by))
  await lanes('feedback', 'stock')
  assert.deepEqual(stands(), ['-1', '10'])
  assert.equal((await undo()).results[0]?.did, 'undone')
  await lanes('feedback', 'stock')
  assert.deepEqual(stands(), ['2', '7'])
  await lanes('feedback')
  assert.equal(mails(), 1)
  await change(tx => cancelOrders(tx, tenant, [{ orderId, reason: 'zu spät' }], by))
  await lanes('feedback', 'stock')
  assert.deepEqual([...stands(), mails()], ['-1', '10', 2])
  assert.deepEqual(await world.broken(), [])
})

async function jtlShopWorld(t: TestContext) {
  const world = await createWorld(db, t)
  const { tenant } = world
  const shop = await startJtlShop({ version: '5.4', userId: 'sync', password: 'geheim-1' })
  t.after(() => shop.stop())
  const settings = { url: shop.url, user: 'sync', password: 'geheim-1', globals: 'replace' }
  await world.connect(connector as Connector, settings)
  const [channel] = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  const channelId = channel?.id ?? ''
  const [warehouse] = await world.tx(tx => createWarehouses(tx, tenant, [{ code: 'M', name: 'Main' }]))
  const warehouseId = warehouse?.id ?? ''
  const change = <T extends { changed: Changed }>(verb: (tx: Tx, tenant: string) => Promise<T>) =>
    world.tx(async tx => {
      const done = await verb(tx, tenant)
      await markDue(tx, tenant, done.changed, 'tester')
      return done
    })
  const sellOnShop = (ids: readonly string[]) =>
    change(tx =>
      sellOn(
        tx,
        tenant,
        ids.map(itemId => ({ itemId, channelId, active: true })),
      ),
    )
  return {
    world,
    shop,
    warehouseId,
    change,
    sellOnShop,
    sell: async (numbers: readonly string[], inStock = true) => {
      const made = numbers.map(itemNumber => ({ itemNumber, name: `Tasse ${itemNumber}`, netPrice: '10' }))
      const ids = (await world.tx(tx => createItems(tx, tenant, made))).results.map(item => item.id)
      const moves = ids.map(itemId => ({ itemId, warehouseId, quantity: '10', reason: 'opening' as const }))
      if (inStock) await change(tx => moveStock(tx, tenant, moves, 'tester'))
      await sellOnShop(ids)
      return ids
    },
    lanes: async (...lanes: LaneKind[]) => {
      for (const lane of lanes) {
        const run = await world.sync({ lanes: [lane], parts: { blobs: place } })
        assert.equal(run.state, 'done', JSON.stringify(run.error))
      }
    },
    due: () => world.query('select kind, object_id from due where tenant_id = $1', tenant),
  }
}
