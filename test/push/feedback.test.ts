import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { loadConnection } from '../../src/channels/connectionStore.ts'
import { mostTakings } from '../../src/channels/letterStore.ts'
import { releaseRefused } from '../../src/channels/refusedStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import { answerCancellations } from '../../src/sales/answerCancellations.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import type { ImportContext } from '../../src/sync/importContext.ts'
import { exchangeLetters } from '../../src/sync/letters.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { createOrderedWorld, everything, toldOnce as once } from './orderedWorld.ts'
import { everyLetterMayBeTaken, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })

test('payments, refunds, cancellations, answers and returns are told once each, the status last', async t => {
  const push = await withOrder(t)
  await everything(push)
  const before = push.system.calls.length
  const end = await push.lane('feedback')
  for (const kind of once) assert.deepEqual(sent(end, kind), { sent: 1, accepted: 1 }, kind)
  assert.deepEqual(sent(end, 'order_status'), { sent: 1, accepted: 1 })
  const written = push.system.calls
    .slice(before)
    .flatMap(({ method, path }) => (method === 'POST' ? (path.split('/objects/')[1] ?? []) : []))
  assert.deepEqual(written, [...once, 'order_status'])
  assert.deepEqual(
    Object.fromEntries(once.map(kind => [kind, push.system.objects.of(kind).map(one => one.fields)])),
    {
      payment: [
        {
          order: push.theirs,
          amount: '5',
          currency: 'EUR',
          method: 'cash',
          at: '2026-05-04T10:00:00.000Z',
          transactionId: 'tx-1',
          complete: false,
        },
      ],
      refund: [
        {
          order: push.theirs,
          amount: '2.5',
          currency: 'EUR',
          method: 'cash',
          at: '2026-05-04T10:00:00.000Z',
        },
      ],
      cancellation: [
        { order: push.theirs, reason: 'sold out', lines: [{ theirLine: `${push.theirs}/1`, quantity: '1' }] },
      ],
      cancellation_answer: [{ request: push.request, accepted: false, reason: 'sent already' }],
      return: [
        {
          order: push.theirs,
          lines: [{ theirLine: `${push.theirs}/1`, quantity: '1', reason: 'broken', accepted: true }],
        },
      ],
    },
  )
  assert.deepEqual(await push.feedbackDue(), [])
  for (const kind of once) await push.again(kind)
  const second = await push.lane('feedback')
  for (const kind of once) assert.deepEqual(sent(second, kind), {}, `${kind} is not told twice`)
})

for (const keys of ['ours', 'theirs'] as const)
  test(`what got no answer twice in a row is not made twice (${keys})`, async t => {
    const push = await withOrder(t, { keys })
    await everything(push)
    for (let kind = 0; kind < once.length + 1; kind++) {
      push.system.faults.play('cutAfter', 'send', 2)
      await push.lane('feedback')
      await push.world.query(`update due set not_before = null where tenant_id = $1`, push.world.tenant)
      await push.world.query(`update sync_lane set not_before = null where tenant_id = $1`, push.world.tenant)
    }
    const end = await push.lane('feedback')
    assert.equal(end.state, 'done', JSON.stringify(end.error))
    for (const kind of once) assert.equal(push.system.objects.of(kind).length, 1, kind)
    assert.deepEqual(await push.feedbackDue(), [])
  })

test('a payment that lay out as a letter and was never taken is told again when a person says so', async t => {
  const push = await withOrder(t, {}, [], connector => {
    const { payment } = connector.send ?? {}
    assert.ok(payment)
    const send: typeof payment.send = async (_, list) =>
      list.map(one => {
        const letter = { key: `payment/${one.ref.no}`, place: one.place, type: 'payment', body: one.state }
        return { result: 'queued', letter }
      })
    return { ...connector, send: { ...connector.send, payment: { ...payment, send } } }
  })
  const { world, connectionId, channelId } = push
  await everything(push)
  await push.lane('feedback')
  const of = { tenant: world.tenant, channelId, connectionId, object: 'payment' as const }
  const connection = await world.tx(tx => loadConnection(tx, world.tenant, connectionId))
  const take = async () => {
    await everyLetterMayBeTaken(push)
    return world.tx(async tx => {
      await tx.run(`update letter set hidden_until = now() - interval '1 s' where taken > 0`)
      const context = { ...world.parts, tenant: world.tenant, connection } as unknown as ImportContext
      return exchangeLetters(tx, context, { take: { most: 10, hiddenSeconds: 300 } })
    })
  }
  for (let time = 0; time < mostTakings; time++) assert.equal((await take()).length, 1)
  assert.deepEqual(await take(), [])
  const [refused] = await world.query<{ id: string }>(
    `select object_id as id from channel_object where tenant_id = $1 and rejected_code = 'LETTER_NOT_TAKEN'`,
    world.tenant,
  )
  await world.tx(tx => releaseRefused(tx, of, [refused?.id ?? '']))
  await push.lane('feedback')
  assert.equal((await take()).length, 1)
})

test('an answer that comes later is settled in another run, and nothing is told twice meanwhile', async t => {
  const push = await withOrder(t, { outward: 'tickets', keys: 'ours' })
  await everything(push)
  const first = await push.lane('feedback')
  for (const kind of once) assert.deepEqual(sent(first, kind), { sent: 1, pending: 1 }, kind)
  for (const kind of once) await push.again(kind)
  const second = await push.lane('feedback')
  for (const kind of once) assert.deepEqual(sent(second, kind), {}, kind)
  push.system.settle()
  const third = await push.lane('feedback')
  for (const kind of once) assert.equal(third.figures[kind]?.settled, 1, kind)
  for (const kind of once) assert.equal(push.system.objects.of(kind).length, 1, kind)
  assert.deepEqual(await push.feedbackDue(), [])
})

test('what a system does not take is named once in the run, and nothing of it stays due', async t => {
  const push = await withOrder(t, {}, ['payment', 'return'])
  await everything(push)
  const end = await push.lane('feedback')
  const named = await push.world.query<{ kind: string }>(
    `select n ->> 'code' as code, n -> 'data' ->> 'kinds' as kind from sync_run r, jsonb_array_elements(r.notes) as n
     where r.tenant_id = $1 and r.lane = 'feedback'`,
    push.world.tenant,
  )
  assert.deepEqual(named, [
    { code: 'NOT_SUPPORTED', kind: 'payment' },
    { code: 'NOT_SUPPORTED', kind: 'return' },
  ])
  assert.deepEqual(sent(end, 'refund'), { sent: 1, accepted: 1 })
  assert.deepEqual(await push.feedbackDue(), [])
})

test('what a shop reported or did itself, it is not told', async t => {
  const push = await withOrder(t)
  const { world } = push
  await everything(push)
  await world.query(`update payment set implied = true where tenant_id = $1`, world.tenant)
  await world.query(`update cancellation_request set answer = 'withdrawn' where tenant_id = $1`, world.tenant)
  const end = await push.lane('feedback')
  for (const kind of ['payment', 'refund', 'cancellation_answer'] as const)
    assert.deepEqual(sent(end, kind), {}, kind)
  assert.deepEqual(await push.feedbackDue(), [])
})

for (const [asked, lacks, told] of [
  ['the whole order', [], { cancellation_answer: 1 }],
  ['a line', [], { cancellation_answer: 1 }],
  ['every line', [], { cancellation_answer: 1 }],
  ['the whole order', ['cancellation_answer'], { cancellation: 1 }],
  ['a line', 'cancelled as a whole by hand', { cancellation: 1, cancellation_answer: 1 }],
] as const)
  test(`a cancellation that was asked for is told once (${asked}, ${lacks})`, async t => {
    const byHand = typeof lacks === 'string'
    const push = await withOrder(t, {}, byHand ? [] : lacks)
    const { world, orderId, requestId } = push
    const lines = { 'the whole order': [], 'a line': ['1'], 'every line': ['2'] }[asked]
    await world.query(
      `insert into cancellation_request (tenant_id, id, order_id, whole, lines, asked_at) values ($1, $2, $3, $4, $5, now())`,
      world.tenant,
      requestId,
      orderId,
      lines.length === 0,
      JSON.stringify(lines.map(quantity => ({ lineNo: 1, quantity }))),
    )
    await push.change(async tx => {
      const by = { name: 'Eva', now: new Date() }
      if (byHand) return cancelOrders(tx, world.tenant, [{ orderId }], by)
      const done = await answerCancellations(tx, world.tenant, [{ requestId, accept: true }], by)
      assert.equal(done.results[0]?.did, 'accepted')
      return done
    })
    await push.lane('feedback')
    const kinds = ['cancellation', 'cancellation_answer'] as const
    const found = kinds.map(kind => [kind, push.system.objects.of(kind).length] as const)
    assert.deepEqual(Object.fromEntries(found.filter(([, count]) => count > 0)), told)
    assert.deepEqual(await push.feedbackDue(), [])
  })

function withOrder(
  t: TestContext,
  shape: Partial<Shape> = {},
  lacks: readonly OutgoingKind[] = [],
  change: (connector: Connector) => Connector = connector => connector,
) {
  return createOrderedWorld(db, t, shape, connector => change({ ...connector, without: () => lacks }))
}
