// What was seen of articles, variants, categories and images at a real shop, and how they are told in spite of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallRecord } from '../../../testkit/shopware5/log.ts'
import { clearPages } from './caches.ts'
import {
  category,
  emptyShop,
  gone,
  insideOf,
  item,
  price,
  pricesOf,
  refOf,
  required,
  stock,
  variation,
  words,
} from './fixtures/catalogue.ts'
import { inventory } from './inventory.ts'
import { catalogueSends as sends } from './sends.ts'

type Body = Readonly<Record<string, unknown>>

/** The elements of the last batch of that name. */
function lastBatch(calls: readonly CallRecord[], name: string): readonly Body[] {
  return required(calls.findLast(({ call }) => call === name)).body as unknown as readonly Body[]
}

test('quirk: a batch answers HTTP 200 with the failures inside, each with a stack trace that is left out', async t => {
  const { shop, open } = await emptyShop(t)
  const results = await sends.item.send(open(), [item(1, 'A-1', { taxRate: '3.7' }), item(2, 'A-2')])
  assert.equal(required(shop.log.calls.findLast(({ call }) => call === 'PUT articles')).status, 200)
  assert.deepEqual(words(results), ['REMOTE_VALIDATION', 'accepted'])
  assert.doesNotMatch(JSON.stringify(results), /trace|#0|\.php/)
})

test('quirk: only articles and variants go in batches; categories, manufacturers and images go one by one', async t => {
  const { open, calls, picture } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [item(1, 'A-1')])
  await sends.category.send(session, [category(2, 'A'), category(3, 'B')])
  const image = {
    of: refOf(1, made),
    ofKind: 'item',
    sort: 1,
    hash: picture('x'),
    mediaType: 'image/png',
    alt: {},
  }
  await sends.image.send(session, [{ ref: { no: 4, theirs: '' }, place: '', state: image }])
  const written = calls().filter(call => !call.startsWith('GET') && call !== 'challenge')
  assert.deepEqual(written, [
    'PUT articles',
    'POST categories',
    'POST categories',
    'POST media',
    'PUT articles',
  ])
})

for (const collectionsReplaced of [true, false])
  test(`quirk: collections are replaced as a whole, so all of each goes every time (${collectionsReplaced})`, async t => {
    const { shop, open } = await emptyShop(t, { collectionsReplaced })
    const session = open()
    const [a, b] = ['A', 'B'].map(name => shop.putCategory({ name, parentId: 3 }))
    const inCategory = (theirs: string | undefined) => ({ categories: [{ no: 5, theirs: required(theirs) }] })
    const both = [price('10', '11.9'), { ...price('9', '10.71'), group: { no: 7, theirs: 'H' } }]
    const [made] = await sends.item.send(session, [item(1, 'A-1', { ...inCategory(a), prices: both })])
    const ref = refOf(1, made)
    await sends.item.send(session, [item(1, 'A-1', { ...inCategory(b), prices: both }, ref.theirs)])
    const article = required(shop.row('articles', ref.theirs.split('/')[0] ?? ''))
    assert.deepEqual(article['categories'], [{ id: Number(b) }])
    await sends.price.send(session, [pricesOf(ref, 'A-1', both)])
    const rows = required(shop.variant('A-1'))['prices'] as { customerGroupKey: string }[]
    assert.deepEqual(
      rows.map(row => row.customerGroupKey),
      ['EK', 'H'],
    )
  })

test('quirk: prices go in with tax for groups with taxInput and come out with the noise of doubles', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [item(1, 'A-1', { prices: [price('10', '11.9')] })])
  const [shown] = await sends.price.read(session, [gone(refOf(1, made))])
  const scale = shown?.prices?.find(one => !one.group)?.scales[0]
  assert.deepEqual([scale?.gross, scale?.net], ['11.9', '10'])
  const whole = required(shop.log.calls.findLast(({ call }) => call === 'GET articles/{id}'))
  assert.match(whole.asked, /considerTaxInput=1/)
})

test('quirk: every scale says where it ends, or there would be two rows without an end', async t => {
  const { shop, open } = await emptyShop(t)
  const scales = [
    { from: '0', net: '10', gross: '11.9' },
    { from: '10', net: '8', gross: '9.52' },
  ]
  await sends.item.send(open(), [item(1, 'A-1', { prices: [{ scales }] })])
  const rows = required(shop.variant('A-1'))['prices'] as { from: number; to: unknown }[]
  assert.deepEqual(
    rows.map(({ from, to }) => [from, to]),
    [
      [1, 9],
      [10, 'beliebig'],
    ],
  )
  assert.deepEqual(
    [1, 9, 10].map(quantity => Math.round(required(shop.price('A-1', 'EK', quantity)))),
    [10, 10, 8],
  )
})

test('quirk: the main variant takes the number of its parent away, and the parent is known by its article', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const parent = item(1, 'SH-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] })
  const [made] = await sends.item.send(session, [parent])
  const chosen = [{ variation: insideOf(made, 10), value: insideOf(made, 11) }]
  await sends.item.send(session, [item(2, 'SH-1', { parent: refOf(1, made), chosen })])
  assert.equal(shop.variant('SH-0'), undefined)
  assert.deepEqual(await sends.item.send(session, [{ ...parent, ref: refOf(1, made) }]), [made])
  assert.deepEqual(
    shop.rows('variants').map(row => row['number']),
    ['SH-1'],
  )
})

test('quirk: variants are added with replace=false, and no other one goes', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [
    item(1, 'SH-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] }),
  ])
  const child = (no: number, number: string, value: number) =>
    item(no, number, {
      parent: refOf(1, made),
      chosen: [{ variation: insideOf(made, 10), value: insideOf(made, value) }],
    })
  await sends.item.send(session, [child(2, 'SH-1', 11)])
  const [first] = lastBatch(shop.log.calls, 'PUT articles')
  assert.deepEqual(first?.['__options_variants'], { replace: false })
  await sends.item.send(session, [child(3, 'SH-2', 12)])
  assert.deepEqual(
    shop.rows('variants').map(row => row['number']),
    ['SH-1', 'SH-2'],
  )
})

test('quirk: quantities and prices of many are one request, and an unknown variant fails alone', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  const made = await sends.item.send(session, [item(1, 'A-1'), item(2, 'A-2')])
  calls()
  const results = await sends.stock.send(session, [
    stock({ no: 9, theirs: '77/99' }, 'X-9', '1'),
    stock(refOf(2, made[1]), 'A-2', '8'),
  ])
  assert.deepEqual(words(results), ['REMOTE_DELETED', 'accepted'])
  assert.deepEqual([calls(), shop.stock('A-2')], [['PUT variants'], 8])
})

test('quirk: an article is deleted by its key, never by its number', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [item(1, 'A-1')])
  await sends.item.remove(session, [gone(refOf(1, made))])
  assert.deepEqual(lastBatch(shop.log.calls, 'DELETE articles'), [
    { id: Number(refOf(1, made).theirs.split('/')[0]) },
  ])
})

test('quirk: item numbers have letters of ASCII, digits, hyphen, underscore and dot only, others never get there', async t => {
  const { open, calls } = await emptyShop(t)
  const session = open()
  await session.globals()
  calls()
  assert.deepEqual(words(await sends.item.send(session, [item(1, 'K Ü/1')])), ['ITEM_NUMBER_REFUSED'])
  assert.deepEqual(calls(), [])
  assert.deepEqual(words(await sends.item.send(session, [item(1, 'aZ-9_.x')])), ['accepted'])
})

for (const duplicateIs409 of [true, false])
  test(`quirk: a number is there once, so it is looked for before anything is made (${duplicateIs409 ? 409 : 400})`, async t => {
    const { shop, open } = await emptyShop(t, { duplicateIs409 })
    const session = open()
    await sends.item.send(session, [item(1, 'A-1')])
    assert.deepEqual(words(await sends.item.send(session, [item(1, 'A-1')])), ['accepted'])
    const elsewhere = item(2, 'A-1', { parent: { no: 3, theirs: '99' } })
    assert.deepEqual(words(await sends.item.send(session, [elsewhere])), ['REMOTE_VALIDATION'])
    assert.equal(new Set(shop.rows('variants').map(row => row['number'])).size, shop.rows('variants').length)
  })

for (const strictSql of [true, false])
  test(`quirk: a delivery time is cut or breaks the call, so none is sent (${strictSql ? 'strict' : 'lax'})`, async t => {
    const { shop, open } = await emptyShop(t, { strictSql })
    const session = open()
    const [made] = await sends.item.send(session, [item(1, 'A-1')])
    shop.changeVariant('A-1', { shippingTime: '3-5' })
    await sends.item.send(session, [item(1, 'A-1', {}, refOf(1, made).theirs)])
    assert.equal(shop.variant('A-1')?.['shippingTime'], '3-5', 'that of the merchant stays')
    assert.doesNotMatch(JSON.stringify(shop.log.calls.map(({ body }) => body)), /shippingTime/)
  })

test('quirk: images go as bytes, so the shop need not reach anything', async t => {
  const { shop, open, picture } = await emptyShop(t, { noDownloads: true })
  const session = open()
  const [made] = await sends.item.send(session, [item(1, 'A-1')])
  const image = {
    of: refOf(1, made),
    ofKind: 'item',
    sort: 1,
    hash: picture('Bytes'),
    mediaType: 'image/jpeg',
    alt: {},
  }
  const [result] = await sends.image.send(session, [{ ref: { no: 4, theirs: '' }, place: '', state: image }])
  assert.equal(String(shop.image(refOf(4, result).theirs.split('/')[1] ?? '')), 'Bytes')
})

for (const imagesAppended of [true, false])
  test(`quirk: images are told as a whole list, whether a shop adds or replaces (${imagesAppended ? 'adds' : 'replaces'})`, async t => {
    const { shop, open, picture } = await emptyShop(t, { imagesAppended })
    const session = open()
    const [made] = await sends.item.send(session, [item(1, 'A-1')])
    const image = (no: number, words: string, theirs = '') => ({
      ref: { no, theirs },
      place: '',
      state: {
        of: refOf(1, made),
        ofKind: 'item',
        sort: no,
        hash: picture(words),
        mediaType: 'image/png',
        alt: {},
      },
    })
    const [one] = await sends.image.send(session, [image(1, 'a'), image(2, 'b')])
    await sends.image.send(session, [image(1, 'c', refOf(1, one).theirs)])
    const article = required(shop.row('articles', refOf(1, made).theirs.split('/')[0] ?? ''))
    assert.equal((article['images'] as unknown[]).length, 2)
  })

for (const categoryTwice of [true, false])
  test(`quirk: a category is answered twice in itself, and listed once (${categoryTwice})`, async t => {
    const { shop, open } = await emptyShop(t, {
      categoryTwice,
      categoriesById: true,
      numbersAsText: true,
      extraFields: true,
    })
    const session = open()
    const theirs = shop.putCategory({ name: 'Möbel', parentId: 3, position: 4 })
    const page = await inventory.list(session, 'category', undefined, 10)
    assert.deepEqual(page.objects, [
      {
        theirs,
        name: 'Möbel',
        parent: '',
        record: { active: true, sort: 4, texts: { de: { name: 'Möbel' } } },
      },
    ])
    const [made] = await sends.item.send(session, [item(1, 'A-1', { categories: [{ no: 5, theirs }] })])
    const items = await inventory.list(session, 'item', undefined, 10)
    const record = required(items.objects[0]?.record)
    assert.deepEqual(
      [items.objects[0]?.theirs, 'categories' in record && record.categories],
      [refOf(1, made).theirs, [theirs]],
    )
  })

test('quirk: pages keep old prices until the shop forgets them, once for a run that changed any', async t => {
  const { shop, open, calls, said } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [item(1, 'A-1')])
  await sends.price.send(session, [pricesOf(refOf(1, made), 'A-1', [price('20', '23.8')])])
  calls()
  await clearPages(session)
  await clearPages(session)
  assert.deepEqual(calls(), ['DELETE caches/{id}'])
  const other = open()
  await sends.stock.send(other, [stock(refOf(1, made), 'A-1', '8')])
  calls()
  await clearPages(other)
  assert.deepEqual(calls(), [], 'quantities alone are no reason')
  shop.setDenied('caches', true)
  await sends.price.send(other, [pricesOf(refOf(1, made), 'A-1', [price('2', '2.38')])])
  await clearPages(other)
  assert.match(said.join(), /does not clear its pages/)
})
