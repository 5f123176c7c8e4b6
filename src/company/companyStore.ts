import type { Tx } from '../base/database.ts'

/** The id of the company if the tenant has exactly one, else the names to choose from. */
export async function onlyCompany(tx: Tx, tenant: string): Promise<string | string[]> {
  const rows = await tx.query<{ id: string; name: string }>(
    'select id, name from company where tenant_id = $1 order by name limit 20',
    [tenant],
  )
  return rows.length === 1 && rows[0] ? rows[0].id : rows.map(row => row.name)
}
