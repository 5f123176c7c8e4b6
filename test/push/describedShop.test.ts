// What describes items, on its whole way from the catalogue to a shop behind a JTL-Connector.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import type { Changed } from '../../src/base/changed.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { createCharacteristics } from '../../src/catalog/characteristics.ts'
import { combineChildren } from '../../src/catalog/children.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addImages, removeImages } from '../../src/catalog/images.ts'
import { setItemCharacteristics } from '../../src/catalog/itemCharacteristics.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import { prepareImages } from '../../src/catalog/prepareImages.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const place = blobPlace({ dataDir: '/nowhere', blobs: 'database' })

test('a family arrives with its manufacturer, characteristics and images, each once, whatever is lost on the way', async t => {
  const world = await createWorld(db, t)
  const { tenant } = world
  const { shop } = await world.openShop({ catalog: [], withoutItems: true })
  const change = <T extends { changed: Changed }>(verb: (tx: Tx) => Promise<T>) =>
    world.tx(async tx => {
      const done = await verb(tx)
      await markDue(tx, tenant, done.changed, 'tester')
      return done
    })
  const sync = async () => {
    const run = await world.sync({ lanes: ['catalogue'], parts: { blobs: place } })
    assert.equal(run.state, 'done', JSON.stringify(run.error))
  }
  const made = await change(tx => createManufacturers(tx, tenant, [{ name: 'Werk' }]))
  const manufacturerId = made.results[0]?.id ?? null
  const { results } = await change(tx =>
    createItems(tx, tenant, [{ itemNumber: 'P', name: 'Tasse', netPrice: '10', manufacturerId }]),
  )
  const parent = results[0]?.id ?? ''
  await change(tx => createCharacteristics(tx, tenant, [{ name: 'Stoff', values: [{ name: 'Ton' }] }]))
  const values = await world.query<{ id: string }>(
    'select id from characteristic_value where tenant_id = $1',
    tenant,
  )
  const valueIds = values.map(value => value.id)
  await change(tx => setItemCharacteristics(tx, tenant, [{ itemId: parent, valueIds }]))
  const colours = { name: 'Farbe', values: [{ name: 'Rot' }, { name: 'Blau' }] }
  await change(tx => setVariations(tx, tenant, [{ itemId: parent, variations: [colours] }]))
  const children = (await change(tx => combineChildren(tx, tenant, parent))).results.map(one => one.id)
  const hashes: string[] = []
  for (const background of ['red', 'blue', 'green']) {
    const create = { width: 4, height: 4, channels: 3 as const, background }
    const content = await sharp({ create }).png().toBuffer()
    const { hash } = await transact(db, { tenant }, tx => putBlob(tx, tenant, content, 'image/png', place))
    hashes.push(hash)
  }
  await prepareImages(db, tenant, hashes, place)
  const images = await change(tx =>
    addImages(
      tx,
      tenant,
      hashes.map(hash => ({ itemId: parent, hash })),
    ),
  )
  const [channel] = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  const sales = [parent, ...children].map(itemId => ({ itemId, channelId: channel?.id ?? '', active: true }))
  await change(tx => sellOn(tx, tenant, sales))
  // The shop dies in the middle of the call: some of the images are stored, and nothing of them is linked.
  shop.setFaults({ seed: 1, rate: 1, kinds: ['executionTimeout'], methods: ['image.push'], most: 1 })
  await sync()
  await world.query('update due set not_before = null, tries = 0 where tenant_id = $1', tenant)
  await sync()

  assert.deepEqual(
    [shop.manufacturers(), shop.specifics()].map(list => list.map(one => one.name)),
    [['Werk'], ['Stoff']],
  )
  const [maker] = shop.manufacturers()
  const [stuff] = shop.specifics()
  const described = shop.items().map(one => [one.sku, one.manufacturerId, one.specifics?.[0]?.valueId])
  assert.deepEqual(
    described.sort(),
    ['P', 'P-Blau', 'P-Rot'].map(sku => [sku, maker?.id, stuff?.values[0]?.id]),
    'children are told what their parent has',
  )
  const shownAt = (sku: string) =>
    shop
      .images()
      .filter(one => one.ownerId === shop.item(sku)?.id)
      .sort((a, b) => a.sort - b.sort)
      .map(one => one.sha256)
  assert.deepEqual(shownAt('P'), hashes, 'in their order, each once, byte for byte')
  assert.deepEqual(shownAt('P-Rot'), [], 'the shop shows those of the parent')

  const [first = ''] = images.results.map(one => one.id)
  await change(tx => removeImages(tx, tenant, [first]))
  await sync()
  assert.deepEqual(shownAt('P'), hashes.slice(1))
  const gone = shop.log.pushed.find(push => push.method === 'image.delete')
  const owner = shop.links('product').find(([id]) => id === shop.item('P')?.id)
  assert.deepEqual(
    [gone?.model['relationType'], gone?.model['foreignKey']],
    ['product', ['', owner?.[1]]],
    'with what it showed',
  )
  assert.deepEqual(await world.broken(), [])
})
