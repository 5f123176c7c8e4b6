import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { changeCategories, createCategories } from './categories.ts'
import { categoriesForChannel, nextCategoriesOf } from './categoriesForChannel.ts'
import { setCategoryChannels } from './categoryChannels.ts'
import { changeItems } from './changeItems.ts'
import { changeChannelOffer } from './channelOffer.ts'
import { setItemChannelTexts } from './channelTexts.ts'
import { setItemCategories } from './itemCategories.ts'
import { itemsForChannel } from './itemsForChannel.ts'

const { db } = await testDatabase({ after })
const now = new Date('2026-03-02T09:00:00Z')
const nil = '00000000-0000-0000-0000-000000000000'

async function world() {
  const made = await tradeWorld(db, { items: 2, channels: 2 })
  const { tenant, items } = made
  const [here = '', there = ''] = made.channels.map(one => one.channel)
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const item = items[0] ?? ''
  const told = async (channelId: string) =>
    (await inTenant(tx => itemsForChannel(tx, tenant, { channelId, itemIds: [item], now })))[0]
  return { tenant, item, other: items[1] ?? '', here, there, inTenant, told }
}

test('texts of one channel are told there and nowhere else, by languages of the channel', async () => {
  const { tenant, item, here, there, inTenant, told } = await world()
  const say = (texts: Parameters<typeof setItemChannelTexts>[2][number]['texts']) =>
    inTenant(tx => setItemChannelTexts(tx, tenant, [{ itemId: item, channelId: here, texts }]))
  const standard = { de: { name: 'Tasse', description: 'Aus Ton', metaTitle: 'Tasse kaufen' } }
  await inTenant(tx => changeItems(tx, tenant, [{ id: item, texts: standard }]))
  const { results, changed } = await say({ de: { name: 'Becher' }, en: { path: 'mug' } })
  assert.deepEqual([results[0]?.did, changed], ['changed', { item: [item] }])
  const german = { name: 'Becher', description: 'Aus Ton', metaTitle: 'Tasse kaufen' }
  assert.deepEqual((await told(here))?.texts, { de: german, en: { ...german, path: 'mug' } })
  assert.deepEqual((await told(there))?.texts, standard)
  assert.deepEqual((await say({ de: { name: 'Becher', path: '' }, fr: null })).changed, {})
  assert.deepEqual((await say({ de: { name: '' }, en: null })).changed, { item: [item] })
  assert.deepEqual((await told(here))?.texts, standard, 'nothing is said for the channel any more')
  const { swept } = await inTenant(tx => changeChannelOffer(tx, tenant, here, { languages: ['en'] }))
  assert.deepEqual(swept, ['manufacturer', 'characteristic', 'cross_selling', 'category', 'item'])
  assert.deepEqual((await told(here))?.texts, { en: standard.de })
  const again = await inTenant(tx => changeChannelOffer(tx, tenant, here, { languages: ['en'] }))
  assert.deepEqual(again.swept, [])
})

test('one answer per text: what cannot be is refused, the rest is said', async () => {
  const { tenant, item, here, inTenant } = await world()
  const texts = { de: { name: 'X' } }
  const { results } = await inTenant(tx =>
    setItemChannelTexts(tx, tenant, [
      { itemId: newId(), channelId: here, texts },
      { itemId: item, channelId: newId(), texts },
      { itemId: item, channelId: here, texts: { deu: { name: 'X' } } },
      { itemId: item, channelId: here, texts },
      { itemId: item, channelId: here, texts: { de: { description: 'Y' } } },
    ]),
  )
  assert.deepEqual(
    results.map(result => (result.did === 'refused' ? result.code : result.did)),
    ['ITEM_UNKNOWN', 'CHANNEL_UNKNOWN', 'LANGUAGE_INVALID', 'changed', 'changed'],
  )
})

test('a category hidden at one channel leaves it with all below, and its items lie in it there no more', async () => {
  const { tenant, item, other, here, there, inTenant, told } = await world()
  const [top = '', sub = '', beside = ''] = await inTenant(async tx => {
    const add = async (name: string, parentId?: string) =>
      (await createCategories(tx, tenant, [{ name, parentId }])).results[0]?.id ?? ''
    const top = await add('Top')
    return [top, await add('Sub', top), await add('Beside')]
  })
  await inTenant(tx =>
    setItemCategories(tx, tenant, [
      { itemId: item, categoryIds: [sub, beside] },
      { itemId: other, categoryIds: [beside] },
    ]),
  )
  const set = (categoryId: string, fields: object) =>
    inTenant(tx => setCategoryChannels(tx, tenant, [{ categoryId, channelId: here, ...fields }]))
  const shown = (channelId: string) =>
    inTenant(async tx => {
      const categoryIds = [top, sub, beside]
      const list = await categoriesForChannel(tx, tenant, { channelId, categoryIds, now })
      const walked = await nextCategoriesOf(tx, tenant, channelId, nil, 10)
      assert.deepEqual(walked.sort(), list.flatMap(one => one?.id ?? []).sort())
      return list.map(one => one && `${one.active} ${one.texts.de?.name}`)
    })
  assert.deepEqual(await shown(here), ['true Top', 'true Sub', 'true Beside'])
  const hidden = await set(top, { active: false })
  assert.deepEqual(hidden.changed, { category: [top, sub].sort(), item: [item] })
  assert.deepEqual(await shown(here), [undefined, undefined, 'true Beside'])
  assert.deepEqual(await shown(there), ['true Top', 'true Sub', 'true Beside'])
  assert.deepEqual((await told(here))?.categoryIds, [beside])
  assert.deepEqual((await told(there))?.categoryIds, [sub, beside].sort())
  // What moves below it goes out of sight too, and the items are told.
  const moved = await inTenant(tx => changeCategories(tx, tenant, [{ id: beside, parentId: sub }]))
  assert.deepEqual(moved.changed, { category: [beside], item: [item, other].sort() })
  assert.deepEqual((await told(here))?.categoryIds, [])
  assert.deepEqual((await set(top, { active: false })).changed, {})
  await inTenant(tx => changeCategories(tx, tenant, [{ id: top, active: false }]))
  const back = await set(top, { active: true, texts: { de: { name: 'Oben', metaTitle: 'O' } } })
  assert.deepEqual(back.changed.item, [item, other].sort())
  assert.deepEqual(await shown(here), ['true Oben', 'true Sub', 'true Beside'])
  assert.deepEqual(await shown(there), ['false Top', 'true Sub', 'true Beside'])
  assert.deepEqual((await set(top, { active: null })).changed, { category: [top] })
  assert.deepEqual(await shown(here), ['false Oben', 'true Sub', 'true Beside'])
})

test('the database itself refuses a category below itself, when nobody asks the verb', async () => {
  const { tenant, inTenant } = await world()
  const [a = '', b = ''] = await inTenant(async tx => {
    const first = await createCategories(tx, tenant, [{ name: 'A' }])
    const a = first.results[0]?.id ?? ''
    const second = await createCategories(tx, tenant, [{ name: 'B', parentId: a }])
    return [a, second.results[0]?.id ?? '']
  })
  const below = (id: string, parent: string) =>
    inTenant(tx =>
      tx.run(
        `update category set parent_id = $3,
           parent_level = (select level from category where tenant_id = $1 and id = $3) where tenant_id = $1 and id = $2`,
        [tenant, id, parent],
      ),
    )
  await assert.rejects(below(a, b), 'below what lies below it')
  await assert.rejects(below(a, a), 'below itself')
  const many = { name: 'C', sort: 65537 }
  await assert.rejects(
    inTenant(tx => createCategories(tx, tenant, [many])),
    { code: '23514' },
  )
  await assert.rejects(
    inTenant(tx => createCategories(tx, tenant, [{ ...many, sort: -1 }])),
    { code: '23514' },
  )
})
