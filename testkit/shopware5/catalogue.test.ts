import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { article, call, get, post, put, withShop } from './testClient.ts'
import { type Row, rowOf, rowsOf, textOf } from './wire.ts'

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

test('an article needs name, tax, supplier, number and prices', () =>
  withShop({}, async shop => {
    const whole = article('SW-1')
    for (const name of ['name', 'taxId', 'supplier', 'mainDetail']) {
      const { [name]: _, ...less } = whole
      assert.equal((await post(shop, 'articles', less)).status, 400, name)
    }
    assert.equal((await post(shop, 'articles', whole)).status, 201)
    assert.equal(shop.rows('articles').length, 1)
  }))

test('numbers have letters of ASCII, digits, - _ and . only, and are there once', () =>
  withShop({}, async shop => {
    const odd = await post(shop, 'articles', article('K Ü/1'))
    assert.deepEqual([odd.status, odd.body['message']], [400, 'Validation error'])
    await post(shop, 'articles', article('SW-1'))
    const twice = await post(shop, 'articles', article('SW-1'))
    assert.equal(twice.status, 400)
    assert.match(textOf(twice.body['message']), /SW-1/)
    shop.setQuirks({ duplicateIs409: true })
    const unique = await post(shop, 'articles', article('SW-1'))
    assert.deepEqual([unique.status, unique.body['foundIds']], [409, [2]])
    assert.equal(shop.rows('articles').length, 1)
  }))

test('prices come gross from groups with taxInput and net from others, and are shown net, else with the noise of doubles', () =>
  withShop({}, async shop => {
    const prices = [
      { customerGroupKey: 'EK', price: 11.9 },
      { customerGroupKey: 'H', price: 8 },
    ]
    await post(shop, 'articles', article('SW-1', { mainDetail: { number: 'SW-1', prices } }))
    const shown = async (query: string) =>
      rowsOf(rowOf((await get(shop, `articles/1${query}`)).data['mainDetail'])['prices']).map(
        one => one['price'],
      )
    assert.deepEqual(await shown(''), [10, 8])
    // The noise of doubles, as the page saw it.
    assert.deepEqual(await shown('?considerTaxInput=1'), [11.899999999999999, 8])
  }))

test('prices and categories are replaced as a whole by default', () =>
  withShop({}, async shop => {
    const [one, two] = ['Eins', 'Zwei'].map(name => Number(shop.putCategory({ name, parentId: 3 })))
    await post(
      shop,
      'articles',
      article('SW-1', {
        categories: [{ id: one ?? 0 }],
        mainDetail: {
          number: 'SW-1',
          prices: [
            { customerGroupKey: 'EK', price: 11.9 },
            { customerGroupKey: 'H', price: 8 },
          ],
        },
      }),
    )
    await put(shop, 'articles/1', {
      categories: [{ id: two ?? 0 }],
      mainDetail: { prices: [{ customerGroupKey: 'EK', price: 23.8 }] },
    })
    assert.deepEqual([shop.price('SW-1'), shop.price('SW-1', 'H')], [20, undefined])
    const ids = async () => rowsOf((await get(shop, 'articles/1')).data['categories']).map(({ id }) => id)
    assert.deepEqual(await ids(), [two])
    await put(shop, 'articles/1', {
      categories: [{ id: one ?? 0 }],
      __options_categories: { replace: false },
    })
    assert.deepEqual(await ids(), [two, one])
  }))

test('a scale without "to" is open at its end, beside those that follow', () =>
  withShop({}, async shop => {
    const prices = [
      { customerGroupKey: 'EK', from: 1, price: 11.9 },
      { customerGroupKey: 'EK', from: 10, price: 9.52 },
    ]
    await post(shop, 'articles', article('SW-1', { mainDetail: { number: 'SW-1', prices } }))
    assert.equal(shop.price('SW-1', 'EK', 20), 10)
    const [first = {}, second = {}] = prices
    await put(shop, 'articles/1', { mainDetail: { prices: [{ ...first, to: 9 }, second] } })
    assert.equal(shop.price('SW-1', 'EK', 20), 8)
  }))

const colours = {
  configuratorSet: {
    type: 0,
    groups: [{ name: 'Farbe', options: [{ name: 'rot' }, { name: 'blau' }] }],
  },
}
const variant = (number: string, option: string, more: Row = {}): Row => ({
  number,
  inStock: 3,
  prices: [{ customerGroupKey: 'EK', price: 11.9 }],
  configuratorOptions: [{ group: 'Farbe', option }],
  ...more,
})

test('the main variant stands in mainDetail only, and takes the number of its parent away', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', {
      ...article('SH-0', colours),
      variants: [variant('SH-1', 'rot', { isMain: true }), variant('SH-2', 'blau')],
    })
    const { data } = await get(shop, 'articles/1')
    assert.equal(rowOf(data['mainDetail'])['number'], 'SH-1')
    assert.deepEqual(
      rowsOf(data['details']).map(one => one['number']),
      ['SH-2'],
    )
    assert.equal(shop.variant('SH-0'), undefined)
  }))

test('variants are replaced by default; with replace=false one is added', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', {
      ...article('SH-0', colours),
      variants: [variant('SH-1', 'rot', { isMain: true })],
    })
    await put(shop, 'articles/1', {
      variants: [variant('SH-2', 'blau')],
      __options_variants: { replace: false },
    })
    assert.deepEqual(
      shop.rows('variants').map(one => one['number']),
      ['SH-1', 'SH-2'],
    )
    await put(shop, 'articles/1', { variants: [] })
    assert.deepEqual(
      shop.rows('variants').map(one => one['number']),
      ['SH-1'],
    )
  }))

test('a batch says of each element what became of it, with HTTP 200 and a stack trace', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1'))
    const { status, list } = await put(shop, 'variants', [
      { number: 'SW-1', inStock: 7 },
      { number: 'UNBEKANNT', inStock: 7 },
    ])
    assert.equal(status, 200)
    assert.deepEqual(
      list.map(one => [one['success'], one['operation']]),
      [
        [true, 'update'],
        [false, ''],
      ],
    )
    assert.match(textOf(list[1]?.['message']), /does not contain an articleId property/)
    assert.match(textOf(list[1]?.['trace']), /^#0 /)
    assert.equal(shop.stock('SW-1'), 7)
  }))

test('a variant is known by its number with useNumberAsId', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1'))
    assert.equal((await put(shop, 'variants/SW-1?useNumberAsId=true', { inStock: 5 })).status, 200)
    assert.equal(shop.stock('SW-1'), 5)
    assert.equal((await put(shop, 'variants/SW-9?useNumberAsId=true', { inStock: 5 })).status, 404)
  }))

test('a delivery time of more than 11 characters is cut, or an error of the database', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1'))
    await put(shop, 'articles/1', { mainDetail: { shippingTime: '3-5 Werktage' } })
    assert.equal(shop.variant('SW-1')?.['shippingTime'], '3-5 Werktag')
    shop.setQuirks({ strictSql: true })
    assert.equal(
      (await put(shop, 'articles/1', { mainDetail: { shippingTime: '3-5 Werktage' } })).status,
      500,
    )
  }))

test('an article is deleted by its id only', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1'))
    const byNumber = await call(shop, 'DELETE', 'articles/SW-1?useNumberAsId=true', {})
    assert.equal(byNumber.status, 500)
    assert.match(textOf(byNumber.body['message']), /isn't possible, yet/)
    assert.equal((await call(shop, 'DELETE', 'articles/1', {})).status, 200)
    assert.deepEqual([shop.rows('articles').length, shop.rows('variants').length], [0, 0])
  }))

test('images come as data, or are fetched by the shop', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from(pixel, 'base64'))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await withShop({}, async shop => {
    const made = await post(shop, 'media', {
      album: -1,
      file: `data:image/png;base64,${pixel}`,
      name: 'bild',
    })
    const mediaId = textOf(made.data['id'])
    assert.equal(shop.image(mediaId)?.toString('base64'), pixel)
    const path = new URL(textOf((await get(shop, `media/${mediaId}`)).data['path'])).pathname
    assert.equal((await fetch(new URL(path, shop.url))).status, 200)
    await post(shop, 'articles', article('SW-1', { images: [{ mediaId: Number(mediaId) }] }))
    await put(shop, 'articles/1', { images: [{ link: `http://127.0.0.1:${port}/x.png`, main: 1 }] })
    const images = rowsOf((await get(shop, 'articles/1')).data['images'])
    assert.deepEqual(
      images.map(one => one['main']),
      [2, 1],
    )
    await put(shop, 'articles/1', {
      images: [{ mediaId: Number(mediaId) }],
      __options_images: { replace: true },
    })
    assert.equal(rowsOf((await get(shop, 'articles/1')).data['images']).length, 1)
    shop.setQuirks({ noDownloads: true })
    const refused = await put(shop, 'articles/1', { images: [{ link: `http://127.0.0.1:${port}/x.png` }] })
    assert.equal(refused.status, 400)
  })
  server.close()
})

test('a category is answered twice in itself, with its way to the root', () =>
  withShop({}, async shop => {
    const parent = Number(shop.putCategory({ name: 'Oben', parentId: 3 }))
    const { data: made } = await post(shop, 'categories', { name: 'Unten', parentId: parent })
    const { data } = await get(shop, `categories/${made['id']}`)
    assert.deepEqual([data['name'], rowOf(data['0'])['name']], ['Unten', 'Unten'])
    assert.equal(data['path'], `|${parent}|3|`)
    assert.equal((await post(shop, 'categories', { name: 'Ohne', parentId: 99 })).status, 400)
  }))

test('properties belong to a group, and an article to one of them', () =>
  withShop({}, async shop => {
    const { data } = await post(shop, 'propertyGroups', { name: 'Merkmale', options: [{ name: 'Farbe' }] })
    await post(
      shop,
      'articles',
      article('SW-1', {
        filterGroupId: data['id'] ?? null,
        propertyValues: [{ option: { name: 'Farbe' }, value: 'rot' }],
      }),
    )
    const shown = (await get(shop, 'articles/1')).data
    assert.deepEqual(
      [rowOf(shown['propertyGroup'])['name'], rowsOf(shown['propertyValues'])[0]?.['value']],
      ['Merkmale', 'rot'],
    )
  }))

test('texts in further languages stand beside, and are shown where that language is asked for', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1', { name: 'Stuhl' }))
    const said = await put(shop, 'translations', [
      { type: 'article', key: 1, shopId: 2, data: { name: 'Chair' } },
    ])
    assert.deepEqual([said.status, said.list[0]?.['success']], [200, true])
    assert.equal((await get(shop, 'articles/1?language=2')).data['name'], 'Chair')
    assert.equal((await get(shop, 'articles/1')).data['name'], 'Stuhl')
  }))

test('what fails in the middle of an article leaves nothing of it', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1'))
    const before = shop.state()
    const bad = await put(shop, 'articles/1', { name: 'Neu', supplier: 'Neu', mainDetail: { number: 'Ü' } })
    assert.equal(bad.status, 400)
    assert.equal(shop.state(), before)
  }))

test('a page may show an old price until the caches are cleared', () =>
  withShop({ quirks: { cachedPages: true } }, async shop => {
    await post(shop, 'articles', article('SW-1'))
    assert.equal(shop.price('SW-1'), 10)
    await put(shop, 'variants', [{ number: 'SW-1', prices: [{ customerGroupKey: 'EK', price: 23.8 }] }])
    assert.equal(shop.price('SW-1'), 10)
    await call(shop, 'DELETE', 'caches')
    assert.equal(shop.price('SW-1'), 20)
  }))
