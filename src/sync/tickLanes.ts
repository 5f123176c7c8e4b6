import { type Database, transact } from '../base/database.ts'
import type { LaneKey, LaneKind } from './lanes.ts'
import { wakeChannel } from './lanes.ts'
import { type LaneWindow, nextRun } from './nextRun.ts'

/** Lanes that one look finds at most; the next one follows within a second. */
const mostLanes = 500

interface DueLane extends LaneKey {
  readonly everyMs: number
  readonly windows: readonly LaneWindow[] | null
  readonly timeZone: string
  readonly nextAt: Date
}

/**
 * Counts a request for every lane whose time has come, and sets its next time on the grid: each point once, however many
 * processes tick, and none twice after a pause. Lanes of locked, archived and refused connections stay as they are and run
 * when they are opened again. Answers how many were asked for.
 */
export async function tickLanes(db: Database, now: Date): Promise<number> {
  const due = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<DueLane>(
      `select l.tenant_id as tenant, l.connection_id as "connectionId", l.kind, l.windows, c.time_zone as "timeZone",
         l.next_at as "nextAt", (extract(epoch from l.every) * 1000)::float8 as "everyMs"
       from sync_lane l join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id
       where l.next_at <= $1 and l.every is not null
         and c.locked_at is null and c.archived_at is null and c.refused_code is null
       order by l.next_at limit ${mostLanes}`,
      [now],
    ),
  )
  const asked = await Promise.all(
    [...Map.groupBy(due, lane => lane.tenant)].map(([tenant, lanes]) => askFor(db, tenant, lanes, now)),
  )
  return asked.reduce((sum, one) => sum + one, 0)
}

// Compared with what was seen (a Date here holds milliseconds, the database more): two processes that tick at once move a lane on once. A row that is locked waits for the next tick.
async function askFor(db: Database, tenant: string, lanes: readonly DueLane[], now: Date): Promise<number> {
  return transact(db, { tenant }, tx =>
    tx.run(
      `with due as (
         select u.* from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as u (connection_id, kind, seen, next_at)
         join lateral (select 1 from sync_lane l where l.tenant_id = $1 and l.connection_id = u.connection_id
           and l.kind = u.kind and date_trunc('milliseconds', l.next_at) = u.seen for no key update skip locked) as locked on true
       )
       update sync_lane l set wanted = wanted + 1, next_at = due.next_at from due
       where l.tenant_id = $1 and l.connection_id = due.connection_id and l.kind = due.kind
       returning pg_notify($6, concat_ws(' ', l.tenant_id, l.connection_id, l.kind))`,
      [
        tenant,
        lanes.map(lane => lane.connectionId),
        lanes.map(lane => lane.kind),
        lanes.map(lane => lane.nextAt),
        lanes.map(lane => nextRun({ ...lane, seed: seedOf(lane) }, now)),
        wakeChannel,
      ],
    ),
  )
}

/** What spreads the lanes of one interval over it. */
export function seedOf(lane: { readonly connectionId: string; readonly kind: LaneKind }): string {
  return `${lane.connectionId} ${lane.kind}`
}
