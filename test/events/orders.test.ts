import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { answerCancellations } from '../../src/sales/answerCancellations.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { cancellationAnswersForChannel } from '../../src/sales/cancellationsForChannel.ts'
import { cancelLines, cancelOrders } from '../../src/sales/cancelOrders.ts'
import { closeTasks, type TaskDecision } from '../../src/sales/closeTasks.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { releaseOrders } from '../../src/sales/holdOrders.ts'
import { lockStockOfOrders } from '../../src/sales/orderStore.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createEventsWorld, type EventsWorld, quantityOf } from './eventsWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date() }

test('an order that its marketplace cancels is cancelled here, its stock is free, and the shop is not told what it said', async t => {
  const { events, order } = await takenOver(t)
  events.tell('cancelAccepted', order, 5, { reason: 'Betrug' })
  await events.run()
  assert.deepEqual(await stand(events), { cancelled: true, hold: null, tasks: [], paid: '0' })
  assert.equal(
    (await events.one<{ n: number }>('select coalesce(sum(allocated), 0)::int as n from stock_level')).n,
    0,
  )
  assert.deepEqual(await events.world.query(`select 1 from due where kind like 'cancellation%'`), [])
  // Said once more by a status: nothing more happens.
  events.tell('status', order, 6, { state: 'cancelled' })
  await events.run()
  assert.equal((await events.world.query('select 1 from order_cancellation')).length, 1)
  assert.deepEqual(await events.world.broken(), [])
})

test('a cancellation after a delivery changes nothing by itself: it is a task', async t => {
  const { events, order } = await takenOver(t)
  await ship(events)
  events.tell('status', order, 5, { state: 'cancelled' })
  await events.run()
  assert.deepEqual(await stand(events), {
    cancelled: false,
    hold: null,
    tasks: ['CANCELLED_AFTER_DELIVERY'],
    paid: '0',
  })
  await closeAll(events, 'done')
  events.change(order, { note: 'noch einmal', state: 'cancelled' })
  await events.run()
  assert.deepEqual((await stand(events)).tasks, [], 'what was decided is not asked again')
  assert.deepEqual(await events.world.broken(), [])
})

test('lines that are cancelled at the shop are cancelled here', async t => {
  const { events, order } = await takenOver(t)
  events.tell('cancelAccepted', order, 5, { lines: [{ id: `${order}/1`, quantity: quantityOf(1) }] })
  await events.run()
  assert.deepEqual(await openQuantities(events), ['2', '3'])
  assert.equal((await stand(events)).cancelled, false)
  assert.deepEqual(await events.world.broken(), [])
})

test('a request for a cancellation holds its order until it is answered, once', async t => {
  const { events, order } = await takenOver(t)
  const request = events.tell('cancelRequest', order, 5, { reason: 'doppelt bestellt' })
  await events.run()
  const held = {
    cancelled: false,
    hold: 'CANCELLATION_REQUESTED',
    tasks: ['CANCELLATION_REQUESTED'],
    paid: '0',
  }
  assert.deepEqual(await stand(events), held)
  assert.equal(await events.outcome('cancellation_request', request), 'taken_over')
  const refusals = await world(events, tx =>
    releaseOrders(tx, events.world.tenant, [{ orderId: orderId(events) }], by),
  )
  assert.equal(refusals[0]?.code, 'HOLD_HAS_TASK')

  const [row] = await events.world.query<{ id: string }>('select id from cancellation_request')
  const answer = { requestId: row?.id ?? '', accept: false, reason: 'schon gepackt' }
  const first = await world(events, tx =>
    answerCancellations(tx, events.world.tenant, [{ ...answer, reason: '' }, answer, answer], by),
  )

  assert.deepEqual(
    first.results.map(one => one.code ?? one.did),
    ['REASON_MISSING', 'refused_request', 'REQUEST_ANSWERED'],
  )
  assert.deepEqual(first.changed, { cancellation_answer: [row?.id] })
  assert.deepEqual(await stand(events), { cancelled: false, hold: null, tasks: [], paid: '0' })
  assert.deepEqual(await events.world.broken(), [])
})

test('closing a task locks stock and order before the task, as whatever a shop reports does', async t => {
  const { events, order } = await takenOver(t)
  events.tell('cancelRequest', order, 5)
  await events.run()
  const { tenant } = events.world
  const { id: taskId } = await events.one<{ id: string }>('select id from task')
  const closing = await world(events, async tx => {
    await lockStockOfOrders(tx, tenant, [orderId(events)])
    const closed = world(events, tx => closeTasks(tx, tenant, [{ taskId, decision: 'accept' }], by))
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await db.pool.query(waiting)).rowCount === 0) await delay(5)
    await tx.query('select 1 from task where id = $1 for update nowait', [taskId])
    return { closed }
  })
  assert.equal((await closing.closed).results[0]?.did, 'closed')
})

test('cancelling an order answers the request for it, and both are due', async t => {
  const { events, order } = await takenOver(t)
  events.tell('cancelRequest', order, 5)
  await events.run()
  const { changed } = await world(events, async tx => {
    const done = await cancelOrders(tx, events.world.tenant, [{ orderId: orderId(events) }], by)
    await markDue(tx, events.world.tenant, done.changed, 'Eva')
    return done
  })
  assert.equal(changed.cancellation?.length, 1)
  assert.equal(changed.cancellation_answer?.length, 1)
  const due = await events.world.query<{ kind: string }>('select kind from due order by kind')
  assert.deepEqual(
    due.map(row => row.kind),
    ['cancellation', 'cancellation_answer', 'order_status'],
  )
  assert.deepEqual((await stand(events)).tasks, [])
  assert.deepEqual(await events.world.broken(), [])
})

test('the reason of an acceptance is told with the answer', async t => {
  const { events, order } = await takenOver(t)
  events.tell('cancelRequest', order, 5)
  await events.run()
  const { id } = await events.one<{ id: string }>('select id from cancellation_request')
  const wish = { requestId: id, accept: true, reason: 'gern' }
  await world(events, tx => answerCancellations(tx, events.world.tenant, [wish], by))
  const [told] = await world(events, tx => cancellationAnswersForChannel(tx, events.world.tenant, [id]))
  assert.deepEqual([told?.accepted, told?.reason], [true, 'gern'])
})

test('an address is taken into an order that was not delivered; afterwards it is a task', async t => {
  const { events, order } = await takenOver(t)
  events.tell('address', order, 5, { shipTo: { ...person, street: 'Neue Straße 7' } })
  await events.run()
  const street = () => events.one<{ s: string }>(`select shipping ->> 'street' as s from sales_order`)
  assert.equal((await street()).s, 'Neue Straße 7')
  const { data } = await events.one<{ data: object }>(
    `select data from sales_order_history where event = 'address_changed'`,
  )
  assert.deepEqual(data, { fields: ['shipping.street'] }, 'names of fields, nothing of a person')
  events.tell('address', order, 4, { shipTo: { ...person, street: 'Alte Straße 1' } })
  await events.run()
  assert.equal((await street()).s, 'Neue Straße 7', 'what is older changes nothing')
  await ship(events)
  events.tell('address', order, 6, { shipTo: { ...person, street: 'Zu spät 9' } })
  await events.run()
  assert.equal((await street()).s, 'Neue Straße 7')
  assert.deepEqual((await stand(events)).tasks, ['ADDRESS_CHANGED_AT_CHANNEL'])
  assert.deepEqual(await events.world.broken(), [])
})

test('lines and totals that change at the shop never edit an order: it is held, and a person decides', async t => {
  const { events, order } = await takenOver(t)
  events.change(order, changedLines(order, ['1', '3'], '47.60'))
  await events.run()
  const task = await events.one<{ data: { differences: object[] } }>(
    'select data from task where closed_at is null',
  )
  assert.deepEqual(
    task.data.differences.map(one => ({ ...one, theirs: undefined, name: undefined, sku: undefined })),
    [
      { what: 'quantity', line: 1, ours: '3', shop: '1', theirs: undefined, name: undefined, sku: undefined },
      { what: 'total', ours: '71.4', shop: '47.6', theirs: undefined, name: undefined, sku: undefined },
    ],
  )
  assert.deepEqual(await openQuantities(events), ['3', '3'], 'nothing was edited')
  assert.equal((await stand(events)).hold, 'CHANGED_AT_CHANNEL')
  const [refused] = await ship(events)
  assert.equal(refused?.code, 'ORDER_ON_HOLD')

  // A second change takes the place of the first in the same task.
  events.change(order, changedLines(order, ['2', '3'], '59.50'))
  await events.run()
  assert.deepEqual((await stand(events)).tasks, ['CHANGED_AT_CHANNEL'])

  const { results } = await closeAll(events, 'accept')
  assert.deepEqual(
    [results[0]?.applied?.map(one => one.what), results[0]?.recorded?.map(one => one.what)],
    [['quantity'], ['total']],
  )
  assert.deepEqual(await openQuantities(events), ['2', '3'])
  assert.deepEqual(await stand(events), { cancelled: false, hold: null, tasks: [], paid: '0' })
  events.change(order, { note: 'nur eine Notiz' })
  await events.run()
  assert.deepEqual((await stand(events)).tasks, [], 'an accepted difference is not asked about again')
  assert.deepEqual(await events.world.broken(), [])
})

test('a change that is refused with a reason lets the order go on as it was sold, and one that is taken back needs no decision', async t => {
  const { events, order } = await takenOver(t)
  events.change(order, changedLines(order, ['9', '3'], '142.80'))
  await events.run()
  const nothing = await closeAll(events, 'refuse')
  assert.equal(nothing.results[0]?.code, 'REASON_MISSING')
  assert.equal((await closeAll(events, 'done')).results[0]?.code, 'DECISION_INVALID')
  await closeAll(events, 'refuse', 'nicht vereinbart')
  assert.deepEqual(await stand(events), { cancelled: false, hold: null, tasks: [], paid: '0' })
  events.change(order, changedLines(order, ['8', '3'], '130.90'))
  await events.run()
  assert.deepEqual((await stand(events)).tasks, ['CHANGED_AT_CHANNEL'])
  events.change(order, changedLines(order, ['3', '3'], '71.40'))
  await events.run()
  assert.deepEqual(await stand(events), { cancelled: false, hold: null, tasks: [], paid: '0' })
  assert.deepEqual(await events.world.broken(), [])
})

test('money: a refund is a negative payment once, a payment that failed is a task until it is paid after all', async t => {
  const { events, order } = await takenOver(t)
  const money = (amount: string) => ({
    amount: quantityOf(amount),
    currency: 'EUR',
    method: 'paypal',
    reference: 'TX-1',
  })
  events.tell('status', order, 3, { paymentState: 'failed' })
  await events.run()
  assert.deepEqual((await stand(events)).tasks, ['PAYMENT_FAILED_AT_CHANNEL'])
  events.tell('status', order, 5, { paymentState: 'paid' })
  await events.run()
  assert.deepEqual(await stand(events), { cancelled: false, hold: null, tasks: [], paid: '71.4' })
  events.tell('payment', order, 5, money('71.40'))
  events.tell('refund', order, 6, money('11.90'))
  const again = events.tell('refund', order, 7, money('11.90'))
  await events.run()
  assert.equal((await stand(events)).paid, '59.5', 'the transaction of the payment is not that of the refund')
  assert.equal(await events.outcome('refund', again), 'ignored ALREADY_IMPORTED')
  assert.deepEqual(await events.world.broken(), [])
})

test('money: "refunded" without an amount books nothing: it is a task until somebody books what went back', async t => {
  const { events, order } = await takenOver(t)
  events.tell('status', order, 3, { paymentState: 'paid' })
  await events.run()
  events.tell('status', order, 5, { paymentState: 'refunded' })
  events.tell('status', order, 6, { paymentState: 'refunded' })
  await events.run()
  const open = { cancelled: false, hold: null, tasks: ['REFUNDED_AT_CHANNEL'], paid: '71.4' }
  assert.deepEqual(await stand(events), open)
  const back = (amount: string) =>
    world(events, tx =>
      bookPayments(tx, events.world.tenant, [{ orderId: orderId(events), amount, method: 'bank' }], by),
    )
  await back('-71.40')
  assert.deepEqual(await stand(events), { ...open, tasks: [], paid: '0' })
  events.tell('status', order, 7, { paymentState: 'refunded' })
  await events.run()
  assert.deepEqual((await stand(events)).tasks, [], 'what is booked is not asked again')
  assert.deepEqual(await events.world.broken(), [])
})

test('returns are noted once, and what its shop says to be shipped while it lies here is a task', async t => {
  const { events, order } = await takenOver(t)
  const lines = [{ id: `${order}/1`, quantity: quantityOf(1), reason: 'defekt' }]
  const back = events.tell('return', order, 5, { lines })
  events.tell('return', order, 6, { lines: [{ id: `${order}/1`, quantity: quantityOf(99) }] })
  events.tell('status', order, 6, { state: 'shipped' })
  await events.run()
  assert.deepEqual((await stand(events)).tasks, ['SHIPPED_AT_CHANNEL'])
  assert.equal(await events.outcome('return', back), 'taken_over')
  const rows = await events.world.query<{ quantity: string; reason: string }>(
    'select quantity::text as quantity, comment as reason from order_return_line',
  )
  assert.deepEqual(rows, [{ quantity: '1', reason: 'defekt' }], 'more than was ordered is parked')
  assert.deepEqual(await events.world.query(`select 1 from due where kind = 'return'`), [])
  assert.deepEqual(await events.world.broken(), [])
})

test('lines are cancelled in part, what was set aside beyond it is free, and the last of them cancels the order', async t => {
  const { events } = await takenOver(t)
  const cancel = (line: number, quantity: string) =>
    world(events, tx =>
      cancelLines(tx, events.world.tenant, [{ orderId: orderId(events), lines: [{ line, quantity }] }], by),
    )
  assert.equal((await cancel(1, '4')).results[0]?.code, 'QUANTITY_INVALID')
  const { changed } = await cancel(1, '2')
  assert.deepEqual(Object.keys(changed).sort(), ['cancellation', 'order_status', 'stock'])
  assert.deepEqual(await openQuantities(events), ['1', '3'])
  assert.deepEqual(await events.world.broken(), [])
  await cancel(1, '1')
  await cancel(2, '3')
  assert.equal((await stand(events)).cancelled, true)
  assert.deepEqual(await events.world.broken(), [])
})

const person = {
  firstName: 'Eva',
  lastName: 'Muster',
  street: 'Weg 1',
  postcode: '10115',
  city: 'Berlin',
  country: 'DE',
}
const ids = new WeakMap<EventsWorld, string>()
const orderId = (events: EventsWorld) => ids.get(events) ?? ''
const world = <T>(events: EventsWorld, work: Parameters<typeof events.world.tx<T>>[0]) =>
  events.world.tx(work)

/** An order of three cups and three plates that was taken over. */
async function takenOver(t: Parameters<typeof createEventsWorld>[1]) {
  const events = await createEventsWorld(db, t)
  const order = events.place('1', 3)
  await events.run()
  const [taken] = await events.takeOver()
  ids.set(events, taken?.orderId ?? '')
  return { events, order }
}

async function stand(events: EventsWorld) {
  const row = await events.one<{ cancelled: boolean; hold: string | null; paid: string }>(
    `select cancelled_at is not null as cancelled, hold_reason as hold, trim_scale(paid)::text as paid from sales_order`,
  )
  const tasks = await events.world.query<{ code: string }>(
    'select code from task where closed_at is null order by code',
  )
  return { ...row, tasks: tasks.map(task => task.code) }
}

async function openQuantities(events: EventsWorld) {
  const rows = await events.world.query<{ open: string }>(
    'select open_quantity::text as open from sales_order_line order by line_no',
  )
  return rows.map(row => row.open)
}

function closeAll(events: EventsWorld, decision: TaskDecision, note = '') {
  return world(events, async tx => {
    const open = await tx.query<{ id: string }>('select id from task where closed_at is null order by id')
    return closeTasks(
      tx,
      events.world.tenant,
      open.map(({ id }) => ({ taskId: id, decision, note })),
      by,
    )
  })
}

async function ship(events: EventsWorld) {
  const wish = [{ orderId: orderId(events), lines: [{ line: 1, quantity: '1' }], packages: [] }]
  return (await world(events, tx => deliver(tx, events.world.tenant, wish, by, () => 'LS-1'))).results
}

function changedLines(order: string, quantities: readonly string[], total: string) {
  return {
    total: quantityOf(total),
    positions: quantities.map((quantity, at) => ({
      id: `${order}/${at + 1}`,
      kind: 'item',
      item: { sku: `A-${at + 1}` },
      name: 'Tasse',
      quantity: quantityOf(quantity),
      net: quantityOf('10'),
      gross: quantityOf('11.90'),
      vat: quantityOf('19'),
    })),
  }
}
