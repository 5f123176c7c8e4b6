import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeCategories, createCategories } from '../../src/catalog/categories.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { changeChannelOffer } from '../../src/catalog/channelOffer.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import type { Connector } from '../../src/port/connector.ts'
import { markSweeps } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { fieldsOf, listOf, textOf } from '../../testkit/reference/wireJson.ts'
import { createPushWorld, type PushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })

test('where nothing can be taken away, an item that leaves is sent as inactive, and complete when it comes back', async t => {
  const push = await createPushWorld(db, t, {}, withoutRemoval)
  const { world, channelId } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const before = await linkOf(push, id)
  const sell = (active: boolean) =>
    push.change(tx => sellOn(tx, world.tenant, [{ itemId: id, channelId, active }]))
  await sell(false)
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, accepted: 1 })
  const there = () => push.system.objects.of('item').map(({ fields }) => fields['active'])
  assert.deepEqual(there(), [false])
  await push.sweep('item')
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), {}, 'told once')
  await push.change(tx => changeItems(tx, world.tenant, [{ id, name: 'Becher' }]))
  await push.lane('catalogue')
  await sell(true)
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, accepted: 1 })
  assert.deepEqual(there(), [true])
  assert.deepEqual(push.system.objects.of('item')[0]?.fields['names'], { de: 'Becher' })
  assert.deepEqual(await linkOf(push, id), before, 'the link is kept')
})

test('a blocked item leaves, and one that is taken away comes back under its number and a new id of theirs', async t => {
  const push = await createPushWorld(db, t)
  const { world } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const [before] = await linkOf(push, id)
  await push.change(tx => changeItems(tx, world.tenant, [{ id, blocked: true }]))
  await push.lane('catalogue')
  assert.deepEqual(push.system.objects.of('item'), [])
  assert.deepEqual(await linkOf(push, id), [{ no: before?.no, theirs: null }])
  await push.change(tx => changeItems(tx, world.tenant, [{ id, blocked: false }]))
  await push.lane('catalogue')
  const [after] = await linkOf(push, id)
  assert.equal(after?.no, before?.no)
  assert.notEqual(after?.theirs, before?.theirs)
})

test('an item whose removal is answered later is gone then, and sent complete when it comes back', async t => {
  const push = await createPushWorld(db, t, {}, connector => {
    const { item } = connector.send ?? {}
    assert.ok(item?.remove)
    const { remove } = item
    const later: typeof remove = async (session, list) => {
      await remove(session, list)
      return list.map(({ ref }) => ({ result: 'pending', ticket: `gone/${ref.no}` }))
    }
    return {
      ...connector,
      results: async (_, tickets) => tickets.map(() => ({ result: 'accepted', proof: 'stored' })),
      send: { ...connector.send, item: { ...item, remove: later } },
    }
  })
  const { world, channelId } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const sell = (active: boolean) =>
    push.change(tx => sellOn(tx, world.tenant, [{ itemId: id, channelId, active }]))
  await sell(false)
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, pending: 1 })
  await push.lane('catalogue')
  await sell(true)
  assert.deepEqual(sent(await push.lane('catalogue'), 'item'), { sent: 1, accepted: 1 })
  assert.equal(push.system.objects.of('item').length, 1)
})

test('what the system deleted is made anew, once, and its number is nobody else’s', async t => {
  const push = await createPushWorld(db, t)
  const { world } = push
  const [id = '', other = ''] = await push.sell(['T-1', 'T-2'])
  await push.lane('catalogue')
  await push.lane('stock')
  const [before] = await linkOf(push, id)
  const [object] = push.system.objects.of('item').filter(one => one.fields['itemNumber'] === 'T-1')
  assert.ok(object)
  push.system.objects.remove('item', { ...object })
  await push.move(id, '-1')
  assert.equal((await push.lane('stock')).state, 'done')
  await push.lane('catalogue')
  await push.lane('stock')
  assert.equal(push.system.objects.of('item').length, 2)
  assert.equal(push.system.objects.shown('T-1'), '9')
  const [after] = await linkOf(push, id)
  assert.equal(after?.no, before?.no)
  assert.notEqual(after?.theirs, before?.theirs)
  const numbers = await world.query<{ no: number }>(
    `select key_no as no from link where tenant_id = $1 and object_id = $2`,
    world.tenant,
    other,
  )
  assert.ok(numbers.every(({ no }) => no !== before?.no))
})

test('what lies outside of the root that a channel shows is taken away there, and comes back with it', async t => {
  const push = await createPushWorld(db, t)
  const { world, channelId } = push
  const { tenant } = world
  const [id = ''] = await push.sell(['T-1'])
  const [kitchen, garden] = (
    await push.change(tx => createCategories(tx, tenant, [{ name: 'Küche' }, { name: 'Garten' }]))
  ).results.map(result => result.id)
  const [cups = '', rakes = ''] = (
    await push.change(tx =>
      createCategories(tx, tenant, [
        { name: 'Tassen', parentId: kitchen },
        { name: 'Harken', parentId: garden },
      ]),
    )
  ).results.map(result => result.id)
  await push.change(tx => setItemCategories(tx, tenant, [{ itemId: id, categoryIds: [cups, rakes] }]))
  await push.lane('catalogue')
  const there = () =>
    push.system.objects
      .of('category')
      .map(({ fields }) => textOf(fieldsOf(fields['names'])['de']))
      .sort()
  assert.deepEqual(there(), ['Garten', 'Harken', 'Küche', 'Tassen'])
  const show = (rootCategoryId: string | null) =>
    push.change(async tx => {
      const done = await changeChannelOffer(tx, tenant, channelId, { rootCategoryId })
      await markSweeps(tx, tenant, {
        channelIds: [channelId],
        kinds: done.swept,
        by: 'tester',
        complete: false,
      })
      return done
    })
  await show(kitchen ?? '')
  await push.lane('catalogue')
  assert.deepEqual(there(), ['Tassen'])
  assert.equal(listOf(push.system.objects.of('item')[0]?.fields['categories']).length, 1)
  await show(null)
  await push.lane('catalogue')
  assert.deepEqual(there(), ['Garten', 'Harken', 'Küche', 'Tassen'])
  await push.change(tx => changeCategories(tx, tenant, [{ id: rakes, active: false }]))
  await push.lane('catalogue')
  const [raked] = push.system.objects.of('category').filter(one => one.fields['active'] === false)
  assert.deepEqual(raked?.fields['names'], { de: 'Harken' }, 'switched off, not taken away')
  assert.deepEqual(await push.due('category'), [])
})

function withoutRemoval(connector: Connector): Connector {
  const { item } = connector.send ?? {}
  assert.ok(item)
  const { remove: _, ...rest } = item
  return { ...connector, send: { ...connector.send, item: rest } }
}

function linkOf({ world }: PushWorld, objectId: string): Promise<{ no: number; theirs: string | null }[]> {
  return world.query(
    `select key_no as no, their_id as theirs from link where tenant_id = $1 and kind = 'item' and object_id = $2`,
    world.tenant,
    objectId,
  )
}

test('an item that could not be sent and leaves the offer is not named as refused any more', async t => {
  const push = await createPushWorld(db, t)
  const { world, channelId } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.change(tx => changeItems(tx, world.tenant, [{ id, netPrice: null }]))
  await push.lane('catalogue')
  const refused = () =>
    world.query(
      `select rejected_code as code from channel_object where tenant_id = $1 and rejected_code is not null`,
      world.tenant,
    )
  assert.deepEqual(await refused(), [{ code: 'PRICE_MISSING' }])
  await push.change(tx => sellOn(tx, world.tenant, [{ itemId: id, channelId, active: false }]))
  await push.lane('catalogue')
  assert.deepEqual(await refused(), [])
})
