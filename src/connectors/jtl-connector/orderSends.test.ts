import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryState, OrderStatusState, Outgoing } from '../../port/outgoing.ts'
import { all, endpoint, RpcFailure } from './fixtures/fakeEndpoint.ts'
import { emptyShop, item, required, stock, words } from './fixtures/pushing.ts'
import { connector } from './index.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }

function status(
  no: number,
  delivery: OrderStatusState['delivery'],
  payment: OrderStatusState['payment'],
): Outgoing<'order_status'> {
  const ref = { no, theirs: '' }
  return { ref, place: '', state: { order: ref, delivery, payment, packages: [] } }
}

function delivery(no: number, order: number, change: Partial<DeliveryState> = {}): Outgoing<'delivery'> {
  return {
    ref: { no, theirs: '' },
    place: '',
    state: {
      order: { no: order, theirs: '' },
      shippedAt: '2026-02-01T10:00:00.123Z',
      complete: true,
      lines: [],
      packages: [],
      ...change,
    },
  }
}

const box = (no: number, carrier: string, tracking: string) => ({
  ref: { no, theirs: '' },
  carrier,
  tracking,
})

for (const generation of [5, 3] as const) {
  test(`an order shows at the shop what became of it (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const session = await open()
    const { id } = shop.placeOrder({ lines: [{ sku: 'A', quantity: '1' }] })
    await connector.ack?.(session, 'order', [{ theirs: id, no: 9 }])
    const shown: unknown[] = []
    for (const [deliveryState, paymentState] of [
      ['open', 'paid'],
      ['partly_shipped', 'partly_paid'],
      ['shipped', 'refunded'],
      ['cancelled', 'open'],
      ['completed', 'paid'],
    ] as const) {
      const list = [status(9, deliveryState, paymentState), status(4711, 'shipped', 'paid')]
      const results = await required(sends.order_status).send(session, list)
      assert.deepEqual(results[0], { result: 'accepted', proof: 'received', theirs: id })
      assert.deepEqual(words(results), ['accepted', 'REMOTE_DELETED'])
      shown.push(Object.values(required(shop.statusOf(id))))
    }
    assert.deepEqual(shown, [
      ['new', 'completed'],
      ['partially_shipped', 'partially_paid'],
      ['shipped', 'completed'],
      ['cancelled', 'unpaid'],
      ['shipped', 'completed'],
    ])
  })

  test(`a delivery names lines and parcels; sent again, it is there once (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const session = await open()
    const { id, lines } = shop.placeOrder({ lines: [{ sku: 'A', quantity: '3' }] })
    await connector.ack?.(session, 'order', [{ theirs: id, no: 9 }])
    const theirLine = required(lines[0]).id
    const one = delivery(31, 9, {
      lines: [{ ref: { no: 1, theirs: '' }, theirLine, quantity: '2' }],
      packages: [box(1, 'DHL', '0034'), box(2, 'UPS', '1Z'), box(3, 'DHL', '0035')],
    })
    for (let time = 0; time < 2; time++) {
      const [result] = await required(sends.delivery).send(session, [one])
      assert.deepEqual(result, {
        result: 'accepted',
        proof: 'stored',
        theirs: shop.deliveryNotes()[0]?.id,
      })
    }
    assert.deepEqual(
      shop.deliveryNotes().map(({ orderId, createdAt, lines: own, tracking }) => ({
        orderId,
        createdAt,
        own,
        tracking,
      })),
      [
        {
          orderId: id,
          createdAt: '2026-02-01T10:00:00Z',
          own: [{ lineId: theirLine, quantity: '2' }],
          tracking: [
            { carrier: 'DHL', codes: ['0034', '0035'] },
            { carrier: 'UPS', codes: ['1Z'] },
          ],
        },
      ],
    )
  })
}

test('a shop that keeps no delivery note of its own has received it; one that does not know the order has not', async t => {
  const { shop, sends, open } = await emptyShop(t, 5, { deliveryNoteWithoutId: true })
  const session = await open()
  const { id } = shop.placeOrder({ lines: [{ sku: 'A', quantity: '1' }] })
  await connector.ack?.(session, 'order', [{ theirs: id, no: 9 }])
  const send = required(sends.delivery)
  assert.deepEqual(await send.send(session, [delivery(31, 9)]), [{ result: 'accepted', proof: 'received' }])
  assert.deepEqual(words(await send.send(session, [delivery(32, 4711)])), ['REMOTE_DELETED'])
})

test('what the features do not offer is left out; where they say nothing, everything is tried', async t => {
  const { open, facts } = await emptyShop(t, 5, {}, { without: ['delivery_note', 'product_price'] })
  assert.deepEqual(connector.without?.({}), [])
  await open()
  assert.deepEqual(connector.without?.(facts()), ['price', 'delivery'])
})

test('a shop that gives payments and takes none is still asked for its own', () => {
  const facts = { entities: { Payment: { pull: true, push: false }, CustomerOrder: { pull: true } } }
  assert.ok(!connector.without?.(facts).includes('payment'))
  assert.deepEqual(connector.withoutSending?.(facts), ['customer', 'payment'])
  assert.deepEqual(connector.withoutSending?.({}), [])
})

test('a method that the features promise and the endpoint lacks is not supported, and remembered for a day', async t => {
  const missing = [
    new RpcFailure(33000, 'Unknown controller (status_change)'),
    new RpcFailure(-32601, 'Method (status_change.push) not found'),
    new RpcFailure(
      0,
      'Controller = StatusChange | Action = push | JTL-Wawi PK = 9 | Call to undefined method X::push()',
    ),
  ]
  for (const failure of missing) {
    const { run, remembered } = await endpoint(t, call => {
      if (call.method === 'core.connector.features') return { entities: { StatusChange: all }, flags: {} }
      return call.method === 'status_change.push' ? failure : undefined
    })
    const session = await connector.open(run)
    const send = required(connector.send?.order_status)
    const list = [status(9, 'shipped', 'paid'), status(10, 'shipped', 'paid')]
    assert.deepEqual(words(await send.send(session, list)), ['NOT_SUPPORTED', 'NOT_SUPPORTED'])
    assert.ok(connector.without?.(remembered).includes('order_status'))
    const tomorrow = { ...run, facts: remembered, now: () => new Date('2026-02-02T12:00:01Z') }
    await connector.open(tomorrow)
    assert.ok(!connector.without?.(remembered).includes('order_status'))
  }
})

test('nothing is taken away where the features do not offer it, and nothing is called', async t => {
  const { run, calls } = await endpoint(t, call =>
    call.method === 'core.connector.features'
      ? { entities: { Product: { push: true, pull: true } }, flags: {} }
      : undefined,
  )
  const session = await connector.open(run)
  const gone = [{ ref: { no: 1, theirs: '5' }, place: '' }]
  assert.deepEqual(words(required(await connector.send?.item?.remove?.(session, gone))), ['NOT_SUPPORTED'])
  assert.ok(!calls.some(call => call.method === 'product.delete'))
})

test('an answer that is no list, or a body that PHP dropped, leaves everything unknown', async t => {
  for (const said of [
    null,
    true,
    new RpcFailure(-32600, 'Invalid request'),
    new RpcFailure(1, 'Maximum execution time'),
  ]) {
    const { run } = await endpoint(t, call => {
      if (call.method === 'core.connector.features') return { entities: {}, flags: {} }
      return call.method === 'product_stock_level.push' ? said : undefined
    })
    const session = await connector.open(run)
    const sending = required(connector.send?.stock).send(session, [stock(1, 'A', '1'), stock(2, 'B', '1')])
    await assert.rejects(sending, { code: 'REMOTE_UNAVAILABLE', mayHaveWorked: true })
  }
})

test('nothing is looked for where the shop does not show its products: nobody could tell', async t => {
  const { run } = await endpoint(t, call =>
    call.method === 'core.connector.features'
      ? { entities: { Product: { push: true } }, flags: {} }
      : undefined,
  )
  const session = await connector.open(run)
  await assert.rejects(async () => connector.send?.item?.find?.(session, [item(1, 'A')]), {
    code: 'REMOTE_VALIDATION',
  })
})

test('an order between any two calls of a stock push takes its pieces from what the shop shows', async t => {
  const { shop, sends, open } = await emptyShop(t)
  const session = await open()
  await required(sends.item).send(session, [item(11, 'T-1')])
  const seen: string[] = []
  shop.setHooks({
    beforeCall: method => {
      if (method === 'product_stock_level.push') shop.placeOrder({ lines: [{ sku: 'T-1', quantity: '2' }] })
    },
    afterCall: method => void seen.push(`${method} ${shop.stock('T-1')}`),
  })
  await required(sends.stock).send(session, [stock(11, 'T-1', '9')])
  assert.deepEqual(seen, ['product_stock_level.push 9'], 'an absolute number forgets what was sold before it')
  shop.setHooks({})
  const page = await connector.pull?.fetch(session, 'order', { startedAt: new Date() }, 10)
  assert.equal(page && connector.pull?.read('order', page, context).records.length, 1)
})
