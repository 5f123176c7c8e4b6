import { type Exact, exact, rounded } from '../base/decimal.ts'

/** How much one sold unit holds. */
export interface Content {
  readonly content: string
  readonly contentUnit: string
}

/** Per how much its price is shown. */
export interface Base {
  readonly baseAmount: string
  readonly baseUnit: string
}

/** The units of contents and base prices: what they measure, and how many of the smallest of their kind they are. */
const units: ReadonlyMap<string, { readonly of: string; readonly size: string }> = new Map([
  ['mg', { of: 'mass', size: '1' }],
  ['g', { of: 'mass', size: '1000' }],
  ['kg', { of: 'mass', size: '1000000' }],
  ['ml', { of: 'volume', size: '1' }],
  ['cl', { of: 'volume', size: '10' }],
  ['l', { of: 'volume', size: '1000' }],
  ['m3', { of: 'volume', size: '1000000' }],
  ['mm', { of: 'length', size: '1' }],
  ['cm', { of: 'length', size: '10' }],
  ['m', { of: 'length', size: '1000' }],
  ['m2', { of: 'area', size: '1' }],
  ['piece', { of: 'count', size: '1' }],
])

/** Codes of the units, as they are typed and stored. */
export const unitCodes = [...units.keys()]

/** Whether a price of what is measured in one unit can be shown per the other. */
export function isOneDimension(one: string, other: string): boolean {
  const unit = units.get(one)
  return unit !== undefined && unit.of === units.get(other)?.of
}

/**
 * The price of the base amount, of one sold unit that costs `gross`: "1.99" for 250 ml is "7.96" per litre. Rounded half up
 * to the minor digits of the currency. Undefined where the units measure different things, or the content is not above 0.
 */
export function basePrice(
  gross: string,
  { content, contentUnit }: Content,
  { baseAmount, baseUnit }: Base,
  minorDigits: number,
): string | undefined {
  const held = measured(content, contentUnit)
  const shown = measured(baseAmount, baseUnit)
  if (!held || !shown || !isOneDimension(contentUnit, baseUnit) || !held.gt(0)) return undefined
  return rounded(exact(gross).times(shown).div(held), minorDigits).toFixed(minorDigits)
}

function measured(amount: string, unit: string): Exact | undefined {
  const size = units.get(unit)?.size
  return size === undefined ? undefined : exact(amount).times(exact(size))
}
