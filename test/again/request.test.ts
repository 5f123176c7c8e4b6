import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Connector } from '../../src/port/connector.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { openEntrances } from '../import/entrances.ts'
import { tableWrites, writesBetween } from '../import/measure.ts'
import { createReferenceWorld, orderOf, type ReferenceWorld } from '../import/referenceWorld.ts'
import { counted, counts, createWorld, ledgerOf } from '../import/world.ts'

const { db } = await testDatabase({ after })

/** A world whose lane has read on while orders of before were missed: the shop knows five that nobody has. */
async function missed(t: TestScope, change?: (connector: Connector) => Connector) {
  const given = await createReferenceWorld(db, t, 'watermark', change)
  const start = given.clock.now()
  const ids = given.placeOrders(5)
  given.clock.advance(600)
  given.placeOrders(1)
  // As after a restore, or a time in which the shop did not show them: the watermark stands behind them.
  await given.world.query(
    `insert into sync_cursor (tenant_id, connection_id, kind, watermark, changed_at) values ($1, $2, 'order', $3, now())`,
    given.world.tenant,
    given.id,
    new Date(given.clock.now().getTime() - 60_000).toISOString(),
  )
  assert.deepEqual(counts(await given.sync()), counted({ new: 1 }))
  const kontor = { ...given.world.kontor, now: given.clock.now }
  const entrances = await openEntrances({ ...given.world, kontor }, t)
  return { ...given, ...entrances, ids, start, name: await nameOf(given) }
}

async function nameOf({ world, id }: Pick<ReferenceWorld, 'world' | 'id'>): Promise<string> {
  const [row] = await world.query<{ name: string }>(`select name from connection where id = $1`, id)
  return row?.name ?? ''
}

async function watermarkOf({ world, id }: Pick<ReferenceWorld, 'world' | 'id'>) {
  return world.query(`select kind, watermark, resume from sync_cursor where connection_id = $1`, id)
}

test('what was missed comes from the requested instant on, once, and the lane stays where it was', async t => {
  const given = await missed(t)
  const before = await watermarkOf(given)

  const first = await given.terminal(
    'request-orders',
    given.name,
    '--from',
    given.start.toISOString(),
    '--json',
  )
  assert.equal(first.status, 0, first.err)
  const answer = JSON.parse(first.out)
  assert.equal(answer.request.state, 'done')
  assert.deepEqual(
    [
      answer.request.figures.order.found,
      answer.request.figures.order.new,
      answer.request.figures.order.unchanged,
    ],
    [6, 5, 1],
  )
  assert.equal((await ledgerOf(given.world)).size, 6)
  assert.deepEqual(await watermarkOf(given), before, 'the cursor of the lane')

  const second = await given.terminal(
    'request-orders',
    given.name,
    '--from',
    given.start.toISOString(),
    '--json',
  )
  const again = JSON.parse(second.out)
  assert.deepEqual([again.request.figures.order.new, again.request.figures.order.unchanged], [0, 6])
  assert.deepEqual(await given.world.broken(), [])
})

test('a preview says what would come and writes no row, not here and not at the shop', async t => {
  const given = await missed(t)
  given.system.placeOrder({ ...orderOf('P-1'), pending: true })
  given.system.placeOrder({ ...orderOf('X-1'), currency: 'XXQ' })
  const acks = given.system.calls.filter(call => call.method !== 'GET' && call.path !== '/session').length
  const before = await tableWrites(db)

  const answer = await given.http('POST', `/channels/${given.name.replaceAll(' ', '%20')}/requests/preview`, {
    from: given.start.toISOString(),
  })

  assert.equal(answer.status, 200, answer.text)
  const { found, new: fresh, here, pending, parked, changed, leftOut, rows, at } = answer.body
  assert.deepEqual(
    { found, fresh, here, pending, parked, changed, leftOut },
    { found: 8, fresh: 5, here: 1, pending: 1, parked: 1, changed: 0, leftOut: 0 },
  )
  assert.equal(at, given.clock.now().toISOString(), 'when the shop was looked at')
  const list = rows as readonly Record<string, unknown>[]
  const row = list.find(one => one['externalNumber'] === 'R-1')
  assert.deepEqual([row?.['did'], row?.['customer'], row?.['totalGross']], ['new', 'Eva Muster', '11.9'])
  assert.match(String(list.find(one => one['did'] === 'parked')?.['reason']), /XXQ/)
  // The key of the caller is noted as used, and the calls count in what the shop allows.
  const { api_key: _, call_bucket: quota, ...written } = writesBetween(before, await tableWrites(db))
  assert.deepEqual(written, {})
  assert.deepEqual([quota?.inserted ?? 0, quota?.deleted ?? 0], [0, 0])
  assert.equal(
    given.system.calls.filter(call => call.method !== 'GET' && call.path !== '/session').length,
    acks,
    'nothing was told to the shop',
  )
})

test('orders of before the "from" of the channel are let in by a request, until its end, and stay in', async t => {
  const given = await createReferenceWorld(db, t, 'watermark')
  const ids = ['2025-11-30T10:00:00Z', '2025-12-01T10:00:00Z', '2025-12-31T22:30:00Z'].map((placedAt, at) =>
    given.system.placeOrder({ ...orderOf(`B-${at}`), placedAt }),
  )
  const name = await nameOf(given)
  const { http, terminal } = await openEntrances(given.world, t)
  const path = `/channels/${name.replaceAll(' ', '%20')}/events`
  const set = await http('PUT', path, { events: [{ kind: 'order', from: '2026-01-01' }] })
  assert.equal(set.status, 200, set.text)
  assert.deepEqual(counts(await given.sync()), counted({ skipped: 3 }))

  const asked = await terminal('request-orders', name, '--from', '2025-12-01', '--to', '2026-01-01', '--json')
  assert.equal(asked.status, 0, asked.err)

  const outcomes = async () => {
    const rows = await ledgerOf(given.world)
    return ids.map(id => `${rows.get(id)?.outcome} ${rows.get(id)?.code}`)
  }
  assert.deepEqual(await outcomes(), ['ignored BEFORE_START_DATE', 'staged null', 'staged null'])
  given.clock.advance(5)
  given.system.changeOrder(ids[1] ?? '', { note: 'neu' })
  await given.sync()
  assert.deepEqual(await outcomes(), ['ignored BEFORE_START_DATE', 'staged null', 'staged null'])
})

test('a request that is cut off between two pages goes on where it was', async t => {
  let pages = 0
  let cut = true
  const given = await missed(t, connector => ({
    ...connector,
    ...(connector.pull
      ? {
          pull: {
            ...connector.pull,
            kinds: connector.pull.kinds.map(kind => ({ ...kind, firstPage: 2, largestPage: 2 })),
            fetch: async (session, kind, cursor, want) => {
              if (!cursor.since)
                return connector.pull?.fetch(session, kind, cursor, want) ?? { body: new Uint8Array() }
              if (++pages === 3 && cut) throw new Error('the machine stops here')
              return connector.pull?.fetch(session, kind, cursor, want) ?? { body: new Uint8Array() }
            },
          },
        }
      : {}),
  }))
  const failed = await given.terminal(
    'request-orders',
    given.name,
    '--from',
    given.start.toISOString(),
    '--json',
  )
  assert.equal(failed.status, 1)
  const half = (await ledgerOf(given.world)).size
  assert.ok(half > 1 && half < 6, `${half} of 6`)
  cut = false
  const readBefore = pages

  await given.sync()

  assert.equal((await ledgerOf(given.world)).size, 6)
  const [request] = await given.world.query<{ ended: boolean; figures: { order: { new: number } } }>(
    `select ended_at is not null as ended, figures from again_request`,
  )
  assert.deepEqual([request?.ended, request?.figures.order.new], [true, 5])
  assert.ok(pages - readBefore < 6, 'it did not begin from the front')
})

test('a request that was cancelled is not worked off', async t => {
  const given = await missed(t)
  const { tenant } = given.world
  await given.world.query(
    `insert into again_request (tenant_id, id, connection_id, way, kinds, from_at, asked_by, asked_at)
     values ($1, $2, $3, 'since', '{order}', $4, 'Eva', now())`,
    tenant,
    '0198c0de-0000-7000-8000-000000000001',
    given.id,
    given.start,
  )
  const cancelled = await given.http('POST', '/requests/0198c0de-0000-7000-8000-000000000001/cancel')
  assert.equal(cancelled.body['state'], 'cancelled', cancelled.text)
  await given.sync()
  assert.equal((await ledgerOf(given.world)).size, 1)
})

test('what cannot be asked for is refused with a code', async t => {
  const given = await missed(t)
  const later = new Date(given.clock.now().getTime() + 1000).toISOString()
  const refusals: readonly (readonly [string[], string])[] = [
    [['--from', later], 'FROM_IN_FUTURE'],
    [['--from', '30.02.2026'], 'DATE_INVALID'],
    [['--from', '2026-01-02', '--to', '2026-01-01'], 'RANGE_EMPTY'],
    [[], 'FROM_MISSING'],
    [['--from', '2026-01-01', '--events', 'term'], 'EVENT_UNKNOWN'],
  ]
  for (const [args, code] of refusals) {
    const { status, err } = await given.terminal('request-orders', given.name, ...args)
    assert.equal(status, 1)
    assert.match(err, new RegExp(`^${code}: `))
  }
})

test('a shop that delivers nothing again says so, and nothing is called', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop({
    ...generateShop({ orders: 1, items: 3, seed: 74 }),
    generation: 3,
  })
  await world.sync()
  const calls = shop.log.calls.length
  const { terminal } = await openEntrances(world, t)
  const { status, err } = await terminal('request-orders', id, '--from', '2026-01-01')
  assert.equal(status, 1)
  assert.match(err, /^AGAIN_NOT_OFFERED: JTL-Connector does not deliver records again/)
  assert.equal(shop.log.calls.length, calls)
})
