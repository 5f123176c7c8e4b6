import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { sqlState } from '../../base/database.ts'
import { jobSchemaName } from '../../base/jobSchema.ts'
import { migrationLock } from '../../base/migrate.ts'
import { quoted } from './directClient.ts'
import { backupProblem } from './problems.ts'

/**
 * Takes everything of Kontor out of a database, inside the open transaction: nobody sees it before the commit. Only where no
 * tenant is in it, or where `replace` is its name; and only while nobody else is connected. Throws DATABASE_NOT_EMPTY,
 * DATABASE_NOT_MEANT, DATABASE_FOREIGN, DATABASE_IN_USE.
 */
export async function clearDatabase(client: pg.Client, replace: string | undefined): Promise<void> {
  const database = await requireAlone(client)
  if (replace !== undefined && replace !== database)
    throw backupProblem('DATABASE_NOT_MEANT', { database, given: replace })
  const tables = await names(
    client,
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
       and not c.relispartition and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
  )
  if (tables.length === 0) return
  if (!tables.includes('migration')) throw backupProblem('DATABASE_FOREIGN', { database })
  const tenants = tables.includes('tenant') ? await count(client, 'select count(*) as count from tenant') : 0
  if (tenants > 0 && replace === undefined) throw backupProblem('DATABASE_NOT_EMPTY', { database, tenants })
  try {
    await client.query(`set local lock_timeout = '5s'`)
    await client.query(`drop table ${tables.map(quoted).join(', ')} cascade`)
    const functions = await names(
      client,
      `select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname like 'kontor\\_%'`,
    )
    for (const one of functions) await client.query(`drop routine if exists ${one} cascade`)
    await client.query(`drop schema if exists ${jobSchemaName} cascade`)
    await client.query(`set local lock_timeout = default`)
  } catch (error) {
    throw sqlState(error) === '55P03'
      ? backupProblem('DATABASE_IN_USE', { database }, { cause: error })
      : error
  }
}

/** A session that was closed takes a moment to go. */
const patienceMs = 3_000

async function requireAlone(client: pg.Client): Promise<string> {
  for (const until = performance.now() + patienceMs; ; await wait(50)) {
    // Whoever starts now waits with its migrations until this is over.
    const { rows } = await client.query<{ database: string; alone: boolean }>(
      `select current_database() as database, pg_try_advisory_xact_lock($1) and not exists (select 1 from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend') as alone`,
      [migrationLock],
    )
    const [found] = rows
    if (found?.alone) return found.database
    if (performance.now() > until) throw backupProblem('DATABASE_IN_USE', { database: found?.database ?? '' })
    await client.query('select pg_stat_clear_snapshot()') // inside a transaction the sessions are those of its first look
  }
}

async function names(client: pg.Client, sql: string): Promise<string[]> {
  return (await client.query<{ name: string }>(sql)).rows.map(row => row.name)
}

async function count(client: pg.Client, sql: string): Promise<number> {
  return Number((await client.query<{ count: string }>(sql)).rows[0]?.count ?? 0)
}
