// Many items changed at once, and all of it taken back.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createCustomerGroups } from '../../src/catalog/customerGroups.ts'
import { setGroupPrices } from '../../src/catalog/groupPrices.ts'
import { type BulkChange, changedNumber } from '../../src/sync/bulkEdit/bulkChange.ts'
import {
  previewBulkEdit,
  startBulkEdit,
  undoBulkEdit,
  workBulkEdit,
} from '../../src/sync/bulkEdit/bulkEdit.ts'
import { forgetValues, listValues, readBulkEdit } from '../../src/sync/bulkEdit/bulkEditStore.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'

const { db } = await testDatabase({ after })
const now = new Date('2026-03-02T09:00:00Z')
const days = (count: number) => new Date(now.getTime() + count * 86_400_000)

/** Items 1 and 2 say their price net, 3 gross, 4 has none. */
async function world(count = 4) {
  const { tenant, items, channels } = await tradeWorld(db, { items: count, channels: 2 })
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const [first = '', second = '', third = '', fourth = ''] = items
  const [group] = await inTenant(tx => createCustomerGroups(tx, tenant, [{ name: 'Händler' }]))
  const customerGroupId = group?.id ?? ''
  await inTenant(async tx => {
    await changeItems(tx, tenant, [
      { id: second, netPrice: '8.40', active: false },
      { id: third, grossPrice: '9.99' },
      { id: fourth, netPrice: null },
    ])
    const scales = [
      { from: '0', net: '7' },
      { from: '10', gross: '5.95' },
    ]
    await setGroupPrices(tx, tenant, [{ itemId: first, customerGroupId, scales }])
  })
  const state = () =>
    inTenant(tx =>
      tx.query(
        `select i.id, i.net_price, i.gross_price, i.active, i.buffer,
           (select json_agg(json_build_array(p.from_quantity, p.net, p.gross) order by p.from_quantity) from item_price p
            where p.tenant_id = $1 and p.item_id = i.id) as prices,
           (select json_agg(json_build_array(k.channel_id, k.active) order by k.channel_id) from item_channel k
            where k.tenant_id = $1 and k.item_id = i.id) as channels
         from item i where i.tenant_id = $1 order by i.id`,
        [tenant],
      ),
    )
  const edit = async (change: BulkChange, ids: readonly string[] = items) => {
    const id = await inTenant(tx => startBulkEdit(tx, tenant, { filter: { ids }, change }, 'tester', now))
    return workBulkEdit(db, tenant, id)
  }
  const undo = async (id: string, at: Date) => {
    await inTenant(tx => undoBulkEdit(tx, tenant, id, 'tester', at))
    return workBulkEdit(db, tenant, id)
  }
  return {
    tenant,
    items,
    first,
    second,
    third,
    fourth,
    channels,
    customerGroupId,
    inTenant,
    state,
    edit,
    undo,
  }
}

const base = { customerGroupId: null, channelId: null }
const fivePercent: BulkChange = { price: { ...base, change: { percent: '5', round: '0.01' } } }

test('a preview shows what would be done and does nothing', async () => {
  const { tenant, items, first, third, inTenant, state } = await world()
  const before = await state()
  const preview = await inTenant(tx =>
    previewBulkEdit(
      tx,
      tenant,
      { filter: { ids: items }, change: fivePercent },
      { after: undefined, limit: 50 },
    ),
  )
  assert.deepEqual(await state(), before)
  assert.equal(preview.found, 4)
  const of = (id: string) => preview.items.find(item => item.itemId === id)?.fields
  assert.deepEqual(of(first), [
    { itemId: first, field: 'netPrice', before: '10', after: '10.5', refusedCode: null },
  ])
  assert.deepEqual(
    of(third)?.map(({ field, before, after }) => [field, before, after]),
    [['grossPrice', '9.99', '10.49']],
    'what was said gross is changed gross',
  )
  assert.equal(preview.items.length, 3, 'an item without a price is not touched')
})

test('an edit is taken back on day 29 exactly, also to no price, and not on day 31', async () => {
  const { tenant, channels, customerGroupId, state, edit, undo, inTenant } = await world()
  const before = await state()
  const group = { customerGroupId, channelId: null }
  const done = await edit({
    ...fivePercent,
    set: { active: true, buffer: '3' },
    sell: [{ channelId: channels[1]?.channel ?? '', active: false }],
  })
  const priced = await edit({ price: { ...group, change: { percent: '-10' } } })
  const set = await edit({ price: { ...base, change: { set: '4' } } })
  const there = await edit({
    price: { customerGroupId, channelId: channels[0]?.channel ?? '', change: { set: '3' } },
  })
  assert.deepEqual([done.state, done.found, done.changed, priced.changed, set.changed], ['done', 4, 4, 1, 4])
  assert.notDeepEqual(await state(), before)
  for (const one of [there, set, priced, done]) {
    const undone = await undo(one.id, days(29))
    assert.deepEqual([undone.state, undone.undoneBy], ['undone', 'tester'])
  }
  assert.deepEqual(await state(), before)
  const late = await edit(fivePercent)
  await assert.rejects(undo(late.id, days(31)), { code: 'UNDO_TOO_LATE' })
  assert.equal((await inTenant(tx => readBulkEdit(tx, tenant, late.id))).state, 'done')
})

test('a value that was changed meanwhile stays, and is listed', async () => {
  const { tenant, first, second, inTenant, edit, undo, state } = await world()
  const { id } = await edit({ set: { buffer: '5' } }, [first, second])
  await inTenant(tx => changeItems(tx, tenant, [{ id: second, buffer: '7' }]))
  await undo(id, days(1))
  const rows = (await state()) as { id: string; buffer: string }[]
  assert.deepEqual(
    [first, second].map(one => rows.find(row => row.id === one)?.buffer),
    ['0', '7'],
  )
  const kept = await inTenant(tx =>
    listValues(tx, tenant, id, { after: undefined, limit: 50, refused: true }),
  )
  assert.deepEqual(
    kept.map(({ itemId, field, refusedCode, undone }) => [itemId, field, refusedCode, undone]),
    [[second, 'buffer', 'CHANGED_MEANWHILE', false]],
  )
  await undo(id, days(2))
  assert.equal(
    (await inTenant(tx => readBulkEdit(tx, tenant, id))).state,
    'undone',
    'a second time does nothing',
  )
})

test('what cannot be done is left and named, the rest is done', async () => {
  const { tenant, first, second, inTenant, edit } = await world()
  const { id, changed, refused } = await edit({ price: { ...base, change: { add: '-9' } } }, [first, second])
  assert.deepEqual([changed, refused], [1, 1])
  const rows = await inTenant(tx =>
    listValues(tx, tenant, id, { after: undefined, limit: 50, refused: true }),
  )
  assert.deepEqual(
    rows.map(row => [row.itemId, row.refusedCode]),
    [[second, 'BULK_NUMBER_NEGATIVE']],
  )
})

test('killed in the middle and done again, each item is changed once; a wide one is a sweep for each channel', async () => {
  const { tenant, items, inTenant } = await world(1200)
  const wish = { filter: { ids: items }, change: { price: { ...base, change: { add: '1' } } } }
  const id = await inTenant(tx => startBulkEdit(tx, tenant, wish, 'tester', now))
  const dies = workBulkEdit(db, tenant, id, ({ changed }) => {
    if (changed >= 500) throw new Error('killed')
  })
  await assert.rejects(dies, /killed/)
  await assert.rejects(
    inTenant(tx => undoBulkEdit(tx, tenant, id, 'tester', now)),
    { code: 'BULK_EDIT_RUNNING' },
  )
  const [one, other] = await Promise.all([workBulkEdit(db, tenant, id), workBulkEdit(db, tenant, id)])
  const done = await workBulkEdit(db, tenant, id)
  assert.ok(one && other)
  assert.deepEqual([done.state, done.changed, done.found], ['done', 1199, 1200])
  const prices = await inTenant(tx =>
    tx.query<{ price: string; count: number }>(
      `select net_price::text as price, count(*)::int as count from item
       where tenant_id = $1 and net_price is not null group by net_price order by 2 desc`,
      [tenant],
    ),
  )
  assert.deepEqual(prices, [
    { price: '11', count: 1197 },
    { price: '9.4', count: 1 },
  ])
  const [marks] = await inTenant(tx =>
    tx.query(
      `select (select count(*)::int from sweep where tenant_id = $1) as sweeps, (select count(*)::int from due where tenant_id = $1) as due`,
      [tenant],
    ),
  )
  assert.deepEqual(marks, { sweeps: 2, due: 0 })
})

test('a small edit is due for each channel that sells the items', async () => {
  const { tenant, first, edit, undo, inTenant } = await world()
  const due = () =>
    inTenant(tx =>
      tx.query(
        `with gone as (delete from due where tenant_id = $1 returning kind, object_id)
         select kind, object_id as id, count(*)::int as count from gone group by 1, 2 order by 1`,
        [tenant],
      ),
    )
  const { id } = await edit(fivePercent, [first])
  assert.deepEqual(await due(), [{ kind: 'price', id: first, count: 2 }])
  await undo(id, days(1))
  assert.deepEqual(await due(), [{ kind: 'price', id: first, count: 2 }])
})

test('old values go after their time', async () => {
  const { tenant, first, edit, inTenant } = await world()
  const { id } = await edit({ set: { buffer: '5' } }, [first])
  const values = () =>
    inTenant(tx => listValues(tx, tenant, id, { after: undefined, limit: 50, refused: false }))
  await transact(db, { role: 'kontor_retention' }, tx => forgetValues(tx, days(-1)))
  assert.equal((await values()).length, 1)
  await transact(db, { role: 'kontor_retention' }, tx => forgetValues(tx, days(1)))
  assert.equal((await values()).length, 0)
})

test('calculated prices are rounded as it is said, and never end below nothing', () => {
  const at = (percent: string, round?: '0.01' | '0.05' | 'x.99') => changedNumber('12.34', { percent, round })
  assert.deepEqual(
    [at('5'), at('5', '0.01'), at('5', '0.05'), at('5', 'x.99')],
    ['12.957', '12.96', '12.95', '12.99'],
  )
  assert.deepEqual([at('0', 'x.99'), changedNumber('12.60', { add: '0', round: 'x.99' })], ['11.99', '12.99'])
  assert.equal(changedNumber('0.20', { add: '0', round: 'x.99' }), '0.99')
  assert.equal(changedNumber(null, { percent: '5' }), null)
  assert.equal(changedNumber('3', { add: '-5' }), 'negative')
  assert.equal(changedNumber('3', { percent: '-100' }), '0')
})
