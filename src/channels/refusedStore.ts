import type { Tx } from '../base/database.ts'
import { objectJoins, objectName } from './objectName.ts'
import { type ObjectKind, refusalCleared, type SentOf } from './sentStore.ts'

/** An object that the other side refused, and that is not sent again as it is. */
export interface RefusedObject {
  readonly id: string
  readonly channelId: string
  readonly channel: string
  readonly connectionId: string
  readonly kind: ObjectKind
  /** Number or name of the item, the category, the order or the delivery. */
  readonly name: string
  readonly code: string
  readonly field: string | null
  /** What they said. */
  readonly text: string | null
  readonly at: Date
}

/** What channels refused, the newest first; so many at most. With `ids` only these objects. */
export function listRefused(
  tx: Tx,
  tenant: string,
  of: { connectionId?: string | undefined; ids?: readonly string[] | undefined; limit: number },
): Promise<RefusedObject[]> {
  return tx.query<RefusedObject>(
    `select o.object_id as id, o.channel_id as "channelId", h.name as channel, h.connection_id as "connectionId", o.kind,
       ${objectName} as name, o.rejected_code as code,
       o.rejected_field as field, o.rejected_text as text, o.rejected_at as at
     from channel h
       join channel_object o on o.tenant_id = h.tenant_id and o.channel_id = h.id and o.rejected_code is not null
       ${objectJoins('o.kind', 'o.object_id')}
     where h.tenant_id = $1 and ($2::uuid is null or h.connection_id = $2) and ($3::uuid[] is null or o.object_id = any($3::uuid[]))
     order by o.rejected_at desc, o.object_id limit $4`,
    [tenant, of.connectionId ?? null, of.ids ?? null, of.limit],
  )
}

/**
 * A person wants refused objects sent once more: their refusal is forgotten but for its words (`insists`), and they are due.
 * Answers those that were refused.
 */
export async function releaseRefused(
  tx: Tx,
  of: SentOf & { readonly connectionId: string },
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ object_id: string }>(
    `with released as (
       update channel_object o set insists = before.rejected_text, ${refusalCleared('true')}
       from (select object_id, rejected_kind, rejected_text from channel_object where tenant_id = $1 and channel_id = $2 and kind = $3
         and object_id = any($4::uuid[]) and rejected_code is not null order by object_id for update) as before
       where o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id = before.object_id
       returning o.object_id, before.rejected_kind
     ), told as (
       insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
       select $1, $2, rejected_kind, object_id, $5, clock_timestamp() from released order by rejected_kind, object_id
       on conflict (tenant_id, channel_id, kind, object_id) do update set version = due.version + 1, not_before = null, tries = 0
     )
     select object_id from released`,
    [of.tenant, of.channelId, of.object, ids, of.connectionId],
  )
  return rows.map(row => row.object_id)
}

/**
 * A person leaves what was refused as it is at the other side: it is listed no more, and sent when it changes here. Answers those that
 * were refused.
 */
export async function dropRefused(tx: Tx, of: SentOf, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ object_id: string }>(
    `update channel_object o set rejected_code = null, rejected_field = null, rejected_text = null, rejected_at = null, insists = null
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and rejected_code is not null
       and rejected_hash is not null returning object_id`,
    [of.tenant, of.channelId, of.object, ids],
  )
  return rows.map(row => row.object_id)
}
