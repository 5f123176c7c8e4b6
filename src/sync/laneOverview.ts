import type { Tx } from '../base/database.ts'
import { kindsOfLane, type LaneKind } from './lanes.ts'
import { type LaneWindow, nextRun } from './nextRun.ts'
import { seedOf } from './tickLanes.ts'

/** A run of a lane as a bar: how it ended and how long it took. */
export interface LaneRun {
  readonly id: string
  readonly state: string
  readonly startedAt: string
  readonly ms: number | null
  readonly code: string | null
}

/** A lane as it stands, with its schedule and its last runs, newest first. */
export interface LaneFacts {
  readonly connectionId: string
  readonly connection: string
  readonly kind: LaneKind
  readonly everySeconds: number | null
  readonly windows: readonly LaneWindow[] | null
  readonly timeZone: string
  readonly nextAt: Date | null
  readonly notBefore: Date | null
  readonly failures: number
  readonly goodAt: Date | null
  /** Set while the whole connection pauses because it failed several times in a row. */
  readonly openedAt: Date | null
  readonly nextTryAt: Date | null
  readonly openCode: string | null
  readonly asked: boolean
  readonly lockedAt: Date | null
  readonly refusedCode: string | null
  readonly refusedData: Readonly<Record<string, string>> | null
  readonly runId: string | null
  /** When its run began, if one is on. */
  readonly runningSince: Date | null
  /** Its holder gives signs of life. */
  readonly lives: boolean
  readonly dueSince: Date | null
  readonly runs: readonly LaneRun[]
}

/** All lanes of connections that are not archived, by connection and in the order in which they work. */
export function listLanes(
  tx: Tx,
  tenant: string,
  wish: { readonly leaseMs: number; readonly runs: number },
): Promise<LaneFacts[]> {
  return tx.query<LaneFacts>(
    `select l.connection_id as "connectionId", c.name as connection, l.kind, l.windows, c.time_zone as "timeZone",
       extract(epoch from l.every)::float8 as "everySeconds", l.next_at as "nextAt", l.not_before as "notBefore", l.failures,
       l.good_at as "goodAt", b.opened_at as "openedAt", b.next_try_at as "nextTryAt", b.code as "openCode",
       l.wanted > l.served as asked, c.locked_at as "lockedAt", c.refused_code as "refusedCode", c.refused_data as "refusedData",
       case when l.holder is not null then l.run_id end as "runId",
       case when l.holder is not null then (select r.started_at from sync_run r
         where r.tenant_id = l.tenant_id and r.id = l.run_id) end as "runningSince",
       coalesce(greatest(l.beat_at, w.beat_at) >= clock_timestamp() - make_interval(secs => $2), false) as lives,
       (select min(d.since_at) from due d where d.tenant_id = l.tenant_id and d.connection_id = l.connection_id
          and d.kind = any(${kindsOfLane})
          and (d.not_before is null or d.not_before <= clock_timestamp())) as "dueSince",
       (select coalesce(jsonb_agg(to_jsonb(b) order by b.id desc), '[]') from (
          select r.id, r.state, r.started_at as "startedAt", r.error ->> 'code' as code,
            round(extract(epoch from r.ended_at - r.started_at) * 1000)::float8 as ms
          from sync_run r where r.tenant_id = l.tenant_id and r.connection_id = l.connection_id and r.lane = l.kind
          order by r.id desc limit $3) as b) as runs
     from sync_lane l join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id
       left join worker_process w on w.holder = l.holder
       left join connection_health b on b.tenant_id = l.tenant_id and b.connection_id = l.connection_id and b.opened_at is not null
     where l.tenant_id = $1 and c.archived_at is null
     order by c.name, array_position('{orders,stock,catalogue,feedback}', l.kind)`,
    [tenant, wish.leaseMs / 1000, wish.runs],
  )
}

/** How often, and when, a lane runs by itself. Null: never by itself. */
export interface ScheduleChange {
  readonly connectionId: string
  readonly timeZone: string
  readonly kinds: readonly LaneKind[]
  /** Undefined: stays as it is. */
  readonly everySeconds?: number | null | undefined
  readonly windows?: readonly LaneWindow[] | null | undefined
}

/** Changes the schedule of lanes of one connection; their next time is that of the new grid. Answers how many there are. */
export async function setSchedule(
  tx: Tx,
  tenant: string,
  change: ScheduleChange,
  now: Date,
): Promise<number> {
  const lanes = await tx.query<{
    kind: LaneKind
    everySeconds: number | null
    windows: readonly LaneWindow[] | null
  }>(
    `select kind, extract(epoch from every)::float8 as "everySeconds", windows from sync_lane
     where tenant_id = $1 and connection_id = $2 and kind = any($3::text[]) order by kind for no key update`,
    [tenant, change.connectionId, change.kinds],
  )
  const rows = lanes.map(lane => {
    const every = change.everySeconds === undefined ? lane.everySeconds : change.everySeconds
    const windows = change.windows === undefined ? lane.windows : change.windows
    const seed = seedOf({ connectionId: change.connectionId, kind: lane.kind })
    const next = every && nextRun({ everyMs: every * 1000, windows, timeZone: change.timeZone, seed }, now)
    return { kind: lane.kind, every, windows, next: next || null }
  })
  await tx.run(
    `update sync_lane l set every = make_interval(secs => u.every), windows = u.windows, next_at = u.next
     from jsonb_to_recordset($3) as u (kind text, every float8, windows jsonb, next timestamptz)
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = u.kind`,
    [tenant, change.connectionId, JSON.stringify(rows)],
  )
  return rows.length
}
