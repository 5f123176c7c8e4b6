/** Which lane has work, by kind of change: a wake-up that was lost is found by it, and nothing keeps a lane busy for ever. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type ChangedKind, changedKinds } from '../../src/base/changed.ts'
import { newId } from '../../src/base/ids.ts'
import type { Connector } from '../../src/port/connector.ts'
import { findWork } from '../../src/sync/findWork.ts'
import { listLanes } from '../../src/sync/laneOverview.ts'
import { hasWork, kindsOf, laneKinds, laneOf } from '../../src/sync/lanes.ts'
import { catalogueTasks } from '../../src/sync/pushCatalogue.ts'
import { pushContext } from '../../src/sync/pushContext.ts'
import { feedbackTasks } from '../../src/sync/pushFeedback.ts'
import { stockTask } from '../../src/sync/pushStock.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const push = await createPushWorld(db, { after })
await push.world.query(
  `update sync_lane set every = interval '1 hour' where tenant_id = $1`,
  push.world.tenant,
)

/** A row that nobody was told of: as after a notification that was lost. */
async function insertDue(of: PushWorld, kind: ChangedKind, notBefore: string | null = null) {
  await of.world.query(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at, not_before) values ($1, $2, $3, $4, $5, now(), $6)`,
    of.world.tenant,
    of.channelId,
    kind,
    newId(),
    of.connectionId,
    notBefore,
  )
}

const lanesOf = ({ world, connectionId }: PushWorld) =>
  laneKinds.map(kind => ({ tenant: world.tenant, connectionId, kind }))

/** The lanes with work: as a run asks, as a worker looks for them, and as people see them. They agree. */
async function busy(of: PushWorld): Promise<string[]> {
  const named = lanesOf(of)
  const asked = await Promise.all(named.map(async lane => ((await hasWork(db, lane)) ? [lane.kind] : [])))
  const found = await findWork(db, { holder: 'test', named, now: new Date(), limit: 100 })
  assert.deepEqual(found.map(lane => lane.kind).sort(), asked.flat().sort())
  return asked.flat()
}

const clear = async (of: PushWorld) => {
  await of.world.query('delete from due where tenant_id = $1', of.world.tenant)
  await of.world.query('delete from sweep where tenant_id = $1', of.world.tenant)
}

const swept = new Set(changedKinds.slice(0, changedKinds.indexOf('delivery')))

for (const kind of changedKinds)
  test(`a ${kind} whose wake-up was lost gives work to the lane ${laneOf[kind]}, and to no other`, async () => {
    const { world, channelId, connectionId } = push
    assert.deepEqual(await busy(push), [])
    await insertDue(push, kind)
    assert.deepEqual(await busy(push), [laneOf[kind]])
    const lanes = await world.tx(tx => listLanes(tx, world.tenant, { leaseMs: 1000, runs: 0 }))
    const waiting = lanes.flatMap(lane => (lane.dueSince ? [lane.kind] : []))
    assert.deepEqual(waiting, [laneOf[kind]])

    await world.query('update channel set locked_at = now() where id = $1', channelId)
    assert.deepEqual(await busy(push), [], 'of a locked channel')
    await world.query('update channel set locked_at = null, active = false where id = $1', channelId)
    assert.deepEqual(await busy(push), [], 'of one that is not active')
    await world.query('update channel set active = true where id = $1', channelId)
    await clear(push)
    await insertDue(push, kind, '2100-01-01')
    assert.deepEqual(await busy(push), [], 'what waits for its time')
    await clear(push)

    if (!swept.has(kind)) return
    await world.query(
      `insert into sweep (tenant_id, channel_id, kind, connection_id, asked_at, asked_by) values ($1, $2, $3, $4, now(), 'test')`,
      world.tenant,
      channelId,
      kind,
      connectionId,
    )
    assert.deepEqual(await busy(push), [laneOf[kind]], 'a sweep')
    await world.query(
      `update sweep set paused_at = now(), paused_by = 'test' where tenant_id = $1`,
      world.tenant,
    )
    assert.deepEqual(await busy(push), [], 'one that is paused')
    await clear(push)
  })

test('a lane tells exactly the kinds that make it busy', async () => {
  const { world, connectionId } = push
  const context = pushContext({ ...(await world.context(connectionId)), runId: newId() }, 'rest')
  const kinds = (tasks: readonly { kind: ChangedKind }[]) => tasks.map(task => task.kind).sort()
  assert.deepEqual(kinds(catalogueTasks(context)), kindsOf('catalogue').sort())
  assert.deepEqual(kinds(feedbackTasks), kindsOf('feedback').sort())
  assert.deepEqual(kinds([stockTask(context)]), kindsOf('stock'))
})

test('what a system is not told, refuses, or what is not there any more, keeps no lane busy', async t => {
  const without = (connector: Connector): Connector => {
    const { send: _send, ...rest } = connector
    return rest
  }
  const refusing = (connector: Connector): Connector => {
    const no = { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'no' } as const
    const refuse = (_session: unknown, list: readonly unknown[]) => Promise.resolve(list.map(() => no))
    const all = Object.entries(connector.send ?? {}).map(([kind, one]) => [kind, { ...one, send: refuse }])
    return { ...connector, send: Object.fromEntries(all) }
  }
  for (const change of [(connector: Connector) => connector, without, refusing]) {
    const one = await createPushWorld(db, t, {}, change)
    await one.sell(['T-1'])
    await one.world.query(
      `update sync_lane set every = interval '1 hour' where tenant_id = $1`,
      one.world.tenant,
    )
    for (const kind of changedKinds) await insertDue(one, kind)
    for (const kind of swept) await one.sweep(kind)
    assert.deepEqual(await busy(one), ['stock', 'catalogue', 'feedback'])
    for (const lane of ['catalogue', 'stock', 'feedback'] as const) {
      const end = await one.lane(lane)
      assert.deepEqual([end.state, end.again], ['done', false], `${lane}: ${JSON.stringify(end.error)}`)
    }
    assert.deepEqual(await busy(one), [])
    assert.deepEqual(await one.due(), [])
  }
})
