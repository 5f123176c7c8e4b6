// What a large catalogue must not cost: plans and rows, at 40,000 items (`npm run bench -- changes` asks it of a million).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { itemsForChannel } from '../../src/catalog/itemsForChannel.ts'
import { listItems } from '../../src/catalog/listItems.ts'
import { offersFor, stockFigures } from '../../src/stock/offers.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { seedConnection } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedOrders, seedWebOrders } from '../../testkit/database/tradeOrders.ts'
import { type TradeWorld, tradeWorld } from '../../testkit/database/tradeWorld.ts'

const { db } = await testDatabase({ after })
const size = 40_000
const shops = 10
let world: TradeWorld

before(async () => {
  world = await tradeWorld(db, { items: size })
  // The other channels sell a tenth of it: what is written for them does not depend on how much.
  const others = await Promise.all(Array.from({ length: shops - 1 }, () => seedConnection(db, world)))
  const lines = world.items.filter((_, at) => at % 20 === 0).map(itemId => ({ itemId, quantity: '2' }))
  // One best-seller has as many lines as all others together: no plan may expect that of every item.
  const best = lines.map(line => ({ ...line, itemId: world.items[0] ?? '' }))
  await seedOrders(db, world, [...lines, ...best])
  await seedWebOrders(db, world, [...lines, ...best])
  const { tenant, items } = world
  await transact(db, { tenant, bulk: true }, async tx => {
    await tx.run(
      `insert into item_channel (tenant_id, channel_id, item_id)
       select $1, h.id, u.id from unnest($2::uuid[]) as h (id) cross join unnest($3::uuid[]) as u (id)`,
      [tenant, others.map(one => one.channel), items.slice(0, size / 10)],
    )
    const group = newId()
    const category = newId()
    await tx.run(`insert into customer_group (tenant_id, id, name) values ($1, $2, 'Dealer')`, [
      tenant,
      group,
    ])
    await tx.run(`insert into category (tenant_id, id, name) values ($1, $2, 'All')`, [tenant, category])
    await tx.run(
      `insert into item_text (tenant_id, item_id, language, name) select $1, id, 'de', 'Ding' from unnest($2::uuid[]) as u (id)`,
      [tenant, items],
    )
    await tx.run(
      `insert into item_category (tenant_id, item_id, category_id) select $1, id, $3 from unnest($2::uuid[]) as u (id)`,
      [tenant, items, category],
    )
    await tx.run(
      `insert into item_price (tenant_id, item_id, customer_group_id, net) select $1, id, $3, 9 from unnest($2::uuid[]) as u (id)`,
      [tenant, items, group],
    )
    await tx.run(
      `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id) values ($1, $2, '1', $3)`,
      [tenant, world.channels[0]?.channel, group],
    )
  })
  await db.pool.query(
    `insert into search_term (tenant_id, kind, term, object_id) select tenant_id, 'item', number_key, id from item`,
  )
})

/** Tables that grow with the trade: none of them may be read from end to end. The others have tens of rows. */
const growing =
  /^(item|item_channel|item_text|item_category|item_price|stock_level|sales_order|sales_order_line|web_order|web_order_line|search_term)$/

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

/** Explains each statement before it runs; answers which growing tables are read from end to end. */
async function scans(work: (tx: Tx) => Promise<unknown>): Promise<string[]> {
  const found: string[] = []
  const look = (plan: Plan): void => {
    const table = plan['Relation Name'] ?? ''
    if (plan['Node Type'] === 'Seq Scan' && growing.test(table)) found.push(table)
    for (const inner of plan.Plans ?? []) look(inner)
  }
  let statements = 0
  await transact(db, { tenant: world.tenant }, async tx => {
    const explaining: Tx = {
      ...tx,
      async query(text, values) {
        const [row] = await tx.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
          `explain (format json) ${text}`,
          values,
        )
        const plan = row?.['QUERY PLAN'][0]?.Plan
        assert.ok(plan)
        look(plan)
        statements += 1
        return tx.query(text, values)
      },
    }
    await work(explaining)
  })
  assert.ok(statements > 0)
  return found
}

for (const known of ['before', 'after'] as const)
  test(`100 of 40,000 items are read by their keys, ${known} the first statistics`, async () => {
    if (known === 'after') await db.pool.query('analyze')
    const { tenant, items, channels } = world
    const itemIds = items.filter((_, at) => at % (size / 100) === 7)
    const channelId = channels[0]?.channel ?? ''
    const now = new Date()
    const reading: Record<string, (tx: Tx) => Promise<unknown>> = {
      offers: tx => offersFor(tx, tenant, { channelId, itemIds }),
      figures: tx => stockFigures(tx, tenant, itemIds),
      items: tx => itemsForChannel(tx, tenant, { channelId, itemIds, now }),
      list: tx => listItems(tx, tenant, {}, { limit: 50 }),
      search: tx => listItems(tx, tenant, { search: 'art-9999' }, { limit: 50 }),
    }
    for (const [what, read] of Object.entries(reading)) assert.deepEqual(await scans(read), [], what)
  })

test('a price change of 40,000 items on 10 channels writes at most 20 rows for them', async t => {
  const { tenant, items } = world
  const started = performance.now()
  const marking = await transact(db, { tenant }, async tx => {
    const { changed } = await changeItems(
      tx,
      tenant,
      items.map(id => ({ id, netPrice: '10.50' })),
    )
    assert.equal(changed.price?.length, size)
    const from = performance.now()
    await markDue(tx, tenant, changed, 'test')
    return performance.now() - from
  })
  const { rows } = await db.pool.query(
    `select (select count(*) from due where tenant_id = $1)::int as due, (select count(*) from sweep where tenant_id = $1)::int as sweep`,
    [tenant],
  )
  assert.deepEqual(rows, [{ due: 0, sweep: shops }])
  t.diagnostic(
    `${Math.round(performance.now() - started)} ms in all, ${Math.round(marking)} ms of it to mark`,
  )
})
