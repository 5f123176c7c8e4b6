import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { mostTakings } from '../../src/channels/letterStore.ts'
import { removeOldSessions, sessionsNamed, spendSession } from '../../src/channels/sessionStore.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { PushWorld } from '../push/pushWorld.ts'
import { call, createCalledWorld, show, take } from './calledWorld.ts'
import { act } from './connectWorld.ts'

const { db } = await testDatabase({ after })

interface Sent {
  readonly url: string
  readonly session: string
}
interface Shown {
  readonly place: string
  readonly name: string
  readonly channelId: string | null
  readonly channel: string | null
  readonly closed: {
    readonly side: string
    readonly by: string
    readonly forGood: boolean
    readonly told: string
  } | null
}

test('a seller who signs up gets the first channel, the next one a channel of its own, and neither fails for a name', async t => {
  const push = await createCalledWorld(db, t)
  const first = await signUp(push, 'S-1', 'Muster GmbH')
  assert.match(first.url, /\/sign-up\?purpose=open&session=/)
  assert.deepEqual(await places(push), [['S-1', 'Muster GmbH', await nameOf(push, push.channelId)]])
  // What comes again changes nothing, and another seller cannot use the session.
  assert.equal((await open(push, first.session, 'S-1', 'Muster GmbH')).spent, true)
  assert.equal((await open(push, first.session, 'S-2', 'Fremd')).spent, false)
  assert.equal((await places(push)).length, 1)

  await signUp(push, 'S-2', 'Muster GmbH')
  await signUp(push, 'S-3', 'Muster GmbH')
  await signUp(push, 'S-4', '')
  const names = (await places(push)).map(([, , channel]) => channel)
  assert.equal(new Set(names).size, 4)
  assert.equal(names[1], 'Muster GmbH')
  const { items } = await act<{ items: { usedBy: string; channel: string }[] }>(
    push.world,
    'connection.sessions',
    {
      connection: push.connectionId,
    },
  )
  assert.deepEqual(items.map(one => one.usedBy).sort(), ['S-1', 'S-2', 'S-3', 'S-4'])
  assert.ok(!JSON.stringify(items).includes(first.session), 'a session is a secret')
})

test('a session holds for an hour, for one place, and for its connection alone', async t => {
  const push = await createCalledWorld(db, t)
  const { world, connectionId } = push
  const of = { tenant: world.tenant, connectionId }
  const { session } = await act<Sent>(world, 'connection.sign-up', { connection: connectionId })
  const spend = (place: string, at = new Date(), where = of) =>
    world.tx(tx => spendSession(tx, where, { session, place }, at))
  assert.equal(await spend('S-1', new Date(Date.now() + 3_601_000)), false, 'too late')
  assert.equal(await spend('S-1', new Date(), { ...of, connectionId: randomUUID() }), false)
  assert.equal(
    await world.tx(tx => spendSession(tx, of, { session: 'no uuid', place: 'S-1' }, new Date())),
    false,
  )
  const both = await Promise.all([spend('S-1'), spend('S-2')])
  assert.deepEqual([...both].sort(), [false, true])
  assert.equal((await world.tx(tx => sessionsNamed(tx, of, [session, 'x', randomUUID()]))).length, 1)
  await world.query(
    `update place_session set used_at = now() - interval '31 days' where tenant_id = $1`,
    world.tenant,
  )
  await transact(db, { role: 'kontor_retention' }, removeOldSessions)
  assert.deepEqual(await world.tx(tx => sessionsNamed(tx, of, [session])), [])
})

test('two sellers who sign up at the same moment get a channel each', async t => {
  const push = await createCalledWorld(db, t)
  const sessions = await Promise.all(
    [1, 2, 3].map(() => act<Sent>(push.world, 'connection.sign-up', { connection: push.connectionId })),
  )
  const done = await Promise.all(
    sessions.flatMap(({ session }, n) => [
      open(push, session, `S-${n}`, 'Muster'),
      open(push, session, `S-${n}`, 'Muster'),
    ]),
  )
  assert.ok(done.every(one => one.spent))
  const rows = await places(push)
  assert.equal(rows.length, 3)
  assert.equal(new Set(rows.map(([, , channel]) => channel)).size, 3)
})

test('a place that is closed rests, its letters are withdrawn but the one that says so, and it comes back with what changed', async t => {
  const push = await createCalledWorld(db, t)
  const { world, channelId } = push
  await signUp(push, 'S-1', 'Muster')
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  await take(push, { drop: true })
  await push.move(id, '-3')
  await push.lane('stock')
  const closed = await act<Shown>(world, 'channel.close-place', { channel: channelId, reason: 'holidays' })
  assert.deepEqual([closed.closed?.side, closed.closed?.by, closed.closed?.told], ['here', 'Eva', 'lies'])
  await push.move(id, '-2')
  await push.lane('stock')
  const [letter, ...rest] = await take(push, { drop: true })
  assert.equal(letter?.type, 'place.closed')
  assert.deepEqual(rest, [])
  assert.equal((await shown(push))[0]?.closed?.told, 'taken')
  await act(world, 'channel.close-place', { channel: channelId })
  assert.deepEqual(await take(push, { drop: true }), [], 'told once')
  await assert.rejects(act(world, 'channel.set', { channel: channelId, active: true }), {
    code: 'PLACE_NOT_OPEN',
  })
  await assert.rejects(act(world, 'channel.ask', { channel: channelId, name: 'test' }), {
    code: 'PLACE_NOT_OPEN',
  })

  const again = await act<Sent>(world, 'channel.sign-in-again', { channel: channelId })
  assert.match(again.url, /purpose=change/)
  assert.equal((await open(push, again.session, 'S-2', 'Other')).spent, false, 'it is for that place alone')
  assert.equal((await open(push, again.session, 'S-1', 'Muster')).spent, true)
  assert.equal((await shown(push))[0]?.closed, null)
  assert.equal((await shown(push))[0]?.channelId, channelId, 'the same channel')
  await push.lane('catalogue')
  await push.lane('stock')
  assert.deepEqual(await take(push, { drop: true }), [{ type: 'stock', body: { offered: '5' } }])
})

test('the system closes a place and opens it: it is told so, and a channel that a person switched off stays off', async t => {
  const push = await createCalledWorld(db, t)
  const { world, channelId } = push
  await signUp(push, 'S-1', 'Muster')
  const turn = (active: boolean) =>
    call(push, { places: [{ place: 'S-1', name: 'Muster', active, reason: 'licence' }] })
  await turn(false)
  assert.equal((await shown(push))[0]?.closed?.side, 'there')
  // Opened again before anybody took the letter: nobody is told what is not true any more.
  await turn(true)
  assert.deepEqual(await take(push, { drop: true }), [])
  await act(world, 'channel.set', { channel: channelId, active: false })
  await turn(false)
  assert.deepEqual(
    (await take(push, { drop: true })).map(one => one.type),
    ['place.closed'],
  )
  await turn(true)
  const [channel] = await world.query<{ active: boolean }>(
    'select active from channel where id = $1',
    channelId,
  )
  assert.equal(channel?.active, false)
})

test('what was closed for good is opened by a new sign-up alone, and an old session opens nothing', async t => {
  const push = await createCalledWorld(db, t)
  const { world, channelId } = push
  const { session } = await signUp(push, 'S-1', 'Muster')
  await act(world, 'channel.close-place', { channel: channelId, forGood: true })
  assert.equal((await open(push, session, 'S-1', 'Muster')).spent, false, 'spent before it was closed')
  await call(push, { places: [{ place: 'S-1', name: 'Muster', active: true }] })
  assert.equal((await shown(push))[0]?.closed?.forGood, true)
  await assert.rejects(act(world, 'channel.sign-in-again', { channel: channelId }), {
    code: 'PLACE_CLOSED_FOR_GOOD',
  })
  await signUp(push, 'S-1', 'Muster')
  assert.deepEqual([(await shown(push))[0]?.closed, (await shown(push))[0]?.channelId], [null, channelId])
})

test('asked twice there is one letter; what is done when it was taken, what is answered, and what nobody takes', async t => {
  const push = await createCalledWorld(db, t)
  const { world, channelId } = push
  await signUp(push, 'S-1', 'Muster')
  const ask = (name: string) => act<{ asked: boolean }>(world, 'channel.ask', { channel: channelId, name })
  const state = async () => {
    const { items } = await act<{ items: { name: string; state: string; mayAsk: boolean }[] }>(
      world,
      'channel.asks',
      {
        channel: channelId,
      },
    )
    return Object.fromEntries(items.map(one => [one.name, `${one.state} ${one.mayAsk}`]))
  }
  await assert.rejects(ask('nothing'), { code: 'ASK_UNKNOWN' })
  assert.deepEqual(await state(), { inventory: 'never true', test: 'never true' })
  assert.deepEqual((await Promise.all([ask('inventory'), ask('inventory')])).map(one => one.asked).sort(), [
    false,
    true,
  ])
  await ask('test')
  const taken = await take(push, { drop: true })
  assert.equal(taken.length, 2)
  const id = taken.find(one => one.type === 'inventory.wanted')?.body['id']
  assert.deepEqual(await state(), { inventory: 'taken false', test: 'answered true' })
  assert.equal((await ask('inventory')).asked, false, 'its answer is awaited')

  // A day without an answer: it may be asked once more, under the same id.
  await world.query(
    `update place_ask set asked_at = now() - interval '25 hours' where tenant_id = $1`,
    world.tenant,
  )
  assert.equal((await ask('inventory')).asked, true)
  const [again] = await take(push, { drop: true })
  assert.equal(again?.body['id'], id)
  await call(push, { rows: { ask: String(id), rows: [], done: true } })
  assert.equal((await state())['inventory'], 'answered true')

  await ask('inventory')
  await untaken(push)
  assert.equal((await state())['inventory'], 'untaken true')
  assert.deepEqual(await findings(push), ['LETTERS_UNTAKEN'])
  assert.equal((await ask('inventory')).asked, true)
  assert.deepEqual(await findings(push), [])
})

test('a dead letter of a quantity is a disturbance, and sent again it says the newest one', async t => {
  const push = await createCalledWorld(db, t)
  const { world, channelId } = push
  await signUp(push, 'S-1', 'Muster')
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  await take(push, { drop: true })
  await push.move(id, '-3')
  await push.lane('stock')
  await untaken(push)
  assert.deepEqual(await findings(push), ['LETTERS_UNTAKEN'])
  await push.move(id, '-2')
  const { items } = await act<{ items: { code: string }[] }>(world, 'outbox.refused', {
    connection: channelId,
  })
  assert.deepEqual(
    items.map(one => one.code),
    ['LETTER_NOT_TAKEN'],
  )
  await act(world, 'outbox.send-again', { connection: channelId })
  await push.lane('catalogue')
  await push.lane('stock')
  const letters = await take(push, { drop: true })
  assert.equal(letters.at(-1)?.body['offered'], '5')
  assert.deepEqual(await findings(push), [])
})

test('that a place was closed and nobody takes it is a disturbance until it is opened', async t => {
  const push = await createCalledWorld(db, t)
  await signUp(push, 'S-1', 'Muster')
  await act(push.world, 'channel.close-place', { channel: push.channelId })
  await untaken(push)
  assert.equal((await shown(push))[0]?.closed?.told, 'untaken')
  assert.deepEqual(await findings(push), ['LETTERS_UNTAKEN'])
})

test('where nobody signs up a place gets no channel by itself, and there is nothing to sign up at', async t => {
  const push = await createCalledWorld(db, t)
  const { world } = push
  const connector = world.parts.connectors.get('reference')
  assert.ok(connector?.receive)
  const { signUp: _, ...receive } = connector.receive
  world.install({ ...connector, receive })
  await call(push, { places: [{ place: 'S-9', name: 'Nine', active: true }] })
  assert.deepEqual(
    (await shown(push)).map(one => [one.place, one.channelId !== null]),
    [
      ['', true],
      ['S-9', false],
    ],
  )
  await assert.rejects(act(world, 'connection.sign-up', { connection: push.connectionId }), {
    code: 'SIGN_UP_NOT_OFFERED',
  })
})

async function signUp(push: PushWorld, place: string, name: string): Promise<Sent> {
  const sent = await act<Sent>(push.world, 'connection.sign-up', { connection: push.connectionId })
  assert.equal((await open(push, sent.session, place, name)).spent, true)
  return sent
}

function open(push: PushWorld, session: string, place: string, name: string) {
  return call(push, { places: [{ place, name, active: true }], spends: { session, place } })
}

async function shown(push: PushWorld): Promise<readonly Shown[]> {
  return (await act<{ items: Shown[] }>(push.world, 'connection.places', { connection: push.connectionId }))
    .items
}

async function places(push: PushWorld) {
  return (await shown(push)).map(one => [one.place, one.name, one.channel])
}

async function nameOf({ world }: PushWorld, id: string): Promise<string | undefined> {
  const [row] = await world.query<{ name: string }>('select name from channel where id = $1', id)
  return row?.name
}

/** The letters that lie there are handed out so often that nobody believes in them any more. */
async function untaken(push: PushWorld): Promise<void> {
  for (let time = 0; time <= mostTakings; time++) {
    await take(push, { drop: false })
    await show(push)
  }
}

async function findings({ world }: PushWorld): Promise<string[]> {
  const { items } = await act<{ items: { findings: { rule: string }[] }[] }>(world, 'health.show')
  return items
    .flatMap(one => one.findings.map(finding => finding.rule))
    .filter(rule => rule === 'LETTERS_UNTAKEN')
}
