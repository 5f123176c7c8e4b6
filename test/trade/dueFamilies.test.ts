// Parents and their children: every verb that touches one or the other, and due rows compared with all that channels are told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changedTogether } from '../../src/base/changed.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { manufacturersForChannel } from '../../src/catalog/alongForChannel.ts'
import { defineAttributes, setItemAttributes } from '../../src/catalog/attributes.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createCharacteristics } from '../../src/catalog/characteristics.ts'
import { attachChildren, combineChildren, detachChildren } from '../../src/catalog/children.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setItemCharacteristics } from '../../src/catalog/itemCharacteristics.ts'
import { itemsForChannel } from '../../src/catalog/itemsForChannel.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { readChildren, readVariations } from '../../src/catalog/variationStore.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { compareVerbs, describersTold, dueWorld, now, someOf, type Verbs } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

/** What items can have, for those who have it from their parents. */
async function describing(tx: Tx, tenant: string) {
  const ids = (list: readonly { readonly id: string }[]) => list.map(one => one.id)
  const makers = await createManufacturers(tx, tenant, [{ name: 'M1' }, { name: 'M2' }])
  const said = await defineAttributes(tx, tenant, [{ name: 'a' }, { name: 'b' }])
  await createCharacteristics(tx, tenant, [
    { name: 'C', values: [{ name: 'v' }, { name: 'w' }] },
    { name: 'D', values: [{ name: 'x' }] },
  ])
  const values = await tx.query<{ id: string; of: string }>(
    `select v.id, c.name as of from characteristic_value v join characteristic c on c.id = v.characteristic_id order by v.name`,
  )
  return { manufacturers: ids(makers.results), attributes: ids(said.results), values }
}

test(`every verb on families writes down exactly what channels have to be told (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const some = someOf(chance)
  const world = await dueWorld(db)
  const { tenant, channels, taxClasses } = world
  const { manufacturers, attributes, values } = await transact(db, { tenant }, tx => describing(tx, tenant))
  const parents: string[] = []
  const children = async (tx: Tx) => (await readChildren(tx, tenant, parents)).map(child => child.id)
  const anyone = async (tx: Tx) => some([...parents, ...(await children(tx)), ...world.items])
  const also = describersTold(tenant)
  const verbs: Verbs = {
    async createParent(tx) {
      const { results } = await createItems(tx, tenant, [
        {
          itemNumber: `P-${parents.length}`,
          name: 'Parent',
          netPrice: '10',
          manufacturerId: some([null, ...manufacturers]),
        },
      ])
      const itemId = results[0]?.id ?? ''
      parents.push(itemId)
      const colours = { name: 'Farbe', values: [{ name: 'Rot' }, { name: 'Blau' }] }
      const made = await setVariations(tx, tenant, [{ itemId, variations: [colours] }])
      const children = await combineChildren(tx, tenant, itemId)
      const sold = await sellOn(
        tx,
        tenant,
        [itemId, ...children.results.map(one => one.id)]
          .filter(() => chance() < 0.7)
          .map(id => ({ itemId: id, channelId: some(channels), active: true })),
      )
      return { changed: changedTogether(made.changed, children.changed, sold.changed) }
    },
    async addValue(tx) {
      const itemId = some(parents)
      const own = (await readVariations(tx, tenant, [itemId])).get(itemId) ?? []
      const variations = own.map(({ id, name, values }) => ({
        id,
        name,
        values: [...values.map(one => ({ id: one.id, name: one.name })), { name: `V${values.length}` }],
      }))
      return setVariations(tx, tenant, [{ itemId, variations }])
    },
    async attachChildren(tx) {
      const parentId = some(parents)
      const [variation] = (await readVariations(tx, tenant, [parentId])).get(parentId) ?? []
      const value = some(variation?.values.map(one => one.id) ?? [''])
      const chosen = { [variation?.id ?? '']: value }
      return attachChildren(tx, tenant, [{ parentId, itemId: some(world.items), values: chosen }])
    },
    async detachChildren(tx) {
      return detachChildren(tx, tenant, [some([...(await children(tx)), ...world.items])])
    },
    async changeItems(tx) {
      const fields = () =>
        some<object>([
          { manufacturerId: some([null, ...manufacturers]) },
          { taxClassId: some([null, taxClasses.reduced, taxClasses.standard]) },
          { netPrice: some(['10', '11']) },
          { active: chance() < 0.8 },
        ])
      return changeItems(tx, tenant, [
        { id: await anyone(tx), ...fields() },
        { id: some(parents), ...fields() },
      ])
    },
    defineAttributes: tx => defineAttributes(tx, tenant, [{ name: some(['a', 'b']), sent: chance() < 0.7 }]),
    async setItemAttributes(tx) {
      const said = Object.fromEntries(attributes.map(id => [id, some<string | null>([null, 'x', 'y'])]))
      return setItemAttributes(tx, tenant, [{ itemId: await anyone(tx), values: said }])
    },
    async setItemCharacteristics(tx) {
      const valueIds = values.filter(() => chance() < 0.4).map(value => value.id)
      return setItemCharacteristics(tx, tenant, [{ itemId: await anyone(tx), valueIds }])
    },
    async sellOn(tx) {
      const sale = async () => ({
        itemId: await anyone(tx),
        channelId: some(channels),
        active: chance() < 0.7,
      })
      return sellOn(tx, tenant, [await sale(), await sale()])
    },
  }
  await transact(db, { tenant }, async tx => {
    for (let n = 0; n < 3; n++) await verbs['createParent']?.(tx)
  })
  const enough = (seen: ReadonlySet<string>) => seen.size >= 6
  const seen = await compareVerbs(db, world, verbs, { chance, rounds: rounds(2), also, enough })
  assert.ok(enough(seen), `only these changed anything for a channel: ${[...seen]}`)
})

test('a child is told what its parent has, where it has none of its own', async () => {
  const world = await dueWorld(db)
  const { tenant, channels, taxClasses } = world
  const [channelId = ''] = channels
  await transact(db, { tenant }, async tx => {
    const { manufacturers, attributes, values } = await describing(tx, tenant)
    const [m1 = '', m2 = ''] = manufacturers
    const [a = '', b = ''] = attributes
    const idOf = (name: string, at = 0) => values.filter(value => value.of === name)[at]?.id ?? ''
    const [parent = ''] = (
      await createItems(tx, tenant, [
        { itemNumber: 'P', name: 'P', netPrice: '10', manufacturerId: m1, taxClassId: taxClasses.reduced },
      ])
    ).results.map(one => one.id)
    const colours = { name: 'Farbe', values: [{ name: 'Rot' }, { name: 'Blau' }] }
    await setVariations(tx, tenant, [{ itemId: parent, variations: [colours] }])
    const [red = '', blue = ''] = (await combineChildren(tx, tenant, parent)).results.map(one => one.id)
    await setItemAttributes(tx, tenant, [
      { itemId: parent, values: { [a]: 'of the parent', [b]: 'of the parent' } },
      { itemId: red, values: { [a]: 'its own' } },
    ])
    await setItemCharacteristics(tx, tenant, [
      { itemId: parent, valueIds: [idOf('C'), idOf('D')] },
      { itemId: red, valueIds: [idOf('C', 1)] },
    ])
    await changeItems(tx, tenant, [{ id: red, manufacturerId: m2, taxClassId: taxClasses.standard }])
    await sellOn(
      tx,
      tenant,
      [red, blue].map(itemId => ({ itemId, channelId, active: true })),
    )
    const told = await itemsForChannel(tx, tenant, { channelId, itemIds: [red, blue], now })
    const shown = told.map(one => ({
      manufacturer: one?.manufacturer,
      attributes: one?.attributes,
      values: one?.characteristics?.map(({ valueId }) => valueId).sort(),
      taxRate: one?.taxRate,
    }))
    assert.deepEqual(shown, [
      {
        manufacturer: 'M2',
        attributes: { a: 'its own', b: 'of the parent' },
        values: [idOf('C', 1), idOf('D')].sort(),
        taxRate: '19',
      },
      {
        manufacturer: 'M1',
        attributes: { a: 'of the parent', b: 'of the parent' },
        values: [idOf('C'), idOf('D')].sort(),
        taxRate: '7',
      },
    ])
    // The parent itself is not sold there: what only its children need is told all the same.
    const wish = { channelId, ids: [m1, m2], now }
    const makers = await manufacturersForChannel(tx, tenant, wish)
    assert.deepEqual(
      makers.map(one => one?.name),
      ['M1', 'M2'],
    )
  })
})
