// A person decides of a list at the moment in which a run adds to it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { decideGuarded, listStops } from '../../src/channels/guardLists.ts'
import { holdGuarded } from '../../src/channels/guardStore.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { becomes } from '../worker/workers.ts'
import { createGuardWorld, type GuardWorld } from './guardWorld.ts'

const { db } = await testDatabase({ after })

test('what a run adds while a person releases the list stands in a list that is open', async context => {
  const guard = await createGuardWorld(db, context)
  const [a = '', b = ''] = await guard.sell(['T-1', 'T-2'])
  await guard.lane('catalogue')
  await guard.world.tx(tx => hold(guard, a, tx))
  const [added, looked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const run = guard.world.tx(async tx => {
    await hold(guard, b, tx)
    added.resolve()
    await looked.promise
  })
  await added.promise
  const person = guard.decide('released')
  await becomes('the person waits', waits)
  looked.resolve()
  await Promise.all([run, person])
  assert.deepEqual(await hidden(guard), [], 'nothing is held where nobody looks')
})

test('a list that a person ends is not joined any more: another one begins', async context => {
  const guard = await createGuardWorld(db, context)
  const [a = '', b = ''] = await guard.sell(['T-1', 'T-2'])
  await guard.lane('catalogue')
  const stopId = await guard.world.tx(tx => hold(guard, a, tx))
  const [begun, decided] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const person = guard.world.tx(async tx => {
    await decideGuarded(tx, guard.world.tenant, {
      stopIds: [stopId],
      as: 'released',
      by: 'Eva',
      at: new Date(),
    })
    begun.resolve()
    await decided.promise
  })
  await begun.promise
  const run = guard.world.tx(tx => hold(guard, b, tx))
  await becomes('the run waits', waits)
  decided.resolve()
  await person
  assert.notEqual(await run, stopId)
  assert.deepEqual(await guard.stops(), ['price item 1'])
})

test('what is added after a person looked at a list is not released with it', async context => {
  const guard = await createGuardWorld(db, context)
  const { tenant } = guard.world
  const [a = '', b = ''] = await guard.sell(['T-1', 'T-2'])
  await guard.lane('catalogue')
  const at = Date.now()
  await guard.world.tx(tx => hold(guard, a, tx, new Date(at)))
  const [seen] = await guard.world.tx(tx => listStops(tx, tenant, {}, { limit: 2 }))
  assert.ok(seen?.newestAt)
  await guard.world.tx(tx => hold(guard, b, tx, new Date(at + 1)))
  const wish = {
    stopIds: [seen.id],
    until: seen.newestAt,
    as: 'released',
    by: 'Eva',
    at: new Date(),
  } as const
  const done = await guard.world.tx(tx => decideGuarded(tx, tenant, wish))
  assert.deepEqual(
    done.map(one => one.objectId),
    [a],
  )
  assert.deepEqual(await guard.stops(), ['price item 1'], 'the other one is still held')
})

function hold(
  { world, channelId }: GuardWorld,
  objectId: string,
  tx: Parameters<typeof holdGuarded>[0],
  at = new Date(),
): Promise<string> {
  const fall = { rule: 'price', old: '10', new: '1', depth: '90', dueKind: 'price', objectId } as const
  const figures = { percent: 50, counted: 0, extent: 1, total: 2 }
  const stop = { stopId: newId(), runId: newId(), rule: 'price', ...figures } as const
  return holdGuarded(tx, { tenant: world.tenant, channelId, object: 'item' }, stop, [fall], at)
}

async function waits(): Promise<boolean> {
  const { rows } = await db.pool.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows.length > 0
}

function hidden({ world }: GuardWorld) {
  return world.query(
    `select i.object_id from guard_item i join guard_stop s on s.tenant_id = i.tenant_id and s.id = i.stop_id
     where i.tenant_id = $1 and i.state = 'held' and s.ended_at is not null`,
    world.tenant,
  )
}
