import { type Database, sqlState, type Tx, transact } from '../base/database.ts'
import { isGone } from '../base/holder.ts'
import { newId } from '../base/ids.ts'

/**
 * The lane of a connection: schedule, request counter, lease and fence in one row (docs/runs.md). This file holds all
 * its SQL, so that server, terminal and worker ask, claim and settle in the same way.
 */
export const laneKinds = ['orders', 'stock', 'catalogue', 'feedback'] as const
export type LaneKind = (typeof laneKinds)[number]

/** A lane that this process holds. Every writing transaction of its run goes through `withFence`. */
export interface HeldLane {
  readonly tenant: string
  readonly connectionId: string
  readonly kind: LaneKind
  readonly fence: string
  readonly runId: string
  readonly wanted: string
}

export interface LeaseTimes {
  readonly leaseMs: number
  readonly beatMs: number
}
export const productLease: LeaseTimes = { leaseMs: 20_000, beatMs: 5_000 }

/** Someone else took the lane over: stop, write nothing more. */
export class LaneLost extends Error {
  constructor() {
    super('the lane was taken over by another process')
    this.name = 'LaneLost'
  }
}

/** Asks for a run: counts up in a transaction of its own. Names the run that is on, if one is. */
export async function requestLane(
  tx: Tx,
  lane: { tenant: string; connectionId: string; kind: LaneKind },
): Promise<{ runId: string | null }> {
  const [row] = await tx.query<{ run_id: string | null }>(
    `insert into sync_lane (tenant_id, connection_id, kind, wanted) values ($1, $2, $3, 1)
     on conflict (tenant_id, connection_id, kind) do update set wanted = sync_lane.wanted + 1, not_before = null
     returning case when holder is not null then run_id end as run_id`,
    [lane.tenant, lane.connectionId, lane.kind],
  )
  return { runId: row?.run_id ?? null }
}

/** True while somebody asked for a run that has not been served. */
export async function isWanted(
  db: Database,
  lane: { tenant: string; connectionId: string; kind: LaneKind },
): Promise<boolean> {
  const rows = await transact(db, { tenant: lane.tenant }, tx =>
    tx.query(
      `select 1 from sync_lane where tenant_id = $1 and connection_id = $2 and kind = $3 and wanted > served`,
      [lane.tenant, lane.connectionId, lane.kind],
    ),
  )
  return rows.length > 0
}

/**
 * Takes the lane if nobody holds it, if its holder has not beaten for the lease, or if its holder is an earlier life of
 * this process or a dead process of this machine. Counts the fence up, so that writes of a former holder are refused,
 * and opens a run. Answers the run of the living holder otherwise.
 */
export async function claimLane(db: Database, wish: LaneWish): Promise<HeldLane | LaneHeld> {
  try {
    return await claim(db, wish)
  } catch (error) {
    // A writing transaction of the holder has the row for longer than we wait: it is held, whatever its heart says.
    const lane = sqlState(error) === '55P03' ? await readLane(db, wish) : undefined
    if (!lane?.holder || !lane.run_id) throw error
    return { heldBy: lane.holder, runId: lane.run_id }
  }
}

/** Who wants a lane, and for whom. */
export interface LaneWish extends LaneKey {
  readonly holder: string
  readonly askedBy: string
  readonly lease: LeaseTimes
}

/** The run of the process that holds the lane. */
export interface LaneHeld {
  readonly heldBy: string
  readonly runId: string
}

function claim(db: Database, wish: LaneWish): Promise<HeldLane | LaneHeld> {
  return transact(db, { tenant: wish.tenant }, async tx => {
    const key = [wish.tenant, wish.connectionId, wish.kind]
    let lane = await lockLane(tx, wish)
    if (!lane) {
      await makeLane(tx, wish)
      lane = await lockLane(tx, wish)
    }
    if (lane?.holder && lane.run_id && !lane.expired && !isGone(lane.holder, wish.holder))
      return { heldBy: lane.holder, runId: lane.run_id }
    if (lane?.holder && lane.run_id)
      await tx.run(
        `update sync_run set state = 'lost', ended_at = clock_timestamp(), version = version + 1
         where tenant_id = $1 and id = $2 and state = 'running'`,
        [wish.tenant, lane.run_id],
      )
    const runId = newId()
    const [claimed] = await tx.query<{ fence: string; wanted: string }>(
      `with claimed as (
         update sync_lane set fence = fence + 1, holder = $4, run_id = $5, beat_at = clock_timestamp()
         where tenant_id = $1 and connection_id = $2 and kind = $3 returning fence, wanted
       ), opened as (
         insert into sync_run (tenant_id, id, connection_id, lane, fence, holder, state, asked_by, asked_at, started_at)
         select $1, $5, $2, $3, fence, $4, 'running', $6, clock_timestamp(), clock_timestamp() from claimed
       )
       select fence, wanted from claimed`,
      [...key, wish.holder, runId, wish.askedBy],
    )
    if (!claimed) throw new TypeError('the lane was not claimed')
    return {
      tenant: wish.tenant,
      connectionId: wish.connectionId,
      kind: wish.kind,
      fence: claimed.fence,
      runId,
      wanted: claimed.wanted,
    }
  })
}

interface LaneKey {
  readonly tenant: string
  readonly connectionId: string
  readonly kind: LaneKind
}

async function readLane(db: Database, wish: LaneKey) {
  const [lane] = await transact(db, { tenant: wish.tenant }, tx =>
    tx.query<{ holder: string | null; run_id: string | null }>(
      `select holder, run_id from sync_lane where tenant_id = $1 and connection_id = $2 and kind = $3`,
      [wish.tenant, wish.connectionId, wish.kind],
    ),
  )
  return lane
}

async function lockLane(tx: Tx, wish: LaneKey & { lease: LeaseTimes }) {
  const [lane] = await tx.query<{ holder: string | null; run_id: string | null; expired: boolean }>(
    `select holder, run_id, coalesce(beat_at < clock_timestamp() - make_interval(secs => $4), true) as expired
     from sync_lane where tenant_id = $1 and connection_id = $2 and kind = $3 for update`,
    [wish.tenant, wish.connectionId, wish.kind, wish.lease.leaseMs / 1000],
  )
  return lane
}

// Made by whoever comes first; a second one at the same moment then finds and locks the same row.
async function makeLane(tx: Tx, wish: LaneKey): Promise<void> {
  await tx.run(
    `insert into sync_lane (tenant_id, connection_id, kind) values ($1, $2, $3) on conflict do nothing`,
    [wish.tenant, wish.connectionId, wish.kind],
  )
}

/**
 * A writing transaction of the run that holds the lane. Its first statement locks the lane row against a take-over and
 * checks the fence: whoever lost the lane writes nothing. Throws `LaneLost`.
 * A key share: it stops a take-over (for update), but neither a sign of life nor a request, which would starve while
 * writing transactions follow each other without a gap.
 */
export function withFence<T>(db: Database, lane: HeldLane, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(db, { tenant: lane.tenant, bulk: true }, async tx => {
    const held = await tx.query(
      `select 1 from sync_lane where tenant_id = $1 and connection_id = $2 and kind = $3 and fence = $4 for key share`,
      [lane.tenant, lane.connectionId, lane.kind, lane.fence],
    )
    if (held.length === 0) throw new LaneLost()
    return work(tx)
  })
}

/** A sign of life. Answers whether the lane is still ours and whether somebody asked to cancel. */
export async function beatLane(db: Database, lane: HeldLane): Promise<{ held: boolean; cancel: boolean }> {
  const [row] = await transact(db, { tenant: lane.tenant }, tx =>
    tx.query<{ cancel: boolean }>(
      `update sync_lane l set beat_at = clock_timestamp() from sync_run r
       where l.tenant_id = $1 and l.connection_id = $2 and l.kind = $3 and l.fence = $4
         and r.tenant_id = l.tenant_id and r.id = l.run_id
       returning r.cancel_asked_at is not null as cancel`,
      [lane.tenant, lane.connectionId, lane.kind, lane.fence],
    ),
  )
  return { held: row !== undefined, cancel: row?.cancel ?? false }
}

/**
 * Ends the run and gives the lane back, in one transaction: what was asked for before the run began counts as served.
 * After a failure the next run waits until `notBefore`. Throws `LaneLost`.
 */
export async function settleLane(
  db: Database,
  lane: HeldLane,
  end: { state: 'done' | 'failed' | 'cancelled'; error?: object; notBefore?: Date; ms: number },
): Promise<void> {
  const settled = await transact(db, { tenant: lane.tenant }, tx =>
    tx.query(
      `with given_back as (
         update sync_lane set served = greatest(served, $5), holder = null, last_ms = $6, not_before = $7,
           failures = case when $8 then failures + 1 else 0 end,
           next_at = case when every is null then null else clock_timestamp() + every end
         where tenant_id = $1 and connection_id = $2 and kind = $3 and fence = $4 returning tenant_id
       )
       update sync_run r set state = $9, ended_at = clock_timestamp(), error = $10, version = version + 1
       from given_back g where r.tenant_id = g.tenant_id and r.id = $11 returning r.id`,
      [
        lane.tenant,
        lane.connectionId,
        lane.kind,
        lane.fence,
        lane.wanted,
        Math.round(end.ms),
        end.notBefore ?? null,
        end.state === 'failed',
        end.state,
        end.error ? JSON.stringify(end.error) : null,
        lane.runId,
      ],
    ),
  )
  if (settled.length === 0) throw new LaneLost()
}
