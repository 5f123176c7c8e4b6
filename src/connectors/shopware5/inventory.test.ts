import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOfRecord } from '../../../testkit/contract/faultsOfRecord.ts'
import type { InventoryKind, InventoryObject, ItemRecord } from '../../port/inventory.ts'
import { emptyShop, insideOf, item, refOf, required, variation } from './fixtures/catalogue.ts'
import { inventory } from './inventory.ts'
import { itemObjects, propertyObjects } from './inventoryRecords.ts'
import { catalogueSends as sends } from './sends.ts'
import type { Session } from './session.ts'

const globals = {
  shops: [
    {
      id: '1',
      name: 'Deutsch',
      main: '',
      category: '3',
      language: 'de',
      locale: 'de_DE',
      currency: 'EUR',
      group: 'EK',
      isDefault: true,
    },
    {
      id: '2',
      name: 'English',
      main: '1',
      category: '3',
      language: 'en',
      locale: 'en_GB',
      currency: 'EUR',
      group: 'EK',
      isDefault: false,
    },
  ],
  groups: [
    { id: '1', key: 'EK', name: 'Shopkunden', isGross: true },
    { id: '2', key: 'H', name: 'Händler', isGross: false },
  ],
}

async function all(session: Session, kind: InventoryKind, want = 100): Promise<readonly InventoryObject[]> {
  const objects: InventoryObject[] = []
  let resume: string | undefined
  for (let more = true; more; ) {
    const page = await inventory.list(session, kind, resume, want)
    objects.push(...page.objects)
    resume = page.resume
    more = !page.last
  }
  for (const one of objects) assert.deepEqual(faultsOfRecord(kind, one.record), [], one.theirs)
  return objects
}

test('a filled shop is listed as it was filled: simple items, parents with their children, under the keys that they are sent by', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const category = shop.putCategory({ name: 'Möbel', parentId: 3 })
  const texts = {
    de: { name: 'Tisch', description: '<p>Ö</p>', shortDescription: 'kurz' },
    en: { name: 'Table' },
  }
  const scales = [
    { from: '0', net: '10', gross: '11.9' },
    { from: '5', net: '8', gross: '9.52' },
  ]
  const special = { net: '9', gross: '10.71' }
  const [simple, parent] = await sends.item.send(session, [
    item(1, 'A-1', {
      texts,
      prices: [
        { scales, special },
        { scales: [{ from: '0', net: '7', gross: '8.33' }], group: { no: 4, theirs: 'H' } },
      ],
      categories: [{ no: 9, theirs: category }],
      manufacturer: { name: 'Nord' },
      gtin: '4006381333931',
      weight: '1.5',
      attributes: { attr1: 'Ton' },
      basePrice: { content: '250', contentUnit: 'ml', baseAmount: '1', baseUnit: 'l' },
    }),
    item(2, 'P-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] }),
  ])
  const child = (no: number, number: string, value: number) =>
    item(no, number, {
      parent: refOf(2, parent),
      chosen: [{ variation: insideOf(parent, 10), value: insideOf(parent, value) }],
    })
  const children = await sends.item.send(session, [child(3, 'P-1', 11), child(4, 'P-2', 12)])
  const listed = await all(session, 'item', 1)
  assert.deepEqual(
    listed.map(({ theirs, number, parent: under }) => [theirs, number, under]),
    [
      [refOf(1, simple).theirs, 'A-1', ''],
      [refOf(2, parent).theirs, 'P-1.V', ''],
      [refOf(3, children[0]).theirs, 'P-1', refOf(2, parent).theirs],
      [refOf(4, children[1]).theirs, 'P-2', refOf(2, parent).theirs],
    ],
  )
  const [own, family, red] = listed.map(one => one.record as ItemRecord)
  assert.deepEqual(own?.texts, { de: texts.de, en: texts.en })
  assert.deepEqual(
    [own?.taxRate, own?.stock, own?.categories, own?.weight, own?.attributes, own?.isParent, own?.oversell],
    ['19', '5', [category], '1.5', { attr1: 'Ton' }, false, false],
  )
  assert.deepEqual(own?.prices, [
    {
      scales: [
        { from: '0', net: '10' },
        { from: '5', net: '8' },
      ],
    },
    { group: 'H', scales: [{ from: '0', net: '7' }] },
  ])
  assert.deepEqual(own?.specials, [{ net: '9', active: true }])
  assert.deepEqual(own?.basePrice, { content: '0.25', contentUnit: 'l', baseAmount: '1', baseUnit: 'l' })
  assert.equal(family?.isParent, true)
  assert.deepEqual(
    family?.variations.map(one => [one.theirs, one.values.map(value => value.theirs)]),
    [[insideOf(parent, 10).theirs, [insideOf(parent, 11).theirs, insideOf(parent, 12).theirs]]],
  )
  assert.deepEqual(
    red?.variations.map(one => one.values.map(value => value.texts['de']?.name)),
    [['rot']],
  )
})

test('categories are listed without the roots of shops, and manufacturers without the one that stands for none', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const top = shop.putCategory({ name: 'Möbel', parentId: 3, cmsText: '<p>schön</p>' })
  const low = shop.putCategory({ name: 'Tische', parentId: Number(top), active: false })
  await sends.item.send(session, [item(1, 'A-1')])
  const listed = await all(session, 'category', 1)
  assert.deepEqual(
    listed.map(({ theirs, name, parent }) => [theirs, name, parent]),
    [
      [top, 'Möbel', ''],
      [low, 'Tische', top],
    ],
  )
  assert.deepEqual(listed[0]?.record, {
    active: true,
    sort: 0,
    texts: { de: { name: 'Möbel', description: '<p>schön</p>' } },
  })
  assert.deepEqual(
    (await all(session, 'manufacturer')).map(one => one.name),
    ['shopware AG'],
  )
})

test('a shop that writes its lists as objects, and options beside the groups, is read the same', () => {
  const article = {
    id: 5,
    name: 'Hose',
    active: 1,
    tax: { tax: '19.00' },
    filterGroupId: 7,
    propertyValues: { 3: { value: 'Jeans', option: { name: 'Stoff' } } },
    categories: { 12: { id: 12 } },
    configuratorSet: {
      groups: { 0: { id: 1, name: 'Größe' } },
      options: [
        { id: 20, groupId: 1, name: 'M' },
        { id: 21, groupId: 1, name: 'L' },
        { id: 22, groupId: 9, name: 'fremd' },
      ],
    },
    mainDetail: {
      id: 8,
      number: 'H-M',
      inStock: '4',
      lastStock: '1',
      active: 1,
      configuratorOptions: [{ id: 20 }],
      prices: [{ price: 'x' }],
    },
    details: [
      { id: 8, number: 'H-M' },
      { id: 9, number: 'H-L', configuratorOptions: [{ id: 21 }], weight: {} },
    ],
  }
  const [parent, medium, large] = itemObjects(article, globals)
  assert.deepEqual([parent?.theirs, medium?.theirs, large?.theirs], ['5', '5/8', '5/9'])
  const records = [parent, medium, large].map(one => one?.record as ItemRecord)
  assert.deepEqual(
    records.map(one => one.variations[0]?.values.length),
    [2, 1, 1],
  )
  assert.deepEqual(records[0]?.characteristics, [{ characteristic: '7/Stoff', value: '7/Stoff/Jeans' }])
  assert.deepEqual(records[0]?.categories, ['12'])
  assert.deepEqual(records[1]?.unread, ['prices.price'])
  assert.deepEqual(records[2]?.unread, ['weight'])
  for (const one of records) assert.deepEqual(faultsOfRecord('item', one), [])
})

test('properties are listed under the keys that they are sent by', () => {
  const [one] = propertyObjects(
    { id: 7, options: [{ id: 1, name: 'Stoff', values: [{ id: 3, value: 'Jeans' }] }] },
    globals,
  )
  assert.deepEqual([one?.theirs, one?.name], ['7/Stoff', 'Stoff'])
  assert.deepEqual(required(one).record, {
    sort: 0,
    texts: { de: { name: 'Stoff' } },
    values: [{ theirs: '7/Stoff/Jeans', sort: 0, texts: { de: { name: 'Jeans' } } }],
  })
})

test('looking goes on behind a key, and a place that is none is refused', async t => {
  const { open, calls } = await emptyShop(t)
  const session = open()
  await sends.item.send(
    session,
    Array.from({ length: 5 }, (_, n) => item(n + 1, `N-${n + 1}`)),
  )
  calls()
  const first = await inventory.list(session, 'item', undefined, 2)
  assert.deepEqual([first.objects.length, first.last, first.resume], [2, false, '2'])
  assert.deepEqual(calls(), ['GET articles', 'GET articles/{id}', 'GET articles/{id}'])
  await assert.rejects(inventory.list(session, 'item', 'page 2', 2), { code: 'RESUME_REFUSED' })
})
