import { withClient } from '../../testkit/database/template.ts'
import { copyTables } from '../support/copiedTables.ts'

/** The tables that taking over adds rows to, parents first. */
const tables = [
  'customer',
  'customer_key',
  'customer_address',
  'search_term',
  'sales_order',
  'sales_order_line',
  'allocation',
  'payment',
  'sales_order_history',
  'ledger_history',
] as const

/**
 * How fast this database takes exactly the rows that were added, by COPY over one connection into empty copies of the tables
 * with the same keys, indexes and foreign keys. What a take-over changes besides (web orders, their lines, ledger, stock) is
 * not counted in its favour. The median of `repeats`, in milliseconds.
 */
export async function rawLimit(url: string, repeats: number): Promise<number> {
  return withClient(url, async client => {
    const copies = await copyTables(client, { tables, prefix: 'raw', foreignKeys: true })
    const times: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      await copies.empty()
      const started = performance.now()
      await client.query('begin')
      await client.query('set local enable_seqscan = off')
      await copies.fill()
      await client.query('commit')
      times.push(performance.now() - started)
    }
    await copies.drop()
    return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
  })
}
