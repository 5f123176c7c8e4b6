import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outgoing } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { category, emptyShop, gone, insideOf, item, refOf, required, words } from './fixtures/catalogue.ts'
import { catalogueSends as sends } from './sends.ts'

test('categories go below the root of the shop, parents first, and one of the same name there is taken over', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  const old = shop.putCategory({ name: 'Möbel', parentId: 3, cmsText: 'alt' })
  const [tables, moebel] = [category(8, 'Tische', { no: 7, theirs: '' }), category(7, 'Möbel')]
  const results = await sends.category.send(session, [tables, moebel])
  assert.equal(refOf(7, results[1]).theirs, old)
  const made = required(shop.row('categories', refOf(8, results[0]).theirs))
  assert.deepEqual([made['name'], made['parentId'], made['position']], ['Tische', Number(old), 8])
  assert.deepEqual(await sends.category.find(session, [tables, moebel, category(9, 'Nichts')]), [
    refOf(8, results[0]).theirs,
    old,
    undefined,
  ])
  calls()
  const missing = category(7, 'Möbel', undefined, '999')
  const orphan = category(10, 'Lampen', { no: 11, theirs: '' })
  assert.deepEqual(words(await sends.category.send(session, [missing, orphan])), [
    'REMOTE_DELETED',
    'REMOTE_VALIDATION',
  ])
  const removal = [gone(refOf(8, results[0]))]
  for (let time = 0; time < 2; time++)
    assert.deepEqual(words(await sends.category.remove(session, removal)), ['accepted'])
  assert.equal(shop.row('categories', refOf(8, results[0]).theirs), undefined)
})

test('a category that the shop refuses keeps no other one from being stored', async t => {
  const { shop, open } = await emptyShop(t)
  shop.setRefusal((table, body) =>
    table === 'categories' && body['name'] === 'Böse' ? 'name: nein' : undefined,
  )
  const results = await sends.category.send(open(), [category(1, 'Böse'), category(2, 'Gut')])
  assert.deepEqual(words(results), ['REMOTE_VALIDATION', 'accepted'])
  assert.match(JSON.stringify(results[0]), /nein/)
})

test('manufacturers are known by their names, and an item names its own by its key', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  await session.globals()
  const maker = (no: number, name: string, theirs = ''): Outgoing<'manufacturer'> => ({
    ref: { no, theirs },
    place: '',
    state: { name, url: 'https://nord.example', texts: { de: { name, description: '<b>Nord</b>' } } },
  })
  calls()
  const results = await sends.manufacturer.send(session, [maker(1, 'shopware AG'), maker(2, 'Nord & Süd')])
  assert.deepEqual(calls(), ['GET manufacturers', 'PUT manufacturers/{id}', 'POST manufacturers'])
  const made = required(shop.row('manufacturers', refOf(2, results[1]).theirs))
  assert.deepEqual(
    [made['name'], made['link'], made['description']],
    ['Nord & Süd', 'https://nord.example', '<b>Nord</b>'],
  )
  const ref = refOf(2, results[1])
  await sends.item.send(session, [item(5, 'A-1', { manufacturer: { ref } }), item(6, 'A-2')])
  const names = ['A-1', 'A-2'].map(number => {
    const article = required(shop.row('articles', String(required(shop.variant(number))['articleId'])))
    return shop.row('manufacturers', String(article['supplierId']))?.['name']
  })
  assert.deepEqual(names, ['Nord & Süd', 'Ohne Hersteller'])
  assert.deepEqual(await sends.manufacturer.find(session, [maker(2, 'Nord & Süd'), maker(3, 'Niemand')]), [
    ref.theirs,
    undefined,
  ])
})

test('a characteristic is a property of one group, its values come with the items', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  await session.globals()
  const feature = (
    no: number,
    name: string,
    values: readonly string[],
    theirs = '',
  ): Outgoing<'characteristic'> => ({
    ref: { no, theirs },
    place: '',
    state: {
      sort: no,
      texts: { de: { name } },
      values: values.map((value, at) => ({
        ref: { no: no + at + 1, theirs: '' },
        texts: { de: { name: value } },
        sort: at,
      })),
    },
  })
  calls()
  const results = await sends.characteristic.send(session, [
    feature(10, 'Material', ['Holz', 'Öl/Lack']),
    feature(20, 'Form', ['rund']),
  ])
  assert.deepEqual(calls(), ['GET propertyGroups', 'POST propertyGroups'])
  const value = insideOf(results[0], 12)
  assert.match(value.theirs, /^\d+\/Material\/%C3%96l%2FLack$/)
  const characteristics = [{ characteristic: refOf(10, results[0]), value }]
  const [made] = await sends.item.send(session, [item(1, 'A-1', { characteristics })])
  const article = () => required(shop.row('articles', refOf(1, made).theirs.split('/')[0] ?? ''))
  assert.deepEqual(
    (article()['propertyValues'] as { value: string }[]).map(one => one.value),
    ['Öl/Lack'],
  )
  const options = () =>
    (required(shop.rows('propertyGroups')[0])['options'] as { id: number; name: string }[]).map(one => [
      one.id,
      one.name,
    ])
  const [[key]] = options() as [[number, string]]
  const renamed = await sends.characteristic.send(session, [
    feature(10, 'Werkstoff', ['Holz'], refOf(10, results[0]).theirs),
  ])
  assert.deepEqual(options()[0], [key, 'Werkstoff'], 'it is the same property under another name')
  assert.equal(refOf(10, renamed[0]).theirs, `${value.theirs.split('/')[0]}/Werkstoff`)
  await sends.characteristic.remove(session, [gone(refOf(20, results[1]))])
  assert.deepEqual(
    options().map(([, name]) => name),
    ['Werkstoff'],
  )
  await sends.item.send(session, [item(1, 'A-1', {}, refOf(1, made).theirs)])
  assert.deepEqual([article()['filterGroupId'], article()['propertyValues']], [null, []])
})

const imageOf = (no: number, of: Ref, hash: string, sort: number, theirs = ''): Outgoing<'image'> => ({
  ref: { no, theirs },
  place: '',
  state: { of, ofKind: 'item', sort, hash, mediaType: 'image/png', alt: { de: `Bild ${no}` } },
})

test('images lie beside those of the merchant, each changed or taken away alone', async t => {
  const { shop, open, picture, calls } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [item(1, 'A-1')])
  const of = refOf(1, made)
  const article = of.theirs.split('/')[0] ?? ''
  const own = shop.insert('media', { name: 'vom-haendler', path: 'x', created: '2026-01-01 00:00:00' })
  shop.changeArticle(article, { images: [{ mediaId: own, position: 9, main: 1 }] })
  const images = () =>
    required(shop.row('articles', article))['images'] as { mediaId: number; position: number; main: number }[]
  calls()
  const list = [imageOf(31, of, picture('eins'), 1), imageOf(32, of, picture('zwei'), 2)]
  const results = await sends.image.send(session, list)
  assert.deepEqual(calls(), ['GET media', 'POST media', 'POST media', 'GET articles/{id}', 'PUT articles'])
  assert.deepEqual(
    images().map(one => [one.position, one.main]),
    [
      [1, 1],
      [2, 2],
      [9, 2],
    ],
  )
  const media = refOf(31, results[0]).theirs.split('/')[1] ?? ''
  assert.equal(String(shop.image(media)), 'eins')
  assert.deepEqual(await sends.image.send(session, list), results, 'sent again, its file is found')
  const changed = imageOf(31, of, picture('neu'), 3, refOf(31, results[0]).theirs)
  const [again] = await sends.image.send(session, [changed])
  assert.notEqual(refOf(31, again).theirs, refOf(31, results[0]).theirs)
  assert.deepEqual(
    images().map(one => one.position),
    [2, 3, 9],
  )
  assert.equal(shop.row('media', media), undefined, 'the old file is gone')
  for (let time = 0; time < 2; time++)
    assert.deepEqual(words(await sends.image.remove(session, [gone(refOf(32, results[1]))])), ['accepted'])
  assert.deepEqual(
    images().map(one => one.position),
    [3, 9],
  )
  assert.ok(shop.row('media', own), 'what the merchant has put there stays')
})

test('an image that no call can bring, or whose bytes or item are lost, is refused alone', async t => {
  const { open, picture } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [item(1, 'A-1')])
  const of = refOf(1, made)
  const large = picture(new Uint8Array(5 * 1024 * 1024 + 1))
  const results = await sends.image.send(session, [
    imageOf(31, of, large, 1),
    imageOf(32, of, 'f'.repeat(64), 2),
    imageOf(33, { no: 9, theirs: '99/99' }, picture('a'), 1),
    imageOf(34, of, picture('b'), 3),
  ])
  assert.deepEqual(words(results), ['IMAGE_FILE_TOO_LARGE', 'BLOB_LOST', 'REMOTE_VALIDATION', 'accepted'])
})
