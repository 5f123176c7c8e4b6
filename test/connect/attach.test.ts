import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { KontorError } from '../../src/base/errors.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { counts, createWorld, ledgerOf } from '../import/world.ts'
import { act, addReference, writes } from './connectWorld.ts'

const { db } = await testDatabase({ after })
const lanes = ['orders', 'stock', 'catalogue', 'feedback'] as const

test('an archived connection that is attached again has lost nothing: no order comes twice, nothing is sent twice', async context => {
  const world = await createWorld(db, context)
  const { system, id, name } = await addReference(world, context, { shape: { inward: 'watermark' } })
  await world.makeItems('A-1')
  await world.query(`update item set net_price = 10 where tenant_id = $1`, world.tenant)
  await act(world, 'item.sell-on', { item: 'A-1', channel: name })
  await act(world, 'first-run.finish', { connection: id, empty: true })
  system.placeOrder(orderOf('R-1'))
  assert.equal(counts(await world.sync({ lanes })).new, 1)
  const sent = writes(system).length
  assert.ok(sent > 0)
  const facts = () =>
    world.query(
      `select k.kind, k.object_id, k.key_no, k.their_id from link k where k.tenant_id = $1 order by k.key_no`,
      world.tenant,
    )
  const before = await facts()
  await act(world, 'connection.archive', { connection: id })
  const called = system.calls.length
  await world.sync({ lanes })
  assert.equal(system.calls.length, called, 'archived, it is not called')
  await refuses(act(world, 'connection.add', wishOf(system, 'Other')), 'SAME_ACCOUNT')
  await refuses(act(world, 'connection.add', { ...wishOf(system, name), anyway: true }), 'NAME_ARCHIVED')
  await refuses(
    act(world, 'connection.attach', { connection: id, set: { token: 'wrong' } }),
    'ATTACH_CHECK_FAILED',
  )
  const attached = await act(world, 'connection.attach', { connection: id, set: { token: system.token } })
  assert.equal(attached['state'], 'ok')
  await refuses(act(world, 'connection.attach', { connection: id }), 'NOT_ARCHIVED')
  const again = await world.sync({ lanes })
  assert.equal(again.state, 'done', JSON.stringify(again.error))
  assert.equal(counts(again).new, 0)
  assert.equal(writes(system).length, sent, 'nothing is sent twice')
  assert.deepEqual(await facts(), before)
  assert.equal((await ledgerOf(world)).size, 1)
  assert.deepEqual(await world.broken(), [])
})

test('what was changed while a connection was archived is told once it is attached', async context => {
  const world = await createWorld(db, context)
  const { system, id, name } = await addReference(world, context)
  await world.makeItems('A-1')
  await world.query(`update item set net_price = 10 where tenant_id = $1`, world.tenant)
  await act(world, 'item.sell-on', { item: 'A-1', channel: name })
  await act(world, 'first-run.finish', { connection: id, empty: true })
  await world.sync({ lanes })
  await act(world, 'connection.archive', { connection: id })
  await act(world, 'item.change', { item: 'A-1', name: 'While it was away' })
  await act(world, 'connection.attach', { connection: id })
  await world.sync({ lanes })
  assert.match(JSON.stringify(system.objects.of('item')), /While it was away/)
})

function wishOf(system: { url: string; token: string }, name: string) {
  return { system: 'reference', name, set: { url: `${system.url}/`, token: system.token } }
}

async function refuses(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(
    work,
    (error: KontorError) => error.code === code || assert.fail(`${error.code}: ${error}`),
  )
}
