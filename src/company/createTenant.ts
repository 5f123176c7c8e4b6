import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { companyProblem } from './problems.ts'
import { everyRight, type Right } from './rights.ts'
import { insertReasons } from './standardReasons.ts'
import { type Rate, taxRates } from './taxRates.ts'
import { insertTenant, type Tenant } from './tenantStore.ts'

export interface TenantWish {
  /** Made by the caller, because the transaction must work for it from its start. */
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly companyName: string
  /** ISO 3166-1; DE by default. */
  readonly country?: string
  /** ISO 4217; EUR by default. */
  readonly currency?: string
  /** IANA name; Europe/Berlin by default. */
  readonly timeZone?: string
}

/** The roles that every tenant starts with. More can be made; these can be changed. */
export const standardRoles: Readonly<Record<string, readonly (Right | typeof everyRight)[]>> = {
  administrator: [everyRight],
  'order desk': [
    'orders.read',
    'orders.write',
    'inbox.read',
    'inbox.write',
    'customers.read',
    'customers.write',
    'items.read',
    'stock.read',
    'ledger.read',
    'ledger.write',
    'connections.read',
    'sync.read',
    'sync.start',
    'worker.read',
  ],
  reader: [
    'orders.read',
    'inbox.read',
    'customers.read',
    'items.read',
    'stock.read',
    'ledger.read',
    'connections.read',
    'sync.read',
    'worker.read',
  ],
}

/**
 * Makes a tenant with what it needs to work: one company, tax classes and the tax rates that the import accepts, the reasons for
 * returns and cancellations, standard roles. `tx` works for the tenant `wish.id`. Errors: TENANT_TAKEN, COUNTRY_UNKNOWN, CURRENCY_UNKNOWN,
 * COMPANY_ZONE_UNKNOWN.
 */
export async function createTenant(tx: Tx, wish: TenantWish, now: Date): Promise<Tenant> {
  const tenant: Tenant = { id: wish.id, slug: wish.slug, name: wish.name, createdAt: now }
  await insertTenant(tx, tenant)
  await insertCompany(tx, wish)
  await insertTaxes(tx, wish.id)
  await insertReasons(tx, wish.id)
  await tx.run(
    `insert into role (tenant_id, id, name, rights)
     select $1, r.id, r.name, r.rights from json_to_recordset($2) r (id uuid, name text, rights text[])`,
    [
      wish.id,
      JSON.stringify(Object.entries(standardRoles).map(([name, rights]) => ({ id: newId(), name, rights }))),
    ],
  )
  return tenant
}

async function insertCompany(tx: Tx, wish: TenantWish): Promise<void> {
  const { country = 'DE', currency = 'EUR', timeZone = 'Europe/Berlin' } = wish
  const [known] = await tx.query<{ country: boolean; currency: boolean }>(
    `select exists (select from country where code = $1) as country,
       exists (select from currency where code = $2) as currency`,
    [country, currency],
  )
  if (!known?.country) throw companyProblem('COUNTRY_UNKNOWN', { country })
  if (!known.currency) throw companyProblem('CURRENCY_UNKNOWN', { currency })
  if (!isTimeZone(timeZone)) throw companyProblem('COMPANY_ZONE_UNKNOWN', { zone: timeZone })
  await tx.run(
    `insert into company (tenant_id, id, name, country, currency, time_zone) values ($1, $2, $3, $4, $5, $6)`,
    [wish.id, newId(), wish.companyName, country, currency, timeZone],
  )
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return !/^[+-]/.test(name) // an offset has no summer time
  } catch {
    return false
  }
}

async function insertTaxes(tx: Tx, tenant: string): Promise<void> {
  const classes = { standard: newId(), reduced: newId(), zero: newId() }
  await tx.run(
    `insert into tax_class (tenant_id, id, name, is_default)
     values ($1, $2, 'Normaler Steuersatz', true), ($1, $3, 'Ermäßigter Steuersatz', false), ($1, $4, 'Steuerfrei', false)`,
    [tenant, classes.standard, classes.reduced, classes.zero],
  )
  const countries = await tx.query<{ code: string }>('select code from country')
  const rows = [
    ...Object.entries(taxRates).flatMap(([country, { standard, reduced, charged = [] }]) => [
      ...standard.map(rate => taxRow(country, classes.standard, rate, true)),
      ...reduced
        .filter(rate => !charged.some(one => String(one) === String(rate)))
        .map(rate => taxRow(country, classes.reduced, rate, false)),
      ...charged.map(rate => taxRow(country, classes.reduced, rate, true)),
    ]),
    ...countries.map(({ code }) => taxRow(code, classes.zero, '0', true)),
  ]
  await tx.run(
    `insert into tax_rate (tenant_id, id, country, tax_class_id, rate, valid_from, charged)
     select $1, r.id, r.country, r.class, r.rate::numeric, coalesce(r."from", '0001-01-01'), r.charged
     from json_to_recordset($2) r (id uuid, country text, class uuid, rate text, "from" date, charged boolean)`,
    [tenant, JSON.stringify(rows)],
  )
}

function taxRow(country: string, taxClass: string, rate: Rate, charged: boolean) {
  const [percent, from] = typeof rate === 'string' ? [rate, null] : rate
  return { id: newId(), country, class: taxClass, rate: percent, from, charged }
}
