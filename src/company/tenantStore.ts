import { type Database, type Tx, transact } from '../base/database.ts'
import { companyProblem } from './problems.ts'

export interface Tenant {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly createdAt: Date
}

/** All tenants, oldest first, at most `limit`. Only the clock sees more than one: `tx` is of role kontor_clock. */
export async function listTenants(tx: Tx, limit = 1000): Promise<Tenant[]> {
  return tx.query<Tenant>(
    `select id, slug, name, created_at as "createdAt" from tenant order by id limit $1`,
    [limit],
  )
}

/**
 * The tenant of that slug, or the only one. Errors: TENANT_UNKNOWN; without a slug TENANT_NEEDED if there are several,
 * TENANT_MISSING if there is none.
 */
export async function findTenant(db: Database, slug?: string): Promise<Tenant> {
  const found = await transact(db, { role: 'kontor_clock' }, tx =>
    slug === undefined
      ? listTenants(tx, 2)
      : tx.query<Tenant>(`select id, slug, name, created_at as "createdAt" from tenant where slug = $1`, [
          slug,
        ]),
  )
  const [tenant, another] = found
  if (another) throw companyProblem('TENANT_NEEDED')
  if (tenant) return tenant
  throw slug === undefined ? companyProblem('TENANT_MISSING') : companyProblem('TENANT_UNKNOWN', { slug })
}

/** The tenant that `tx` works for. */
export async function readTenant(tx: Tx, id: string): Promise<Tenant> {
  const [tenant] = await tx.query<Tenant>(
    `select id, slug, name, created_at as "createdAt" from tenant where id = $1`,
    [id],
  )
  if (!tenant) throw new TypeError('the tenant of this transaction does not exist')
  return tenant
}

/** Inserts the tenant row; `tx` works for this tenant already. Error: TENANT_TAKEN. */
export async function insertTenant(tx: Tx, tenant: Tenant): Promise<void> {
  const inserted = await tx.run(
    `insert into tenant (id, slug, name, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [tenant.id, tenant.slug, tenant.name, tenant.createdAt],
  )
  if (inserted === 0) throw companyProblem('TENANT_TAKEN', { slug: tenant.slug })
}
