import type { Tx } from '../base/database.ts'
import { languageOfCountry } from '../company/languageOfCountry.ts'
import { catalogProblem } from './problems.ts'

/** What of a channel and its company everything that it is told depends on. */
export interface ChannelFacts {
  readonly currency: string
  readonly minorDigits: number
  /** Language of the company: an item or category without a text in it has its own name there. */
  readonly language: string
  /** Only what lies below it is shown; null: everything. */
  readonly rootCategoryId: string | null
  /** In which languages it is told texts; none: in all in which something is said, and the company's. */
  readonly languages: readonly string[]
  /** Tax class → percent that the company charges today. */
  readonly taxRates: ReadonlyMap<string, string>
  readonly defaultTaxClass: string | null
}

/** Reads them as of `now`; the day is the company's. Throws CHANNEL_UNKNOWN. */
export async function channelFacts(
  tx: Tx,
  tenant: string,
  channelId: string,
  now: Date,
): Promise<ChannelFacts> {
  const [row] = await tx.query<{
    currency: string
    minorDigits: number
    country: string
    rootCategoryId: string | null
    languages: string[]
    defaultTaxClass: string | null
    rates: Readonly<Record<string, string>>
  }>(
    `select f.currency, u.minor_digits as "minorDigits", f.country, h.root_category_id as "rootCategoryId", h.languages,
       (select id from tax_class where tenant_id = $1 and is_default order by id limit 1) as "defaultTaxClass",
       (select coalesce(json_object_agg(r.tax_class_id, r.rate::text), '{}') from (
          select distinct on (t.tax_class_id) t.tax_class_id, t.rate from tax_rate t
          where t.tenant_id = $1 and t.country = f.country and t.charged and t.tax_class_id is not null
            and t.valid_from <= ($3::timestamptz at time zone f.time_zone)::date
          order by t.tax_class_id, t.valid_from desc) r) as rates
     from channel h
     join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
     join company f on f.tenant_id = c.tenant_id and f.id = c.company_id
     join currency u on u.code = f.currency
     where h.tenant_id = $1 and h.id = $2`,
    [tenant, channelId, now],
  )
  if (!row) throw catalogProblem('CHANNEL_UNKNOWN', { channel: channelId })
  const { country, rates, ...facts } = row
  return { ...facts, language: languageOfCountry(country), taxRates: new Map(Object.entries(rates)) }
}
