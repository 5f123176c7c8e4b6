import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { releaseRefused } from '../../src/channels/refusedStore.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, sent, shown } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const numbers = (count: number) =>
  Array.from({ length: count }, (_, n) => `T-${String(n + 1).padStart(2, '0')}`)

test('sends new items complete, once, with price and stock', async context => {
  const { sell, lane, due, system } = await createPushWorld(db, context)
  await sell(['T-1', 'T-2'])
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 2, accepted: 2 })
  assert.deepEqual(shown(system), { 'T-1': '10', 'T-2': '10' })
  assert.deepEqual(sent(await lane('stock'), 'stock'), {})
  assert.deepEqual(await due(), [])
})

test('sends nothing when nothing changed, and calls nothing', async context => {
  const { sell, lane, sweep, system } = await createPushWorld(db, context)
  await sell(['T-1', 'T-2'])
  await lane('catalogue')
  await lane('stock')
  const before = system.calls.length
  for (const kind of ['catalogue', 'stock', 'feedback'] as const)
    assert.equal((await lane(kind)).state, 'done')
  assert.equal(system.calls.length, before)
  await sweep('item')
  await sweep('stock')
  assert.equal((await lane('catalogue')).figures['item']?.unchanged, 2)
  assert.equal((await lane('stock')).figures['stock']?.unchanged, 2)
})

test('sends all again where a complete synchronisation is asked for', async context => {
  const { sell, lane, sweep } = await createPushWorld(db, context)
  await sell(['T-1', 'T-2'])
  await lane('catalogue')
  await sweep('item', true)
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 2, accepted: 2 })
})

test('sends only the price where only the price changed', async context => {
  const { world, sell, lane, change, calls, system } = await createPushWorld(db, context)
  const [id = ''] = await sell(['T-1'])
  await lane('catalogue')
  await lane('stock')
  calls('item')
  await change(tx => changeItems(tx, world.tenant, [{ id, netPrice: '20' }]))
  assert.deepEqual(sent(await lane('catalogue'), 'price'), { sent: 1, accepted: 1 })
  assert.equal(system.calls.filter(call => call.path === '/objects/price').length, 1)
  assert.equal(calls('item'), 0)
})

test('sends a changed quantity alone', async context => {
  const { sell, lane, move, system } = await createPushWorld(db, context)
  const [id = ''] = await sell(['T-1'])
  await lane('catalogue')
  await move(id, '-3')
  assert.deepEqual(sent(await lane('stock'), 'stock'), { sent: 1, accepted: 1 })
  assert.deepEqual(shown(system), { 'T-1': '7' })
})

test('takes away what is no longer sold', async context => {
  const { world, sell, lane, change, channelId, system } = await createPushWorld(db, context)
  const [id = ''] = await sell(['T-1', 'T-2'])
  await lane('catalogue')
  await change(tx => sellOn(tx, world.tenant, [{ itemId: id, channelId, active: false }]))
  await lane('catalogue')
  assert.deepEqual(Object.keys(shown(system)), ['T-2'])
  await change(tx => sellOn(tx, world.tenant, [{ itemId: id, channelId, active: true }]))
  await lane('catalogue')
  assert.deepEqual(Object.keys(shown(system)), ['T-1', 'T-2'])
})

test('quarantines what a system refuses, with its words, and sends the rest', async context => {
  const { world, sell, lane, due, system, change, calls } = await createPushWorld(db, context)
  const ids = await sell(numbers(5))
  system.objects.refused.add('T-03')
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 5, accepted: 4, rejected: 1 })
  const refused = () =>
    world.query(
      `select rejected_code as code, rejected_field as field, rejected_text as text from channel_object
       where tenant_id = $1 and rejected_code is not null`,
      world.tenant,
    )
  assert.deepEqual(await refused(), [
    { code: 'REMOTE_VALIDATION', field: 'reference', text: '"T-03" is not valid here' },
  ])
  assert.deepEqual(await due('item'), [])
  calls('item')
  await change(async () => ({ changed: { item: [ids[2] ?? ''] } }))
  assert.equal((await lane('catalogue')).figures['item']?.parked, 1, 'it is not sent again as it is')
  assert.equal(calls('item'), 0)
  system.objects.refused.clear()
  await change(tx => changeItems(tx, world.tenant, [{ id: ids[2] ?? '', name: 'Becher' }]))
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 1, accepted: 1 })
  assert.deepEqual(await refused(), [])
})

test('halves a refused whole call down to the one at fault', async context => {
  const { sell, lane, system, calls } = await createPushWorld(db, context, { outward: 'wholeCall' })
  await sell(numbers(50))
  system.objects.refused.add('T-23')
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 50, accepted: 49, rejected: 1 })
  assert.equal(Object.keys(shown(system)).length, 49)
  const made = calls('item')
  assert.ok(made <= 20, `${made} calls for one bad of 50`)
})

test('waits for answers that come later, also in another process', async context => {
  const { sell, lane, system, due, world, move } = await createPushWorld(db, context, {
    outward: 'tickets',
    keys: 'ours',
  })
  const [id = ''] = await sell(['T-1', 'T-2'])
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 2, pending: 2 })
  await move(id, '-4')
  assert.deepEqual(sent(await lane('catalogue'), 'item'), {}, 'not sent again while it waits')
  system.settle()
  const end = await lane('catalogue')
  assert.equal(end.figures['item']?.settled, 2)
  const rows = await world.query(
    `select ticket from channel_object where tenant_id = $1 and data_hash is null`,
    world.tenant,
  )
  assert.deepEqual(rows, [])
  await lane('stock')
  system.settle()
  await lane('stock')
  assert.deepEqual(shown(system), { 'T-1': '6', 'T-2': '10' })
  assert.deepEqual(await due(), [])
})

for (const keys of ['ours', 'theirs'] as const)
  for (const fault of ['cutAfter', 'cutBefore'] as const)
    test(`does not double what got no answer (${keys}, ${fault})`, async context => {
      const { sell, lane, system, due } = await createPushWorld(db, context, { keys })
      await sell(['T-1', 'T-2', 'T-3'])
      system.faults.play(fault, 'send', 1)
      const end = await lane('catalogue')
      assert.equal(end.state, 'done', JSON.stringify(end.error))
      assert.equal(end.figures['item']?.accepted, 3)
      assert.deepEqual(
        system.objects
          .of('item')
          .map(item => item.fields['itemNumber'])
          .sort(),
        ['T-1', 'T-2', 'T-3'],
      )
      assert.deepEqual(await due('item'), [])
    })

test('loses nothing while a system is away, and pauses longer each time', async context => {
  context.mock.method(Math, 'random', () => 0.5) // how long exactly is left to chance
  const { sell, lane, system, due, world } = await createPushWorld(db, context)
  await sell(['T-1'])
  system.faults.play('serverError', 'send', 4)
  const pauses: number[] = []
  for (let time = 0; time < 2; time++) {
    const end = await lane('catalogue')
    assert.equal(end.error?.code, 'REMOTE_UNAVAILABLE')
    const [row] = await world.query<{ seconds: number }>(
      `select extract(epoch from not_before - clock_timestamp())::float8 as seconds from sync_lane
       where tenant_id = $1 and kind = 'catalogue'`,
      world.tenant,
    )
    pauses.push(row?.seconds ?? 0)
    await world.query(`update due set not_before = null where tenant_id = $1`, world.tenant)
  }
  assert.ok((pauses[1] ?? 0) > (pauses[0] ?? 0) && (pauses[0] ?? 0) > 0, pauses.join(' '))
  assert.equal((await due('item')).length, 1)
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 1, accepted: 1 })
  assert.deepEqual(shown(system), { 'T-1': '10' })
})

test('a person may have a refused object sent once more as it is', async context => {
  const { world, sell, lane, system, connectionId, channelId } = await createPushWorld(db, context)
  const ids = await sell(['T-1'])
  system.objects.refused.add('T-1')
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 1, rejected: 1 })
  system.objects.refused.clear()
  const of = { tenant: world.tenant, channelId, object: 'item' as const, connectionId }
  assert.deepEqual(await world.tx(tx => releaseRefused(tx, of, ids)), ids)
  assert.deepEqual(sent(await lane('catalogue'), 'item'), { sent: 1, accepted: 1 })
  assert.deepEqual(await world.tx(tx => releaseRefused(tx, of, ids)), [])
})
