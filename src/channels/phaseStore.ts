import type { Tx } from '../base/database.ts'
import type { Connection } from './connectionStore.ts'

/** Writes down when a connection was checked, and whether all was well; `reports` is what a good check said of the system. */
export async function noteCheck(
  tx: Tx,
  tenant: string,
  connectionId: string,
  check: { ok: boolean; at: Date; reports?: object },
): Promise<void> {
  await tx.run(
    `update connection set checked_at = $3, check_ok = $4, reports = coalesce($5, reports) where tenant_id = $1 and id = $2`,
    [tenant, connectionId, check.at, check.ok, check.reports ? JSON.stringify(check.reports) : null],
  )
}

/** Whose data counts for what is linked in the first run. */
export async function setLead(
  tx: Tx,
  tenant: string,
  connectionId: string,
  leads: Connection['leads'],
  at: Date,
): Promise<void> {
  await tx.run(`update connection set leads = $3, lead_chosen_at = $4 where tenant_id = $1 and id = $2`, [
    tenant,
    connectionId,
    leads,
    at,
  ])
}

/** Ends the first run: from now on what is due is sent. */
export async function endFirstRun(tx: Tx, tenant: string, connectionId: string): Promise<void> {
  await tx.run(`update connection set phase = 'ready' where tenant_id = $1 and id = $2`, [
    tenant,
    connectionId,
  ])
}
