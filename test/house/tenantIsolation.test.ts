import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type As, sqlState, transact } from '../../src/base/database.ts'
import { oneRowEach } from '../../testkit/database/oneRowEach.ts'
import { readSchema, type Table } from '../../testkit/database/readSchema.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'

const { db } = await testDatabase({ after })
const schema = await readSchema(db.pool)
const ours = await oneRowEach(db.pool, schema)
const theirs = await oneRowEach(db.pool, schema)

/** Every table that row-level security guards, with the column that names the tenant. */
const guarded = schema.tables
  .filter(table => table.rowSecurity)
  .map(table => ({ table, key: table.name === 'tenant' ? 'id' : 'tenant_id' }))

test('the tables under row-level security were found and filled', () => {
  assert.ok(guarded.length > 30)
})

for (const { table, key } of guarded) {
  const name = `"${table.name}"`

  test(`${table.name}: a tenant sees its own rows and none of another`, async () => {
    assert.deepEqual(await tenantsSeen({ tenant: ours }, name, key), [ours])
    assert.deepEqual(await tenantsSeen({ tenant: theirs }, name, key), [theirs])
  })

  test(`${table.name}: a row of another tenant cannot be put in, taken over or changed`, async () => {
    const row = await rowOf(name, key, theirs)
    const given = table.columns.filter(column => !column.default?.startsWith('generated'))
    const columns = given.map(column => `"${column.name}"`).join(', ')
    await refused(
      `insert into ${name} (${columns}) select ${columns} from jsonb_populate_record(null::${name}, $1)`,
      [row],
    )
    if (allowed(table, 'update')) {
      await refused(`update ${name} set ${key} = $1 where ${key} = $2`, [theirs, ours])
      const column = await changeable(table)
      assert.equal(await touched(`update ${name} set ${column} = ${column} where ${key} = $1`), 0)
    }
    if (allowed(table, 'delete')) assert.equal(await touched(`delete from ${name} where ${key} = $1`), 0)
    assert.deepEqual(await rowOf(name, key, theirs), row)
  })
}

test('without a tenant the application sees no row of anybody', async () => {
  for (const { table, key } of guarded)
    assert.deepEqual(await tenantsSeen({ tenant: '' }, `"${table.name}"`, key), [], table.name)
})

function allowed(table: Table, privilege: string): boolean {
  return table.grants.some(grant => grant.role === 'kontor_app' && grant.privileges.includes(privilege))
}

/** The first column that the application may change: of some tables it may change a few. */
async function changeable(table: Table): Promise<string> {
  const { rows } = await db.pool.query<{ column: string }>(
    `select quote_ident(u.name) as column from unnest($2::text[]) with ordinality as u (name, no)
     where has_column_privilege('kontor_app', $1::regclass, u.name, 'update') order by u.no limit 1`,
    [table.name, table.columns.filter(one => !one.default?.startsWith('generated')).map(one => one.name)],
  )
  assert.ok(rows[0], table.name)
  return rows[0].column
}

async function tenantsSeen(as: As, table: string, key: string): Promise<string[]> {
  const rows = await transact(db, as, tx =>
    tx.query<{ id: string }>(`select distinct ${key} as id from ${table}`),
  )
  return rows.map(row => row.id)
}

/** As the owner, who sees everything. The first one: of what a table needs two, there are two. */
async function rowOf(table: string, key: string, tenant: string): Promise<unknown> {
  const { rows } = await db.pool.query(
    `select to_jsonb(t) as row from ${table} t where ${key} = $1 order by t::text limit 1`,
    [tenant],
  )
  assert.equal(rows.length, 1)
  return rows[0].row
}

/** 42501: forbidden by a policy or by a missing privilege. Nothing else may have stopped it first. */
async function refused(statement: string, values: readonly unknown[]): Promise<void> {
  const work = transact(db, { tenant: ours }, tx => tx.run(statement, values))
  await assert.rejects(work, error => sqlState(error) === '42501')
}

async function touched(statement: string): Promise<number> {
  return await transact(db, { tenant: ours }, tx => tx.run(statement, [theirs]))
}
