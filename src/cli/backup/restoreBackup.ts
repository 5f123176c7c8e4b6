import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type pg from 'pg'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'
import { type BlobPlace, hasFile, keepFile, takeIn } from '../../base/blobFiles.ts'
import { sqlState, type Tx } from '../../base/database.ts'
import {
  applyMigration,
  type Migration,
  makeMigrationTable,
  migrate,
  readMigrations,
} from '../../base/migrate.ts'
import type { BackupHead, BackupManifest } from './backupFormat.ts'
import { clearDatabase } from './clearDatabase.ts'
import { quoted, txOf, withDirectClient } from './directClient.ts'
import { backupProblem } from './problems.ts'
import { readBackup } from './readBackup.ts'

export interface RestoreOptions<T> {
  /** The name of the database, where what is in it is to be thrown away. */
  readonly replace?: string
  /** Looks at the head before anything is changed; what it throws ends the restore. */
  readonly accept: (head: BackupHead) => Promise<void>
  /** The last work inside the transaction, on the restored rows of all tenants and the newest schema. */
  readonly begin: (tx: Tx, head: BackupHead) => Promise<T>
  readonly signal: AbortSignal
  /** Where files that lay beside the database go; absent: they are left out. */
  readonly blobs?: BlobPlace
  readonly onProgress?: (table: string, bytes: number) => void
}

export interface Restored<T> {
  readonly head: BackupHead
  readonly manifest: BackupManifest
  /** Migrations that the backup did not have yet. */
  readonly migrated: readonly string[]
  readonly begun: T
}

/**
 * Restores a backup in one transaction: schema as it was then, rows, foreign keys, the migrations since, and what `begin` does.
 * Nothing is seen of it before every checksum was right, and a restore that is killed at any moment leaves the database as it
 * was before. Throws BACKUP_BROKEN, BACKUP_NEWER, MIGRATION_CHANGED, DATABASE_NOT_EMPTY, DATABASE_NOT_MEANT, DATABASE_FOREIGN,
 * DATABASE_IN_USE, DATABASE_UNREACHABLE.
 */
export async function restoreBackup<T>(
  directUrl: string,
  input: Readable,
  options: RestoreOptions<T>,
): Promise<Restored<T>> {
  const restored = await withDirectClient(directUrl, options.signal, async client => {
    await client.query('begin')
    const loader = createLoader(client, options)
    const { head, manifest } = await readBackup(input, loader, options.signal)
    await loader.finish(manifest)
    for (const { name, last } of manifest.sequences)
      if (last !== null) await client.query('select setval($1::regclass, $2)', [quoted(name), last])
    const migrated = await applyRest(client, head)
    const begun = await options.begin(txOf(client), head)
    await client.query('commit')
    return { head, manifest, migrated, begun }
  }).catch(error => {
    throw options.signal.aborted ? options.signal.reason : error
  })
  await migrate(directUrl) // partitions ahead and the schema of ordinary tasks, which is made outside of a transaction
  return restored
}

interface ForeignKey {
  readonly table: string
  readonly name: string
  readonly definition: string
}

function createLoader<T>(client: pg.Client, options: RestoreOptions<T>) {
  let head: BackupHead | undefined
  let keys: ForeignKey[] = []
  let open: { readonly table: string; readonly stream: CopyStreamQuery; failed?: Error } | undefined
  let bytes = 0
  const loaded = new Map<string, number>()

  const end = async () => {
    if (!open) return
    const { stream, table } = open
    if (open.failed) throw notRows(open.failed, table)
    stream.end()
    await once(stream, 'finish').catch(error => {
      throw notRows(error, table)
    })
    loaded.set(table, stream.rowCount)
    open = undefined
  }
  return {
    async head(given: BackupHead) {
      head = given
      const then = await requireMigrations(given)
      await options.accept(given)
      await clearDatabase(client, options.replace)
      await makeMigrationTable(client)
      for (const migration of then) await applyMigration(client, migration)
      await makePartitions(client, given)
      keys = await takeForeignKeys(client)
      await client.query(`truncate ${given.tables.map(table => quoted(table.name)).join(', ')}`) // what migrations put in
    },
    async rows(table: string, text: Buffer) {
      if (open?.table !== table) {
        await end()
        const columns = head?.tables.find(one => one.name === table)?.columns ?? []
        const stream = client.query(
          copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`),
        )
        open = { table, stream }
        stream.on('error', error => {
          if (open?.stream === stream) open.failed = error
        })
        bytes = 0
      }
      if (open.failed) throw notRows(open.failed, table)
      if (!open.stream.write(text))
        await Promise.race([once(open.stream, 'drain'), once(open.stream, 'close')])
      bytes += text.length
      options.onProgress?.(table, bytes)
    },
    // Named by their content, files do no harm where the restore is not finished.
    async blob(tenant: string, hash: string, content: readonly Buffer[]) {
      await end()
      const place = options.blobs
      if (!place) return
      if (place.kind === 'database')
        await client.query(`update blob set content = $3 where tenant_id = $1 and hash = decode($2, 'hex')`, [
          tenant,
          hash,
          Buffer.concat(content),
        ])
      else {
        const size = content.reduce((bytes, part) => bytes + part.length, 0)
        if (!(await hasFile(place, tenant, hash, size)))
          await keepFile(place, tenant, await takeIn(place, tenant, content))
      }
    },
    /** Ends the last table, counts, and lets the foreign keys say whether everything fits together. */
    async finish(manifest: BackupManifest) {
      await end()
      for (const [table, { rows }] of Object.entries(manifest.tables))
        if ((loaded.get(table) ?? 0) !== rows)
          throw backupProblem('BACKUP_BROKEN', { reason: `${table} has another number of rows` })
      await client.query('analyze') // nobody has counted the new rows yet, and the joins below depend on it
      for (const key of keys)
        await client.query(`alter table ${key.table} add constraint ${quoted(key.name)} ${key.definition}`)
    },
  }
}

// What the server says of rows that are none comes before the checksum is known, and quotes them.
function notRows(error: Error, table: string): Error {
  const isOfTheRows = /^2[23]/.test(sqlState(error) ?? '')
  return isOfTheRows
    ? backupProblem('BACKUP_BROKEN', { reason: `${table} holds what is no row of it` }, { cause: error })
    : error
}

/** The migrations of the backup as this version has them. Throws BACKUP_NEWER, MIGRATION_CHANGED. */
async function requireMigrations(head: BackupHead): Promise<Migration[]> {
  const known = new Map((await readMigrations()).map(migration => [migration.name, migration]))
  return head.migrations.map(({ name, checksum }) => {
    const migration = known.get(name)
    if (migration?.checksum !== checksum) throw backupProblem('BACKUP_NEWER', { name, version: head.version })
    return migration
  })
}

async function applyRest(client: pg.Client, head: BackupHead): Promise<string[]> {
  const then = new Set(head.migrations.map(migration => migration.name))
  const rest = (await readMigrations()).filter(migration => !then.has(migration.name))
  for (const migration of rest) await applyMigration(client, migration)
  return rest.map(migration => migration.name)
}

// Months of long ago, so that their rows do not end in the partition that catches the rest.
async function makePartitions(client: pg.Client, head: BackupHead): Promise<void> {
  for (const table of head.tables)
    for (const { name, bounds } of table.partitions)
      await client.query(
        `create table if not exists ${quoted(name)} partition of ${quoted(table.name)} ${bounds === 'DEFAULT' ? 'default' : bounds}`,
      )
}

// Taken off while rows come in the order of the file, and put back at the end: then all of them are checked, by joins.
async function takeForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`,
  )
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${quoted(name)}`)
  return rows
}
