import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { changeItems } from './changeItems.ts'
import { createItems } from './createItems.ts'
import { filledText } from './itemFields.ts'
import { readItem } from './itemStore.ts'
import { readItemTexts } from './itemTextStore.ts'
import { countItems, itemIdOf, listItems } from './listItems.ts'

const { db } = await testDatabase({ after })
const world = await tradeWorld(db, { items: 5 })
const { tenant } = world
const [one = '', two = '', three = ''] = world.items
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const change = (...changes: Parameters<typeof changeItems>[2]) =>
  inTenant(tx => changeItems(tx, tenant, changes))
const found = (search: string) =>
  inTenant(async tx => {
    const rows = await listItems(tx, tenant, { search }, { limit: 100 })
    assert.equal(await countItems(tx, tenant, { search }, 1000), rows.length)
    return rows.map(row => row.itemNumber).sort()
  })

test('a change says by field what channels have to be told', async () => {
  const told = async (fields: object) => (await change({ id: one, ...fields })).changed
  assert.deepEqual(await told({ netPrice: '12.5' }), { price: [one] })
  assert.deepEqual(await told({ name: 'Another' }), { item: [one] })
  assert.deepEqual(await told({ taxClassId: world.taxClasses.reduced }), { item: [one], price: [one] })
  assert.deepEqual(await told({ buffer: '2', oversell: true }), { stock: [one] })
  assert.deepEqual(await told({ active: false }), { item: [one], stock: [one] })
  assert.deepEqual(await told({ texts: { de: { name: 'Ding' } } }), { item: [one] })
})

test('what says nothing new changes nothing and tells nobody', async () => {
  const before = await inTenant(tx => readItem(tx, tenant, one))
  const { results, changed } = await change(
    {
      id: one,
      netPrice: '12.500',
      name: 'Another',
      texts: { de: { name: 'Ding', description: '' }, fr: null },
    },
    { id: one },
  )
  assert.deepEqual(changed, {})
  assert.deepEqual(
    results.map(result => result.did),
    ['unchanged', 'unchanged'],
  )
  assert.deepEqual(await inTenant(tx => readItem(tx, tenant, one)), before)
})

test('one result per element: what cannot be is refused, the rest is done', async () => {
  const stranger = newId()
  const { results, changed } = await change(
    { id: stranger, name: 'X' },
    { id: two, itemNumber: 'ART-3' },
    { id: two, taxClassId: stranger },
    { id: two, version: 7, name: 'X' },
    { id: two, version: 1, itemNumber: 'B-2', netPrice: null },
    { id: three, itemNumber: 'B-2' },
    { id: two, name: 'Second' },
  )
  assert.deepEqual(
    results.map(result => (result.did === 'refused' ? result.code : `${result.did} ${result.version}`)),
    [
      'ITEM_UNKNOWN',
      'ITEM_NUMBER_TAKEN',
      'TAX_CLASS_UNKNOWN',
      'VERSION_OLD',
      'changed 2',
      'ITEM_NUMBER_TAKEN',
      'changed 2',
    ],
  )
  assert.deepEqual(changed, { item: [two], price: [two] })
  const item = await inTenant(tx => readItem(tx, tenant, two))
  assert.deepEqual([item.itemNumber, item.name, item.netPrice, item.version], ['B-2', 'Second', null, 2])
})

test('two who change one item from the same version: the second is told to look again', async () => {
  const { version } = await inTenant(tx => readItem(tx, tenant, three))
  const answers = await Promise.all(['left', 'right'].map(name => change({ id: three, version, name })))
  const did = answers.map(answer => answer.results[0]?.did).sort()
  assert.deepEqual(did, ['changed', 'refused'])
})

test('texts of a language are changed, kept and taken away on their own', async () => {
  await change({
    id: three,
    texts: { de: { name: 'Haken', description: 'Aus Stahl' }, en: { name: 'Hook' } },
  })
  await change({ id: three, texts: { de: { name: 'Haken groß' }, en: null } })
  const texts = await inTenant(tx => readItemTexts(tx, tenant, [three]))
  assert.deepEqual(texts, [
    {
      itemId: three,
      language: 'de',
      text: filledText({ name: 'Haken groß', description: 'Aus Stahl' }),
    },
  ])
})

test('items are found by the beginning of number, GTIN or words, with umlauts however they are typed', async () => {
  await inTenant(tx =>
    createItems(tx, tenant, [
      { itemNumber: 'KG-100/5', name: 'Kühlgerät groß', gtin: '4012345678901', manufacturerNumber: 'HX-9' },
      { itemNumber: 'KG-200', name: 'Kuhglocke', texts: { en: { name: 'Cow bell' } } },
    ]),
  )
  assert.deepEqual(await found('kuehl'), ['KG-100/5'])
  assert.deepEqual(await found('KÜHLGERÄT gro'), ['KG-100/5'])
  assert.deepEqual(await found('kg-'), ['KG-100/5', 'KG-200'])
  assert.deepEqual(await found('KG-100/5'), ['KG-100/5'])
  assert.deepEqual(await found('40123456789'), ['KG-100/5'])
  assert.deepEqual(await found('hx-9'), ['KG-100/5'])
  assert.deepEqual(await found('cow'), ['KG-200'])
  assert.deepEqual(await found('kuehl cow'), [])
  assert.deepEqual(await found('%'), [])
  const glocke = await inTenant(tx => itemIdOf(tx, tenant, 'kg-200'))
  await change({ id: glocke, name: 'Schelle', gtin: '40000008', texts: { en: null } })
  assert.deepEqual([await found('kuhgl'), await found('cow'), await found('schelle')], [[], [], ['KG-200']])
})

test('an item number that is taken keeps its item and its words', async () => {
  const { results: made } = await inTenant(tx =>
    createItems(tx, tenant, [
      { itemNumber: 'ART-5', name: 'Never seen', netPrice: '1' },
      { itemNumber: 'NEW-1', name: 'New', netPrice: '2.5', weight: '0.25', buffer: '3' },
    ]),
  )
  assert.deepEqual(
    made.map(item => item.did),
    ['exists', 'new'],
  )
  assert.deepEqual(await found('never'), [])
  const item = await inTenant(tx => readItem(tx, tenant, made[1]?.id ?? ''))
  assert.deepEqual([item.netPrice, item.weight, item.buffer], ['2.5', '0.25', '3'])
})

test('of new items those that cannot be are refused, and the rest is made', async () => {
  const litre = { content: '250', contentUnit: 'ml', baseAmount: '1', baseUnit: 'l' }
  const cases: readonly [object, string][] = [
    [{ gtin: '4012345678902' }, 'GTIN_INVALID'],
    [{ gtin: '12345' }, 'GTIN_INVALID'],
    [{ taxClassId: newId() }, 'TAX_CLASS_UNKNOWN'],
    [{ manufacturerId: newId() }, 'MANUFACTURER_UNKNOWN'],
    [{ netPrice: '1', grossPrice: '1.19' }, 'PRICE_SAID_TWICE'],
    [{ content: '250' }, 'BASE_UNIT_INVALID'],
    [{ content: '0', contentUnit: 'ml' }, 'BASE_UNIT_INVALID'],
    [{ baseAmount: '1', baseUnit: 'l' }, 'BASE_UNIT_INVALID'],
    [{ ...litre, baseUnit: 'kg' }, 'BASE_UNIT_INVALID'],
    [{ ...litre, grossPrice: '1.99', gtin: '96385074' }, 'new'],
  ]
  const items = cases.map(([fields], at) => ({ itemNumber: `REF-${at}`, name: 'X', ...fields }))
  const { results } = await inTenant(tx => createItems(tx, tenant, items))
  assert.deepEqual(
    results.map(result => (result.did === 'refused' ? result.code : result.did)),
    cases.map(([, expected]) => expected),
  )
  assert.equal(await inTenant(tx => countItems(tx, tenant, { search: 'REF' }, 100)), 1)
})

test('a price is said without tax or with it: setting one takes the other away', async () => {
  const itemId = await inTenant(tx => itemIdOf(tx, tenant, 'REF-9'))
  const prices = async (fields: object) => {
    const { changed } = await change({ id: itemId, ...fields })
    const { netPrice, grossPrice } = await inTenant(tx => readItem(tx, tenant, itemId))
    return [netPrice, grossPrice, changed.price?.length ?? 0]
  }
  assert.deepEqual(await prices({}), [null, '1.99', 0])
  assert.deepEqual(await prices({ netPrice: '1.50' }), ['1.50', null, 1])
  assert.deepEqual(await prices({ grossPrice: null }), ['1.50', null, 0])
  assert.deepEqual(await prices({ grossPrice: '2' }), [null, '2', 1])
  assert.deepEqual(await prices({ netPrice: '1', grossPrice: '2' }), [null, '2', 0])
  assert.deepEqual(await prices({ grossPrice: null }), [null, null, 1])
})

test('further fields are stored, found and told; a base amount stays in the measure of the content', async () => {
  const itemId = await inTenant(tx => itemIdOf(tx, tenant, 'REF-9'))
  const fields = {
    ownNumber: 'EIG-77',
    shippingWeight: '1.2',
    length: '10',
    width: '2.5',
    height: '0',
    unit: 'm',
  }
  assert.deepEqual((await change({ id: itemId, ...fields })).changed, { item: [itemId] })
  assert.deepEqual(await found('eig-77'), ['REF-9'])
  const stored = await inTenant(tx => readItem(tx, tenant, itemId))
  assert.deepEqual({ ...stored, ...fields }, stored)
  assert.equal((await change({ id: itemId, unit: null, ownNumber: null })).results[0]?.did, 'changed')
  assert.deepEqual(await found('eig-77'), [])
  const { results } = await change(
    { id: itemId, contentUnit: 'kg' },
    { id: itemId, baseAmount: null, baseUnit: null },
    { id: itemId, contentUnit: 'kg' },
    { id: itemId, gtin: '40000007' },
  )
  assert.deepEqual(
    results.map(result => (result.did === 'refused' ? result.code : result.did)),
    ['BASE_UNIT_INVALID', 'changed', 'changed', 'GTIN_INVALID'],
  )
})
