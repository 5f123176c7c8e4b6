import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { Actor } from './rights.ts'

/** What was done, by whom. `data` holds names of fields and ids, never the value of a personal field. */
export interface AuditEntry {
  readonly actor: Actor
  readonly action: string
  readonly objectKind?: string
  readonly objectId?: string
  readonly data?: Readonly<Record<string, unknown>>
}

export interface AuditRow {
  readonly id: string
  readonly at: Date
  readonly actorKind: Actor['kind']
  readonly actorId: string | null
  readonly actorName: string
  readonly action: string
  readonly objectKind: string | null
  readonly objectId: string | null
  readonly data: Readonly<Record<string, unknown>>
}

export interface AuditFilter {
  readonly action?: string | undefined
  readonly actorId?: string | undefined
  readonly objectId?: string | undefined
}

/** Adds a row; nothing ever changes or removes one. In the transaction of what it tells of. */
export async function writeAudit(tx: Tx, tenant: string, entry: AuditEntry, now: Date): Promise<void> {
  await tx.run(
    `insert into audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tenant,
      newId(),
      now,
      entry.actor.kind,
      entry.actor.id,
      entry.actor.name,
      entry.action,
      entry.objectKind ?? null,
      entry.objectId ?? null,
      JSON.stringify(entry.data ?? {}),
    ],
  )
}

/** A page of the log, newest first. */
export async function listAudit(
  tx: Tx,
  tenant: string,
  filter: AuditFilter,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<AuditRow[]> {
  return tx.query<AuditRow>(
    `select id, at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", action,
       object_kind as "objectKind", object_id as "objectId", data
     from audit where ${matches} and ($5::uuid is null or id < $5) order by id desc limit $6`,
    [...filterValues(tenant, filter), page.after ?? null, page.limit],
  )
}

/** How many rows match, counted up to `most`. */
export async function countAudit(tx: Tx, tenant: string, filter: AuditFilter, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from audit where ${matches} limit $5) counted`,
    [...filterValues(tenant, filter), most],
  )
  return row?.count ?? 0
}

const matches = `tenant_id = $1 and ($2::text is null or action = $2) and ($3::uuid is null or actor_id = $3)
  and ($4::text is null or object_id = $4)`

function filterValues(tenant: string, filter: AuditFilter): unknown[] {
  return [tenant, filter.action ?? null, filter.actorId ?? null, filter.objectId ?? null]
}
