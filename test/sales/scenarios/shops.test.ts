// Scenarios that read as prose: what shops do with orders that were taken over.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { numbersOf } from '../../../src/company/numberRanges.ts'
import { closeTasks } from '../../../src/sales/closeTasks.ts'
import { decideReturns } from '../../../src/sales/decideReturns.ts'
import { deliver } from '../../../src/sales/deliver.ts'
import { noteReturns } from '../../../src/sales/noteReturns.ts'
import { receiveReturns } from '../../../src/sales/receiveReturns.ts'
import { testDatabase } from '../../../testkit/database/testDatabase.ts'
import { createEventsWorld, quantityOf } from '../../events/eventsWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date('2026-06-01T10:00:00Z') }

test('cancelled at the shop: before delivery it is cancelled here, after delivery it is a task', async t => {
  const events = await createEventsWorld(db, t)
  const { world } = events
  const early = events.place('1', 1)
  const late = events.place('2', 1)
  await events.run()
  const [, second] = await events.takeOver()
  const numbers = await numbersOf(db, world.tenant).reserve('delivery', 1)
  const wish = { orderId: second?.orderId ?? '', packages: [] }
  await world.tx(tx => deliver(tx, world.tenant, [wish], by, numbers.numberOf))

  // The buyer of the first was quick enough. That of the second was not: his parcel is on its way.
  for (const order of [early, late]) events.tell('status', order, 20, { state: 'cancelled' })
  await events.run()
  const stands = await world.query<{ list: string; tasks: string }>(
    `select list_state as list, (select coalesce(string_agg(code, ','), '') from task t where t.order_id = o.id and closed_at is null) as tasks
     from sales_order o order by id = $1`,
    wish.orderId,
  )
  assert.deepEqual(stands, [
    { list: 'cancelled', tasks: '' },
    { list: 'shipped', tasks: 'CANCELLED_AFTER_DELIVERY' },
  ])

  // The parcel comes back, is accepted, and the task is done.
  const back = {
    orderId: wish.orderId,
    lines: [
      { line: 1, quantity: '1' },
      { line: 2, quantity: '1' },
    ],
  }
  const noted = await world.tx(tx => noteReturns(tx, world.tenant, [back], by))
  const returnId = noted.results[0]?.returnId ?? ''
  const lines = back.lines.map(({ line }) => ({ line, condition: 'original_packed' as const, restock: true }))
  await world.tx(tx => receiveReturns(tx, world.tenant, [{ returnId, lines }], by))
  await world.tx(tx => decideReturns(tx, world.tenant, [{ returnId, accept: true }], by))
  const [task] = await world.query<{ id: string }>(`select id from task where closed_at is null`)
  const closed = await world.tx(tx =>
    closeTasks(tx, world.tenant, [{ taskId: task?.id ?? '', decision: 'done' }], by),
  )
  assert.equal(closed.results[0]?.did, 'closed')
  const stock = await world.query(
    `select trim_scale(sum(on_hand))::text as n from stock_level group by item_id`,
  )
  assert.deepEqual(stock, [{ n: '100' }, { n: '100' }])
  assert.deepEqual(await world.broken(), [])
})

test('a shop changes an order after take-over: nothing changes here before a person follows', async t => {
  const events = await createEventsWorld(db, t)
  const { world } = events
  const order = events.place('1', 3)
  await events.run()
  await events.takeOver()
  const quantities = async () =>
    (
      await world.query<{ n: string }>(
        `select trim_scale(quantity - cancelled)::text as n from sales_order_line order by line_no`,
      )
    ).map(row => row.n)

  // One cup less. The order waits, and still has three.
  const positions = ['2', '3'].map((quantity, at) => ({
    id: `${order}/${at + 1}`,
    kind: 'item',
    item: { sku: `A-${at + 1}` },
    name: 'Tasse',
    quantity: quantityOf(quantity),
    net: quantityOf('10'),
    gross: quantityOf('11.90'),
    vat: quantityOf('19'),
  }))
  events.change(order, { positions, total: quantityOf('59.50') })
  await events.run()
  assert.deepEqual(await quantities(), ['3', '3'])
  const [held] = await world.query<{ hold: string }>(`select hold_reason as hold from sales_order`)
  assert.equal(held?.hold, 'CHANGED_AT_CHANNEL')

  // A person follows: what the shop took away is cancelled, and the order goes on.
  const [task] = await world.query<{ id: string }>(`select id from task where closed_at is null`)
  await world.tx(tx => closeTasks(tx, world.tenant, [{ taskId: task?.id ?? '', decision: 'accept' }], by))
  assert.deepEqual(await quantities(), ['2', '3'])
  const [free] = await world.query<{ hold: string | null }>(`select hold_reason as hold from sales_order`)
  assert.equal(free?.hold, null)
  assert.deepEqual(await world.broken(), [])
})
