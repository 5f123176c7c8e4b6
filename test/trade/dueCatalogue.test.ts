// What is said of items and categories: every verb is run many times, and due rows are compared with all that channels are told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { defineAttributes, setItemAttributes } from '../../src/catalog/attributes.ts'
import { setCategoryChannels } from '../../src/catalog/categoryChannels.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { setItemChannelTexts } from '../../src/catalog/channelTexts.ts'
import { listCharacteristics } from '../../src/catalog/characteristicStore.ts'
import { changeCharacteristics, createCharacteristics } from '../../src/catalog/characteristics.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setItemCharacteristics } from '../../src/catalog/itemCharacteristics.ts'
import { changeManufacturers, createManufacturers } from '../../src/catalog/manufacturers.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import {
  compareVerbs,
  describersTold,
  dueWorld,
  someOf,
  treeVerbs,
  type Verb,
  type Verbs,
} from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

test(`every verb of the catalogue writes down exactly what channels have to be told (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const some = someOf(chance)
  const world = await dueWorld(db)
  const { tenant, items, channels, categories } = world
  const manufacturers: string[] = []
  const attributes: string[] = []
  const values: string[] = []
  const word = () => some(['', 'A', 'B'])
  const change = (fields: () => object): Verb => {
    return tx =>
      changeItems(tx, tenant, [
        { id: some(items), ...fields() },
        { id: some(items), ...fields() },
      ])
  }
  const also = describersTold(tenant)
  const verbs: Verbs = {
    async createItems(tx) {
      const manufacturerId = some([null, ...manufacturers])
      const made = await createItems(tx, tenant, [
        { itemNumber: `N-${items.length}`, name: 'New', manufacturerId },
      ])
      items.push(...made.results.map(one => one.id))
      return made
    },
    changeIdentifiers: change(() => ({ ownNumber: some([null, 'E']), gtin: some([null, '96385074', 'X']) })),
    changeMeasures: change(() => ({
      shippingWeight: some([null, '1', '1.0']),
      length: some([null, '10']),
      unit: some([null, 'm']),
    })),
    changeBasePrice: change(() =>
      some([
        { content: '250', contentUnit: 'ml', baseAmount: some(['1', '0.1']), baseUnit: 'l' },
        { content: null, contentUnit: null, baseAmount: null, baseUnit: null },
        { baseUnit: 'kg' },
      ]),
    ),
    changeManufacturer: change(() => ({ manufacturerId: some([null, ...manufacturers]) })),
    changeTexts: change(() => ({
      texts: {
        de: some([null, { name: 'D', path: word(), metaTitle: word() }]),
        en: { name: 'E', metaKeywords: word() },
      },
    })),
    async createManufacturers(tx) {
      const made = await createManufacturers(tx, tenant, [{ name: `M-${manufacturers.length}` }])
      manufacturers.push(...made.results.map(one => one.id))
      return made
    },
    async changeManufacturers(tx) {
      if (manufacturers.length === 0) return { changed: {} }
      return changeManufacturers(tx, tenant, [
        {
          id: some(manufacturers),
          name: some([undefined, `R-${between(chance, 0, 9)}`]),
          url: some([null, 'https://a.example']),
          texts: { de: some([null, { description: word() }]) },
        },
      ])
    },
    async defineAttributes(tx) {
      const name = `a${between(chance, 0, 3)}`
      const made = await defineAttributes(tx, tenant, [{ name, sent: chance() < 0.6 }])
      attributes.push(...made.results.filter(one => one.did === 'new').map(one => one.id))
      return made
    },
    setItemAttributes: tx =>
      setItemAttributes(tx, tenant, [
        {
          itemId: some(items),
          values: Object.fromEntries(attributes.map(id => [id, some<string | null>([null, 'x', 'y'])])),
        },
      ]),
    async createCharacteristics(tx) {
      const name = `C-${values.length}`
      const made = await createCharacteristics(tx, tenant, [{ name, values: [{ name: 'v' }, { name: 'w' }] }])
      values.splice(0, values.length)
      for (const one of await listCharacteristics(tx, tenant))
        values.push(...one.values.map(value => value.id))
      return made
    },
    async changeCharacteristics(tx) {
      const all = await listCharacteristics(tx, tenant)
      if (all.length === 0) return { changed: {} }
      const one = some(all)
      return changeCharacteristics(tx, tenant, [
        {
          id: one.id,
          sort: between(chance, 0, 2),
          values: one.values.map(value => ({ ...value, texts: { en: some(['X', 'Y']) } })),
        },
      ])
    },
    setItemCharacteristics: tx =>
      setItemCharacteristics(tx, tenant, [
        { itemId: some(items), valueIds: values.filter(() => chance() < 0.3) },
        { itemId: some(items), valueIds: [] },
      ]),
    setItemChannelTexts: tx =>
      setItemChannelTexts(tx, tenant, [
        {
          itemId: some(items),
          channelId: some(channels),
          texts: { de: some([null, { name: word() }]), en: { path: word() } },
        },
      ]),
    setCategoryChannels: tx =>
      setCategoryChannels(tx, tenant, [
        {
          categoryId: some(categories),
          channelId: some(channels),
          active: some([undefined, null, true, false]),
          texts: { de: some([null, { name: word(), metaTitle: word() }]) },
        },
      ]),
    ...treeVerbs(world, chance),
    sellOn: tx =>
      sellOn(tx, tenant, [{ itemId: some(items), channelId: some(channels), active: chance() < 0.7 }]),
  }
  // What the others name is there from the start.
  await transact(db, { tenant }, async tx => {
    for (const first of ['createManufacturers', 'defineAttributes', 'createCharacteristics'])
      await verbs[first]?.(tx)
  })
  const enough = (seen: ReadonlySet<string>) => seen.size >= 8
  const seen = await compareVerbs(db, world, verbs, { chance, rounds: rounds(3), also, enough })
  assert.ok(enough(seen), `only these changed anything for a channel: ${[...seen]}`)
})
