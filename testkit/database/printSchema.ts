import type { Column, Grant, Policy, Schema, StoredFunction, Table } from './readSchema.ts'

/**
 * The schema as one canonical text: equal texts mean equal schemas, whichever supported version of PostgreSQL they were
 * read from. It looks like SQL and is meant to be read and compared, not to be run.
 */
export function printSchema(schema: Schema): string {
  const parts = [header, ...schema.functions.map(printFunction), ...schema.tables.map(printTable)]
  return `${parts.join('\n\n')}\n`
}

const header = `-- DO NOT EDIT: a picture of the schema after all migrations, written by \`npm run schema\`.
-- To read and to compare; a database is made by the numbered files beside it. Monthly partitions are left out.`

function printFunction(one: StoredFunction): string {
  const traits = [
    `language ${one.language}`,
    one.volatility,
    ...(one.securityDefiner ? ['security definer'] : []),
    ...one.settings.map(setting => `set ${setting.replace('=', ' = ')}`),
  ].join(' ')
  const callers =
    one.callers.length > 0
      ? `grant execute on function ${one.name} to ${one.callers.join(', ')};`
      : `-- only the owner may call ${one.name}`
  return `create function ${one.name}(${one.arguments}) returns ${one.result}\n${traits} as $body$${one.body}$body$;\n${callers}`
}

function printTable(table: Table): string {
  const body = [
    ...table.columns.map(printColumn),
    ...table.constraints.map(one => `constraint ${quoted(one.name)} ${one.definition}`),
  ]
  const name = quoted(table.name)
  const partitioned = table.partitionKey ? ` partition by ${table.partitionKey}` : ''
  return [
    `create table ${name} (\n${body.map(line => `  ${line}`).join(',\n')}\n)${partitioned};`,
    ...(table.defaultPartition
      ? [`create table ${quoted(table.defaultPartition)} partition of ${name} default;`]
      : []),
    ...table.indexes.map(one => `${one.definition};`),
    ...(table.rowSecurity ? [`alter table ${name} enable row level security;`] : []),
    ...table.policies.map(policy => printPolicy(policy, name)),
    ...table.grants.map(grant => printGrant(grant, name)),
  ].join('\n')
}

function printColumn(column: Column): string {
  const collation = column.collation ? ` collate "${column.collation}"` : ''
  const notNull = column.notNull ? ' not null' : ''
  const fallback = column.default === null ? '' : ` default ${column.default}`
  return `${quoted(column.name)} ${column.type}${collation}${notNull}${fallback}`
}

function printPolicy(policy: Policy, table: string): string {
  const using = policy.using === null ? '' : ` using (${policy.using})`
  const check = policy.check === null ? '' : ` with check (${policy.check})`
  return `create policy ${quoted(policy.name)} on ${table} for ${policy.command} to ${policy.roles.join(', ')}${using}${check};`
}

function printGrant(grant: Grant, table: string): string {
  const columns = grant.columns ? ` (${grant.columns.map(quoted).join(', ')})` : ''
  return `grant ${grant.privileges.map(one => one + columns).join(', ')} on ${table} to ${grant.role};`
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
