import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { BlobPlace } from '../../src/base/blobFiles.ts'
import { type Database, openDatabase } from '../../src/base/database.ts'
import { type RestoreOptions, restoreBackup } from '../../src/cli/backup/restoreBackup.ts'
import { writeBackup } from '../../src/cli/backup/writeBackup.ts'
import { dropByForce, testDatabaseName, withClient } from '../../testkit/database/template.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { testServer, withDatabase } from '../../testkit/database/testServer.ts'

/** A database without anything in it, as somebody makes it for a restore; dropped with the test. */
export async function emptyDatabase(
  scope: TestScope,
): Promise<{ readonly url: string; readonly name: string }> {
  const server = await testServer()
  const name = testDatabaseName()
  await withClient(server.url, client => client.query(`create database ${name} strategy file_copy`))
  scope.after(async () => {
    await withClient(server.url, client => dropByForce(client, name))
  })
  return { url: withDatabase(server.url, name), name }
}

/** A folder that goes with the test. */
export async function scratchFolder(scope: TestScope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-backup-'))
  scope.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Backs up a database into a file. */
export async function backUp(db: Database, file: string, blobs?: BlobPlace) {
  const { signal } = new AbortController()
  const options = { version: '0.0.0', signal, ...(blobs ? { blobs } : {}) }
  return writeBackup(db.directUrl, createWriteStream(file), options)
}

/** Restores a file, or its bytes, into the database at that address. */
export async function restore<T>(
  url: string,
  from: string | Uint8Array,
  begin: RestoreOptions<T>['begin'],
  options: Partial<RestoreOptions<T>> = {},
) {
  const bytes = typeof from === 'string' ? await readFile(from) : from
  const { signal } = new AbortController()
  return restoreBackup(url, Readable.from([bytes]), {
    accept: async () => undefined,
    begin,
    signal,
    ...options,
  })
}

/** Opens the restored database as the product does; closed with the test. */
export function openRestored(url: string, scope: TestScope): Database {
  const db = openDatabase({ url })
  scope.after(() => db.close())
  return db
}

/** What lies in each table, as one hash. */
export async function contentOf(url: string, leaveOut: readonly string[]): Promise<Record<string, string>> {
  return withClient(url, async client => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
         and relname <> all ($1) order by 1`,
      [leaveOut],
    )
    const content: Record<string, string> = {}
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ hash: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as hash from "${name}" t`,
      )
      content[name] = found[0]?.hash ?? ''
    }
    return content
  })
}
