import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { hasCode } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { attachChildren, combineChildren, createChildren, detachChildren } from './children.ts'
import { createItems } from './createItems.ts'
import { readFamily } from './familyForChannel.ts'
import { readChildren, readVariations } from './variationStore.ts'
import { setVariations, type WantedVariation } from './variations.ts'
import { withChildren } from './withChildren.ts'

const { db } = await testDatabase({ after })
const world = await tradeWorld(db, { items: 3 })
const { tenant } = world
const channel = world.channels[0]?.channel ?? ''
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
let made = 0
const newItem = async () => {
  const itemNumber = `N-${++made}`
  await inTenant(tx => createItems(tx, tenant, [{ itemNumber, name: `Shirt ${made}`, netPrice: '12.5' }]))
  const [row] = await inTenant(tx =>
    tx.query<{ id: string }>('select id from item where tenant_id = $1 and item_number = $2', [
      tenant,
      itemNumber,
    ]),
  )
  return row?.id ?? ''
}
const set = (itemId: string, variations: readonly WantedVariation[]) =>
  inTenant(tx => setVariations(tx, tenant, [{ itemId, variations }]))
const of = async (itemId: string) =>
  (await inTenant(tx => readVariations(tx, tenant, [itemId]))).get(itemId) ?? []
const colours = { name: 'Farbe', values: [{ name: 'Rot', texts: { en: 'Red' } }, { name: 'Blau' }] }
const sizes = { name: 'Größe', texts: { en: 'Size' }, values: [{ name: 'S' }, { name: 'M' }, { name: 'L' }] }
const parent = async (variations: readonly WantedVariation[] = [colours, sizes]) => {
  const id = await newItem()
  await set(id, variations)
  return id
}
const codes = (list: readonly object[]) =>
  list.map(one => ('code' in one ? one.code : 'did' in one ? one.did : undefined))
/** The values of a parent by their names. */
const pick = async (id: string, ...names: string[]) =>
  Object.fromEntries(
    (await of(id)).map(variation => [
      variation.id,
      variation.values.find(value => names.includes(value.name))?.id ?? '',
    ]),
  )

test('a simple item becomes a parent, and what says nothing new changes nothing', async () => {
  const id = await newItem()
  const { results, changed } = await set(id, [colours, sizes])
  assert.deepEqual(results, [{ id, did: 'changed' }])
  assert.deepEqual(changed, { item: [id], stock: [id] })
  assert.deepEqual(
    (await of(id)).map(({ name, texts, values }) => [name, texts, values.map(value => value.name)]),
    [
      ['Farbe', {}, ['Rot', 'Blau']],
      ['Größe', { en: 'Size' }, ['S', 'M', 'L']],
    ],
  )
  assert.deepEqual(await set(id, [colours, sizes]), { results: [{ id, did: 'unchanged' }], changed: {} })
  const back = await set(id, [])
  assert.deepEqual(
    back.changed,
    { item: [id], stock: [id] },
    'a parent of nobody is an item like others again',
  )
})

test('names are exchanged, moved and translated under the same ids', async () => {
  const id = await parent()
  const [colour, size] = await of(id)
  const [red, blue] = colour?.values ?? []
  await set(id, [
    { id: size?.id, name: 'Farbe', values: size?.values ?? [] },
    {
      id: colour?.id,
      name: 'Größe',
      texts: { fr: 'Taille' },
      values: [
        { id: blue?.id, name: 'Rot' },
        { id: red?.id, name: 'Blau', texts: {} },
      ],
    },
  ])
  const now = await of(id)
  assert.deepEqual(
    now.map(one => [one.id, one.name]),
    [
      [size?.id, 'Farbe'],
      [colour?.id, 'Größe'],
    ],
  )
  assert.deepEqual(
    now[1]?.values.map(one => [one.id, one.name, one.texts]),
    [
      [blue?.id, 'Rot', {}],
      [red?.id, 'Blau', {}],
    ],
  )
})

test('what has stock never becomes a parent, and other nonsense is refused one by one', async () => {
  const [inStock = ''] = world.items
  const good = await newItem()
  const { results } = await inTenant(tx =>
    setVariations(tx, tenant, [
      { itemId: inStock, variations: [colours] },
      { itemId: newId(), variations: [colours] },
      { itemId: good, variations: [colours] },
    ]),
  )
  assert.deepEqual(codes(results), ['KIND_IN_USE', 'ITEM_UNKNOWN', 'changed'])
  const refusals: [string, readonly WantedVariation[]][] = [
    ['VARIATION_TWICE', [colours, colours]],
    ['VARIATION_TWICE', [{ name: 'X', values: [{ name: 'a' }, { name: 'a' }] }]],
    ['VALUE_MISSING', [{ name: 'X', values: [] }]],
    ['VARIATION_UNKNOWN', [{ ...colours, id: newId() }]],
    ['VARIATION_UNKNOWN', [{ name: 'Farbe', values: [{ id: newId(), name: 'Rot' }] }]],
  ]
  const [colour] = await of(good)
  const [red] = colour?.values ?? []
  const renamed = { id: colour?.id, name: 'Ton', values: colours.values }
  const values = [{ id: red?.id, name: 'Purpur' }, { name: 'Rot' }]
  refusals.push(
    ['VARIATION_TWICE', [renamed, { ...colours }]],
    ['VARIATION_TWICE', [{ name: 'Farbe', values }]],
  )
  for (const [code, variations] of refusals)
    assert.deepEqual(codes((await set(good, variations)).results), [code])
  assert.equal((await of(good))[0]?.values.length, 2)
})

test('all combinations are made once, with numbers by the pattern', async () => {
  const id = await parent()
  const combine = () => inTenant(tx => combineChildren(tx, tenant, id, '{parent}/{values}'))
  const { results, changed } = await combine()
  assert.deepEqual(codes(results), Array(6).fill('new'))
  const children = await inTenant(tx => readChildren(tx, tenant, [id]))
  assert.match(children[0]?.itemNumber ?? '', /^N-\d+\/Rot-S$/)
  assert.deepEqual(changed.item, [...children.map(child => child.id), id].sort())
  assert.deepEqual(changed.stock, changed.item)
  assert.deepEqual(await combine(), { results: [], changed: {} })
  await set(id, [{ ...colours, values: [...colours.values, { name: 'Grün' }] }, sizes])
  assert.deepEqual(codes((await combine()).results), ['new', 'new', 'new'])
  const digits = Array.from({ length: 11 }, (_, at) => ({ name: String(at) }))
  const many = await parent(['a', 'b', 'c'].map(name => ({ name, values: digits })))
  await assert.rejects(
    inTenant(tx => combineChildren(tx, tenant, many)),
    error => hasCode(error, 'COMBINATIONS_TOO_MANY'),
  )
})

test('a child has one value of each variation, and no other child the same', async () => {
  const id = await parent()
  const values = await pick(id, 'Rot', 'S')
  const [colour = ''] = Object.keys(values)
  const child = { parentId: id, itemNumber: 'C-1', name: 'Child', values }
  const blueS = await pick(id, 'Blau', 'S')
  const { results } = await inTenant(tx =>
    createChildren(tx, tenant, [
      child,
      child,
      { ...child, itemNumber: 'C-2' },
      { ...child, itemNumber: 'ART-1', values: blueS },
      { ...child, itemNumber: 'C-3', values: { [colour]: values[colour] ?? '' } },
      { ...child, itemNumber: 'C-4', values: { ...values, [newId()]: newId() } },
      { ...child, itemNumber: 'C-5', values: { ...values, [colour]: newId() } },
      { ...child, itemNumber: 'C-6', parentId: world.items[0] ?? '' },
      { ...child, itemNumber: 'C-7', parentId: newId() },
    ]),
  )
  assert.deepEqual(codes(results), [
    'new',
    'exists',
    'COMBINATION_TAKEN',
    'ITEM_NUMBER_TAKEN',
    'VALUE_MISSING',
    'VARIATION_UNKNOWN',
    'VARIATION_UNKNOWN',
    'ITEM_NOT_PARENT',
    'ITEM_UNKNOWN',
  ])
  const [first, second] = results
  assert.equal(first?.id, second?.id)
  const [red] = (await of(id))[0]?.values ?? []
  assert.equal(red?.used, true)
  assert.deepEqual(codes((await set(id, [sizes])).results), ['VALUE_IN_USE'])
  assert.deepEqual(codes((await set(id, [{ name: 'Farbe', values: [{ name: 'Blau' }] }, sizes])).results), [
    'VALUE_IN_USE',
  ])
  const more = { name: 'Muster', values: [{ name: 'uni' }] }
  assert.deepEqual(codes((await set(id, [colours, sizes, more])).results), ['VALUE_MISSING'])
  assert.deepEqual(codes((await set(first?.id ?? '', [colours])).results), ['ITEM_IS_CHILD'])
})

test('items with stock are attached and detached with all that they have; two exchange their values', async () => {
  const id = await parent()
  const [one = '', two = ''] = world.items
  const at = async (itemId: string, ...names: string[]) => ({
    parentId: id,
    itemId,
    values: await pick(id, ...names),
  })
  const attach = (...list: Parameters<typeof attachChildren>[2]) =>
    inTenant(tx => attachChildren(tx, tenant, list))
  const [red, blue] = [await at(one, 'Rot', 'S'), await at(two, 'Blau', 'S')]
  const { results, changed } = await attach(red, blue)
  assert.deepEqual(codes(results), ['changed', 'changed'])
  // With its parent a child has other values of what it has none of itself, its tax class too.
  const family = [id, one, two].sort()
  assert.deepEqual(changed, { item: family, price: [one, two].sort(), stock: family })
  assert.deepEqual(codes((await attach(red)).results), ['unchanged'])
  const swapped = await attach({ ...red, values: blue.values }, { ...blue, values: red.values })
  assert.deepEqual(codes(swapped.results), ['changed', 'changed'])
  const other = await parent()
  const refused = await attach(
    { ...red, parentId: other, values: await pick(other, 'Rot', 'S') },
    { ...red, itemId: other },
    { ...red, itemId: await newItem(), values: red.values },
  )
  assert.deepEqual(codes(refused.results), ['ITEM_IS_CHILD', 'KIND_IN_USE', 'COMBINATION_TAKEN'])
  const detached = await inTenant(tx => detachChildren(tx, tenant, [one, one, newId(), other]))
  assert.deepEqual(codes(detached.results), ['changed', 'changed', 'ITEM_UNKNOWN', 'ITEM_NOT_CHILD'])
  assert.deepEqual(detached.changed, { item: [id, one].sort(), price: [one], stock: [id, one].sort() })
  const [level] = await inTenant(tx =>
    tx.query('select on_hand from stock_level where tenant_id = $1 and item_id = $2', [tenant, one]),
  )
  assert.deepEqual(level, { on_hand: '100' })
})

test('a change of a parent is told of its children too, their price where the tax may be another; one of a child of its parent', async () => {
  const id = await parent()
  await inTenant(tx => combineChildren(tx, tenant, id))
  const children = (await inTenant(tx => readChildren(tx, tenant, [id]))).map(child => child.id)
  const wide = (changed: object) => inTenant(tx => withChildren(tx, tenant, changed))
  assert.deepEqual(await wide({ item: [id] }), { item: [id, ...children].sort() })
  const all = [id, ...children].sort()
  assert.deepEqual(await wide({ item: [id], price: [id] }), { item: all, price: all })
  assert.deepEqual(await wide({ price: [id] }), { price: [id] })
  assert.deepEqual(await wide({ item: [children[0] ?? ''] }), { item: [id, children[0]].sort() })
})

test('a channel is told of a child which values it has, and from its parent what it inherits', async () => {
  const id = await parent()
  await inTenant(tx => combineChildren(tx, tenant, id))
  const [child] = await inTenant(tx => readChildren(tx, tenant, [id]))
  await inTenant(async tx => {
    await tx.run('update item set tax_class_id = $3 where tenant_id = $1 and id = $2', [
      tenant,
      id,
      world.taxClasses.reduced,
    ])
  })
  const read = () =>
    inTenant(tx => readFamily(tx, tenant, channel, [id, child?.id ?? '', ...world.items], 'de'))
  const family = await read()
  const own = family.get(child?.id ?? '')
  assert.equal(own?.parentId, id)
  assert.equal(own?.parentSold, false)
  assert.equal(own?.inherited?.taxClassId, world.taxClasses.reduced)
  assert.deepEqual(
    own?.variations?.map(one => one.values.map(value => value.texts)),
    [[{ de: { name: 'Rot' }, en: { name: 'Red' } }], [{ de: { name: 'S' } }]],
  )
  assert.deepEqual(
    Object.fromEntries(own?.chosen?.map(one => [one.variationId, one.valueId]) ?? []),
    child?.values,
  )
  assert.deepEqual(
    family.get(id)?.variations?.map(one => one.values.length),
    [2, 3],
  )
  await inTenant(tx =>
    tx.run('insert into item_channel (tenant_id, channel_id, item_id) values ($1, $2, $3)', [
      tenant,
      channel,
      id,
    ]),
  )
  assert.equal((await read()).get(child?.id ?? '')?.parentSold, true)
})
