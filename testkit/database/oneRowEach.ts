import type pg from 'pg'
import { newId } from '../../src/base/ids.ts'
import type { Column, Schema, Table } from './readSchema.ts'

/**
 * Makes a tenant with one row in every table that has a `tenant_id`, as the owner, so that "sees nothing of another
 * tenant" is a statement about rows that exist; returns its id. Values are made from the catalogue: whatever a foreign
 * key points to, the first value that a check allows, else something of the type.
 */
export async function oneRowEach(owner: pg.Pool, schema: Schema): Promise<string> {
  const tenant = newId()
  await owner.query('insert into tenant (id, slug, name) values ($1, $2, $2)', [tenant, `t-${tenant}`])
  const made = new Map<string, Row>([
    ['tenant', { id: tenant }],
    ['country', { code: 'DE' }],
    ['currency', { code: 'EUR' }],
  ])
  let open = schema.tables.filter(table => table.columns.some(column => column.name === 'tenant_id'))
  while (open.length > 0) {
    const ready = open.filter(table => targets(table).every(target => made.has(target)))
    if (ready.length === 0)
      throw new Error(
        `foreign keys in a circle, or to a table without tenant: ${open.map(table => table.name)}`,
      )
    for (const table of ready) made.set(table.name, await insertRow(owner, table, made, tenant))
    open = open.filter(table => !made.has(table.name))
  }
  return tenant
}

type Row = Readonly<Record<string, unknown>>

function targets(table: Table): string[] {
  return table.constraints
    .map(one => one.target)
    .filter(target => target !== null)
    .filter(target => target !== table.name)
}

async function insertRow(
  owner: pg.Pool,
  table: Table,
  made: ReadonlyMap<string, Row>,
  tenant: string,
): Promise<Row> {
  const row: Record<string, unknown> = {}
  const said = firstOfEach(table)
  for (const column of table.columns) {
    const pointed = pointedTo(table, column, made)
    if (column.name === 'tenant_id') row[column.name] = tenant
    else if (pointed !== undefined) row[column.name] = pointed
    else if ((column.notNull && column.default === null) || said.has(column.name))
      row[column.name] = plainValue(table, column)
  }
  Object.assign(row, await alsoSaid[table.name]?.(owner, tenant))
  const names = Object.keys(row)
  await owner.query(
    `insert into "${table.name}" (${names.map(name => `"${name}"`).join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  )
  return row
}

// Tables that need two of what they point at, or more said when they point at something.
const alsoSaid: Readonly<Record<string, (owner: pg.Pool, tenant: string) => Promise<Row>>> = {
  // A kit beside the item that it holds.
  kit_part: async (owner, tenant) => {
    const kit = newId()
    await owner.query(
      `insert into item (tenant_id, id, item_number, number_key, name, kind, rank) values ($1, $2, 'kit', 'kit', 'kit', 'kit', 1)`,
      [tenant, kit],
    )
    return { kit_id: kit, kit_rank: 1, part_rank: 0 }
  },
  // An item beside another one.
  item_cross_selling: async (owner, tenant) => {
    const other = newId()
    await owner.query(
      `insert into item (tenant_id, id, item_number, number_key, name) values ($1, $2, 'beside', 'beside', 'beside')`,
      [tenant, other],
    )
    return { other_id: other }
  },
  // One of ours is of no connection.
  order_document: async () => ({ connection_id: null }),
  // One that became an order says when.
  quotation: async () => ({ ordered_at: new Date() }),
}

/** Columns of which one at least must be said: the first of each such list. */
function firstOfEach(table: Table): ReadonlySet<string> {
  return new Set(
    table.constraints.flatMap(one => /num_nonnulls\((\w+)[^)]*\) = 1/.exec(one.definition)?.[1] ?? []),
  )
}

function pointedTo(table: Table, column: Column, made: ReadonlyMap<string, Row>): unknown {
  for (const { target, columns, targetColumns } of table.constraints) {
    const at = columns.indexOf(column.name)
    const targetColumn = targetColumns[at]
    if (target === null || targetColumn === undefined) continue
    const value = made.get(target)?.[targetColumn]
    if (value !== undefined) return value
  }
  return undefined
}

const plainValues: Readonly<Record<string, () => unknown>> = {
  uuid: newId,
  text: () => 'a@b',
  bytea: () => Buffer.of(1),
  jsonb: () => '{}',
  'text[]': () => [],
  'uuid[]': () => [],
  smallint: () => 1,
  integer: () => 1,
  bigint: () => 1,
  numeric: () => '1',
  'character(2)': () => 'DE',
  'character(3)': () => 'EUR',
  boolean: () => false,
  date: () => '2026-01-01',
  interval: () => '1 minute',
  'timestamp with time zone': () => new Date(),
}

function plainValue(table: Table, column: Column): unknown {
  const allowed = new RegExp(`\\(${column.name} = ANY \\(ARRAY\\['([^']*)'`)
  for (const { kind, definition } of table.constraints) {
    const first = kind === 'check' ? allowed.exec(definition)?.[1] : undefined
    if (first !== undefined) return first
  }
  const make = plainValues[column.type]
  if (!make)
    throw new Error(`oneRowEach does not know the type ${column.type} of ${table.name}.${column.name}`)
  return make()
}
