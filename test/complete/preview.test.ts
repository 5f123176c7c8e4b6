import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { KontorError } from '../../src/base/errors.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createCompleteWorld, numbers } from './completeWorld.ts'
import { preview, prints, run } from './previewing.ts'

const { db } = await testDatabase({ after })

/** All that a dry run must leave as it was. */
const untouched = [
  'due',
  'sweep',
  'channel_object',
  'link',
  'key_counter',
  'ack_outbox',
  'sync_lane',
  'ledger',
  'journal',
]

test('says what would be done with each object, field by field, and calls nobody', async t => {
  const shop = await createCompleteWorld(db, t)
  const { world, channelId, system } = shop
  const [changed = '', gone = '', bare = ''] = await shop.sell(numbers(4))
  await shop.lane('catalogue')
  await shop.lane('stock')
  await shop.change(tx =>
    changeItems(tx, world.tenant, [{ id: changed, name: 'Neuer Name', netPrice: '12' }]),
  )
  await shop.change(tx => sellOn(tx, world.tenant, [{ itemId: gone, channelId, active: false }]))
  await world.query(`update item set net_price = null where tenant_id = $1 and id = $2`, world.tenant, bare)
  await shop.change(tx => changeItems(tx, world.tenant, [{ id: bare, name: 'Ohne Preis' }]))
  await shop.sell(['T-9'])
  await shop.change(tx => createCategories(tx, world.tenant, [{ name: 'Tassen' }]))
  await shop.move(changed, '5')
  const before = await prints(shop, untouched)
  const calls = system.calls.length
  const dry = await run(shop, { dryRun: true })
  assert.equal(dry.state, 'done')
  assert.equal(system.calls.length, calls, 'not one call')
  assert.deepEqual(await prints(shop, untouched), before)
  assert.equal(dry.notes[0]?.code, 'DRY_RUN')

  const page = await preview(shop, dry.id)
  assert.deepEqual(
    page.items.map(one => [one.kind, one.name, one.action, one.code]),
    [
      ['stock', 'T-00001', 'changed', null],
      ['stock', 'T-00002', 'changed', null], // what leaves is told to have none first
      ['category', 'Tassen', 'new', null],
      ['item', 'T-00001', 'changed', null],
      ['item', 'T-00002', 'removed', null],
      ['item', 'T-00003', 'held', 'PRICE_MISSING'],
      ['item', 'T-9', 'new', null],
    ],
  )
  const [stock, , , item] = page.items
  assert.deepEqual(
    stock?.changes.map(one => [one.field, one.before, one.after]),
    [['offered', '10', '15']],
  )
  assert.ok(
    item?.changes.some(
      one => one.field === 'texts.de.name' && one.before === 'Tasse T-00001' && one.after === 'Neuer Name',
    ),
    JSON.stringify(item?.changes),
  )
  assert.equal(page.counts['new'], 2)
  const first = await preview(shop, dry.id, { limit: 2 })
  const second = await preview(shop, dry.id, { limit: 2, after: first.next })
  assert.deepEqual([...first.items, ...second.items], page.items.slice(0, 4), 'page by page')
})

test('done right after it sends exactly what it showed', async t => {
  const shop = await createCompleteWorld(db, t)
  const ids = await shop.sell(numbers(30))
  await shop.lane('catalogue')
  await shop.lane('stock')
  await shop.change(tx =>
    changeItems(
      tx,
      shop.world.tenant,
      ids.slice(0, 7).map(id => ({ id, name: `Neu ${id.slice(-4)}` })),
    ),
  )
  const dry = await run(shop, { dryRun: true })
  const { items } = await preview(shop, dry.id)
  shop.writes()
  const done = await run(shop, { preview: dry.id })
  assert.equal(done.state, 'done', JSON.stringify(done.error))
  assert.deepEqual(shop.writes(), { 1: 7 })
  const told = await shop.world.query<{ name: string }>(
    `select i.item_number as name from journal j join item i on i.id = j.object_id where j.run_id = any($1)`,
    done.parts.map(part => part.id),
  )
  assert.deepEqual(told.map(one => one.name).sort(), items.map(one => one.name).sort())
})

test('names the objects that are not as in the preview any more, and sends nothing', async t => {
  const shop = await createCompleteWorld(db, t)
  const [one = '', two = ''] = await shop.sell(numbers(3))
  await shop.lane('catalogue')
  await shop.lane('stock')
  await shop.change(tx => changeItems(tx, shop.world.tenant, [{ id: one, name: 'Neu' }]))
  const dry = await run(shop, { dryRun: true })
  await shop.change(tx => changeItems(tx, shop.world.tenant, [{ id: two, name: 'Auch neu' }]))
  shop.writes()
  await assert.rejects(
    run(shop, { preview: dry.id }),
    error =>
      error instanceof KontorError && error.code === 'PREVIEW_CHANGED' && error.message.includes('T-00002'),
  )
  assert.deepEqual(shop.writes(), {})
  const newer = await run(shop, { dryRun: true })
  assert.equal((await run(shop, { preview: newer.id })).state, 'done')
  assert.deepEqual(shop.writes(), { 1: 2 })
})

test('shows a complete synchronisation with what is left over, and does it', async t => {
  const shop = await createCompleteWorld(db, t)
  const [id = ''] = await shop.sell(numbers(4))
  await shop.lane('catalogue')
  await shop.lane('stock')
  await db.pool.query(`delete from item_channel where tenant_id = $1 and item_id = $2`, [
    shop.world.tenant,
    id,
  ])
  const dry = await run(shop, { dryRun: true, complete: true, only: ['items'] })
  const page = await preview(shop, dry.id)
  assert.deepEqual(
    page.items.map(one => [one.name, one.action]),
    [
      ['T-00002', 'again'],
      ['T-00003', 'again'],
      ['T-00004', 'again'],
      ['T-00001', 'removed'],
    ],
  )
  assert.deepEqual(await shop.sweeps(), [], 'a dry run begins nothing')
  shop.writes()
  assert.equal((await run(shop, { preview: dry.id })).state, 'done')
  assert.deepEqual(shop.writes(), { 1: 3 })
  assert.equal(shop.system.objects.of('item').length, 3)
})
