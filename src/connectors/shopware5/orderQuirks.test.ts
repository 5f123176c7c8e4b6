// What was seen of orders at a real shop, and how their states are told in spite of it.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Outgoing } from '../../port/outgoing.ts'
import { simulatedShop } from './fixtures/simulatedShop.ts'
import { orderSends } from './orderSends.ts'

const lines = ['KT-1', 'KT-2', 'KT-3'].map(sku => ({ sku, name: sku, price: '11.9', quantity: '2' }))
type State = Outgoing<'order_status'>['state']

test('quirk: positions that a PUT does not name are deleted, so the option that keeps them goes along', async t => {
  const { id, row, details, tell } = await shopWithOrder(t)
  const [first] = details()
  await tell({ delivery: 'partly_shipped', lines: [{ theirLine: String(first?.id), shipped: '1' }] })
  assert.deepEqual(
    details().map(one => one.shipped),
    [1, 0, 0],
  )
  assert.equal(row(id)['orderStatusId'], 6)
})

test('quirk: a cancelled order gives no stock back, so the quantity follows by itself', async t => {
  const { shop, id, row, tell } = await shopWithOrder(t)
  const before = shop.stock('KT-1')
  await tell({ delivery: 'cancelled' })
  assert.equal(row(id)['orderStatusId'], 4)
  assert.equal(shop.stock('KT-1'), before)
})

test('quirk: a status that is written moves the time of change, and what is written twice would do so twice', async t => {
  const { shop, id, row, tell } = await shopWithOrder(t)
  assert.equal(row(id)['changed'], null)
  await tell({ delivery: 'shipped' })
  assert.notEqual(row(id)['changed'], null)
  await tell({ delivery: 'shipped' })
  const puts = shop.log.calls.filter(({ call }) => call === 'PUT orders/{id}')
  assert.equal(puts.length, 1)
  assert.equal(shop.rows('history').length, 1)
})

test('quirk: a status that the shop does not have is 404, which says nothing of the order', async t => {
  const { tell } = await shopWithOrder(t, { statusShipped: '77' })
  const [result] = await tell({ delivery: 'shipped' })
  assert.equal(result?.result, 'rejected')
  assert.equal(result?.result === 'rejected' && result.code, 'REMOTE_VALIDATION')
})

test('quirk: a status is named with its group, so that a payment status is none of an order', async t => {
  const { tell } = await shopWithOrder(t, { statusShipped: '12' })
  const [result] = await tell({ delivery: 'shipped' })
  assert.equal(result?.result === 'rejected' && result.code, 'REMOTE_VALIDATION')
})

async function shopWithOrder(t: TestContext, settings: Readonly<Record<string, string>> = {}) {
  const { shop, session } = await simulatedShop(t, { settings })
  shop.putArticle({
    name: 'Tee',
    tax: 19,
    supplier: 'T',
    active: true,
    mainDetail: {
      number: 'KT-1',
      inStock: 9,
      prices: [{ customerGroupKey: 'EK', price: 11.9 }],
    },
  })
  const { id } = shop.placeOrder({ lines })
  const row = (key: string) => {
    const found = shop.row('orders', key)
    assert.ok(found)
    return found
  }
  return {
    shop,
    id,
    row,
    details: () => row(id)['details'] as unknown as readonly { id: number; shipped: number }[],
    tell: (state: Partial<State>) => {
      const order = { no: 1, theirs: id }
      const whole: State = { order, delivery: 'open', payment: 'open', packages: [], ...state }
      const { order_status } = orderSends
      assert.ok(order_status)
      return order_status.send(session, [{ ref: order, place: '', state: whole }])
    },
  }
}
