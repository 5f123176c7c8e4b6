import type { Tx } from '../base/database.ts'

/** The id of the company if the tenant has exactly one, else the names to choose from. */
export async function onlyCompany(tx: Tx, tenant: string): Promise<string | string[]> {
  const rows = await tx.query<{ id: string; name: string }>(
    'select id, name from company where tenant_id = $1 order by name limit 20',
    [tenant],
  )
  return rows.length === 1 && rows[0] ? rows[0].id : rows.map(row => row.name)
}

/** What days, amounts and taxes of a tenant go by where no company is named: those of its first company. */
export interface CompanyFrame {
  readonly timeZone: string
  readonly currency: string
  readonly country: string
}

/** The frame of the first company; of a tenant without one: UTC, euro, Germany. */
export async function companyFrame(tx: Tx, tenant: string): Promise<CompanyFrame> {
  const [row] = await tx.query<CompanyFrame>(
    `select time_zone as "timeZone", currency, country from company where tenant_id = $1 order by id limit 1`,
    [tenant],
  )
  return row ?? { timeZone: 'UTC', currency: 'EUR', country: 'DE' }
}
