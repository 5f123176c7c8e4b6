import type { ChangedKind } from '../base/changed.ts'
import { type Database, type Tx, transact } from '../base/database.ts'
import { breaker, type Told, tryNow } from './breaker.ts'

/**
 * The lane of a connection: schedule, request counter, lease and fence in one row (docs/runs.md). Here it is asked for,
 * guarded and given back; how it is claimed stands in laneClaim.ts, who looks for work in findWork.ts.
 */
export const laneKinds = ['orders', 'stock', 'catalogue', 'feedback'] as const
export type LaneKind = (typeof laneKinds)[number]

/** Which lane tells the channels of a kind of change: whoever asks whether a lane has work, sends it or wakes it, asks here. */
export const laneOf: Readonly<Record<ChangedKind, LaneKind>> = {
  category: 'catalogue',
  manufacturer: 'catalogue',
  characteristic: 'catalogue',
  item: 'catalogue',
  price: 'catalogue',
  stock: 'stock',
  image: 'catalogue',
  cross_selling: 'catalogue',
  customer: 'feedback',
  order_status: 'feedback',
  delivery: 'feedback',
  payment: 'feedback',
  refund: 'feedback',
  cancellation: 'feedback',
  cancellation_answer: 'feedback',
  return: 'feedback',
  confirmation: 'feedback',
  document: 'feedback',
}

/** The kinds of change that a lane tells. */
export function kindsOf(lane: LaneKind): ChangedKind[] {
  return (Object.keys(laneOf) as ChangedKind[]).filter(kind => laneOf[kind] === lane)
}

/** The kinds that a lane tells as an array of SQL, by the kind of its row `l`. */
export const kindsOfLane = `(case l.kind ${laneKinds
  .map(lane => `when '${lane}' then '{${kindsOf(lane)}}'`)
  .join(' ')} end)::text[]`

export interface LaneKey {
  readonly tenant: string
  readonly connectionId: string
  readonly kind: LaneKind
}

/** A lane that this process holds. Every writing transaction of its run goes through `withFence`. */
export interface HeldLane extends LaneKey {
  readonly fence: string
  readonly runId: string
  /** How often a run was asked for when this one began: so many it serves. */
  readonly wanted: string
  /** Runs in a row that failed before this one. */
  readonly failures: number
}

export interface LeaseTimes {
  readonly leaseMs: number
  readonly beatMs: number
}
export const productLease: LeaseTimes = { leaseMs: 20_000, beatMs: 5_000 }

/** The channel of the notifications that wake a worker: `<tenant> <connection> <lane>` (docs/runs.md). */
export const wakeChannel = 'kontor_wake'

/** Someone else took the lane over: stop, write nothing more. */
export class LaneLost extends Error {
  constructor() {
    super('the lane was taken over by another process')
    this.name = 'LaneLost'
  }
}

/** A request that was counted, and the run that is on, if one is: it does not serve the request. */
export interface LaneRequest {
  readonly wanted: string
  readonly runId: string | null
}

/**
 * Asks for a run of each of these lanes: counts up and wakes the workers when the transaction commits. A person does not
 * wait: a pause that the last run left is forgotten, and that of a connection that is open. Answers in the order of the lanes.
 */
export async function requestLanes(
  tx: Tx,
  tenant: string,
  lanes: readonly { readonly connectionId: string; readonly kind: LaneKind }[],
): Promise<LaneRequest[]> {
  const rows = await tx.query<{
    connection_id: string
    kind: LaneKind
    wanted: string
    run_id: string | null
  }>(
    `insert into sync_lane (tenant_id, connection_id, kind, wanted)
     select $1, u.connection_id, u.kind, 1 from unnest($2::uuid[], $3::text[]) as u (connection_id, kind) order by 2, 3
     on conflict (tenant_id, connection_id, kind) do update set wanted = sync_lane.wanted + 1, not_before = null
     returning connection_id, kind, wanted, case when holder is not null then run_id end as run_id,
       pg_notify($4, concat_ws(' ', tenant_id, connection_id, kind))`,
    [tenant, lanes.map(lane => lane.connectionId), lanes.map(lane => lane.kind), wakeChannel],
  )
  await tryNow(tx, tenant, [...new Set(lanes.map(lane => lane.connectionId))])
  return lanes.map(lane => {
    const row = rows.find(one => one.connection_id === lane.connectionId && one.kind === lane.kind)
    if (!row) throw new TypeError('a request was not counted')
    return { wanted: row.wanted, runId: row.run_id }
  })
}

/** Asks for a run of one lane. Names the run that is on, if one is. */
export async function requestLane(tx: Tx, lane: LaneKey): Promise<LaneRequest> {
  const [request] = await requestLanes(tx, lane.tenant, [lane])
  if (!request) throw new TypeError('one request has one answer')
  return request
}

/** True while somebody asked for a run that has not been served. */
export async function isWanted(db: Database, lane: LaneKey): Promise<boolean> {
  const rows = await transact(db, { tenant: lane.tenant }, tx =>
    tx.query(
      `select 1 from sync_lane where tenant_id = $1 and connection_id = $2 and kind = $3 and wanted > served`,
      [lane.tenant, lane.connectionId, lane.kind],
    ),
  )
  return rows.length > 0
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

/** A sign of life of one lane. Answers whether it is still ours and whether somebody asked to cancel. */
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

/** That a lane has something to tell to a channel that is on, open and past its first run, as a condition on its row `l`: for statements that look for work. */
export const hasDueWork = `exists (select 1 from channel h join connection p on p.tenant_id = h.tenant_id and p.id = h.connection_id
    where h.tenant_id = l.tenant_id and h.connection_id = l.connection_id and h.active and h.locked_at is null and p.phase = 'ready' and (
      exists (select 1 from due d where d.tenant_id = h.tenant_id and d.channel_id = h.id
        and d.kind = any(${kindsOfLane})
        and (d.not_before is null or d.not_before <= clock_timestamp()))
      or exists (select 1 from sweep s where s.tenant_id = h.tenant_id and s.channel_id = h.id and s.paused_at is null
        and s.kind = any(${kindsOfLane}))))`

/** True while something is due or swept that this lane tells, and may be told now. */
export async function hasWork(db: Database, lane: LaneKey): Promise<boolean> {
  const rows = await transact(db, { tenant: lane.tenant }, tx =>
    tx.query(
      `select 1 from sync_lane l where tenant_id = $1 and connection_id = $2 and kind = $3 and ${hasDueWork}`,
      [lane.tenant, lane.connectionId, lane.kind],
    ),
  )
  return rows.length > 0
}

export interface LaneSettlement {
  readonly state: 'done' | 'failed' | 'cancelled'
  readonly error?: object
  /** Until then nobody runs it, unless a person asks. */
  readonly notBefore?: Date
  readonly ms: number
  /** What this run says of the connection as a whole; absent: nothing. */
  readonly told?: Told
}

/**
 * Ends the run and gives the lane back, in one transaction: what was asked for before the run began counts as served.
 * After a failure the next run waits until `notBefore`, or, where the connection is open, for its next try. Answers whether there is work for a following run. Throws
 * `LaneLost`.
 */
export async function settleLane(
  db: Database,
  lane: HeldLane,
  end: LaneSettlement,
): Promise<{ again: boolean }> {
  const [settled] = await transact(db, { tenant: lane.tenant }, tx =>
    tx.query<{ again: boolean }>(
      `with ${breaker}, l as (
         update sync_lane set served = greatest(served, $5), holder = null, last_ms = $6,
           not_before = case when not exists (select 1 from failed where opened_at is not null) then $7::timestamptz end,
           failures = case when $8 then failures + 1 else 0 end,
           good_at = case when $9 = 'done' then clock_timestamp() else good_at end
         where tenant_id = $1 and connection_id = $2 and kind = $3 and fence = $4
         returning tenant_id, connection_id, kind, wanted > served as wanted
       ), ended as (
         update sync_run r set state = $9, ended_at = clock_timestamp(), error = $10, version = version + 1
         from l where r.tenant_id = l.tenant_id and r.id = $11 and l.kind = r.lane
       )
       select l.wanted or ${hasDueWork} as again from l`,
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
        end.told?.failed ?? null,
        end.told?.reached ?? false,
        Math.random(),
      ],
    ),
  )
  if (!settled) throw new LaneLost()
  return settled
}
