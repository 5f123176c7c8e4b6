import type { Database } from '../../src/base/database.ts'

/** Rows that were written to a table since it was made. */
export interface TableWrites {
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
}

/** What PostgreSQL counted per table (partitions under the name of their table), with everything that is still unreported. */
export async function tableWrites(db: Database): Promise<Map<string, TableWrites>> {
  await flushStatistics(db)
  const { rows } = await db.pool.query<TableWrites & { name: string }>(
    `select coalesce(parent.relname, s.relname) as name, sum(s.n_tup_ins)::int as inserted,
       sum(s.n_tup_upd)::int as updated, sum(s.n_tup_del)::int as deleted
     from pg_stat_user_tables s
       left join pg_inherits i on i.inhrelid = s.relid left join pg_class parent on parent.oid = i.inhparent
     group by 1`,
  )
  return new Map(rows.map(({ name, ...writes }) => [name, writes]))
}

/** The tables in which something was written between two looks, with how much. */
export function writesBetween(
  before: ReadonlyMap<string, TableWrites>,
  later: ReadonlyMap<string, TableWrites>,
): Record<string, TableWrites> {
  const changed = [...later].flatMap(([name, now]): [string, TableWrites][] => {
    const then = before.get(name) ?? { inserted: 0, updated: 0, deleted: 0 }
    const writes = {
      inserted: now.inserted - then.inserted,
      updated: now.updated - then.updated,
      deleted: now.deleted - then.deleted,
    }
    return Object.values(writes).some(count => count !== 0) ? [[name, writes]] : []
  })
  return Object.fromEntries(changed.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Transactions of this database that were committed or rolled back, and how often the vacuum came by in between. */
export async function transactions(db: Database): Promise<{ count: number; vacuumed: number }> {
  await flushStatistics(db)
  const { rows } = await db.pool.query<{ count: number; vacuumed: number }>(
    `select (xact_commit + xact_rollback)::int as count,
       (select sum(autovacuum_count + autoanalyze_count)::int from pg_stat_all_tables) as vacuumed
     from pg_stat_database where datname = current_database()`,
  )
  return rows[0] ?? { count: 0, vacuumed: 0 }
}

/** Writes down every statement that goes to the database from now on, until `stop`. */
export function listenToStatements(db: Database): { readonly texts: readonly string[]; stop(): void } {
  const texts: string[] = []
  const connect = db.pool.connect.bind(db.pool) as () => Promise<Client>
  const listened = new Set<Client>()
  const listening = async () => {
    const client = await connect()
    if (!listened.has(client)) {
      listened.add(client)
      const query = client.query.bind(client)
      client.query = (asked, ...rest) => {
        const text = typeof asked === 'string' ? asked : asked.text
        texts.push(text.replace(/\s+/g, ' ').trim())
        return query(asked, ...rest)
      }
    }
    return client
  }
  Object.assign(db.pool, { connect: listening })
  return {
    texts,
    stop: () => {
      Object.assign(db.pool, { connect })
      for (const client of listened) Reflect.deleteProperty(client, 'query')
    },
  }
}

interface Client {
  query: (asked: string | { readonly text: string }, ...rest: readonly unknown[]) => unknown
}

/** A server process reports at most once a second, unless it is told to: every connection of the pool tells its own. */
async function flushStatistics(db: Database): Promise<void> {
  const clients = await Promise.all(Array.from({ length: db.pool.totalCount }, () => db.pool.connect()))
  try {
    for (const client of clients) await client.query('select pg_stat_force_next_flush()')
  } finally {
    for (const client of clients) client.release()
  }
}
