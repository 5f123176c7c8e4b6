// What has to leave a channel and is kept there by the guard: its quantity goes on being told. A few that leave have 0 at once.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { combineChildren } from '../../src/catalog/children.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { sent, shown } from '../push/pushWorld.ts'
import { createGuardWorld, type GuardWorld } from './guardWorld.ts'

const { db } = await testDatabase({ after })
const numbers = Array.from({ length: 40 }, (_, n) => `T-${n + 10}`)

const offer = ({ change, world, channelId }: GuardWorld, ids: readonly string[], active: boolean) =>
  change(tx =>
    sellOn(
      tx,
      world.tenant,
      ids.map(itemId => ({ itemId, channelId, active })),
    ),
  )

/** The quantities of these items at the shop. */
const at = (guard: GuardWorld, from: number, to: number) =>
  numbers.slice(from, to).map(number => shown(guard.system)[number])
const all = (count: number, quantity: string | undefined) =>
  Array.from<string | undefined>({ length: count }).fill(quantity)

async function sold(guard: GuardWorld): Promise<string[]> {
  const ids = await guard.sell(numbers)
  await guard.lane('catalogue')
  await guard.lane('stock')
  assert.deepEqual(at(guard, 0, 40), all(40, '10'))
  return ids
}

test('what would vanish in a wide change has no quantity of 0 before the guard has looked, nor while it is held', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await sold(guard)
  await offer(guard, ids.slice(0, 11), false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), {}, 'fewer than the rule of quantities allows')
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['vanish item 11'])
  await guard.move(ids[0] ?? '', '-3')
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 1, accepted: 1 })
  assert.deepEqual(at(guard, 0, 11), ['7', ...all(10, '10')])
  await guard.move(ids[0] ?? '', '-7')
  await guard.lane('stock')
  assert.deepEqual(at(guard, 0, 2), ['0', '10'], 'what is not there is not sold')

  await guard.decide('dropped', ids.slice(1, 2))
  await guard.move(ids[1] ?? '', '-4')
  await guard.lane('stock')
  assert.deepEqual(at(guard, 1, 2), ['6'], 'a person wants it to stay')
  await guard.decide('released', [...ids.slice(0, 1), ...ids.slice(2)])
  await guard.lane('stock')
  await guard.lane('catalogue')
  assert.deepEqual(at(guard, 0, 11), [undefined, '6', ...all(9, undefined)])
})

test('a few that leave have 0 at once, and their quantities again when they come to be held', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await sold(guard)
  await offer(guard, ids.slice(0, 5), false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 5, accepted: 5 })
  assert.deepEqual(at(guard, 0, 6), [...all(5, '0'), '10'])
  await offer(guard, ids.slice(5, 12), false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), {}, 'now they are too many')
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['vanish item 12'])
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 5, accepted: 5 })
  assert.deepEqual(at(guard, 0, 12), all(12, '10'))
})

test('where any number may vanish, all have 0 at once', async context => {
  const guard = await createGuardWorld(db, context)
  await guard.settings({ vanish: 100, stock: 100 })
  const ids = await sold(guard)
  await offer(guard, ids.slice(0, 30), false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 30, accepted: 30 })
  await guard.lane('catalogue')
  assert.deepEqual(at(guard, 0, 31), [...all(30, undefined), '10'])
})

test('what leaves within the threshold of the channel is 0 until it has left', async context => {
  const guard = await createGuardWorld(db, context)
  await guard.settings({ vanish: 50 })
  const ids = await sold(guard)
  await offer(guard, ids.slice(0, 12), false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 12, accepted: 12 })
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), [])
  assert.deepEqual(at(guard, 0, 13), [...all(12, undefined), '10'])
})

test('a family that is held goes on showing what its children have', async context => {
  const guard = await createGuardWorld(db, context)
  const { tenant } = guard.world
  const [parent = ''] = await guard.sell(['P'], '0')
  const values = Array.from({ length: 12 }, (_, n) => ({ name: `Farbe ${n + 1}` }))
  await guard.change(tx =>
    setVariations(tx, tenant, [{ itemId: parent, variations: [{ name: 'Farbe', values }] }]),
  )
  const { results } = await guard.change(tx => combineChildren(tx, tenant, parent))
  const family = [parent, ...results.map(result => result.id)]
  await offer(guard, family, true)
  for (const { id } of results) await guard.move(id, '2')
  await guard.lane('catalogue')
  await guard.lane('stock')
  const before = shown(guard.system)
  assert.equal(before['P'], '24')
  await offer(guard, family, false)
  for (const lane of ['stock', 'catalogue', 'stock'] as const) await guard.lane(lane)
  assert.deepEqual(await guard.stops(), ['vanish item 13'])
  assert.deepEqual(shown(guard.system), before)
})
