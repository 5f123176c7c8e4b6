import type { Tx } from '../base/database.ts'
import { companyProblem } from './problems.ts'

/** The id of the company if the tenant has exactly one, else the names to choose from. */
export async function onlyCompany(tx: Tx, tenant: string): Promise<string | string[]> {
  const rows = await tx.query<{ id: string; name: string }>(
    'select id, name from company where tenant_id = $1 order by name limit 20',
    [tenant],
  )
  return rows.length === 1 && rows[0] ? rows[0].id : rows.map(row => row.name)
}

export interface Company {
  readonly id: string
  readonly name: string
  /** ISO code. */
  readonly country: string
  readonly currency: string
  readonly timeZone: string
}

/** All companies of a tenant, by name. */
export function listCompanies(tx: Tx, tenant: string): Promise<Company[]> {
  return tx.query<Company>(
    `select id, name, country, currency, time_zone as "timeZone" from company where tenant_id = $1 order by name, id`,
    [tenant],
  )
}

/** The id of a company by id or name. Throws COMPANY_UNKNOWN. */
export async function companyIdOf(tx: Tx, tenant: string, idOrName: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `select id from company where tenant_id = $1 and (id::text = $2 or name = $2) limit 1`,
    [tenant, idOrName],
  )
  if (!row) throw companyProblem('COMPANY_UNKNOWN', { company: idOrName })
  return row.id
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
