import type { Tx } from '../base/database.ts'

/** Records of a kind that came into being in a time, and those that came in it and say no date. */
export async function countOfTime(
  tx: Tx,
  tenant: string,
  of: { readonly connectionId: string; readonly kind: string; readonly from: Date; readonly to: Date },
): Promise<{ here: number; undated: number }> {
  const [row] = await tx.query<{ here: number; undated: number }>(
    `select (select count(*)::int from ledger where tenant_id = $1 and connection_id = $2 and kind = $3
         and occurred_at >= $4 and occurred_at < $5) as here,
       (select count(*)::int from ledger where tenant_id = $1 and connection_id = $2 and kind = $3
         and occurred_at is null and first_seen_at >= $4 and first_seen_at < $5) as undated`,
    [tenant, of.connectionId, of.kind, of.from, of.to],
  )
  return row ?? { here: 0, undated: 0 }
}
