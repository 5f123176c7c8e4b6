import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'

/** A disturbance as it stands: suspected until it is opened, then told once, cleared for a while, closed. */
export interface Incident {
  readonly id: string
  readonly connectionId: string | null
  readonly rule: string
  readonly severity: 'yellow' | 'red'
  readonly step: number
  readonly data: Readonly<Record<string, string>>
  readonly seenAt: Date
  readonly openedAt: Date | null
  readonly clearedAt: Date | null
  readonly closedAt: Date | null
}

const columns = `i.id, i.connection_id as "connectionId", i.rule, i.severity, i.step, i.data, i.seen_at as "seenAt",
  i.opened_at as "openedAt", i.cleared_at as "clearedAt", i.closed_at as "closedAt"`

/** The incidents of a tenant that are not closed, for whoever looks alone: a second one waits until this transaction ends. */
export async function holdIncidents(tx: Tx, tenant: string): Promise<Incident[]> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('incident ' || $1, 0))`, [tenant])
  return tx.query<Incident>(
    `select ${columns} from incident i where i.tenant_id = $1 and i.closed_at is null order by i.id`,
    [tenant],
  )
}

/** Stores incidents as they are now, new ones and known ones; takes away suspicions that were none. */
export async function storeIncidents(
  tx: Tx,
  tenant: string,
  incidents: readonly Incident[],
  gone: readonly string[],
): Promise<void> {
  if (gone.length > 0)
    await tx.run(`delete from incident where tenant_id = $1 and id = any($2::uuid[]) and opened_at is null`, [
      tenant,
      gone,
    ])
  if (incidents.length === 0) return
  await tx.run(
    `insert into incident as i (tenant_id, id, connection_id, rule, severity, step, data, seen_at, opened_at, cleared_at, closed_at)
     select $1, u.id, u."connectionId", u.rule, u.severity, u.step, u.data, u."seenAt", u."openedAt", u."clearedAt", u."closedAt"
     from jsonb_to_recordset($2) as u (id uuid, "connectionId" uuid, rule text, severity text, step int, data jsonb,
       "seenAt" timestamptz, "openedAt" timestamptz, "clearedAt" timestamptz, "closedAt" timestamptz)
     on conflict (tenant_id, id) do update set severity = excluded.severity, step = excluded.step, data = excluded.data,
       opened_at = excluded.opened_at, cleared_at = excluded.cleared_at, closed_at = excluded.closed_at`,
    [tenant, JSON.stringify(incidents)],
  )
}

/** An incident with the name of its connection. */
export interface NamedIncident extends Incident {
  readonly connection: string | null
  readonly timeZone: string | null
}

/** Incidents that people were told of, newest first; `before` is the id of the last one seen. */
export function listIncidents(
  tx: Tx,
  tenant: string,
  wish: { readonly open: boolean; readonly after: string | undefined; readonly limit: number },
): Promise<NamedIncident[]> {
  return tx.query<NamedIncident>(
    `select ${columns}, c.name as connection, c.time_zone as "timeZone"
     from incident i left join connection c on c.tenant_id = i.tenant_id and c.id = i.connection_id
     where i.tenant_id = $1 and i.opened_at is not null and ($2 = false or i.closed_at is null) and ($3::uuid is null or i.id < $3)
     order by i.id desc limit $4`,
    [tenant, wish.open, wish.after ?? null, wish.limit],
  )
}

/** How many incidents there are, counted up to a limit. */
export async function countIncidents(
  tx: Tx,
  tenant: string,
  wish: { readonly open: boolean; readonly limit: number },
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from incident i
       where i.tenant_id = $1 and i.opened_at is not null and ($2 = false or i.closed_at is null) limit $3) as counted`,
    [tenant, wish.open, wish.limit],
  )
  return row?.count ?? 0
}

/** What is to be told of an incident. */
export interface IncidentEvent {
  readonly incidentId: string
  readonly event: 'opened' | 'reminded' | 'closed'
  readonly step: number
}

/** Makes a message for every way of being told; of each incident, way and event once, for ever. */
export async function makeMessages(
  tx: Tx,
  tenant: string,
  events: readonly IncidentEvent[],
  at: Date,
): Promise<void> {
  if (events.length === 0) return
  const routes = await tx.query<{ id: string }>(
    `select id from alert_route where tenant_id = $1 and removed_at is null order by id`,
    [tenant],
  )
  const rows = events.flatMap(event => routes.map(route => ({ ...event, routeId: route.id, id: newId() })))
  await tx.run(
    `insert into alert_message (tenant_id, incident_id, route_id, event, step, id, made_at, next_at)
     select $1, u."incidentId", u."routeId", u.event, u.step, u.id, $3, $3
     from jsonb_to_recordset($2) as u ("incidentId" uuid, "routeId" uuid, event text, step int, id uuid)
     on conflict (tenant_id, incident_id, route_id, event, step) do nothing`,
    [tenant, JSON.stringify(rows), at],
  )
}

/**
 * Messages whose time has come and that nobody is sending, one per incident and way: new ones, those that could not be sent, and those
 * of a process that died of it. The oldest first, a thousand at most.
 */
export async function dueMessages(tx: Tx, tenant: string, now: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select min(m.id::text)::uuid as id from alert_message m join alert_route r on r.tenant_id = m.tenant_id and r.id = m.route_id
     where m.tenant_id = $1 and m.sent_at is null and m.next_at <= $2 and r.removed_at is null
       and (m.taken_at is null or m.taken_at < clock_timestamp() - interval '2 minutes')
     group by m.incident_id, m.route_id order by min(m.next_at), 1 limit 1000`,
    [tenant, now],
  )
  return rows.map(row => row.id)
}
