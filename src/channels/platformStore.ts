import { changedKinds } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { firstIdOf } from '../base/ids.ts'

/** What an overview says of a channel: what waits, what failed, when it was asked last. Counts come with their limits. */
export interface PlatformRow {
  readonly channelId: string
  readonly channel: string
  readonly active: boolean
  readonly takeOverByItself: boolean
  readonly connectionId: string
  readonly connection: string
  readonly system: string
  readonly timeZone: string
  readonly lockedAt: Date | null
  readonly lockedBy: string | null
  readonly lockReason: string | null
  readonly refusedCode: string | null
  readonly refusedData: ProblemData | null
  readonly refusedAt: Date | null
  /** The end of the last run of orders that went well. */
  readonly lastFetch: Date | null
  /** Why the newest ended run failed; null: it went well. */
  readonly failedCode: string | null
  readonly failedData: ProblemData | null
  readonly failingSince: Date | null
  readonly running: boolean
  readonly nextAt: Date | null
  readonly waiting: readonly { readonly kind: string; readonly count: number; readonly oldest: string }[]
  readonly sweeps: readonly string[]
  /** Runs that failed, records parked and refused in the last 24 hours. */
  readonly failedRuns: number
  readonly parked: number
  readonly refused: number
}

/** How far what waits is counted per channel and kind. */
export const waitingLimit = 10_000

/**
 * One row per channel of connections that are not archived, by name. Cheap however much there is: each figure reads the
 * newest entries of an index, or the few rows that wait.
 */
export function listPlatforms(tx: Tx, tenant: string, now: Date): Promise<PlatformRow[]> {
  return tx.query<PlatformRow>(
    `select h.id as "channelId", h.name as channel, h.active, h.take_over_by_itself as "takeOverByItself", c.id as "connectionId",
       c.name as connection, c.system, c.time_zone as "timeZone", c.locked_at as "lockedAt", c.locked_by as "lockedBy",
       c.lock_reason as "lockReason", c.refused_code as "refusedCode", c.refused_data as "refusedData", c.refused_at as "refusedAt",
       lane.fetched as "lastFetch", bad.error ->> 'code' as "failedCode", bad.error -> 'data' as "failedData", bad.ended_at as "failingSince",
       coalesce(lane.running, false) as running, lane.next_at as "nextAt", waiting.kinds as waiting, waiting.sweeps,
       (select count(*)::int from (select 1 from sync_run r where r.tenant_id = $1 and r.connection_id = c.id and r.state in ('failed', 'lost')
         and r.ended_at > $2::timestamptz - interval '24 hours' limit 1000) f) as "failedRuns",
       (select count(*)::int from (select 1 from ledger l where l.tenant_id = $1 and l.outcome = 'parked' and l.changed_at > $2::timestamptz - interval '24 hours'
         and l.connection_id = c.id and (l.channel_id is null or l.channel_id = h.id) limit 1000) p) as parked,
       (select count(*)::int from (select 1 from channel_object o where o.tenant_id = $1 and o.channel_id = h.id and o.rejected_code is not null
         and o.rejected_at > $2::timestamptz - interval '24 hours' limit 1000) p) as refused
     from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
       left join lateral (select r.error, r.ended_at from (select r.state, r.error, r.ended_at from sync_run r
         where r.tenant_id = $1 and r.connection_id = c.id and r.ended_at is not null and r.state <> 'cancelled'
         order by r.id desc limit 1) r where r.state in ('failed', 'lost')) bad on true
       left join lateral (select bool_or(s.holder is not null) as running, min(s.next_at) as next_at,
         max(s.good_at) filter (where s.kind = 'orders') as fetched from sync_lane s
         where s.tenant_id = $1 and s.connection_id = c.id) lane on true
       left join lateral (select
         (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'count', k.count, 'oldest', k.oldest) order by k.kind), '[]') from (
            select kinds.kind, (select count(*)::int from (select 1 from due d where d.tenant_id = $1 and d.channel_id = h.id and d.kind = kinds.kind
                and (d.not_before is null or d.not_before <= $2) limit $4) n) as count,
              (select min(d.since_at) from due d where d.tenant_id = $1 and d.connection_id = c.id and d.kind = kinds.kind and d.channel_id = h.id
                and (d.not_before is null or d.not_before <= $2)) as oldest
            from unnest($3::text[]) as kinds (kind)) k where k.count > 0) as kinds,
         array(select s.kind::text from sweep s where s.tenant_id = $1 and s.channel_id = h.id order by s.kind) as sweeps) waiting on true
     where h.tenant_id = $1 and c.archived_at is null order by h.name`,
    [tenant, now, changedKinds, waitingLimit],
  )
}

/** What became of the orders that channels reported on a day, by outcome: the sum is what is in the ledger. */
export function dayOutcomes(
  tx: Tx,
  tenant: string,
  from: Date,
): Promise<{ outcome: string; count: number }[]> {
  return tx.query(
    `select l.outcome, count(*)::int as count from ledger l
     where l.tenant_id = $1 and l.kind = 'order' and l.id >= $2 group by l.outcome order by l.outcome`,
    [tenant, firstIdOf(from)],
  )
}
