import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { readSchema, type Schema, type Table } from '../../testkit/database/readSchema.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { derivedFiles } from '../../testkit/database/writeSchema.ts'

const { db } = await testDatabase({ after })
const schema = await readSchema(db.pool)

for (const { url, print } of derivedFiles)
  test(`${url.pathname.split('/').slice(-2).join('/')} shows the schema as the migrations make it`, async () => {
    const stored = await readFile(url, 'utf8')
    assert.equal(firstDifference(stored, print(schema)), undefined, 'run: npm run schema')
  })

/** Tables that do not belong to one tenant, with the reason. */
const withoutTenant: Readonly<Record<string, string>> = {
  tenant: 'is the tenant itself; its policy compares the id',
  country: 'a fact of the world, the same for every tenant',
  currency: 'a fact of the world, the same for every tenant',
  setup_code: 'lets the first user in before any tenant exists',
  migration: 'what was done to this database',
  worker_process: 'a process works for all tenants',
}

const ofTenants = schema.tables.filter(table => !(table.name in withoutTenant))

test('every exception of the tenancy rules is a table that exists', () => {
  const names = schema.tables.map(table => table.name)
  assert.deepEqual(
    Object.keys(withoutTenant).filter(name => !names.includes(name)),
    [],
  )
})

test('tenant_id leads every primary key, unique constraint, index and foreign key', () => {
  assert.deepEqual(keyFindings(ofTenants), [])
})

test('the key rules find a key, an index and a foreign key without tenant', () => {
  const table: Table = {
    name: 'leak',
    columns: [],
    constraints: [
      constraint({ kind: 'primary', columns: ['id'] }),
      constraint({ kind: 'foreign', columns: ['item_id'], target: 'item', targetColumns: ['id'] }),
      constraint({ kind: 'foreign', columns: ['currency'], target: 'currency', targetColumns: ['code'] }),
      constraint({ kind: 'check', columns: ['name'] }),
    ],
    indexes: [{ name: 'leak_name', leadingColumn: 'name', definition: '' }],
    rowSecurity: false,
    policies: [],
    grants: [],
    partitionKey: null,
    defaultPartition: null,
  }
  assert.equal(keyFindings([table]).length, 3)
  assert.equal(keyFindings([{ ...table, constraints: [], indexes: [] }]).length, 1, 'no primary key at all')
})

test('every table is under row-level security, with the policy of the application on the tenant', () => {
  const own = ofTenants.filter(table => !hasTenantPolicy(table, 'tenant_id')).map(table => table.name)
  assert.deepEqual(own, [])
  assert.ok(hasTenantPolicy(tableOf('tenant'), 'id'))
})

test('the application has no way around its policy', () => {
  const others = schema.tables.flatMap(table =>
    table.policies
      .filter(
        policy =>
          policy.name !== 'tenant' && policy.roles.some(role => ['kontor_app', 'public'].includes(role)),
      )
      .map(policy => `${table.name}.${policy.name}`),
  )
  assert.deepEqual(others, [])
  const everybody = schema.tables.filter(table => table.grants.some(grant => grant.role === 'public'))
  assert.deepEqual(everybody, [])
})

/** The roles that work is done as; the login that owns and migrates is none of them. */
const workingRoles = ['kontor_app', 'kontor_clock', 'kontor_retention']

test('the working roles own nothing and are no more than roles', async () => {
  const { rows } = await db.pool.query(
    `with worker as (select * from pg_roles where rolname = any($1))
    select relname::text as found from pg_class where relowner in (select oid from worker)
    union all select proname from pg_proc where proowner in (select oid from worker)
    union all select nspname from pg_namespace where nspowner in (select oid from worker)
    union all select rolname from worker where rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolcanlogin
    union all select r.rolname || ' in ' || g.rolname from pg_auth_members m join worker r on r.oid = m.member
      join pg_roles g on g.oid = m.roleid
    union all select r.rolname || ' makes things in ' || nspname from pg_namespace n cross join worker r
      where nspname !~ '^pg_' and has_schema_privilege(r.oid, n.oid, 'create')`,
    [workingRoles],
  )
  assert.deepEqual(rows, [])
})

/** What is appended and never taken away by the application; the retention role drops what is too old. */
const kept = ['payload', 'inbound_page', 'audit', 'ledger', 'ledger_history', 'sync_run', 'link']
/** What the application may not even change. */
const appended = ['payload', 'audit', 'ledger_history']

test('the application cannot delete or rewrite what must be kept', () => {
  const may = (name: string) =>
    tableOf(name).grants.flatMap(grant => (grant.role === 'kontor_app' ? grant.privileges : []))
  for (const name of kept) assert.ok(!may(name).includes('delete'), `${name}: delete`)
  for (const name of appended) assert.ok(!may(name).includes('update'), `${name}: update`)
})

test('no role may truncate a table, make triggers on it or point foreign keys at it', () => {
  const strong = schema.tables.flatMap(table =>
    table.grants.filter(grant =>
      grant.privileges.some(one => !['select', 'insert', 'update', 'delete'].includes(one)),
    ),
  )
  assert.deepEqual(strong, [])
})

test('no working role can go past a policy by a partition', async () => {
  const { rows } = await db.pool.query(
    `select c.relname, r.rolname from pg_class c cross join pg_roles r
    where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and r.rolname = any($1)
      and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')`,
    [workingRoles],
  )
  assert.deepEqual(rows, [])
})

test('no table has triggers, rules, deferrable or exclusion constraints', () => {
  // readSchema throws for triggers and rules.
  const odd = schema.tables.flatMap(table =>
    table.constraints.filter(one => one.kind === 'exclusion' || / DEFERRABLE/.test(one.definition)),
  )
  assert.deepEqual(odd, [])
})

test('a function that runs as the owner has its search path fixed and is not for everybody', () => {
  const loose = schema.functions.filter(
    one =>
      one.securityDefiner &&
      (!one.settings.some(set => set.startsWith('search_path=')) || one.callers.includes('public')),
  )
  assert.deepEqual(loose, [])
})

function keyFindings(tables: Schema['tables']): string[] {
  return tables.flatMap(table => {
    const keys = table.constraints.filter(
      one => one.kind === 'primary' || one.kind === 'unique' || one.kind === 'foreign',
    )
    const bad = keys.filter(
      one =>
        one.columns[0] !== 'tenant_id' ||
        (one.kind === 'foreign' && one.target !== 'tenant' && one.targetColumns[0] !== 'tenant_id'),
    )
    const facts = bad.filter(one => one.kind === 'foreign' && (one.target ?? '') in withoutTenant)
    return [
      ...(keys.some(one => one.kind === 'primary') ? [] : [`${table.name} has no primary key`]),
      ...bad.filter(one => !facts.includes(one)).map(one => `${table.name}: ${one.name} ${one.definition}`),
      ...table.indexes
        .filter(one => one.leadingColumn !== 'tenant_id')
        .map(one => `${table.name}: ${one.name}`),
    ]
  })
}

function hasTenantPolicy(table: Table, column: string): boolean {
  const using = `(${column} = (NULLIF(current_setting('kontor.tenant'::text, true), ''::text))::uuid)`
  return (
    table.rowSecurity &&
    table.policies.some(
      policy =>
        policy.name === 'tenant' &&
        policy.command === 'all' &&
        policy.roles.join() === 'kontor_app' &&
        policy.using === using &&
        policy.check === null, // then `using` holds for what is written, too
    )
  )
}

function tableOf(name: string): Table {
  const table = schema.tables.find(one => one.name === name)
  assert.ok(table, `table ${name} exists`)
  return table
}

function constraint(part: Partial<Table['constraints'][number]>): Table['constraints'][number] {
  return { name: 'k', kind: 'check', columns: [], target: null, targetColumns: [], definition: '', ...part }
}

/** The first line in which two texts differ: a whole schema as a diff would tell less. */
function firstDifference(stored: string, now: string): string | undefined {
  const after = now.split('\n')
  const before = stored.split('\n')
  const at = after.findIndex((line, index) => line !== before[index])
  if (at < 0 && after.length === before.length) return undefined
  return `line ${at + 1} is "${before[at] ?? ''}" and must be "${after[at] ?? ''}"`
}
