import type { Tx } from '../base/database.ts'

// All of this is done as kontor_clock: there is no tenant yet.

/** Stores the hash of a one-time code. */
export async function insertSetupCode(tx: Tx, hash: Uint8Array, now: Date, expiresAt: Date): Promise<void> {
  await tx.run(`insert into setup_code (code_hash, created_at, expires_at) values ($1, $2, $3)`, [
    hash,
    now,
    expiresAt,
  ])
}

/** Uses up a code, and every other one with it; false if it is unknown, used or too old. Two at once: one succeeds. */
export async function useSetupCode(tx: Tx, hash: Uint8Array, now: Date): Promise<boolean> {
  const used = await tx.run(
    `update setup_code set used_at = $2 where code_hash = $1 and used_at is null and expires_at > $2`,
    [hash, now],
  )
  if (used === 0) return false
  await tx.run(`update setup_code set used_at = $1 where used_at is null`, [now])
  return true
}

/** Goes on as the application of a tenant in the same transaction. The login may take on both roles. */
export async function becomeTenant(tx: Tx, tenant: string): Promise<void> {
  await tx.run(`select set_config('role', 'kontor_app', true), set_config('kontor.tenant', $1, true)`, [
    tenant,
  ])
}
