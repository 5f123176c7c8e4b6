import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import type { SignUpSession } from '../port/receive.ts'

/** Of which connection. */
interface SessionsOf {
  readonly tenant: string
  readonly connectionId: string
}

/** The sign-up sessions of these ids; what is not here, or is no id, is absent. */
export function sessionsNamed(tx: Tx, of: SessionsOf, ids: readonly string[]): Promise<SignUpSession[]> {
  return tx
    .query<{
      id: string
      purpose: SignUpSession['purpose']
      place: string | null
      until: Date
      usedBy: string | null
    }>(
      `select id, purpose, place, until_at as until, used_by as "usedBy" from place_session
       where tenant_id = $1 and connection_id = $2 and id = any($3::uuid[]) order by id`,
      [of.tenant, of.connectionId, ids.filter(isId)],
    )
    .then(rows =>
      rows.map(({ id, purpose, until, place, usedBy }) => ({
        id,
        purpose,
        until,
        ...(place === null ? {} : { place }),
        ...(usedBy === null ? {} : { usedBy }),
      })),
    )
}

/**
 * Uses a session up for a place. False where it is not here, too old, of another place, or was used up by another one: used up
 * by the same place it may come again, as what was posted may.
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
     where tenant_id = $1 and connection_id = $2 and id = $3 and until_at > $5 and (place is null or place = $4)
       and (used_by is null or used_by = $4)`,
    [of.tenant, of.connectionId, session, place, now],
  )
  return rows > 0
}
