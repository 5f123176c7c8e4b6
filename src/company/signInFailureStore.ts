import { createHash } from 'node:crypto'
import type { Tx } from '../base/database.ts'

/** Whose failures are counted: an account (whether it exists or not) or an address of the network. */
export interface SignInSubject {
  readonly kind: 'account' | 'address'
  readonly value: string
}

/** So many tries are free; from then on each costs twice the wait of the one before, up to the longest. */
const limits = {
  account: { free: 5, longestSeconds: 5 * 60 },
  address: { free: 20, longestSeconds: 15 * 60 },
} as const

/**
 * Counts a try before its outcome is known, so that a thousand at once are as slow as one after another. Answers how
 * many seconds to wait if it may not be made now; 0 if it may. An hour without a try forgets the past.
 */
export async function countTry(tx: Tx, tenant: string, subject: SignInSubject, now: Date): Promise<number> {
  const { free, longestSeconds } = limits[subject.kind]
  const key = subjectHash(tenant, subject)
  const counted = await tx.run(
    `insert into sign_in_failure as f (tenant_id, subject_hash, failures, last_at, blocked_until)
     values ($1, $2, 1, $3, $3)
     on conflict (tenant_id, subject_hash) do update set
       failures = case when f.last_at < $3::timestamptz - interval '1 hour' then 1 else f.failures + 1 end,
       last_at = $3,
       blocked_until = $3::timestamptz + make_interval(secs => case
         when f.last_at < $3::timestamptz - interval '1 hour' or f.failures + 1 < $4 then 0
         else least($5, 2 ^ least(f.failures + 1 - $4, 20)) end)
     where f.blocked_until <= $3`,
    [tenant, key, now, free, longestSeconds],
  )
  if (counted > 0) return 0
  const [row] = await tx.query<{ blocked_until: Date }>(
    `select blocked_until from sign_in_failure where tenant_id = $1 and subject_hash = $2`,
    [tenant, key],
  )
  return Math.max(1, Math.ceil(((row?.blocked_until.getTime() ?? 0) - now.getTime()) / 1000))
}

/** After a success: the account is forgiven; of the address only this try, or guessers would sign in to go on guessing. */
export async function forgiveTry(
  tx: Tx,
  tenant: string,
  account: SignInSubject,
  address: SignInSubject,
): Promise<void> {
  await tx.run(`delete from sign_in_failure where tenant_id = $1 and subject_hash = $2`, [
    tenant,
    subjectHash(tenant, account),
  ])
  await tx.run(
    `update sign_in_failure set failures = greatest(failures - 1, 0), blocked_until = last_at
     where tenant_id = $1 and subject_hash = $2`,
    [tenant, subjectHash(tenant, address)],
  )
}

// Addresses are not stored in clear; with the tenant in it, the same address gives another hash at each tenant.
function subjectHash(tenant: string, subject: SignInSubject): Buffer {
  return createHash('sha256').update(`${tenant}|${subject.kind}|${subject.value}`).digest()
}
