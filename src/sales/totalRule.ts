import type { Tx } from '../base/database.ts'

/** By how much a given total may differ from its lines, in the currency of the order; 0.02 where nobody said otherwise. */
export async function readTotalRule(tx: Tx, tenant: string): Promise<{ readonly tolerance: string }> {
  const [row] = await tx.query<{ tolerance: string }>(
    `select trim_scale(difference_tolerance)::text as tolerance from total_rule where tenant_id = $1`,
    [tenant],
  )
  return row ?? { tolerance: '0.02' }
}

/** Sets it; decides about orders that are made from now on. */
export async function setTotalRule(tx: Tx, tenant: string, tolerance: string): Promise<void> {
  await tx.run(
    `insert into total_rule (tenant_id, difference_tolerance) values ($1, $2)
     on conflict (tenant_id) do update set difference_tolerance = excluded.difference_tolerance`,
    [tenant, tolerance],
  )
}
