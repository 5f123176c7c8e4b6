import type { Tx } from '../base/database.ts'

/**
 * Ends everything that was running: after a restore its processes are those of another time. Whoever should still live writes
 * nothing more, and what was asked for then is not done now.
 */
export async function freeAllLanes(tx: Tx, tenant: string): Promise<void> {
  await tx.run(
    `update sync_lane set fence = fence + 1, holder = null, served = wanted, not_before = null where tenant_id = $1`,
    [tenant],
  )
  await tx.run(
    `update sync_run set state = 'lost', ended_at = clock_timestamp(), version = version + 1
     where tenant_id = $1 and ended_at is null`,
    [tenant],
  )
}
