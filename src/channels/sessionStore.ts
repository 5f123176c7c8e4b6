import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import type { SignUpSession } from '../port/receive.ts'

/** Whose sessions: those of one connection. */
export interface SessionsOf {
  readonly tenant: string
  readonly connectionId: string
}

/** A session as people see it; its id is a secret as long as it holds, and is not among it. */
export interface ListedSession {
  readonly purpose: SignUpSession['purpose']
  readonly place: string | null
  readonly madeAt: Date
  readonly madeBy: string
  readonly until: Date
  readonly usedBy: string | null
  readonly usedAt: Date | null
}

/** Writes down a session with which a person was sent to a page of the system. */
export async function makeSession(
  tx: Tx,
  of: SessionsOf,
  session: Omit<SignUpSession, 'usedBy'> & { readonly at: Date; readonly by: string },
): Promise<void> {
  await tx.run(
    `insert into place_session (tenant_id, connection_id, id, purpose, place, made_at, made_by, until_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      of.tenant,
      of.connectionId,
      session.id,
      session.purpose,
      session.place ?? null,
      session.at,
      session.by,
      session.until,
    ],
  )
}

/** Those of these sessions that the connection knows, also those that were used or do not hold any more; other texts are nobody's. */
export async function sessionsNamed(
  tx: Tx,
  of: SessionsOf,
  ids: readonly string[],
): Promise<SignUpSession[]> {
  const asked = [...new Set(ids.filter(isId))]
  if (asked.length === 0) return []
  const rows = await tx.query<{
    id: string
    purpose: SignUpSession['purpose']
    place: string | null
    until: Date
    used_by: string | null
  }>(
    `select id, purpose, place, until_at as until, used_by from place_session
     where tenant_id = $1 and connection_id = $2 and id = any($3::uuid[]) order by id`,
    [of.tenant, of.connectionId, asked],
  )
  return rows.map(({ place, used_by: usedBy, ...session }) => ({
    ...session,
    ...(place === null ? {} : { place }),
    ...(usedBy === null ? {} : { usedBy }),
  }))
}

/**
 * Uses a session up for a place, in one statement: two calls at once cannot both. The same place again is fine while it holds. False where
 * it does not hold any more, is another place's, or is of `change` and made for another place.
 */
export async function spendSession(
  tx: Tx,
  of: SessionsOf,
  { session, place }: { readonly session: string; readonly place: string },
  now: Date,
): Promise<boolean> {
  if (!isId(session)) return false
  const rows = await tx.run(
    `update place_session set used_by = $4, used_at = coalesce(used_at, $5)
     where tenant_id = $1 and connection_id = $2 and id = $3 and until_at > $5 and (used_by is null or used_by = $4)
       and (place is null or place = $4)`,
    [of.tenant, of.connectionId, session, place, now],
  )
  return rows > 0
}

/** The newest sessions of a connection, so many at most. */
export function listSessions(tx: Tx, of: SessionsOf, limit: number): Promise<ListedSession[]> {
  return tx.query<ListedSession>(
    `select purpose, place, made_at as "madeAt", made_by as "madeBy", until_at as until, used_by as "usedBy", used_at as "usedAt"
     from place_session where tenant_id = $1 and connection_id = $2 order by made_at desc, id desc limit $3`,
    [of.tenant, of.connectionId, limit],
  )
}

/** Forgets sessions of all tenants that were used, or ended, 30 days ago: run by the role that alone may. */
export async function removeOldSessions(tx: Tx): Promise<void> {
  await tx.run(
    `delete from place_session where coalesce(used_at, until_at) < clock_timestamp() - interval '30 days'`,
  )
}
