import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { type Database, openDatabase } from '../../src/base/database.ts'
import { createFromTemplate, dropByForce, withClient } from './template.ts'
import { testServer, withDatabase } from './testServer.ts'

/** A migrated, otherwise empty database that nobody else uses. */
export interface TestDatabase {
  readonly db: Database
  /** What a program under test gets as `KONTOR_DATABASE_URL`; through the pooler if there is one (then `db.directUrl` goes past it). */
  readonly url: string
  /** Closes `db` and drops the database. Throws if connections are still open then: somebody forgot to close a pool. */
  drop(): Promise<void>
}

/** Where the drop is hung on: a test's context, or `{ after }` of node:test for the whole file. */
export interface TestScope {
  after(hook: () => Promise<void>): void
}

/**
 * Makes a database of its own for a test file or a test, from the migrated template (about 50 ms):
 * `const { db } = await testDatabase({ after })`. Without a scope the caller drops it. `graceMs`: so long connections may stay
 * open behind its end.
 */
export async function testDatabase(scope?: TestScope, graceMs = usualGraceMs): Promise<TestDatabase> {
  const server = await testServer()
  const name = await createFromTemplate(server.url)
  const directUrl = withDatabase(server.url, name)
  const url = server.pooledUrl ? withDatabase(server.pooledUrl, name) : directUrl
  const db = openDatabase({ url, directUrl })
  let dropped: Promise<void> | undefined
  const drop = () => {
    dropped ??= dropDatabase(db, server.url, name, server.pooledUrl ? undefined : graceMs)
    return dropped
  }
  scope?.after(drop)
  return { db, url, drop }
}

async function dropDatabase(
  db: Database,
  serverUrl: string,
  name: string,
  graceMs: number | undefined,
): Promise<void> {
  await db.close()
  await withClient(serverUrl, async client => {
    // A pooler keeps its connections on purpose, so they tell nothing.
    const open = graceMs === undefined ? [] : await stillOpen(client, name, graceMs)
    await dropByForce(client, name)
    if (open.length > 0)
      throw new Error(
        `the test left ${open.length} connections to its database open; the last statements were: ${open.join(' | ')}`,
      )
  })
}

/**
 * How long a closed connection's server process may take to go, on a machine that does ten other things. Only a database whose
 * connections were forgotten waits for it.
 */
const usualGraceMs = 20_000

async function stillOpen(client: pg.Client, name: string, graceMs: number): Promise<string[]> {
  const until = Date.now() + graceMs
  for (;;) {
    const { rows } = await client.query<{ query: string }>(
      `select left(query, 200) as query from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    )
    if (rows.length === 0 || Date.now() > until) return rows.map(row => row.query)
    await delay(10)
  }
}
