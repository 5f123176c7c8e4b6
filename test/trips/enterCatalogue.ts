import assert from 'node:assert/strict'
import sharp from 'sharp'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import type { Changed } from '../../src/base/changed.ts'
import type { Tx } from '../../src/base/database.ts'
import { defineAttributes, setItemAttributes } from '../../src/catalog/attributes.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { setChannelPrices } from '../../src/catalog/channelPrices.ts'
import { createCharacteristics } from '../../src/catalog/characteristics.ts'
import { createChildren } from '../../src/catalog/children.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setGroupPrices } from '../../src/catalog/groupPrices.ts'
import { addImages } from '../../src/catalog/images.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { setItemCharacteristics } from '../../src/catalog/itemCharacteristics.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import { prepareImages } from '../../src/catalog/prepareImages.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setSpecialPrices } from '../../src/catalog/specialPrices.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import type { World } from '../import/world.ts'
import { categories, makers, materials, pictureColours, specialDays, type TripItem } from './catalogue.ts'

export const place = blobPlace({ dataDir: '/nowhere', blobs: 'database' })

/** A catalogue as it stands in a tenant. */
export interface Entered {
  readonly warehouseId: string
  /** By item number. */
  readonly ids: ReadonlyMap<string, string>
  /** SHA-256 of each picture. */
  readonly pictures: readonly string[]
}

interface Done {
  readonly changed: Changed
  readonly results?: readonly (object & { readonly did?: unknown })[]
}

/** A verb of the trade with what channels have to be told of it. Throws where it refuses something. */
export function change<T extends Done>(
  world: World,
  verb: (tx: Tx, tenant: string) => Promise<T>,
): Promise<T> {
  return world.tx(async tx => {
    const done = await verb(tx, world.tenant)
    const refused = done.results?.find(one => one.did === 'refused')
    assert.equal(refused, undefined, JSON.stringify(refused))
    await markDue(tx, world.tenant, done.changed, 'tester')
    return done
  })
}

/** Enters a catalogue, sells all of it at the channel, and books what lies there. */
export async function enterCatalogue(
  world: World,
  channelId: string,
  dealers: string,
  list: readonly TripItem[],
): Promise<Entered> {
  const named = await nameThings(world)
  const pictures = await takePictures(world)
  const fieldsOf = ({ itemNumber, texts, netPrice, reduced, weight, gtin, manufacturer }: TripItem) => ({
    itemNumber,
    name: texts.de.name,
    texts,
    netPrice,
    weight,
    gtin: gtin ?? null,
    taxClassId: reduced ? world.taxClasses.reduced : world.taxClasses.standard,
    manufacturerId: manufacturer === undefined ? null : named(manufacturer),
  })
  const ids = new Map<string, string>()
  const heads = list.filter(item => item.parent === undefined)
  const made = await change(world, (tx, tenant) => createItems(tx, tenant, heads.map(fieldsOf)))
  for (const { itemNumber, id } of made.results) ids.set(itemNumber, id)
  const idOf = (itemNumber: string) => ids.get(itemNumber) ?? assert.fail(itemNumber)
  await change(world, (tx, tenant) =>
    setVariations(
      tx,
      tenant,
      heads.flatMap(({ itemNumber, variations }) => {
        const wanted = Object.entries(variations ?? {}).map(([name, values]) => ({
          name,
          texts: { en: `${name} (en)` },
          values: values.map(value => ({ name: value })),
        }))
        return wanted.length === 0 ? [] : [{ itemId: idOf(itemNumber), variations: wanted }]
      }),
    ),
  )
  const places = await placesOf(world)
  const children = list.flatMap(item => {
    const { parent, chosen = {} } = item
    if (parent === undefined) return []
    const values = Object.entries(chosen).map(([variation, value]) => {
      const at = places.get(`${idOf(parent)} ${variation} ${value}`) ?? assert.fail(value)
      return [at.variation, at.value] as const
    })
    return [{ ...fieldsOf(item), parentId: idOf(parent), values: Object.fromEntries(values) }]
  })
  const born = await change(world, (tx, tenant) => createChildren(tx, tenant, children))
  for (const result of born.results) if (result.did !== 'refused') ids.set(result.itemNumber, result.id)
  await describe(world, list, idOf, named)
  await price(world, list, idOf, channelId, dealers)
  await change(world, (tx, tenant) =>
    addImages(
      tx,
      tenant,
      list.flatMap(item =>
        item.images.map((at, sort) => ({ itemId: idOf(item.itemNumber), hash: pictures[at] ?? '', sort })),
      ),
    ),
  )
  const [warehouse] = await world.tx(tx => createWarehouses(tx, world.tenant, [{ code: 'M', name: 'Main' }]))
  const warehouseId = warehouse?.id ?? ''
  const moves = list.flatMap(({ itemNumber, stock }) =>
    stock === '0'
      ? []
      : [{ itemId: idOf(itemNumber), warehouseId, quantity: stock, reason: 'opening' as const }],
  )
  await change(world, (tx, tenant) => moveStock(tx, tenant, moves, 'tester'))
  await change(world, (tx, tenant) =>
    sellOn(
      tx,
      tenant,
      list.map(({ itemNumber }) => ({ itemId: idOf(itemNumber), channelId, active: true })),
    ),
  )
  return { warehouseId, ids, pictures }
}

// Manufacturers, categories, characteristics and attributes: their ids by name.
async function nameThings(world: World) {
  const made = new Map<string, string>()
  const keep = (names: readonly string[], results: readonly { readonly id: string }[]) =>
    results.forEach((one, at) => void made.set(names[at] ?? '', one.id))
  keep(
    makers,
    (
      await change(world, (tx, tenant) =>
        createManufacturers(
          tx,
          tenant,
          makers.map(name => ({ name })),
        ),
      )
    ).results,
  )
  keep(
    categories,
    (
      await change(world, (tx, tenant) =>
        createCategories(
          tx,
          tenant,
          categories.map((name, sort) => ({ name, sort })),
        ),
      )
    ).results,
  )
  const material = { name: 'Material', values: materials.map(name => ({ name })) }
  await change(world, (tx, tenant) => createCharacteristics(tx, tenant, [material]))
  const values = await world.query<{ id: string; name: string }>(
    `select id, name from characteristic_value where tenant_id = $1`,
    world.tenant,
  )
  for (const { id, name } of values) made.set(name, id)
  const names = ['Pflege', 'Serie'].map(name => ({ name }))
  const defined = await change(world, (tx, tenant) => defineAttributes(tx, tenant, names))
  keep(['Pflege', 'Serie'], defined.results)
  return (name: string) => made.get(name) ?? assert.fail(name)
}

async function takePictures(world: World): Promise<readonly string[]> {
  const hashes: string[] = []
  for (const background of pictureColours) {
    const create = { width: 4, height: 4, channels: 3 as const, background }
    const content = await sharp({ create }).png().toBuffer()
    hashes.push((await world.tx(tx => putBlob(tx, world.tenant, content, 'image/png', place))).hash)
  }
  await prepareImages(world.db, world.tenant, hashes, place)
  return hashes
}

async function placesOf(world: World) {
  const rows = await world.query<{
    item: string
    name: string
    value: string
    variation: string
    id: string
  }>(
    `select v.item_id as item, v.name, w.name as value, v.id as variation, w.id
     from variation v join variation_value w on w.tenant_id = v.tenant_id and w.variation_id = v.id where v.tenant_id = $1`,
    world.tenant,
  )
  return new Map(
    rows.map(row => [`${row.item} ${row.name} ${row.value}`, { variation: row.variation, value: row.id }]),
  )
}

async function describe(
  world: World,
  list: readonly TripItem[],
  idOf: (itemNumber: string) => string,
  named: (name: string) => string,
): Promise<void> {
  const some = <T>(of: (item: TripItem) => T | undefined) => list.flatMap(item => of(item) ?? [])
  await change(world, (tx, tenant) =>
    setItemCategories(
      tx,
      tenant,
      some(({ itemNumber, category }) =>
        category === undefined ? undefined : { itemId: idOf(itemNumber), categoryIds: [named(category)] },
      ),
    ),
  )
  await change(world, (tx, tenant) =>
    setItemCharacteristics(
      tx,
      tenant,
      some(({ itemNumber, material }) =>
        material === undefined ? undefined : { itemId: idOf(itemNumber), valueIds: [named(material)] },
      ),
    ),
  )
  await change(world, (tx, tenant) =>
    setItemAttributes(
      tx,
      tenant,
      list.map(({ itemNumber, attributes }) => ({
        itemId: idOf(itemNumber),
        values: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [named(name), value])),
      })),
    ),
  )
}

async function price(
  world: World,
  list: readonly TripItem[],
  idOf: (itemNumber: string) => string,
  channelId: string,
  customerGroupId: string,
): Promise<void> {
  await change(world, (tx, tenant) =>
    setChannelPrices(
      tx,
      tenant,
      list.flatMap(({ itemNumber, scales }) =>
        scales ? [{ itemId: idOf(itemNumber), channelId, customerGroupId: null, scales }] : [],
      ),
    ),
  )
  await change(world, (tx, tenant) =>
    setGroupPrices(
      tx,
      tenant,
      list.flatMap(({ itemNumber, dealers: scales }) =>
        scales ? [{ itemId: idOf(itemNumber), customerGroupId, scales }] : [],
      ),
    ),
  )
  // Both midnights are winter's: one hour before that of London.
  const from = new Date(`${specialDays.from}T00:00:00+01:00`)
  const to = new Date(Date.parse(`${specialDays.last}T00:00:00+01:00`) + 24 * 3_600_000)
  const specials = list.flatMap(({ itemNumber, special }) =>
    special
      ? [{ itemId: idOf(itemNumber), channelId: null, customerGroupId: null, net: special.net, from, to }]
      : [],
  )
  await change(world, (tx, tenant) => setSpecialPrices(tx, tenant, specials, new Date()))
}
