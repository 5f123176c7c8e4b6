// What describes items, at a shop that takes it as objects of their own: sent completely, looked for, gone there, taken away.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createCharacteristics } from '../../src/catalog/characteristics.ts'
import { setItemCharacteristics } from '../../src/catalog/itemCharacteristics.ts'
import { changeManufacturers, createManufacturers } from '../../src/catalog/manufacturers.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const kinds = ['manufacturer', 'characteristic'] as const

/** An item that is sold, of a manufacturer and with a value of a characteristic. */
async function describe(push: PushWorld) {
  const { tenant } = push.world
  const [id = ''] = await push.sell(['A-1'], '0')
  const made = await push.change(tx => createManufacturers(tx, tenant, [{ name: 'Werk' }]))
  const [maker] = made.results
  const manufacturerId = maker?.id ?? ''
  await push.change(tx => changeItems(tx, tenant, [{ id, manufacturerId }]))
  await push.change(tx => createCharacteristics(tx, tenant, [{ name: 'Farbe', values: [{ name: 'Rot' }] }]))
  const values = await push.world.query<{ id: string }>(
    'select id from characteristic_value where tenant_id = $1',
    tenant,
  )
  const valueIds = values.map(value => value.id)
  await push.change(tx => setItemCharacteristics(tx, tenant, [{ itemId: id, valueIds }]))
  const undescribe = async () => {
    await push.change(tx => changeItems(tx, tenant, [{ id, manufacturerId: null }]))
    await push.change(tx => setItemCharacteristics(tx, tenant, [{ itemId: id, valueIds: [] }]))
  }
  return { tenant, id, manufacturerId, undescribe }
}

const namesAt = ({ system }: PushWorld) =>
  kinds.flatMap(kind =>
    system.objects.of(kind).map(({ fields }) => (fields['names'] as { de: string } | undefined)?.de),
  )
const nothingWaits = (push: PushWorld) =>
  push.world.query('update due set not_before = null, tries = 0 where tenant_id = $1', push.world.tenant)

test('a complete synchronisation sends them once more, and takes away what no item names any more', async context => {
  const push = await createPushWorld(db, context)
  const { tenant, undescribe } = await describe(push)
  await push.lane('catalogue')
  assert.deepEqual(namesAt(push), ['Werk', 'Farbe'])
  for (const kind of kinds) await push.sweep(kind)
  const idle = await push.lane('catalogue')
  assert.deepEqual([sent(idle, 'manufacturer'), sent(idle, 'characteristic')], [{}, {}])
  for (const kind of kinds) await push.sweep(kind, true)
  const again = await push.lane('catalogue')
  assert.deepEqual(
    [sent(again, 'manufacturer'), sent(again, 'characteristic')],
    [
      { sent: 1, accepted: 1 },
      { sent: 1, accepted: 1 },
    ],
  )
  // Nobody has said that they are not needed: the second walk finds it out.
  await undescribe()
  await push.world.query(`delete from due where tenant_id = $1`, tenant)
  for (const kind of kinds) await push.sweep(kind, true)
  await push.lane('catalogue')
  assert.deepEqual(namesAt(push), [])
})

test('what no item names any more goes by itself, and comes back with the item that names it', async context => {
  const push = await createPushWorld(db, context)
  const { tenant, id, manufacturerId, undescribe } = await describe(push)
  await push.lane('catalogue')
  await undescribe()
  await push.lane('catalogue')
  assert.deepEqual(namesAt(push), [])
  await push.change(tx => changeItems(tx, tenant, [{ id, manufacturerId }]))
  await push.lane('catalogue')
  assert.deepEqual(namesAt(push), ['Werk'])
  const [item] = push.system.objects.of('item')
  const [maker] = push.system.objects.of('manufacturer')
  assert.equal((item?.fields['manufacturer'] as { id: string } | undefined)?.id, maker?.id)
})

test('what got no answer is looked for before it is sent again, and is there once', async context => {
  const push = await createPushWorld(db, context)
  await describe(push)
  push.system.faults.play('cutAfter', 'send', 1)
  await push.lane('catalogue')
  assert.deepEqual(namesAt(push), ['Werk', 'Farbe'])
  assert.ok(
    push.system.calls.some(call => call.method === 'GET' && call.path.startsWith('/objects/manufacturer?')),
  )
})

test('a shop that begins to take them is told of those that items wait for, in the same run', async context => {
  const push = await createPushWorld(db, context)
  const { tenant } = await describe(push)
  // They were due before it took them, and their rows went.
  await push.world.query(
    `delete from due where tenant_id = $1 and kind in ('manufacturer', 'characteristic')`,
    tenant,
  )
  const end = await push.lane('catalogue')
  assert.deepEqual([namesAt(push), sent(end, 'item')], [['Werk', 'Farbe'], { sent: 1, accepted: 1 }])
  assert.deepEqual(await push.due('item'), [])
})

test('what is gone there is sent as new, under its own number', async context => {
  const push = await createPushWorld(db, context)
  const { tenant, manufacturerId } = await describe(push)
  await push.lane('catalogue')
  const [before] = push.system.objects.of('manufacturer')
  assert.ok(before)
  push.system.objects.remove('manufacturer', { ...before })
  await push.change(tx => changeManufacturers(tx, tenant, [{ id: manufacturerId, name: 'Fabrik' }]))
  await push.lane('catalogue')
  await nothingWaits(push)
  await push.lane('catalogue')
  const [now, ...others] = push.system.objects.of('manufacturer')
  assert.deepEqual(others, [])
  assert.deepEqual([now?.fields['name'], now?.no], ['Fabrik', before.no])
  assert.notEqual(now?.id, before.id)
})
