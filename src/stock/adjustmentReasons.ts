import { sqlState, type Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import { stockProblem } from './problems.ts'

/** A reason that people choose when they put stock right: broken, lost, sample. */
export interface AdjustmentReason {
  readonly id: string
  readonly name: string
  /** false: no longer to be chosen; what was booked with it keeps it. */
  readonly active: boolean
}

/** Makes reasons. A name that is taken keeps its reason: `exists`. One result per element. */
export async function createReasons(
  tx: Tx,
  tenant: string,
  names: readonly string[],
): Promise<{ id: string; name: string; did: 'new' | 'exists' }[]> {
  const rows = [...new Set(names)].sort().map(name => ({ id: newId(), name }))
  await tx.run(
    `insert into adjustment_reason (tenant_id, id, name) select $1, u.id, u.name from unnest($2::uuid[], $3::text[]) as u (id, name)
     on conflict (tenant_id, name) do nothing`,
    [tenant, rows.map(row => row.id), rows.map(row => row.name)],
  )
  const stored = await tx.query<{ id: string; name: string }>(
    `select id, name from adjustment_reason where tenant_id = $1 and name = any($2::text[])`,
    [tenant, rows.map(row => row.name)],
  )
  const ids = new Map(stored.map(row => [row.name, row.id]))
  const made = new Set(rows.map(row => row.id))
  return names.map(name => {
    const id = ids.get(name) ?? ''
    return { id, name, did: made.has(id) ? 'new' : 'exists' }
  })
}

/** All reasons by name, those no longer chosen at the end. A tenant has tens of them. */
export function listReasons(tx: Tx, tenant: string): Promise<AdjustmentReason[]> {
  return tx.query<AdjustmentReason>(
    `select id, name, active from adjustment_reason where tenant_id = $1 order by active desc, name`,
    [tenant],
  )
}

/** Renames a reason, takes it out of use or back into it. Throws REASON_UNKNOWN, REASON_TAKEN. */
export async function changeReason(
  tx: Tx,
  tenant: string,
  id: string,
  change: { readonly name?: string | undefined; readonly active?: boolean | undefined },
): Promise<AdjustmentReason> {
  const [reason] = await tx
    .query<AdjustmentReason>(
      `update adjustment_reason set name = coalesce($3, name), active = coalesce($4, active)
       where tenant_id = $1 and id = $2 returning id, name, active`,
      [tenant, id, change.name ?? null, change.active ?? null],
    )
    .catch(error => {
      throw sqlState(error) === '23505' ? stockProblem('REASON_TAKEN', { name: change.name ?? '' }) : error
    })
  if (!reason) throw stockProblem('REASON_UNKNOWN', { reason: id })
  return reason
}

/** A reason by id or name, also one that is out of use. Throws REASON_UNKNOWN. */
export async function reasonOf(tx: Tx, tenant: string, idOrName: string): Promise<AdjustmentReason> {
  const [reason] = await tx.query<AdjustmentReason>(
    `select id, name, active from adjustment_reason where tenant_id = $1 and (id = $2 or name = $3)`,
    [tenant, isId(idOrName) ? idOrName : null, idOrName],
  )
  if (!reason) throw stockProblem('REASON_UNKNOWN', { reason: idOrName })
  return reason
}

/** Those of these reasons that may be chosen. */
export async function knownReasons(
  tx: Tx,
  tenant: string,
  ids: readonly (string | undefined)[],
): Promise<Set<string>> {
  const asked = [...new Set(ids)].filter(id => id !== undefined)
  if (asked.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select id from adjustment_reason where tenant_id = $1 and id = any($2::uuid[]) and active`,
    [tenant, asked],
  )
  return new Set(rows.map(row => row.id))
}

/** Throws REASON_UNKNOWN for the first of these that may not be chosen. */
export async function checkReasons(
  tx: Tx,
  tenant: string,
  ids: readonly (string | undefined)[],
): Promise<void> {
  const known = await knownReasons(tx, tenant, ids)
  const unknown = ids.find(id => id !== undefined && !known.has(id))
  if (unknown !== undefined) throw stockProblem('REASON_UNKNOWN', { reason: unknown })
}
