import type { Tx } from '../base/database.ts'
import type { CompanyTaxes } from './taxTreatment.ts'

/** What holds for a company from a day on, until the next such row. */
export interface CompanyTaxRow {
  readonly from: string
  readonly smallBusiness: boolean
  readonly oss: boolean
  readonly exportsFree: boolean
  readonly shippingTax: 'main' | 'proportional'
}

/** A VAT id of a company; `until`: the last day. */
export interface CompanyVatId {
  readonly vatId: string
  readonly state: string
  readonly from: string | null
  readonly until: string | null
}

/** What holds for companies on days; null for a company that the tenant does not have. One statement. */
export async function companyTaxesOn(
  tx: Tx,
  tenant: string,
  list: readonly { readonly companyId: string; readonly date: string }[],
): Promise<(CompanyTaxes | null)[]> {
  const rows = await tx.query<{ taxes: CompanyTaxes | null }>(
    `select case when c.id is not null then json_build_object('country', c.country,
         'smallBusiness', coalesce(t.small_business, false), 'oss', coalesce(t.oss, false),
         'exportsFree', coalesce(t.exports_free, true), 'shippingTax', coalesce(t.shipping_tax, 'main'),
         'vatIds', coalesce((
           select json_agg(json_build_object('vatId', v.vat_id, 'state', v.state) order by v.vat_id) from company_vat_id v
           where v.tenant_id = c.tenant_id and v.company_id = c.id and v.valid_from <= q.day and (v.valid_until is null or v.valid_until >= q.day)), '[]')) end as taxes
     from unnest($2::uuid[], $3::date[]) with ordinality as q (company_id, day, n)
       left join company c on c.tenant_id = $1 and c.id = q.company_id
       left join lateral (
         select * from company_tax s where s.tenant_id = c.tenant_id and s.company_id = c.id and s.valid_from <= q.day
         order by s.valid_from desc limit 1) t on true
     order by q.n`,
    [tenant, list.map(one => one.companyId), list.map(one => one.date)],
  )
  return rows.map(row => row.taxes)
}

/** Which rate a class has in a country on a day. */
export interface RateWanted {
  readonly country: string
  readonly taxClassId: string
  readonly date: string
}

/** `instead`: the class has no rate there, this is that of the tenant's default class. */
export interface RateFound {
  readonly rate: string
  readonly instead: boolean
}

/** The rates that are charged, as normal decimal texts; null where neither the class nor the default class has one. One statement. */
export async function chargedRates(
  tx: Tx,
  tenant: string,
  wanted: readonly RateWanted[],
): Promise<(RateFound | null)[]> {
  const rows = await tx.query<{ rate: string | null; instead: boolean | null }>(
    `select r.rate, r.instead
     from unnest($2::char(2)[], $3::uuid[], $4::date[]) with ordinality as q (country, class, day, n)
       left join lateral (
         select trim_scale(t.rate)::text as rate, t.tax_class_id <> q.class as instead
         from tax_rate t join tax_class c on c.tenant_id = t.tenant_id and c.id = t.tax_class_id
         where t.tenant_id = $1 and t.country = q.country and t.charged and t.valid_from <= q.day
           and (t.tax_class_id = q.class or c.is_default)
         order by t.tax_class_id = q.class desc, t.valid_from desc limit 1) r on true
     order by q.n`,
    [tenant, wanted.map(one => one.country), wanted.map(one => one.taxClassId), wanted.map(one => one.date)],
  )
  return rows.map(({ rate, instead }) => (rate === null ? null : { rate, instead: instead === true }))
}

/** Which of these codes are countries. */
export async function knownCountries(tx: Tx, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ code: string }>('select code from country where code = any($1::char(2)[])', [
    codes.filter(code => code.length === 2),
  ])
  return new Set(rows.map(row => row.code))
}

/** All that was set for a company, the oldest day first. */
export async function listCompanyTaxes(
  tx: Tx,
  tenant: string,
  companyId: string,
): Promise<{ rows: CompanyTaxRow[]; vatIds: CompanyVatId[] }> {
  const [rows, vatIds] = await Promise.all([
    tx.query<CompanyTaxRow>(
      `select valid_from as "from", small_business as "smallBusiness", oss, exports_free as "exportsFree", shipping_tax as "shippingTax"
       from company_tax where tenant_id = $1 and company_id = $2 order by valid_from`,
      [tenant, companyId],
    ),
    tx.query<CompanyVatId>(
      `select vat_id as "vatId", state, nullif(valid_from, '0001-01-01') as "from", valid_until as until
       from company_vat_id where tenant_id = $1 and company_id = $2 order by vat_id`,
      [tenant, companyId],
    ),
  ])
  return { rows, vatIds }
}

/** Writes what holds from a day on; what stood for that day is replaced. */
export async function storeCompanyTax(
  tx: Tx,
  tenant: string,
  companyId: string,
  row: CompanyTaxRow,
): Promise<void> {
  await tx.run(
    `insert into company_tax (tenant_id, company_id, valid_from, small_business, oss, exports_free, shipping_tax)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, company_id, valid_from) do update set small_business = excluded.small_business, oss = excluded.oss,
       exports_free = excluded.exports_free, shipping_tax = excluded.shipping_tax`,
    [tenant, companyId, row.from, row.smallBusiness, row.oss, row.exportsFree, row.shippingTax],
  )
}

/** Writes VAT ids of a company; one that it has gets the days that are said now. */
export async function storeCompanyVatIds(
  tx: Tx,
  tenant: string,
  companyId: string,
  list: readonly CompanyVatId[],
): Promise<void> {
  await tx.run(
    `insert into company_vat_id (tenant_id, company_id, vat_id, state, valid_from, valid_until)
     select $1, $2, v.id, v.state, coalesce(v."from", '0001-01-01'), v.until
     from json_to_recordset($3) as v (id text, state text, "from" date, until date) order by v.id
     on conflict (tenant_id, company_id, vat_id) do update set valid_from = excluded.valid_from, valid_until = excluded.valid_until`,
    [
      tenant,
      companyId,
      JSON.stringify(list.map(({ vatId, state, from, until }) => ({ id: vatId, state, from, until }))),
    ],
  )
}

/** The companies of a tenant by name, with the day that it is there. */
export function companiesToday(
  tx: Tx,
  tenant: string,
  now: Date,
): Promise<{ id: string; name: string; country: string; day: string }[]> {
  return tx.query(
    `select id, name, country, ($2::timestamptz at time zone time_zone)::date as day from company where tenant_id = $1 order by name`,
    [tenant, now],
  )
}
