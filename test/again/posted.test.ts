// J7 for a system that calls us and gives nothing again: its own log is all there is, and nothing of it is lost.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { RawRecord } from '../../src/port/connector.ts'
import type { IncomingKind } from '../../src/port/records.ts'
import { scriptedConnector } from '../../src/sync/fixtures/scripted.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createWorld, ledgerOf, type World } from '../import/world.ts'
import { posted } from '../push/postedFixture.ts'

const { db } = await testDatabase({ after })
const five = [
  'order',
  'order_status',
  'order_address',
  'cancellation_accepted',
  'cancellation_refused',
] as const
const since = '2026-03-01 00:00:00'

test('J7: five kinds ticked with the same "from" bring all that came while they were off, once', async t => {
  const { world, events, post, outcomes, run } = await called(t)
  await post(order('1'), order('4', '2026-02-28T10:00:00Z'))
  assert.deepEqual(await outcomes(), ['order 1 staged', 'order 4 staged'])
  await events([])
  const missed = [
    order('2'),
    order('3', '2026-02-27T10:00:00Z'),
    event('order_status', 's-1', '1', {
      at: '2026-03-01T12:00:00Z',
      remoteState: 'in_progress',
      paymentState: 'paid',
    }),
    event('order_address', '1', '1', { shipping: { ...berlin, city: 'Potsdam' } }),
    event('cancellation_accepted', 'c-4', '4', {
      at: '2026-03-02T12:00:00Z',
      lines: [{ ref: { theirs: '4/1' } }],
    }),
    event('cancellation_refused', 'r-1', '1', { at: '2026-03-02T12:00:00Z' }),
  ]
  assert.deepEqual(await post(...missed), Array(6).fill('skipped'))
  await run()
  assert.deepEqual(
    await orders(world),
    { 1: 'new open Berlin', 4: 'new open Berlin' },
    'nothing is done while it is off',
  )

  const { items } = await events(five.map(kind => ({ kind, from: since })))
  assert.deepEqual(
    items.filter(one => one.enabled).map(one => [one.kind, one.fromText]),
    five.map(kind => [kind, since]),
  )
  await run()
  const all = [
    'cancellation_accepted c-4 taken_over',
    'cancellation_refused r-1 staged',
    'order 1 staged',
    'order 2 staged',
    'order 3 ignored IGNORED_BY_RULE',
    'order 4 ignored CANCELLED_AT_CHANNEL',
    'order_address 1 taken_over',
    'order_status s-1 taken_over',
  ]
  assert.deepEqual(await outcomes(), all)
  assert.deepEqual(await orders(world), {
    1: 'in_progress paid Potsdam',
    2: 'new open Berlin',
    4: 'cancelled open Berlin',
  })
  await act(world, 'request.start', { channel: 'called', from: since })
  await run()
  assert.deepEqual(await post(...missed.slice(0, 1)), ['unchanged'])
  assert.deepEqual(await outcomes(), all, 'nothing is doubled')
})

test('what was kept and has no time of its own happened when it came: it does not win over what came since', async t => {
  const { world, events, post, run } = await called(t)
  await post(order('1'))
  await events([{ kind: 'order', from: null }])
  await post(event('order_address', 'a-old', '1', { shipping: { ...berlin, city: 'Alt' } }))
  await events(five.map(kind => ({ kind, from: null })))
  await post(event('order_address', 'a-new', '1', { shipping: { ...berlin, city: 'Neu' } }))
  await run()
  assert.deepEqual(await orders(world), { 1: 'new open Neu' })
})

const berlin = { lastName: 'Muster', street: 'Weg 1', postcode: '10115', city: 'Berlin', country: 'DE' }

function order(id: string, placedAt = '2026-03-01T10:00:00Z'): RawRecord {
  return { kind: 'order', externalId: id, place: '', raw: { id, placedAt, shipping: berlin }, once: true }
}

function event(kind: IncomingKind, id: string, about: string, record: object): RawRecord {
  return { kind, externalId: id, place: '', raw: { order: { theirs: about }, ...record } }
}

/** A connection to a system that only calls. */
async function called(t: Parameters<typeof createWorld>[1]) {
  const given = scriptedConnector({})
  const connector = scriptedConnector({
    name: 'called',
    receive: { prefix: '/called', routes: [], refuse: why => ({ status: 400, body: why }) },
    map: {
      ...given.map,
      ...Object.fromEntries(five.slice(1).map(kind => [kind, (payload: unknown) => payload])),
    },
  })
  const world = await createWorld(db, t)
  await world.makeItems('A-1')
  const connectionId = await world.connect(connector, {}, 'called')
  return {
    world,
    events: (events: readonly { kind: string; from: string | null }[]) =>
      act<{ items: { kind: string; enabled: boolean; fromText: string | null }[] }>(
        world,
        'channel.set-events',
        {
          channel: 'called',
          events,
        },
      ),
    post: async (...records: RawRecord[]) =>
      (await posted({ world, connectionId }, { records })).outcomes.map(one => one.did),
    run: async () => {
      const run = await world.sync()
      assert.equal(run.state, 'done', JSON.stringify(run.error))
    },
    outcomes: async () => {
      const rows = await Promise.all(five.map(async kind => [kind, await ledgerOf(world, kind)] as const))
      return rows
        .flatMap(([kind, ledger]) =>
          [...ledger].map(([id, row]) => [kind, id, row.outcome, row.code].filter(Boolean).join(' ')),
        )
        .sort()
    },
  }
}

async function orders(world: World): Promise<Record<string, string>> {
  const rows = await world.query<{ number: string; stands: string }>(
    `select external_number as number, concat_ws(' ', remote_state, payment_state, record -> 'shipping' ->> 'city') as stands
     from web_order where tenant_id = $1`,
    world.tenant,
  )
  return Object.fromEntries(rows.map(row => [row.number.replace('N-', ''), row.stands]))
}
