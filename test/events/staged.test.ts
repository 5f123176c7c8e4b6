import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createEventsWorld, type EventsWorld, quantityOf } from './eventsWorld.ts'

const { db } = await testDatabase({ after })

test('what comes before its order waits, and is applied with its arrival', async t => {
  const events = await createEventsWorld(db, t)
  const status = events.tell('status', 'o-1', 5, { state: 'processing', paymentState: 'paid' })
  const address = events.tell('address', 'o-1', 6, { shipTo: { ...person, street: 'Neue Straße 7' } })
  await events.run()
  assert.equal(await events.outcome('order_status', status), 'waiting PARENT_RECORD_MISSING')

  events.place('1')
  await events.run()

  const order = await stagedOrder(events)
  assert.deepEqual([order.remote, order.payment, order.street], ['in_progress', 'paid', 'Neue Straße 7'])
  assert.equal(await events.outcome('order_status', status), 'taken_over')
  assert.equal(await events.outcome('order_address', address), 'taken_over')
  assert.deepEqual(await events.world.broken(), [])
})

test('an order that is cancelled at its shop leaves the inbox, and what it counted is free', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1', 3)
  await events.run()
  events.tell('status', order, 5, { state: 'cancelled' })
  await events.run()
  assert.equal(await events.outcome('order', order), 'ignored CANCELLED_AT_CHANNEL')
  assert.deepEqual(await events.world.query('select 1 from web_order_line where staged'), [])
  assert.deepEqual((await events.takeOver()).length, 0)
  // The record of the order comes again, as it was before the cancellation: late, and so nothing.
  events.change(order, { note: 'spät' })
  await events.run()
  assert.equal((await stagedOrder(events)).remote, 'cancelled')
  assert.equal(await events.outcome('order', order), 'ignored CANCELLED_AT_CHANNEL')
  assert.deepEqual(await events.world.broken(), [])
})

test('an event that names a line which its order does not have is parked, and so is one with a country that nobody knows', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1')
  await events.run()
  const wrong = events.tell('cancelAccepted', order, 5, { lines: [{ id: 'x', quantity: quantityOf(1) }] })
  const abroad = events.tell('address', order, 6, { billTo: { ...person, country: 'XX' } })
  await events.run()
  assert.equal(await events.outcome('cancellation_accepted', wrong), 'parked EVENT_LINE_UNKNOWN')
  assert.equal(await events.outcome('order_address', abroad), 'parked COUNTRY_UNKNOWN')
  assert.deepEqual(await events.world.broken(), [])
})

test('a request for a cancellation keeps its order in the inbox, and a person may take it over all the same', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1')
  events.tell('cancelRequest', order, 5, { reason: 'falsche Farbe' })
  await events.run()
  assert.deepEqual((await stagedOrder(events)).checks, ['CANCELLATION_REQUESTED'])

  const [taken] = await events.takeOver()

  assert.equal(taken?.did, 'taken_over')
  const [task] = await events.world.query<{ code: string; hold: string }>(
    `select t.code, o.hold_reason as hold from task t join sales_order o on o.id = t.order_id where t.closed_at is null`,
  )
  assert.deepEqual(task, { code: 'CANCELLATION_REQUESTED', hold: 'CANCELLATION_REQUESTED' })
  assert.deepEqual(await events.world.broken(), [])
})

test('a pending order that its marketplace releases is checked like any other', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1', 1, { pending: true })
  await events.run()
  assert.deepEqual((await stagedOrder(events)).checks, ['PENDING_AT_CHANNEL'])
  events.tell('status', order, 5, { state: 'processing' })
  await events.run()
  assert.deepEqual((await stagedOrder(events)).checks, [])
  events.change(order, { note: 'wieder', pending: true })
  await events.run()
  assert.deepEqual((await stagedOrder(events)).checks, [], 'released, it is not pending again')
  assert.equal((await events.takeOver())[0]?.did, 'taken_over')
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

function stagedOrder(events: EventsWorld) {
  return events.one<{ remote: string; payment: string; street: string; checks: string[]; state: string }>(
    `select remote_state as remote, payment_state as payment, record -> 'shipping' ->> 'street' as street, open_checks as checks, state
     from web_order`,
  )
}
