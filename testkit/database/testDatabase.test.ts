import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase, transact } from '../../src/base/database.ts'
import { seedConnection, seedItems, seedTenant } from './seed.ts'
import { createFromTemplate, prepareTemplate, withClient } from './template.ts'
import { testDatabase } from './testDatabase.ts'
import { testServer } from './testServer.ts'

test('every test database is migrated, its own, and gone afterwards', async () => {
  const [one, two] = await Promise.all([testDatabase(), testDatabase()])
  const { tenant } = await seedTenant(one.db, { slug: 'muster' })
  const tenants = async (db: typeof one.db) => (await db.pool.query('select id from tenant')).rows
  assert.deepEqual(await tenants(one.db), [{ id: tenant }])
  assert.deepEqual(await tenants(two.db), [])
  await Promise.all([one.drop(), two.drop(), two.drop()])
  await assert.rejects(
    withClient(one.db.directUrl, client => client.query('select 1')),
    /does not exist/,
  )
})

test('a pool that a test forgot to close is named when the database is dropped', async t => {
  const server = await testServer()
  const { db, drop } = await testDatabase(undefined, 500)
  const forgotten = openDatabase({ url: db.directUrl })
  t.after(() => forgotten.close())
  await forgotten.pool.query('select 41 + 1 as forgotten')
  // Behind a pooler nobody can tell whose a connection is.
  if (server.pooledUrl) await drop()
  else await assert.rejects(drop(), /left 1 connections.*select 41 \+ 1 as forgotten/)
})

test('what a killed run left behind is swept, what a running one uses is not', async () => {
  const { url } = await testServer()
  const name = await createFromTemplate(url)
  const old = `kontor_test_${(Date.now() - 24 * 3_600_000).toString(36)}_${name.slice(-8)}`
  await withClient(url, async client => {
    await client.query(`create database ${old}`)
    await prepareTemplate(url)
    const { rows } = await client.query(
      'select datname::text as name from pg_database where datname = any($1)',
      [[name, old]],
    )
    assert.deepEqual(rows, [{ name }])
    await client.query(`drop database ${name}`)
  })
})

test('the seeds make a tenant that can trade: company, rates, a connection with lanes and a channel, items', async t => {
  const { db } = await testDatabase(t)
  const seeded = await seedTenant(db)
  const { connection, channel } = await seedConnection(db, seeded, { system: 'shop', name: 'Muster' })
  const [first] = await seedItems(db, seeded, ['A-1', 'A-2'])
  const counts = await transact(db, { tenant: seeded.tenant }, tx =>
    tx.query(`select (select count(*)::int from company) as companies, (select array_agg(distinct rate::text) from tax_rate where country = 'DE' and rate in (7, 19)) as rates,
      (select array_agg(kind order by kind) from sync_lane) as lanes, (select id from channel) as channel,
      (select id from connection) as connection, (select id from item where number_key = 'a-1') as item`),
  )
  assert.deepEqual(counts, [
    {
      companies: 1,
      rates: ['19', '7'],
      lanes: ['catalogue', 'feedback', 'orders', 'stock'],
      channel,
      connection,
      item: first,
    },
  ])
})
