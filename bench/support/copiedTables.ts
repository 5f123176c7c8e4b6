import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** The rows of some tables, and empty tables made like them that they can be copied into. */
export interface CopiedTables {
  /** Fills the empty tables in their order; together with `empty` it may be done again and again. */
  fill(): Promise<void>
  empty(): Promise<void>
  drop(): Promise<void>
}

export interface CopyWish {
  /** Parents first. */
  readonly tables: readonly string[]
  /** Stands before the names of the copies, with an underline. */
  readonly prefix: string
  /** Which rows, as SQL; all of them if absent. */
  readonly where?: string
  /** With the foreign keys of the tables; those between two of them lie between their copies. */
  readonly foreignKeys: boolean
}

/**
 * Reads the rows of tables and makes empty copies of these with the same keys and indexes: how fast a database takes exactly
 * these rows is the limit that a benchmark stands beside.
 */
export async function copyTables(client: pg.Client, wish: CopyWish): Promise<CopiedTables> {
  const { tables, prefix, where = 'true', foreignKeys } = wish
  const parts = new Map<string, { readonly columns: string; readonly bytes: Buffer }>()
  for (const table of tables) {
    await client.query(`create table ${prefix}_${table} (like ${table} including all)`)
    const columns = await columnsOf(client, table)
    const pieces: Buffer[] = []
    const from = `copy (select ${columns} from ${table} where ${where}) to stdout`
    for await (const piece of client.query(copyTo(from))) pieces.push(piece as Buffer)
    parts.set(table, { columns, bytes: Buffer.concat(pieces) })
  }
  if (foreignKeys) for (const table of tables) await addForeignKeys(client, wish, table)
  const copies = tables.map(table => `${prefix}_${table}`).join(', ')
  return {
    async fill() {
      for (const [table, { columns, bytes }] of parts)
        await pipeline(
          Readable.from([bytes]),
          client.query(copyFrom(`copy ${prefix}_${table} (${columns}) from stdin`)),
        )
    },
    empty: () => client.query(`truncate ${copies}`).then(() => undefined),
    drop: () => client.query(`drop table ${copies} cascade`).then(() => undefined),
  }
}

async function columnsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ list: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows[0]?.list ?? ''
}

async function addForeignKeys(client: pg.Client, { tables, prefix }: CopyWish, table: string): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and conrelid = $1::regclass`,
    [table],
  )
  const own = new RegExp(`REFERENCES (${tables.join('|')})\\(`)
  for (const { definition } of rows)
    await client.query(
      `alter table ${prefix}_${table} add ${definition.replace(own, `REFERENCES ${prefix}_$1(`)}`,
    )
}
