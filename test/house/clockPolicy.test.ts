import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sqlState, transact } from '../../src/base/database.ts'
import { oneRowEach } from '../../testkit/database/oneRowEach.ts'
import { readSchema } from '../../testkit/database/readSchema.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'

const { db } = await testDatabase({ after })
const schema = await readSchema(db.pool)
for (let tenants = 0; tenants < 2; tenants++) await oneRowEach(db.pool, schema)

/** What finds due work for all tenants may see, and why; everything else of a tenant is closed to it. */
const visible: Readonly<Record<string, string>> = {
  tenant: 'whose work it is',
  sync_lane: 'what is due',
  sync_run: 'what runs',
  worker_process: 'who works: a fact without tenant',
  setup_code: 'the first user comes before any tenant',
  country: 'a fact without tenant',
  currency: 'a fact without tenant',
}

test('the clock sees schedules and runs of all tenants and nothing of their trade', async () => {
  for (const { name } of schema.tables) {
    const look = transact(db, { role: 'kontor_clock' }, tx => tx.query(`select * from "${name}"`))
    if (!(name in visible)) await assert.rejects(look, error => sqlState(error) === '42501', name)
    else if (['tenant', 'sync_lane', 'sync_run'].includes(name)) assert.equal((await look).length, 2, name)
    else await look
  }
})

test('the clock changes nothing but setup codes and signs of life', () => {
  const writable = schema.tables.filter(table =>
    table.grants.some(
      grant => grant.role === 'kontor_clock' && grant.privileges.some(one => one !== 'select'),
    ),
  )
  assert.deepEqual(
    writable.map(table => table.name),
    ['setup_code', 'worker_process'],
  )
})

test('the tables that the clock may see exist', () => {
  const names = schema.tables.map(table => table.name)
  assert.deepEqual(
    Object.keys(visible).filter(name => !names.includes(name)),
    [],
  )
})
