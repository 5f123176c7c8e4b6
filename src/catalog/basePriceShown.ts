import type { Tx } from '../base/database.ts'
import { languageOfCountry } from '../company/languageOfCountry.ts'
import { amountOf, bothOf } from './amount.ts'
import { basePrice } from './basePrice.ts'
import type { ItemRow } from './itemStore.ts'

/** By what a base price is read: currency, tax and language of the tenant's first company. */
export interface PriceFrame {
  readonly currency: string
  readonly minorDigits: number
  readonly language: string
  /** Percent charged today in the tax class of the item, or in the default one; null: none is known. */
  readonly taxRate: string | null
}

/** The frame of the first company, as of `now`, by its own day; of a tenant without one: euro, German, no tax known. */
export async function priceFrame(
  tx: Tx,
  tenant: string,
  taxClassId: string | null,
  now: Date,
): Promise<PriceFrame> {
  const [row] = await tx.query<Omit<PriceFrame, 'language'> & { country: string }>(
    `select f.currency, u.minor_digits as "minorDigits", f.country, (
       select trim_scale(t.rate)::text from tax_rate t
       where t.tenant_id = $1 and t.country = f.country and t.charged
         and t.tax_class_id = coalesce($2::uuid,
           (select id from tax_class where tenant_id = $1 and is_default order by id limit 1))
         and t.valid_from <= ($3::timestamptz at time zone f.time_zone)::date
       order by t.valid_from desc limit 1) as "taxRate"
     from company f join currency u on u.code = f.currency where f.tenant_id = $1 order by f.id limit 1`,
    [tenant, taxClassId, now],
  )
  if (!row) return { currency: 'EUR', minorDigits: 2, language: 'de', taxRate: null }
  const { country, ...frame } = row
  return { ...frame, language: languageOfCountry(country) }
}

/** The base price of an item without and with tax, and what so much of its content costs with tax. */
export interface ShownBasePrice {
  readonly net: string
  readonly gross: string
  /** Per `baseAmount` of `baseUnit`; absent where the item names none. */
  readonly perUnit?: string
}

/** Says the base price both ways; null where there is none, or no tax rate is known to make one of the other. Pure. */
export function shownBasePrice(item: ItemRow, frame: PriceFrame): ShownBasePrice | null {
  const said = amountOf({ net: item.netPrice, gross: item.grossPrice })
  if (said === null || said === 'twice' || frame.taxRate === null) return null
  const { minorDigits, taxRate } = frame
  const both = bothOf(said, { taxRate, minorDigits })
  const { content, contentUnit, baseAmount, baseUnit } = item
  const perUnit =
    content && contentUnit && baseAmount && baseUnit
      ? basePrice(both.gross, { content, contentUnit }, { baseAmount, baseUnit }, minorDigits)
      : undefined
  return { ...both, ...(perUnit === undefined ? {} : { perUnit }) }
}
