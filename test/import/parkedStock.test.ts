/** What parked orders take of items that are known: their shop has sold it, so every channel is told less. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, type TestContext, test } from 'node:test'
import { holderName } from '../../src/base/holder.ts'
import { migrationsFolder } from '../../src/base/migrate.ts'
import { findItemsByNumber } from '../../src/catalog/findItems.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { stockFigures } from '../../src/stock/offers.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { ignoreRecords, retryImport } from '../../src/sync/ledgerActions.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { NewLine, NewOrder } from '../../testkit/reference/records.ts'
import { createEventsWorld, quantityOf } from '../events/eventsWorld.ts'
import { orderOf } from './referenceWorld.ts'
import { ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })

const line = (sku: string, quantity: string, more: Partial<NewLine> = {}): NewLine => ({
  sku,
  name: sku,
  quantity,
  net: '10',
  gross: '11.90',
  vat: '19',
  ...more,
})
const cups = line('A-1', '2')
const unknown = line('NEU', '1')

/** A world of 100 cups and 100 plates, with what is asked of it here. */
async function openWorld(t: TestContext) {
  const events = await createEventsWorld(db, t)
  const { world } = events
  const found = await world.tx(tx => findItemsByNumber(tx, world.tenant, ['A-1', 'A-2']))
  const items = ['A-1', 'A-2'].map(number => found.get(number)?.[0]?.id ?? '')
  const staged = async () => {
    const figures = await world.tx(tx => stockFigures(tx, world.tenant, items))
    return figures.map(one => one.staged)
  }
  const act = async (order: string) => {
    const id = (await ledgerOf(world)).get(order)?.id ?? ''
    return { tenant: world.tenant, ids: [id], by: 'Eva', holder: holderName(), lease: productLease }
  }
  return {
    ...events,
    items,
    staged,
    // Two versions of a record are never of the same moment.
    run: async () => {
      events.clock.advance(1)
      await events.run()
    },
    retry: async (order: string) => {
      events.clock.advance(1)
      return retryImport({ ...world.parts, now: events.clock.now }, await act(order))
    },
    ignore: async (order: string) => ignoreRecords(world.parts, { ...(await act(order)), why: 'Test' }),
    parked: async (order: string) => events.outcome('order', order),
    whole: async () => assert.deepEqual(await world.broken(), []),
  }
}

test('an order with one unknown item takes its other lines, each once, until it is staged', async t => {
  const here = await openWorld(t)
  const order = here.place('1', 1, { lines: [cups, unknown, line('a-1', '0.5'), line('A-2', '4')] })
  await here.run()
  assert.equal(await here.parked(order), 'parked ITEM_UNKNOWN')
  assert.deepEqual(await here.staged(), ['2.5', '4'])
  await here.whole()

  await here.retry(order)
  assert.deepEqual(await here.staged(), ['2.5', '4'], 'parked once more')
  await here.world.makeItems('NEU')
  const [result] = await here.retry(order)

  assert.equal(result?.outcome, 'staged')
  assert.deepEqual(await here.staged(), ['2.5', '4'], 'in the inbox, and only there')
  await here.whole()
})

test('what a person ignores takes nothing, and takes it again when it is imported again', async t => {
  const here = await openWorld(t)
  const order = here.place('1', 1, { lines: [cups, unknown] })
  await here.run()
  await here.world.query(`delete from due where tenant_id = $1`, here.world.tenant)

  await here.ignore(order)

  assert.deepEqual(await here.staged(), ['0', '0'])
  await here.whole()
  await here.retry(order)
  assert.equal(await here.parked(order), 'parked ITEM_UNKNOWN')
  assert.deepEqual(await here.staged(), ['2', '0'])
  await here.whole()
})

test('what is freed or taken by a parked order is due at every channel that sells it', async t => {
  const here = await openWorld(t)
  const { world, items } = here
  await world.query(
    `insert into item_channel (tenant_id, channel_id, item_id) select $1, id, $2 from channel where tenant_id = $1`,
    world.tenant,
    items[0],
  )
  const due = () =>
    world.query<{ id: string }>(`delete from due where kind = 'stock' returning object_id as id`)
  const order = here.place('1', 1, { lines: [cups, unknown] })
  await here.run()
  assert.deepEqual(await due(), [{ id: items[0] }])
  await here.ignore(order)
  assert.deepEqual(await due(), [{ id: items[0] }])
})

const buyer = orderOf('1').buyer
const reasons: readonly (readonly [code: string, order: Partial<NewOrder>])[] = [
  ['CURRENCY_UNKNOWN', { currency: 'QQQ', lines: [cups] }],
  ['COUNTRY_UNKNOWN', { buyer: { ...buyer, country: 'XX' }, lines: [cups] }],
  ['TAX_UNKNOWN', { lines: [line('A-1', '2', { vat: '33' })] }],
  ['QUANTITY_INVALID', { lines: [cups, line('A-2', '-3')] }],
  ['PAYLOAD_INVALID', { total: '1234567890123456', lines: [cups] }],
]
for (const [code, order] of reasons)
  test(`an order that is parked with ${code} takes what can be read of it`, async t => {
    const here = await openWorld(t)
    const id = here.place('1', 1, order)
    await here.run()
    assert.equal(await here.parked(id), `parked ${code}`)
    assert.deepEqual(await here.staged(), ['2', '0'])
  })

test('an order that cannot be read takes nothing', async t => {
  const here = await openWorld(t)
  const id = here.place('1', 1, { lines: [cups], placedAt: 'gestern' })
  await here.run()
  assert.equal(await here.parked(id), 'parked PAYLOAD_INVALID')
  assert.deepEqual(await here.staged(), ['0', '0'])
})

test('an order of a place that nobody serves here takes what it sold, unless a rule would leave it out', async t => {
  const here = await openWorld(t)
  const { world } = here
  const set = (change: string) =>
    world.query(`update channel set ${change} where tenant_id = $1`, world.tenant)
  await set('active = false')
  const order = here.place('1', 1, { lines: [cups] })
  await here.run()
  assert.equal(await here.parked(order), 'parked CHANNEL_INACTIVE')
  assert.deepEqual(await here.staged(), ['2', '0'])

  await set('active = true')
  await here.retry(order)
  assert.equal(await here.parked(order), 'staged')
  assert.deepEqual(await here.staged(), ['2', '0'])

  await set('active = false')
  await world.query(
    `insert into channel_event (tenant_id, channel_id, kind, from_at) select $1, id, 'order', '2030-01-01' from channel where tenant_id = $1`,
    world.tenant,
  )
  here.place('2', 1, { lines: [cups] })
  await here.run()
  assert.deepEqual(await here.staged(), ['2', '0'])
  await here.whole()
})

test('what was cancelled at its shop takes nothing, whoever says so and whatever comes first', async t => {
  const here = await openWorld(t)
  const lines = [cups, unknown]
  const before = here.place('1', 1, { lines })
  here.tell('status', before, 5, { state: 'cancelled' })
  const behind = here.place('2', 1, { lines })
  await here.run()
  assert.deepEqual(await here.staged(), ['2', '0'])
  here.tell('status', behind, 6, { state: 'cancelled' })
  const record = here.place('3', 1, { lines })
  await here.run()
  assert.deepEqual(await here.staged(), ['2', '0'])
  here.change(record, { state: 'cancelled' })
  await here.run()
  assert.equal(await here.parked(record), 'parked ITEM_UNKNOWN')
  assert.deepEqual(await here.staged(), ['0', '0'])
  await here.whole()
})

test('a staged order whose new version is parked takes what was staged, a parked one what it says last', async t => {
  const here = await openWorld(t)
  const staged = here.place('1', 3)
  const parked = here.place('2', 1, { lines: [cups, unknown] })
  await here.run()
  assert.deepEqual(await here.staged(), ['5', '3'])

  here.change(staged, { currency: 'QQQ' })
  await here.run()
  assert.equal(await here.parked(staged), 'parked CURRENCY_UNKNOWN')
  assert.deepEqual(await here.staged(), ['5', '3'])
  await here.whole()

  const wire = here.system.records.find(parked)?.data['positions']
  assert.ok(Array.isArray(wire))
  here.change(parked, { positions: wire.map(one => ({ ...one, quantity: quantityOf(7) })) })
  await here.run()
  assert.deepEqual(await here.staged(), ['10', '3'])
  await here.ignore(staged)
  assert.deepEqual(await here.staged(), ['7', '0'])
  await here.whole()
})

test('of a kit its parts are taken', async t => {
  const here = await openWorld(t)
  const { world, items } = here
  await world.makeItems('SET')
  await world.tx(async tx => {
    const kit = (await findItemsByNumber(tx, world.tenant, ['SET'])).get('SET')?.[0]?.id ?? ''
    const parts = [{ itemId: items[0] ?? '', quantity: '3' }]
    await setKitParts(tx, world.tenant, [{ kitId: kit, parts }])
  })
  here.place('1', 1, { lines: [line('SET', '2'), unknown] })
  await here.run()
  assert.deepEqual(await here.staged(), ['6', '0'])
})

test('what was parked before an update is read once more, and takes what it says', async t => {
  const here = await openWorld(t)
  const { world } = here
  here.place('1', 1, { lines: [cups, unknown] })
  await here.run()
  await world.query(`update channel set active = false where tenant_id = $1`, world.tenant)
  here.place('2', 1, { lines: [cups] })
  await here.run()
  // As it was before: nobody had noted what they take.
  await db.pool.query(`delete from parked_line where tenant_id = $1`, [world.tenant])
  await world.query(`update ledger set channel_id = null where code = 'CHANNEL_INACTIVE'`)
  const migration = await readFile(new URL('0053_parked_orders.sql', migrationsFolder), 'utf8')
  const changes = migration.split(';').filter(statement => /^\s*(--.*\n)*update/.test(statement))
  assert.equal(changes.length, 2)
  for (const change of changes) await db.pool.query(change)
  assert.deepEqual(await here.staged(), ['0', '0'])

  await here.run()

  assert.deepEqual(await here.staged(), ['4', '0'])
  const before = await world.query(`select id from ledger_history where tenant_id = $1`, world.tenant)
  await here.run()
  const later = await world.query(`select id from ledger_history where tenant_id = $1`, world.tenant)
  assert.equal(later.length, before.length, 'and only once')
  await here.whole()
})

test('a parked order that counts beside the inbox, or after it, is found', async t => {
  const here = await openWorld(t)
  const order = here.place('1', 1, { lines: [cups, unknown] })
  await here.run()
  await here.ignore(order)
  await here.world.query(`update parked_line set staged = true where tenant_id = $1`, here.world.tenant)
  const [found = ''] = await here.world.broken()
  assert.match(found, /^what a parked order takes counts as long as it is parked/)
})
