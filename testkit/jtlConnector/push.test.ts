import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { BatchFailure } from './quirks.ts'
import { sampleShop } from './sampleShop.ts'
import type { Shop } from './shop.ts'
import { startShop } from './startShop.ts'
import { createTestClient, get, post, type TestClient } from './testClient.ts'

describe('what pushes do in the shop', () => {
  let shop: Shop
  let client: TestClient
  beforeEach(async () => {
    shop = await startShop({ generation: 5, token: 'geheim', ...sampleShop() })
    client = createTestClient(shop)
    await client.login()
    await client.ack('product', [['404', 8]])
    await client.ack('customerOrder', [['601', 9]])
    await client.ack('customerGroup', [['2', 22]])
  })
  afterEach(() => shop.close())

  const named = (host: number, sku: string, more: object = {}) => ({
    id: ['', host],
    sku,
    vat: 19,
    isActive: true,
    i18ns: [{ languageISO: 'ger', name: sku }],
    ...more,
  })
  const price = (group: number, items: object[]) => ({
    id: ['', 0],
    productId: ['', 8],
    customerGroupId: ['', group],
    customerId: ['', 0],
    sku: 'HO-1',
    items,
  })

  it('sets stock as an absolute quantity and answers Product models', async () => {
    const answer = await client.ok('product_stock_level.push', [
      { productId: ['', 8], sku: 'HO-1', stockLevel: 42 },
      { productId: ['', 424242], stockLevel: 1 },
    ])
    assert.equal(shop.stock('HO-1'), '42')
    assert.deepEqual(get(answer, 0), { id: ['404', 8], sku: 'HO-1', stockLevel: { stockLevel: 42 } })
    assert.deepEqual(get(answer, 1, 'id'), ['', 424242])
    assert.deepEqual(
      shop.log.pushed.map(push => push.effect),
      ['stored', 'skipped'],
    )
  })

  it('stores cross-selling complete, and makes up the id of an item of it from 4.x on', async () => {
    await client.ack('crossSellingGroup', [['1', 31]])
    const beside = (groups: Record<number, number[]>) => ({
      id: ['', 51],
      productId: ['', 8],
      items: Object.entries(groups).map(([group, products]) => ({
        crossSellingGroupId: ['', Number(group)],
        productIds: products.map(host => ['', host]),
      })),
    })
    await client.ok('product.push', [named(61, 'B-1'), named(62, 'B-2')])
    const ids = [61, 62].map((_, at) => shop.items().find(item => item.sku === `B-${at + 1}`)?.id)
    const held = () => shop.crossSellings().find(one => one.id !== '451')?.groups
    const answer = await client.ok('cross_selling.push', [beside({ 31: [62, 61, 99], 32: [61] })])
    assert.deepEqual(
      held(),
      [{ groupId: '1', itemIds: [ids[1], ids[0]] }],
      'what it does not know is left out',
    )
    assert.deepEqual(get(answer, 0, 'productId'), ['404', 8])
    assert.deepEqual(get(answer, 0, 'items', 0), {
      id: ['8_31', 0],
      crossSellingGroupId: ['1', 31],
      productIds: [
        [ids[1], 62],
        [ids[0], 61],
        ['', 99],
      ],
    })
    await client.ok('cross_selling.push', [beside({ 31: [61] })])
    assert.deepEqual(held(), [{ groupId: '1', itemIds: [ids[0]] }], 'a push replaces it')
    const unknown = { ...beside({ 31: [61] }), id: ['', 52], productId: ['', 424242] }
    assert.deepEqual(get(await client.ok('cross_selling.push', [unknown]), 0, 'id'), ['', 52])
    await client.ok('cross_selling.delete', [{ id: ['', 51] }])
    assert.equal(held(), undefined)
    const old = await startShop({ generation: 3, token: 'geheim', ...sampleShop() })
    const other = createTestClient(old)
    try {
      await other.login()
      await other.ack('product', [['404', 8]])
      await other.ack('crossSellingGroup', [['1', 31]])
      const reply = await other.ok('cross_selling.push', [beside({ 31: [8] })])
      assert.deepEqual(Object.keys(get(reply, 0, 'items', 0) as object), [
        'crossSellingGroupId',
        'productIds',
      ])
    } finally {
      await old.close()
    }
  })

  it('replaces all prices of a product with those of one request', async () => {
    await client.ok('product_price.push', [
      price(0, [
        { netPrice: 12.5, quantity: 0 },
        { netPrice: 11, quantity: 5 },
      ]),
      price(22, [{ netPrice: 9.99, quantity: 0 }]),
    ])
    assert.equal(shop.price('HO-1'), '12.5')
    assert.deepEqual(shop.item('HO-1')?.prices, [
      { customerGroupId: null, fromQuantity: 5, net: '11' },
      { customerGroupId: '2', fromQuantity: 0, net: '9.99' },
    ])
    const answer = await client.ok('product_price.push', [price(22, [{ netPrice: 8, quantity: 0 }])])
    assert.deepEqual(get(answer, 0, 'id'), ['404', 8])
    assert.equal(get(answer, 0, 'prices', 0, 'items', 0, 'netPrice'), 8)
    assert.equal(shop.price('HO-1'), '0', 'the price for everyone was not sent and is gone')
  })

  it('keeps the digits of pushed numbers', async () => {
    const packet =
      '{"jtlrpc":"2.0","id":"1","method":"product_price.push","params":[{"productId":["",8],"customerGroupId":["",0],' +
      '"items":[{"netPrice":0.10000000000000000001,"quantity":0}]}]}'
    const { text } = await post(shop.url, { jtlrpc: packet, jtlauth: client.session ?? '' })
    assert.equal(shop.price('HO-1'), '0.10000000000000000001')
    assert.ok(text.includes('"netPrice":0.10000000000000000001,'))
  })

  it('replaces a product as a whole: what is missing falls back to its default', async () => {
    await client.ok('product.push', [{ id: ['', 8], sku: 'HO-1' }])
    assert.equal(shop.item('HO-1')?.active, false)
    assert.deepEqual(shop.item('HO-1')?.categoryIds, [])
    assert.equal(shop.price('HO-1'), '0')
    assert.equal(shop.items().length, 4)
  })

  it('stores masters with children and the same variations once', async () => {
    const variations = (values: number[]) => [
      {
        id: ['', 50],
        i18ns: [{ languageISO: 'ger', name: 'Farbe' }],
        values: values.map(host => ({ id: ['', host], i18ns: [{ languageISO: 'ger', name: `W${host}` }] })),
      },
    ]
    const answer = await client.ok('product.push', [
      named(60, 'M', { isMasterProduct: true, masterProductId: ['', 0], variations: variations([51, 52]) }),
      named(61, 'M-1', { masterProductId: ['', 60], variations: variations([51]) }),
    ])
    const master = shop.item('M')
    const child = shop.item('M-1')
    assert.equal(child?.masterId, master?.id)
    assert.equal(child?.variations?.[0]?.id, master?.variations?.[0]?.id)
    assert.equal(child?.variations?.[0]?.values[0]?.id, master?.variations?.[0]?.values[0]?.id)
    assert.deepEqual(get(answer, 1, 'variations', 0, 'values', 0, 'id'), [
      master?.variations?.[0]?.values[0]?.id,
      51,
    ])
    assert.deepEqual(get(answer, 1, 'masterProductId'), [master?.id, 60])
  })

  it('overwrites the link of a host id when both ids are sent', async () => {
    await client.ok('category.push', [{ id: ['999', 7001], i18ns: [] }])
    await client.ok('category.push', [{ id: ['101', 7001], i18ns: [] }])
    assert.deepEqual(shop.links('category'), [['101', 7001]])
  })

  it('makes an object again when the linked one was deleted in the shop', async () => {
    const first = await client.ok('category.push', [{ id: ['', 5], i18ns: [] }])
    await client.ok('category.delete', [{ id: [get(first, 0, 'id', 0), 0] }])
    const second = await client.ok('category.push', [{ id: ['', 5], i18ns: [] }])
    assert.notEqual(get(first, 0, 'id', 0), get(second, 0, 'id', 0))
  })

  it('reads a single object as a list of its values: empty models', async () => {
    await client.ok('category.push', { id: ['', 5], i18ns: [] })
    assert.equal(shop.categories().length, 5)
    assert.deepEqual(await client.ok('category.push', []), [])
  })

  it('refuses a whole list for one wrong date', async () => {
    for (const creationDate of ['2024-03-10T08:00:00.000Z', '2024-03-10', '2024-03-10 08:00:00', '']) {
      const { error } = await client.call('product.push', [named(70, 'A'), named(71, 'B', { creationDate })])
      assert.equal(error?.code, 0)
    }
    assert.equal(shop.item('A'), undefined)
    for (const creationDate of [
      '2024-03-10T08:00:00Z',
      '2024-03-10T08:00:00+01:00',
      '2024-03-10T08:00:00+0100',
      null,
    ]) {
      await client.ok('product.push', [named(70, 'A', { creationDate })])
    }
  })

  it('prefers languageIso, and stores unknown languages as empty', async () => {
    await client.ok('product.push', [
      named(70, 'A', {
        i18ns: [
          { languageIso: 'en', languageISO: 'ger', name: 'x' },
          { languageISO: 'xxx', name: 'y' },
        ],
      }),
    ])
    assert.deepEqual(
      shop.item('A')?.texts.map(text => text.language),
      ['en', ''],
    )
  })

  it('stores delivery notes and payments of known orders', async () => {
    const note = {
      id: ['', 31],
      customerOrderId: ['', 9],
      creationDate: '2024-03-12T08:00:00+01:00',
      items: [{ customerOrderItemId: ['6011', 0], quantity: 2 }],
      trackingLists: [{ name: 'DHL', codes: ['00340434161094042557'] }],
    }
    const answer = await client.ok('delivery_note.push', [note])
    assert.deepEqual(get(answer, 0, 'customerOrderId'), ['601', 9])
    await client.ok('delivery_note.push', [note])
    assert.equal(shop.deliveryNotes().length, 1)
    assert.deepEqual(shop.deliveryNotes()[0]?.lines, [{ lineId: '6011', quantity: '2' }])
    assert.deepEqual(shop.deliveryNotes()[0]?.tracking[0]?.codes, ['00340434161094042557'])
    await client.ok('payment.push', [
      { id: ['', 32], customerOrderId: ['', 9], totalSum: 28.68, transactionId: 'T' },
    ])
    assert.equal(shop.payments().at(-1)?.amount, '28.68')
    assert.deepEqual(await client.ids('payment'), ['701'], 'a pushed payment is linked and not delivered')
    const lost = await client.ok('payment.push', [{ id: ['', 33], customerOrderId: ['', 4711], totalSum: 1 }])
    assert.deepEqual(get(lost, 0, 'id'), ['', 33])
  })

  it('leaves the status of an order alone for words it does not know', async () => {
    await client.ok('status_change.push', [
      { customerOrderId: ['', 9], orderStatus: 'lost', paymentStatus: '' },
    ])
    assert.equal(shop.order('601')?.status, 'new')
  })

  const failures: [BatchFailure, { first: number; second: number; linked: string[] }][] = [
    ['storedNotLinked', { first: 1, second: 0, linked: [] }],
    ['linkedUntilFailing', { first: 1, second: 0, linked: ['A'] }],
    ['lastErrorOnly', { first: 1, second: 1, linked: ['A', 'B'] }],
    ['rollback', { first: 0, second: 0, linked: [] }],
  ]
  for (const [batchFailure, expected] of failures) {
    it(`a failing model in the middle: ${batchFailure}`, async () => {
      shop.setQuirks({ batchFailure })
      const reply = await client.call('product.push', [named(70, 'A'), named(71, 'FAIL'), named(72, 'B')])
      assert.equal(reply.error === null, batchFailure === 'lastErrorOnly')
      const count = (sku: string) => shop.items().filter(item => item.sku === sku).length
      assert.deepEqual([count('A'), count('B')], [expected.first, expected.second])
      const linked = shop.ackedIds('product').filter(id => id !== '404')
      assert.deepEqual(
        shop.items().flatMap(item => (linked.includes(item.id) ? item.sku : [])),
        expected.linked,
      )
      if (reply.error === null) assert.deepEqual((reply.result as unknown[]).length, 2)
    })
  }

  it('tells only the error of the last model where the shop does so', async () => {
    shop.setQuirks({ batchFailure: 'lastErrorOnly' })
    assert.equal((await client.call('product.push', [named(70, 'A'), named(71, 'FAIL')])).error?.code, 0)
  })

  it('takes a refusal of its own for any push', async () => {
    const strict = await startShop({
      generation: 5,
      token: 'geheim',
      ...sampleShop(),
      refuse: method => (method === 'status_change.push' ? 'Locked' : undefined),
    })
    const caller = createTestClient(strict)
    await caller.login()
    await caller.ack('customerOrder', [['601', 9]])
    const reply = await caller.call('status_change.push', [
      { customerOrderId: ['', 9], orderStatus: 'shipped' },
    ])
    assert.match(reply.error?.message ?? '', /Controller = StatusChange .* PK = 9 \| Locked$/)
    await strict.close()
  })
})
