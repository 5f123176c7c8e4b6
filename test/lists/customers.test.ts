// The list of customers against a reference that looks at every one: searches, filters, pages, counts, however few are few.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { customerShapesOf } from '../../bench/orders/customerShapes.ts'
import { makeOrders, tidyTables } from '../../bench/orders/makeOrders.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import {
  type CustomerFilter,
  type CustomerPageWish,
  listCustomers,
} from '../../src/customers/customerList.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'

const { db } = await testDatabase({ after })
const { tenant, company } = await seedTenant(db)
const sizes = { orders: 300, customers: 900, items: 20, few: 20, many: 90, days: 30 }
const made = await makeOrders(db.pool, { tenant, company, ...sizes, until: new Date('2026-11-20T10:00:00Z') })
// Some became parts of others: nobody finds them.
await db.pool.query(
  `with gone as (update customer set merged_into = (select max(id::text)::uuid from customer where tenant_id = $1)
     where tenant_id = $1 and customer_number in ('K-7', 'K-120', 'K-400') returning id)
   delete from search_term t using gone where t.tenant_id = $1 and t.object_id = gone.id`,
  [tenant],
)
await tidyTables(db.pool)
const list = (filter: CustomerFilter, page: Partial<CustomerPageWish> = {}) =>
  transact(db, { tenant }, (tx: Tx) =>
    listCustomers(tx, tenant, filter, { limit: 2000, countTo: 10_000, ...page }),
  )

interface Known {
  readonly id: string
  readonly terms: readonly string[]
  readonly blocked: boolean
  readonly business: boolean
  readonly group_id: string | null
  readonly countries: readonly string[]
  readonly open: boolean
}
const { rows: all } = await db.pool.query<Known>(
  `select c.id, c.blocked, c.business, c.group_id, array(select t.term from search_term t where t.object_id = c.id) as terms,
     array(select x.country::text from customer_address x where x.customer_id = c.id) as countries,
     exists (select from sales_order o where o.customer_id = c.id and o.list_state in ('open', 'in_progress')) as open
   from customer c where c.tenant_id = $1 and c.merged_into is null order by c.id desc`,
  [tenant],
)
const meets = (
  known: Known,
  { search, exact, blocked, business, groupId, country, openOrders }: CustomerFilter,
) =>
  (search === undefined || found(known, search, exact === true)) &&
  (blocked === undefined || known.blocked === blocked) &&
  (business === undefined || known.business === business) &&
  (groupId === undefined || known.group_id === groupId) &&
  (country === undefined || known.countries.includes(country)) &&
  (openOrders === undefined || known.open === openOrders)
const found = ({ terms }: Known, search: string, exact: boolean) =>
  [search.toLowerCase(), search.replaceAll(' ', '')].some(text =>
    text.split(' ').every(word => terms.some(term => (exact ? term === word : term.startsWith(word)))),
  )

for (const { name, filter } of customerShapesOf(made))
  test(`${name}: the same customers in the same order, whichever way they are found`, async () => {
    const wanted = all.filter(one => meets(one, filter)).map(one => one.id)
    for (const few of [undefined, 0, 30]) {
      const { rows, count, countCapped } = await list(filter, { few })
      assert.deepEqual(
        rows.map(row => row.id),
        wanted,
        `few: ${few}`,
      )
      assert.deepEqual([count, countCapped], [wanted.length, false])
      const pages: string[] = []
      for (let last: string | undefined; ; ) {
        const page = await list(filter, { few, limit: 150, after: last })
        pages.push(...page.rows.map(row => row.id))
        if (page.rows.length < 150) break
        assert.deepEqual(
          [page.count, page.countCapped],
          [wanted.length, false],
          'a page says the count of all',
        )
        last = pages.at(-1)
      }
      assert.deepEqual(pages, wanted)
    }
    const capped = await list(filter, { limit: 5, countTo: 10 })
    assert.deepEqual([capped.count, capped.countCapped], [Math.min(10, wanted.length), wanted.length > 10])
  })
