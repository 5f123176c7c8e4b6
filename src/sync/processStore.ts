import { type Database, type Tx, transact } from '../base/database.ts'
import type { LaneKey } from './lanes.ts'

/** A process that works, or worked. */
export interface WorkerProcess {
  readonly holder: string
  readonly roles: readonly string[]
  readonly version: string
  readonly startedAt: Date
  readonly beatAt: Date
  readonly running: number
  readonly slots: number
  readonly stoppedAt: Date | null
}

/** A lane under our name, as it stands in the database. */
export interface LaneUnderName extends LaneKey {
  readonly fence: string
  readonly cancel: boolean
}

/** Says that this process works from now on. */
export function enterProcess(
  db: Database,
  process: Pick<WorkerProcess, 'holder' | 'roles' | 'version' | 'slots'>,
): Promise<number> {
  return transact(db, { role: 'kontor_clock' }, tx =>
    tx.run(
      `insert into worker_process (holder, roles, version, slots, started_at, beat_at)
       values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())
       on conflict (holder) do update set roles = excluded.roles, version = excluded.version, slots = excluded.slots,
         started_at = excluded.started_at, beat_at = excluded.beat_at, running = 0, stopped_at = null`,
      [process.holder, process.roles, process.version, process.slots],
    ),
  )
}

/**
 * The sign of life of a process: one statement for all its runs of all tenants. Answers the lanes that are still under its
 * name, and which of their runs somebody asked to cancel.
 */
export function beatProcess(db: Database, holder: string, running: number): Promise<LaneUnderName[]> {
  return transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<LaneUnderName>(
      `with beat as (update worker_process set beat_at = clock_timestamp(), running = $2 where holder = $1)
       select l.tenant_id as tenant, l.connection_id as "connectionId", l.kind, l.fence,
         coalesce(r.cancel_asked_at is not null, false) as cancel
       from sync_lane l left join sync_run r on r.tenant_id = l.tenant_id and r.id = l.run_id where l.holder = $1`,
      [holder, running],
    ),
  )
}

/** Says that this process has stopped, as it was asked to. */
export function leaveProcess(db: Database, holder: string): Promise<number> {
  return transact(db, { role: 'kontor_clock' }, tx =>
    tx.run(`update worker_process set stopped_at = clock_timestamp(), running = 0 where holder = $1`, [
      holder,
    ]),
  )
}

/** Processes that gave a sign of life within a day, those that live first. For every tenant the same. */
export function listProcesses(tx: Tx): Promise<WorkerProcess[]> {
  return tx.query<WorkerProcess>(
    `select holder, roles, version, started_at as "startedAt", beat_at as "beatAt", running, slots, stopped_at as "stoppedAt"
     from worker_process where beat_at > clock_timestamp() - interval '1 day'
     order by stopped_at is not null, beat_at desc limit 100`,
  )
}

/** True where another process than this one would claim a lane that is asked for. */
export async function somebodyWorks(tx: Tx, holder: string, leaseMs: number): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from worker_process where holder <> $1 and stopped_at is null
       and beat_at > clock_timestamp() - make_interval(secs => $2) limit 1`,
    [holder, leaseMs / 1000],
  )
  return rows.length > 0
}

/** Forgets processes that gave no sign of life for a week. */
export function forgetProcesses(db: Database): Promise<number> {
  return transact(db, { role: 'kontor_clock' }, tx =>
    tx.run(`delete from worker_process where beat_at < clock_timestamp() - interval '7 days'`),
  )
}
