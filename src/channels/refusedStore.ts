import type { Tx } from '../base/database.ts'
import { objectJoins, objectName } from './objectName.ts'
import type { ObjectKind } from './sentStore.ts'

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
