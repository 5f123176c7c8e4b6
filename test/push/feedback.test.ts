import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { loadConnection } from '../../src/channels/connectionStore.ts'
import { mostTakings } from '../../src/channels/letterStore.ts'
import { releaseRefused } from '../../src/channels/sentStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import type { ImportContext } from '../../src/sync/importContext.ts'
import { exchangeLetters } from '../../src/sync/letters.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { createPushWorld, type PushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'tester', now: new Date('2026-05-04T10:00:00Z') }
const once = ['payment', 'refund', 'cancellation', 'cancellation_answer', 'return'] as const

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
  const take = () =>
    world.tx(async tx => {
      await tx.run(`update letter set hidden_until = now() - interval '1 s' where taken > 0`)
      const context = { ...world.parts, tenant: world.tenant, connection } as unknown as ImportContext
      return exchangeLetters(tx, context, { take: { most: 10, hiddenSeconds: 300 } })
    })
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

interface OrderedWorld extends PushWorld {
  readonly orderId: string
  readonly theirs: string
  readonly requestId: string
  /** Their id of the request for a cancellation. */
  readonly request: string
  /** Due rows of the feedback lane. */
  feedbackDue(): ReturnType<PushWorld['due']>
  /** Marks everything of a kind as due once more, as a verb that is called again would. */
  again(kind: (typeof once)[number]): Promise<void>
}

// An order of the system that was taken over, with a request for a cancellation that was answered.
async function withOrder(
  t: TestContext,
  shape: Partial<Shape> = {},
  lacks: readonly OutgoingKind[] = [],
  change: (connector: Connector) => Connector = connector => connector,
): Promise<OrderedWorld> {
  const push = await createPushWorld(db, t, shape, connector =>
    change({ ...connector, without: () => lacks }),
  )
  const { world, system } = push
  await push.sell(['T-1'])
  const theirs = system.placeOrder({
    id: 'o-1',
    number: 'B-1',
    placedAt: '2026-05-04T08:00:00Z',
    currency: 'EUR',
    total: '23.80',
    paid: false,
    method: 'invoice',
    language: 'de',
    buyer: {
      email: 'a@example.com',
      firstName: 'A',
      lastName: 'B',
      street: 'Weg 1',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
    },
    lines: [{ sku: 'T-1', name: 'Tasse', quantity: '2', net: '10', gross: '11.90', vat: '19' }],
  })
  const imported = await push.lane('orders')
  assert.equal(imported.state, 'done', JSON.stringify(imported.error))
  const [web] = await world.query<{ id: string }>(
    `select id from web_order where tenant_id = $1`,
    world.tenant,
  )
  const [taken] = await takeOver(world.parts, {
    tenant: world.tenant,
    ids: [web?.id ?? ''],
    by: 'tester',
    actorKind: 'user',
  })
  assert.equal(taken?.did, 'taken_over', JSON.stringify(taken))
  const [order] = await world.query<{ id: string }>(
    `select id from sales_order where tenant_id = $1`,
    world.tenant,
  )
  await push.lane('feedback')
  const requestId = newId()
  await world.query(
    `insert into ledger (tenant_id, id, connection_id, kind, external_id, key_no, outcome, first_seen_at, changed_at)
     select $1, $2, $3, 'cancellation_request', 'r-1', 9001, 'staged', now(), now()`,
    world.tenant,
    requestId,
    push.connectionId,
  )
  return {
    ...push,
    orderId: order?.id ?? '',
    theirs,
    requestId,
    request: 'r-1',
    feedbackDue: async () =>
      (await push.due()).filter(row => !['item', 'price', 'stock', 'category'].includes(row.kind)),
    again: async kind => {
      await push.change(async tx => {
        const rows = await tx.query<{ id: string }>(
          kind === 'payment' || kind === 'refund'
            ? `select id from payment where tenant_id = $1`
            : `select id from ${tables[kind]} where tenant_id = $1`,
          [world.tenant],
        )
        return { changed: { [kind]: rows.map(row => row.id) } }
      })
    },
  }
}

const tables = {
  cancellation: 'order_cancellation',
  cancellation_answer: 'cancellation_request',
  return: 'order_return',
} as const

// One of each kind, and a new state on top.
async function everything({ world, change, orderId, requestId }: OrderedWorld): Promise<void> {
  const { tenant } = world
  await change(tx =>
    bookPayments(
      tx,
      tenant,
      [
        { orderId, amount: '5.00', method: 'cash', transactionId: 'tx-1' },
        { orderId, amount: '-2.50', method: 'cash' },
      ],
      by,
    ),
  )
  const [cancellation, goods] = [newId(), newId()]
  await change(async tx => {
    await tx.run(
      `insert into order_cancellation (tenant_id, id, order_id, reason, whole, made_at, made_by)
       values ($1, $2, $3, 'sold out', false, now(), 'tester')`,
      [tenant, cancellation, orderId],
    )
    await tx.run(
      `insert into order_cancellation_line (tenant_id, cancellation_id, order_id, line_no, quantity) values ($1, $2, $3, 1, 1.0)`,
      [tenant, cancellation, orderId],
    )
    await tx.run(
      `insert into cancellation_request (tenant_id, id, order_id, whole, asked_at, answer, answered_at, answered_by, answer_reason)
       values ($1, $2, $3, true, now(), 'refused', now(), 'tester', 'sent already')`,
      [tenant, requestId, orderId],
    )
    await tx.run(
      `insert into order_return (tenant_id, id, order_id, made_at, made_by) values ($1, $2, $3, now(), 'tester')`,
      [tenant, goods, orderId],
    )
    await tx.run(
      `insert into order_return_line (tenant_id, return_id, order_id, line_no, quantity, reason) values ($1, $2, $3, 1, 1.0, 'broken')`,
      [tenant, goods, orderId],
    )
    return {
      changed: { cancellation: [cancellation], cancellation_answer: [requestId], return: [goods] },
    }
  })
}
