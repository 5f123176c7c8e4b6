import { performance } from 'node:perf_hooks'
import { type Tx, transact } from '../../src/base/database.ts'
import { mergeCustomers } from '../../src/customers/mergeCustomers.ts'
import { undoMerge } from '../../src/customers/undoMerge.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { makeOrders, tidyTables } from '../orders/makeOrders.ts'
import { atMost } from '../support/goals.ts'

/** A merge locks the customer that long: take-overs of its orders wait meanwhile, and give up after 5 s. */
const limit = 5_000

/**
 * How long it takes to merge a customer with so many orders into another one, and to undo that, in one transaction each; beside the
 * bare change of the customer of the same rows.
 */
export async function merging(wish: {
  readonly orders: readonly number[]
  readonly repeats: number
  readonly print: (line: string) => void
  readonly keep: (figures: object) => Promise<object>
}) {
  const results: object[] = []
  for (const orders of wish.orders)
    results.push(await wish.keep(await measure(orders, wish.repeats, wish.print)))
  return { at: new Date().toISOString(), results }
}

async function measure(orders: number, repeats: number, print: (line: string) => void): Promise<object> {
  const { db, drop } = await testDatabase()
  try {
    const { tenant, company } = await seedTenant(db)
    const until = new Date()
    await makeOrders(db.pool, {
      tenant,
      company,
      orders: orders * 2,
      customers: 2,
      items: 100,
      until,
      days: 400,
    })
    await tidyTables(db.pool)
    const timed = async <T>(work: (tx: Tx) => Promise<T>): Promise<[T, number]> => {
      const began = performance.now()
      const result = await transact(db, { tenant }, work)
      return [result, Math.round(performance.now() - began)]
    }
    const rows = await timed(tx =>
      tx.query<{ id: string }>(`select id from customer where tenant_id = $1 order by id`, [tenant]),
    )
    const [into = '', from = ''] = rows[0].map(row => row.id)
    const by = { name: 'bench', now: until }
    const times = { merge: [] as number[], undo: [] as number[], raw: [] as number[] }
    // Every round begins as days of work leave the tables: rows that nobody sees any more are swept away, as autovacuum does.
    const sweep = () => db.pool.query('vacuum sales_order, customer_merge_row')
    for (let round = 0; round < repeats; round++) {
      await sweep()
      const [{ results: merged }, merge] = await timed(tx =>
        mergeCustomers(tx, tenant, [{ into, from: [from] }], by),
      )
      const [{ result: undone }, undo] = await timed(tx =>
        undoMerge(tx, tenant, merged[0]?.mergeId ?? '', by),
      )
      if (undone.back['sales_order'] !== orders)
        throw new Error(`${undone.back['sales_order']} orders came back`)
      const move = `update sales_order set customer_id = $3 where tenant_id = $1 and customer_id = $2`
      await sweep()
      const [, raw] = await timed(tx => tx.run(move, [tenant, from, into]))
      // Back again: the orders of both are alike by now, but for their ids.
      const back = `update sales_order o set customer_id = $3 from customer_merge_row r where o.tenant_id = $1 and r.tenant_id = $1
        and r.merge_id = $2 and r.table_name = 'sales_order' and o.id = r.row_key::uuid`
      await timed(tx => tx.run(back, [tenant, merged[0]?.mergeId, from]))
      times.merge.push(merge)
      times.undo.push(undo)
      times.raw.push(raw)
      print(`${orders} orders: merged in ${merge} ms, undone in ${undo} ms, moved bare in ${raw} ms`)
    }
    const most = (list: readonly number[]) => Math.max(...list)
    const figures = { merge: most(times.merge), undo: most(times.undo), raw: most(times.raw) }
    const goals = [
      atMost(limit, figures.merge, `merging a customer with ${orders} orders, ms, the slowest`),
      atMost(limit, figures.undo, `undoing it, ms, the slowest`),
      atMost(3, ratio(figures.merge, figures.raw), 'merging, in times of the bare move'),
      atMost(3, ratio(figures.undo, figures.raw), 'undoing it, in times of the bare move'),
    ]
    return { shape: 'one customer', orders, ...figures, times, goals }
  } finally {
    await drop()
  }
}

function ratio(measured: number, raw: number): number {
  return Math.round((measured / raw) * 100) / 100
}
