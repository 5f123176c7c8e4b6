import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales, type SalesWorld } from './salesWorld.ts'

const { db } = await testDatabase({ after })

test('payments that the shop reported are booked with the order, once', async t => {
  const world = await openSales(db, t, [{ id: '1', paid: true }])
  world.opened.shop.addPayment(payment('1', '11.90', 'TX-1'))
  await world.sync()
  await world.takeOver()
  assert.deepEqual(await paidOf(world), [{ paid: '11.9', payment_state: 'paid' }])
  assert.deepEqual(await booked(world), [['11.9', 'TX-1', false]])
  assert.deepEqual(await world.query(`select outcome from ledger where kind = 'payment'`), [
    { outcome: 'taken_over' },
  ])
  assert.deepEqual(await world.broken(), [])
})

test('an order that the shop calls paid is paid, and a payment reported later does not double it', async t => {
  const world = await openSales(db, t, [{ id: '1', paid: true }])
  await world.takeOver()
  assert.deepEqual(await booked(world), [['11.9', null, true]])

  world.opened.shop.addPayment(payment('1', '4.00', 'TX-1'))
  await world.sync()
  assert.deepEqual(await booked(world), [
    ['4', 'TX-1', false],
    ['7.9', null, true],
  ])
  world.opened.shop.addPayment(payment('1', '7.90', 'TX-2'))
  await world.sync()
  assert.deepEqual(await booked(world), [
    ['4', 'TX-1', false],
    ['7.9', 'TX-2', false],
  ])
  await world.sync()

  assert.deepEqual(await paidOf(world), [{ paid: '11.9', payment_state: 'paid' }])
  assert.deepEqual(await world.broken(), [])
})

test('what the shop calls paid has its number of the payment, until a payment is reported under it', async t => {
  const world = await openSales(db, t, [{ id: '1', paid: true }])
  // The number of the payment in the order, as its shop has it.
  await world.query(`update web_order set record = jsonb_set(record, '{payment,reference}', '"TX-1"')`)
  await world.takeOver()
  assert.deepEqual(await booked(world), [['11.9', 'TX-1', true]])
  world.opened.shop.addPayment(payment('1', '4.00', 'TX-1'))
  await world.sync()
  assert.deepEqual(await booked(world), [
    ['4', 'TX-1', false],
    ['7.9', null, true],
  ])
  assert.deepEqual(await paidOf(world), [{ paid: '11.9', payment_state: 'paid' }])
  assert.deepEqual(await world.broken(), [])
})

test('its number goes to the payment that is reported under it, whatever comes with it', async t => {
  const world = await openSales(db, t, [
    { id: '1', paid: true },
    { id: '2', paid: true },
    { id: '3', paid: true },
  ])
  await world.query(`update web_order set record = jsonb_set(record, '{payment,reference}', '"TX-1"')`)
  await world.takeOver()
  const { shop } = world.opened
  shop.addPayment(payment('1', '4.00', 'TX-1'))
  shop.addPayment({ ...payment('1', '7.90', ''), id: 'P-Z' })
  shop.addPayment(payment('2', '4.00', 'TX-2'))
  shop.addPayment({ ...payment('3', '11.90', ''), id: 'P-3' })
  await world.sync()
  shop.addPayment({ ...payment('3', '11.90', 'TX-1'), id: 'P-4' })
  await world.sync()
  const all = await world.query(
    `select o.external_number as "order", trim_scale(p.amount)::text as amount, p.transaction_id as id, p.implied
     from payment p join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id order by 1, 2, 3 nulls first`,
  )
  assert.deepEqual(all, [
    { order: 'B-1', amount: '4', id: 'TX-1', implied: false },
    { order: 'B-1', amount: '7.9', id: null, implied: false },
    { order: 'B-2', amount: '4', id: 'TX-2', implied: false },
    { order: 'B-2', amount: '7.9', id: 'TX-1', implied: true },
    { order: 'B-3', amount: '11.9', id: null, implied: false },
    { order: 'B-3', amount: '11.9', id: 'TX-1', implied: false },
  ])
  assert.deepEqual(await world.broken(), [])
})

test('what is no number of a payment is left out of it', async t => {
  const world = await openSales(db, t, [
    { id: '1', paid: true },
    { id: '2', paid: true },
    { id: '3', paid: true },
  ])
  const long = randomBytes(3000).toString('base64')
  for (const [id, reference] of [
    ['B-1', long],
    ['B-2', '\u00a0TX-2\t'],
    ['B-3', '\t'],
  ])
    await world.query(
      `update web_order set record = jsonb_set(record, '{payment,reference}', to_jsonb($1::text)) where external_number = $2`,
      reference,
      id,
    )
  await world.takeOver()
  assert.deepEqual(await booked(world), [
    ['11.9', null, true],
    ['11.9', 'TX-2', true],
    ['11.9', null, true],
  ])
})

test('a payment that comes after the take-over of an unpaid order is booked', async t => {
  const world = await openSales(db, t, [{ id: '1' }])
  await world.takeOver()
  assert.deepEqual(await paidOf(world), [{ paid: '0', payment_state: 'open' }])
  world.opened.shop.addPayment(payment('1', '5.00', 'TX-1'))
  await world.sync()
  assert.deepEqual(await paidOf(world), [{ paid: '5', payment_state: 'partly_paid' }])
  assert.deepEqual(await world.broken(), [])
  // The shop calls its order unpaid all the same, as it would have if the payment had come before the take-over.
  await world.sync({ lanes: ['feedback'] })
  assert.equal(world.opened.shop.statusOf('1')?.paymentStatus, 'partially_paid')
})

test('a payment that arrives while its order is taken over is booked, whoever comes first', async t => {
  for (const id of ['1', '2', '3', '4', '5', '6']) {
    const world = await openSales(db, t, [{ id, paid: id > '3' }])
    world.opened.shop.addPayment(payment(id, '11.90', `TX-${id}`))
    await Promise.all([world.sync(), world.takeOver()])
    assert.deepEqual(await booked(world), [['11.9', `TX-${id}`, false]])
    assert.deepEqual(await world.broken(), [])
  }
})

test('by hand, a transaction is booked once, and in the currency of the order only', async t => {
  const world = await openSales(db, t, [{ id: '1' }])
  const [order] = await world.takeOver()
  const orderId = order?.orderId ?? ''
  const pay = (...payments: object[]) =>
    world.tx(tx =>
      bookPayments(
        tx,
        world.tenant,
        payments.map(one => ({ orderId, amount: '5.00', ...one })),
        { name: 'Eva', now: new Date() },
      ),
    )
  const first = await pay(
    { transactionId: 'TX-1' },
    { transactionId: 'TX-1' },
    { currency: 'USD' },
    { amount: '0' },
    { orderId: order?.id },
  )
  assert.deepEqual(
    first.results.map(one => one.code ?? one.did),
    ['booked', 'already', 'CURRENCY_DIFFERS', 'AMOUNT_INVALID', 'ORDER_UNKNOWN'],
  )
  assert.deepEqual(first.changed, { order_status: [orderId], payment: [first.results[0]?.paymentId] })
  assert.deepEqual((await pay({ transactionId: 'TX-1' })).changed, {})
  await pay({ amount: '6.90', transactionId: 'TX-2' })
  assert.deepEqual(await paidOf(world), [{ paid: '11.9', payment_state: 'paid' }])
  const back = await pay({ amount: '-11.90' })
  assert.deepEqual(back.changed.refund, [back.results[0]?.paymentId])
  assert.deepEqual(await paidOf(world), [{ paid: '0', payment_state: 'refunded' }])
  world.opened.shop.addPayment(payment('1', '5.00', 'TX-1'))
  await world.sync()
  assert.deepEqual(
    await paidOf(world),
    [{ paid: '0', payment_state: 'refunded' }],
    'the shop reports what is booked already',
  )
  assert.deepEqual(await world.broken(), [])
})

function payment(orderId: string, amount: string, transactionId: string) {
  return {
    id: `P-${transactionId}`,
    orderId,
    amount,
    module: 'pm_paypal',
    transactionId,
    createdAt: '2026-05-05T10:00:00+02:00',
  }
}

function paidOf(world: SalesWorld) {
  return world.query(`select trim_scale(paid)::text as paid, payment_state from sales_order`)
}

async function booked(world: SalesWorld) {
  const rows = await world.query<{ amount: string; transaction_id: string | null; implied: boolean }>(
    `select trim_scale(amount)::text as amount, transaction_id, implied from payment order by amount, id`,
  )
  return rows.map(row => [row.amount, row.transaction_id, row.implied])
}
