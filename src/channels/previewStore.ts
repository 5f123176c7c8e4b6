import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { objectJoins, objectName } from './objectName.ts'
import type { SentOf } from './sentStore.ts'

export const previewActions = ['new', 'changed', 'again', 'removed', 'held', 'refused', 'waits'] as const
export type PreviewAction = (typeof previewActions)[number]

/** What a synchronisation would do with one object. */
export interface PreviewRow {
  readonly channelId: string
  readonly kind: ChangedKind
  readonly objectId: string
  readonly name: string
  readonly action: PreviewAction
  readonly code: string | null
  readonly detail: string | null
  /** Fields old and new. */
  readonly changes: readonly unknown[]
  /** Of the action and all that would be sent: equal to that of the same act on the same content. */
  readonly hash: string
}

/** Those of these items that are due complete at a channel. */
export async function dueItems(
  tx: Tx,
  tenant: string,
  channelId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select object_id as id from due where tenant_id = $1 and channel_id = $2 and kind = 'item' and object_id = any($3::uuid[])`,
    [tenant, channelId, ids],
  )
  return rows.map(row => row.id)
}

/** Sweeps of a connection that are on: what is walked through whoever asks. */
export function openSweeps(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<{ channelId: string; kind: ChangedKind; complete: boolean }[]> {
  return tx.query(
    `select channel_id as "channelId", kind, complete from sweep
     where tenant_id = $1 and connection_id = $2 and paused_at is null`,
    [tenant, connectionId],
  )
}

/** The fields of every aspect as they were accepted last, by object. */
export async function acceptedFields(
  tx: Tx,
  of: SentOf,
  ids: readonly string[],
): Promise<Map<string, Readonly<Record<string, unknown>>>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; fields: Readonly<Record<string, unknown>> }>(
    `select object_id as id, jsonb_build_object('data', case when data_hash is not null then data_sent end,
       'price', case when data_hash is not null then price_sent end, 'stock', case when data_hash is not null then stock_sent end) as fields
     from channel_object where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
  return new Map(rows.map(row => [row.id, row.fields]))
}

/** Number or name of objects, by id. */
export async function objectNames(
  tx: Tx,
  tenant: string,
  object: SentOf['object'],
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(
    `select u.id, ${objectName} as name from unnest($3::uuid[]) as u (id)
       ${objectJoins('$2', 'u.id')}`,
    [tenant, object, ids],
  )
  return new Map(rows.map(row => [row.id, row.name]))
}

/** Keeps rows of a preview, in the order in which they would be sent. */
export async function keepPreview(
  tx: Tx,
  tenant: string,
  runId: string,
  rows: readonly PreviewRow[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(
    `insert into sync_preview (tenant_id, run_id, id, channel_id, kind, object_id, name, action, code, detail, changes, hash, made_at)
     select $1, $2, r.id, r."channelId", r.kind, r."objectId", r.name, r.action, r.code, r.detail, r.changes, r.hash, clock_timestamp()
     from jsonb_to_recordset($3) as r (id uuid, "channelId" uuid, kind text, "objectId" uuid, name text, action text, code text,
       detail text, changes jsonb, hash uuid)`,
    [tenant, runId, JSON.stringify(rows.map(row => ({ id: newId(), ...row })))],
  )
}

/** A page of a preview, in the order in which it would be sent. */
export function listPreview(
  tx: Tx,
  tenant: string,
  runId: string,
  of: {
    readonly after?: string | undefined
    readonly limit: number
    readonly actions?: readonly PreviewAction[] | undefined
  },
): Promise<(PreviewRow & { readonly id: string; readonly channel: string })[]> {
  return tx.query(
    `select p.id, p.channel_id as "channelId", h.name as channel, p.kind, p.object_id as "objectId", p.name, p.action, p.code, p.detail,
       p.changes, p.hash
     from sync_preview p join channel h on h.tenant_id = p.tenant_id and h.id = p.channel_id
     where p.tenant_id = $1 and p.run_id = $2 and ($3::uuid is null or p.id > $3) and ($4::text[] is null or p.action = any($4))
     order by p.id limit $5`,
    [tenant, runId, of.after ?? null, of.actions ?? null, of.limit],
  )
}

/** What a preview said of each object that it kept, by `channel kind object`. */
export async function previewHashes(
  tx: Tx,
  tenant: string,
  runId: string,
): Promise<Map<string, { readonly hash: string; readonly name: string }>> {
  const rows = await tx.query<{ key: string; hash: string; name: string }>(
    `select concat_ws(' ', channel_id, kind, object_id) as key, hash, name from sync_preview where tenant_id = $1 and run_id = $2`,
    [tenant, runId],
  )
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}
