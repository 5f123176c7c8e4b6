import { type Exact, exact, rounded } from '../../base/decimal.ts'
import type { ItemFields, textFields } from '../../catalog/itemFields.ts'
import type { ItemFilter } from '../../catalog/listItems.ts'
import { catalogProblem } from '../../catalog/problems.ts'

/** Which items are meant: those that a filter finds, or these. */
export type BulkFilter = ItemFilter | { readonly ids: readonly string[] }

/** How prices that come of a calculation are rounded: to cents, to five cents, or to the nearest price that ends in 99. */
export const roundings = ['0.01', '0.05', 'x.99'] as const
export type Rounding = (typeof roundings)[number]

/** What becomes of a number: another one, so much more or less, so many percent more or less; null: none. */
export type NumberChange =
  | { readonly set: string | null }
  | { readonly add: string; readonly round?: Rounding | undefined }
  | { readonly percent: string; readonly round?: Rounding | undefined }

/** Whose price: the item's own, that of a customer group, or that at a channel for everyone or for a group. */
export interface PriceOf {
  readonly customerGroupId: string | null
  readonly channelId: string | null
}

/** A text of an item: for everyone or for one channel, in a language. */
export interface TextOf {
  readonly channelId: string | null
  readonly language: string
  readonly field: (typeof textFields)[number]
}

/** An attribute of an item; in a language where it is translated, else ''. */
export interface AttributeOf {
  readonly attributeId: string
  readonly language: string
}

/** What is done to each of the items. */
export interface BulkChange {
  /** Fields that become these. */
  readonly set?: Readonly<Record<string, string | boolean | null>> | undefined
  /** Numbers of the item that are calculated; those it does not have stay so. */
  readonly numbers?: Readonly<Record<string, NumberChange>> | undefined
  /** The price as it was said, net or gross, of all quantities. Set by a number it keeps how it was said, net where there was none. */
  readonly price?: ({ readonly change: NumberChange } & PriceOf) | undefined
  readonly addCategoryIds?: readonly string[] | undefined
  readonly removeCategoryIds?: readonly string[] | undefined
  readonly sell?: readonly { readonly channelId: string; readonly active: boolean }[] | undefined
  /** Texts that become these; '' takes one away. */
  readonly texts?: readonly (TextOf & { readonly value: string })[] | undefined
  /** Attributes that become these; null takes one away. */
  readonly attributes?: readonly (AttributeOf & { readonly value: string | null })[] | undefined
}

type BulkField = Exclude<keyof ItemFields, 'itemNumber'>

const kinds: Readonly<Record<BulkField, 'text' | 'number' | 'switch'>> = {
  name: 'text',
  gtin: 'text',
  manufacturerNumber: 'text',
  ownNumber: 'text',
  manufacturerId: 'text',
  netPrice: 'number',
  grossPrice: 'number',
  weight: 'number',
  shippingWeight: 'number',
  length: 'number',
  width: 'number',
  height: 'number',
  unit: 'text',
  content: 'number',
  contentUnit: 'text',
  baseAmount: 'number',
  baseUnit: 'text',
  taxClassId: 'text',
  active: 'switch',
  blocked: 'switch',
  stockManaged: 'switch',
  oversell: 'switch',
  buffer: 'number',
}

/** Fields that cannot be empty. */
const needed: ReadonlySet<string> = new Set([
  'name',
  'buffer',
  'active',
  'blocked',
  'stockManaged',
  'oversell',
])

/** The fields of items that can be changed together: all but the number, of which each item has its own. */
export const bulkFields = Object.keys(kinds) as readonly BulkField[]

/**
 * The value of a field as it was typed: "" takes it away. Throws BULK_FIELD_UNKNOWN, and BULK_VALUE_INVALID where the field
 * cannot be so.
 */
export function fieldValue(field: string, typed: string): string | boolean | null {
  const kind = kindOf(field)
  const invalid = () => catalogProblem('BULK_VALUE_INVALID', { field, value: typed })
  if (typed === '') {
    if (needed.has(field)) throw invalid()
    return null
  }
  if (kind === 'number' && !isAmount(typed)) throw invalid()
  if (kind !== 'switch') return typed
  if (typed !== 'true' && typed !== 'false') throw invalid()
  return typed === 'true'
}

/** A field that can be calculated. Throws BULK_FIELD_UNKNOWN. */
export function numberField(field: string): string {
  if (kindOf(field) !== 'number') throw unknownField(field)
  return field
}

function kindOf(field: string): 'text' | 'number' | 'switch' {
  const kind = Object.hasOwn(kinds, field) ? kinds[field as BulkField] : undefined
  if (!kind) throw unknownField(field)
  return kind
}

function unknownField(field: string) {
  return catalogProblem('BULK_FIELD_UNKNOWN', { field, fields: bulkFields })
}

function isAmount(text: string): boolean {
  return /^\d{1,15}(\.\d{1,12})?$/.test(text)
}

/** What a number becomes; one that there is not stays so, unless it is set. `negative`: it would be less than 0. */
export function changedNumber(before: string | null, change: NumberChange): string | null | 'negative' {
  if ('set' in change) return change.set
  if (before === null) return null
  const value = exact(before)
  const after =
    'add' in change
      ? value.plus(exact(change.add))
      : value.times(exact(change.percent).dividedBy(100).plus(1))
  const result = roundedTo(after, change.round)
  return result.isNegative() && !result.isZero() ? 'negative' : result.toFixed()
}

function roundedTo(value: Exact, rounding: Rounding | undefined): Exact {
  if (rounding === undefined) return value
  if (rounding === '0.01') return rounded(value, 2)
  if (rounding === '0.05') return rounded(value.times(20), 0).dividedBy(20)
  // The nearest one; below one unit there is only 0.99.
  const whole = rounded(value.plus('0.01'), 0)
  return (whole.isZero() ? whole.plus(1) : whole).minus('0.01')
}
