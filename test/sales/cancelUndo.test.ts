import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { toldCancelled } from '../../src/channels/toldCancelled.ts'
import { cancellationsForChannel } from '../../src/sales/cancellationsForChannel.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import { changeReason } from '../../src/sales/reasonLists.ts'
import { cancellations } from '../../src/sync/wantCancellations.ts'
import { withoutUndone } from '../../src/sync/withoutUndone.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Story, tell } from './scenarios/story.ts'

const { db } = await testDatabase({ after })

test('a cancellation needs a reason of the list, and the words that go with it', async t => {
  const story = await tell(db, t, [{ id: '1' }])
  assert.equal(await story.cancels('1'), 'REASON_REQUIRED')
  assert.equal(await story.cancels('1', 'because'), 'REASON_NOT_IN_LIST')
  assert.equal(await story.cancels('1', 'other'), 'COMMENT_REQUIRED')
  assert.equal(await story.cancels('1', 'fraud', { comment: 'x'.repeat(101) }), 'COMMENT_TOO_LONG')
  const [connection] = await story.query<{ id: string }>(`select id from connection`)
  const id = connection?.id ?? ''
  const call = (code: string, value: string) =>
    story.tx(tx =>
      changeReason(tx, story.tenant, 'cancellation_reason', code, { channelValues: { [id]: value } }),
    )
  await call('out_of_stock', 'NO_INVENTORY')
  assert.equal(await story.cancels('1', 'fraud'), 'REASON_NOT_FOR_CHANNEL')
  assert.equal(await story.cancels('1', 'out_of_stock', { comment: 'erst im Herbst' }), 'cancelled')
  assert.deepEqual(
    (await told(story)).map(one => one?.reason),
    ['NO_INVENTORY'],
  )
  await call('out_of_stock', '')
  assert.deepEqual(
    (await told(story)).map(one => one?.reason),
    ['erst im Herbst'],
  )
  await story.allIsWell()
})

test('a cancellation that no shop has heard of is undone: open again, and in its place in the queue', async t => {
  const story = await tell(db, t, [{ id: '1', paid: true, lines: [['ART-1', 2]] }, { id: '2' }], {
    'ART-1': 2,
  })
  assert.equal((await story.stands('1'))?.aside, '2')
  assert.equal(await story.undoes('1'), 'NOT_CANCELLED')
  assert.equal(await story.cancels('1', 'customer_request', { lines: { 1: 1 } }), 'cancelled')
  assert.deepEqual(await story.toDo('1'), ['TO_REFUND 11.9'])
  assert.equal(await story.cancels('1', 'customer_request'), 'cancelled')
  assert.deepEqual(await story.toDo('1'), ['TO_REFUND 23.8'])
  assert.equal((await story.stands('2'))?.aside, '1')

  assert.equal(await story.undoes('1'), 'undone')
  assert.deepEqual(await story.stands('1'), { list: 'open', delivery: 'open', payment: 'paid', aside: '1' })
  assert.deepEqual(await story.toDo('1'), ['TO_REFUND 11.9'])
  assert.equal(await story.undoes('1'), 'undone', 'the line of before')
  assert.deepEqual(await story.toDo('1'), [])
  assert.equal(await story.undoes('1'), 'NOT_CANCELLED')
  assert.equal((await story.stands('2'))?.aside, '1', 'what the next order has got it keeps')
  assert.deepEqual(await told(story), [undefined, undefined], 'the shop is told nothing of them')
  assert.equal(await story.cancels('2', 'duplicate'), 'cancelled')
  assert.equal((await story.stands('1'))?.aside, '2')
  await story.allIsWell()
  await story.sync({ lanes: ['feedback'] })
  assert.notEqual(story.world.opened.shop.statusOf('1')?.status, 'cancelled')
})

test('what a shop was told, said itself or asked for is not undone', async t => {
  const story = await tell(db, t, [{ id: '1' }, { id: '2' }, { id: '3' }])
  assert.equal(await story.cancels('1', 'not_paid'), 'cancelled')
  await story.sync({ lanes: ['feedback'] })
  assert.equal(await story.undoes('1'), 'CANCELLATION_TOLD')

  assert.equal(await story.cancels('2', 'not_paid'), 'cancelled')
  await story.query(
    `insert into channel_object (tenant_id, channel_id, kind, object_id, in_flight_run, in_flight_kind, in_flight_until)
     select o.tenant_id, o.channel_id, 'cancellation', c.id, c.id, 'cancellation', now() from order_cancellation c
       join sales_order o on o.id = c.order_id where o.id = $1`,
    story.orderOf('2'),
  )
  assert.equal(await story.undoes('2'), 'CANCELLATION_TOLD', 'it is on its way, or nobody knows')
  const [record] = await story.query<{ id: string }>(
    `select web_order_id as id from sales_order where id = $1`,
    story.orderOf('3'),
  )
  await story.act(tx =>
    cancelOrders(tx, story.tenant, [{ orderId: story.orderOf('3'), fromLedgerId: record?.id }], story.by),
  )
  assert.equal(await story.undoes('3'), 'CANCELLED_BY_CHANNEL')
  await story.allIsWell()
})

test('a cancellation that is undone while it is about to be told is not told', async t => {
  const story = await tell(db, t, [{ id: '1' }])
  await story.cancels('1', 'not_paid')
  const [row] = await story.query<{ id: string }>(`select id from order_cancellation`)
  const [channel] = await story.query<{ id: string }>(`select id from channel`)
  const going = [{ row: { objectId: row?.id ?? '', tries: 0, channelId: channel?.id }, sent: {} }] as never[]
  const { tenant } = story
  const context = { tenant, connection: { id: story.world.opened.id, channels: [] } as never }
  const left = () => story.tx(tx => withoutUndone(tx, context, cancellations, going))
  assert.equal((await left()).length, 1)
  // Either the call is marked first and the undoing is refused, or it is undone first and the call leaves it out.
  const told = await story.tx(async tx => {
    await withoutUndone(tx, context, cancellations, going)
    const undoing = story.undoes('1')
    await tx.run(
      `insert into channel_object (tenant_id, channel_id, kind, object_id, in_flight_run, in_flight_kind, in_flight_until)
       select o.tenant_id, o.channel_id, 'cancellation', c.id, c.id, 'cancellation', now() from order_cancellation c
         join sales_order o on o.id = c.order_id`,
    )
    return { undoing }
  })
  assert.equal(await told.undoing, 'CANCELLATION_TOLD')
  await story.query(
    `update channel_object set in_flight_run = null, in_flight_kind = null, in_flight_until = null`,
  )
  const asked = [{ orderId: story.orderOf('1'), cancellationId: row?.id ?? '' }]
  assert.deepEqual([...(await story.tx(tx => toldCancelled(tx, story.tenant, asked)))], [])
  assert.equal(await story.undoes('1'), 'undone')
  assert.equal((await left()).length, 0)
})

async function told(story: Story) {
  const rows = await story.query<{ id: string }>(`select id from order_cancellation order by id`)
  return story.tx(tx =>
    cancellationsForChannel(
      tx,
      story.tenant,
      rows.map(row => row.id),
    ),
  )
}
