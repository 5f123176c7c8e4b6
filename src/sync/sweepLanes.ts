import { type Database, transact } from '../base/database.ts'
import { isGone } from '../base/holder.ts'
import { freeLanes } from './laneClaim.ts'
import { type LaneKey, type LeaseTimes, laneOf } from './lanes.ts'

/** So old may a due row become before it counts as overlooked. */
const overlookedMs = 3_000

/** What a sweep found: about nothing, where notifications arrive and nobody dies. */
export interface Swept {
  /** Lanes that were taken from holders that are gone. */
  readonly freed: number
  /** Lanes with due rows that nobody has worked on. */
  readonly overlooked: readonly LaneKey[]
}

/**
 * The safety net of everything else: frees the lanes of dead processes, and finds what is due and was not noticed.
 * `mine` says which of the lanes under our own name are worked on: the others are left over from a run that broke off.
 */
export async function sweepLanes(
  db: Database,
  wish: { holder: string; lease: LeaseTimes; mine: (lane: LaneKey) => boolean },
): Promise<Swept> {
  const held = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<LaneKey & { fence: string; holder: string; expired: boolean; silent: boolean }>(
      `select l.tenant_id as tenant, l.connection_id as "connectionId", l.kind, l.fence, l.holder,
         coalesce(greatest(l.beat_at, w.beat_at) < clock_timestamp() - make_interval(secs => $1), true) as expired,
         coalesce(l.beat_at < clock_timestamp() - make_interval(secs => $1), true) as silent
       from sync_lane l left join worker_process w on w.holder = l.holder where l.holder is not null`,
      [wish.lease.leaseMs / 1000],
    ),
  )
  const gone = held.filter(lane =>
    lane.holder === wish.holder
      ? lane.silent && !wish.mine(lane)
      : lane.expired || isGone(lane.holder, wish.holder),
  )
  let freed = 0
  for (const [tenant, lanes] of Map.groupBy(gone, lane => lane.tenant))
    freed += await transact(db, { tenant }, tx => freeLanes(tx, tenant, lanes))
  return { freed, overlooked: await findDueLanes(db, overlookedMs) }
}

/**
 * The lanes of all tenants that have something due since at least so long. Steps from one connection and kind to the next by
 * the index: costs what is waiting, not how many connections there are.
 */
export async function findDueLanes(db: Database, sinceMs: number): Promise<LaneKey[]> {
  const rows = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ tenant_id: string; connection_id: string; kind: keyof typeof laneOf }>(
      `with recursive waiting as (
         (select tenant_id, connection_id, kind from due order by tenant_id, connection_id, kind limit 1)
         union all
         select n.tenant_id, n.connection_id, n.kind from waiting w cross join lateral (
           select d.tenant_id, d.connection_id, d.kind from due d
           where (d.tenant_id, d.connection_id, d.kind) > (w.tenant_id, w.connection_id, w.kind)
           order by d.tenant_id, d.connection_id, d.kind limit 1) as n
       )
       select w.* from waiting w where exists (select 1 from due d
         where d.tenant_id = w.tenant_id and d.connection_id = w.connection_id and d.kind = w.kind
           and d.since_at < clock_timestamp() - make_interval(secs => $1)
           and (d.not_before is null or d.not_before <= clock_timestamp())
           and exists (select 1 from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
             where h.tenant_id = d.tenant_id and h.id = d.channel_id and h.active and h.locked_at is null and c.phase = 'ready'))
       union
       select s.tenant_id, s.connection_id, s.kind from sweep s join channel h on h.tenant_id = s.tenant_id and h.id = s.channel_id
          join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
       where s.asked_at < clock_timestamp() - make_interval(secs => $1) and h.active and s.paused_at is null and h.locked_at is null
         and c.phase = 'ready'`,
      [sinceMs / 1000],
    ),
  )
  const lanes = new Map<string, LaneKey>()
  for (const row of rows) {
    const lane = { tenant: row.tenant_id, connectionId: row.connection_id, kind: laneOf[row.kind] }
    lanes.set(`${lane.tenant} ${lane.connectionId} ${lane.kind}`, lane)
  }
  return [...lanes.values()]
}
