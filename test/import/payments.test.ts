import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { holderName } from '../../src/base/holder.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { ignoreRecords, retryImport } from '../../src/sync/ledgerActions.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { ShopPayment } from '../../testkit/jtlConnector/shopData.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { startReferenceSystem } from '../../testkit/reference/system.ts'
import { counted, counts, createWorld, jtl, ledgerOf, type World } from './world.ts'

const { db } = await testDatabase({ after })

test('a payment that comes before its order waits, and belongs to it when it comes', async t => {
  // The shop knows the order as fetched, because another tenant fetched it: only its payment is delivered.
  const before = await createWorld(db, t)
  const contents = generateShop({ orders: 1, items: 3, customers: 1, seed: 41 })
  const { shop } = await before.openShop({ ...contents, payments: [] })
  await before.sync()
  shop.addPayment(paymentOf('100001', { id: '9' }))
  const world = await createWorld(db, t)
  await world.connect(jtl, { url: shop.url, token: shop.token })
  await world.makeItems(...shop.items().map(item => item.sku))

  const first = await world.sync()
  assert.deepEqual(counts(first, 'payment'), counted({ new: 1 }))
  const waiting = (await ledgerOf(world, 'payment')).get('9')
  assert.deepEqual([waiting?.outcome, waiting?.code], ['waiting', 'PARENT_RECORD_MISSING'])
  assert.deepEqual(await paymentsOf(world), [{ order: '100001', attached: false }])

  shop.forget('customer_order')
  const run = await world.sync()
  assert.deepEqual(counts(run), counted({ new: 1 }))
  const attached = (await ledgerOf(world, 'payment')).get('9')
  assert.deepEqual([attached?.outcome, attached?.code], ['staged', null])
  assert.deepEqual(await paymentsOf(world), [{ order: '100001', attached: true }])
  assert.deepEqual(await world.broken(), [])
})

test('a payment of a parked order belongs to it when the order is staged by a retry', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 1, items: 3, customers: 1, seed: 42 })
  const { shop } = await world.openShop({ ...contents, payments: [], withoutItems: true })
  shop.addPayment(paymentOf('100001', { id: '9' }))

  const run = await world.sync()
  assert.deepEqual(counts(run), counted({ parked: 1 }))
  const payment = (await ledgerOf(world, 'payment')).get('9')
  assert.deepEqual([payment?.outcome, payment?.code], ['waiting', 'PARENT_RECORD_MISSING'])

  await world.makeItems(...shop.items().map(item => item.sku))
  const order = (await ledgerOf(world)).get('100001')
  const wish = { tenant: world.tenant, by: 'Eva', holder: holderName(), lease: productLease }
  const [result] = await retryImport(world.parts, { ...wish, ids: [order?.id ?? ''] })

  assert.equal(result?.outcome, 'staged')
  assert.deepEqual(await paymentsOf(world), [{ order: '100001', attached: true }])
  const attached = (await ledgerOf(world, 'payment')).get('9')
  assert.deepEqual([attached?.outcome, attached?.code], ['staged', null])
  assert.deepEqual(await world.broken(), [])
})

test('the same transaction under two ids counts once', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 12, items: 5, seed: 43 })
  const { shop } = await world.openShop({ ...contents, quirks: { duplicateTransactions: true } })

  const run = await world.sync()

  assert.deepEqual(shop.remaining('payment'), [])
  const doubled = shop.payments().length
  assert.equal(doubled, contents.payments.length * 2)
  const { skipped } = counts(run, 'payment')
  assert.equal(skipped, contents.payments.length)
  assert.equal((await paymentsOf(world)).length, contents.payments.length)
  const rows = [...(await ledgerOf(world, 'payment')).values()].filter(row => row.outcome === 'ignored')
  assert.deepEqual([...new Set(rows.map(row => row.code))], ['ALREADY_IMPORTED'])
  assert.deepEqual(await world.broken(), [])
})

test('the same transaction under two ids in one page counts once, and so does a page with every payment twice', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 4, items: 5, seed: 44 })
  const again = contents.payments.map(payment => ({ ...payment, id: `${payment.id}-2` }))
  const { shop } = await world.openShop({
    ...contents,
    payments: [...contents.payments, ...again],
    quirks: { duplicatePayments: true },
  })

  const run = await world.sync()

  const count = contents.payments.length
  assert.ok(count > 1)
  assert.deepEqual(counts(run, 'payment'), counted({ new: count, skipped: count }))
  assert.equal((await paymentsOf(world)).length, count)
  assert.deepEqual(shop.remaining('payment'), [])
})

test('the same transactions under two ids each count once in pages of hundreds', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 110, items: 5, customers: 5, lines: 1, seed: 49 })
  const payments = contents.orders.map((order, index) =>
    paymentOf(order.id, { id: `${1000 + index}`, transactionId: `T${index}` }),
  )
  const again = payments.map(payment => ({ ...payment, id: `9${payment.id}` }))
  const { shop } = await world.openShop({ ...contents, payments: [...payments, ...again] })

  const run = await world.sync()

  assert.deepEqual(counts(run, 'payment'), counted({ new: 110, skipped: 110 }))
  assert.equal((await paymentsOf(world)).length, 110)
  assert.deepEqual(shop.remaining('payment'), [])
  const rows = [...(await ledgerOf(world, 'payment')).values()].filter(row => row.outcome === 'parked')
  assert.deepEqual(rows, [])
})

test('several payments of one order under transactions of their own, or under none, all count', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 2, items: 5, seed: 45 })
  const payments = [
    paymentOf('100001', { id: '1', amount: '10.00', transactionId: 'A' }),
    paymentOf('100001', { id: '2', amount: '5.00', transactionId: 'B' }),
    paymentOf('100001', { id: '3', amount: '1.00', transactionId: '' }),
    paymentOf('100001', { id: '4', amount: '1.00', transactionId: '' }),
    paymentOf('100002', { id: '5', amount: '10.00', transactionId: 'A' }),
  ]
  await world.openShop({ ...contents, payments })

  const run = await world.sync()

  assert.deepEqual(counts(run, 'payment'), counted({ new: 5 }))
  assert.deepEqual(
    (await paymentsOf(world)).filter(payment => payment.attached),
    ['100001', '100001', '100001', '100001', '100002'].map(order => ({ order, attached: true })),
  )
})

test('an id with the sign between order and transaction is not taken for another payment', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 2, items: 5, customers: 1, seed: 46 })
  const ids = ['A|B', 'A']
  const orders = contents.orders.map((order, index) => ({ ...order, id: ids[index] ?? '' }))
  const payments = [
    paymentOf('A|B', { id: '1', transactionId: 'C' }),
    paymentOf('A', { id: '2', transactionId: 'B|C' }),
  ]
  await world.openShop({ ...contents, orders, payments })

  const run = await world.sync()

  assert.deepEqual(counts(run, 'payment'), counted({ new: 2 }))
})

test('a payment is in the currency of its order where the shop names none', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 1, items: 5, seed: 47 })
  const orders = contents.orders.map(order => ({ ...order, currency: 'CHF' }))
  await world.openShop({ ...contents, orders, payments: [paymentOf('100001', { id: '1' })] })

  const run = await world.sync()

  assert.deepEqual(counts(run), counted({ new: 1 }))
  const rows = await world.query<{ currency: string }>(`select currency from web_payment`)
  assert.deepEqual(rows, [{ currency: 'CHF' }])
})

test('a payment in a currency that does not exist is parked with that reason', async t => {
  const world = await createWorld(db, t)
  const system = await startReferenceSystem()
  t.after(() => system.stop())
  await world.connect(referenceConnector(), { url: system.url, token: system.token })
  const payment = {
    order: 'o-1',
    amount: '10.00',
    method: 'invoice',
    reference: 'r-1',
    paidAt: '2026-03-01T10:00:00Z',
  }
  system.add('payment', { ...payment, currency: 'QQQ' })
  system.add('payment', { ...payment, currency: 'Euro', reference: 'r-2' })
  system.add('payment', { ...payment, currency: 'USD', reference: 'r-3' })

  const run = await world.sync()

  assert.deepEqual(counts(run, 'payment'), counted({ parked: 2, new: 1 }))
  const rows = [...(await ledgerOf(world, 'payment')).values()].filter(row => row.outcome === 'parked')
  assert.deepEqual(
    rows.map(row => [row.code, row.data?.['currency']]),
    [
      ['CURRENCY_UNKNOWN', 'QQQ'],
      ['CURRENCY_UNKNOWN', 'Euro'],
    ],
  )
})

test('a payment that a person ignores does not count any more', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 1, items: 5, seed: 48 })
  await world.openShop({ ...contents, payments: [paymentOf('100001', { id: '1' })] })
  await world.sync()
  const payment = (await ledgerOf(world, 'payment')).get('1')

  await ignoreRecords(world.parts, {
    tenant: world.tenant,
    ids: [payment?.id ?? ''],
    why: 'doppelt',
    by: 'Eva',
  })

  const rows = await world.query(`select 1 from web_payment where web_order_id is not null`)
  assert.equal(rows.length, 0, 'nothing is booked from it when the order is taken over')
})

function paymentOf(orderId: string, more: Partial<ShopPayment>): ShopPayment {
  return {
    id: '1',
    orderId,
    amount: '12.50',
    module: 'pm_paypal',
    transactionId: 'TX-1',
    createdAt: '2026-03-01T10:00:00+01:00',
    ...more,
  }
}

async function paymentsOf(world: World) {
  return world.query<{ order: string; attached: boolean }>(
    `select order_external_id as order, web_order_id is not null as attached from web_payment order by order_external_id, id`,
  )
}
