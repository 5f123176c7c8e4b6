import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createCategories } from '../../src/catalog/categories.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { categoryIdsOf } from '../../src/operations/categories.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { attribute, createOfferWorld, type OfferWorld } from './offerWorld.ts'

const { db } = await testDatabase({ after })

const tree = {
  list: 'category' as const,
  replaces: true,
  entries: [
    { theirs: '1', name: 'Haushalt', isClosed: true as const },
    { theirs: '1.1', name: 'Tassen', parent: '1' },
    { theirs: '1.2', name: 'Teller', parent: '1' },
  ],
}

test('an item stands where the deepest of its categories is mapped, and a person can say otherwise', async context => {
  const offers = await createOfferWorld(db, context)
  const [first = '', second = ''] = await offers.sell(['T-1', 'T-2'])
  await offers.tell()
  assert.deepEqual([...offers.told.keys()], ['T-1', 'T-2'], 'a system that names no categories asks for none')
  await offers.post(tree)
  await offers.tell()
  assert.deepEqual(await offers.held(), {
    'T-1': 'CATEGORY_NOT_MAPPED: T-1',
    'T-2': 'CATEGORY_NOT_MAPPED: T-2',
  })
  const [home = '', cups = ''] = await categories(offers, ['Küche', 'Becher'])
  await lies(offers, first, [home, cups])
  await lies(offers, second, [cups])
  const maps = () =>
    offers.act<{
      items: { path: string[]; theirs: string | null; from: string | null; problem: string | null }[]
    }>('channel.category-maps', { channel: offers.channelId })
  await offers.act('channel.set-category-maps', { channel: offers.channelId, map: { [home]: '1.2' } })
  await offers.tell()
  assert.deepEqual(await offers.held(), {})
  assert.deepEqual(places(offers), { 'T-1': '1.2', 'T-2': '1.2' }, 'by the category above')
  await assert.rejects(
    offers.act('channel.set-category-maps', { channel: offers.channelId, map: { [cups]: '1' } }),
    /MAP_THEIRS_CLOSED|nothing is offered/i,
  )
  const twice = (theirs: string) =>
    offers.act('channel.set-category-maps', {
      channel: offers.channelId,
      map: { [cups]: '1.1', Becher: theirs },
    })
  await assert.rejects(twice('1.2'), { code: 'MAP_OURS_TWICE' })
  await assert.rejects(twice(''), { code: 'MAP_OURS_TWICE' })
  assert.deepEqual(
    (await maps()).items.map(one => one.from),
    ['own', 'above'],
  )
  await twice('1.1')
  await offers.tell()
  assert.deepEqual(places(offers), { 'T-1': '1.1', 'T-2': '1.1' })
  await offers.act('item.set-listing', { item: second, channel: offers.channelId, category: '1.2' })
  await offers.tell()
  assert.deepEqual(places(offers), { 'T-1': '1.1', 'T-2': '1.2' })
  const calls = offers.calls()
  await offers.post(tree)
  await offers.sweep('item')
  await offers.tell()
  assert.equal(offers.calls(), calls, 'the same content is told once')
  await offers.post({ ...tree, entries: tree.entries.filter(one => one.theirs !== '1.1') })
  await offers.tell()
  assert.deepEqual(await offers.held(), { 'T-1': 'CATEGORY_GONE: Tassen' })
  assert.deepEqual(
    (await maps()).items.map(one => [one.path.join(' / '), one.theirs, one.from, one.problem]),
    [
      ['Küche', '1.2', 'own', null],
      ['Küche / Becher', '1.1', 'own', 'gone'],
    ],
  )
  const found = await offers.act<{ items: { theirs: string; path: string[] }[] }>(
    'channel.their-categories',
    {
      channel: offers.channelId,
      search: 'tell',
    },
  )
  assert.deepEqual(
    found.items.map(one => [one.theirs, one.path.join(' / ')]),
    [['1.2', 'Haushalt / Teller']],
  )
})

test('attributes are said of single items or filled from ours; what has to be given and is not holds the item', async context => {
  const offers = await createOfferWorld(db, context)
  const [id = '', other = ''] = await offers.sell(['T-1', 'T-2'])
  const defined = await offers.act<{ items: { id: string }[] }>('attribute.define', {
    attributes: [{ name: 'Farbe' }],
  })
  const farbe = defined.items[0]?.id ?? ''
  await offers.post(tree, {
    list: 'attribute',
    of: 'category/1.1',
    replaces: true,
    entries: [
      attribute('colour', 'Farbe', {
        isRequired: true,
        type: 'enum',
        values: [
          { value: 'r', display: 'Rot', sort: 1 },
          { value: 'b', display: 'Blau', sort: 2 },
        ],
      }),
      attribute('glaze', 'Glasur', { requiredBy: [{ attribute: 'colour', values: ['b'] }] }),
      attribute('condition', 'Zustand', { type: 'text' }),
      attribute('set', 'Teile', { type: 'integer', isMultiple: true, isRepeatable: true }),
    ],
  })
  for (const item of [id, other])
    await offers.act('item.set-listing', { item, channel: offers.channelId, category: '1.1' })
  await offers.tell()
  assert.deepEqual(await offers.held(), {
    'T-1': 'ATTRIBUTE_MISSING: Farbe',
    'T-2': 'ATTRIBUTE_MISSING: Farbe',
  })
  const listed = await offers.act<{
    items: { theirs: string; isRequired: boolean; proposal: string | null }[]
  }>('channel.attribute-maps', { channel: offers.channelId })
  assert.deepEqual(
    listed.items.map(one => [one.theirs, one.isRequired, one.proposal]),
    [
      ['colour', true, 'attribute/Farbe'],
      ['glaze', false, null],
      ['set', false, null],
      ['condition', false, null],
    ],
  )
  const take = (names?: readonly string[]) =>
    offers.act<{ items: { name: string; did: string }[] }>('channel.take-proposals', {
      channel: offers.channelId,
      list: 'attribute',
      ...(names ? { names } : {}),
    })
  const taken = await take(['glaze', 'colour', 'nothing'])
  assert.deepEqual(
    taken.items.map(one => [one.name, one.did]),
    [
      ['glaze', 'unproposed'],
      ['colour', 'mapped'],
      ['nothing', 'unknown'],
    ],
  )
  assert.equal((await take(['colour'])).items[0]?.did, 'already')
  assert.deepEqual((await take()).items, [], 'nothing is left that is proposed')
  const map = { condition: 'fixed/neu' }
  await offers.act('channel.set-maps', { channel: offers.channelId, list: 'attribute', map })
  await offers.act('item.attributes', { item: id, values: { [farbe]: 'rot' } })
  await offers.act('item.attributes', { item: other, values: { [farbe]: 'grün' } })
  await offers.tell()
  assert.deepEqual(await offers.held(), { 'T-2': 'ATTRIBUTE_VALUE_REFUSED: Farbe: grün' })
  assert.deepEqual(offers.told.get('T-1')?.listing, {
    category: '1.1',
    attributes: [
      { attribute: 'colour', value: 'r' },
      { attribute: 'condition', value: 'neu' },
    ],
  })
  const say = (attributes: object) =>
    offers.act('item.set-listing', { item: other, channel: offers.channelId, attributes })
  await say({ colour: [{ value: 'b' }] })
  await offers.tell()
  assert.deepEqual(await offers.held(), { 'T-2': 'ATTRIBUTE_MISSING: Glasur' }, 'because it is blue')
  const shown = await offers.act<{
    items: { problem: { code: string } | null; attributes: { theirs: string; isMissing: boolean }[] }[]
  }>('item.listing', { item: other })
  assert.deepEqual(
    shown.items.map(one => [
      one.problem?.code,
      one.attributes.map(row => `${row.theirs}${row.isMissing ? '!' : ''}`),
    ]),
    [['ATTRIBUTE_MISSING', ['colour', 'glaze!', 'set', 'condition']]],
  )
  await say({
    glaze: [{ value: 'matt' }],
    set: [
      { value: '6', group: '1' },
      { value: '12,0', group: '2' },
    ],
  })
  await offers.tell()
  assert.deepEqual(await offers.held(), {})
  assert.deepEqual(offers.told.get('T-2')?.listing?.attributes, [
    { attribute: 'colour', value: 'b' },
    { attribute: 'condition', value: 'neu' },
    { attribute: 'glaze', value: 'matt' },
    { attribute: 'set', value: '6', group: '1' },
    { attribute: 'set', value: '12', group: '2' },
  ])
  // Mapped, and on purpose not told of this item; then as mapped again.
  const condition = async () => {
    const { items } = await offers.act<{
      items: { attributes: { theirs: string; isLeftOut: boolean; told: { value: string }[] }[] }[]
    }>('item.listing', { item: other })
    const row = items[0]?.attributes.find(one => one.theirs === 'condition')
    const told = offers.told.get('T-2')?.listing?.attributes.some(one => one.attribute === 'condition')
    return [row?.isLeftOut, row?.told.map(one => one.value), told]
  }
  await say({ condition: null })
  await offers.tell()
  assert.deepEqual(await condition(), [true, [], false])
  await say({ condition: [] })
  await offers.tell()
  assert.deepEqual(await condition(), [false, ['neu'], true])
})

test('many are said at once: the good ones hold, the strange ones are refused, and what is not named stays', async context => {
  const offers = await createOfferWorld(db, context)
  const [first = '', second = ''] = await offers.sell(['T-1', 'T-2'])
  await offers.post(tree, {
    list: 'attribute',
    of: 'category/1.1',
    replaces: true,
    entries: [attribute('colour', 'Farbe'), attribute('size', 'Größe')],
  })
  const { channelId } = offers
  const strange = '00000000-0000-7000-8000-00000000dead'
  const set = (items: object[]) => offers.act<{ items: object[] }>('item.set-listings', { items })
  const answered = await set([
    {
      itemId: first,
      channelId,
      category: '1.1',
      attributes: { colour: [{ value: 'rot' }], size: [{ value: 'L' }] },
    },
    { itemId: strange, channelId, category: '1.1' },
    { itemId: second, channelId: strange, category: '1.1' },
    { itemId: second, channelId, category: '1.2' },
  ])
  assert.deepEqual(
    answered.items.map(one => ('did' in one && one.did !== 'refused' ? one.did : 'code' in one && one.code)),
    ['changed', 'ITEM_UNKNOWN', 'CHANNEL_UNKNOWN', 'changed'],
  )
  await offers.tell()
  assert.deepEqual(places(offers), { 'T-1': '1.1', 'T-2': '1.2' })
  await set([{ itemId: first, channelId, attributes: { colour: [] } }])
  await offers.tell()
  assert.deepEqual(offers.told.get('T-1')?.listing, {
    category: '1.1',
    attributes: [{ attribute: 'size', value: 'L' }],
  })
})

test('prices go under each mapped price type, and none without one', async context => {
  const offers = await createOfferWorld(db, context)
  const [id = ''] = await offers.sell(['T-1'])
  await offers.act('customer-group.add', { names: ['Händler'] })
  await offers.post({
    list: 'price_type',
    replaces: true,
    entries: [
      { theirs: 'B2C', name: 'Endkunden' },
      { theirs: 'B2B', name: 'Händler' },
      { theirs: 'B2E', name: 'Mitarbeiter' },
    ],
  })
  await offers.tell()
  assert.deepEqual(await offers.held(), { 'T-1': 'PRICE_TYPE_NOT_MAPPED: T-1' })
  await offers.act('channel.propose-maps', { channel: offers.channelId })
  await offers.act('channel.set-maps', {
    channel: offers.channelId,
    list: 'price_type',
    map: { B2C: 'everyone', B2E: 'Händler' },
  })
  await offers.tell()
  const net = () =>
    Object.fromEntries(
      offers.told.get('T-1')?.prices.map(one => [one.group?.theirs, one.scales[0]?.net]) ?? [],
    )
  assert.deepEqual(net(), { B2B: '10', B2C: '10', B2E: '10' })
  await offers.act('item.price', { item: id, group: 'Händler', net: '7.5' })
  await offers.tell()
  assert.deepEqual(
    net(),
    { B2B: '7.5', B2C: '10', B2E: '7.5' },
    'one price of ours under two types of theirs',
  )
})

function places({ told }: OfferWorld): Record<string, string | undefined> {
  return Object.fromEntries([...told].map(([number, state]) => [number, state.listing?.category]))
}

/** Makes categories, each below the one before. */
test('many categories are mapped with one look at ours', async context => {
  const offers = await createOfferWorld(db, context)
  await offers.post(tree)
  const names = Array.from({ length: 30 }, (_, at) => `Regal ${at}`)
  const ids = await categories(offers, names)
  let looks = 0
  const { tenant, tx: work } = offers.world
  const found = await work(tx => {
    const query: typeof tx.query = (...given) => {
      looks++
      return tx.query(...given)
    }
    return categoryIdsOf({ ...tx, query }, tenant, [...ids, 'Regal 3'])
  })
  assert.deepEqual(found, [...ids, ids[3]])
  assert.equal(looks, 1)
  await assert.rejects(
    work(tx => categoryIdsOf(tx, tenant, ['Regal 1', 'Regal x'])),
    { code: 'CATEGORY_UNKNOWN' },
  )
  const map = Object.fromEntries(names.map(name => [name, '1.1']))
  await offers.act('channel.set-category-maps', { channel: offers.channelId, map })
  const { items } = await offers.act<{ items: { theirs: string | null }[] }>('channel.category-maps', {
    channel: offers.channelId,
  })
  assert.equal(items.filter(one => one.theirs === '1.1').length, names.length)
})

async function categories({ world, change }: OfferWorld, names: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const name of names) {
    const parent = ids.at(-1)
    const made = await change(tx =>
      createCategories(tx, world.tenant, [{ name, ...(parent === undefined ? {} : { parentId: parent }) }]),
    )
    const [one] = made.results
    assert.ok(one && 'id' in one)
    ids.push(one.id)
  }
  return ids
}

async function lies(
  { world, change }: OfferWorld,
  itemId: string,
  categoryIds: readonly string[],
): Promise<void> {
  await change(tx => setItemCategories(tx, world.tenant, [{ itemId, categoryIds }]))
}
