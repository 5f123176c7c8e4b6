// A marketplace shows an order before it releases it. A person may take it over as it is: its goods are set aside, and wait.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deliver } from '../../src/sales/deliver.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createEventsWorld, type EventsWorld } from './eventsWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date() }

test('a pending order is taken over when a person says so, has its goods, and waits for its marketplace', async t => {
  const { events, order } = await pendingOrder(t)
  assert.equal((await events.takeOver())[0]?.code, 'PENDING_AT_CHANNEL', 'not without being asked for')
  await takeOverPending(events)
  assert.deepEqual(await stand(events), {
    pending: true,
    deliverability: 'none',
    allocated: '1',
    cancelled: false,
  })
  assert.equal((await deliverIt(events))?.code, 'ORDER_PENDING')
  events.change(order, { note: 'noch nicht', pending: true })
  await events.run()
  assert.equal((await stand(events)).pending, true)
  events.tell('status', order, 5, { state: 'processing' })
  await events.run()
  assert.deepEqual(await stand(events), {
    pending: false,
    deliverability: 'full',
    allocated: '1',
    cancelled: false,
  })
  assert.equal((await deliverIt(events))?.did, 'delivered')
  assert.deepEqual(await events.world.broken(), [])
})

test('a record that comes without the word releases it too', async t => {
  const { events, order } = await pendingOrder(t)
  await takeOverPending(events)
  events.change(order, { note: 'frei', pending: false })
  await events.run()
  assert.equal((await stand(events)).pending, false)
  const rows = await events.world.query<{ event: string }>(
    `select event from sales_order_history order by id`,
  )
  assert.deepEqual(
    rows.map(row => row.event),
    ['taken_over', 'released_at_channel'],
  )
  assert.deepEqual(await events.world.broken(), [])
})

test('a pending order that its marketplace gives up is cancelled, and its goods are free', async t => {
  const { events, order } = await pendingOrder(t)
  await takeOverPending(events)
  events.tell('status', order, 5, { state: 'cancelled' })
  await events.run()
  assert.deepEqual(await stand(events), {
    pending: true,
    deliverability: 'done',
    allocated: '0',
    cancelled: true,
  })
  assert.deepEqual(await events.world.broken(), [])
})

async function pendingOrder(t: Parameters<typeof createEventsWorld>[1]) {
  const events = await createEventsWorld(db, t)
  const order = events.place('1', 1, { pending: true })
  await events.run()
  return { events, order }
}

async function takeOverPending({ world }: EventsWorld): Promise<void> {
  const ids = await world.query<{ id: string }>(`select id from web_order where state = 'staged'`)
  const [taken] = await takeOver(world.parts, {
    tenant: world.tenant,
    ids: ids.map(row => row.id),
    by: 'Eva',
    actorKind: 'user',
    pending: true,
  })
  assert.equal(taken?.did, 'taken_over', JSON.stringify(taken))
}

function stand(events: EventsWorld) {
  return events.one<{ pending: boolean; deliverability: string; allocated: string; cancelled: boolean }>(
    `select o.pending, o.deliverability, n.allocated::text as allocated, o.cancelled_at is not null as cancelled
     from sales_order o join sales_order_line n on n.order_id = o.id`,
  )
}

async function deliverIt({ world, one }: EventsWorld) {
  const { id } = await one<{ id: string }>(`select id from sales_order`)
  const { results } = await world.tx(tx =>
    deliver(tx, world.tenant, [{ orderId: id, packages: [] }], by, () => 'LS-1'),
  )
  return results[0]
}
