import { type Database, transact } from '../base/database.ts'
import { hasDueWork, type LaneKey, laneKinds } from './lanes.ts'
import { isWithin, type LaneWindow } from './nextRun.ts'

/** A lane for which there is work, as the clock sees it. */
export interface WorkToDo extends LaneKey {
  /** Quantities, and what took less than 2 s the last time: it may use every slot. */
  readonly quick: boolean
}

interface Row extends WorkToDo {
  readonly asked: boolean
  readonly windows: readonly LaneWindow[] | null
  readonly trial: boolean
  readonly timeZone: string
}

/**
 * The lanes of all tenants that somebody may claim now: asked for, or named by a notification and with something due, in
 * their window and not switched off; not held, not paused, of no connection that is locked, archived, refused or in the hands of another process.
 * Quick ones first, at most `limit` of them and of the others. Tenants take turns: who has more lanes at work is later, and of
 * equals who waits longer since its last run is earlier. Of a connection that is open because it failed too often nothing
 * before its next try, by the clock of the database that set it, and then one lane.
 */
export async function findWork(
  db: Database,
  wish: { holder: string; named: readonly LaneKey[]; now: Date; limit: number },
): Promise<WorkToDo[]> {
  const rows = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<Row>(
      `with busy as (
         select tenant_id, count(*) as running from sync_lane where holder is not null group by tenant_id
       )
       select tenant, "connectionId", kind, quick, asked, windows, "timeZone", trial from (
         select *, row_number() over (partition by quick order by priority desc, turn, last_run nulls first) as place from (
         select *, row_number() over (partition by tenant, quick order by priority desc, kind = 'stock' desc, ms nulls last,
           last_run nulls first, "connectionId", array_position($5::text[], kind)) + running as turn
         from (
           select l.tenant_id as tenant, l.connection_id as "connectionId", l.kind, l.windows, c.time_zone as "timeZone",
             l.wanted > l.served as asked, l.kind = 'stock' or coalesce(l.last_ms < 2000, false) as quick, l.priority,
             l.last_ms as ms, l.run_id as last_run, coalesce(b.running, 0) as running, h.opened_at is not null as trial
           from sync_lane l join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id
             left join connection_health h on h.tenant_id = l.tenant_id and h.connection_id = l.connection_id and h.opened_at is not null
             left join busy b on b.tenant_id = l.tenant_id
           where l.holder is null and (l.not_before is null or l.not_before <= $6)
             and c.locked_at is null and c.archived_at is null and c.refused_code is null
             and (h.opened_at is null or (h.next_try_at <= clock_timestamp() and not exists (select 1 from sync_lane o
               where o.tenant_id = l.tenant_id and o.connection_id = l.connection_id and o.holder is not null)))
             and (l.wanted > l.served or ((l.tenant_id, l.connection_id, l.kind) in
               (select * from unnest($1::uuid[], $2::uuid[], $3::text[])) and l.every is not null and ${hasDueWork}))
             and not exists (select 1 from sync_lane o where o.tenant_id = l.tenant_id and o.connection_id = l.connection_id
               and o.holder <> $4)
         ) as open
         ) as ranked) as placed where place <= $7 order by quick desc, place`,
      [
        wish.named.map(lane => lane.tenant),
        wish.named.map(lane => lane.connectionId),
        wish.named.map(lane => lane.kind),
        wish.holder,
        laneKinds,
        wish.now,
        wish.limit,
      ],
    ),
  )
  // What is due waits for its window; what was asked for was asked for now. One lane tries for a connection that is open.
  const trying = new Set<string>()
  return rows.filter(row => {
    if (!row.asked && row.windows && !isWithin(row.windows, row.timeZone, wish.now)) return false
    if (row.trial && trying.has(row.connectionId)) return false
    if (row.trial) trying.add(row.connectionId)
    return true
  })
}
