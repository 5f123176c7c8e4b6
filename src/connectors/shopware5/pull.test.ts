import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rejected, Unreachable } from '../../port/errors.ts'
import { fakeShop, problem } from './fixtures/fakeShop.ts'
import { order } from './fixtures/records.ts'
import { simulatedShop } from './fixtures/simulatedShop.ts'
import { connector } from './index.ts'
import { filterTime } from './times.ts'

const line = { sku: 'KT-1', name: 'Tee', price: '11.9', quantity: '1' }
const later = (clock: { at: Date }, seconds: number) => {
  clock.at = new Date(clock.at.getTime() + seconds * 1000)
}

test('brings open orders and those of the states that the settings name, each once, over pages', async t => {
  const { shop, readAll } = await simulatedShop(t, { settings: { importStates: '0, 17' } })
  const open = [0, 0, 17, 0, 17].map(status => shop.placeOrder({ lines: [line], status }).id)
  shop.placeOrder({ lines: [line], status: 5 })
  assert.deepEqual((await readAll('order', {}, 2)).ids, open)
})

test('quirk: an abandoned basket is never imported, also if it was changed', async t => {
  const { shop, clock, readAll } = await simulatedShop(t)
  const real = shop.placeOrder({ lines: [line] }).id
  const basket = shop.abandonBasket({ lines: [line] })
  const first = await readAll('order')
  assert.deepEqual(first.ids, [real])
  later(clock, 3600)
  shop.changeOrder(basket, { comment: 'x' })
  const { watermark } = first
  assert.ok(!(await readAll('order', { watermark })).ids.includes(basket))
})

test('quirk: a new order has no time of change, and comes all the same', async t => {
  const { shop, clock, readAll } = await simulatedShop(t)
  const first = await readAll('order')
  later(clock, 3600)
  const placed = shop.placeOrder({ lines: [line] }).id
  assert.equal(shop.row('orders', placed)?.['changed'], null)
  assert.deepEqual((await readAll('order', { watermark: first.watermark })).ids, [placed])
})

test('brings an order again that was changed after the import, under the same id with what it says now', async t => {
  const { shop, clock, readAll, mapped } = await simulatedShop(t)
  const { id } = shop.placeOrder({ lines: [line] })
  const first = await readAll('order')
  later(clock, 3600)
  shop.changeOrder(id, { orderStatusId: 4, paymentStatusId: 12 })
  const second = await readAll('order', { watermark: first.watermark })
  assert.deepEqual(second.ids, [id])
  const record = mapped('order', second.records[0]?.raw)
  assert.deepEqual([record.remoteState, record.paymentState], ['cancelled', 'paid'])
})

test('does not fetch open orders for ever that stay open there', async t => {
  const { shop, clock, readAll } = await simulatedShop(t)
  for (let n = 0; n < 7; n++) shop.placeOrder({ lines: [line] })
  later(clock, 3600)
  let { watermark } = await readAll('order', {}, 100)
  for (let run = 0; run < 3; run++) {
    later(clock, 3600)
    const before = shop.log.calls.length
    const again = await readAll('order', { watermark }, 100)
    assert.deepEqual(again.ids, [])
    const calls = shop.log.calls.slice(before).filter(call => call.status === 200)
    assert.equal(calls.length, 2, 'one list of open orders, one of changed ones')
    watermark = again.watermark
  }
  // Entered late, with a time of last week, as a marketplace does it.
  const late = shop.placeOrder({ lines: [line], placedAt: new Date('2026-01-20T10:00:00Z') }).id
  assert.deepEqual((await readAll('order', { watermark }, 100)).ids, [late])
})

test('fetches open orders again where the read that remembered them was not stored', async t => {
  const { shop, clock, readAll } = await simulatedShop(t)
  const ids = [1, 2, 3].map(() => shop.placeOrder({ lines: [line] }).id)
  const stored = await readAll('order')
  later(clock, 3600)
  const fresh = shop.placeOrder({ lines: [line] }).id
  later(clock, 3600)
  await readAll('order', { watermark: stored.watermark }) // its pages were lost
  later(clock, 3600)
  const again = await readAll('order', { watermark: stored.watermark })
  assert.ok(again.ids.includes(fresh), 'what was lost comes again')
  assert.deepEqual(again.ids, [...ids, fresh])
})

test('reads other states from the begin, when the settings change', async t => {
  const states = { importStates: '0,17' }
  const { shop, clock, readAll, facts } = await simulatedShop(t)
  const held = shop.placeOrder({ lines: [line], status: 17 }).id
  later(clock, 3600)
  const { watermark } = await readAll('order')
  const { run } = await simulatedShop(t, { settings: { url: shop.url, ...states } })
  const session = await connector.open({ ...run, facts })
  later(clock, 3600)
  const cursor = { startedAt: clock.at, watermark }
  const answer = await connector.pull?.fetch(session, 'order', cursor, 10)
  assert.match(Buffer.from(answer?.body ?? []).toString(), new RegExp(`"id":${held}\\b`))
})

test('finds changes of both hours that the clock shows twice in autumn', async t => {
  // 2:40 the first time; what is changed at 2:10 the second time is later, and has the lesser text.
  const { shop, clock, readAll } = await simulatedShop(t, { at: '2026-10-25T00:42:00Z' })
  const [early = '', late = ''] = [1, 2].map(() => shop.placeOrder({ lines: [line], status: 1 }).id)
  const first = await readAll('order')
  clock.at = new Date('2026-10-25T00:50:00Z')
  shop.changeOrder(early, { comment: 'the first time' })
  clock.at = new Date('2026-10-25T01:10:00Z')
  shop.changeOrder(late, { comment: 'the second time' })
  clock.at = new Date('2026-10-25T03:00:00Z')
  assert.deepEqual((await readAll('order', { watermark: first.watermark })).ids, [early, late])
})

test('finds changes on both sides of the hour that is missing in spring', async t => {
  const { shop, clock, readAll } = await simulatedShop(t, { at: '2026-03-29T00:50:00Z' })
  const [early = '', late = ''] = [1, 2].map(() => shop.placeOrder({ lines: [line], status: 1 }).id)
  const first = await readAll('order')
  clock.at = new Date('2026-03-29T00:59:00Z')
  shop.changeOrder(early, { comment: 'before' })
  clock.at = new Date('2026-03-29T01:01:00Z')
  shop.changeOrder(late, { comment: 'after' })
  assert.deepEqual((await readAll('order', { watermark: first.watermark })).ids, [early, late])
})

test('writes times as the clocks of the shop show them', () => {
  const at = (text: string) => filterTime(new Date(text), 'Europe/Berlin')
  assert.equal(at('2026-01-01T12:00:00Z'), '2026-01-01 13:00:00')
  assert.equal(at('2026-07-01T12:00:00Z'), '2026-07-01 14:00:00')
  assert.equal(at('2026-10-25T00:40:00Z'), '2026-10-25 02:00:00')
  assert.equal(at('2026-10-25T01:40:00Z'), '2026-10-25 02:40:00')
  assert.equal(at('2026-03-29T01:00:00Z'), '2026-03-29 03:00:00')
})

test('counts the orders of a day, without baskets', async t => {
  const { shop, session } = await simulatedShop(t)
  shop.placeOrder({ lines: [line], placedAt: new Date('2026-01-31T22:30:00Z') })
  shop.placeOrder({ lines: [line], placedAt: new Date('2026-01-31T23:30:00Z'), status: 7 })
  const day = [new Date('2026-01-30T23:00:00Z'), new Date('2026-01-31T23:00:00Z')] as const
  assert.equal(await connector.count?.(session, 'order', ...day), 1)
  assert.equal(await connector.count?.(session, 'term', ...day), 0)
})

test('fetches single orders as they are now, and leaves out what is gone', async t => {
  const { shop, session } = await simulatedShop(t)
  const [here = '', gone = ''] = [1, 2].map(() => shop.placeOrder({ lines: [line] }).id)
  shop.removeOrder(gone)
  const answer = await connector.pull?.fetchSingle?.(session, 'order', [here, gone, '../version', ''])
  assert.ok(answer)
  const page = connector.pull?.read('order', answer, { timeZone: 'Europe/Berlin', facts: {}, settings: {} })
  assert.deepEqual(
    page?.records.map(one => one.externalId),
    [here],
  )
  assert.equal(page?.last, true)
})

test('parks the one order at which the shop fails, and asks for it again in the next run', async t => {
  const list = [order({ id: 1, number: '1' }), order({ id: 2, number: '2' }), order({ id: 3, number: '3' })]
  const listed = list.map(({ details: _, ...row }) => row)
  let broken = true
  const { run, logged } = await fakeShop(t, ({ path, query }) => {
    if (path === '/api/orders/2' && broken)
      return problem(500, 'Notice: Undefined index in /var/www/shop/x.php on line 3')
    const one = /orders\/(\d)$/.exec(path)?.[1]
    if (one) return { data: list[Number(one) - 1], success: true }
    const isOpen = query.get('filter[0][property]') === 'status'
    return { data: isOpen ? listed : [], total: isOpen ? 3 : 0, success: true }
  })
  const session = await connector.open(run)
  const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }
  const read = async () => {
    const answer = await connector.pull?.fetch(session, 'order', { startedAt: run.now() }, 50)
    return (answer && connector.pull?.read('order', answer, context).records) ?? []
  }
  const records = await read()
  assert.deepEqual(
    records.map(one => one.externalId),
    ['1', '2', '3'],
  )
  const map = (at: number) => connector.map.order?.(connector.scrub('order', records[at]?.raw), context)
  assert.equal(map(0)?.externalNumber, '1')
  assert.throws(
    () => map(1),
    (error: unknown) => error instanceof Rejected && error.path === 'details',
  )
  assert.ok(logged.some(text => text.includes('fails at single records')))
  assert.ok(!logged.join().includes('/var/www'), logged.join())
  assert.deepEqual(run.facts['orders'], {
    shop: `${run.settings['url']}`,
    states: '0',
    at: '2026-02-01T12:00:00.000Z',
    id: 1,
  })
  broken = false
  assert.equal((await read()).length, 3)
})

test('takes a shop that fails at every order of a page for one that is down', async t => {
  const { run } = await fakeShop(t, ({ path }) =>
    path === '/api/orders'
      ? {
          data: [
            { id: 1, number: '1' },
            { id: 2, number: '2' },
          ],
          total: 2,
          success: true,
        }
      : problem(500, 'Doctrine'),
  )
  const session = await connector.open(run)
  await assert.rejects(
    async () => connector.pull?.fetch(session, 'order', { startedAt: run.now() }, 50),
    Unreachable,
  )
})

test('refuses to go on by a text that is none of its own', async t => {
  const { run } = await fakeShop(t)
  const session = await connector.open(run)
  for (const resume of [
    '',
    'x',
    'open|1|2|3',
    'open|-1||||',
    'other|1|||0|0',
    'open|1|nie||0|0',
    'open|1|||0|0|0',
  ])
    await assert.rejects(
      async () => connector.pull?.fetch(session, 'order', { startedAt: run.now(), resume }, 50),
      (error: unknown) => error instanceof Rejected && error.code === 'RESUME_REFUSED',
      resume,
    )
})

test('brings customers, all of them at first and changed ones after that', async t => {
  const { shop, clock, readAll, mapped } = await simulatedShop(t)
  shop.placeOrder({ lines: [line], email: 'a@example.com', guest: false })
  shop.placeOrder({ lines: [line], email: 'b@example.com', guest: true })
  later(clock, 3600)
  const first = await readAll('customer')
  assert.equal(first.ids.length, 2)
  assert.deepEqual(
    first.records.map(one => mapped('customer', one.raw).guest),
    [undefined, true],
  )
  later(clock, 3600)
  const [id = ''] = first.ids
  shop.changeCustomer(id, { lastname: 'Neu' })
  assert.deepEqual((await readAll('customer', { watermark: first.watermark })).ids, [id])
})
