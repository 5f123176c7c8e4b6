import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createCharacteristics } from '../../src/catalog/characteristics.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import { type JournalRow, listJournal } from '../../src/channels/journalStore.ts'
import { objectNames } from '../../src/channels/previewStore.ts'
import type { ObjectKind } from '../../src/channels/sentStore.ts'
import { Rejected } from '../../src/port/errors.ts'
import { cleanUp } from '../../src/worker/chores.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type CompleteWorld, createCompleteWorld, numbers } from './completeWorld.ts'

const { db } = await testDatabase({ after })

/** The journal, oldest first. */
async function journal({ world }: CompleteWorld): Promise<JournalRow[]> {
  return (await world.tx(tx => listJournal(tx, world.tenant, { limit: 1000 }))).toReversed()
}

test('tells of an object when, by what, with which fields and what answer it was sent', async t => {
  const shop = await createCompleteWorld(db, t)
  const [id = ''] = await shop.sell(['T-1', 'T-2'])
  await shop.lane('catalogue')
  const first = await journal(shop)
  assert.deepEqual(
    first.map(row => [row.name, row.kind, row.operation, row.called, row.inCall, row.result, row.askedBy]),
    [
      ['T-1', 'item', 'send', 'item', 2, 'accepted', 'tester'],
      ['T-2', 'item', 'send', 'item', 2, 'accepted', 'tester'],
    ],
  )
  assert.equal(first[0]?.callId, first[1]?.callId)
  assert.ok((first[0]?.ms ?? -1) >= 0)
  assert.deepEqual(Object.keys(first[0]?.fields ?? {}).sort(), ['data', 'price', 'stock'])

  await shop.change(tx => changeItems(tx, shop.world.tenant, [{ id, name: 'Neu' }]))
  await shop.lane('catalogue')
  const [, , second] = await journal(shop)
  assert.deepEqual(second?.fields, { data: { texts: { de: { name: 'Neu' } } } }, 'what differed, no more')
  await shop.move(id, '3')
  await shop.lane('stock')
  const last = (await journal(shop)).at(-1)
  assert.deepEqual([last?.kind, last?.fields], ['stock', { stock: { offered: '13' } }])
})

test('holds refusals with their words but no secret, divided calls, and calls without an answer', async t => {
  let secret = ''
  const shop = await createCompleteWorld(db, t, { outward: 'wholeCall' }, connector => {
    const { item } = connector.send ?? {}
    assert.ok(item)
    const send: typeof item.send = (session, list) =>
      item.send(session, list).catch(error => {
        if (!(error instanceof Rejected)) throw error
        throw new Rejected(error.code, error.path, `${error.detail}, said with ${secret}`)
      })
    return { ...connector, send: { ...connector.send, item: { ...item, send } } }
  })
  const { system, world } = shop
  secret = system.token
  system.objects.refused.add('T-00002')
  const [id = ''] = await shop.sell(numbers(2))
  await shop.lane('catalogue')
  const rows = await journal(shop)
  assert.deepEqual(rows.map(row => [row.name, row.result]).sort(), [
    ['T-00001', 'accepted'],
    ['T-00001', 'divided'],
    ['T-00002', 'divided'],
    ['T-00002', 'rejected'],
  ])
  const refused = rows.find(row => row.result === 'rejected')
  assert.match(refused?.text ?? '', /said with •••/)
  assert.ok(!JSON.stringify(rows).includes(secret))
  const kept = await world.query(
    'select rejected_text as text from channel_object where rejected_code is not null',
  )
  assert.match(JSON.stringify(kept), /said with •••/, 'nor does what is shown of a refused object')

  system.faults.play('cutAfter', 'send', 2)
  await shop.change(tx => changeItems(tx, world.tenant, [{ id, name: 'Neu' }]))
  await shop.lane('catalogue')
  const unknown = (await journal(shop)).filter(row => row.result === 'unknown')
  assert.equal(unknown.length, 2, 'it was tried once more at once')
})

test('answers that come later stand in it as answers', async t => {
  const shop = await createCompleteWorld(db, t, { outward: 'tickets' })
  await shop.sell(['T-1'])
  await shop.lane('catalogue')
  shop.system.settle()
  await shop.lane('catalogue')
  assert.deepEqual(
    (await journal(shop)).map(row => [row.operation, row.result]),
    [
      ['send', 'pending'],
      ['results', 'accepted'],
    ],
  )
})

test('is kept for 90 days, and previews for one', async t => {
  const shop = await createCompleteWorld(db, t)
  await shop.sell(['T-1'])
  await shop.lane('catalogue')
  const months = async () =>
    (
      await db.pool.query(
        `select count(*)::int as count from pg_inherits where inhparent = 'journal'::regclass`,
      )
    ).rows[0].count as number
  await db.pool.query(
    `create table journal_202001 partition of journal for values from ('2020-01-01Z') to ('2020-02-01Z')`,
  )
  await db.pool.query(
    `insert into journal select (j).* from (select json_populate_record(j, json_build_object('at', old.at, 'id', old.id)) as j
       from journal j, (values ('2020-01-15Z', gen_random_uuid()), ('2019-01-15Z', gen_random_uuid())) as old (at, id) where j.tenant_id = $1) as copied`,
    [shop.world.tenant],
  )
  const before = await months()
  assert.equal((await journal(shop)).length, 3)
  await cleanUp(db)
  assert.equal(await months(), before - 1, 'the old month')
  assert.equal((await journal(shop)).length, 1, 'also of the time that no month holds')
})

test('names whatever a channel is told of: an image by its item', async t => {
  const { world, sell, change } = await createCompleteWorld(db, t)
  const { tenant } = world
  const [item = ''] = await sell(['T-1'])
  const manufacturers = await change(tx => createManufacturers(tx, tenant, [{ name: 'Werk' }]))
  const characteristics = await change(tx => createCharacteristics(tx, tenant, [{ name: 'Farbe' }]))
  const [image] = await world.query<{ id: string }>(
    `with file as (insert into blob (tenant_id, hash, size, media_type) values ($1, sha256('x'), 1, 'image/png') returning hash)
     insert into item_image (tenant_id, id, item_id, hash, sort) select $1, $2, $3, hash, 0 from file returning id`,
    tenant,
    newId(),
    item,
  )
  const nameOf = async (kind: ObjectKind, id: string | undefined) =>
    (await world.tx(tx => objectNames(tx, tenant, kind, [id ?? '']))).get(id ?? '')
  assert.deepEqual(
    [
      await nameOf('item', item),
      await nameOf('image', image?.id),
      await nameOf('manufacturer', manufacturers.results[0]?.id),
      await nameOf('characteristic', characteristics.results[0]?.id),
      await nameOf('payment', item),
    ],
    ['T-1', 'T-1', 'Werk', 'Farbe', ''],
  )
})
