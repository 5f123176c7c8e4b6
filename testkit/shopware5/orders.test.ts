import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exact } from '../../src/base/decimal.ts'
import { fillShop, orderKinds } from './orderKinds.ts'
import { article, get, post, put, withShop } from './testClient.ts'
import { numberOf, rowOf, rowsOf, textOf } from './wire.ts'

const line = { sku: 'A', name: 'A', price: '11.90' }

test('a list of orders has no positions and no addresses', () =>
  withShop({ quirks: { abandonedBaskets: false } }, async shop => {
    const { id } = shop.placeOrder({ lines: [line] })
    const [listed] = (await get(shop, 'orders')).list
    assert.deepEqual([listed?.['details'], listed?.['billing']], [undefined, undefined])
    const { data } = await get(shop, `orders/${id}`)
    assert.equal(rowsOf(data['details'])[0]?.['articleNumber'], 'A')
    assert.equal(rowOf(data['billing'])['lastName'], 'Kunde')
  }))

test('one order shows the hash of the password, the session and the bank data', () =>
  withShop({}, async shop => {
    const { id } = shop.placeOrder({ lines: [line], bank: { iban: 'DE89370400440532013000' } })
    const { data, text } = await get(shop, `orders/${id}`)
    assert.ok(textOf(rowOf(data['customer'])['hashPassword']) !== '')
    assert.ok(textOf(rowOf(data['customer'])['sessionId']) !== '')
    assert.match(text, /DE89370400440532013000/)
  }))

test('a PUT of one position deletes the others, unless __options_details says otherwise', () =>
  withShop({}, async shop => {
    const lines = ['A', 'B', 'C'].map(sku => ({ ...line, sku }))
    const ids = (order: string) => rowsOf(shop.row('orders', order)?.['details']).map(one => one['id'])
    const [kept, cut] = [shop.placeOrder({ lines }).id, shop.placeOrder({ lines }).id]
    const [first = null] = ids(kept)
    await put(shop, `orders/${kept}`, {
      details: [{ id: first, shipped: 1, status: 3 }],
      __options_details: { replace: false },
    })
    assert.equal(ids(kept).length, 3)
    const [sent] = rowsOf(shop.row('orders', kept)?.['details'])
    assert.deepEqual([sent?.['shipped'], sent?.['statusId']], [1, 3])
    const [only = null] = ids(cut)
    await put(shop, `orders/${cut}`, { details: [{ id: only, shipped: 1 }] })
    assert.deepEqual(ids(cut), [only])
  }))

test('changed is null until an order is touched; a status writes history and sets it', () =>
  withShop({ clock: () => new Date('2026-11-21T16:33:12Z') }, async shop => {
    const { id, number } = shop.placeOrder({ lines: [line] })
    assert.equal((await get(shop, `orders/${id}`)).data['changed'], null)
    await put(shop, `orders/${number}?useNumberAsId=true`, { orderStatusId: 1 })
    const { data } = await get(shop, `orders/${id}`)
    assert.deepEqual([data['orderStatusId'], data['changed']], [1, '2026-11-21T17:33:12+0100'])
    assert.equal(shop.rows('history').length, 1)
  }))

test('filters name properties of the model: status and cleared, with one value or several', () =>
  withShop({ quirks: { abandonedBaskets: false } }, async shop => {
    for (const [status, paymentStatus] of [
      [0, 17],
      [0, 12],
      [1, 17],
      [7, 12],
    ] as const)
      shop.placeOrder({ lines: [line], status, paymentStatus })
    const count = async (filter: string) => (await get(shop, `orders?${filter}`)).body['total']
    assert.equal(await count('filter[0][property]=status&filter[0][value]=0'), 2)
    assert.equal(await count('filter[0][property]=status&filter[0][value][0]=0&filter[0][value][1]=1'), 3)
    assert.equal(await count('filter[cleared]=12'), 2)
  }))

test('an abandoned basket has status -1 and the number "0"', () =>
  withShop({}, async shop => {
    shop.placeOrder({ lines: [line] })
    const baskets = (await get(shop, 'orders?filter[status]=-1')).list
    assert.deepEqual(
      baskets.map(one => one['number']),
      ['0'],
    )
  }))

test('a status that the shop does not have, 0 of a payment too, is 404', () =>
  withShop({ states: { 40: 'Kommissioniert' } }, async shop => {
    const { id } = shop.placeOrder({ lines: [line] })
    for (const body of [{ paymentStatusId: 0 }, { orderStatusId: 99 }, { orderStatusId: 12 }])
      assert.equal((await put(shop, `orders/${id}`, body)).status, 404)
    assert.equal((await put(shop, `orders/${id}`, { orderStatusId: 40 })).status, 200)
  }))

test('an order of the interface takes the stock, and cancelling it gives nothing back', () =>
  withShop({}, async shop => {
    await post(shop, 'articles', article('SW-1'))
    const customerId = Number(shop.addCustomer({ email: 'a@example.com' }))
    const order = {
      customerId,
      orderStatusId: 0,
      paymentStatusId: 17,
      paymentId: 5,
      dispatchId: 9,
      shopId: 1,
      number: 'EIGENE-1',
      details: [{ statusId: 0, taxId: 1, articleNumber: 'SW-1', price: 11.9, quantity: 2, mode: 0 }],
    }
    for (const name of ['customerId', 'paymentId', 'dispatchId', 'shopId']) {
      const { [name]: _, ...less } = { ...order } as Record<string, unknown>
      assert.equal((await post(shop, 'orders', less as never)).status, 400)
    }
    const made = await post(shop, 'orders', order)
    assert.deepEqual([made.status, shop.stock('SW-1')], [201, 31])
    await put(shop, `orders/${made.data['id']}`, { orderStatusId: 4 })
    assert.equal(shop.stock('SW-1'), 31)
  }))

test('times have the offset of the shop without a colon, and filters its local time', () =>
  withShop({ quirks: { abandonedBaskets: false } }, async shop => {
    const at = (iso: string) => shop.placeOrder({ lines: [line], placedAt: new Date(iso) }).id
    const spring = [at('2026-03-29T00:59:59Z'), at('2026-03-29T01:00:00Z')]
    const autumn = [at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z'), at('2026-10-25T02:00:00Z')]
    const times: unknown[] = []
    for (const id of [...spring, ...autumn]) times.push((await get(shop, `orders/${id}`)).data['orderTime'])
    assert.deepEqual(times, [
      '2026-03-29T01:59:59+0100',
      '2026-03-29T03:00:00+0200',
      '2026-10-25T02:30:00+0200',
      // The hour that comes twice is stored without saying which it was.
      '2026-10-25T02:30:00+0200',
      '2026-10-25T03:00:00+0100',
    ])
    const since =
      'filter[0][property]=orderTime&filter[0][expression]=>=&filter[0][value]=2026-10-25 02:30:00'
    assert.equal((await get(shop, `orders?${since}`)).body['total'], 3)
  }))

test('an old shop knows neither the tax rate of shipping nor its parts', () =>
  withShop({ quirks: { oldOrders: true } }, async shop => {
    const { id } = shop.placeOrder({ lines: [line], shipping: { gross: '4.90' } })
    const { data } = await get(shop, `orders/${id}`)
    assert.deepEqual([data['invoiceShippingTaxRate'], data['isProportionalCalculation']], [null, undefined])
  }))

test('orders of every kind have the total that the customer saw', () =>
  withShop({ quirks: { abandonedBaskets: false } }, async shop => {
    const placed = fillShop(shop, { orders: Object.keys(orderKinds).length, items: 5 })
    for (const { id, kind, total } of placed) {
      const { data } = await get(shop, `orders/${id}`)
      const free = data['taxFree'] === 1
      const sum = rowsOf(data['details']).reduce(
        (before, { price, quantity, taxRate }) => {
          const rate = exact(free ? '0' : textOf(taxRate))
            .plus(100)
            .div(100)
          const amount = exact(textOf(price)).times(textOf(quantity))
          return before.plus(data['net'] === 1 ? amount.times(rate) : amount)
        },
        exact(textOf(data['invoiceShipping'])),
      )
      assert.equal(sum.toDecimalPlaces(2).toFixed(2), total, kind)
      assert.equal(numberOf(data['invoiceAmount']).toFixed(2), total, kind)
    }
  }))
