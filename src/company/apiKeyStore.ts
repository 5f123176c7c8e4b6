import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type Actor, type Right, rightsFrom } from './rights.ts'
import { newToken } from './token.ts'

/** A key for programs; its secret is not here. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Right[]
  readonly createdBy: string | null
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

/** Makes a key and returns it with its secret, which is never shown again; undefined if the name is taken. */
export async function insertApiKey(
  tx: Tx,
  tenant: string,
  wish: {
    readonly name: string
    readonly scopes: readonly Right[]
    readonly createdBy: string | null
    readonly now: Date
  },
): Promise<{ readonly key: ApiKey; readonly secret: string } | undefined> {
  const { text, hash } = newToken('apiKey', tenant)
  const [row] = await tx.query<KeyRow>(
    `insert into api_key (tenant_id, id, name, secret_hash, scopes, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${columns}`,
    [tenant, newId(), wish.name, hash, wish.scopes, wish.createdBy, wish.now],
  )
  return row && { key: keyOf(row), secret: text }
}

/** The key of a secret, if it is not revoked. */
export async function findApiKey(tx: Tx, tenant: string, hash: Uint8Array): Promise<ApiKey | undefined> {
  const rows = await tx.query<KeyRow>(
    `select ${columns} from api_key where tenant_id = $1 and secret_hash = $2 and revoked_at is null`,
    [tenant, hash],
  )
  return rows.map(keyOf)[0]
}

/** Revokes the key of that id or name at once and returns it; undefined if there is none. Again: nothing changes. */
export async function revokeApiKey(
  tx: Tx,
  tenant: string,
  idOrName: string,
  now: Date,
): Promise<ApiKey | undefined> {
  const rows = await tx.query<KeyRow>(
    `update api_key set revoked_at = coalesce(revoked_at, $3) where tenant_id = $1 and (id::text = $2 or name = $2)
     returning ${columns}`,
    [tenant, idOrName, now],
  )
  return rows.map(keyOf)[0]
}

/** A page of keys in the order of their making, after the one with id `after`. */
export async function listApiKeys(
  tx: Tx,
  tenant: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<ApiKey[]> {
  const rows = await tx.query<KeyRow>(
    `select ${columns} from api_key where tenant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [tenant, page.after ?? null, page.limit],
  )
  return rows.map(keyOf)
}

/** How many keys there are, counted up to `most`. */
export async function countApiKeys(tx: Tx, tenant: string, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from api_key where tenant_id = $1 limit $2) counted`,
    [tenant, most],
  )
  return row?.count ?? 0
}

/** The key as the one who acts. */
export function apiKeyActor(key: ApiKey): Actor {
  return { kind: 'api_key', id: key.id, name: key.name, rights: new Set(key.scopes) }
}

interface KeyRow extends Omit<ApiKey, 'scopes'> {
  readonly scopes: readonly string[]
}

const columns = `id, name, scopes, created_by as "createdBy", created_at as "createdAt", revoked_at as "revokedAt"`

function keyOf(row: KeyRow): ApiKey {
  return { ...row, scopes: [...rightsFrom(row.scopes)] }
}
