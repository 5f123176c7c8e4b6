import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { newToken } from './token.ts'

const hour = 3_600_000
/** A session ends this long after its last use, and in any case this long after its beginning. */
export const sessionIdleMs = 12 * hour
export const sessionLongestMs = 7 * 24 * hour
/** Its end is not moved for each request: one write in so many milliseconds is enough. */
const moveEveryMs = 5 * 60_000

/** Opens a session and returns its token, of which only the hash is stored. */
export async function openSession(tx: Tx, tenant: string, userId: string, now: Date): Promise<string> {
  const { text, hash } = newToken('session', tenant)
  await tx.run(
    `insert into user_session (tenant_id, id, user_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    [tenant, newId(), userId, hash, now, new Date(now.getTime() + sessionIdleMs)],
  )
  return text
}

/** The user of a session that has neither ended nor expired; moves its expiry on. */
export async function useSession(
  tx: Tx,
  tenant: string,
  hash: Uint8Array,
  now: Date,
): Promise<string | undefined> {
  const [session] = await tx.query<{ id: string; user_id: string; created_at: Date; expires_at: Date }>(
    `select id, user_id, created_at, expires_at from user_session
     where tenant_id = $1 and token_hash = $2 and ended_at is null and expires_at > $3`,
    [tenant, hash, now],
  )
  if (!session) return undefined
  const end = Math.min(now.getTime() + sessionIdleMs, session.created_at.getTime() + sessionLongestMs)
  if (end - session.expires_at.getTime() >= moveEveryMs)
    await tx.run(
      `update user_session set expires_at = $3 where tenant_id = $1 and id = $2 and ended_at is null`,
      [tenant, session.id, new Date(end)],
    )
  return session.user_id
}

/** Ends one session at once. */
export async function endSession(tx: Tx, tenant: string, hash: Uint8Array, now: Date): Promise<void> {
  await tx.run(
    `update user_session set ended_at = $3 where tenant_id = $1 and token_hash = $2 and ended_at is null`,
    [tenant, hash, now],
  )
}

/** Ends all sessions of a user at once: after a new password, or when the user is disabled. */
export async function endSessionsOf(tx: Tx, tenant: string, userId: string, now: Date): Promise<void> {
  await tx.run(
    `update user_session set ended_at = $3 where tenant_id = $1 and user_id = $2 and ended_at is null`,
    [tenant, userId, now],
  )
}
