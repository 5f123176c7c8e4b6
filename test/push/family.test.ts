// Parents with variations and their children, on the way to a shop.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { combineChildren } from '../../src/catalog/children.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import type { Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld } from './pushWorld.ts'

const { db } = await testDatabase({ after })

const colours = (...names: string[]) => [{ name: 'Farbe', values: names.map(name => ({ name })) }]

async function family(push: PushWorld, ...names: string[]) {
  const { tenant } = push.world
  const [parent = ''] = await push.sell(['P'], '0')
  await push.change(tx => setVariations(tx, tenant, [{ itemId: parent, variations: colours(...names) }]))
  const { results } = await push.change(tx => combineChildren(tx, tenant, parent))
  const children = results.map(result => result.id)
  const sell = (itemIds: readonly string[], active: boolean) =>
    push.change(tx =>
      sellOn(
        tx,
        tenant,
        itemIds.map(itemId => ({ itemId, channelId: push.channelId, active })),
      ),
    )
  return { tenant, parent, children, sell }
}

const atShop = (push: PushWorld) =>
  Object.fromEntries(
    push.system.objects.of('item').map(one => [String(one.fields['itemNumber']), one.fields]),
  )
const heldCodes = (push: PushWorld) =>
  push.world.query<{ rejected_code: string }>(
    `select rejected_code from channel_object where tenant_id = $1 and rejected_code is not null`,
    push.world.tenant,
  )

test('a parent goes before its children, and each says which values it has', async context => {
  const push = await createPushWorld(db, context)
  const { parent, children, sell, tenant } = await family(push, 'Rot', 'Blau')
  await sell([parent], false)
  await sell(children, true)
  const first = await push.lane('catalogue')
  assert.equal(first.figures['item']?.parked, 2)
  assert.deepEqual(
    (await heldCodes(push)).map(row => row.rejected_code),
    ['PARENT_NOT_SOLD', 'PARENT_NOT_SOLD'],
  )
  assert.deepEqual(atShop(push), {})
  await sell([parent], true)
  const second = await push.lane('catalogue')
  assert.equal(second.figures['item']?.accepted, 3)
  const shown = atShop(push)
  assert.deepEqual(Object.keys(shown).sort(), ['P', 'P-Blau', 'P-Rot'])
  const master = push.system.objects.of('item').find(one => one.fields['itemNumber'] === 'P')
  assert.ok(master)
  const red = shown['P-Rot'] as { master: { id: string }; chosen: number[][]; variations: unknown[] }
  const ofParent = shown['P'] as { master?: object; variations: { values: unknown[] }[] }
  assert.equal(ofParent.variations[0]?.values.length, 2)
  assert.equal(ofParent.master, undefined)
  assert.notEqual(red.master.id, '', 'the parent had its number there when the child was sent')
  assert.equal(red.chosen.length, 1)
  assert.deepEqual(await push.due('item'), [])
  // One value more: the parent is told, the others are as they were.
  await push.change(tx =>
    setVariations(tx, tenant, [{ itemId: parent, variations: colours('Rot', 'Blau', 'Grün') }]),
  )
  push.calls('item')
  const third = await push.lane('catalogue')
  assert.deepEqual([third.figures['item']?.accepted, third.figures['item']?.unchanged], [1, 2])
})

test('children leave with their parent, before it, and come back with it', async context => {
  const push = await createPushWorld(db, context, {}, connector => {
    const { remove: _, ...item } = connector.send?.item ?? {}
    return { ...connector, send: { ...connector.send, item } } as Connector
  })
  const { parent, children, sell, tenant } = await family(push, 'Rot', 'Blau')
  await sell(children, true)
  await push.lane('catalogue')
  await push.change(tx => changeItems(tx, tenant, [{ id: parent, active: false }]))
  await push.lane('catalogue')
  const active = () => Object.values(atShop(push)).map(fields => fields['active'])
  assert.deepEqual(active(), [false, false, false])
  await push.change(tx => changeItems(tx, tenant, [{ id: parent, active: true }]))
  await push.lane('catalogue')
  assert.deepEqual(active(), [true, true, true])
})

test('a system without parents is sent the children alone', async context => {
  const push = await createPushWorld(db, context, {}, connector => {
    const { parents: _, ...item } = connector.send?.item ?? {}
    return { ...connector, send: { ...connector.send, item } } as Connector
  })
  const { children, sell } = await family(push, 'Rot')
  await sell(children, true)
  await push.lane('catalogue')
  assert.deepEqual(Object.keys(atShop(push)), ['P-Rot'])
  assert.deepEqual(await push.due('item'), [])
})
