// The order list against rows that were counted by hand: folders, filters, searches, pages.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeOrders } from '../../bench/orders/makeOrders.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { orderFolders } from '../../src/sales/orderFolders.ts'
import { countFolders, listOrders, type OrderFilter } from '../../src/sales/orderList.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'

const { db } = await testDatabase({ after })
const { tenant, company } = await seedTenant(db)
const made = await makeOrders(db.pool, {
  tenant,
  company,
  orders: 1200,
  customers: 90,
  items: 40,
  until: new Date('2026-11-20T10:00:00Z'),
  days: 60,
})
const app = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const list = (filter: Partial<OrderFilter>, page: { after?: string; limit?: number } = {}) =>
  app(tx =>
    listOrders(
      tx,
      tenant,
      { timeZone: 'Europe/Berlin', ...filter },
      { limit: 5000, countTo: 10_000, ...page },
    ),
  )
const numbers = async (filter: Partial<OrderFilter>) => (await list(filter)).rows.map(row => row.orderNumber)

test('the count of each folder equals the length of the list that it opens', async () => {
  const counts = new Map(
    (await app(tx => countFolders(tx, tenant, 10_001))).map(one => [one.folder, one.count]),
  )
  for (const folder of orderFolders) {
    const { rows, count } = await list({ folder })
    assert.equal(rows.length, counts.get(folder), folder)
    assert.equal(count, rows.length, folder)
    assert.ok(rows.length > 0, folder)
  }
  const of = (folder: (typeof orderFolders)[number]) => counts.get(folder) ?? 0
  assert.equal(of('all'), 1200)
  assert.equal(of('all'), of('open') + of('shipped') + of('cancelled'))
  assert.equal(of('open'), of('deliverable') + of('partly_deliverable') + of('not_deliverable') + of('held'))
})

test('pages put together are the list: nothing twice, nothing left out, newest first', async () => {
  const whole = (await list({ folder: 'open' })).rows
  const pages: string[] = []
  for (let after: string | undefined; ; ) {
    const { rows } = await list({ folder: 'open' }, { limit: 7, ...(after ? { after } : {}) })
    pages.push(...rows.map(row => row.id))
    after = rows.at(-1)?.id
    if (rows.length < 7) break
  }
  assert.deepEqual(
    pages,
    whole.map(row => row.id),
  )
  assert.deepEqual(
    whole.map(row => +row.placedAt),
    whole.map(row => +row.placedAt).sort((a, b) => b - a),
  )
})

test('an order is found by each of its numbers, as typed or in capitals', async () => {
  for (const process of ['AU-00000077', 'au-00000077', 'B-77', 'b-77', '0034000000000077', ' AU-00000077 '])
    assert.deepEqual(await numbers({ process, exact: true }), ['AU-00000077'], process)
  assert.equal((await numbers({ process: 'AU-0000007' })).length, 10)
  assert.deepEqual(await numbers({ process: 'AU-0000007', exact: true }), [])
  assert.deepEqual(await numbers({ process: 'B-77%' }), [])
})

test('an order is found by its customer: number, names, e-mail, postcode, and several of them', async () => {
  const { rows } = await list({ customer: 'K-42', exact: true })
  assert.ok(rows.length > 0)
  assert.deepEqual(new Set(rows.map(row => row.customer)), new Set(['Vorname42 Name42']))
  const same = rows.map(row => row.orderNumber)
  for (const customer of ['Name42', 'vorname42 NAME42', 'kunde42@beispiel.example', '10042', 'vor name42'])
    assert.deepEqual(await numbers({ customer }), same, customer)
  assert.deepEqual(await numbers({ customer: 'vorname42 name41' }), [])
  assert.equal((await numbers({ customer: 'vorname' })).length, 1200)
})

test('an order is found by what was ordered', async () => {
  const withItem = await numbers({ item: 'A-7', exact: true })
  const lines = await app(tx =>
    tx.query<{ number: string }>(
      `select distinct o.order_number as number from sales_order o join sales_order_line l on l.order_id = o.id
         join item i on i.id = l.item_id where i.item_number = 'A-7' order by 1 desc`,
    ),
  )
  assert.deepEqual(
    withItem,
    lines.map(line => line.number),
  )
  assert.deepEqual(await numbers({ item: 'sorte7 artikel', exact: true }), withItem)
})

test('a search is the same whether few orders match a field or many', async () => {
  // With a limit that nothing meets, every search goes along the list instead.
  const searches: Partial<OrderFilter>[] = [
    { process: 'AU-000001' },
    { customer: 'name4' },
    { item: 'a-1' },
    { customer: 'name4', item: 'a-1', folder: 'open' },
  ]
  for (const search of searches) {
    const narrow = await numbers(search)
    assert.ok(narrow.length > 0)
    const broad = await app(tx =>
      listOrders(
        tx,
        tenant,
        { timeZone: 'UTC', narrowLimit: 0, ...search },
        { limit: 5000, countTo: 10_000 },
      ),
    )
    assert.deepEqual(
      broad.rows.map(row => row.orderNumber),
      narrow,
    )
    assert.equal(broad.count, Math.min(narrow.length, 1000))
  }
})

test('filters narrow a list, days are those of the time zone', async () => {
  const all = (await list({})).rows
  const [channelId] = made.channels
  assert.equal((await numbers({ channelId })).length, 400)
  assert.equal((await numbers({ payment: ['open'] })).length, 24)
  assert.equal((await numbers({ country: 'AT' })).length, 60)
  assert.equal(
    (await numbers({ delivery: ['open', 'partly_shipped'] })).length,
    all.filter(row => row.deliveryState !== 'shipped').length,
  )
  const berlin = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' })
  for (const [from, to] of [
    ['2026-10-25', '2026-10-25'],
    ['2026-11-01', '2026-11-03'],
  ] as const) {
    const expected = all.filter(
      row => berlin.format(row.placedAt) >= from && berlin.format(row.placedAt) <= to,
    )
    assert.ok(expected.length > 0)
    assert.deepEqual(
      await numbers({ from, to }),
      expected.map(row => row.orderNumber),
    )
  }
})

test('a page after an order that does not exist is empty', async () => {
  const { rows, count } = await list({}, { after: tenant })
  assert.deepEqual([rows, count], [[], 1200])
})
