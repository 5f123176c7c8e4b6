import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { counts, createWorld, ledgerOf, type World } from '../import/world.ts'
import { act, addReference } from './connectWorld.ts'

const { db } = await testDatabase({ after })
const lanes = ['orders', 'stock', 'catalogue', 'feedback'] as const

test('orders of a locked channel are stored and not processed, until it is unlocked; the other channel goes on', async context => {
  const { world, system, id } = await twoPlaces(context)
  await act(world, 'channel.lock', { channel: 'Austria', reason: 'holiday' })
  system.placeOrder({ ...orderOf('D-1'), place: 'de' })
  system.placeOrder({ ...orderOf('A-1'), place: 'at' })
  await act(world, 'item.change', { item: 'A-1', name: 'Renamed' })
  const run = await world.sync({ lanes })
  assert.equal(run.state, 'done')
  const outcomes = async () =>
    new Map(
      (
        await world.query<{ number: string; outcome: string; code: string | null }>(
          `select external_number as number, outcome, code from ledger where tenant_id = $1 and kind = 'order'`,
          world.tenant,
        )
      ).map(row => [row.number, row.code ?? row.outcome]),
    )
  assert.deepEqual(
    await outcomes(),
    new Map([
      ['D-1', 'staged'],
      ['A-1', 'CHANNEL_LOCKED'],
    ]),
  )
  assert.equal(await staged(world), 1)
  const names = () =>
    system.objects
      .of('item')
      .map(one => `${one.place} ${/Renamed/.test(JSON.stringify(one.fields))}`)
      .sort()
  assert.deepEqual(names(), ['at false', 'de true'])
  const shown = await act<{ lock: { reason: string }; waiting: { records: number; changes: number } }>(
    world,
    'channel.show',
    { channel: 'Austria' },
  )
  assert.equal(shown.lock.reason, 'holiday')
  assert.equal(shown.waiting.records, 1)
  assert.ok(shown.waiting.changes > 0)
  await act(world, 'channel.unlock', { channel: 'Austria' })
  const after = await world.sync({ lanes })
  assert.equal(after.state, 'done')
  assert.deepEqual(
    await outcomes(),
    new Map([
      ['D-1', 'staged'],
      ['A-1', 'staged'],
    ]),
  )
  assert.equal(await staged(world), 2)
  assert.deepEqual(names(), ['at true', 'de true'])
  const idle = await world.sync({ lanes })
  assert.equal(counts(idle).updated, 0, 'looked at once')
  assert.deepEqual(await world.broken(), [])
  assert.ok(id)
})

test('a synchronisation of everything leaves out what is locked and says so', async context => {
  const { world } = await twoPlaces(context)
  await act(world, 'channel.lock', { channel: 'Austria' })
  const started = await act<{ locked: string[] }>(world, 'sync.start', { only: ['orders'] })
  assert.deepEqual(started.locked, ['Austria'])
  await world.kontor.open.end()
})

test('locking the only channel of a connection locks the connection: it is not called at all', async context => {
  const world = await createWorld(db, context)
  const { system, name } = await addReference(world, context)
  await act(world, 'first-run.finish', { connection: name, empty: true })
  await act(world, 'channel.lock', { channel: name, reason: 'stocktaking' })
  const called = system.calls.length
  const run = await world.sync({ lanes })
  assert.equal(run.parts.length, 0)
  assert.equal(system.calls.length, called)
  const shown = await act<{ state: string; reason: string }>(world, 'connection.show', { connection: name })
  assert.equal(shown.state, 'locked')
  assert.match(shown.reason, /stocktaking/)
  await act(world, 'channel.unlock', { channel: name })
  assert.equal((await world.sync({ lanes })).state, 'done')
  assert.ok(system.calls.length > called)
})

test('locking a channel lets the call in progress end and starts none after it', async context => {
  const { world, system } = await twoPlaces(context)
  const numbers = Array.from({ length: 12 }, (_, at) => `L-${at}`)
  await world.makeItems(...numbers)
  await world.query(`update item set net_price = 10 where tenant_id = $1`, world.tenant)
  for (const item of numbers) await act(world, 'item.sell-on', { item, channel: 'Austria' })
  const usual = referenceConnector({ places: true, inward: 'watermark' }) as Connector
  const send = usual.send?.item
  assert.ok(usual.send && send)
  let calls = 0
  world.install({
    ...usual,
    send: {
      ...usual.send,
      item: {
        ...send,
        batch: 2,
        send: async (session, list) => {
          if (++calls === 1) await act(world, 'channel.lock', { channel: 'Austria' })
          return send.send(session, list)
        },
      },
    },
  })
  await world.sync({ lanes: ['catalogue'] })
  assert.equal(calls, 1)
  assert.equal(system.objects.of('item').filter(one => /L-/.test(JSON.stringify(one.fields))).length, 2)
  await act(world, 'channel.unlock', { channel: 'Austria' })
  assert.equal((await world.sync({ lanes: ['catalogue'] })).state, 'done')
  assert.equal(system.objects.of('item').filter(one => /L-/.test(JSON.stringify(one.fields))).length, 12)
})

test('an order that changes while its channel is locked is not taken over as it was, and comes in changed', async context => {
  const { world, system } = await twoPlaces(context)
  const order = system.placeOrder({ ...orderOf('A-7'), place: 'at' })
  await world.sync()
  await act(world, 'channel.lock', { channel: 'Austria' })
  system.changeOrder(order, { note: 'please ring' })
  await world.sync()
  const checks = () =>
    world.query<{ open: string[]; outcome: string }>(
      `select w.open_checks as open, l.outcome from web_order w join ledger l on l.tenant_id = w.tenant_id and l.id = w.id where w.tenant_id = $1`,
      world.tenant,
    )
  const [locked] = await checks()
  assert.deepEqual(locked, { open: ['CHANNEL_LOCKED'], outcome: 'waiting' })
  await act(world, 'channel.unlock', { channel: 'Austria' })
  await world.sync()
  const [open] = await checks()
  assert.deepEqual(open, { open: [], outcome: 'staged' })
  assert.equal((await ledgerOf(world)).size, 1)
})

test('what changes of an order that was taken over while its channel is locked is done when it is unlocked', async context => {
  const { world, system } = await twoPlaces(context)
  const order = system.placeOrder({ ...orderOf('A-8'), place: 'at' })
  await world.sync()
  await act(world, 'inbox.take-over', { all: true })
  await act(world, 'channel.lock', { channel: 'Austria' })
  system.changeOrder(order, { state: 'cancelled' })
  await world.sync()
  const cancelled = async () =>
    (
      await world.query(
        `select 1 from sales_order where tenant_id = $1 and cancelled_at is not null`,
        world.tenant,
      )
    ).length
  assert.equal(await cancelled(), 0)
  const { waiting } = await act<{ waiting: { records: number } }>(world, 'channel.show', {
    channel: 'Austria',
  })
  assert.equal(waiting.records, 1, 'it is seen to wait')
  await act(world, 'channel.unlock', { channel: 'Austria' })
  await world.sync()
  assert.equal(await cancelled(), 1)
  assert.equal((await ledgerOf(world)).get(order)?.code, 'CHANGED_AT_CHANNEL')
  assert.equal(counts(await world.sync()).updated, 0, 'looked at once')
  assert.deepEqual(await world.broken(), [])
})

test('a place that was parked gets in by import again once it has a channel', async context => {
  const world = await createWorld(db, context)
  const { system, name } = await addReference(world, context, {
    shape: { places: true, inward: 'watermark' },
  })
  await world.makeItems('A-1')
  await act(world, 'first-run.finish', { connection: name, withoutLook: true })
  system.placeOrder({ ...orderOf('F-1'), place: 'fr' })
  await world.sync()
  const places = await act<{ items: { place: string; channel: string | null; parked: number }[] }>(
    world,
    'connection.places',
    { connection: name },
  )
  assert.deepEqual(
    places.items.map(({ place, channel, parked }) => ({ place, channel, parked })),
    [
      { place: '', channel: 'Shop', parked: 0 },
      { place: 'fr', channel: null, parked: 1 },
    ],
  )
  await act(world, 'channel.add', { connection: name, place: 'fr', name: 'France' })
  await act(world, 'ledger.retry-parked', { connection: name })
  assert.equal([...(await ledgerOf(world)).values()][0]?.outcome, 'staged')
})

async function twoPlaces(context: Parameters<typeof createWorld>[1]) {
  const world = await createWorld(db, context)
  const shape = { places: true, inward: 'watermark' as const }
  const { system, id, name } = await addReference(world, context, { shape })
  await act(world, 'first-run.finish', { connection: id, withoutLook: true })
  await world.query(`update channel set place = 'de' where tenant_id = $1 and name = $2`, world.tenant, name)
  await act(world, 'channel.add', { connection: id, place: 'at', name: 'Austria' })
  await world.makeItems('A-1')
  await world.query(`update item set net_price = 10 where tenant_id = $1`, world.tenant)
  for (const channel of [name, 'Austria']) await act(world, 'item.sell-on', { item: 'A-1', channel })
  await world.sync({ lanes })
  return { world, system, id }
}

async function staged(world: World): Promise<number> {
  const rows = await world.query(
    `select 1 from web_order where tenant_id = $1 and state = 'staged'`,
    world.tenant,
  )
  return rows.length
}
