import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { movePayments, reversePayments } from '../../src/sales/counterEntries.ts'
import { paymentsForChannel } from '../../src/sales/paymentsForChannel.ts'
import { refundPayments } from '../../src/sales/refundPayments.ts'
import { spreadRefund } from '../../src/sales/spreadRefund.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Story, tell } from './scenarios/story.ts'

const { db } = await testDatabase({ after })

test('money goes back up to what was paid, a cent more or less does not matter', async t => {
  const story = await tell(db, t, [{ id: '1' }])
  assert.equal(await story.refunds('1', '1'), 'NOTHING_PAID')
  assert.equal(await story.pays('1', '11.89', 'TX-1'), 'booked')
  assert.equal((await story.stands('1'))?.payment, 'paid')
  assert.equal(await story.refunds('1', '0'), 'AMOUNT_INVALID')
  assert.equal(await story.refunds('1', '5.00'), 'booked')
  assert.equal((await story.stands('1'))?.payment, 'partly_paid')
  assert.equal(await story.refunds('1', '6.91'), 'OVER_REFUND')
  assert.equal(await story.pays('1', '-6.91'), 'OVER_REFUND')
  assert.equal(await story.refunds('1', '9', { force: true }), 'REFUND_REASON_MISSING')
  assert.equal(await story.refunds('1', '6.90'), 'booked')
  assert.equal((await story.stands('1'))?.payment, 'refunded')
  assert.equal(await story.refunds('1', '3', { force: true, reason: 'Rückporto' }), 'booked')
  await story.allIsWell()
})

test('who pays what is left after a cancellation has paid, and owes again once it is undone', async t => {
  const story = await tell(db, t, [{ id: '1', lines: [['ART-1', 5]] }], { 'ART-1': 5 })
  assert.equal(await story.cancels('1', 'customer_request', { lines: { 1: 2 } }), 'cancelled')
  assert.equal((await story.stands('1'))?.payment, 'open')
  assert.equal(await story.pays('1', '35.70', 'TX-1'), 'booked')
  assert.equal((await story.stands('1'))?.payment, 'paid', 'three of five')
  assert.equal(await story.undoes('1'), 'undone')
  assert.equal((await story.stands('1'))?.payment, 'partly_paid')
  await story.allIsWell()
})

test('what came back and was refunded is owed no more; all of it back, the order is refunded', async t => {
  const story = await tell(db, t, [{ id: '1', paid: true, lines: [['ART-1', 5]] }], { 'ART-1': 5 })
  await story.delivers('1')
  await story.announces('1', { 1: 2 }, 'not_liked')
  await story.receives('1', { 1: 2 })
  await story.decides('1', true)
  assert.equal(await story.refunds('1', '23.80'), 'booked')
  assert.equal((await story.stands('1'))?.payment, 'paid', 'the customer keeps three and has paid for three')
  await story.announces('1', { 1: 3 }, 'not_liked')
  await story.receives('1', { 1: 3 })
  await story.decides('1', true)
  assert.equal((await story.stands('1'))?.payment, 'paid', 'the money is still here')
  assert.equal(await story.refunds('1', '35.70'), 'booked')
  assert.equal((await story.stands('1'))?.payment, 'refunded')
  await story.allIsWell()
})

test('of money for a line that came back the shop is told that line alone, not those that nobody sent back', async t => {
  const story = await tell(
    db,
    t,
    [
      {
        id: '1',
        paid: true,
        lines: [
          ['ART-1', 2],
          ['ART-2', 1],
        ],
      },
    ],
    { 'ART-1': 2, 'ART-2': 1 },
  )
  await story.delivers('1')
  await story.announces('1', { 1: 1 }, 'not_liked')
  await story.receives('1', { 1: 1 })
  await story.decides('1', true)
  assert.equal(await story.refunds('1', '11.90'), 'booked')
  const paid = await story.query<{ id: string }>(`select id from payment where amount < 0`)
  const [told] = await story.tx(tx =>
    paymentsForChannel(
      tx,
      story.tenant,
      paid.map(one => one.id),
    ),
  )
  const lines = told?.lines ?? []
  assert.deepEqual(
    lines.map(one => one.returned),
    ['1', '0'],
  )
  assert.deepEqual(
    spreadRefund('11.90', lines).map(({ quantity, amount }) => [quantity, amount]),
    [['1', '11.9']],
  )
  await story.allIsWell()
})

test('an order that is cancelled unpaid is not called paid', async t => {
  const story = await tell(db, t, [{ id: '1' }])
  assert.equal(await story.cancels('1', 'customer_request'), 'cancelled')
  assert.equal((await story.stands('1'))?.payment, 'open')
  await story.allIsWell()
})

test('a refund goes against its payment, and its transaction is booked once, also by many at a time', async t => {
  const story = await tell(db, t, [{ id: '1' }])
  await story.pays('1', '4', 'TX-1')
  await story.pays('1', '7.90', 'TX-2')
  const [first] = await paymentsOf(story)
  const orderId = story.orderOf('1')
  const back = (amount: string, transactionId?: string) =>
    story.act(tx =>
      refundPayments(tx, story.tenant, [{ orderId, amount, paymentId: first?.id, transactionId }], story.by),
    )
  assert.equal((await back('4.5')).code, 'OVER_REFUND', 'of this payment there are only 4')
  const done = await Promise.all(Array.from({ length: 8 }, () => back('3', 'TX-1')))
  assert.deepEqual(done.map(one => one.did).sort(), [...Array.from({ length: 7 }, () => 'already'), 'booked'])
  assert.equal((await back('1.5')).code, 'OVER_REFUND')
  const many = await Promise.all(Array.from({ length: 8 }, () => story.pays('1', '2', 'TX-9')))
  assert.deepEqual(many.filter(one => one === 'booked').length, 1)
  await story.allIsWell()
})

test('a payment that was booked wrongly is taken out by a counter entry, and may be booked rightly then', async t => {
  const story = await tell(db, t, [{ id: '1' }, { id: '2', paid: true }])
  await story.pays('1', '11.90', 'TX-1')
  const [wrong] = await paymentsOf(story)
  const reverse = (paymentId: string, reason = 'falscher Betrag') =>
    story.act(tx => reversePayments(tx, story.tenant, [{ paymentId, reason }], story.by))
  assert.equal((await reverse(wrong?.id ?? '', '')).code, 'REASON_MISSING')
  assert.equal((await reverse(wrong?.id ?? '')).did, 'booked')
  assert.equal((await reverse(wrong?.id ?? '')).did, 'already')
  assert.equal((await story.stands('1'))?.payment, 'open', 'no money went back')
  assert.equal(await story.pays('1', '1.19', 'TX-1'), 'booked')
  const [, counter] = await paymentsOf(story)
  assert.equal((await reverse(counter?.id ?? '')).code, 'PAYMENT_UNKNOWN', 'a counter entry stays')
  const told = await story.tx(tx => paymentsForChannel(tx, story.tenant, [counter?.id ?? '']))
  assert.deepEqual(told, [undefined], 'its shop is told no refund')
  const [implied] = await story.query<{ id: string }>(`select id from payment where implied`)
  assert.equal((await reverse(implied?.id ?? '')).code, 'PAYMENT_OF_SHOP')
  await story.allIsWell()
})

test('a payment for another order is booked there: what is left of it, once', async t => {
  const story = await tell(db, t, [{ id: '1' }, { id: '2' }])
  await story.pays('1', '14.90', 'TX-1')
  const [paid] = await paymentsOf(story)
  const move = (to: string, paymentId = paid?.id ?? '') =>
    story.act(tx => movePayments(tx, story.tenant, [{ paymentId, toOrderId: story.orderOf(to) }], story.by))
  assert.equal((await move('1')).code, 'PAYMENT_SAME_ORDER')
  assert.equal((await move('x')).code, 'ORDER_UNKNOWN')
  await story.refunds('1', '3')
  const reverse = await story.act(tx =>
    reversePayments(tx, story.tenant, [{ paymentId: paid?.id ?? '', reason: 'x' }], story.by),
  )
  assert.equal(reverse.did, 'booked', 'the refund went against the order, not against this payment')
  assert.equal((await move('2')).code, 'PAYMENT_USED')
  await story.pays('1', '14.90', 'TX-2')
  const moving = (await paymentsOf(story)).at(-1)?.id ?? ''
  assert.equal((await move('2', moving)).did, 'booked')
  assert.equal((await move('2', moving)).did, 'already')
  assert.equal((await story.stands('2'))?.payment, 'paid')
  assert.equal(await story.pays('2', '14.90', 'TX-2'), 'already', 'its transaction came along')
  await story.allIsWell()
})

function paymentsOf(story: Story) {
  return story.query<{ id: string }>(`select id from payment order by booked_at, id`)
}
