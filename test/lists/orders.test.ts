// The order list against a reference that looks at every order: folders, filters, searches by each field, sorts, pages, counts.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeOrders, tidyTables } from '../../bench/orders/makeOrders.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { searchTerm, searchWords } from '../../src/base/searchWords.ts'
import type { OrderFilter } from '../../src/sales/orderFilter.ts'
import { orderFolders } from '../../src/sales/orderFolders.ts'
import { countFolders, listOrders } from '../../src/sales/orderList.ts'
import { type OrderPageWish, type OrderSort, orderSorts } from '../../src/sales/orderPage.ts'
import {
  type CustomerField,
  customerFields,
  itemFields,
  processFields,
} from '../../src/sales/orderSearchFields.ts'
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
  few: 30,
  many: 60,
  until: new Date('2026-11-20T10:00:00Z'),
  days: 60,
})
await tidyTables(db.pool)
const app = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const list = (filter: Partial<OrderFilter>, page: Partial<OrderPageWish> = {}) =>
  app(tx =>
    listOrders(
      tx,
      tenant,
      { timeZone: 'Europe/Berlin', ...filter },
      { limit: 5000, countTo: 10_000, ...page },
    ),
  )
const numbers = async (filter: Partial<OrderFilter>) => (await list(filter)).rows.map(row => row.orderNumber)

/** An order as the reference sees it. */
interface Known {
  readonly id: string
  readonly number: string
  readonly external: string
  readonly tracking: readonly string[]
  readonly delivery: readonly string[]
  readonly payment: readonly string[]
  readonly words: string
  readonly items: readonly { number: string; name: string; han: string; own: string }[]
  readonly facts: Readonly<Record<string, string | null>>
  readonly minor: number
  readonly sortName: string
  readonly placed: Date
  readonly taken: Date
}
const { rows: all } = await db.pool.query<Known>(
  `select o.id, o.order_number as number, o.external_number as external, o.words, o.total_minor::int as minor, o.sort_name as "sortName",
     o.placed_at as placed, o.taken_over_at as taken, to_jsonb(o) as facts,
     array(select p.tracking from delivery d join delivery_package p on p.delivery_id = d.id where d.order_id = o.id) as tracking,
     array(select d.delivery_number from delivery d where d.order_id = o.id) as delivery,
     array(select p.transaction_id from payment p where p.order_id = o.id) as payment,
     (select jsonb_agg(jsonb_build_object('number', i.item_number, 'name', i.name, 'han', i.manufacturer_number, 'own', i.own_number))
       from sales_order_line l join item i on i.id = l.item_id where l.order_id = o.id) as items
   from sales_order o where o.tenant_id = $1 order by o.id desc`,
  [tenant],
)
const berlin = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' })

const codes: Readonly<Record<CustomerField, RegExp>> = {
  number: /^no/,
  debtor: /^db/,
  name: /^n[abdk]/,
  email: /^e/,
  phone: /^t[abdk]/,
  postcode: /^p/,
  city: /^c/,
  billing: /^[nspcet][ab]/,
  shipping: /^[nspcet][ad]/,
}

/** What the list should show, found by looking at each order. */
function expected(filter: Partial<OrderFilter>, sort: OrderSort, ascending: boolean): string[] {
  const meets = (value: string, asked: string) => (filter.exact ? value === asked : value.startsWith(asked))
  const parts = (text: string) => text.trim().split(/\s+/)
  const inWords = (order: Known, of: (field: string) => boolean, text: string) => {
    const terms = order.words
      .trim()
      .split(' ')
      .filter(one => of(one.slice(0, 2)))
      .map(one => one.slice(3))
    const any = (asked: string) => terms.some(term => meets(term, asked))
    return parts(text).every(part => any(searchTerm(part)) || searchWords(part).every(any))
  }
  const same = (order: Known, column: string, wish: string | readonly string[] | undefined) =>
    wish === undefined || [wish].flat().includes(order.facts[column] ?? '')
  const within = (value: string, from: string | undefined, to: string | undefined) =>
    (from === undefined || value >= from) && (to === undefined || value <= to)
  const found = all.filter(order => {
    const { facts } = order
    if (filter.process !== undefined) {
      const asked = filter.process
      const fields = filter.processFields ?? ['number', 'external', 'tracking', 'delivery']
      const named = fields.flatMap(field => (field === 'note' ? [] : order[field]))
      const noted = fields.includes('note') && inWords(order, field => field === 'an', asked)
      if (!noted && !named.some(one => meets(one, asked) || meets(one, asked.toUpperCase()))) return false
    }
    if (filter.customer !== undefined) {
      const fields = filter.customerFields ?? ['number', 'name', 'email', 'postcode', 'city', 'phone']
      if (!inWords(order, code => fields.some(field => codes[field].test(code)), filter.customer))
        return false
    }
    if (filter.item !== undefined) {
      const fields = filter.itemFields ?? ['number', 'name', 'gtin', 'han', 'own']
      const text = filter.item
      const ofItem = order.items.some(item => {
        const values = fields.flatMap(field => (field === 'text' || field === 'gtin' ? [] : item[field]))
        const terms = values.flatMap(value => [searchTerm(value), ...searchWords(value)])
        const any = (asked: string) => terms.some(term => meets(term, asked))
        return parts(text).every(part => any(searchTerm(part)) || searchWords(part).every(any))
      })
      if (!ofItem && !(fields.includes('text') && inWords(order, code => code === 'tx', text))) return false
    }
    return (
      inFolder(order, filter.folder) &&
      same(order, 'company_id', filter.companyId) &&
      same(order, 'channel_id', filter.channelId) &&
      same(order, 'kind', filter.kind) &&
      same(order, 'payment_state', filter.payment) &&
      same(order, 'delivery_state', filter.delivery) &&
      same(order, 'deliverability', filter.deliverability) &&
      same(order, 'invoice_state', filter.invoice) &&
      same(order, 'country', filter.country) &&
      same(order, 'currency', filter.currency) &&
      same(order, 'payment_method', filter.paymentMethod) &&
      same(order, 'shipping_method', filter.shippingMethod) &&
      same(order, 'customer_group_id', filter.customerGroupId) &&
      same(order, 'customer_id', filter.customerId) &&
      same(order, 'colour_id', filter.colourIds) &&
      (filter.held === undefined || filter.held === (facts['hold_reason'] !== null)) &&
      (filter.pending === undefined || String(filter.pending) === String(facts['pending'])) &&
      (filter.fromMinor === undefined || order.minor >= Number(filter.fromMinor)) &&
      (filter.toMinor === undefined || order.minor <= Number(filter.toMinor)) &&
      within(berlin.format(order.placed), filter.from, filter.to) &&
      within(berlin.format(order.taken), filter.takenFrom, filter.takenTo)
    )
  })
  const key = (order: Known) =>
    sort === 'total'
      ? order.minor
      : sort === 'customer'
        ? order.sortName
        : sort === 'number'
          ? order.number
          : 0
  const sign = ascending ? 1 : -1
  const compare = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0)
  return found.sort((a, b) => sign * (compare(key(a), key(b)) || compare(a.id, b.id))).map(order => order.id)
}

function inFolder({ facts }: Known, folder: OrderFilter['folder']): boolean {
  const cancelled = facts['cancelled_at'] !== null
  const open = !cancelled && !['shipped', 'completed'].includes(facts['delivery_state'] ?? '')
  const free = open && facts['hold_reason'] === null
  const byFolder: Record<string, boolean> = {
    all: true,
    open,
    unpaid: !cancelled && ['open', 'partly_paid'].includes(facts['payment_state'] ?? ''),
    deliverable: free && facts['deliverability'] === 'full',
    partly_deliverable: free && facts['deliverability'] === 'part',
    not_deliverable: free && facts['deliverability'] === 'none',
    held: open && facts['hold_reason'] !== null,
    shipped: !cancelled && !open,
    cancelled,
  }
  return byFolder[folder ?? 'all'] ?? false
}

const seed = Number(process.env.KONTOR_TEST_SEED ?? Date.now() % 1_000_000)
const rounds = Number(process.env.KONTOR_TEST_ROUNDS ?? 60)

test('any search with any filters in any order is what a look at every order finds, whichever way it is read', async t => {
  t.diagnostic(`seed ${seed}, ${rounds} rounds (KONTOR_TEST_SEED, KONTOR_TEST_ROUNDS)`)
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const one = <T>(values: readonly T[]): T => values[random(values.length)] as T
  const some = <T>(values: readonly T[]): T[] | undefined => {
    const chosen = values.filter(() => random(2) === 0)
    return chosen.length === 0 ? undefined : chosen
  }
  const makers: readonly (() => Partial<OrderFilter>)[] = [
    () => ({
      process: one(['AU-000001', 'au-00000777', 'B', 'AS-', 'ba-4', '0033', '00340', 'LH', 'LS-77', 'nix']),
    }),
    () => ({ process: one(['P', 'PS', 'pp77', 'viel1', 'eig']), processFields: some(processFields) }),
    () => ({
      customer: one([
        'vorname',
        'name4',
        'vor name42',
        'kunde4',
        'kunde7@beispiel.example',
        '10042',
        'ort1',
        'K-1',
        'Ort7 vorname7',
      ]),
    }),
    () => ({
      customer: one(['alt', 'selten', 'haeufig', 'viel', 'eig2', 'muster', 'k-42', 'einzig']),
      customerFields: some(customerFields),
    }),
    () => ({ item: one(['A-7', 'a-1', 'sorte7 artikel', 'artikel', 'h3', 'e12', '12', 'alt', 'nichts']) }),
    () => ({ item: one(['A-7', 'h3', 'viel', 'selten', 'nummer 7']), itemFields: some(itemFields) }),
    () => ({ folder: one(orderFolders) }),
    () => ({ companyId: one(made.companies) }),
    () => ({ channelId: one(made.channels) }),
    () => ({ kind: some(['shop', 'api', 'csv', 'instant', 'customer', 'exchange']) }),
    () => ({ payment: some(['open', 'partly_paid', 'paid', 'refunded']) }),
    () => ({ delivery: some(['open', 'partly_shipped', 'shipped', 'completed', 'partly_delivered']) }),
    () => ({ deliverability: some(['none', 'part', 'full', 'done']) }),
    () => ({ invoice: some(['none', 'part', 'full']) }),
    () => ({ held: random(2) === 0 }),
    () => ({ pending: random(2) === 0 }),
    () => ({ country: some(['DE', 'AT', 'LI', 'FR', 'IS', 'MT']) }),
    () => ({ currency: one(['EUR', 'CHF', 'USD', 'GBP', 'SEK']) }),
    () => ({
      fromMinor: String(random(20_000)),
      ...(random(2) ? { toMinor: String(random(5_100_000)) } : {}),
    }),
    () => ({ paymentMethod: some(['paypal', 'bar', 'rechnung', 'scheck', 'nie']) }),
    () => ({ shippingMethod: some(['dhl', 'abholung', 'ups', 'bote']) }),
    () => ({ customerGroupId: one(made.groups) }),
    () => ({ customerId: one(all).facts['customer_id'] ?? '' }),
    () => ({ colourIds: some(made.colours) }),
    () => ({
      from: one(['2026-09-20', '2026-10-25', '2026-11-18']),
      ...(random(2) ? { to: one(['2026-10-25', '2026-11-19']) } : {}),
    }),
    () => ({ takenFrom: '2026-10-01', takenTo: one(['2026-10-25', '2026-11-30']) }),
  ]
  for (let round = 0; round < rounds; round++) {
    const filter: Partial<OrderFilter> = Object.assign(
      {},
      ...Array.from({ length: 1 + random(3) }, () => one(makers)()),
    )
    const asked = { ...filter, ...(random(3) === 0 ? { exact: true } : {}) }
    const sort = random(3) === 0 ? one(orderSorts) : 'date'
    const ascending = random(4) === 0
    const wanted = expected(asked, sort, ascending)
    const limits = one([undefined, { few: 0, walked: 0 }, { few: 0, walked: 40 }, { few: 5, walked: 2000 }])
    const what = `seed ${seed} round ${round} ${JSON.stringify({ asked, sort, ascending, limits })}`
    const whole = await list(asked, { sort, ascending, limits })
    assert.deepEqual(
      whole.rows.map(row => row.id),
      wanted,
      what,
    )
    assert.deepEqual([whole.count, whole.countCapped], [wanted.length, false], what)
    // Pages put together are the list, and none says that there are fewer than there are pages for.
    const size = 1 + random(40)
    const from = random(wanted.length + 1)
    const page = await list(asked, {
      sort,
      ascending,
      limits,
      limit: size,
      ...(from > 0 ? { after: wanted[from - 1] } : {}),
    })
    assert.deepEqual(
      page.rows.map(row => row.id),
      wanted.slice(from, from + size),
      `${what} page of ${size} from ${from}`,
    )
    assert.ok(
      page.countCapped ? page.count <= wanted.length : page.count === wanted.length,
      `${what}: ${page.count}`,
    )
  }
})

test('a page is full also where an order has several lines of an item that is asked for', async () => {
  const asked: Partial<OrderFilter> = {
    item: 'alt',
    delivery: ['open', 'partly_shipped', 'shipped', 'completed'],
  }
  const wanted = expected(asked, 'date', false)
  assert.ok(wanted.length > 60)
  for (let from = 1; from < wanted.length; from += 5) {
    const { rows } = await list(asked, { limits: { few: 0, walked: 0 }, limit: 40, after: wanted[from - 1] })
    assert.deepEqual(
      rows.map(row => row.id),
      wanted.slice(from, from + 40),
      `from ${from}`,
    )
  }
})

test('the last page of all orders says how many there are', async () => {
  const last = await list({}, { limit: 10, after: all.at(-4)?.id })
  assert.equal(last.rows.length, 3)
  assert.equal(last.count, all.length)
})

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

test('an order is found by each of its numbers, as typed or in capitals', async () => {
  for (const process of ['AU-00000177', 'au-00000177', 'B-177', 'b-177', '0034000000000177', ' AU-00000177 '])
    assert.deepEqual(await numbers({ process, exact: true }), ['AU-00000177'], process)
  assert.deepEqual(await numbers({ process: 'AU-0000017', exact: true }), [])
  assert.deepEqual(await numbers({ process: 'B-177%' }), [])
})

test('orders with ids of another moment are found by their days all the same', async () => {
  const before = await numbers({ from: '2026-10-25', to: '2026-10-25' })
  assert.ok(before.length > 0)
  await db.pool.query(
    `update sales_order set placed_at = '2026-10-25T12:00:00Z' where tenant_id = $1 and order_number = 'AU-00001151'`,
    [tenant],
  )
  assert.deepEqual(await numbers({ from: '2026-10-25', to: '2026-10-25' }), ['AU-00001151', ...before])
})

test('a page after an order that does not exist is empty', async () => {
  const { rows, count } = await list({}, { after: tenant })
  assert.deepEqual([rows, count], [[], 0])
})
