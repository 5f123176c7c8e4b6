import type { Tx } from '../base/database.ts'

/** Our objects behind their ids, for kinds that are linked per connection. Ids without a link are absent. */
export async function linkedObjects(tx: Tx, tenant: string, connectionId: string, kind: string, theirIds: readonly string[]): Promise<Map<string, string>> {
  if (theirIds.length === 0) return new Map()
  const rows = await tx.query<{ their_id: string; object_id: string }>(
    `select their_id, object_id from link
     where tenant_id = $1 and connection_id = $2 and kind = $3 and their_id = any($4::text[]) and channel_id is null`,
    [tenant, connectionId, kind, theirIds],
  )
  return new Map(rows.map(row => [row.their_id, row.object_id]))
}
