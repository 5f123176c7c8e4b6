import type { Tx } from '../base/database.ts'

/** Those of the ids that are channels. */
export async function knownChannels(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, [...new Set(ids)]],
  )
  return new Set(rows.map(row => row.id))
}
