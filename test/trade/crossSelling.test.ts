// What is shown beside items: the verbs, what the database refuses, and due rows compared with all that channels are told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sqlState, type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { crossSellingForChannel } from '../../src/catalog/crossSellingForChannel.ts'
import {
  listCrossSellingGroups,
  putCrossSellingGroups,
  removeCrossSellingGroups,
} from '../../src/catalog/crossSellingGroups.ts'
import { readCrossSelling, setCrossSelling } from '../../src/catalog/itemCrossSelling.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { compareVerbs, dueWorld, now, someOf, type Teller, type Verbs } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const codes = (results: readonly { readonly did: string; readonly code?: string }[]) =>
  results.map(one => one.code ?? one.did)

test('groups are made, changed and removed as a list, each with its own result', async () => {
  const { tenant, items } = await tradeWorld(db, { items: 2 })
  const [a = '', b = ''] = items
  await transact(db, { tenant }, async tx => {
    const put = (...list: Parameters<typeof putCrossSellingGroups>[2]) =>
      putCrossSellingGroups(tx, tenant, list)
    const names = async () =>
      (await listCrossSellingGroups(tx, tenant)).map(one => `${one.name} ${one.version}`)
    const made = await put(
      { group: 'Zubehör', sort: 2, texts: { en: { name: 'Accessories' }, fr: { name: 'Accessoires' } } },
      { group: 'Passt dazu' },
      { group: 'Ersatz', texts: { deutsch: { name: 'x' } } },
      { group: newId() },
    )
    assert.deepEqual(codes(made.results), ['new', 'new', 'LANGUAGE_INVALID', 'CROSS_SELLING_GROUP_UNKNOWN'])
    const [id = ''] = made.results.map(one => one.id)
    await setCrossSelling(tx, tenant, [{ itemId: a, groupId: id, otherIds: [b] }])
    const changed = await put(
      { group: 'Zubehör', texts: { fr: null } },
      { group: 'Passt dazu' },
      { group: 'Passt dazu', version: 7, name: 'x' },
      { group: id, name: 'Passt dazu' },
    )
    assert.deepEqual(codes(changed.results), [
      'changed',
      'unchanged',
      'VERSION_OLD',
      'CROSS_SELLING_GROUP_TAKEN',
    ])
    assert.deepEqual(changed.changed, { cross_selling: [a] }, 'who shows something in it is told')
    assert.deepEqual(await names(), ['Passt dazu 1', 'Zubehör 2'])
    // Two that change names at once.
    const swapped = await put({ group: 'Passt dazu', name: 'x' }, { group: id, name: 'Passt dazu' })
    assert.deepEqual(codes(swapped.results), ['changed', 'changed'])
    const remove = (groups: readonly string[], withItems: boolean) =>
      removeCrossSellingGroups(tx, tenant, groups, withItems)
    const kept = await remove(['Passt dazu', 'x', 'nothing'], false)
    assert.deepEqual(codes(kept.results), [
      'CROSS_SELLING_GROUP_IN_USE',
      'removed',
      'CROSS_SELLING_GROUP_UNKNOWN',
    ])
    assert.deepEqual((await remove([id], true)).changed, { cross_selling: [a] })
    assert.deepEqual([await names(), await readCrossSelling(tx, tenant, items)], [[], []])
  })
})

test('items are shown in the order that was said, once, and never beside themselves', async () => {
  const { tenant, items } = await tradeWorld(db, { items: 4 })
  const [a = '', b = '', c = '', d = ''] = items
  await transact(db, { tenant }, async tx => {
    const groups = await putCrossSellingGroups(tx, tenant, [{ group: 'G' }, { group: 'H', sort: 1 }])
    const [g = '', h = ''] = groups.results.map(one => one.id)
    const said = (groupId: string, itemId: string, ...otherIds: string[]) => ({ itemId, groupId, otherIds })
    const set = (...list: Parameters<typeof setCrossSelling>[2]) => setCrossSelling(tx, tenant, list)
    const stranger = newId()
    const { results, changed } = await set(
      said(g, a, c, b),
      said(h, a, b),
      said(g, b, b),
      said(g, b, a, c, a),
      said(g, b, stranger),
      said(stranger, b, a),
      said(g, d, a),
      said(g, d, c, a),
    )
    assert.deepEqual(codes(results), [
      'changed',
      'changed',
      'CROSS_SELLING_ITSELF',
      'CROSS_SELLING_TWICE',
      'ITEM_UNKNOWN',
      'CROSS_SELLING_GROUP_UNKNOWN',
      'changed',
      'changed',
    ])
    assert.deepEqual(changed, { cross_selling: [a, d].sort() })
    const shown = async (itemId: string) =>
      (await readCrossSelling(tx, tenant, [itemId])).map(row => `${row.group} ${items.indexOf(row.otherId)}`)
    assert.deepEqual(
      [await shown(a), await shown(d)],
      [
        ['G 2', 'G 1', 'H 1'],
        ['G 2', 'G 0'],
      ],
    )
    const again = await set(said(g, a, c, b), said(h, a))
    assert.deepEqual(codes(again.results), ['unchanged', 'changed'])
    assert.deepEqual(await shown(a), ['G 2', 'G 1'])
  })
})

test('the database itself refuses what would be shown twice, beside itself, at one place, or of another tenant', async () => {
  const { tenant, items } = await tradeWorld(db, { items: 3 })
  const other = await tradeWorld(db, { items: 1 })
  const [a = '', b = '', c = ''] = items
  const group = await transact(db, { tenant }, async tx => {
    const { results } = await putCrossSellingGroups(tx, tenant, [{ group: 'G' }])
    const groupId = results[0]?.id ?? ''
    await setCrossSelling(tx, tenant, [{ itemId: a, groupId, otherIds: [b] }])
    return groupId
  })
  const refusedAs = (itemId: string, otherId: string, place: number) =>
    transact(db, { tenant }, tx =>
      tx.run(
        `insert into item_cross_selling (tenant_id, item_id, group_id, other_id, place) values ($1, $2, $3, $4, $5)`,
        [tenant, itemId, group, otherId, place],
      ),
    ).then(
      () => 'taken',
      error => sqlState(error),
    )
  assert.deepEqual(
    [
      await refusedAs(a, b, 2),
      await refusedAs(a, c, 1),
      await refusedAs(a, a, 2),
      await refusedAs(a, c, 0),
      await refusedAs(a, other.items[0] ?? '', 2),
    ],
    ['23505', '23505', '23514', '23514', '23503'],
  )
})

test(`every verb writes down exactly what is shown otherwise beside items (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const some = someOf(chance)
  const world = await dueWorld(db)
  const { tenant, channels, items } = world
  const groups = ['G', 'H']
  const groupIds = async (tx: Tx) => (await listCrossSellingGroups(tx, tenant)).map(one => one.id)
  const also: Teller = async (tx, channelId) => {
    const shown = await crossSellingForChannel(tx, tenant, { channelId, itemIds: items, now })
    return shown.items.flatMap(one =>
      one ? [{ kind: 'cross_selling', id: one.itemId, content: one.groups }] : [],
    )
  }
  const verbs: Verbs = {
    putGroups: tx =>
      putCrossSellingGroups(tx, tenant, [
        {
          group: some(groups),
          sort: some([0, 1, 2]),
          texts: { en: some([null, { name: 'A' }, { name: 'B' }]) },
        },
      ]),
    async removeGroup(tx) {
      return chance() < 0.3
        ? removeCrossSellingGroups(tx, tenant, [some(groups)], chance() < 0.8)
        : { changed: {} }
    },
    async setCrossSelling(tx) {
      const known = await groupIds(tx)
      if (known.length === 0) return { changed: {} }
      const one = () => ({
        itemId: some(items),
        groupId: some(known),
        otherIds: items.filter(() => chance() < 0.4).toSorted(() => chance() - 0.5),
      })
      return setCrossSelling(tx, tenant, [one(), one(), one()])
    },
    changeItems: tx =>
      changeItems(tx, tenant, [
        { id: some(items), active: chance() < 0.7, blocked: chance() < 0.2 },
        { id: some(items), name: some(['A', 'B']) },
      ]),
    sellOn: tx =>
      sellOn(tx, tenant, [{ itemId: some(items), channelId: some(channels), active: chance() < 0.6 }]),
  }
  await transact(db, { tenant }, async tx => {
    for (let n = 0; n < 2; n++) await verbs['putGroups']?.(tx)
    const known = await groupIds(tx)
    const all = items.map(itemId => ({
      itemId,
      groupId: some(known),
      otherIds: items.filter(id => id !== itemId).slice(0, 4),
    }))
    const { changed } = await setCrossSelling(tx, tenant, all)
    await markDue(tx, tenant, changed, 'test')
    await tx.run('delete from due')
  })
  const enough = (seen: ReadonlySet<string>) => seen.size >= 4
  const seen = await compareVerbs(db, world, verbs, { chance, rounds: rounds(4), also, enough })
  assert.ok(enough(seen), `only these changed anything for a channel: ${[...seen]}`)
})
