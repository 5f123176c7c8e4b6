import type { Tx } from '../base/database.ts'

/** One lane of a connection, as far as its health goes. */
export interface LaneHealth {
  readonly kind: string
  readonly goodAt: string | null
  readonly everySeconds: number | null
  readonly windows:
    | readonly { readonly days?: readonly number[]; readonly from: string; readonly to: string }[]
    | null
  readonly failures: number
}

/** What is known of how a connection does. Counts come with their limits. */
export interface HealthRow {
  readonly connectionId: string
  readonly connection: string
  readonly system: string
  readonly timeZone: string
  readonly lockedAt: Date | null
  readonly refusedCode: string | null
  readonly refusedData: Readonly<Record<string, string>> | null
  readonly failures: number
  readonly openedAt: Date | null
  readonly nextTryAt: Date | null
  readonly code: string | null
  readonly probedAt: Date | null
  readonly probeCode: string | null
  readonly credentialsUntil: Date | null
  readonly lanes: readonly LaneHealth[]
  /** Since when the oldest change waits that may be told now. */
  readonly oldestUnsent: Date | null
  readonly waiting: number
  readonly runsOfDay: number
  readonly failedOfDay: number
  readonly parkedOfHour: number
  readonly parkedOfDay: number
  /** Orders that wait for our yes or no within the next two hours, and until when the first does, ISO 8601. */
  readonly toAnswer: { readonly count: number; readonly until: string | null }
  /** Letters that were handed out again and again and never dropped, and that nobody has dealt with. */
  readonly untaken: number
  /** Errors that the system told people and that nobody has put away. */
  readonly toldErrors: number
}

/** How far what waits, and what was parked, is counted. */
export const healthCountLimit = 10_000

/**
 * One row per connection that is not archived, by name. Each figure reads the newest entries of an index, or the few rows
 * that wait; `since` is the smallest id of the last 24 hours.
 */
export function readHealth(
  tx: Tx,
  tenant: string,
  wish: { readonly now: Date; readonly since: string },
): Promise<HealthRow[]> {
  return tx.query<HealthRow>(
    `select c.id as "connectionId", c.name as connection, c.system, c.time_zone as "timeZone", c.locked_at as "lockedAt",
       c.refused_code as "refusedCode", c.refused_data as "refusedData", coalesce(b.failures, 0) as failures, b.opened_at as "openedAt",
       b.next_try_at as "nextTryAt", b.code, b.probed_at as "probedAt", b.probe_code as "probeCode", b.credentials_until as "credentialsUntil",
       (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'goodAt', l.good_at, 'everySeconds', extract(epoch from l.every),
           'windows', l.windows, 'failures', l.failures) order by array_position('{orders,stock,catalogue,feedback}', l.kind)), '[]')
         from sync_lane l where l.tenant_id = $1 and l.connection_id = c.id) as lanes,
       due.oldest as "oldestUnsent", coalesce(due.waiting, 0) as waiting, runs.count as "runsOfDay", runs.failed as "failedOfDay",
       parked.hour as "parkedOfHour", parked.day as "parkedOfDay", untaken.count as untaken,
       (select jsonb_build_object('count', count(*), 'until', min(a.until)) from (
         select w.answer_until as until from web_order w where w.tenant_id = $1 and w.connection_id = c.id and w.wants_answer and w.pending
           and w.state = 'staged' and w.answer_until > $2::timestamptz and w.answer_until <= $2::timestamptz + interval '2 hours'
           and not exists (select from order_confirmation y where y.tenant_id = w.tenant_id and y.web_order_id = w.id)
         limit ${healthCountLimit}) a) as "toAnswer",
       (select count(*)::int from (select 1 from channel_notice n where n.tenant_id = $1 and n.connection_id = c.id and n.severity = 'error'
         and n.put_away_at is null limit ${healthCountLimit}) e) as "toldErrors"
     from connection c left join connection_health b on b.tenant_id = c.tenant_id and b.connection_id = c.id
       left join lateral (select min(w.since_at) as oldest, count(*)::int as waiting from (
         select d.since_at from channel h join due d on d.tenant_id = h.tenant_id and d.channel_id = h.id
         where h.tenant_id = $1 and h.connection_id = c.id and h.active and (d.not_before is null or d.not_before <= $2)
         limit ${healthCountLimit}) w) due on true
       cross join lateral (select count(*)::int as count, count(*) filter (where r.state in ('failed', 'lost'))::int as failed
         from sync_run r where r.tenant_id = $1 and r.connection_id = c.id and r.id >= $3 and r.ended_at is not null) runs
       cross join lateral (select count(*)::int as day,
           count(*) filter (where p.changed_at > $2::timestamptz - interval '1 hour')::int as hour from (
         select l.changed_at from ledger l where l.tenant_id = $1 and l.outcome = 'parked' and l.connection_id = c.id
           and l.changed_at > $2::timestamptz - interval '24 hours' limit ${healthCountLimit}) p) parked
       cross join lateral (select count(*)::int as count from (
         select 1 from channel h join channel_object o on o.tenant_id = $1 and o.channel_id = h.id and o.rejected_code is not null
         where h.tenant_id = $1 and h.connection_id = c.id and o.rejected_code = 'LETTER_NOT_TAKEN'
         union all select 1 from place_ask a where a.tenant_id = $1 and a.connection_id = c.id and a.untaken_at is not null
           and a.answered_at is null
         union all select 1 from web_place w where w.tenant_id = $1 and w.connection_id = c.id and w.untaken_at is not null
         union all select 1 from ticket t join ticket_message m on m.tenant_id = $1 and m.ticket_id = t.id and m.untaken_at is not null
         where t.tenant_id = $1 and t.connection_id = c.id
         limit ${healthCountLimit}) u) untaken
     where c.tenant_id = $1 and c.archived_at is null order by c.name`,
    [tenant, wish.now, wish.since],
  )
}

/** What a probe found. */
export interface Probe {
  readonly connectionId: string
  readonly at: Date
  /** The first thing that was not well; null: all well. */
  readonly code: string | null
  /** Undefined: the system does not say; what was known stays. */
  readonly credentialsUntil?: Date | undefined
}

/** Keeps what a probe found. */
export async function storeProbe(tx: Tx, tenant: string, probe: Probe): Promise<void> {
  await tx.run(
    `insert into connection_health as h (tenant_id, connection_id, probed_at, probe_code, credentials_until) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, connection_id) do update set probed_at = excluded.probed_at, probe_code = excluded.probe_code,
       credentials_until = coalesce(excluded.credentials_until, h.credentials_until)`,
    [tenant, probe.connectionId, probe.at, probe.code, probe.credentialsUntil ?? null],
  )
}

/** When a connection was probed last. */
export async function lastProbe(tx: Tx, tenant: string, connectionId: string): Promise<Date | undefined> {
  const [row] = await tx.query<{ at: Date | null }>(
    `select probed_at as at from connection_health where tenant_id = $1 and connection_id = $2`,
    [tenant, connectionId],
  )
  return row?.at ?? undefined
}
