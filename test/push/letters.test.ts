import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { setLock } from '../../src/channels/addConnection.ts'
import { mostTakings, putLetters } from '../../src/channels/letterStore.ts'
import { releaseRefused } from '../../src/channels/refusedStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { Received, TakenLetter } from '../../src/port/receive.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act as perform } from '../connect/connectWorld.ts'
import { posted } from './postedFixture.ts'
import { createPushWorld, everyLetterMayBeTaken, type PushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const take = { most: 10, hiddenSeconds: 300 }

test('a letter is handed out, hidden, and gone when it is dropped; what it says is not laid out twice', async t => {
  const push = await letterWorld(t)
  const [id = ''] = await push.sell(['T-1'])
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, pending: 1 })
  await push.lane('stock')
  const [letter] = await call(push, { take })
  assert.deepEqual([letter?.type, letter?.key, letter?.body], ['item', 'item/1', { offered: '10' }])
  assert.deepEqual(await call(push, { take }), [], 'hidden')
  assert.deepEqual(await call(push, { drop: [letter?.id ?? '', 'nobody knows it'], take }), [])
  await show(push)
  assert.deepEqual(await call(push, { take }), [], 'gone')
  await push.sweep('item')
  await push.sweep('stock')
  await push.lane('catalogue')
  await push.lane('stock')
  assert.deepEqual(await call(push, { take }), [], 'equal to what was laid out')
  await push.move(id, '-3')
  await push.lane('stock')
  assert.deepEqual(
    (await call(push, { take })).map(one => one.body),
    [{ offered: '7' }],
  )
  assert.deepEqual(await push.due(), [])
})

test('a newer letter takes the place of an older one, also where that was handed out', async t => {
  const push = await letterWorld(t)
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  await call(push, { drop: (await call(push, { take })).map(one => one.id) })
  await push.move(id, '-3')
  await push.lane('stock')
  const [old] = await call(push, { take })
  assert.deepEqual(old?.body, { offered: '7' })
  await push.move(id, '3') // back to what was accepted before the letter
  await push.lane('stock')
  await call(push, { drop: [old?.id ?? ''] })
  assert.deepEqual(
    (await call(push, { take })).map(one => one.body),
    [{ offered: '10' }],
    'the newest value is what they end with',
  )
})

test('while the connection is locked nothing is handed out, and nothing is lost', async t => {
  const push = await letterWorld(t)
  const { world, connectionId } = push
  await push.sell(['T-1'])
  await push.lane('catalogue')
  const lock = { by: 'tester', reason: 'stocktaking', at: new Date() }
  await world.tx(tx => setLock(tx, world.tenant, connectionId, lock))
  assert.deepEqual(await call(push, { take }), [])
  await world.tx(tx => setLock(tx, world.tenant, connectionId, null))
  assert.equal((await call(push, { take })).length, 1)
})

test('a letter with a ticket waits for its answer, which the system brings', async t => {
  const push = await letterWorld(t, { tickets: true })
  const { world } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const [letter] = await call(push, { take })
  await call(push, { drop: [letter?.id ?? ''] })
  await push.change(async () => ({ changed: { item: [id] } }))
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), {}, 'not sent again before it is answered')
  await call(push, { results: [{ ticket: 'offer/1', result: { result: 'pending', ticket: 'offer/1' } }] })
  const answer = { result: 'accepted', theirs: 'their-1', proof: 'stored' } as const
  for (let time = 0; time < 2; time++) await call(push, { results: [{ ticket: 'offer/1', result: answer }] })
  assert.deepEqual(
    await world.query(
      `select o.ticket, o.data_hash is not null as accepted, k.their_id as theirs from channel_object o
         join link k on k.object_id = o.object_id where o.tenant_id = $1 and o.kind = 'item' and k.kind = 'item'`,
      world.tenant,
    ),
    [{ ticket: null, accepted: true, theirs: 'their-1' }],
  )
})

test('a letter that is taken again and again and never dropped is named, and sent again when a person says so', async t => {
  const push = await letterWorld(t)
  const { world, connectionId, channelId } = push
  const ids = await push.sell(['T-1'])
  await push.lane('catalogue')
  for (let time = 0; time < mostTakings; time++) {
    assert.equal((await call(push, { take })).length, 1, `time ${time}`)
    await show(push)
  }
  assert.deepEqual(await call(push, { take }), [])
  const of = { tenant: world.tenant, channelId, object: 'item' as const, connectionId }
  assert.deepEqual(
    await world.query(`select rejected_code as code from channel_object where tenant_id = $1`, world.tenant),
    [{ code: 'LETTER_NOT_TAKEN' }],
  )
  await world.tx(tx => releaseRefused(tx, of, ids))
  await push.lane('catalogue')
  assert.equal((await call(push, { take })).length, 1)
})

test('a letter whose transaction commits late is neither lost nor overtaken', async t => {
  const push = await letterWorld(t)
  const { world, connectionId, channelId } = push
  const of = { tenant: world.tenant, connectionId }
  const letter = (key: string) => ({
    id: newId(),
    key,
    place: '',
    type: 'item',
    body: key,
    channelId,
    kind: 'item' as const,
    object: 'item' as const,
    objectId: newId(),
    ticket: null,
    sent: {},
  })
  const late = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const older = transact(db, { tenant: world.tenant }, async tx => {
    await putLetters(tx, of, [letter('older')])
    written.resolve()
    await late.promise
  })
  await written.promise
  await world.tx(tx => putLetters(tx, of, [letter('newer')]))
  assert.deepEqual((await posted(push, { take })).letters, [], 'one that comes before it may still appear')
  late.resolve()
  await older
  assert.deepEqual(
    (await call(push, { take })).map(one => one.key),
    ['older', 'newer'],
  )
})

test('many takers at once get each letter once', async t => {
  const push = await letterWorld(t)
  await push.sell(['T-1', 'T-2', 'T-3', 'T-4', 'T-5', 'T-6'])
  await push.lane('catalogue')
  const taken = await Promise.all(
    [1, 2, 3, 4].map(() => call(push, { take: { most: 2, hiddenSeconds: 300 } })),
  )
  const keys = taken.flat().map(one => one.key)
  assert.equal(new Set(keys).size, keys.length)
})

// The reference system as one that takes items and quantities from us instead of being called.
async function letterWorld(t: TestContext, wish: { readonly tickets?: boolean } = {}): Promise<PushWorld> {
  return createPushWorld(db, t, { keys: 'ours' }, (connector: Connector) => {
    const { item, stock } = connector.send ?? {}
    assert.ok(item && stock)
    const queued = (type: string, one: Outgoing<'item'> | Outgoing<'stock'>, no: number) => ({
      result: 'queued' as const,
      letter: { key: `item/${no}`, place: one.place, type, body: { offered: one.state.stock.offered } },
      ...(wish.tickets ? { ticket: `offer/${no}` } : {}),
    })
    return {
      ...connector,
      receive: { prefix: '/letters', routes: [], refuse: why => ({ status: 400, body: why }) },
      send: {
        ...connector.send,
        item: { ...item, send: async (_, list) => list.map(one => queued('item', one, one.ref.no)) },
        stock: { ...stock, send: async (_, list) => list.map(one => queued('stock', one, one.ref.no)) },
      },
    }
  })
}

async function call(push: PushWorld, read: Received): Promise<readonly TakenLetter[]> {
  await everyLetterMayBeTaken(push)
  return (await posted(push, read)).letters
}

/** The time for which letters are hidden passes. */
async function show({ world }: PushWorld): Promise<void> {
  await world.query(
    `update letter set hidden_until = now() - interval '1 s' where tenant_id = $1`,
    world.tenant,
  )
}

test('what waits to be taken or answered is listed page by page, laid out again, and let go of, one result each', async t => {
  const push = await letterWorld(t, { tickets: true })
  const { world } = push
  await push.sell(['T-1', 'T-2', 'T-3'])
  await push.lane('catalogue')
  const first = await awaited(push, { limit: 2 })
  assert.deepEqual([first.items.length, first.count, first.items[0]?.name], [2, 3, 'T-1'])
  const second = await awaited(push, { limit: 2, after: first.next ?? '' })
  assert.deepEqual(
    [...first.items, ...second.items].map(one => [one.name, one.waits, one.taken, one.kind]),
    ['T-1', 'T-2', 'T-3'].map(name => [name, 'take', 0, 'item']),
    'a letter with a ticket is one thing that waits',
  )
  // The first is taken for good, the second handed out only, the third not even that.
  const taken = await call(push, { take: { most: 2, hiddenSeconds: 300 } })
  assert.equal(taken.length, 2)
  await call(push, { drop: [taken[0]?.id ?? ''] })
  const rows = (await awaited(push, {})).items
  const one = (name: string) => rows.find(row => row.name === name)?.id ?? ''
  assert.deepEqual(Object.fromEntries(rows.map(row => [row.name, [row.waits, row.taken]])), {
    'T-1': ['answer', 0],
    'T-2': ['take', 1],
    'T-3': ['take', 0],
  })
  const answer = await awaited(push, { waits: 'answer' })
  assert.deepEqual([answer.count, answer.items[0]?.ticket], [1, 'offer/1'])
  assert.equal((await awaited(push, { object: 'T-2', kind: ['item'] })).count, 1)
  assert.equal((await awaited(push, { before: '2020-01-01T00:00:00Z' })).count, 0)

  // Laid out again: handed out at once, although it is hidden.
  assert.deepEqual(await act(push, 'outbox.lay-out', { ids: [one('T-2'), one('T-1'), newId()] }), [
    null,
    'AWAITED_NO_LETTER',
    'AWAITED_GONE',
  ])
  assert.deepEqual((await call(push, { take })).map(({ key }) => key).sort(), ['item/2', 'item/3'])

  // Let go of: nothing is waited for, and all of it goes out anew as it is now.
  await assert.rejects(act(push, 'outbox.release', {}), { code: 'AWAITED_UNNAMED' })
  const ids = [one('T-1'), one('T-2')]
  assert.deepEqual(await act(push, 'outbox.release', { ids }), [null, null])
  assert.deepEqual(await act(push, 'outbox.release', { ids }), ['AWAITED_GONE', 'AWAITED_GONE'])
  const late = { result: 'accepted', theirs: 'their-1', proof: 'stored' } as const
  await call(push, { results: [{ ticket: 'offer/1', result: late }] })
  assert.deepEqual(
    await world.query(`select 1 from link where tenant_id = $1 and their_id = 'their-1'`, world.tenant),
    [],
    'an answer that comes too late settles nothing',
  )
  await push.lane('catalogue')
  assert.equal((await awaited(push, { connection: push.channelId })).count, 3)
  const keys = (await call(push, { take })).map(({ key }) => key).sort()
  assert.deepEqual(keys, ['item/1', 'item/2'])
})

test('a letter without a ticket that is let go of is written anew, with what is true now', async t => {
  const push = await letterWorld(t)
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  await call(push, { drop: (await call(push, { take })).map(letter => letter.id) })
  await push.move(id, '-3')
  await push.lane('stock')
  assert.deepEqual((await call(push, { take }))[0]?.body, { offered: '7' })
  assert.deepEqual(await act(push, 'outbox.release', { connection: push.channelId }), [null])
  assert.deepEqual(await push.due(), [{ kind: 'stock', objectId: id, tries: 0, waits: false }])
  await push.lane('stock')
  assert.deepEqual((await call(push, { take }))[0]?.body, { offered: '7' }, 'said once more')
})

interface AwaitedPage {
  readonly items: readonly {
    id: string
    name: string
    waits: string
    taken: number
    kind: string
    ticket: string | null
  }[]
  readonly next: string | null
  readonly count: number
}

async function awaited(push: PushWorld, input: object): Promise<AwaitedPage> {
  return perform<AwaitedPage>(push.world, 'outbox.awaited', input)
}

/** The code of each result; null: done. */
async function act(push: PushWorld, name: string, input: object): Promise<(string | null)[]> {
  const { items } = await perform<{ items: { done: boolean; code: string | null }[] }>(
    push.world,
    name,
    input,
  )
  return items.map(one => (one.done ? null : (one.code ?? 'without a code')))
}
