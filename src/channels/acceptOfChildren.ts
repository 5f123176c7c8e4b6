import type { Tx } from '../base/database.ts'
import type { StockState } from '../port/outgoing.ts'
import { forgottenSince, type SentAspect } from './sentStore.ts'

/** The quantity that a parent said of one of its children. */
export interface SaidOfChild {
  readonly objectId: string
  readonly stock: SentAspect<StockState>
  /** As of `acceptSent`. */
  readonly seen?: string
}

/**
 * The channel shows of these children what their parents said. Answers those that it showed otherwise before: what was told of them
 * meanwhile may be newer, so they have to be looked at. Children that it was never told are passed over.
 */
export async function acceptOfChildren(
  tx: Tx,
  of: { readonly tenant: string; readonly channelId: string },
  said: readonly SaidOfChild[],
): Promise<string[]> {
  if (said.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `update channel_object o set stock_hash = case when not ${forgottenSince} then (r.stock ->> 'hash')::uuid end,
       stock_sent = r.stock -> 'fields', stock_at = clock_timestamp()
     from jsonb_to_recordset($3) as r ("objectId" uuid, stock jsonb, seen pg_snapshot)
     where o.tenant_id = $1 and o.channel_id = $2 and o.kind = 'item' and o.object_id = r."objectId" and o.data_hash is not null
       and o.stock_hash is distinct from (r.stock ->> 'hash')::uuid
     returning o.object_id as id`,
    [of.tenant, of.channelId, JSON.stringify(said)],
  )
  return rows.map(row => row.id)
}
