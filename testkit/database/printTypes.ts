import type { Column, Schema, Table } from './readSchema.ts'

/**
 * The types of all tables for Kysely, as the text of a module. They say what really arrives: decimals, bigints and days
 * as text, instants as `Date`, jsonb as what its text says (and goes in as JSON text, because `pg` would write an array
 * of JavaScript as an array of PostgreSQL). Throws for a column type that it does not know.
 */
export function printTypes(schema: Schema): string {
  const tables = schema.tables.map(
    table =>
      `export interface ${interfaceName(table)} {\n${table.columns.map(column => `  ${property(table, column)}\n`).join('')}}\n`,
  )
  const map = schema.tables.map(table => `  ${table.name}: ${interfaceName(table)}\n`).join('')
  return `${header}\n${tables.join('\n')}\n/** Every table by its name: \`Kysely<Tables>\`. */\nexport interface Tables {\n${map}}\n`
}

const header = `// DO NOT EDIT: written by \`npm run schema\` from the migrated schema; test/house/schema.test.ts compares it.
import type { ColumnType } from 'kysely'

/** May be left out when a row is inserted: the database has a default. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>

export type Timestamp = ColumnType<Date, Date | string, Date | string>
export type Int8 = ColumnType<string, string | number | bigint, string | number | bigint>
export type Json = ColumnType<unknown, string, string>
export type Interval = ColumnType<unknown, string, string>
`

const types: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  boolean: 'boolean',
  smallint: 'number',
  integer: 'number',
  bigint: 'Int8',
  numeric: 'string',
  date: 'string',
  'timestamp with time zone': 'Timestamp',
  interval: 'Interval',
  jsonb: 'Json',
  bytea: 'Buffer',
  xid8: 'string',
  'text[]': 'string[]',
  'uuid[]': 'string[]',
  'integer[]': 'number[]',
}

function property(table: Table, column: Column): string {
  const type = /^character(\(\d+\)| varying)/.test(column.type) ? 'string' : types[column.type]
  if (!type)
    throw new Error(`printTypes does not know the type ${column.type} of ${table.name}.${column.name}`)
  const value = column.notNull ? type : `${type} | null`
  return `${column.name}: ${column.notNull && column.default !== null ? `Generated<${value}>` : value}`
}

function interfaceName(table: Table): string {
  const words = table.name.split('_').map(word => word.charAt(0).toUpperCase() + word.slice(1))
  return `${words.join('')}Table`
}
