import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { hasCode } from '../../src/base/errors.ts'
import { holderName } from '../../src/base/holder.ts'
import { newId } from '../../src/base/ids.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setLock } from '../../src/channels/addConnection.ts'
import type { Connector } from '../../src/port/connector.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { productLease, settleLane } from '../../src/sync/lanes.ts'
import { type ActionWish, ignoreRecords, retryDownload, retryImport } from '../../src/sync/ledgerActions.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { startReferenceSystem } from '../../testkit/reference/system.ts'
import { openEntrances } from './entrances.ts'
import { createReferenceWorld, orderOf } from './referenceWorld.ts'
import { counted, counts, createWorld, ledgerOf, type World } from './world.ts'

const { db } = await testDatabase({ after })

test('what came while import again waited for its lane is not replaced by what was stored before', async t => {
  const { world, system, clock, sync } = await createReferenceWorld(db, t, 'watermark')
  system.placeOrder({ ...orderOf('1'), currency: 'QQQ' })
  await sync()
  clock.advance(60)
  const [row] = (await ledgerOf(world)).values()
  const client = await db.pool.connect()
  t.after(() => client.release())
  await client.query('begin')
  await client.query('select 1 from sync_lane where tenant_id = $1 for update', [world.tenant])
  const retried = retryImport({ ...world.parts, now: clock.now }, wish(world, [row?.id ?? '']))
  for (let waits = 0; waits === 0; )
    waits =
      (
        await db.pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).rowCount ?? 0
  await client.query(
    `with body as (select p.* from payload p where p.tenant_id = $1 and p.ledger_id = $2),
       newer as (insert into payload (tenant_id, ledger_id, stored_at, body)
         select tenant_id, ledger_id, stored_at + interval '1 second', replace(body, 'QQQ', 'EUR') from body)
     update ledger l set payload_at = b.stored_at + interval '1 second', payload_hash = gen_random_uuid()
     from body b where l.tenant_id = b.tenant_id and l.id = b.ledger_id`,
    [world.tenant, row?.id],
  )
  await client.query('commit')

  const [result] = await retried

  assert.equal(result?.outcome, 'staged')
})

test('parked orders are staged by a retry once their items exist, without asking the shop', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({
    ...generateShop({ orders: 5, items: 3, seed: 71 }),
    withoutItems: true,
  })
  assert.deepEqual(counts(await world.sync()), counted({ parked: 5 }))
  const calls = shop.log.calls.length
  const rows = await ledgerOf(world)
  const ids = [...rows.values()].map(row => row.id)

  const inVain = await retryImport(world.parts, wish(world, ids))
  assert.deepEqual(new Set(inVain.map(one => `${one.outcome} ${one.code}`)), new Set(['parked ITEM_UNKNOWN']))

  await world.makeItems(...shop.items().map(item => item.sku))
  const results = await retryImport(world.parts, wish(world, ids))

  assert.deepEqual(
    results,
    ids.map(id => ({ id, outcome: 'staged', code: null })),
  )
  assert.equal(shop.log.calls.length, calls, 'the shop was not asked')
  assert.equal((await world.query(`select 1 from web_order where state = 'staged'`)).length, 5)
  const history = await world.query<{ outcome: string; code: string; by: string }>(
    `select outcome, code, changed_by as by from ledger_history where ledger_id = $1 order by id`,
    ids[0],
  )
  assert.deepEqual([history.at(-1)?.outcome, history.at(-1)?.code], ['parked', 'ITEM_UNKNOWN'])
  assert.deepEqual(await world.broken(), [])

  shop.forgetAll()
  assert.deepEqual(counts(await world.sync()), counted({ unchanged: 5 }), 'a later delivery changes nothing')
})

test('one retry mends what can be mended and leaves the rest parked', async t => {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: 4, items: 2, lines: 1, seed: 72 })
  const { shop } = await world.openShop({ ...contents, withoutItems: true })
  await world.sync()
  const [mended] = shop.items()
  await world.makeItems(mended?.sku ?? '')
  const rows = await ledgerOf(world)

  const results = await retryImport(
    world.parts,
    wish(
      world,
      [...rows.values()].map(row => row.id),
    ),
  )

  const expected = contents.orders.map(order => (order.lines[0]?.sku === mended?.sku ? 'staged' : 'parked'))
  assert.deepEqual(
    results.map(one => one.outcome),
    expected,
  )
  assert.ok(expected.includes('staged') && expected.includes('parked'))
  const run = await world.query<{ state: string }>(`select state from sync_run order by id desc limit 1`)
  assert.deepEqual(run, [{ state: 'done' }])
})

test('an ignored order leaves the inbox, stays away when it comes again, and comes back when a person says so', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ ...generateShop({ orders: 2, items: 3, seed: 73 }), payments: [] })
  await world.sync()
  const { http } = await openEntrances(world, t)
  const id = (await ledgerOf(world)).get('100001')?.id ?? ''

  const ignored = await http('POST', '/ledger/ignore', { ids: [id], why: 'Testbestellung' })
  assert.equal(ignored.status, 200, ignored.text)
  const shown = await http('GET', `/ledger/${id}`)
  assert.deepEqual([shown.body['outcome'], shown.body['code']], ['ignored', 'IGNORED_BY_PERSON'])
  assert.match(String(shown.body['reason']), /Ignored by test: Testbestellung/)
  const inbox = await http('GET', '/inbox')
  assert.equal((inbox.body['items'] as unknown[] | undefined)?.length, 1, inbox.text)

  shop.changeOrder('100001', { customerNote: 'geändert' })
  shop.forgetAll()
  assert.deepEqual(counts(await world.sync()), counted({ updated: 1, unchanged: 1 }))
  assert.equal((await ledgerOf(world)).get('100001')?.outcome, 'ignored')

  const again = await http('POST', '/ledger/again', { ids: [id] })
  assert.deepEqual(again.body['items'], [{ id, outcome: 'staged', code: null }])
  const [row] = await world.query<{ state: string; note: string }>(
    `select state, record->>'customerNote' as note from web_order where id = $1`,
    id,
  )
  assert.deepEqual(row, { state: 'staged', note: 'geändert' }, 'with its newest version')
  assert.deepEqual(await world.broken(), [])
})

test('a shop of generation 3 does not deliver again, and says what can be done instead', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ ...generateShop({ orders: 1, items: 3, seed: 74 }), generation: 3 })
  await world.sync()
  const id = (await ledgerOf(world)).get('100001')?.id ?? ''
  const calls = shop.log.calls.length
  const { http, terminal } = await openEntrances(world, t)

  const answer = await http('POST', '/ledger/retry-download', { ids: [id] })
  assert.deepEqual([answer.status, answer.body['code']], [422, 'AGAIN_NOT_OFFERED'])
  assert.match(String(answer.body['detail']), /Import again from the stored payload/)
  const typed = await terminal('ledger', 'retry-download', id)
  assert.equal(typed.status, 1)
  assert.match(typed.err, /^AGAIN_NOT_OFFERED: /)
  assert.equal(shop.log.calls.length, calls, 'nothing was called for nothing')
})

test('a system that releases single records delivers the one that was asked for, and only that', async t => {
  const { world, system } = await openReference(t)
  const ids = [system.placeOrder(orderOf('1')), system.placeOrder(orderOf('2'))]
  await world.sync()
  system.changeOrder(ids[0] ?? '', { note: 'neu' })
  const row = (await ledgerOf(world)).get(ids[0] ?? '')

  await retryDownload(world.parts, wish(world, [row?.id ?? '']))

  const run = await world.sync()
  assert.deepEqual(counts(run), counted({ updated: 1 }))
})

test('nothing is downloaded again over a locked connection', async t => {
  const { world, system, id } = await openReference(t)
  system.placeOrder(orderOf('1'))
  await world.sync()
  const [row] = (await ledgerOf(world)).values()
  await world.tx(tx => setLock(tx, world.tenant, id, { by: 'Eva', reason: 'Umzug', at: new Date() }))
  const calls = system.calls.length

  await assert.rejects(retryDownload(world.parts, wish(world, [row?.id ?? ''])))

  assert.equal(system.calls.length, calls, 'a locked connection is not called')
})

test('actions of a person wait for no run: a lane that is held says which run holds it', async t => {
  const world = await createWorld(db, t)
  const { id } = await world.openShop({
    ...generateShop({ orders: 1, items: 3, seed: 75 }),
    withoutItems: true,
  })
  await world.sync()
  const [row] = (await ledgerOf(world)).values()
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }
  const held = await claimLane(db, { ...lane, holder: 'a||1|1', askedBy: 'worker', lease: productLease })
  assert.ok('fence' in held)

  await assert.rejects(retryImport(world.parts, wish(world, [row?.id ?? ''])), error =>
    hasCode(error, 'LANE_BUSY'),
  )

  await settleLane(db, held, { state: 'done', ms: 1 })
  const [result] = await retryImport(world.parts, wish(world, [row?.id ?? '']))
  assert.equal(result?.outcome, 'parked')
})

test('what was taken over can neither be ignored nor imported again', async t => {
  const world = await createWorld(db, t)
  await world.openShop({ ...generateShop({ orders: 1, items: 3, seed: 76 }) })
  await world.sync()
  const id = (await ledgerOf(world)).get('100001')?.id ?? ''
  await world.query(`update ledger set outcome = 'taken_over' where id = $1`, id)
  const isImpossible = (error: unknown) => hasCode(error, 'ACTION_NOT_POSSIBLE')
  await assert.rejects(retryImport(world.parts, wish(world, [id])), isImpossible)
  await assert.rejects(
    ignoreRecords(world.parts, { tenant: world.tenant, ids: [id], by: 'Eva', why: 'Test' }),
    isImpossible,
  )
})

test('records of a place that nobody set up are parked, and staged in their channel once it exists', async t => {
  const { world, system, id } = await openReference(t, { places: true })
  system.placeOrder({ ...orderOf('1'), place: 'nord' })
  system.placeOrder({ ...orderOf('2'), place: 'sued' })
  const addChannel = (place: string) =>
    world.query(
      `insert into channel (tenant_id, id, connection_id, name, place) values ($1, $2, $3, $4, $4)`,
      world.tenant,
      newId(),
      id,
      place,
    )
  await addChannel('nord')

  assert.deepEqual(counts(await world.sync()), counted({ new: 1, parked: 1 }))
  const parked = [...(await ledgerOf(world)).values()].find(row => row.outcome === 'parked')
  assert.deepEqual([parked?.code, parked?.data?.['place']], ['CHANNEL_INACTIVE', 'sued'])

  await addChannel('sued')
  const [result] = await retryImport(world.parts, wish(world, [parked?.id ?? '']))
  assert.equal(result?.outcome, 'staged')
  const rows = await world.query<{ number: string; channel: string }>(
    `select w.external_number as number, h.name as channel from web_order w join channel h on h.id = w.channel_id
     order by w.external_number`,
  )
  assert.deepEqual(rows, [
    { number: '1', channel: 'nord' },
    { number: '2', channel: 'sued' },
  ])
})

test('an order that the database refused keeps its channel through the retry', async t => {
  const { world, system, id } = await openReference(t, { places: true })
  await world.query(
    `insert into channel (tenant_id, id, connection_id, name, place) values ($1, $2, $3, 'zweiter', 'zweiter')`,
    world.tenant,
    newId(),
    id,
  )
  system.placeOrder({ ...orderOf('refused'), place: 'zweiter' })
  await db.pool.query(`alter table web_order add constraint refused check (external_number <> 'refused')`)
  await world.sync()
  await db.pool.query('alter table web_order drop constraint refused')
  const [row] = (await ledgerOf(world)).values()
  assert.equal(row?.code, 'INTERNAL_ERROR')

  await retryImport(world.parts, wish(world, [row?.id ?? '']))

  const rows = await world.query<{ channel: string }>(
    `select h.name as channel from web_order w join channel h on h.id = w.channel_id`,
  )
  assert.deepEqual(rows, [{ channel: 'zweiter' }])
})

function wish(world: World, ids: readonly string[]): ActionWish {
  return { tenant: world.tenant, ids, by: 'Eva', holder: holderName(), lease: productLease }
}

async function openReference(
  t: { after(hook: () => Promise<void>): void },
  shape: { places?: boolean } = {},
) {
  const world = await createWorld(db, t)
  const system = await startReferenceSystem()
  t.after(() => system.stop())
  const connector = referenceConnector(shape) as Connector
  await world.tx(tx => createItems(tx, world.tenant, [{ itemNumber: 'A-1', name: 'Tasse' }]))
  const id = await world.connect(connector, { url: system.url, token: system.token })
  return { world, system, id }
}
