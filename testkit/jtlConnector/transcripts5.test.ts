import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { sampleShop } from './sampleShop.ts'
import type { Shop } from './shop.ts'
import { startShop } from './startShop.ts'
import { createTestClient, get, post, type TestClient } from './testClient.ts'

describe('generation 5 answers as the transcripts of connector-core 5.3', () => {
  let shop: Shop
  let client: TestClient
  beforeEach(async () => {
    shop = await startShop({
      generation: 5,
      token: 'kontor-demo-token',
      platformName: 'KontorDemoShop',
      ...sampleShop(),
    })
    client = createTestClient(shop)
    await client.login()
  })
  afterEach(() => shop.close())

  const category = (host: number, parentHost: number) => ({
    id: ['', host],
    parentCategoryId: ['', parentHost],
    isActive: true,
    i18ns: [{ languageISO: 'ger', name: `Kategorie ${host}` }],
  })
  const product = (host: number, sku: string) => ({
    id: ['', host],
    sku,
    isActive: true,
    vat: 19,
    stockLevel: { productId: ['', host], stockLevel: 5 },
    i18ns: [{ languageISO: 'ger', name: sku }],
    prices: [{ customerGroupId: ['', 0], items: [{ netPrice: 12.5, quantity: 0 }] }],
  })

  it('logs in by token and says so with session, lifetime and warnings', async () => {
    const packet = {
      jtlrpc: '2.0',
      id: '1',
      method: 'core.connector.auth',
      params: { token: 'kontor-demo-token' },
    }
    const { text, status, type } = await post(shop.url, { jtlrpc: JSON.stringify(packet) })
    assert.equal(status, 200)
    assert.equal(type, 'application/json')
    assert.match(
      text,
      /^\{"jtlrpc":"2\.0","id":"1","result":\{"sessionId":"\w{26}","lifetime":1440\},"error":null,"warnings":\[\]\}$/,
    )
  })

  it('refuses a wrong token with 790 and names the exception in data', async () => {
    client.session = null
    const packet = { jtlrpc: '2.0', id: '2', method: 'core.connector.auth', params: { token: 'wrong' } }
    const { text } = await post(shop.url, { jtlrpc: JSON.stringify(packet) })
    assert.match(
      text,
      /"result":null,"error":\{"code":790,"message":"Authentication failed","data":"Jtl\\\\Connector/,
    )
    assert.match(text, /in \.\.\.\\\/AuthenticationException\.php:16"\},"warnings":\[\]\}$/)
    assert.equal((await client.call('core.connector.auth', {})).error?.code, 790)
  })

  it('tells a missing session from an invalid one', async () => {
    client.session = null
    assert.equal((await client.call('category.pull')).error?.code, 789)
    client.session = 'nope'
    assert.deepEqual(
      await client.call('category.pull').then(reply => [reply.error?.code, reply.error?.message]),
      [-32000, 'Session is invalid'],
    )
    client.session = ''
    assert.equal((await client.call('core.connector.auth', { token: shop.token })).error?.code, -32000)
  })

  it('answers init, identify by both names, features', async () => {
    assert.equal(await client.ok('core.connector.init'), true)
    const identity = await client.ok('connector.identify')
    assert.deepEqual(identity, {
      endpointVersion: '0.1.0',
      platformName: 'KontorDemoShop',
      platformVersion: '1.0',
      protocolVersion: 7,
      serverInfo: { memoryLimit: 512, executionTime: 30, postMaxSize: 40, uploadMaxFilesize: 32 },
    })
    assert.deepEqual(await client.ok('core.connector.identify'), identity)
    const features = await client.ok('core.connector.features')
    assert.deepEqual(get(features, 'entities', 'CustomerOrder'), { pull: true, push: false, delete: false })
    assert.deepEqual(get(features, 'entities', 'Image'), { pull: true, push: true, delete: true })
    assert.deepEqual(get(features, 'entities', 'CrossSelling'), { pull: true, push: true, delete: true })
    assert.equal(get(features, 'flags', 'needs_finish_call'), true)
  })

  it('pulls categories in pages and fills the parent from the mapping', async () => {
    assert.deepEqual(await client.ok('category.statistic', { limit: 0 }), {
      available: 3,
      controllerName: 'Category',
    })
    const [first, second] = await client.pull('category', 2)
    assert.equal(
      JSON.stringify(first),
      '{"id":["101",0],"parentCategoryId":["",0],"isActive":true,"level":0,"sort":0,"attributes":[],"customerGroups":[],' +
        '"i18ns":[{"languageIso":"de","description":"","metaDescription":"","metaKeywords":"","name":"Kleidung","titleTag":"",' +
        '"urlPath":"kleidung","languageISO":"ger"}],"invisibilities":[]}',
    )
    assert.deepEqual(get(second, 'parentCategoryId'), ['101', 0])
    assert.deepEqual(await client.ids('category', 2), ['101', '102'])
    const ack = await client.ack('category', [
      ['101', 5001],
      ['102', 5002],
    ])
    assert.equal(ack.result, true)
    const [third, ...none] = await client.pull('category', 2)
    assert.deepEqual(get(third, 'id'), ['103', 0])
    assert.deepEqual(get(third, 'parentCategoryId'), ['101', 5001])
    assert.equal(none.length, 0)
    await client.ack('category', [['103', 5003]])
    assert.deepEqual(await client.pull('category'), [])
    assert.deepEqual(shop.ackedIds('category'), ['101', '102', '103'])
  })

  it('writes like PHP: escaped slashes and letters, decimals digit by digit', async () => {
    const packet = { jtlrpc: '2.0', id: '9', method: 'customer_order.pull', params: { limit: 1 } }
    const { text } = await post(shop.url, { jtlrpc: JSON.stringify(packet), jtlauth: client.session ?? '' })
    assert.ok(text.includes('"street":"Lindenallee 4\\/5"'))
    assert.ok(text.includes('"firstName":"K\\u00e4the"'))
    assert.ok(text.includes('"price":10,"priceGross":11.9,"quantity":2,"sku":"HO-1","type":"product"'))
    assert.ok(text.includes('"vat":19,'))
    assert.ok(text.includes('"totalSum":24.1,"totalSumGross":28.68'))
    shop.changeOrder('601', { totalGross: '12345678901234567890.12345678901234567890' })
    const again = await post(shop.url, { jtlrpc: JSON.stringify(packet), jtlauth: client.session ?? '' })
    assert.ok(again.text.includes('"totalSumGross":12345678901234567890.1234567890123456789,'))
  })

  it('pulls an order with customer and product linked, and its payment only then', async () => {
    await client.ack('customer', [['501', 5010]])
    await client.ack('product', [['404', 5008]])
    assert.deepEqual(await client.pull('payment'), [])
    const [order] = await client.pull('customer_order', 1)
    assert.deepEqual(Object.keys(order ?? {}).slice(0, 3), ['languageIso', 'customerId', 'id'])
    assert.deepEqual(get(order, 'customerId'), ['501', 5010])
    assert.deepEqual(get(order, 'id'), ['601', 0])
    assert.deepEqual(get(order, 'billingAddress', 'id'), ['b_601', 0])
    assert.equal(get(order, 'creationDate'), '2024-03-10T08:00:00+01:00')
    assert.equal(get(order, 'paymentModuleCode'), 'pm_prepayment')
    assert.deepEqual(get(order, 'shippingMethodId'), ['1', 0])
    assert.deepEqual(get(order, 'items', 0, 'id'), ['6011', 0])
    assert.deepEqual(get(order, 'items', 0, 'configItemId'), ['', 0])
    assert.deepEqual(get(order, 'items', 0, 'productId'), ['404', 5008])
    assert.equal(get(order, 'languageISO'), 'ger')
    await client.ack('customer_order', [['601', 5012]])
    assert.equal(
      JSON.stringify(await client.pull('payment')),
      '[{"id":["701",0],"customerOrderId":["601",5012],"billingInfo":"","creationDate":"2024-03-10T09:00:00+01:00",' +
        '"paymentModuleCode":"pm_paypal_standard","totalSum":28.68,"transactionId":"TX-1"}]',
    )
  })

  it('names the master of a child only after the ack of the master', async () => {
    assert.deepEqual(get((await client.pull('product'))[1], 'masterProductId'), ['401', 0])
    await client.ack('product', [['401', 5005]])
    const [child] = await client.pull('product')
    assert.deepEqual(get(child, 'masterProductId'), ['401', 5005])
    assert.deepEqual(get(child, 'stockLevel'), { stockLevel: 7 })
  })

  it('repeats a pull until the ack, takes the same ack twice, and pollutes silently', async () => {
    assert.deepEqual(await client.ids('customer'), ['501', 'g_602'])
    assert.deepEqual(await client.ids('customer'), ['501', 'g_602'])
    await client.ack('Customer', [['501', 1]])
    await client.ack('customer', [['501', 1]])
    await client.ack('customer', [['', 7]])
    assert.deepEqual(
      shop.log.acked.map(({ endpoint, host, effect }) => [endpoint, host, effect]),
      [
        ['501', 1, 'stored'],
        ['501', 1, 'same'],
        ['', 7, 'polluting'],
      ],
    )
    await client.ack('customer', [['501', 2]])
    await client.ack('customer', [['g_602', 2]])
    assert.deepEqual(
      shop.log.acked.slice(-2).map(ack => ack.effect),
      ['moved', 'hostReused'],
    )
  })

  it('refuses acks with wrong types by code 0 and stores nothing of them', async () => {
    for (const pair of [['501', '77'] as const, [501, 77] as const]) {
      const reply = await client.ack('customer', [['g_602', 5], pair])
      assert.equal(reply.error?.code, 0)
    }
    assert.deepEqual(shop.ackedIds('customer'), [])
  })

  it('warns about unknown ack keys and answers true', async () => {
    const reply = await client.ack('nonsense', [['1', 1]])
    assert.equal(reply.result, true)
    assert.deepEqual(reply.warnings, ["ACK: Unknown core entity (Nonsense)! Skipping related ack's..."])
  })

  it('knows images by relation and id', async () => {
    const [image] = await client.pull('image')
    assert.deepEqual(get(image, 'id'), ['product#=#801', 0])
    assert.equal((await client.ack('image', [['803', 1]])).error?.code, 10)
    assert.match(
      (await client.ack('Image', [['product#=#801', 1]])).warnings?.[0] ?? '',
      /Unknown core entity \(Image\)/,
    )
    assert.deepEqual(shop.ackedIds('image'), [])
    assert.equal((await client.ack('image', [['product#=#801', 40000]])).result, true)
    assert.equal((await client.ack('categoryImage', [['802', 40001]])).result, true)
    assert.deepEqual(shop.ackedIds('image'), ['801', '802'])
    const bytes = await fetch(String(get(image, 'remoteUrl')))
    assert.equal(bytes.headers.get('content-type'), 'image/png')
    await bytes.arrayBuffer()
  })

  it('takes status changes and answers them with the order linked', async () => {
    await client.ack('customerOrder', [['601', 5012]])
    const sent = [
      { customerOrderId: ['', 5012], orderStatus: 'partially_shipped', paymentStatus: 'completed' },
    ]
    assert.deepEqual(get(await client.ok('status_change.push', sent), 0, 'customerOrderId'), ['601', 5012])
    assert.equal(shop.order('601')?.status, 'partially_shipped')
    assert.equal(shop.order('601')?.paymentStatus, 'completed')
  })

  it('links what is pushed without an ack, children to parents of the same list', async () => {
    const answer = await client.ok('category.push', [category(7001, 0), category(7002, 7001)])
    assert.deepEqual(get(answer, 0, 'id'), ['1001', 7001])
    assert.deepEqual(get(answer, 1, 'id'), ['1002', 7002])
    assert.deepEqual(get(answer, 1, 'parentCategoryId'), ['1001', 7001])
    assert.equal(shop.categories().at(-1)?.parentId, '1001')
    assert.deepEqual(shop.remaining('category'), ['101', '102', '103'])
  })

  it('keeps what was stored before a failing model, unlinked: pushing again doubles it', async () => {
    const failed = await client.call('product.push', [
      product(8003, 'OK-A'),
      product(8004, 'FAIL'),
      product(8005, 'OK-B'),
    ])
    assert.equal(failed.error?.code, 0)
    assert.match(
      failed.error?.message ?? '',
      /^Controller = Product \| Action = push \| JTL-Wawi PK = 8005 \| SKU = OK-B/,
    )
    assert.match(
      failed.error?.message ?? '',
      /JTL-Wawi PK = 8004 \| SKU = FAIL .*\| Demo shop refuses this product$/,
    )
    assert.deepEqual(
      shop.log.pushed.map(push => push.effect),
      ['storedNotLinked', 'refused', 'undone'],
    )
    await client.ok('product.push', [product(8003, 'OK-A')])
    assert.equal(shop.items().filter(item => item.sku === 'OK-A').length, 2)
  })

  it('deletes by host id, also what it does not know', async () => {
    const pushed = await client.ok('product.push', [product(8002, 'WEG')])
    const id = get(pushed, 0, 'id', 0)
    assert.deepEqual(await client.ok('product.delete', [{ id: ['', 8002] }]), [{ id: [id, 8002] }])
    assert.equal(shop.item('WEG'), undefined)
    assert.deepEqual(await client.ok('product.delete', [{ id: ['', 8002] }]), [{ id: ['', 8002] }])
    const again = await client.ok('product.push', [product(8002, 'WEG')])
    assert.notEqual(get(again, 0, 'id', 0), id)
  })

  it('clears single links, one type, or everything', async () => {
    await client.ack('product', [['404', 5008]])
    await client.ack('customerOrder', [
      ['601', 1],
      ['602', 2],
    ])
    assert.equal(await client.ok('core.linker.clear', { identities: { product: [['', 5008]] } }), true)
    assert.equal(get(await client.ok('product.statistic', { limit: 0 }), 'available'), 4)
    await client.ok('core.connector.clear', { identities: { customerOrder: [['602', 0]] } })
    assert.deepEqual(shop.remaining('customer_order'), ['602'])
    await client.ok('core.linker.clear', { identities: { customerOrder: [] } })
    assert.deepEqual(shop.remaining('customer_order'), ['601', '602'])
    assert.equal((await client.call('core.linker.clear', { identities: { nonsense: [] } })).error?.code, 110)
    await client.ack('category', [['101', 1]])
    await client.ok('core.linker.clear')
    assert.equal(shop.remaining('category').length, 3)
  })

  it('ends the session with finish', async () => {
    assert.equal(await client.ok('connector.finish'), true)
    assert.equal((await client.call('category.pull')).error?.code, -32000)
  })

  it('answers everything that is no packet with -32600', async () => {
    const invalid = async (text: Promise<{ status: number; text: string }>) => {
      const { status, text: body } = await text
      const { id, error } = JSON.parse(body)
      return [status, id, error.code]
    }
    const raw = (jtlrpc: string) => post(shop.url, { jtlrpc, jtlauth: client.session ?? '' })
    assert.deepEqual(await invalid(post(shop.url, {})), [200, '', -32600])
    assert.deepEqual(
      await invalid(fetch(shop.url).then(async r => ({ status: r.status, text: await r.text() }))),
      [200, '', -32600],
    )
    assert.deepEqual(await invalid(raw('[{"jtlrpc":"2.0","id":"1","method":"category.pull"}]')), [
      200,
      '',
      -32600,
    ])
    assert.deepEqual(await invalid(raw('{"jtlrpc":"2.0","id":"","method":"category.pull"}')), [
      200,
      '',
      -32600,
    ])
    assert.deepEqual(await invalid(raw('{"jtlrpc":"2.0","method":"category.pull"}')), [200, '', -32600])
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"jtlrpc":"2.0"}' }
    assert.deepEqual(
      await invalid(fetch(shop.url, json).then(async r => ({ status: r.status, text: await r.text() }))),
      [200, '', -32600],
    )
    const number = JSON.parse((await raw('{"jtlrpc":"2.0","id":7,"method":"category.pull"}')).text)
    assert.equal(number.id, '7')
    assert.equal(number.error, null)
    assert.deepEqual(await raw('{"jtlrpc":').then(({ status, text }) => [status, text]), [500, ''])
  })

  it('drops bodies above the size that PHP takes', async () => {
    const small = await startShop({ generation: 5, token: 'geheim', postMaxMebibytes: 1 })
    const { text } = await post(small.url, { jtlrpc: `{"pad":"${'x'.repeat(1_100_000)}"}` })
    assert.equal(JSON.parse(text).error.code, -32600)
    await small.close()
  })

  it('reads fields from the query and from multipart bodies too', async () => {
    const packet = JSON.stringify({ jtlrpc: '2.0', id: '1', method: 'connector.identify' })
    const query = new URLSearchParams({ jtlrpc: packet, jtlauth: client.session ?? '' })
    assert.equal(JSON.parse(await (await fetch(`${shop.url}?${query}`)).text()).error, null)
    const form = new FormData()
    form.set('jtlrpc', packet)
    form.set('jtlauth', client.session ?? '')
    form.set('file', new Blob(['zip']), 'images.zip')
    assert.equal(JSON.parse(await (await fetch(shop.url, { method: 'POST', body: form })).text()).error, null)
  })

  it('knows controllers in three spellings, and tells unknown controllers from unknown actions', async () => {
    for (const name of ['customer_order', 'customerOrder', 'CustomerOrder']) {
      assert.equal((await client.call(`${name}.pull`)).error, null)
    }
    const codeOf = async (method: string) => (await client.call(method, {})).error?.code
    assert.equal(await codeOf('customerorder.pull'), 33000)
    assert.equal(await codeOf('crossselling.pull'), 33000)
    assert.equal(await codeOf('crossSelling.pull'), undefined)
    assert.equal(await codeOf('core.connector.nonsense'), 33001)
    assert.equal(await codeOf('category.nonsense'), 33001)
    const missing = await client.call('global_data.statistic', {})
    assert.deepEqual(
      [missing.error?.code, missing.error?.message.startsWith('Call to undefined method')],
      [0, true],
    )
    assert.equal((await client.call('delivery_note.pull', {})).error?.code, 0)
  })

  it('reports all settings as one model, with the host ids acked so far', async () => {
    await client.ack('customerGroup', [['1', 901]])
    const [global] = await client.pull('global_data')
    assert.deepEqual(get(global, 'customerGroups', 0, 'id'), ['1', 901])
    assert.deepEqual(get(global, 'taxRates', 1), { id: ['2', 0], countryIso: 'DE', rate: 7 })
    assert.equal(get(global, 'languages', 0, 'languageISO'), 'ger')
    assert.equal((await client.pull('global_data')).length, 1)
  })

  it('redirects an address without slash, as web servers do', async () => {
    const { status } = await post(shop.url.slice(0, -1), { jtlrpc: '{}' })
    assert.equal(status, 301)
    assert.equal((await fetch(shop.url.replace('jtlconnector/', 'anders'))).status, 404)
  })
})
