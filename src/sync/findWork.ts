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
  readonly window: LaneWindow | null
  readonly timeZone: string
}

/**
 * The lanes of all tenants that somebody may claim now: asked for, or named by a notification and with something due, in
 * their window and not switched off; not held, not paused, of no connection that is locked, archived, refused or in the hands of another process.
 * Quick ones first; tenants take turns.
 */
export async function findWork(
  db: Database,
  wish: { holder: string; named: readonly LaneKey[]; now: Date; limit: number },
): Promise<WorkToDo[]> {
  const rows = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<Row>(
      `select tenant, "connectionId", kind, quick, asked, "window", "timeZone" from (
         select l.tenant_id as tenant, l.connection_id as "connectionId", l.kind, l."window", c.time_zone as "timeZone",
           l.wanted > l.served as asked, l.kind = 'stock' or coalesce(l.last_ms < 2000, false) as quick, l.priority,
           row_number() over (partition by l.tenant_id order by l.priority desc, l.kind = 'stock' desc, l.last_ms nulls last,
             l.connection_id, array_position($5::text[], l.kind)) as turn
         from sync_lane l join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id
         where l.holder is null and (l.not_before is null or l.not_before <= $6)
           and c.locked_at is null and c.archived_at is null and c.refused_code is null
           and (l.wanted > l.served or ((l.tenant_id, l.connection_id, l.kind) in
             (select * from unnest($1::uuid[], $2::uuid[], $3::text[])) and l.every is not null and ${hasDueWork}))
           and not exists (select 1 from sync_lane o where o.tenant_id = l.tenant_id and o.connection_id = l.connection_id
             and o.holder <> $4)
       ) as open order by priority desc, quick desc, turn limit $7`,
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
  // What is due waits for its window; what was asked for was asked for now.
  return rows.filter(row => row.asked || !row.window || isWithin(row.window, row.timeZone, wish.now))
}
