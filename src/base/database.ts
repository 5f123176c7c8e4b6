import pg from 'pg'
import { KontorError, problems } from './errors.ts'
import { nameTrouble, type StatementNames, statementNames } from './statementNames.ts'

/**
 * The way to PostgreSQL: pools, and transactions that carry tenant and role.
 *
 * No session state outlives a transaction, so everything here also works behind a pooler in transaction mode:
 * role, tenant and time-outs are set with `set_config(…, true)` as the first statement of each transaction. Statements have
 * names, under which the server keeps their plans, only in bulk work past a pooler; a pooler that nobody told us of is noticed.
 */
export interface Database {
  readonly pool: pg.Pool
  /** Where the pool goes. */
  readonly url: string
  /** Where migration and LISTEN go: past a pooler. */
  readonly directUrl: string
  readonly names?: StatementNames
  close(): Promise<void>
}

/**
 * One open transaction. `query` returns rows; decimals and bigints arrive as text, instants as `Date`. Statements are sent
 * at once and run in the order of their calls: independent ones need not be awaited one by one (`Promise.all`).
 */
export interface Tx {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
  /** As `query`, for statements whose rows do not matter: returns how many were touched. */
  run(text: string, values?: readonly unknown[]): Promise<number>
}

/** Who works: a role of the database and, but for the clock and for retention, the tenant whose rows it sees. */
export type As =
  | { readonly tenant: string; readonly bulk?: boolean }
  | { readonly role: 'kontor_clock' | 'kontor_retention' }

export const databaseProblem = problems({
  DATABASE_TOO_OLD: {
    status: 503,
    en: 'The database server is PostgreSQL {version}; Kontor needs 15 or newer. Point KONTOR_DATABASE_URL to a newer server.',
    de: 'Der Datenbankserver ist PostgreSQL {version}; Kontor braucht 15 oder neuer. Bitte KONTOR_DATABASE_URL auf einen neueren Server zeigen lassen.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    en: 'The database does not answer ({reason}). Check that the server runs and that KONTOR_DATABASE_URL is right.',
    de: 'Die Datenbank antwortet nicht ({reason}). Bitte prüfen, ob der Server läuft und KONTOR_DATABASE_URL stimmt.',
  },
})

/** Opens a pool. Nothing is connected before the first use. */
export function openDatabase(options: {
  url: string
  directUrl?: string
  max?: number
  onError?: (error: Error) => void
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    idleTimeoutMillis: 30_000,
    types,
    pipeline: true,
  } as pg.PoolConfig)
  // An idle connection that dies (server restarted) is replaced by the pool; the next user gets a fresh one.
  pool.on('error', error => options.onError?.(error))
  // One that dies in use fails the statement of its user; the event beside it would end the process.
  pool.on('connect', client => client.on('error', () => undefined))
  const { url, directUrl = url } = options
  return {
    pool,
    url,
    directUrl,
    ...(url === directUrl ? { names: statementNames() } : {}),
    close: () => pool.end(),
  }
}

// A day is a text: as a Date it would be midnight of some zone, and in another one the day before.
const dateType = 1082
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === dateType
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/**
 * Runs `work` in one transaction as `as` and commits; on any error rolls back and passes it on. Serialisation
 * failures and deadlocks (40001, 40P01), and what named statements run into, are tried again here and nowhere else, so
 * `work` must not have effects outside the transaction.
 */
export async function transact<T>(db: Database, as: As, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(db, as, work)
    } catch (error) {
      if (isConnectionLost(error)) throw asUnreachable(error)
      const trouble = nameTrouble(error)
      if (trouble === 'lost') db.names?.giveUp()
      if (trouble === 'stale') db.names?.renew()
      if (attempt >= 8 || !(isRetryable(error) || trouble)) throw error
      await new Promise(resolve => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))
    }
  }
}

/** Thrown inside a transaction that found the world changed since it looked: it is tried again like a conflict. */
export class TryAgain extends Error {}

/** True where the database, or the work itself, asks to try the same transaction again. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof TryAgain) return true
  const code = sqlState(error)
  return code === '40001' || code === '40P01'
}

/**
 * Statements of one transaction that need nothing of each other: while the database does one, the next is prepared. Over when
 * all are, so that whoever takes back what they did finds none still at work; throws what the first one to fail has run into.
 */
export async function allOf(work: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const ended = await Promise.allSettled(work)
  const errors = ended.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
  // What the others run into is only that the transaction is broken already.
  const first = errors.find(error => sqlState(error) !== '25P02') ?? errors[0]
  if (first !== undefined) throw first
}

/** The SQLSTATE of an error of the database, else undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/**
 * True for an error that says "no database", not "bad statement": the record at hand is not to blame, so nothing
 * may be parked for it.
 */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof KontorError) return error.code === 'DATABASE_UNREACHABLE'
  const state = sqlState(error)
  if (state) return /^(08|57P|53|58|25P03)/.test(state)
  if (!(error instanceof Error)) return false
  // The driver has no class for these; socket errors carry a code, the others one of its few sentences.
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT)$/.test(code) ||
    /^Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/.test(
      error.message,
    )
  )
}

async function once<T>(db: Database, as: As, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await db.pool.connect().catch(error => {
    throw databaseProblem('DATABASE_UNREACHABLE', { reason: reasonOf(error) }, { cause: error })
  })
  let broken: Error | undefined
  try {
    const ask = (text: string, values: readonly unknown[] | undefined, often: boolean) => {
      const name = often ? db.names?.nameOf(text) : undefined
      return client.query({ text, values: values as unknown[], ...(name === undefined ? {} : { name }) })
    }
    await Promise.all([client.query('begin'), ask(entrance, entranceValues(as), true)])
    // Only of bulk work: what people look for is planned for their very words, and what is planned with sequential scans
    // while a table is small would keep them when it has grown.
    const bulk = 'tenant' in as && as.bulk === true
    const result = await work({
      query: async (text, values) => (await ask(text, values, bulk)).rows,
      run: async (text, values) => (await ask(text, values, bulk)).rowCount ?? 0,
    })
    await client.query('commit')
    return result
  } catch (error) {
    if (nameTrouble(error) && error instanceof Error) broken = error
    await client.query('rollback').catch(failure => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

// A stalled process must not hold the row of a lane for ever. Sequential scans are switched off for bulk work: plans
// of foreign-key checks that were made while tables were nearly empty would stay sequential and cost 4 times. A scan that
// is taken all the same looks so dear then that it would be compiled (JIT) for longer than it runs.
const entrance = `select set_config('role', $1, true), set_config('kontor.tenant', $2, true),
  set_config('lock_timeout', '5s', true), set_config('idle_in_transaction_session_timeout', '15s', true),
  set_config('enable_seqscan', $3, true), set_config('jit', 'off', true)`

function entranceValues(as: As): string[] {
  return 'tenant' in as ? ['kontor_app', as.tenant, as.bulk ? 'off' : 'on'] : [as.role, '', 'on']
}

/** What is thrown where the database went away: DATABASE_UNREACHABLE with its cause. Other errors as they are. */
export function asUnreachable(error: unknown): unknown {
  if (error instanceof KontorError || !isConnectionLost(error)) return error
  return databaseProblem('DATABASE_UNREACHABLE', { reason: reasonOf(error) }, { cause: error })
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code || (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
}
