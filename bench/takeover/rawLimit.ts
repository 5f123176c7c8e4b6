import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { withClient } from '../../testkit/database/template.ts'

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
    const parts = new Map<string, { columns: string; data: Buffer }>()
    for (const name of tables) {
      await client.query(`create table raw_${name} (like ${name} including all)`)
      const { rows } = await client.query<{ list: string }>(
        `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
        [name],
      )
      const columns = rows[0]?.list ?? ''
      const chunks: Buffer[] = []
      for await (const chunk of client.query(copyTo(`copy (select ${columns} from ${name}) to stdout`)))
        chunks.push(chunk as Buffer)
      parts.set(name, { columns, data: Buffer.concat(chunks) })
    }
    for (const name of tables) await addForeignKeys(client, name)
    const times: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      await client.query(`truncate ${tables.map(name => `raw_${name}`).join(', ')}`)
      const started = performance.now()
      await client.query('begin')
      await client.query('set local enable_seqscan = off')
      for (const [name, { columns, data }] of parts)
        await pipeline(
          Readable.from([data]),
          client.query(copyFrom(`copy raw_${name} (${columns}) from stdin`)),
        )
      await client.query('commit')
      times.push(performance.now() - started)
    }
    await client.query(`drop table ${tables.map(name => `raw_${name}`).join(', ')} cascade`)
    return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
  })
}

async function addForeignKeys(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and conrelid = $1::regclass`,
    [name],
  )
  const own = new RegExp(`REFERENCES (${tables.join('|')})\\(`)
  for (const { definition } of rows)
    await client.query(`alter table raw_${name} add ${definition.replace(own, 'REFERENCES raw_$1(')}`)
}
