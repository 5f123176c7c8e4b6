import assert from 'node:assert/strict'
import { test } from 'node:test'
import { article, call, digest, get, post, put, withShop } from './testClient.ts'

const challengeOf = (headers: Headers) => headers.get('www-authenticate') ?? ''

test('Digest and Basic open, and a nonce is taken again with a rising count', () =>
  withShop({}, async shop => {
    const first = await call(shop, 'GET', 'version', undefined, '')
    assert.deepEqual(
      [first.status, first.text],
      [401, '{"success":false,"message":"Invalid or missing auth"}'],
    )
    assert.match(
      challengeOf(first.headers),
      /Basic realm="Shopware REST-API".*Digest realm="Shopware REST-API"/,
    )
    for (const count of [1, 2, 3]) {
      const header = digest(shop, challengeOf(first.headers), 'GET', '/api/version', count)
      assert.equal((await call(shop, 'GET', 'version', undefined, header)).status, 200)
    }
    assert.equal((await get(shop, 'version')).data['version'], '5.7.19')
    assert.equal((await call(shop, 'GET', 'version', undefined, 'Basic eDp5')).status, 401)
  }))

test('an older shop takes Digest only', () =>
  withShop({ quirks: { digestOnly: true } }, async shop => {
    const { status, headers } = await get(shop, 'version')
    assert.equal(status, 401)
    assert.doesNotMatch(challengeOf(headers), /Basic/)
    const header = digest(shop, challengeOf(headers), 'GET', '/api/version')
    assert.equal((await call(shop, 'GET', 'version', undefined, header)).status, 200)
  }))

test('a nonce grows old, and the next 401 has a new one', async () => {
  let now = new Date('2026-11-21T12:00:00Z')
  await withShop({ clock: () => now }, async shop => {
    const { headers } = await call(shop, 'GET', 'version', undefined, '')
    now = new Date('2026-11-21T12:10:00Z')
    const old = digest(shop, challengeOf(headers), 'GET', '/api/version')
    const again = await call(shop, 'GET', 'version', undefined, old)
    assert.equal(again.status, 401)
    assert.notEqual(challengeOf(again.headers), challengeOf(headers))
  })
})

test('lies below a folder, and under v1 as well', () =>
  withShop({ folder: '/shop/' }, async shop => {
    for (const path of ['api/version', 'api/v1/version']) assert.equal((await get(shop, path)).status, 200)
    assert.match(shop.url, /\/shop\/$/)
  }))

test('the header that PHP-CGI never sees opens nothing', () =>
  withShop({ quirks: { headerStripped: true } }, async shop => {
    assert.equal((await get(shop, 'version')).status, 401)
  }))

test('each refusal has its status and its words', () =>
  withShop({}, async shop => {
    const said = async (method: string, path: string, body?: Parameters<typeof call>[3]) => {
      const heard = await call(shop, method, path, body)
      return [heard.status, heard.body['message']]
    }
    assert.deepEqual(await said('GET', 'nothing'), [404, 'Resource not found'])
    assert.deepEqual(await said('GET', 'orders/99'), [404, 'Order by id 99 not found'])
    assert.deepEqual(await said('DELETE', 'orders/99', {}), [404, 'Resource not found'])
    assert.deepEqual(await said('PUT', 'orders', []), [
      405,
      'This resource has no support for batch operations',
    ])
    for (const resource of ['categories', 'customers', 'media'])
      assert.equal((await put(shop, resource, [])).status, 405)
    assert.deepEqual(await said('POST', 'orders', Buffer.from('{"a":')), [
      400,
      'Invalid method or invalid json string.',
    ])
    assert.deepEqual(await said('POST', 'orders', { customerId: 1 }), [
      400,
      'A required parameter is missing: orderStatusId',
    ])
    shop.setDenied('orders', true)
    assert.equal((await get(shop, 'orders')).status, 403)
  }))

test('a filter on what is no property of the model is HTTP 500 in the words of Doctrine', () =>
  withShop({}, async shop => {
    const { status, body } = await get(shop, 'orders?filter[0][property]=orderStatusId&filter[0][value]=0')
    assert.equal(status, 500)
    assert.match(
      String(body['message']),
      /Semantical Error.* has no field or association named orderStatusId/,
    )
  }))

test('filters are LIKE, IN and comparisons, with OR, an order and a part', () =>
  withShop({}, async shop => {
    for (const number of ['SH-1', 'SH-2', 'SHX2', 'A_1', 'AB1']) await post(shop, 'articles', article(number))
    const numbers = async (query: string) =>
      (await get(shop, `variants?${query}`)).list.map(row => row['number']).join(' ')
    assert.equal(await numbers('filter[number]=sh-%25'), 'SH-1 SH-2')
    assert.equal(await numbers('filter[number]=A_1'), 'A_1 AB1')
    assert.equal(
      await numbers('filter[0][property]=number&filter[0][expression]==&filter[0][value]=A_1'),
      'A_1',
    )
    assert.equal(
      await numbers('filter[0][property]=id&filter[0][value][0]=1&filter[0][value][1]=3'),
      'SH-1 SHX2',
    )
    assert.equal(
      await numbers(
        'filter[0][property]=number&filter[0][value]=SH-1&filter[1][property]=number&filter[1][value]=AB1&filter[1][operator]=1',
      ),
      'SH-1 AB1',
    )
    assert.equal(
      await numbers('sort[0][property]=number&sort[0][direction]=DESC&start=1&limit=2'),
      'SH-2 SH-1',
    )
    assert.equal((await get(shop, 'variants?limit=1')).body['total'], 5)
  }))

test('JSON is written as PHP does: slashes and letters escaped', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('X', { name: 'Größe 1/2 😀' }))
    assert.match((await get(shop, 'articles/1')).text, /Gr\\u00f6\\u00dfe 1\\\/2 \\ud83d\\ude00/)
  }))
