import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { isOldSeal, type Keyring, seal, unseal } from '../base/keyring.ts'
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

/** All ways of a tenant, in the order in which they were added. */
export function listRoutes(tx: Tx, tenant: string): Promise<AlertRoute[]> {
  return tx.query<AlertRoute>(
    `select id, kind, target, language, added_at as "addedAt" from alert_route where tenant_id = $1 and removed_at is null order by id`,
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

/** A message with all that it says, and whom it is for. */
export interface AlertMessage extends NamedIncident {
  readonly messageId: string
  readonly routeId: string
  readonly event: 'opened' | 'reminded' | 'closed'
}

/**
 * Takes a message for sending, for two minutes alone: `busy` where somebody else is sending it, or died of it a moment ago;
 * undefined where it was sent or its way is gone.
 */
export async function takeMessage(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<AlertMessage | 'busy' | undefined> {
  const [row] = await tx.query<AlertMessage>(
    `with taken as (
       update alert_message m set taken_at = clock_timestamp(), tries = tries + 1 from alert_route r
       where m.tenant_id = $1 and m.id = $2 and m.sent_at is null and r.tenant_id = m.tenant_id and r.id = m.route_id
         and r.removed_at is null and (m.taken_at is null or m.taken_at < clock_timestamp() - interval '2 minutes')
       returning m.id, m.incident_id, m.route_id, m.event
     )
     select t.id as "messageId", t.route_id as "routeId", t.event, i.id, i.connection_id as "connectionId", i.rule, i.severity, i.step,
       i.data, i.seen_at as "seenAt", i.opened_at as "openedAt", i.cleared_at as "clearedAt", i.closed_at as "closedAt",
       c.name as connection, c.time_zone as "timeZone"
     from taken t join incident i on i.tenant_id = $1 and i.id = t.incident_id
       left join connection c on c.tenant_id = i.tenant_id and c.id = i.connection_id`,
    [tenant, id],
  )
  if (row) return row
  const open = await tx.query(
    `select 1 from alert_message m join alert_route r on r.tenant_id = m.tenant_id and r.id = m.route_id
     where m.tenant_id = $1 and m.id = $2 and m.sent_at is null and r.removed_at is null`,
    [tenant, id],
  )
  return open.length > 0 ? 'busy' : undefined
}

/** Says how sending a message ended; one that failed may be taken again at once. `error`: a code, never an address. */
export async function settleMessage(tx: Tx, tenant: string, id: string, error: string | null): Promise<void> {
  await tx.run(
    `update alert_message set sent_at = case when $3::text is null then clock_timestamp() end, error = $3, taken_at = null
     where tenant_id = $1 and id = $2`,
    [tenant, id, error],
  )
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
