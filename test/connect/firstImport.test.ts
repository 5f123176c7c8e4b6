// J6: a merchant who comes with a full shop and an empty Kontor.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import type { ShopOptions } from '../../testkit/jtlConnector/state.ts'
import { createWorld, jtl, type World } from '../import/world.ts'
import { act } from './connectWorld.ts'
import { categoriesHere, categoriesThere, itemsHere, itemsThere } from './importedFields.ts'
import { shopCatalogue } from './shopCatalogue.ts'

const { db } = await testDatabase({ after })

for (const generation of [5, 3] as const)
  test(`the catalogue of a shop is made here, field by field, and nothing is sent back (generation ${generation})`, async context => {
    const { world, shop, contents } = await newShop(context, { generation })
    await act(world, 'first-run.look', { connection: 'Shop' })
    await mapGroups(world)
    const done = await act<Imported>(world, 'first-run.import', {
      connection: 'Shop',
      all: true,
      withStock: 'HAUPT',
    })
    assert.deepEqual(await noted(world), [], 'there is nothing to say of any')
    const { catalog, categories, manufacturers, specifics, images } = contents
    assert.deepEqual(Object.fromEntries(done.kinds.map(one => [one.kind, one.made])), {
      category: categories.length,
      manufacturer: manufacturers.length,
      characteristic: specifics.length,
      item: catalog.length,
      image: images.length - 1,
    })
    assert.deepEqual(await itemsHere(world), itemsThere(shop))
    assert.deepEqual(await categoriesHere(world), categoriesThere(shop))
    for (const kind of ['product', 'category', 'manufacturer', 'specific'] as const)
      assert.deepEqual(shop.remaining(kind), [], `the shop knows our number of each ${kind}`)
    assert.deepEqual(shop.remaining('image'), ['ic'])
    const before = shop.log.calls.length
    await act(world, 'first-run.lead', { connection: 'Shop', leads: 'kontor' })
    await act(world, 'first-run.finish', { connection: 'Shop' })
    const run = await world.sync({ lanes: ['orders', 'stock', 'catalogue'] })
    assert.equal(run.state, 'done', JSON.stringify(run.notes))
    assert.deepEqual(writesOf(shop, before), [], 'nothing is sent back as a change')
    assert.deepEqual(await world.broken(), [])
  })

interface Imported {
  readonly kinds: readonly { kind: string; made: number; left: number; refused: number; remarks: number }[]
}

async function newShop(context: TestScope, options: Partial<ShopOptions> = {}) {
  const contents = shopCatalogue()
  const world = await createWorld(db, context)
  world.install(jtl)
  const shop = await startShop({ generation: 5, token: 'geheim', ...contents, ...options })
  context.after(() => shop.close())
  await act(world, 'connection.add', {
    system: 'jtl-connector',
    name: 'Shop',
    set: { url: shop.url, token: shop.token },
  })
  await world.tx(tx => createWarehouses(tx, world.tenant, [{ code: 'HAUPT', name: 'Hauptlager' }]))
  await act(world, 'connection.check', { connection: 'Shop' })
  return { world, shop, contents }
}

async function mapGroups(world: World): Promise<void> {
  await act(world, 'customer-group.add', { names: ['Kunden', 'Händler'] })
  await act(world, 'channel.set-maps', {
    channel: 'Shop',
    list: 'customer_group',
    map: { 1: 'Kunden', 2: 'Händler' },
  })
}

async function noted(world: World): Promise<string[]> {
  const { items } = await act<{ items: { theirs: string; notes: { code: string; sentence: string }[] }[] }>(
    world,
    'first-run.list',
    { connection: 'Shop', noted: true, limit: 200 },
  )
  return items.flatMap(one => one.notes.map(note => `${one.theirs} ${note.code}`)).sort()
}

function writesOf(shop: Shop, since = 0): string[] {
  return shop.log.calls
    .slice(since)
    .map(call => call.method)
    .filter(method => /push|delete|clear/.test(method))
}
