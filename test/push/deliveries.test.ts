// What a shop hears of delivery notes: nothing before they are shipped, nothing of what was taken back before it heard of it, and what
// it has accepted stays told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deliver } from '../../src/sales/deliver.ts'
import { reverseDeliveries } from '../../src/sales/reverseDeliveries.ts'
import { packDeliveries, shipDeliveries } from '../../src/sales/shipDeliveries.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { storeNamed } from '../../src/sync/storeNamed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act as operate } from '../connect/connectWorld.ts'
import { createOrderedWorld, type OrderedWorld } from './orderedWorld.ts'
import { sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date('2026-05-05T10:00:00Z') }
type Verb = Parameters<OrderedWorld['world']['tx']>[0]

test('a delivery note is told when it is shipped, and not before', async t => {
  const push = await createOrderedWorld(db, t)
  const note = await noted(push)
  assert.deepEqual(await push.feedbackDue(), [])
  await act(push, tx => shipDeliveries(tx, push.world.tenant, [{ deliveryId: note }], by))
  const end = await push.lane('feedback')
  assert.deepEqual(sent(end, 'delivery'), { sent: 1, accepted: 1 })
  assert.equal(push.system.objects.of('delivery').length, 1)
  // A package that comes later is heard with the state of the order; the delivery itself is not told twice.
  const add = [{ carrier: 'Bote', tracking: 'B-1' }]
  await act(push, tx => packDeliveries(tx, push.world.tenant, [{ deliveryId: note, add }], by))
  const later = await push.lane('feedback')
  assert.deepEqual([sent(later, 'delivery'), sent(later, 'order_status')], [{}, { sent: 1, accepted: 1 }])
  assert.deepEqual(await broken(push), [])
})

test('a package is told under the name that the system has for its carrier, else as it is written here', async t => {
  const push = await createOrderedWorld(db, t)
  const { world, connectionId, channelId } = push
  const entries = [
    { theirs: 'dhl_de', name: 'DHL' },
    { theirs: 'dhl_at', name: 'DHL' },
  ]
  const named = { list: 'carrier' as const, replaces: true, entries }
  await world.tx(tx => storeNamed(tx, world.tenant, connectionId, [named], by.now))
  const set = (ours: string) =>
    operate(world, 'channel.set-maps', { channel: channelId, list: 'carrier', map: { dhl_de: ours } })
  const both = { channel: channelId, list: 'carrier', map: { dhl_at: 'dhl', dhl_de: 'DHL' } }
  await assert.rejects(operate(world, 'channel.set-maps', both), { code: 'MAP_OURS_TWICE' })
  await set('dhl,dpd,DHL')
  // What it does not name any more keeps what is mapped to it, and gets nothing new.
  await world.tx(tx => storeNamed(tx, world.tenant, connectionId, [{ ...named, entries: [] }], by.now))
  await set('dhl')
  await assert.rejects(set('dhl,gls'), { code: 'MAP_THEIRS_UNKNOWN' })
  const note = await noted(push)
  const add = [
    { carrier: 'DHL Paket', tracking: '00340434161094000001' },
    { carrier: 'Bote', tracking: 'B-1' },
  ]
  await act(push, tx => packDeliveries(tx, world.tenant, [{ deliveryId: note, add }], by))
  await act(push, tx => shipDeliveries(tx, world.tenant, [{ deliveryId: note }], by))
  assert.deepEqual(sent(await push.lane('feedback'), 'delivery'), { sent: 1, accepted: 1 })
  const told = JSON.stringify(push.system.objects.of('delivery').map(one => one.fields))
  assert.deepEqual([...told.matchAll(/"carrier":"([^"]*)"/g)].map(one => one[1]).sort(), ['Bote', 'dhl_de'])
})

test('what was taken back before its shop heard of it is never told', async t => {
  const push = await createOrderedWorld(db, t)
  const note = await noted(push)
  await act(push, tx => shipDeliveries(tx, push.world.tenant, [{ deliveryId: note }], by))
  await reverse(push, note)
  assert.deepEqual(sent(await push.lane('feedback'), 'delivery'), {})
  assert.deepEqual(push.system.objects.of('delivery'), [])
  assert.deepEqual(await tasks(push), [])
  assert.deepEqual(await push.feedbackDue(), [])
  assert.deepEqual(await broken(push), [])
})

test('what its shop has accepted and is taken back here is a task, and the next delivery is told as another', async t => {
  const push = await createOrderedWorld(db, t)
  const note = await noted(push)
  await act(push, tx => shipDeliveries(tx, push.world.tenant, [{ deliveryId: note }], by))
  await push.lane('feedback')
  await reverse(push, note)
  const [task] = await tasks(push)
  assert.deepEqual([task?.code, task?.order], ['DELIVERY_TAKEN_BACK', push.orderId])
  assert.deepEqual(sent(await push.lane('feedback'), 'delivery'), {})
  const again = await noted(push)
  await act(push, tx => shipDeliveries(tx, push.world.tenant, [{ deliveryId: again }], by))
  assert.deepEqual(sent(await push.lane('feedback'), 'delivery'), { sent: 1, accepted: 1 })
  assert.equal(push.system.objects.of('delivery').length, 2)
  assert.deepEqual(await broken(push), [])
})

test('a delivery that was taken back while its call was being made up is a task once the shop has accepted it', async t => {
  const push = await createOrderedWorld(db, t)
  const { world } = push
  const note = await noted(push)
  await act(push, tx => shipDeliveries(tx, world.tenant, [{ deliveryId: note }], by))
  await reverse(push, note)
  assert.deepEqual(await tasks(push), [])
  await world.query(
    `insert into channel_object (tenant_id, channel_id, kind, object_id, data_hash, accepted_at)
     values ($1, $2, 'delivery', $3, gen_random_uuid(), now()) on conflict (tenant_id, channel_id, kind, object_id) do update
     set data_hash = excluded.data_hash, accepted_at = excluded.accepted_at`,
    world.tenant,
    push.channelId,
    note,
  )
  await push.lane('feedback')
  assert.deepEqual(
    (await tasks(push)).map(task => task.code),
    ['DELIVERY_TAKEN_BACK'],
    'once',
  )
})

let numbers = 0

async function noted(push: OrderedWorld): Promise<string> {
  const wish = { orderId: push.orderId, ship: false, packages: [] }
  const results: { deliveryId?: string }[] = []
  await act(push, async tx => {
    const done = await deliver(tx, push.world.tenant, [wish], by, () => `LS-${++numbers}`)
    results.push(...done.results)
    return done
  })
  const [note] = results
  assert.ok(note?.deliveryId, JSON.stringify(note))
  return note.deliveryId
}

const reverse = (push: OrderedWorld, deliveryId: string) =>
  act(push, tx =>
    reverseDeliveries(tx, push.world.tenant, [{ deliveryId, reason: 'verpackt, nicht abgeholt' }], by),
  )

async function act(
  { world }: OrderedWorld,
  work: (tx: Parameters<Verb>[0]) => Promise<{ results: readonly { did: string }[]; changed: object }>,
): Promise<void> {
  await world.tx(async tx => {
    const { results, changed } = await work(tx)
    assert.notEqual(results[0]?.did, 'refused', JSON.stringify(results))
    await markDue(tx, world.tenant, changed, 'Eva')
  })
}

// The request of `createOrderedWorld` is a ledger row alone.
const broken = async ({ world }: OrderedWorld) =>
  (await world.broken()).filter(one => !one.startsWith('every record that was seen has a link'))

function tasks({ world }: OrderedWorld) {
  return world.query<{ code: string; order: string }>(
    `select code, order_id as order from task where tenant_id = $1 and closed_at is null`,
    world.tenant,
  )
}
