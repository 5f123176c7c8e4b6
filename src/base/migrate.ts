import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { asUnreachable, databaseProblem } from './database.ts'
import { problems } from './errors.ts'
import { makeJobSchema } from './jobSchema.ts'

const migrationProblem = problems({
  MIGRATION_CHANGED: {
    status: 500,
    en: 'Migration {name} was applied to this database in another version. Released migrations are never edited: restore the file.',
    de: 'Die Migration {name} wurde in dieser Datenbank in einer anderen Fassung angewendet. Bitte die Datei wiederherstellen.',
  },
  DATABASE_NEWER: {
    status: 500,
    en: 'The database was migrated by a newer Kontor (it knows {name}). Start that version or restore a backup.',
    de: 'Die Datenbank wurde von einem neueren Kontor migriert (sie kennt {name}). Bitte diese Fassung starten oder eine Sicherung einspielen.',
  },
})

/** The advisory lock of whoever changes the schema. */
export const migrationLock = 7201452

/** The folder of the numbered SQL files. */
export const migrationsFolder = new URL('../../migrations/', import.meta.url)

/**
 * Brings the schema up to date, as the owner and past any pooler: numbered files in order, each in a transaction of
 * its own, each once. Several processes may call it at the same time. Returns the names it applied.
 * Errors: DATABASE_TOO_OLD, DATABASE_UNREACHABLE, MIGRATION_CHANGED, DATABASE_NEWER.
 */
export async function migrate(directUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: directUrl })
  client.on('error', () => undefined) // a server that dies now fails the statement at hand, which says so
  await client.connect().catch(error => {
    const reason = 'code' in error ? String(error.code) : String(error.message)
    throw databaseProblem('DATABASE_UNREACHABLE', { reason }, { cause: error })
  })
  try {
    await requireVersion(client)
    return await applyAll(client)
  } catch (error) {
    throw asUnreachable(error)
  } finally {
    await client.end()
  }
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as num, current_setting('server_version') as text`,
  )
  if (rows[0].num < 150000)
    throw databaseProblem('DATABASE_TOO_OLD', { version: String(rows[0].text).split(' ')[0] ?? '' })
}

async function applyAll(client: pg.Client): Promise<string[]> {
  const files = await readMigrations()
  const applied: string[] = []
  await alone(client, async () => {
    await makeMigrationTable(client)
    for (const name of (await knownFiles(client)).keys())
      if (!files.some(file => file.name === name)) throw migrationProblem('DATABASE_NEWER', { name })
  })
  for (const file of files) {
    const { name } = file
    const before = (await knownFiles(client)).get(name)
    if (before && before !== file.checksum) throw migrationProblem('MIGRATION_CHANGED', { name })
    if (before) continue
    await alone(client, async () => {
      if ((await knownFiles(client)).has(name)) return // by another one, while we waited
      try {
        await applyMigration(client, file)
      } catch (error) {
        throw new Error(`migration ${name} failed`, { cause: error })
      }
      applied.push(name)
    })
  }
  await alone(client, async () => {
    await client.query('select kontor_make_partitions()')
    await makeJobSchema(client)
  })
  return applied
}

/** One numbered file of the migrations. */
export interface Migration {
  readonly name: string
  readonly sql: string
  /** SHA-256 of the file, which tells an edited one from the one that was applied. */
  readonly checksum: string
}

/** All migrations that this version knows, in order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsFolder)).filter(name => /^\d{4}_.*\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(new URL(name, migrationsFolder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Makes the list of what was applied, where it is missing. */
export async function makeMigrationTable(client: pg.Client): Promise<void> {
  await client.query(`create table if not exists migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
}

/** Applies one migration and writes it down, inside the open transaction. */
export async function applyMigration(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query(sql)
  await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum])
}

// One migrator at a time, by a lock that ends with its transaction: a pooler would keep one of the session.
async function alone(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function knownFiles(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migration',
  )
  return new Map(rows.map(row => [row.name, row.checksum]))
}
