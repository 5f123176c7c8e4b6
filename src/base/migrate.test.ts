import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { testDatabaseName, withClient } from '../../testkit/database/template.ts'
import { testServer, withDatabase } from '../../testkit/database/testServer.ts'
import { hasCode } from './errors.ts'
import { migrate, migrationsFolder } from './migrate.ts'

const files = (await readdir(migrationsFolder)).filter(name => /^\d{4}_/.test(name)).sort()

test('an empty database gets every migration in order, and once', async t => {
  const url = await emptyDatabase(t)
  assert.deepEqual(await migrate(url), files)
  assert.deepEqual(await migrate(url), [])
})

test('processes that migrate at once apply each migration once', async t => {
  const url = await emptyDatabase(t)
  const applied = await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)])
  assert.deepEqual(applied.flat().sort(), files)
})

test('databases of one server are migrated at the same time', async t => {
  const urls = await Promise.all([emptyDatabase(t), emptyDatabase(t), emptyDatabase(t)])
  for (const applied of await Promise.all(urls.map(migrate))) assert.deepEqual(applied, files)
})

test('a migration that was edited after it was applied stops the start', async t => {
  const url = await emptyDatabase(t)
  await migrate(url)
  await withClient(url, client =>
    client.query(`update migration set checksum = 'other' where name = $1`, [files[1]]),
  )
  await assert.rejects(migrate(url), error => {
    assert.ok(error instanceof Error && hasCode(error, 'MIGRATION_CHANGED'))
    assert.ok(error.message.includes(files[1] ?? '?'))
    return true
  })
})

test('a database of a newer Kontor is left alone', async t => {
  const url = await emptyDatabase(t)
  await migrate(url)
  await withClient(url, client =>
    client.query(`insert into migration (name, checksum) values ('9999_later.sql', '')`),
  )
  await assert.rejects(migrate(url), error => hasCode(error, 'DATABASE_NEWER'))
})

test('a database whose migration failed is as it was before, and the next start goes on there', async t => {
  const url = await emptyDatabase(t)
  // Stands in the way of the company tables only.
  await withClient(url, client => client.query('create table tax_class ()'))
  await assert.rejects(migrate(url), /migration 0003_company\.sql failed/)
  await withClient(url, async client => {
    const { rows } = await client.query(`select name from migration where name >= '0003' union all
      select relname from pg_class where relname = 'company'`)
    assert.deepEqual(rows, [])
    await client.query('drop table tax_class')
  })
  assert.deepEqual(await migrate(url), files.slice(2))
})

test('every start makes the monthly partitions that are missing', async t => {
  const url = await emptyDatabase(t)
  await migrate(url)
  await withClient(url, async client => {
    // The one of the next month: it is wanted still if this month ends here.
    const now = new Date()
    const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1))
    const partition = `payload_${next.toISOString().slice(0, 7).replace('-', '')}`
    await client.query(`drop table ${partition}`)
    await migrate(url)
    const { rows } = await client.query(
      'select to_regclass($1)::text as found, kontor_make_partitions() as more',
      [partition],
    )
    assert.deepEqual(rows, [{ found: partition, more: 0 }])
  })
})

test('a server that is too old is refused in one sentence', async t => {
  const url = await serverOfVersion(t, '14.23 (Debian 14.23-1)', '140023')
  await assert.rejects(migrate(url), error => {
    assert.ok(error instanceof Error && hasCode(error, 'DATABASE_TOO_OLD'))
    assert.equal(
      error.message,
      'The database server is PostgreSQL 14.23; Kontor needs 15 or newer. Point KONTOR_DATABASE_URL to a newer server.',
    )
    return true
  })
})

test('a server that does not answer is named without its password', async () => {
  await assert.rejects(migrate('postgres://kontor:geheim@127.0.0.1:1/kontor'), error => {
    assert.ok(error instanceof Error && hasCode(error, 'DATABASE_UNREACHABLE'))
    assert.doesNotMatch(error.message, /geheim/)
    return true
  })
})

async function emptyDatabase(t: TestContext): Promise<string> {
  const { url } = await testServer()
  const name = testDatabaseName()
  await withClient(url, client => client.query(`create database ${name} strategy file_copy`))
  t.after(() => withClient(url, client => client.query(`drop database ${name}`)))
  return withDatabase(url, name)
}

/**
 * As much of a PostgreSQL server as it takes to ask for its version: it lets everybody in and answers every statement
 * with one row of number and text. Messages as in "Frontend/Backend Protocol" of PostgreSQL's manual.
 */
async function serverOfVersion(t: TestContext, version: string, number: string): Promise<string> {
  const ready = message('Z', Buffer.from('I'))
  const server = createServer(socket => {
    let started = false
    socket.on('data', data => {
      if (!started) socket.write(Buffer.concat([message('R', int32(0)), ready]))
      else if (data[0] === 'Q'.charCodeAt(0)) socket.write(Buffer.concat([oneRow(number, version), ready]))
      else socket.end()
      started = true
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `postgres://kontor@127.0.0.1:${(server.address() as AddressInfo).port}/kontor`
}

function oneRow(number: string, version: string): Buffer {
  // Name, table, column, type, size, modifier, format: int4 (23) and text (25), both sent as text.
  const field = (name: string, type: number) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)])
  const value = (text: string) => Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)])
  return Buffer.concat([
    message('T', int16(2), field('num', 23), field('text', 25)),
    message('D', int16(2), value(number), value(version)),
    message('C', Buffer.from('SELECT 1\0')),
  ])
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(value)
  return buffer
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}
