import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { holderName } from '../../src/base/holder.ts'
import type { Connector, PullKind } from '../../src/port/connector.ts'
import { withSession } from '../../src/sync/connectorSession.ts'
import { takeAnswer } from '../../src/sync/importPage.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { retryPages } from '../../src/sync/ledgerActions.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openEntrances } from './entrances.ts'
import { createReferenceWorld, type ReferenceWorld } from './referenceWorld.ts'
import { counted, counts, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })

test('what a consuming read gave survives a crash before it was imported', async t => {
  const reference = await createReferenceWorld(db, t, 'consuming')
  const { world, system, id, placeOrders, sync } = reference
  const ids = placeOrders(40)
  const context = await world.context(id)
  // A run that is killed between keeping the bytes of its second page and importing them.
  await withSession(context, async session => {
    const { kinds, fetch } = context.connector.pull ?? {}
    const [kind] = kinds ?? []
    assert.ok(kind && fetch)
    for (let page = 0; page < 2; page++)
      await takeAnswer(context, kind, await fetch(session, kind.kind, { startedAt: new Date() }, 20))
  })
  assert.deepEqual(system.records.waiting(), [], 'the system has forgotten them')
  assert.equal((await ledgerOf(world)).size, 0)
  assert.deepEqual(await pagesOf(reference), [
    { state: 'received', sealed: true, code: null },
    { state: 'received', sealed: true, code: null },
  ])

  const run = await sync()

  assert.deepEqual(counts(run), counted({ new: 40 }))
  assert.deepEqual([...(await ledgerOf(world)).keys()], [...ids].sort())
  const pages = await pagesOf(reference)
  assert.deepEqual(pages.slice(0, 2), [
    { state: 'settled', sealed: false, code: null },
    { state: 'settled', sealed: false, code: null },
  ])
  assert.deepEqual(await world.broken(), [])
})

test('a page that nobody can read is parked, visible, and read once the connector is mended', async t => {
  let broken = true
  const reference = await createReferenceWorld(db, t, 'consuming', connector =>
    reading(connector, (kind, answer, context) => {
      if (broken) throw new TypeError('a mistake in the connector')
      return connector.pull?.read(kind, answer, context)
    }),
  )
  const { world, system, id, placeOrders, sync } = reference
  const ids = placeOrders(15)
  const { http } = await openEntrances(world, t)

  const failed = await sync()
  assert.equal(failed.state, 'failed')
  assert.deepEqual(system.records.waiting(), [], 'the system has forgotten them')
  assert.deepEqual(await pagesOf(reference), [{ state: 'parked', sealed: true, code: 'PAYLOAD_INVALID' }])
  const shown = (await http('GET', '/inbound-pages')).body['items'] as Record<string, string>[]
  assert.deepEqual(
    shown.map(page => [page['state'], page['code']]),
    [['parked', 'PAYLOAD_INVALID']],
  )
  assert.ok(
    world.log.some(line => line.includes(shown[0]?.['reference'] ?? '-')),
    'its reference is in the log',
  )

  const inVain = await http('POST', `/connections/${id}/inbound-pages/retry`, {})
  assert.deepEqual(
    [inVain.status, inVain.body],
    [200, { read: 0, parked: 1 }],
    'still not: nothing gets worse',
  )

  broken = false
  const mended = await http('POST', `/connections/${id}/inbound-pages/retry`, {})
  assert.deepEqual(mended.body, { read: 1, parked: 0 })
  assert.deepEqual([...(await ledgerOf(world)).keys()], [...ids].sort())
  assert.deepEqual((await http('GET', '/inbound-pages')).body['items'], [])
  assert.deepEqual(await world.broken(), [])
})

test('a page that stays unreadable does not keep others from being read', async t => {
  let broken: RegExp = /./
  const reference = await createReferenceWorld(db, t, 'consuming', connector =>
    reading(connector, (kind, answer, context) => {
      if (broken.test(Buffer.from(answer.body).toString())) throw new TypeError('a mistake in the connector')
      return connector.pull?.read(kind, answer, context)
    }),
  )
  const { world, id, placeOrders, sync } = reference
  placeOrders(1)
  await sync()
  const [readable = ''] = placeOrders(1)
  await sync()
  assert.equal((await pagesOf(reference)).length, 2)
  broken = /R-1"/

  const wish = {
    tenant: world.tenant,
    by: 'Eva',
    holder: holderName(),
    lease: productLease,
    connectionId: id,
  }
  const count = await retryPages({ ...world.parts, now: reference.clock.now }, wish)

  assert.deepEqual(count, { read: 1, parked: 1 })
  assert.deepEqual([...(await ledgerOf(world)).keys()], [readable])
})

test('the same unreadable answer again and again is kept once', async t => {
  t.mock.method(Math, 'random', () => 0) // no pauses between the tries
  const reference = await createReferenceWorld(db, t, 'consuming')
  const { system, sync, placeOrders, world } = reference
  const ids = placeOrders(3)
  system.faults.play('html', 'read', 15)

  for (let runs = 0; runs < 3; runs++) await sync()

  const pages = await pagesOf(reference)
  assert.equal(pages.filter(page => page.state === 'parked').length, 1)
  assert.equal(pages.filter(page => page.sealed).length, 1, 'the bytes of the others are not kept')
  system.faults.clear()
  assert.deepEqual(counts(await sync()), counted({ new: 3 }))
  assert.deepEqual([...(await ledgerOf(world)).keys()], ids)
})

test('a page whose records the database refuses keeps them: some are staged, the others parked with a reference', async t => {
  const { world, placeOrders, sync, system } = await createReferenceWorld(db, t, 'consuming')
  placeOrders(5)
  system.changeOrder('o-3', { number: 'refused-3' })
  await db.pool.query(
    `alter table web_order add constraint one_refused check (external_number not like 'refused%')`,
  )
  t.after(async () => void (await db.pool.query('alter table web_order drop constraint one_refused')))

  const run = await sync()

  assert.deepEqual(counts(run), counted({ new: 4, parked: 1 }))
  assert.equal((await ledgerOf(world)).get('o-3')?.code, 'INTERNAL_ERROR')
})

test('records that a system forgot before they were acknowledged are kept, and not told again', async t => {
  const { world, system, sync, placeOrders } = await createReferenceWorld(db, t, 'acked')
  const [first = '', second = ''] = placeOrders(2)
  const calls: string[] = []

  const run = await sync({
    onProgress: () => {
      if (calls.length === 0) system.records.forget(first)
      calls.push('page')
    },
  })

  assert.deepEqual([run.state, counts(run)], ['done', counted({ new: 2 })])
  const acks = await world.query<{ id: string; gone: boolean }>(
    `select external_id as id, gone_at is not null as gone from ack_outbox`,
  )
  assert.deepEqual(acks, [{ id: first, gone: true }])
  const { http } = await openEntrances(world, t)
  const shown = (await http('GET', '/ledger')).body['items'] as Record<string, string>[]
  assert.deepEqual(
    new Map(shown.map(row => [row['externalId'], row['acknowledged']])),
    new Map([
      [second, 'yes'],
      [first, 'gone'],
    ]),
  )
  const before = system.calls.length
  await sync()
  assert.deepEqual(
    system.calls.slice(before).filter(call => call.target === 'ack'),
    [],
  )
})

test('a refused acknowledgement keeps its reason and is told again in the next run', async t => {
  const { world, system, sync, placeOrders } = await createReferenceWorld(db, t, 'acked')
  const [id = ''] = placeOrders(1)
  const record = system.records.find(id)
  assert.ok(record)
  record.refusesAck = 'Tabelle\0 gesperrt \ud83d'

  await sync()
  const [open] = await world.query<{ note: string; tries: number }>(`select note, tries from ack_outbox`)
  assert.match(open?.note ?? '', /Tabelle\ufffd gesperrt \ufffd/)

  delete record.refusesAck
  const run = await sync()
  assert.equal(run.state, 'done')
  assert.deepEqual(await world.query(`select 1 from ack_outbox`), [])
})

function reading(
  connector: Connector,
  read: (
    ...args: Parameters<NonNullable<Connector['pull']>['read']>
  ) => ReturnType<NonNullable<Connector['pull']>['read']> | undefined,
): Connector {
  const { pull } = connector
  assert.ok(pull)
  return {
    ...connector,
    pull: {
      ...pull,
      kinds: pull.kinds as readonly PullKind[],
      read: (kind, answer, context) => {
        const page = read(kind, answer, context)
        assert.ok(page)
        return page
      },
    },
  }
}

function pagesOf({ world }: ReferenceWorld) {
  return world.query<{ state: string; sealed: boolean; code: string | null }>(
    `select state, sealed is not null as sealed, code from inbound_page order by stored_at, id`,
  )
}
