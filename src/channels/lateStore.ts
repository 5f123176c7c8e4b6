import type { Tx } from '../base/database.ts'
import { noHash, onceKinds, refusalCleared, type SentOf } from './sentStore.ts'

/** What a channel says of objects long after it answered them. */

/**
 * They have taken these after all as they had refused them, also where a person has them sent once more by now: told once, they are
 * told no more. That there is a hash counts and not which: what was refused is not always kept.
 */
export async function acceptRefused(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update channel_object o set data_hash = coalesce(nullif(o.rejected_hash, '${noHash}'), o.object_id), accepted_at = clock_timestamp(), insists = null, ${refusalCleared('true')}
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])
       and (rejected_hash is not null or insists is not null)`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/**
 * They have these after all as they had refused them, and a person has let go of them: accepted, and not told again until they change here.
 * Answers those of which nobody knew that they are there.
 */
export async function acceptDropped(tx: Tx, of: SentOf, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `update channel_object set data_hash = coalesce(nullif(rejected_hash, '${noHash}'), object_id), accepted_at = clock_timestamp()
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and coalesce(data_hash, '${noHash}') = '${noHash}'
     returning object_id as id`,
    [of.tenant, of.channelId, of.object, ids],
  )
  return rows.map(row => row.id)
}

/** They have these after all, though they had refused them: what exactly nobody knows, so whatever is wanted differs from it. */
export async function hasAfterAll(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update channel_object set data_hash = '${noHash}', accepted_at = clock_timestamp()
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and data_hash is null`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/** What they have of these nobody knows any more: whatever is wanted differs from it. Links and fields stay. */
export async function loseAccepted(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  await tx.run(
    `update channel_object set data_hash = case when data_hash is not null then '${noHash}'::uuid end, price_hash = null, stock_hash = null
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/**
 * Those of these objects that are told once and were accepted by now, locked: what lays them out meanwhile waits, and sees it. None of
 * other kinds.
 */
export async function toldMeanwhile(tx: Tx, of: SentOf, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0 || !onceKinds.has(of.object)) return new Set()
  const rows = await tx.query<{ id: string; isTold: boolean }>(
    `select object_id as id, coalesce(data_hash <> '${noHash}', false) as "isTold" from channel_object
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) order by object_id for update`,
    [of.tenant, of.channelId, of.object, ids],
  )
  return new Set(rows.flatMap(row => (row.isTold ? [row.id] : [])))
}
