import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createEventsWorld, type EventsWorld, minuteAt, quantityOf } from './eventsWorld.ts'

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

test('an order of which its shop had shipped a part is a task when it is taken over: it would leave once more', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1')
  events.tell('status', order, 5, { state: 'partlyShipped' })
  await events.run()
  assert.equal((await events.takeOver()).length, 1)
  assert.deepEqual(await events.world.query('select code, data from task where closed_at is null'), [
    { code: 'SHIPPED_AT_CHANNEL', data: { state: 'partly_shipped' } },
  ])
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

test('what its shop puts back by an event is counted anew there, although the quantity to be shown is the same', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1', 3)
  await events.run()
  const accepted = () => events.one<{ n: number }>('select count(stock_hash)::int as n from channel_object')
  await events.world.query(
    `with sold as (insert into item_channel (tenant_id, channel_id, item_id, active)
       select i.tenant_id, h.id, i.id, true from item i, channel h returning tenant_id, channel_id, item_id)
     insert into channel_object (tenant_id, channel_id, kind, object_id, stock_hash)
     select tenant_id, channel_id, 'item', item_id, gen_random_uuid() from sold returning 1`,
  )
  events.tell('status', order, 4, { state: 'processing' })
  await events.run()
  assert.equal((await accepted()).n, 2, 'a state alone moves nothing')
  await events.world.query('delete from due returning 1')
  events.tell('cancelAccepted', order, 5, { lines: [{ id: `${order}/1`, quantity: quantityOf(1) }] })
  await events.run()
  assert.equal((await accepted()).n, 0)
  assert.equal((await events.world.query(`select 1 from due where kind = 'stock'`)).length, 2)
})

test('an older word of an event that was applied is done with at once', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1')
  await events.run()
  const address = events.tell('address', order, 6, { shipTo: { ...person, street: 'Neue Straße 7' } })
  await events.run()
  events.change(address, { at: minuteAt(3), shipTo: { ...person, street: 'Alte Straße 1' } })
  await events.run()
  assert.equal((await stagedOrder(events)).street, 'Neue Straße 7')
  assert.equal(await events.outcome('order_address', address), 'taken_over')
})

test('an order that is parked stays parked whatever is reported of it', async t => {
  const events = await createEventsWorld(db, t)
  const order = events.place('1')
  await events.run()
  events.change(order, { currency: 'QQQ' })
  await events.run()
  assert.match(await events.outcome('order', order), /^parked/)
  events.tell('cancelRequest', order, 5)
  await events.run()
  assert.match(await events.outcome('order', order), /^parked/)
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
