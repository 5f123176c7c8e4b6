import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { addPriceList, changePriceList, setPriceListItems } from '../../src/catalog/priceLists.ts'
import { setSpecialPrices } from '../../src/catalog/specialPrices.ts'
import { markPriceList, markTimedPrices } from '../../src/sync/markPrices.ts'
import { promoteTimed } from '../../src/sync/promoteTimed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { createPushWorld, type PushWorld, sent } from '../push/pushWorld.ts'

const { db } = await testDatabase({ after })
const before = new Date('2026-11-30T22:00:00Z')
const midnight = new Date('2026-11-30T23:00:00Z')
const end = new Date('2026-12-31T23:00:00Z')
const later = (instant: Date, seconds = 5) => new Date(instant.getTime() + seconds * 1000)

async function special(push: PushWorld, itemId: string, net: string) {
  const { world } = push
  const price = { itemId, channelId: null, customerGroupId: null, net, from: midnight, to: end }
  return push.change(async tx => {
    const done = await setSpecialPrices(tx, world.tenant, [price], before)
    await markTimedPrices(tx, world.tenant, done.timed)
    return done
  })
}

/** What the system shows as the price of its only item. */
function priceThere({ system }: PushWorld) {
  const { price, prices } = (system.objects.of('item')[0]?.fields ?? {}) as {
    price?: { prices: unknown[] }
    prices?: unknown[]
  }
  const [first] = (price?.prices ?? prices) as { scales: { net: string }[]; special?: { net: string } }[]
  return { net: first?.scales[0]?.net, special: first?.special?.net }
}

const catalogue = async (push: PushWorld, now: Date) => {
  await promoteTimed(db, now)
  return push.lane('catalogue', { parts: { now: () => now } })
}

test('a special price that begins at midnight is told without anyone touching it, and so is its end', async t => {
  const push = await createPushWorld(db, t)
  const [id = ''] = await push.sell(['T-1'])
  await catalogue(push, before)
  await special(push, id, '6')
  assert.deepEqual(await push.due('price'), [], 'nothing is to be told before')
  assert.deepEqual(sent(await catalogue(push, before), 'price'), {})
  assert.deepEqual(priceThere(push), { net: '10', special: undefined })
  assert.deepEqual(sent(await catalogue(push, later(midnight)), 'price'), { sent: 1, accepted: 1 })
  assert.deepEqual(priceThere(push), { net: '10', special: '6' })
  assert.deepEqual(sent(await catalogue(push, later(midnight, 60)), 'price'), {})
  assert.deepEqual(sent(await catalogue(push, later(end)), 'price'), { sent: 1, accepted: 1 })
  assert.deepEqual(priceThere(push), { net: '10', special: undefined })
  assert.deepEqual(
    await push.world.query(`select 1 from timed_change where tenant_id = $1`, push.world.tenant),
    [],
  )
})

test('an immediate change of the same item does not lose what the clock will change', async t => {
  const push = await createPushWorld(db, t)
  const [id = ''] = await push.sell(['T-1'])
  await catalogue(push, before)
  await special(push, id, '6')
  await push.change(tx => changeItems(tx, push.world.tenant, [{ id, netPrice: '9' }]))
  assert.deepEqual(sent(await catalogue(push, before), 'price'), { sent: 1, accepted: 1 })
  assert.deepEqual(priceThere(push), { net: '9', special: undefined })
  assert.deepEqual(sent(await catalogue(push, later(midnight)), 'price'), { sent: 1, accepted: 1 })
  assert.deepEqual(priceThere(push), { net: '9', special: '6' })
})

test('a system without a place for special prices alone gets the item, when one begins and when it ends', async t => {
  const push = await createPushWorld(db, t, {}, connector => {
    const { price } = connector.send ?? {}
    assert.ok(price)
    return { ...connector, send: { ...connector.send, price: { ...price, withoutSpecial: true } } }
  })
  const [id = ''] = await push.sell(['T-1'])
  await catalogue(push, before)
  await special(push, id, '6')
  assert.deepEqual(sent(await catalogue(push, later(midnight)), 'item'), { sent: 1, accepted: 1 })
  assert.deepEqual(priceThere(push), { net: '10', special: '6' })
  assert.deepEqual(sent(await catalogue(push, later(end)), 'item'), { sent: 1, accepted: 1 })
  assert.deepEqual(priceThere(push), { net: '10', special: undefined })
})

test('a price list begins and ends by the clock, for the items of its channels', async t => {
  const push = await createPushWorld(db, t)
  const { world, channelId } = push
  await push.sell(['T-1'])
  await catalogue(push, before)
  await world.tx(async tx => {
    const list = { name: 'Advent', factor: '0.8', from: midnight, to: end, channelIds: [channelId] }
    await markPriceList(tx, world.tenant, await addPriceList(tx, world.tenant, list, before), 'tester')
  })
  assert.deepEqual(sent(await catalogue(push, before), 'price'), {})
  assert.deepEqual(sent(await catalogue(push, later(midnight)), 'price'), { sent: 1, accepted: 1 })
  assert.equal(priceThere(push).net, '8')
  assert.deepEqual(sent(await catalogue(push, later(end)), 'price'), { sent: 1, accepted: 1 })
  assert.equal(priceThere(push).net, '10')
})

test('two processes that look at the clock at once make work of a change once', async t => {
  const push = await createPushWorld(db, t)
  const [id = ''] = await push.sell(['T-1'])
  await special(push, id, '6')
  const counts = await Promise.all([1, 2, 3, 4].map(() => promoteTimed(db, later(midnight))))
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    1,
  )
})

test('a price list of 20,000 items on 10 channels writes a handful of rows of work, at once', async () => {
  const { tenant } = await tradeWorld(db, { items: 1, channels: 10 })
  await db.pool.query(
    `insert into item (tenant_id, id, item_number, number_key, name, net_price)
     select $1, gen_random_uuid(), 'L-' || n, 'l-' || n, 'Artikel', 10 from generate_series(1, 20000) as n`,
    [tenant],
  )
  const { rows: items } = await db.pool.query<{ id: string }>(`select id from item where tenant_id = $1`, [
    tenant,
  ])
  const rowsOfWork = async () => {
    const { rows } = await db.pool.query(
      `select (select count(*) from due where tenant_id = $1) + (select count(*) from sweep where tenant_id = $1)
         + (select count(*) from timed_change where tenant_id = $1) as count`,
      [tenant],
    )
    return Number(rows[0].count)
  }
  const now = new Date('2026-12-05T12:00:00Z')
  const id = await transact(db, { tenant, bulk: true }, async tx => {
    const list = await addPriceList(tx, tenant, { name: 'Advent', active: false, to: end }, now)
    const prices = items.map(({ id: itemId }) => ({ itemId, net: '9' }))
    await setPriceListItems(tx, tenant, list.id, prices, now)
    return list.id
  })
  assert.equal(await rowsOfWork(), 0)
  const started = performance.now()
  await transact(db, { tenant }, async tx =>
    markPriceList(tx, tenant, await changePriceList(tx, tenant, id, { active: true }, now), 'tester'),
  )
  const ms = performance.now() - started
  assert.equal(await rowsOfWork(), 11, 'one sweep for each channel, and the end')
  assert.ok(ms < 5_000, `${Math.round(ms)} ms`) // 100 ms on a machine that does nothing else: bench/
})
