import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  emptyShop,
  gone,
  insideOf,
  item,
  price,
  refOf,
  required,
  variation,
  words,
} from './fixtures/catalogue.ts'
import { catalogueSends as sends } from './sends.ts'

test('an item goes complete, with its texts in both languages, and twice it is there once', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  const full = item(11, 'T-1', {
    gtin: '4006381333931',
    manufacturerNumber: 'MN/1',
    texts: {
      de: { name: 'Tee & „Tasse“', description: '<p>gut</p>', shortDescription: 'kurz', metaTitle: 'Titel' },
      en: { name: 'Tea', description: '<p>good</p>' },
    },
    taxRate: '7',
    manufacturer: { name: 'Nord & Süd' },
    weight: '0.350',
    size: { length: '10', width: '20.5', height: '3' },
    unit: 'Stk',
    basePrice: { content: '250', contentUnit: 'ml', baseAmount: '1', baseUnit: 'l' },
    attributes: { attr3: 'Ton', Material: 'bleibt hier' },
    stock: { offered: '5.9', managed: true, oversell: false },
  })
  const [result] = await sends.item.send(session, [full])
  const article = required(shop.rows('articles')[0])
  const variant = required(shop.variant('T-1'))
  assert.deepEqual(result, {
    result: 'accepted',
    theirs: `${article['id']}/${variant['id']}`,
    proof: 'stored',
  })
  const { name, description, descriptionLong, metaTitle, active } = article
  assert.deepEqual(
    [name, description, descriptionLong, metaTitle, active],
    ['Tee & „Tasse“', 'kurz', '<p>gut</p>', 'Titel', true],
  )
  const {
    ean,
    supplierNumber,
    weight,
    len,
    width,
    height,
    inStock,
    lastStock,
    purchaseUnit,
    referenceUnit,
    packUnit,
    attribute,
  } = variant
  assert.deepEqual(
    [
      ean,
      supplierNumber,
      weight,
      len,
      width,
      height,
      inStock,
      lastStock,
      purchaseUnit,
      referenceUnit,
      packUnit,
    ],
    ['4006381333931', 'MN/1', 0.35, 10, 20.5, 3, 5, true, 0.25, 1, 'Stk'],
  )
  assert.deepEqual(attribute, { attr3: 'Ton' })
  assert.equal(
    shop.rows('manufacturers').find(({ id }) => id === article['supplierId'])?.['name'],
    'Nord & Süd',
  )
  const translation = required(shop.rows('translations')[0])
  assert.deepEqual([translation['shopId'], (translation['data'] as { name?: string }).name], [2, 'Tea'])
  calls()
  const [again] = await sends.item.send(session, [full])
  const [third] = await sends.item.send(session, [{ ...full, ref: refOf(11, result) }])
  assert.deepEqual([again, third], [result, result])
  assert.deepEqual([shop.rows('articles').length, shop.rows('variants').length], [1, 1])
  assert.deepEqual(calls(), ['GET variants', 'GET variants', 'PUT articles', 'GET variants', 'PUT articles'])
})

test('a hundred new items are three calls', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  await session.globals()
  calls()
  const list = Array.from({ length: 100 }, (_, n) => item(n + 1, `N-${n + 1}`))
  assert.deepEqual(new Set(words(await sends.item.send(session, list))), new Set(['accepted']))
  assert.equal(shop.rows('articles').length, 100)
  assert.deepEqual(calls(), ['GET variants', 'PUT articles', 'GET variants'])
})

test('a number that the shop does not take is refused here, and takes no other item with it', async t => {
  const { shop, open } = await emptyShop(t)
  const list = [item(1, 'K Ü/1'), item(2, 'A-1'), item(3, 'A-2', { taxRate: '7.7' })]
  const results = await sends.item.send(open(), list)
  assert.deepEqual(words(results), ['ITEM_NUMBER_REFUSED', 'accepted', 'REMOTE_VALIDATION'])
  assert.match(JSON.stringify(results[2]), /Tax by taxrate 7.7 not found/)
  assert.doesNotMatch(JSON.stringify(results), /\.php|#0/)
  assert.equal(shop.rows('articles').length, 1)
})

test('what stands there under its number is taken over, and not a variant of another item', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const body = { tax: 19, supplier: 'X', mainDetail: { number: 'OLD-1', prices: [{ price: 1 }] } }
  const old = shop.putArticle({ ...body, name: 'Alt' })
  const family = shop.putArticle({
    ...body,
    name: 'Familie',
    configuratorSet: { type: 0, groups: [{ name: 'Farbe', options: [{ name: 'rot' }, { name: 'blau' }] }] },
    mainDetail: {
      number: 'F-1',
      prices: [{ price: 1 }],
      configuratorOptions: [{ group: 'Farbe', option: 'rot' }],
    },
    variants: [
      { number: 'F-2', prices: [{ price: 1 }], configuratorOptions: [{ group: 'Farbe', option: 'blau' }] },
    ],
  })
  const results = await sends.item.send(session, [item(1, 'OLD-1'), item(2, 'F-1'), item(3, 'F-2')])
  assert.deepEqual(words(results), ['accepted', 'REMOTE_VALIDATION', 'REMOTE_VALIDATION'])
  assert.equal(shop.row('articles', old)?.['name'], 'Artikel OLD-1')
  assert.equal(shop.row('articles', family)?.['name'], 'Familie')
})

test('what was deleted in the shop is said to be gone, and what became of another kind is made anew', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const [one, two] = await sends.item.send(session, [item(1, 'A-1'), item(2, 'A-2')])
  shop.remove('articles', refOf(1, one).theirs.split('/')[0] ?? '')
  const left = await sends.item.send(session, [
    item(1, 'A-1', {}, refOf(1, one).theirs),
    item(2, 'A-2', {}, refOf(2, two).theirs),
  ])
  assert.deepEqual(words(left), ['REMOTE_DELETED', 'accepted'])
  const [parent] = await sends.item.send(session, [
    item(3, 'P-0', { variations: [variation(10, 'Farbe', 'rot')] }),
  ])
  const chosen = [{ variation: insideOf(parent, 10), value: insideOf(parent, 11) }]
  const moved = item(2, 'A-2', { parent: refOf(3, parent), chosen }, refOf(2, two).theirs)
  assert.deepEqual(words(await sends.item.send(session, [moved])), ['REMOTE_DELETED'])
  const [child] = await sends.item.send(session, [{ ...moved, ref: { no: 2, theirs: '' } }])
  assert.match(refOf(2, child).theirs, new RegExp(`^${refOf(3, parent).theirs}/`))
  const alone = item(3, 'P-0', {}, refOf(3, parent).theirs)
  assert.deepEqual(words(await sends.item.send(session, [alone])), ['REMOTE_DELETED'])
  assert.equal(shop.rows('articles').length, 0)
})

test('items are taken away with their article, a child with its variant alone, twice without harm', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const [simple, parent] = await sends.item.send(session, [
    item(1, 'A-1'),
    item(2, 'P-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] }),
  ])
  const chosen = (no: number) => [{ variation: insideOf(parent, 10), value: insideOf(parent, no) }]
  const children = await sends.item.send(session, [
    item(3, 'P-1', { parent: refOf(2, parent), chosen: chosen(11) }),
    item(4, 'P-2', { parent: refOf(2, parent), chosen: chosen(12) }),
  ])
  const removals = [refOf(1, simple), refOf(3, children[0])].map(ref => ({ ref, place: '' }))
  for (let time = 0; time < 2; time++)
    assert.deepEqual(words(await sends.item.remove(session, removals)), ['accepted', 'accepted'])
  assert.deepEqual(
    shop.rows('variants').map(row => row['number']),
    ['P-2'],
  )
  assert.deepEqual(words(await sends.item.remove(session, [gone(refOf(2, parent))])), ['accepted'])
  assert.equal(shop.rows('articles').length, 0)
})

test('what is shown beside an item goes with it, what is alike apart from what goes with it', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const made = await sends.item.send(session, [item(1, 'A-1'), item(2, 'A-2'), item(3, 'A-3')])
  const [a, b, c] = made.map((result, at) => refOf(at + 1, result))
  const group = (no: number, name: string, items: readonly (typeof a)[]) => ({
    group: { no, theirs: '' },
    texts: { de: { name } },
    items: items.flatMap(one => one ?? []),
  })
  const groups = [group(90, 'Zubehör', [c, b, a]), group(91, 'Ähnliche Artikel', [b])]
  const crossSelling = { groups, all: groups }
  await sends.item.send(session, [item(1, 'A-1', { crossSelling }, a?.theirs)])
  const shown = (name: string) => {
    const row = required(shop.row('articles', required(a).theirs.split('/')[0] ?? ''))
    return (row[name] as { id: number }[]).map(one => String(one.id))
  }
  assert.deepEqual(
    shown('related'),
    [c, b].map(one => one?.theirs.split('/')[0]),
  )
  assert.deepEqual(shown('similar'), [b?.theirs.split('/')[0]])
  await sends.item.send(session, [item(1, 'A-1', {}, a?.theirs)])
  assert.deepEqual([shown('related'), shown('similar')], [[], []])
})

test('what the shop shows of items is read as it was sent', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const scales = [
    { from: '0', net: '10', gross: '11.9' },
    { from: '10', net: '8.4034', gross: '10' },
  ]
  const texts = {
    de: { name: 'Tee', description: '<p>gut</p>', shortDescription: 'kurz' },
    en: { name: 'Tea' },
  }
  const prices = [{ scales }, { ...price('7.123456', '8.48'), group: { no: 5, theirs: 'H' } }]
  const [made, parent] = await sends.item.send(session, [
    item(1, 'A-1', { texts, prices, weight: '0.25', gtin: '4006381333931' }),
    item(2, 'P-0', { variations: [variation(10, 'Farbe', 'rot')] }),
  ])
  const chosen = [{ variation: insideOf(parent, 10), value: insideOf(parent, 11) }]
  const [child] = await sends.item.send(session, [item(3, 'P-1', { parent: refOf(2, parent), chosen })])
  const nobody = { ref: { no: 9, theirs: 'nobody' }, place: '' }
  const asked = [refOf(1, made), refOf(2, parent), refOf(3, child)].map(ref => ({ ref, place: '' }))
  const [shown, ofParent, ofChild, none] = await sends.item.read(session, [...asked, nobody])
  assert.equal(none, undefined)
  assert.deepEqual(
    [shown?.itemNumber, shown?.gtin, shown?.weight, shown?.active],
    ['A-1', '4006381333931', '0.25', true],
  )
  assert.deepEqual(shown?.texts?.['de'], texts.de)
  assert.equal(shown?.texts?.['en']?.name, 'Tea')
  const everyone = shown?.prices?.find(one => !one.group)?.scales.map(({ from, gross }) => [from, gross])
  assert.deepEqual(everyone, [
    ['0', '11.9'],
    ['10', '10'],
  ])
  assert.equal(shown?.prices?.find(one => one.group?.theirs === 'H')?.scales[0]?.net, '7.123456')
  assert.deepEqual(
    [ofParent?.itemNumber, ofParent?.texts?.['de']?.name, ofParent?.active],
    [undefined, 'Artikel P-0', true],
  )
  assert.deepEqual([ofChild?.itemNumber, ofChild?.texts], ['P-1', undefined])
  shop.changeVariant('A-1', { ean: '4006381333948' })
  const [changed] = await sends.item.read(session, asked.slice(0, 1))
  assert.equal(changed?.gtin, '4006381333948')
})
