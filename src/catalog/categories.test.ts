import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { changeCategories, createCategories } from './categories.ts'
import { categoriesForChannel, nextCategoriesOf } from './categoriesForChannel.ts'
import { countItemsIn, listCategories } from './categoryStore.ts'
import { setItemCategories } from './itemCategories.ts'
import { previewMove } from './moveEffect.ts'
import { sellOn } from './sellOn.ts'

const { db } = await testDatabase({ after })
const now = new Date('2026-03-02T09:00:00Z')
const nil = '00000000-0000-0000-0000-000000000000'

async function world() {
  const made = await tradeWorld(db, { items: 3 })
  const { tenant } = made
  const channelId = made.channels[0]?.channel ?? ''
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const add = async (name: string, parentId?: string) => {
    const { results } = await inTenant(tx => createCategories(tx, tenant, [{ name, parentId }]))
    return results[0]?.id ?? ''
  }
  const move = (id: string, parentId: string | null) =>
    inTenant(tx => changeCategories(tx, tenant, [{ id, parentId }]))
  return { ...made, channelId, inTenant, add, move }
}

test('a category cannot lie below itself, however long the way', async () => {
  const { add, move, inTenant, tenant } = await world()
  const a = await add('A')
  const b = await add('B', a)
  const c = await add('C', b)
  for (const parent of [a, b, c]) {
    const { results, changed } = await move(a, parent)
    assert.deepEqual([results[0]?.did, changed], ['refused', {}])
  }
  const { results } = await inTenant(tx =>
    changeCategories(tx, tenant, [
      { id: b, parentId: null },
      { id: a, parentId: c },
      { id: b, parentId: a },
    ]),
  )
  assert.deepEqual(
    results.map(result => (result.did === 'refused' ? result.code : result.did)),
    ['changed', 'changed', 'CATEGORY_CIRCLE'],
  )
})

test('two who move two categories below each other at once make no circle', async () => {
  const { add, move, inTenant, tenant } = await world()
  const ids: string[] = []
  for (const name of ['A', 'B', 'C', 'D']) ids.push(await add(name))
  for (let round = 0; round < 10; round++) {
    await Promise.all(ids.map((id, at) => move(id, ids[(at + 1 + (round % 3)) % ids.length] ?? null)))
    const tree = await inTenant(tx => listCategories(tx, tenant))
    assert.equal(tree.length, ids.length, 'who lies in a circle hangs on no root')
    for (const id of ids) await move(id, null)
  }
})

test('a name is in a place once, and what is known keeps its category', async () => {
  const { add, inTenant, tenant } = await world()
  const a = await add('A')
  assert.equal(await add('A'), a)
  const below = await add('A', a)
  assert.notEqual(below, a)
  await assert.rejects(
    inTenant(tx => changeCategories(tx, tenant, [{ id: below, parentId: null }])),
    { code: 'CATEGORY_NAME_TAKEN' },
  )
  const { results } = await inTenant(tx =>
    createCategories(tx, tenant, [{ name: 'X', parentId: newId() }, { name: 'X' }, { name: 'X' }]),
  )
  assert.deepEqual(
    results.map(result => result.did),
    ['refused', 'new', 'new'],
  )
})

test('a channel is shown what lies below its root, parents first, without the root', async () => {
  const { add, move, inTenant, tenant, channelId } = await world()
  const outside = await add('Outside')
  const root = await add('Root')
  const leaf = await add('Leaf', outside)
  const middle = await add('Middle', root)
  await move(leaf, middle) // younger parent, older child
  await db.pool.query(`update channel set root_category_id = $2 where id = $1`, [channelId, root])
  const read = (...categoryIds: string[]) =>
    inTenant(tx => categoriesForChannel(tx, tenant, { channelId, categoryIds, now }))
  const [first, second, ...rest] = await read(leaf, middle, root, outside, newId())
  assert.deepEqual(rest, [undefined, undefined, undefined])
  assert.deepEqual([first?.parentId, first?.depth, second?.parentId, second?.depth], [middle, 1, null, 0])
  assert.deepEqual(second?.texts, { de: { name: 'Middle' } })
  const walked: string[] = []
  for (let after = nil; ; after = walked.at(-1) ?? nil) {
    const next = await inTenant(tx => nextCategoriesOf(tx, tenant, channelId, after, 1))
    if (next.length === 0) break
    walked.push(...next)
  }
  assert.deepEqual(walked, [middle, leaf])
})

test('what lies below a moved category counts as changed, with its items where a channel shows a part only', async () => {
  const { add, move, inTenant, tenant, channelId, items } = await world()
  const a = await add('A')
  const b = await add('B', a)
  const root = await add('Root')
  const item = items[0] ?? ''
  const put = (...categoryIds: string[]) =>
    inTenant(tx => setItemCategories(tx, tenant, [{ itemId: item, categoryIds }]))
  assert.deepEqual((await put(b)).changed, { item: [item] })
  assert.deepEqual((await put(b, b)).changed, {})
  assert.deepEqual((await move(a, root)).changed, { category: [a, b].sort() })
  await db.pool.query(`update channel set root_category_id = $2 where id = $1`, [channelId, root])
  assert.deepEqual((await move(a, null)).changed, { category: [a, b].sort(), item: [item] })
  assert.deepEqual((await move(a, null)).changed, {})
})

test('a move is shown with what leaves and comes at each channel, and moves nothing', async () => {
  const { add, inTenant, tenant, channelId, items } = await world()
  const root = await add('Root')
  const a = await add('A', root)
  const b = await add('B', a)
  const c = await add('C', root)
  await db.pool.query(`update channel set root_category_id = $2 where id = $1`, [channelId, root])
  const [one = '', other = ''] = items
  await inTenant(tx =>
    setItemCategories(tx, tenant, [
      { itemId: one, categoryIds: [b] },
      { itemId: other, categoryIds: [b, c] },
    ]),
  )
  await inTenant(tx =>
    sellOn(
      tx,
      tenant,
      [one, other].map(itemId => ({ itemId, channelId, active: true })),
    ),
  )
  const preview = (parentId: string | null) => inTenant(tx => previewMove(tx, tenant, [a], parentId))
  const away = await preview(null)
  assert.deepEqual(
    away.channels.map(({ gone, come, itemsGone }) => [gone, come, itemsGone]),
    [[2, 0, 1]],
    'the other item lies in C too',
  )
  assert.deepEqual(await preview(c), { refused: [], channels: [] })
  assert.deepEqual(
    (await preview(b)).refused.map(refused => refused.code),
    ['CATEGORY_CIRCLE'],
  )
  await inTenant(tx => changeCategories(tx, tenant, [{ id: a, parentId: null }]))
  const back = await preview(root)
  assert.deepEqual(
    back.channels.map(({ gone, come, itemsGone }) => [gone, come, itemsGone]),
    [[0, 2, 0]],
  )
  const [stored] = (await inTenant(tx => listCategories(tx, tenant))).filter(row => row.id === a)
  assert.equal(stored?.parentId, null, 'a preview moves nothing')
  assert.equal((await inTenant(tx => countItemsIn(tx, tenant))).get(b), 2)
})
