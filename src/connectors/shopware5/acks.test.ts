import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeShop, problem } from './fixtures/fakeShop.ts'
import { simulatedShop } from './fixtures/simulatedShop.ts'
import { connector } from './index.ts'

const line = { sku: 'KT-1', name: 'Tee', price: '11.9', quantity: '1' }
const ack = (theirs: string) => ({ theirs, no: 1 })

test('sets an order in process only while the shop has it as open, and keeps its positions', async t => {
  const { shop, session } = await simulatedShop(t)
  const [open = '', moved = '', gone = ''] = [1, 2, 3].map(() => shop.placeOrder({ lines: [line, line] }).id)
  shop.changeOrder(moved, { orderStatusId: 8 })
  shop.removeOrder(gone)
  const list = [open, moved, gone, '../3'].map(ack)
  const before = session.run.http.calls.count
  assert.deepEqual(await connector.ack?.(session, 'order', list), ['accepted', 'accepted', 'gone', 'gone'])
  assert.equal(session.run.http.calls.count - before, 3, 'a nonce, one list, one order that is told')
  assert.equal(shop.row('orders', open)?.['orderStatusId'], 1)
  assert.equal(shop.row('orders', moved)?.['orderStatusId'], 8)
  const details = shop.row('orders', open)?.['details']
  assert.equal(Array.isArray(details) && details.length, 2)
  assert.deepEqual(await connector.ack?.(session, 'order', [ack(open)]), ['accepted'], 'twice is once')
})

test('tells nothing where nothing is to be told, and the state that the settings name else', async t => {
  const { shop, session } = await simulatedShop(t, { settings: { inProcessState: 'none' } })
  const { id } = shop.placeOrder({ lines: [line] })
  assert.deepEqual(await connector.ack?.(session, 'order', [ack(id)]), ['accepted'])
  assert.equal(shop.log.calls.length, 0)
  const other = await simulatedShop(t, { settings: { importStates: '0,3', inProcessState: '5' } })
  const placed = other.shop.placeOrder({ lines: [line], status: 3 })
  assert.deepEqual(await connector.ack?.(other.session, 'order', [ack(placed.id)]), ['accepted'])
  assert.equal(other.shop.row('orders', placed.id)?.['orderStatusId'], 5)
})

test('says which order the shop refused to move, in its words', async t => {
  const rows = [
    { id: 1, orderStatusId: 0 },
    { id: 2, orderStatusId: 0 },
    { id: 3, orderStatusId: 0 },
  ]
  const { run, calls } = await fakeShop(t, ({ method, path }) => {
    if (method === 'GET') return { data: rows, total: 3, success: true }
    if (path.endsWith('/1')) return problem(400, 'locked by a clerk')
    if (path.endsWith('/2')) return problem(404, 'Order by id 2 not found')
    return { success: true, data: { id: 3 } }
  })
  const session = await connector.open(run)
  assert.deepEqual(await connector.ack?.(session, 'order', ['1', '2', '3'].map(ack)), [
    { refused: 'HTTP 400: locked by a clerk' },
    'gone',
    'accepted',
  ])
  assert.deepEqual(
    calls.filter(call => call.method === 'PUT').map(call => call.body),
    ['{"orderStatusId":1}', '{"orderStatusId":1}', '{"orderStatusId":1}'],
  )
  assert.deepEqual(await connector.ack?.(session, 'customer', [ack('1')]), [
    { refused: 'the shop is told nothing of customer' },
  ])
})
