import type { Tx } from '../base/database.ts'
import { isOldSeal, type Keyring, seal, unseal } from '../base/keyring.ts'
import type { Secret } from '../port/connector.ts'

export interface SecretKey {
  readonly tenant: string
  readonly connectionId: string
  readonly name: string
}

/** A secret as it lies there, and how often one was stored under its name. */
export interface StoredSecret {
  readonly secret: Secret | undefined
  readonly version: number
}

interface Row {
  readonly sealed: Buffer | null
  readonly until_at: Date | null
  readonly version: number
}

/** What is stored under that name; undefined if nothing ever was. */
export async function findSecret(
  tx: Tx,
  keyring: Keyring,
  key: SecretKey,
): Promise<StoredSecret | undefined> {
  const [row] = await tx.query<Row>(
    `select sealed, until_at, version from connection_secret where tenant_id = $1 and connection_id = $2 and name = $3`,
    [key.tenant, key.connectionId, key.name],
  )
  return row && opened(keyring, key, row)
}

/** Takes the right to renew for so many seconds, and says what is stored now. Undefined while another one has it. */
export async function claimRenewal(
  tx: Tx,
  keyring: Keyring,
  key: SecretKey,
  by: string,
  seconds: number,
): Promise<StoredSecret | undefined> {
  const [row] = await tx.query<Row>(
    `insert into connection_secret as s (tenant_id, connection_id, name, renewing_by, renewing_until)
     values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
     on conflict (tenant_id, connection_id, name) do update
       set renewing_by = excluded.renewing_by, renewing_until = excluded.renewing_until
       where s.renewing_until is null or s.renewing_until < clock_timestamp()
     returning sealed, until_at, version`,
    [key.tenant, key.connectionId, key.name, by, seconds],
  )
  return row && opened(keyring, key, row)
}

/** A sign of life of who renews. */
export async function keepRenewal(tx: Tx, key: SecretKey, by: string, seconds: number): Promise<void> {
  await tx.run(
    `update connection_secret set renewing_until = clock_timestamp() + make_interval(secs => $5)
     where tenant_id = $1 and connection_id = $2 and name = $3 and renewing_by = $4`,
    [key.tenant, key.connectionId, key.name, by, seconds],
  )
}

/** Gives the right to renew back, if it is still that one's. */
export async function releaseRenewal(tx: Tx, key: SecretKey, by: string): Promise<void> {
  await tx.run(
    `update connection_secret set renewing_by = null, renewing_until = null
     where tenant_id = $1 and connection_id = $2 and name = $3 and renewing_by = $4`,
    [key.tenant, key.connectionId, key.name, by],
  )
}

/** Stores a renewed secret, sealed. False, and nothing stored, if another one was stored, or all forgotten, since `version`. */
export async function storeRenewed(
  tx: Tx,
  keyring: Keyring,
  key: SecretKey,
  version: number,
  fresh: Secret,
): Promise<boolean> {
  const rows = await tx.run(
    `update connection_secret set sealed = $5, until_at = $6, version = version + 1
     where tenant_id = $1 and connection_id = $2 and name = $3 and version = $4`,
    [
      key.tenant,
      key.connectionId,
      key.name,
      version,
      seal(keyring, fresh.value, contextOf(key)),
      fresh.until,
    ],
  )
  return rows > 0
}

/** Forgets a secret, unless another value lies there by now. */
export async function forgetSecret(tx: Tx, keyring: Keyring, key: SecretKey, value: string): Promise<void> {
  const [row] = await tx.query<Row>(
    `select sealed, until_at, version from connection_secret
     where tenant_id = $1 and connection_id = $2 and name = $3 for update`,
    [key.tenant, key.connectionId, key.name],
  )
  if (!row || opened(keyring, key, row).secret?.value !== value) return
  await tx.run(
    `update connection_secret set sealed = null, until_at = null
     where tenant_id = $1 and connection_id = $2 and name = $3`,
    [key.tenant, key.connectionId, key.name],
  )
}

/**
 * Forgets all of a connection: they were made with credentials, or for an address, that it does not have any more. What
 * is being renewed at this moment is not stored either.
 */
export async function forgetSecrets(tx: Tx, tenant: string, connectionId: string): Promise<void> {
  await tx.run(
    `update connection_secret set sealed = null, until_at = null, version = version + 1
     where tenant_id = $1 and connection_id = $2`,
    [tenant, connectionId],
  )
}

/** Seals everything that an older key sealed with the newest one; answers how many secrets moved. */
export async function resealConnectionSecrets(tx: Tx, keyring: Keyring, tenant: string): Promise<number> {
  const rows = await tx.query<{ connection_id: string; name: string; sealed: Buffer }>(
    `select connection_id, name, sealed from connection_secret where tenant_id = $1 and sealed is not null for update`,
    [tenant],
  )
  const old = rows.filter(row => isOldSeal(keyring, row.sealed))
  for (const row of old) {
    const context = contextOf({ tenant, connectionId: row.connection_id, name: row.name })
    await tx.run(
      `update connection_secret set sealed = $4 where tenant_id = $1 and connection_id = $2 and name = $3`,
      [tenant, row.connection_id, row.name, seal(keyring, unseal(keyring, row.sealed, context), context)],
    )
  }
  return old.length
}

function opened(keyring: Keyring, key: SecretKey, row: Row): StoredSecret {
  if (!row.sealed || !row.until_at) return { secret: undefined, version: row.version }
  const value = unseal(keyring, row.sealed, contextOf(key)).toString('utf8')
  return { secret: { value, until: row.until_at }, version: row.version }
}

function contextOf({ tenant, connectionId, name }: SecretKey): string {
  return `${tenant}|connection_secret|${connectionId}|${name}`
}
