import type { Tx } from '../base/database.ts'

export interface TaxClass {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  /** What the companies of the tenant charge in it on that day: country and percent. */
  readonly rates: readonly { readonly country: string; readonly rate: string }[]
}

/** The tax classes of a tenant with the rates that its companies charge as of `now`, each on its own day. */
export function listTaxClasses(tx: Tx, tenant: string, now: Date): Promise<TaxClass[]> {
  return tx.query<TaxClass>(
    `select c.id, c.name, c.is_default as "isDefault", coalesce((
       select json_agg(json_build_object('country', r.country, 'rate', trim_scale(r.rate)::text) order by r.country)
       from (
         select distinct on (t.country) t.country, t.rate from company f
         join tax_rate t on t.tenant_id = f.tenant_id and t.country = f.country and t.tax_class_id = c.id and t.charged
           and t.valid_from <= ($2::timestamptz at time zone f.time_zone)::date
         where f.tenant_id = $1 order by t.country, t.valid_from desc) r), '[]') as rates
     from tax_class c where c.tenant_id = $1 order by c.is_default desc, c.name`,
    [tenant, now],
  )
}
