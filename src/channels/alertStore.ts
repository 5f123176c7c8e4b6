import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { isOldSeal, type Keyring, seal, unseal } from '../base/keyring.ts'
import type { AlertSettings, AlertThreshold } from './alertSettings.ts'
import type { NamedIncident } from './incidentStore.ts'

export const routeKinds = ['mail', 'web-hook'] as const
export type RouteKind = (typeof routeKinds)[number]

/** A way in which people or programs are told of incidents. */
export interface AlertRoute {
  readonly id: string
  readonly kind: RouteKind
  /** A mail address, or a URL. */
  readonly target: string
  readonly language: Language
  readonly addedAt: Date
}

const sealedTo = (tenant: string, id: string) => `${tenant}|alert|${id}`

/** Adds a way; its secret is sealed. False where there is one of that kind and target. */
export async function insertRoute(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  route: AlertRoute & { readonly secret: string | null },
): Promise<boolean> {
  const sealed = route.secret === null ? null : seal(keyring, route.secret, sealedTo(tenant, route.id))
  const rows = await tx.run(
    `insert into alert_route (tenant_id, id, kind, target, language, sealed_secret, added_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, kind, target) where removed_at is null do nothing`,
    [tenant, route.id, route.kind, route.target, route.language, sealed, route.addedAt],
  )
  return rows > 0
}

/** A way with what could not be told by it yet. */
export interface ListedRoute extends AlertRoute {
  readonly waiting: number
  readonly waitingSince: Date | null
  readonly nextTryAt: Date | null
  /** The code of what went wrong last. */
  readonly error: string | null
}

/** All ways of a tenant, in the order in which they were added. */
export function listRoutes(tx: Tx, tenant: string): Promise<ListedRoute[]> {
  return tx.query<ListedRoute>(
    `select r.id, r.kind, r.target, r.language, r.added_at as "addedAt", w.waiting, w.since as "waitingSince", w.next as "nextTryAt", w.error
     from alert_route r cross join lateral (select count(*)::int as waiting, min(m.made_at) as since, min(m.next_at) as next,
         max(m.error) as error from alert_message m where m.tenant_id = $1 and m.route_id = r.id and m.sent_at is null) w
     where r.tenant_id = $1 and r.removed_at is null order by r.id`,
    [tenant],
  )
}

/** Takes a way away; what was not sent by it stays unsent. False where there is none of that id. */
export async function removeRoute(tx: Tx, tenant: string, id: string, at: Date): Promise<boolean> {
  const rows = await tx.run(
    `update alert_route set removed_at = $3 where tenant_id = $1 and id = $2 and removed_at is null`,
    [tenant, id, at],
  )
  return rows > 0
}

/** A way with its secret in clear. */
export interface OpenRoute extends AlertRoute {
  readonly secret: string | null
}

/** One way with its secret; undefined where there is none. */
export async function openRoute(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  id: string,
): Promise<OpenRoute | undefined> {
  const [row] = await tx.query<AlertRoute & { sealed: Buffer | null }>(
    `select id, kind, target, language, added_at as "addedAt", sealed_secret as sealed
     from alert_route where tenant_id = $1 and id = $2 and removed_at is null`,
    [tenant, id],
  )
  if (!row) return undefined
  const { sealed, ...route } = row
  return { ...route, secret: sealed ? unseal(keyring, sealed, sealedTo(tenant, id)).toString() : null }
}

/** All that is to be told of an incident by one way now: what was not told yet, in one message. */
export interface AlertMessage extends NamedIncident {
  /** The messages that it stands for. */
  readonly ids: readonly string[]
  readonly routeId: string
  readonly events: readonly ('opened' | 'reminded' | 'closed')[]
  /** How often it was tried, this time included. */
  readonly tries: number
}

/**
 * Takes a message for sending, for two minutes alone, and with it whatever else waits to be told of the same incident by the same way.
 * Undefined where it was sent, its way is gone, its time has not come, or somebody else is sending it or died of it a moment ago.
 */
export async function takeMessage(
  tx: Tx,
  tenant: string,
  id: string,
  now: Date,
): Promise<AlertMessage | undefined> {
  const rows = await tx.query<{ id: string; isBusy: boolean }>(
    `select m.id, coalesce(m.taken_at > clock_timestamp() - interval '2 minutes', false) as "isBusy"
     from alert_message m join alert_route r on r.tenant_id = m.tenant_id and r.id = m.route_id and r.removed_at is null
     where m.tenant_id = $1 and m.sent_at is null and (m.incident_id, m.route_id) = (select a.incident_id, a.route_id from alert_message a
       where a.tenant_id = $1 and a.id = $2 and a.sent_at is null and a.next_at <= $3)
     order by m.id for update of m`,
    [tenant, id, now],
  )
  // Whoever waited for the lock sees the row as it is now; the condition on it was one of before.
  if (!rows.some(row => row.id === id) || rows.some(row => row.isBusy)) return undefined
  const [message] = await tx.query<AlertMessage>(
    `with taken as (
       update alert_message set taken_at = clock_timestamp(), tries = tries + 1 where tenant_id = $1 and id = any($2::uuid[])
         and exists (select 1 from alert_message a where a.tenant_id = $1 and a.id = $3 and a.sent_at is null and a.next_at <= $4)
       returning id, incident_id, route_id, event, tries
     ), one as (
       select incident_id, route_id, array_agg(id order by id) as ids, array_agg(event order by id) as events, max(tries) as tries
       from taken group by incident_id, route_id
     )
     select t.ids, t.route_id as "routeId", t.events, t.tries, i.id, i.connection_id as "connectionId", i.rule, i.severity, i.step,
       i.data, i.seen_at as "seenAt", i.opened_at as "openedAt", i.cleared_at as "clearedAt", i.closed_at as "closedAt",
       c.name as connection, c.time_zone as "timeZone"
     from one t join incident i on i.tenant_id = $1 and i.id = t.incident_id
       left join connection c on c.tenant_id = i.tenant_id and c.id = i.connection_id`,
    [tenant, rows.map(row => row.id), id, now],
  )
  return message
}

/** They were told. */
export async function settleMessages(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.run(
    `update alert_message set sent_at = clock_timestamp(), error = null, taken_at = null where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
}

/** They could not be told and stay; `nextAt`: not tried before. `error`: a code, never an address. */
export async function putOffMessages(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  { error, nextAt }: { readonly error: string; readonly nextAt: Date },
): Promise<void> {
  await tx.run(
    `update alert_message set error = $3, next_at = $4, taken_at = null where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids, error, nextAt],
  )
}

/** What a company has set of its own; all else is as usual. */
export async function readAlertSettings(tx: Tx, tenant: string): Promise<Partial<AlertSettings>> {
  const [row] = await tx.query<{ settings: Partial<AlertSettings> }>(
    `select settings from alert_settings where tenant_id = $1`,
    [tenant],
  )
  return row?.settings ?? {}
}

/** Changes some of them; null: as usual again. Answers all that is set now. Two at a time lose nothing of each other. */
export async function changeAlertSettings(
  tx: Tx,
  tenant: string,
  change: Partial<Readonly<Record<AlertThreshold, number | null>>>,
): Promise<Partial<AlertSettings>> {
  const [row] = await tx.query<{ settings: Partial<AlertSettings> }>(
    `insert into alert_settings as s (tenant_id, settings) values ($1, jsonb_strip_nulls($2::jsonb))
     on conflict (tenant_id) do update set settings = jsonb_strip_nulls(s.settings || $2::jsonb) returning settings`,
    [tenant, JSON.stringify(change)],
  )
  return row?.settings ?? {}
}

/** Seals the secrets of a tenant's ways with the newest key; answers how many moved. */
export async function resealRoutes(tx: Tx, keyring: Keyring, tenant: string): Promise<number> {
  const rows = await tx.query<{ id: string; sealed: Buffer }>(
    `select id, sealed_secret as sealed from alert_route where tenant_id = $1 and sealed_secret is not null for update`,
    [tenant],
  )
  const old = rows.filter(row => isOldSeal(keyring, row.sealed))
  const fresh = old.map(({ id, sealed }) =>
    seal(keyring, unseal(keyring, sealed, sealedTo(tenant, id)), sealedTo(tenant, id)),
  )
  await tx.run(
    `update alert_route r set sealed_secret = u.sealed from unnest($2::uuid[], $3::bytea[]) as u (id, sealed)
     where r.tenant_id = $1 and r.id = u.id`,
    [tenant, old.map(row => row.id), fresh],
  )
  return old.length
}
