import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { sqlState } from '../../src/base/database.ts'
import { migrate, migrationsFolder } from '../../src/base/migrate.ts'
import { withDatabase } from './testServer.ts'

/**
 * Makes a database from the template of the present migrations, and the template first where it is missing. Returns the
 * database's name. Any number of processes may call it at once.
 */
export async function createFromTemplate(serverUrl: string): Promise<string> {
  const name = testDatabaseName()
  for (;;) {
    const template = await templateName()
    const made = await withClient(serverUrl, async client => {
      await client.query('select pg_advisory_lock_shared($1)', [lock]) // ends with the connection
      if (!(await isReady(client, template))) return false
      // A sixth of the processor time of a copy that goes page by page through buffers and log: hundreds are made per run.
      await client.query(`create database ${name} template ${template} strategy file_copy`)
      return true
    })
    if (made) return name
    await prepareTemplate(serverUrl)
  }
}

/**
 * Makes sure that the server has a migrated database to copy from: one per content of the migrations, made once. Older
 * ones go, and so do databases that killed test runs left behind.
 */
export async function prepareTemplate(serverUrl: string): Promise<void> {
  const template = await templateName()
  await withClient(serverUrl, async client => {
    await client.query('select pg_advisory_lock($1)', [lock]) // nobody copies a template meanwhile
    if (!(await isReady(client, template))) await make(client, serverUrl, template)
    await sweep(client, template)
  })
}

/** Opens one connection for `work`, and closes it whatever happens. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A new name for a test database: says when it was made, so that a later run knows what was left over. */
export function testDatabaseName(): string {
  return `${testPrefix}${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`
}

const lock = 7201453
const templatePrefix = 'kontor_template_'
const testPrefix = 'kontor_test_'
const longestRunMs = 6 * 3_600_000

/** A template is marked as one when it is complete: nothing can connect to it, so it can always be copied. */
async function isReady(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [
    name,
  ])
  return rowCount === 1
}

/** Drops a database, whoever is in it. */
export async function dropByForce(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${name} with (force)`).catch(error => {
    // A vacuum of the server itself is in it: no login may end that by force, but a plain drop asks it to go.
    if (sqlState(error) !== '42501') throw error
    return client.query(`drop database if exists ${name}`)
  })
}

async function make(client: pg.Client, serverUrl: string, name: string): Promise<void> {
  await dropByForce(client, name)
  await client.query(`create database ${name}`)
  await migrate(withDatabase(serverUrl, name))
  await client.query(`alter database ${name} with is_template true allow_connections false`)
}

async function sweep(client: pg.Client, template: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select datname::text as name from pg_database where datname ~ $1 and datname <> $2',
    [`^(${templatePrefix}|${testPrefix})[0-9a-z_]+$`, template],
  )
  for (const { name } of rows) {
    if (name.startsWith(testPrefix) && madeAt(name) > Date.now() - longestRunMs) continue
    if (name.startsWith(templatePrefix)) await client.query(`alter database ${name} with is_template false`)
    await dropByForce(client, name)
  }
}

function madeAt(name: string): number {
  return Number.parseInt(name.slice(testPrefix.length).split('_')[0] ?? '', 36)
}

async function templateName(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(migrationsFolder)).filter(file => /^\d{4}_.*\.sql$/.test(file)).sort())
    hash.update(name).update(await readFile(new URL(name, migrationsFolder)))
  return templatePrefix + hash.digest('hex').slice(0, 16)
}
