import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/base/embedded/startEmbedded.ts'
import { migrate } from '../../src/base/migrate.ts'
import { databaseCpu } from './processorTime.ts'

/** A PostgreSQL server of its own with an empty, migrated database. */
export interface BenchServer {
  readonly url: string
  /** The file of the key ring. */
  readonly keys: string
  /** Milliseconds of processor that the server has used until now. */
  cpu(): number
  /** Does something as the owner of the database, past row-level security: over one connection that stays, since to make one
   * costs more than most of what is asked. */
  asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  /** Ends the server and takes away all that it wrote. */
  end(): Promise<void>
}

const running = new Set<() => Promise<void>>()

/** Ends what a benchmark that failed or was told to stop has left: a server of a million items takes 12 GB. */
export async function endBenchServers(): Promise<void> {
  for (const end of [...running]) await end()
}

/** Starts it; it ends with `end`. */
export async function benchServer(): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-bench-'))
  const embedded = await startEmbedded({
    dataDir: folder,
    settings: { 'pg_stat_statements.track_planning': 'on' },
  })
  const owner = new pg.Client({ connectionString: embedded.url })
  owner.on('error', () => undefined) // whoever asks next hears of it
  const stop = async () => {
    await owner.end()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
    running.delete(end)
  }
  let ending: Promise<void> | undefined
  const end = () => {
    ending ??= stop()
    return ending
  }
  running.add(end)
  await migrate(embedded.url)
  await owner.connect()
  return {
    url: embedded.url,
    keys: join(folder, 'keys'),
    cpu: () => databaseCpu(embedded.pid),
    asOwner: work => work(owner),
    end,
  }
}

/** What a statement has cost. */
export interface StatementCost {
  readonly query: string
  readonly calls: number
  readonly ms: number
  /** Of these, what planning took. */
  readonly planMs: number
  /** 8 kB blocks of tables and indexes that it looked at. */
  readonly blocks: number
}

/** Counts the statements of the application from now on, but not what every transaction begins and ends with. */
export async function countStatements(server: BenchServer): Promise<() => Promise<StatementCost[]>> {
  const before = new Map((await statements(server)).map(one => [one.query, one]))
  return async () =>
    (await statements(server))
      .map(({ query, calls, ms, planMs, blocks }) => ({
        query,
        calls: calls - (before.get(query)?.calls ?? 0),
        ms: ms - (before.get(query)?.ms ?? 0),
        planMs: planMs - (before.get(query)?.planMs ?? 0),
        blocks: blocks - (before.get(query)?.blocks ?? 0),
      }))
      .filter(one => one.calls > 0)
      .sort((a, b) => b.ms - a.ms)
}

function statements(server: BenchServer): Promise<StatementCost[]> {
  return server.asOwner(async client => {
    const { rows } = await client.query<StatementCost>(
      `select regexp_replace(query, '[[:space:]]+', ' ', 'g') as query, sum(calls)::int as calls, sum(total_exec_time + total_plan_time) as ms, sum(total_plan_time) as "planMs",
         sum(shared_blks_hit + shared_blks_read)::float8 as blocks
       from pg_stat_statements where toplevel and dbid = (select oid from pg_database where datname = current_database())
         and query !~* '^(begin|commit|rollback|select set_config|vacuum|analyze|listen)' and query !~ 'pg_stat_|pg_sleep'
       group by 1`,
    )
    return rows
  })
}

/** The dearest ones by microseconds per object. */
export function dearest(costs: readonly StatementCost[], objects: number, most = 12): Record<string, number> {
  return Object.fromEntries(
    costs
      .slice(0, most)
      .map(({ query, ms, calls }) => [
        `${calls} × ${query.slice(0, 90)}`,
        Math.round((ms / objects) * 10_000) / 10,
      ]),
  )
}
