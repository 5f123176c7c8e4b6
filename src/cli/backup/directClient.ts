import pg from 'pg'
import { databaseProblem, type Tx } from '../../base/database.ts'

/**
 * One connection past any pooler, as the owner of the tables, for work that is one long transaction; closed whatever happens.
 * A wish to stop closes it, which rolls back. Throws DATABASE_UNREACHABLE.
 */
export async function withDirectClient<T>(
  directUrl: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: directUrl, application_name: 'kontor backup' })
  client.on('error', () => undefined) // the statement at hand fails and says so
  await client.connect().catch(error => {
    const reason = 'code' in error ? String(error.code) : String(error.message)
    throw databaseProblem('DATABASE_UNREACHABLE', { reason }, { cause: error })
  })
  const stop = () => void client.end().catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    // A file is written and read on many servers: what a value looks like must not depend on their settings.
    await client.query(`select set_config('client_encoding', 'UTF8', false), set_config('datestyle', 'ISO, YMD', false),
      set_config('intervalstyle', 'postgres', false), set_config('timezone', 'UTC', false), set_config('extra_float_digits', '3', false),
      set_config('search_path', 'public', false), set_config('statement_timeout', '0', false)`)
    return await work(client)
  } finally {
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => undefined) // it may have been closed already
  }
}

/** The open transaction of such a connection, as verbs take it. */
export function txOf(client: pg.Client): Tx {
  return {
    query: async (text, values) => (await client.query(text, values as unknown[])).rows,
    run: async (text, values) => (await client.query(text, values as unknown[])).rowCount ?? 0,
  }
}

/** A name as SQL takes it. */
export const quoted = pg.escapeIdentifier
