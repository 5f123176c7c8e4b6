// J6 with a Shopware 5: what it has is made here, and sent back to the same articles and variants.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connector } from '../../src/connectors/shopware5/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import { startShopware5 } from '../../testkit/shopware5/startShopware5.ts'
import { createWorld } from '../import/world.ts'
import { act } from './connectWorld.ts'
import { itemsHere } from './importedFields.ts'

const { db } = await testDatabase({ after })

test('what a Shopware 5 has is made here, families too, and goes back to where it came from', async t => {
  const { world, shop } = await newShop(t)
  const category = shop.putCategory({ name: 'Schals', parentId: 3 })
  const tax = { tax: 19, supplier: 'Nord' }
  const prices = [{ customerGroupKey: 'EK', price: 11.9 }]
  shop.putArticle({
    ...tax,
    name: 'Mütze',
    active: true,
    descriptionLong: '<p>warm</p>',
    categories: [{ id: Number(category) }],
    mainDetail: { number: 'MUETZE', inStock: 4, lastStock: true, prices },
  })
  const options = (option: string) => [{ group: 'Farbe', option }]
  const family = shop.putArticle({
    ...tax,
    name: 'Schal',
    active: true,
    configuratorSet: { type: 0, groups: [{ name: 'Farbe', options: [{ name: 'rot' }, { name: 'blau' }] }] },
    mainDetail: { number: 'SCHAL-1', inStock: 2, prices, configuratorOptions: options('rot') },
    variants: [{ number: 'SCHAL-2', inStock: 3, prices, configuratorOptions: options('blau') }],
  })
  const ids = () => shop.rows('variants').map(row => [row['id'], row['articleId'], row['number']])
  const before = ids()

  await act(world, 'first-run.look', { connection: 'Shop' })
  await act(world, 'customer-group.add', { names: ['Kunden', 'Händler'] })
  await act(world, 'channel.set-maps', {
    channel: 'Shop',
    list: 'customer_group',
    map: { EK: 'Kunden', H: 'Händler' },
  })
  await act(world, 'first-run.import', { connection: 'Shop', all: true, withStock: 'HAUPT' })
  assert.deepEqual(Object.keys(await itemsHere(world)).sort(), ['MUETZE', 'SCHAL-1', 'SCHAL-1.V', 'SCHAL-2'])
  await act(world, 'first-run.lead', { connection: 'Shop', leads: 'kontor' })
  await act(world, 'first-run.finish', { connection: 'Shop' })
  await act(world, 'item.change', { item: 'SCHAL-2', gtin: '4006381333931' })
  await act(world, 'item.change', { item: 'MUETZE', gtin: '4012345678901' })
  const run = await world.sync({ lanes: ['orders', 'stock', 'catalogue'] })
  assert.equal(run.state, 'done', JSON.stringify(run.notes))
  assert.deepEqual(ids(), before, 'nothing is made a second time, and nothing goes')
  assert.deepEqual(
    shop.rows('variants').map(row => row['ean']),
    ['4012345678901', null, '4006381333931'],
    'what nobody changed is not sent',
  )
  assert.equal(shop.row('articles', family)?.['mainDetailId'], before[1]?.[0])
  assert.deepEqual([shop.stock('MUETZE'), shop.stock('SCHAL-2')], [4, 3])
})

test('a channel without a place sells at the only one, and where there are several it says so until one is chosen', async t => {
  const { world, shop } = await newShop(t)
  const place = async () => (await act<{ place: string }>(world, 'channel.show', { channel: 'Shop' })).place
  assert.equal(await place(), '1', 'the check knows of one sub shop only')

  const other = await newShop(t, true)
  const { lines } = other.report
  const said = lines.find(line => line.code === 'PLACE_MISSING')
  assert.match(said?.text ?? '', /1 = Deutsch, 3 = Outlet/)
  assert.equal(lines.filter(line => !line.ok).length, 1)
  const { id: order } = other.shop.placeOrder({
    lines: [{ sku: 'A', name: 'A', quantity: '1', price: '11.9', taxRate: '19' }],
  })
  other.shop.patch('orders', order, { shopId: 3 })
  await other.world.sync({ lanes: ['orders'] })
  const seen = () =>
    other.world.query<{ code: string; channel: string | null }>(
      `select l.code, h.name as channel from ledger l left join channel h on h.id = l.channel_id where l.kind = 'order'`,
    )
  assert.deepEqual(await seen(), [], 'nothing is fetched before')
  await act(other.world, 'channel.set', { channel: 'Shop', place: '3' })
  const again = await act<{ lines: { ok: boolean }[] }>(other.world, 'connection.check', {
    connection: 'Shop',
  })
  assert.ok(again.lines.every(line => line.ok))
  await other.world.sync({ lanes: ['orders'] })
  assert.deepEqual(await seen(), [{ code: 'ITEM_UNKNOWN', channel: 'Shop' }])
  const customers = await other.world.query(
    `select l.outcome, h.name as channel from ledger l left join channel h on h.id = l.channel_id where l.kind = 'customer'`,
  )
  assert.deepEqual(customers, [{ outcome: 'staged', channel: 'Shop' }], 'an account is of no sub shop')
  await assert.rejects(act(other.world, 'channel.set', { channel: 'Shop', place: '1' }), {
    code: 'PLACE_FIXED',
  })
  assert.equal(shop.rows('orders').length, 0)
})

async function newShop(scope: TestScope, hasTwo = false) {
  const world = await createWorld(db, scope)
  world.install(connector as Connector)
  const shop = await startShopware5({
    user: 'kontor',
    apiKey: 'geheim-1',
    quirks: { abandonedBaskets: false },
  })
  scope.after(() => shop.stop())
  if (hasTwo) shop.insert('shops', { ...shop.row('shops', '1'), id: 3, name: 'Outlet', default: false })
  await act(world, 'connection.add', {
    system: 'shopware5',
    name: 'Shop',
    set: { url: shop.url, user: 'kontor', apiKey: 'geheim-1' },
  })
  await world.tx(tx => createWarehouses(tx, world.tenant, [{ code: 'HAUPT', name: 'Hauptlager' }]))
  const report = await act<{ lines: { ok: boolean; code: string; text: string }[] }>(
    world,
    'connection.check',
    { connection: 'Shop' },
  )
  return { world, shop, report }
}
