import type { Tx } from '../base/database.ts'

/** Our objects behind their ids, for kinds that are linked per connection. Ids without a link are absent. */
export async function linkedObjects(
  tx: Tx,
  tenant: string,
  connectionId: string,
  kind: string,
  theirIds: readonly string[],
): Promise<Map<string, string>> {
  if (theirIds.length === 0) return new Map()
  const rows = await tx.query<{ their_id: string; object_id: string }>(
    `select k.their_id, k.object_id from unnest($4::text[]) as u (their_id)
       join link k on k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.their_id = u.their_id and k.channel_id is null`,
    [tenant, connectionId, kind, theirIds],
  )
  return new Map(rows.map(row => [row.their_id, row.object_id]))
}
