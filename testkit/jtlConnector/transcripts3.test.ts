import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { sampleShop } from './sampleShop.ts'
import type { Shop } from './shop.ts'
import { startShop } from './startShop.ts'
import { createTestClient, get, post, type TestClient } from './testClient.ts'

describe('generation 3 answers as the transcripts of connector-core 3.x', () => {
  let shop: Shop
  let client: TestClient
  beforeEach(async () => {
    shop = await startShop({ generation: 3, token: 'kontor-demo-token', ...sampleShop() })
    client = createTestClient(shop)
    await client.login()
  })
  afterEach(() => shop.close())

  it('has no warnings', async () => {
    assert.deepEqual(Object.keys(await client.call('core.connector.init')), [
      'jtlrpc',
      'id',
      'result',
      'error',
    ])
  })

  it('answers uncaught errors with the id "unknown", a missing session with code 0', async () => {
    client.session = null
    const reply = await client.call('category.pull', { limit: 1 })
    assert.deepEqual([reply.id, reply.error?.code, reply.error?.message], ['unknown', 0, 'No session'])
    client.session = 'nope'
    assert.equal((await client.call('category.pull', { limit: 1 })).error?.code, -32000)
    client.session = null
    const refused = await client.call('core.connector.auth', { token: 'wrong' })
    assert.deepEqual(
      [refused.error?.code, refused.error?.message],
      [790, 'Could not authenticate access to the connector'],
    )
  })

  it('answers malformed JSON with code 0, a batch with -32700, a missing id with -32600', async () => {
    const codeOf = async (jtlrpc: string) => {
      const { status, text } = await post(shop.url, { jtlrpc, jtlauth: client.session ?? '' })
      return [status, JSON.parse(text).error.code]
    }
    assert.deepEqual(await codeOf('{"jtlrpc":'), [200, 0])
    assert.deepEqual(await codeOf('[{"jtlrpc":"2.0"}]'), [200, -32700])
    assert.deepEqual(await codeOf('{"jtlrpc":"2.0","method":"category.pull"}'), [200, -32600])
  })

  it('crashes at a pull without params', async () => {
    assert.equal(
      (await client.call('category.pull')).error?.message,
      'Call to a member function getLimit() on null',
    )
    assert.equal((await client.call('category.pull', { limit: 1, filters: [] })).error, null)
  })

  it('does not know unknown methods nor the alias of clear', async () => {
    for (const method of [
      'core.connector.clear',
      'core.connector.nonsense',
      'nonsense.pull',
      'customerorder.pull',
    ]) {
      const { error, id } = await client.call(method, {})
      assert.equal(error?.code, -32601)
      assert.match(error?.message ?? '', /^Method .* not found$/)
      assert.notEqual(id, 'unknown')
    }
    for (const name of ['customer_order', 'customerOrder', 'CustomerOrder']) {
      assert.equal((await client.call(`${name}.pull`, { limit: 1 })).error, null)
    }
  })

  it('keeps the session after finish', async () => {
    assert.deepEqual(await client.ok('connector.finish'), { result: true })
    assert.deepEqual(await client.ok('connector.finish'), { result: true })
  })

  it('ignores the ack key customer_order in silence; customerOrder works', async () => {
    assert.equal((await client.ack('customer_order', [['601', 1]])).result, true)
    assert.deepEqual(await client.ids('customer_order'), ['601', '602'])
    assert.equal(shop.log.acked.at(-1)?.effect, 'ignored')
    await client.ack('customerOrder', [['601', 1]])
    assert.deepEqual(await client.ids('customer_order'), ['602'])
  })

  it('calls attributes by their old names', async () => {
    await client.ack('productAttribute', [['403_Material', 1]])
    assert.equal(shop.log.acked.at(-1)?.effect, 'ignored')
    await client.ack('productAttr', [['403_Material', 1]])
    assert.equal(shop.log.acked.at(-1)?.type, 'ProductAttribute')
  })

  it('clears everything, whatever it is asked to clear', async () => {
    await client.ack('customerOrder', [['601', 1]])
    await client.ack('category', [
      ['101', 1],
      ['102', 2],
      ['103', 3],
    ])
    assert.equal(get(await client.ok('category.statistic', {}), 'available'), 0)
    await client.ok('core.linker.clear', { identities: { customerOrder: [['601', 0]] } })
    assert.deepEqual(await client.ok('category.statistic', {}), { available: 3, controllerName: 'category' })
    assert.equal((await client.ids('customer_order')).length, 2)
  })

  it('acks images by their plain id', async () => {
    assert.deepEqual(await client.ids('image'), ['801', '802'])
    await client.ack('image', [['801', 9]])
    assert.deepEqual(await client.ids('image'), ['802'])
  })

  it('writes dates without colon, missing ids as null, one language field, back references', async () => {
    const [order] = await client.pull('customer_order', 1)
    assert.equal(get(order, 'creationDate'), '2024-03-10T08:00:00+0100')
    assert.equal(get(order, 'items', 0, 'configItemId'), null)
    assert.deepEqual(get(order, 'items', 0, 'customerOrderId'), ['601', 0])
    assert.equal(get(order, 'languageISO'), 'ger')
    assert.ok(!Object.hasOwn(Object(order), 'languageIso'))
    const [, child] = await client.pull('product')
    assert.deepEqual(get(child, 'stockLevel'), { productId: ['402', 0], stockLevel: 7 })
    assert.deepEqual(get(child, 'i18ns', 0, 'productId'), ['402', 0])
  })

  it('delivers variation combinations on the master', async () => {
    const [master] = await client.pull('product', 1)
    assert.deepEqual(get(master, 'varCombinations'), [
      { productId: ['402', 0], productVariationId: ['41', 0], productVariationValueId: ['42', 0] },
    ])
  })

  it('wants the stock level of a product as an object', async () => {
    const product = { id: ['', 1], sku: 'X', i18ns: [{ languageISO: 'ger', name: 'X' }] }
    const plain = await client.call('product.push', [{ ...product, stockLevel: 3 }])
    assert.equal(plain.error?.code, 0)
    assert.match(plain.error?.message ?? '', /^Invalid data 3\.5 .*expected ProductStockLevel$/)
    await client.ok('product.push', [{ ...product, stockLevel: { productId: ['', 1], stockLevel: 3.5 } }])
    assert.equal(shop.stock('X'), '3.5')
  })

  it('answers prices and stock levels as they were sent', async () => {
    await client.ack('product', [['404', 8]])
    const stock = [{ productId: ['', 8], sku: 'HO-1', stockLevel: 3 }]
    assert.deepEqual(await client.ok('product_stock_level.push', stock), [
      { productId: ['404', 8], sku: 'HO-1', stockLevel: 3 },
    ])
    const price = {
      id: ['', 0],
      productId: ['', 8],
      customerGroupId: ['', 0],
      items: [{ netPrice: 1.5, quantity: 0 }],
    }
    const answer = await client.ok('product_price.push', [price])
    assert.deepEqual(get(answer, 0, 'productId'), ['404', 8])
    assert.equal(get(answer, 0, 'id'), null)
    assert.equal(shop.price('HO-1'), '1.5')
  })
})
