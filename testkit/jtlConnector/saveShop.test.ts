import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleShop } from './sampleShop.ts'
import { startShop } from './startShop.ts'
import { createTestClient } from './testClient.ts'

test('a saved shop goes on in another process: what was acked, pushed and placed', async () => {
  const options = { generation: 5, token: 'geheim' } as const
  const first = await startShop({ ...options, ...sampleShop() })
  const client = createTestClient(first)
  await client.login()
  const [order = ''] = first.orders().map(one => one.id)
  await client.ack('customerOrder', [[order, 77]])
  await client.call('product_stock_level.push', [{ productId: ['404', 0], stockLevel: 3 }])
  await client.call('category.push', [{ id: ['', 9], isActive: true, i18ns: [] }])
  const placed = first.placeOrder({ lines: [{ sku: 'HO-1', quantity: '2' }] })
  const saved = JSON.parse(JSON.stringify(first.save()))
  await first.close()

  const second = await startShop({ ...options, saved })
  try {
    assert.deepEqual(second.links('customer_order'), [[order, 77]])
    assert.ok(second.remaining('customer_order').includes(placed.id))
    assert.equal(second.remaining('customer_order').includes(order), false)
    assert.equal(second.stock('HO-1'), first.stock('HO-1'))
    assert.equal(second.links('category').length, 1)
    const next = second.placeOrder({ lines: [] })
    assert.notEqual(next.id, placed.id)
    assert.notEqual(next.number, placed.number)
  } finally {
    await second.close()
  }
})
