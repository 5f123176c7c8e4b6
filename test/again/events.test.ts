import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openEntrances } from '../import/entrances.ts'
import { createReferenceWorld, orderOf } from '../import/referenceWorld.ts'
import { counted, counts, ledgerOf } from '../import/world.ts'

const { db } = await testDatabase({ after })

interface Kind {
  readonly kind: string
  readonly label: string
  readonly enabled: boolean
  readonly from: string | null
  readonly fromText: string | null
  readonly count: number
  readonly lastReceived: string | null
}

async function opened(t: Parameters<typeof createReferenceWorld>[1], zone = 'Europe/Berlin') {
  const given = await createReferenceWorld(db, t, 'watermark')
  await given.world.query(`update connection set time_zone = $2 where id = $1`, given.id, zone)
  const [channel] = await given.world.query<{ id: string; name: string }>(`select id, name from channel`)
  const entrances = await openEntrances(given.world, t)
  const path = `/channels/${channel?.id}/events`
  const put = async (events: object[]) => {
    const answer = await entrances.http('PUT', path, { events })
    return { ...answer, items: (answer.body['items'] ?? []) as readonly Kind[] }
  }
  const get = async () => (await entrances.http('GET', path)).body['items'] as readonly Kind[]
  return { ...given, ...entrances, put, get, name: channel?.name ?? '' }
}

test('a channel shows every kind that its system delivers, and a set replaces all of them', async t => {
  const { get, put, system, sync } = await opened(t)
  system.placeOrder(orderOf('1'))
  await sync()
  const before = await get()
  assert.ok(before.length >= 9, before.map(one => one.kind).join())
  const orders = before.find(one => one.kind === 'order')
  assert.deepEqual([orders?.label, orders?.enabled, orders?.from, orders?.count], ['Orders', true, null, 1])
  assert.ok(orders?.lastReceived)
  assert.equal(before.find(one => one.kind === 'payment')?.lastReceived, null)

  const { items } = await put([
    { kind: 'order', from: '2026-03-29' },
    { kind: 'payment', enabled: true },
    { kind: 'refund', enabled: false },
  ])
  assert.deepEqual(
    items.filter(one => one.enabled).map(one => one.kind),
    ['order', 'payment'],
  )
  assert.equal(items.find(one => one.kind === 'order')?.from, '2026-03-28T23:00:00.000Z')
})

for (const [zone, text, instant, shown] of [
  ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z', '2026-03-29 03:30:00'],
  ['Europe/Berlin', '2025-10-26 02:30:00', '2025-10-26T00:30:00.000Z', '2025-10-26 02:30:00'],
  ['America/New_York', '2026-03-29', '2026-03-29T04:00:00.000Z', '2026-03-29 00:00:00'],
] as const)
  test(`"from" ${text} means the clocks of ${zone}`, async t => {
    const { put } = await opened(t, zone)
    const { items } = await put([{ kind: 'order', from: text }])
    const order = items.find(one => one.kind === 'order')
    assert.deepEqual([order?.from, order?.fromText], [instant, shown])
  })

test('a shop in New York begins its day at its own midnight', async t => {
  const { put, system, sync, world } = await opened(t, 'America/New_York')
  await put([{ kind: 'order', from: '2026-03-29' }])
  const early = system.placeOrder({ ...orderOf('1'), placedAt: '2026-03-29T03:59:59Z' })
  const first = system.placeOrder({ ...orderOf('2'), placedAt: '2026-03-29T04:00:00Z' })
  assert.deepEqual(counts(await sync()), counted({ new: 1, skipped: 1 }))
  const rows = await ledgerOf(world)
  assert.deepEqual([rows.get(early)?.code, rows.get(first)?.outcome], ['BEFORE_START_DATE', 'staged'])
})

test('an earlier "from" lets in what was left out, from what is stored, without asking for it', async t => {
  const { put, system, sync, world, get, clock } = await opened(t)
  await put([{ kind: 'order', from: '2026-03-01' }])
  const ids = ['2026-01-10T10:00:00Z', '2026-02-10T10:00:00Z'].map((placedAt, at) =>
    system.placeOrder({ ...orderOf(`${at}`), placedAt }),
  )
  await sync()
  clock.advance(60)
  for (const id of ids) system.records.forget(id) // the shop does not have them any more
  await put([{ kind: 'order', from: '2026-02-01' }])

  const run = await sync()

  assert.deepEqual(counts(run), counted({ updated: 1 }))
  const rows = await ledgerOf(world)
  assert.deepEqual(
    ids.map(id => rows.get(id)?.outcome),
    ['ignored', 'staged'],
  )
  assert.equal((await get()).find(one => one.kind === 'order')?.count, 2)

  clock.advance(60)
  await put([])
  system.placeOrder({ ...orderOf('3') })
  await sync()
  await put([{ kind: 'order' }])
  clock.advance(60)
  await sync()
  assert.deepEqual(
    [...(await ledgerOf(world)).values()].map(row => row.outcome),
    ['staged', 'staged', 'staged'],
  )
  assert.deepEqual(await world.broken(), [])
})

test('each kind is let in from its own "from", also where several begin earlier at once', async t => {
  const { put, system, sync, world, clock } = await opened(t)
  await put([
    { kind: 'order', from: '2026-03-01' },
    { kind: 'payment', from: '2026-03-01' },
  ])
  const order = system.placeOrder({ ...orderOf('1'), placedAt: '2026-01-10T10:00:00Z' })
  const [early, late] = ['2026-01-11T10:00:00Z', '2026-02-11T10:00:00Z'].map((paidAt, at) =>
    system.add('payment', { order, paidAt, amount: '1', method: 'card', transaction: `t-${at}` }),
  )
  await sync()
  clock.advance(60)
  await put([
    { kind: 'order', from: '2026-01-01' },
    { kind: 'payment', from: '2026-02-01' },
  ])
  await sync()
  const payments = await ledgerOf(world, 'payment')
  assert.equal((await ledgerOf(world)).get(order)?.outcome, 'staged')
  assert.equal(payments.get(late ?? '')?.outcome, 'staged')
  assert.equal(payments.get(early ?? '')?.code, 'BEFORE_START_DATE')
})

test('the terminal changes the kinds that it names and leaves the others as they are', async t => {
  const { terminal, name, get } = await opened(t)
  const set = await terminal(
    'connection',
    'events',
    name,
    '--set',
    'order=2026-03-29T12:00:01',
    '--set',
    'refund=off',
  )
  assert.equal(set.status, 0, set.err)
  await terminal('connection', 'events', name, '--set', 'order=off')
  const items = await get()
  assert.deepEqual(
    items.filter(one => !one.enabled).map(one => [one.kind, one.fromText]),
    [
      ['order', '2026-03-29 12:00:01'],
      ['refund', null],
    ],
  )
})

test('a "from" in the future, a day that is none and a kind that is not delivered change nothing', async t => {
  const { put, get } = await opened(t)
  const refused = async (event: object) => (await put([event])).body['code']
  assert.equal(await refused({ kind: 'order', from: '2999-01-01' }), 'FROM_IN_FUTURE')
  assert.equal(await refused({ kind: 'order', from: '2026-02-30' }), 'DATE_INVALID')
  assert.equal(await refused({ kind: 'term' }), 'EVENT_UNKNOWN')
  assert.ok((await get()).every(one => one.enabled && one.from === null))
})

test('"from" means created or changed: an older order that changed since comes in, also by a later "from" and in a preview', async t => {
  const { put, system, sync, world, clock, http, name } = await opened(t)
  const dayBefore = (days: number) => new Date(clock.now().getTime() - days * 86_400_000).toISOString()
  const [untouched, early, late] = ['1', '2', '3'].map(number =>
    system.placeOrder({ ...orderOf(number), placedAt: dayBefore(60) }),
  ) as [string, string, string]
  await put([{ kind: 'order', from: dayBefore(10) }])
  assert.deepEqual(counts(await sync()), counted({ skipped: 3 }))
  clock.advance(60)
  system.changeOrder(early, { note: 'geändert' })
  clock.advance(60)
  const between = clock.now()
  clock.advance(60)
  system.changeOrder(late, { note: 'geändert' })
  clock.advance(60)
  const outcomes = async () => {
    const rows = await ledgerOf(world)
    return [untouched, early, late].map(id => rows.get(id)?.outcome)
  }

  await put([{ kind: 'order', from: between.toISOString() }])
  await sync()
  assert.deepEqual(await outcomes(), ['ignored', 'ignored', 'staged'])

  const from = new Date(between.getTime() - 90_000).toISOString()
  const wish = { from, events: ['order'] }
  const preview = await http('POST', `/channels/${name.replaceAll(' ', '%20')}/requests/preview`, wish)
  const { new: fresh, changed, here, leftOut } = preview.body
  assert.deepEqual([fresh, changed, here, leftOut], [0, 1, 1, 0], preview.text)

  clock.advance(60)
  for (const id of [untouched, early, late]) system.records.forget(id)
  await put([{ kind: 'order', from }])
  await sync()
  assert.deepEqual(await outcomes(), ['ignored', 'staged', 'staged'], 'from what is stored')
  assert.deepEqual(await world.broken(), [])
})
