import { PgBoss } from 'pg-boss'
import { asUnreachable, type Database, openDatabase } from './database.ts'
import { jobSchemaName } from './jobSchema.ts'
import { errorFacts, type Log } from './log.ts'

/** An ordinary task that comes round by itself. */
export interface Chore {
  /** Stable: the name of its queue. */
  readonly name: string
  /** A cron expression, UTC. */
  readonly cron: string
  /** Does it. May be done twice at a time, and again after a failure. */
  work(jobs: Pick<Jobs, 'send'>): Promise<void>
}

/** An ordinary task that is asked for, with what it works on: ids only. */
export interface Task {
  /** Stable: the name of its queue. */
  readonly name: string
  /** Does it. May be done twice at a time, and again after a failure. */
  work(data: Readonly<Record<string, string>>): Promise<void>
}

/** The queue where tasks end that failed for good. */
export const deadQueue = 'dead'

const queue = {
  retryLimit: 8,
  retryBackoff: true,
  retryDelay: 10,
  heartbeatSeconds: 10,
  // The limit beats a fresh heartbeat, and would start a longer task a second time.
  expireInSeconds: 3600,
  deleteAfterSeconds: 86_400,
}

export interface Jobs {
  /** Asks for a chore to be done now, beside its schedule, or for a task; what has the same id is asked for once. */
  send(name: string, data?: Readonly<Record<string, string>>, id?: string): Promise<void>
  /** Waits for tasks that are being done, and ends. */
  stop(): Promise<void>
}

/**
 * Does ordinary tasks by pg-boss, on a pool of its own. Everything that calls pg-boss stands in this file. What a task works
 * with are ids; it may be done twice, and is tried again with growing pauses when it fails. Throws DATABASE_UNREACHABLE.
 */
export async function startJobs(
  { url, directUrl }: { readonly url: string; readonly directUrl: string },
  log: Log,
  chores: readonly Chore[],
  { pollSeconds = 30, tasks = [] }: { readonly pollSeconds?: number; readonly tasks?: readonly Task[] } = {},
): Promise<Jobs> {
  const onError = (error: Error) => log.warn(errorFacts(error), 'a database connection of the tasks ended')
  const db = openDatabase({ url, directUrl, max: 4, onError })
  const boss = new PgBoss({
    db: asApplication(db),
    schema: jobSchemaName,
    createSchema: false,
    migrate: false,
    supervise: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
    schedule: true,
  })
  boss.on('error', error => log.error(errorFacts(error), 'tasks: an error of the queue'))
  const send: Jobs['send'] = async (name, data, id) => {
    await boss.send(name, data ?? null, id === undefined ? {} : { id })
  }
  try {
    await boss.start()
    await makeQueue(boss, deadQueue, {})
    for (const task of tasks) {
      // a handful, fixed
      await makeQueue(boss, task.name, { ...queue, deadLetter: deadQueue })
      await boss.work<Readonly<Record<string, string>>>(
        task.name,
        { pollingIntervalSeconds: pollSeconds },
        async jobs => {
          for (const job of jobs) await task.work(job.data)
        },
      )
    }
    for (const chore of chores) {
      // a handful, fixed
      await makeQueue(boss, chore.name, { ...queue, deadLetter: deadQueue })
      await boss.schedule(chore.name, chore.cron)
      await boss.work(chore.name, { pollingIntervalSeconds: pollSeconds }, async () => {
        const begun = performance.now()
        await chore.work({ send })
        log.info({ chore: chore.name, ms: Math.round(performance.now() - begun) }, 'chore done')
      })
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined) // what made it fail is told
    await db.close()
    throw asUnreachable(error)
  }
  return {
    send,
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5_000 })
      await db.close()
    },
  }
}

// An existing queue silently keeps what it was made with.
async function makeQueue(boss: PgBoss, name: string, options: object): Promise<void> {
  await boss.createQueue(name, options)
  if (Object.keys(options).length > 0) await boss.updateQueue(name, options)
}

interface Executor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

// Each statement in a transaction of its own with the role of the application, so that it also holds behind a pooler.
function asApplication(db: Database): Executor {
  return {
    executeSql: async (text, values) => {
      const client = await db.pool.connect()
      let broken: Error | undefined
      try {
        await client.query('begin')
        await client.query(
          `select set_config('role', 'kontor_app', true), set_config('lock_timeout', '5s', true)`,
        )
        const result: unknown = await client.query(text, values)
        await client.query('commit')
        const last = Array.isArray(result) ? result.at(-1) : result
        return last as { rows: unknown[] }
      } catch (error) {
        await client.query('rollback').catch(failure => {
          broken = failure
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
  }
}
