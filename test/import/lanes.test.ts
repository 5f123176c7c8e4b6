import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { hasCode } from '../../src/base/errors.ts'
import { holderName } from '../../src/base/holder.ts'
import { changeSettings, setArchived, setLock } from '../../src/channels/addConnection.ts'
import type { Connector } from '../../src/port/connector.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { askToCancel } from '../../src/sync/runs.ts'
import { askForSync, workOffSync } from '../../src/sync/startSync.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { becomes } from '../worker/workers.ts'
import { openEntrances } from './entrances.ts'
import { counted, counts, createWorld, jtl, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })

test('a locked connection is not called at all until it is unlocked', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop(generateShop({ orders: 3, items: 3, seed: 91 }))
  await world.openShop({ ...generateShop({ orders: 2, items: 3, seed: 92 }), name: 'Offen' })
  const { http } = await openEntrances(world, t)
  await http('POST', `/connections/${id}/lock`, { reason: 'Umzug' })

  const run = await world.sync()
  assert.deepEqual([run.state, counts(run)], ['done', counted({ new: 2 })], 'the others go on')
  const named = await world.sync({ channels: [id] })
  assert.deepEqual(named.parts, [], 'it is left out and named')
  const started = await http('POST', '/sync-runs', { channels: [id] })
  assert.equal((started.body['locked'] as string[]).length, 1)

  const checked = await http('POST', `/connections/${id}/check`, {})
  assert.notEqual(checked.body['ok'], true, 'a check calls it too')
  assert.deepEqual(shop.log.calls, [], 'no call, not one')

  await http('POST', `/connections/${id}/unlock`, {})
  assert.deepEqual(counts(await world.sync()), counted({ new: 3 }))
})

test('a connection that is locked after a run was asked for is not called by that run', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop(generateShop({ orders: 3, items: 3, seed: 91 }))
  const wish = {
    tenant: world.tenant,
    channels: [id],
    lanes: ['orders'] as const,
    askedBy: 'tester',
    holder: holderName(),
  }
  const started = await world.tx(tx => askForSync(tx, wish))
  await world.tx(tx => setLock(tx, world.tenant, id, { by: 'Eva', reason: '', at: new Date() }))

  const run = await workOffSync(world.parts, wish, started, { lease: productLease })

  assert.deepEqual([run.state, run.error?.code], ['failed', 'CHANNEL_LOCKED'])
  assert.deepEqual(shop.log.calls, [])
})

test('an archived connection is not called, keeps its ledger, and goes on when it is brought back', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop(generateShop({ orders: 4, items: 3, seed: 93 }))
  await world.sync()
  const numbers = shop.links('customer_order')
  shop.forgetAll()
  await world.tx(tx => setArchived(tx, world.tenant, id, new Date()))
  const calls = shop.log.calls.length

  assert.deepEqual((await world.sync()).parts, [])
  const named = await world.sync({ channels: [id] })
  assert.deepEqual([named.state, named.error?.code], ['failed', 'CONNECTION_ARCHIVED'])
  assert.equal(shop.log.calls.length, calls)
  assert.equal((await ledgerOf(world)).size, 4)

  await world.tx(tx => setArchived(tx, world.tenant, id, null))
  assert.deepEqual(counts(await world.sync()), counted({ unchanged: 4 }))
  assert.deepEqual(shop.links('customer_order'), numbers, 'the links are those of before')
})

test('a refused connection is not called again until a person unlocks it or changes its settings', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop(generateShop({ orders: 2, items: 3, seed: 94 }))
  const { keyring } = world.parts
  const set = (token: string) => world.tx(tx => changeSettings(tx, keyring, world.tenant, jtl, id, { token }))
  await set('wrong-token')
  assert.equal((await world.sync()).error?.code, 'AUTH_EXPIRED')
  const calls = shop.log.calls.length

  for (let runs = 0; runs < 3; runs++) assert.equal((await world.sync()).error?.code, 'AUTH_EXPIRED')
  assert.equal(shop.log.calls.length, calls, 'the shop is left alone')

  await world.tx(tx => setLock(tx, world.tenant, id, null))
  assert.equal((await world.sync()).error?.code, 'AUTH_EXPIRED')
  assert.ok(shop.log.calls.length > calls, 'unlocked, it is tried once more')

  await set(shop.token)
  const run = await world.sync()
  assert.deepEqual([run.state, counts(run)], ['done', counted({ new: 2 })])
})

test('a second start joins the run that is on: one run, both see its figures', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 120, items: 5, seed: 95 }))
  let second: ReturnType<typeof world.sync> | undefined
  let joins: Promise<void> | undefined
  const parts = `select 1 from sync_run_part group by run_id having count(*) = 2`

  const first = await world.sync({
    parts: { connectors: pagesAfter(() => joins) },
    onProgress: () => {
      if (second) return
      second = world.sync({ holder: 'other|machine|2|2' })
      joins = becomes('the second has joined', async () => (await world.query(parts)).length > 0)
    },
  })
  assert.ok(second)
  const joined = await second

  assert.deepEqual([first.state, joined.state], ['done', 'done'])
  const own = first.parts[0]
  assert.deepEqual(joined.parts[0]?.id, own?.id, 'the run that was on is part of both')
  assert.deepEqual(counts(first), counted({ new: 120 }))
  assert.equal(counts(joined).new, 120)
  // Asked for after the first had begun: what came meanwhile must not be missed, so a run follows.
  assert.equal(joined.parts.length, 2)
  assert.deepEqual(new Set(shop.links('customer_order').map(([, host]) => host)).size, 120)
  assert.deepEqual(await world.broken(), [])
})

test('many starts at once make one run at a time', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop(generateShop({ orders: 60, items: 5, seed: 96 }))

  const runs = await Promise.all(
    Array.from({ length: 5 }, (_, index) => world.sync({ holder: `h${index}|machine${index}|1|1` })),
  )

  for (const run of runs) assert.equal(run.state, 'done')
  const lanes = await world.query<{ id: string; from: Date; to: Date; found: number }>(
    `select id, started_at as from, ended_at as to, coalesce((figures->'order'->>'new')::int, 0) as found
     from sync_run where lane = 'orders' order by started_at`,
  )
  for (const [index, lane] of lanes.entries())
    if (index > 0)
      assert.ok(lane.from >= (lanes[index - 1]?.to ?? 0), 'none began before the one before had ended')
  assert.equal(
    lanes.reduce((sum, lane) => sum + lane.found, 0),
    60,
  )
  assert.equal(shop.log.acked.filter(ack => ack.key === 'customerOrder').length, 60)
})

test('a cancelled run ends after the page at hand, says so, and the next one does the rest', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({
    ...generateShop({ orders: 400, items: 5, seed: 97 }),
    customers: [],
  })
  shop.setFaults({ script: [{ onCall: 2, method: 'customer_order.pull', fault: 'slow', delayMs: 60_000 }] })
  let asked: Promise<unknown> | undefined

  const run = await world.sync({
    // Looks often whether somebody cancelled; who stands still for two seconds has not lost its lane.
    lease: { ...productLease, beatMs: 100 },
    onProgress: () => {
      asked ??= world.tx(async tx => {
        const [parent] = await tx.query<{ id: string }>(
          `select id from sync_run where lane is null and state = 'running'`,
        )
        await askToCancel(tx, world.tenant, parent?.id ?? '')
      })
    },
  })
  await asked

  assert.deepEqual([run.state, run.parts.map(part => part.state)], ['cancelled', ['cancelled']])
  assert.equal(counts(run).new, 50, 'the page at hand')
  shop.setFaults(null)
  const rest = await world.sync()
  // Cancelled before or after its acknowledgement was through: what the shop did not hear comes again, and is known.
  const { unchanged } = counts(rest)
  assert.ok(unchanged === 0 || unchanged === 50, `${unchanged} unchanged`)
  assert.deepEqual([rest.state, counts(rest)], ['done', counted({ new: 350, unchanged })])
  assert.deepEqual(await world.broken(), [])
})

test('a run whose lane was taken over writes nothing more, and the one that took it finishes', async t => {
  const world = await createWorld(db, t)
  const { shop, id } = await world.openShop({
    ...generateShop({ orders: 200, items: 5, seed: 98 }),
    customers: [],
  })
  let claimed: ReturnType<typeof claimLane> | undefined
  let taken: Promise<unknown> | undefined
  const lane = { tenant: world.tenant, connectionId: id, kind: 'orders' as const }

  const run = await world.sync({
    // Else it may be at its end before the other one comes.
    parts: { connectors: pagesAfter(() => claimed) },
    onProgress: () => {
      // To another process this one has given no sign of life for its whole (very short) lease.
      const wish = {
        ...lane,
        holder: 'other|machine|8|8',
        askedBy: 'other',
        lease: { leaseMs: 0, beatMs: 1 },
      }
      claimed ??= claimLane(db, wish)
      taken ??= claimed.then(claim => {
        assert.ok('fence' in claim)
        return runLane(world.parts, claim, { lease: productLease })
      })
    },
  })
  await taken

  assert.equal((await ledgerOf(world)).size, 200)
  assert.deepEqual(shop.remaining('customer_order'), [])
  const states = await world.query<{ state: string }>(
    `select state from sync_run where lane = 'orders' order by id`,
  )
  assert.ok(states.some(row => row.state === 'lost'))
  assert.equal(states.at(-1)?.state, 'done')
  assert.equal(run.state, 'done', 'who asked sees the end of the work, whoever did it')
  const history = await world.query(`select 1 from ledger_history`)
  assert.equal(history.length, 0, 'nothing was written twice')
  assert.deepEqual(await world.broken(), [])
})

/** The connector of the shops; it asks for a page only after what is to come before it. */
function pagesAfter(before: () => Promise<unknown> | undefined): ReadonlyMap<string, Connector> {
  const { pull } = jtl
  assert.ok(pull)
  const fetch: typeof pull.fetch = async (...asked) => {
    await before()
    return pull.fetch(...asked)
  }
  return new Map([[jtl.name, { ...jtl, pull: { ...pull, fetch } }]])
}

test('a run of an unknown connection is refused by name', async t => {
  const world = await createWorld(db, t)
  await assert.rejects(world.sync({ channels: ['Gibt es nicht'] }), error =>
    hasCode(error, 'CONNECTION_UNKNOWN'),
  )
})
