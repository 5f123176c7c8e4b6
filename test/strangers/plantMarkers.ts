import type pg from 'pg'
import { sqlState } from '../../src/base/database.ts'
import { oneRowEach } from '../../testkit/database/oneRowEach.ts'
import { readSchema, type Schema } from '../../testkit/database/readSchema.ts'

/** A tenant with a row in every table, whose every text says so. */
export interface PlantedTenant {
  readonly tenant: string
  readonly slug: string
  /** The id of its row in a table. */
  id(table: string): string
  /** A fingerprint of all its rows, table by table: what a stranger must not change. */
  fingerprint(): Promise<Record<string, string>>
}

/** Stands in every text of the planted tenant, and in no answer to anybody else. */
export const marker = 'zz-planted-zz'

/** Plants the tenant as the owner of the database. A new table is planted by itself. */
export async function plantMarkers(owner: pg.Pool, slug: string): Promise<PlantedTenant> {
  const schema = await readSchema(owner)
  const tenant = await oneRowEach(owner, schema)
  const planted = await markTexts(owner, schema, tenant)
  if (planted < 60) throw new Error(`only ${planted} texts were planted`)
  await owner.query(`update tenant set slug = $2, name = $3 where id = $1`, [tenant, slug, marker])
  const tables = schema.tables.filter(table => table.columns.some(column => column.name === 'tenant_id'))
  const ids = new Map<string, string>()
  for (const table of tables) {
    if (!table.columns.some(column => column.name === 'id')) continue
    const { rows } = await owner.query<{ id: string }>(
      `select id::text from "${table.name}" where tenant_id = $1`,
      [tenant],
    )
    ids.set(table.name, rows[0]?.id ?? '')
  }
  return {
    tenant,
    slug,
    id: table => {
      const id = ids.get(table)
      if (!id) throw new Error(`no row was planted in ${table}`)
      return id
    },
    async fingerprint() {
      const prints: Record<string, string> = {}
      for (const { name } of tables) {
        const { rows } = await owner.query<{ print: string }>(
          `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print
           from "${name}" t where tenant_id = $1`,
          [tenant],
        )
        prints[name] = rows[0]?.print ?? ''
      }
      return prints
    },
  }
}

/** Puts the marker into every column that can hold it; answers how many could. */
export async function markTexts(owner: pg.Pool, schema: Schema, tenant: string): Promise<number> {
  const values: Readonly<Record<string, unknown>> = {
    text: marker,
    'text[]': [marker],
    jsonb: JSON.stringify({ [marker]: marker }),
    bytea: Buffer.from(marker),
  }
  let planted = 0
  for (const table of schema.tables) {
    if (!table.columns.some(column => column.name === 'tenant_id')) continue
    for (const column of table.columns) {
      const value = values[column.type]
      if (value === undefined || column.default?.startsWith('generated')) continue
      const set = `update "${table.name}" set "${column.name}" = $2 where tenant_id = $1`
      try {
        await owner.query(set, [tenant, value]).catch(error => {
          // Two rows may not say the same: one of them says it.
          if (sqlState(error) !== '23505') throw error
          return owner.query(
            `${set} and ctid = (select min(ctid) from "${table.name}" where tenant_id = $1)`,
            [tenant, value],
          )
        })
        planted += 1
      } catch (error) {
        // A list of allowed words, a form such as that of an e-mail address, a generated column: not a place for free text.
        if (!['23514', '23503', '428C9'].includes(sqlState(error) ?? '')) throw error
      }
    }
  }
  return planted
}
