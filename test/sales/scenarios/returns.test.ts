// Scenarios that read as prose. The words are those of `story.ts`.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { listDeliveries } from '../../../src/sales/deliveryList.ts'
import { testDatabase } from '../../../testkit/database/testDatabase.ts'
import { tell } from './story.ts'

const { db } = await testDatabase({ after })

test('a partial delivery, of which some comes back', async t => {
  const story = await tell(db, t, [{ id: '1', paid: true, lines: [['ART-1', 5]] }], { 'ART-1': 3 })
  const { shop } = story.world.opened

  // Three of five are here and go out. Two stay open.
  assert.equal(await story.delivers('1'), 'delivered')
  assert.deepEqual(await story.stands('1'), {
    list: 'in_progress',
    delivery: 'partly_shipped',
    payment: 'paid',
    aside: '0',
  })
  // It stands among what was shipped that day, which has its borders where the company is, and not on the day before.
  const shipped = (day: string) =>
    story.world.tx(async tx => {
      const filter = { state: 'shipped', shippedOn: { day, timeZone: 'Pacific/Auckland' } } as const
      return (await listDeliveries(tx, story.world.tenant, filter, { limit: 9, countTo: 9 })).count
    })
  assert.deepEqual([await shipped('2026-06-01'), await shipped('2026-05-31')], [1, 0])

  // The customer keeps one. What was not delivered cannot come back.
  assert.equal(await story.announces('1', { 1: 4 }), 'NOT_DELIVERED')
  assert.equal(await story.announces('1', { 1: 2 }, 'not_liked'), 'noted')
  assert.equal(await story.receives('1', { 1: 2 }), 'done')
  // Both can be sold again, and the order itself waits for two.
  assert.deepEqual(await story.stands('1'), {
    list: 'in_progress',
    delivery: 'partly_shipped',
    payment: 'paid',
    aside: '2',
  })
  assert.equal(await story.decides('1', true), 'done')
  assert.deepEqual(await story.toDo('1'), ['TO_REFUND 23.8'])

  // He does not want the rest either: it is cancelled, and all of the money but for one goes back.
  assert.equal(await story.cancels('1', 'customer_request', { lines: { 1: 2 } }), 'cancelled')
  assert.deepEqual(await story.toDo('1'), ['TO_REFUND 47.6'])
  assert.equal(await story.refunds('1', '47.60'), 'booked')
  assert.deepEqual(await story.toDo('1'), [])
  assert.equal((await story.stands('1'))?.list, 'shipped')
  assert.equal(await story.onHand('ART-1'), '2')
  await story.sync({ lanes: ['feedback'] })
  assert.equal(shop.statusOf('1')?.status, 'shipped')
  await story.allIsWell()
})

test('cancelled here before delivery, and here after it', async t => {
  const story = await tell(db, t, [{ id: '1', paid: true }, { id: '2' }], { 'ART-1': 2 })
  const { shop } = story.world.opened

  // Before: free again, to be refunded, and the shop hears of it.
  assert.equal(await story.cancels('1', 'customer_request'), 'cancelled')
  assert.deepEqual(await story.toDo('1'), ['TO_REFUND 11.9'])
  await story.sync({ lanes: ['feedback'] })
  assert.equal(shop.statusOf('1')?.status, 'cancelled')
  assert.equal(await story.undoes('1'), 'CANCELLATION_TOLD')
  assert.equal(await story.refunds('1', '11.90'), 'booked')
  assert.deepEqual(await story.toDo('1'), [])

  // After: the goods are on their way, so they have to come back first.
  assert.equal(await story.delivers('2'), 'delivered')
  assert.equal(await story.cancels('2', 'customer_request'), 'HAS_DELIVERY_NOTE')
  assert.equal(await story.announces('2', { 1: 1 }, 'not_liked'), 'noted')
  assert.equal(await story.receives('2', { 1: 1 }), 'done')
  assert.equal(await story.decides('2', true), 'done')
  assert.deepEqual(await story.toDo('2'), [], 'nothing was paid, nothing is owed back')
  assert.equal(await story.onHand('ART-1'), '2')
  await story.allIsWell()
})

test('a parcel that never comes back ends its return, and nothing is owed', async t => {
  const story = await tell(db, t, [{ id: '1', paid: true }], { 'ART-1': 1 })
  await story.delivers('1')
  assert.equal(await story.announces('1', { 1: 1 }, 'late'), 'noted')
  assert.equal(await story.closes('1'), 'done')
  assert.deepEqual(await story.returnsOf('1'), ['missing'])
  assert.deepEqual(await story.toDo('1'), [])
  assert.equal(await story.receives('1', { 1: 1 }), 'RETURN_CLOSED')
  // It turns up after all: that is another return.
  assert.equal(await story.announces('1', { 1: 1 }, 'late'), 'noted')
  assert.equal(await story.receives('1', { 1: 1 }, { condition: 'damaged', restock: false }), 'done')
  assert.equal(await story.decides('1', false), 'done')
  assert.deepEqual(await story.returnsOf('1'), ['missing', 'refused'])
  assert.equal(await story.onHand('ART-1'), '0')
  await story.allIsWell()
})
