import { isOneDimension } from './basePrice.ts'
import { isGtin } from './gtin.ts'
import { type ItemFields, impliedFields } from './itemFields.ts'
import type { Refused } from './problems.ts'

/** The ids that items may refer to. */
export interface ItemReferences {
  readonly taxClasses: ReadonlySet<string>
  readonly manufacturers: ReadonlySet<string>
}

type Objection = Pick<Refused, 'code' | 'data'>

/**
 * Why an item cannot be as it is said: GTIN_INVALID, PRICE_SAID_TWICE, TAX_CLASS_UNKNOWN, MANUFACTURER_UNKNOWN,
 * BASE_UNIT_INVALID. `before`: what of it stands already; what is not said again is not judged again.
 */
export function objectionTo(
  fields: ItemFields,
  known: ItemReferences,
  before: ItemFields = {},
): Objection | undefined {
  const { gtin, netPrice, grossPrice, taxClassId, manufacturerId } = fields
  if (typeof gtin === 'string' && !isGtin(gtin)) return { code: 'GTIN_INVALID', data: { gtin } }
  if (typeof netPrice === 'string' && typeof grossPrice === 'string')
    return { code: 'PRICE_SAID_TWICE', data: { net: netPrice, gross: grossPrice } }
  if (taxClassId && !known.taxClasses.has(taxClassId))
    return { code: 'TAX_CLASS_UNKNOWN', data: { taxClass: taxClassId } }
  if (manufacturerId && !known.manufacturers.has(manufacturerId))
    return { code: 'MANUFACTURER_UNKNOWN', data: { manufacturer: manufacturerId } }
  return objectionToUnits({ ...before, ...definedOf(impliedFields(fields)) })
}

// A content is an amount with its unit; a base amount too, and it measures what the content measures.
function objectionToUnits({ content, contentUnit, baseAmount, baseUnit }: ItemFields): Objection | undefined {
  const data = {
    content: `${content ?? ''} ${contentUnit ?? ''}`.trim(),
    base: `${baseAmount ?? ''} ${baseUnit ?? ''}`.trim(),
  }
  const isPaired =
    isSaid(content) === isSaid(contentUnit) &&
    isSaid(baseAmount) === isSaid(baseUnit) &&
    (isSaid(content) || !isSaid(baseAmount))
  const isAbove = [content, baseAmount].every(amount => !isSaid(amount) || /[1-9]/.test(amount ?? ''))
  const isFitting = !isSaid(contentUnit) || isOneDimension(contentUnit ?? '', baseUnit ?? contentUnit ?? '')
  return isPaired && isAbove && isFitting ? undefined : { code: 'BASE_UNIT_INVALID', data }
}

function isSaid(value: string | null | undefined): boolean {
  return value !== null && value !== undefined
}

function definedOf(fields: ItemFields): ItemFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
