import { exact } from '../../src/base/decimal.ts'
import { taxPlace } from '../../src/company/taxTerritories.ts'
import { caseCompanies, type TaxCase, taxCases } from './taxCases.ts'

/** The kinds of rules whose pairs need a case each. */
export const ruleKinds = [
  'small business',
  'domestic',
  'reverse charge',
  'consumer, One-Stop-Shop',
  'consumer without it',
  'export',
  'invalid id',
  'special territory',
  'date change',
  'reduced class',
  'missing rate',
  'shipping main',
  'shipping proportional',
  'net prices',
  'gross prices',
  'discount',
  'voucher',
  'rounding tie',
  'currency digits',
] as const
export type RuleKind = (typeof ruleKinds)[number]

const treatments = ruleKinds.slice(0, 6)

/** Pairs that exclude each other, and why. */
export const impossible: readonly (readonly [one: RuleKind, other: RuleKind, why: string])[] = [
  ...treatments.flatMap((one, at) =>
    treatments.slice(at + 1).map(other => [one, other, 'a sale is treated in one way'] as const),
  ),
  ['shipping main', 'shipping proportional', 'a company has one of them on a day'],
  ['net prices', 'gross prices', 'one of them leads'],
  ['reverse charge', 'invalid id', 'it needs an id that can be right'],
  ['small business', 'missing rate', 'no rate is looked up'],
  ['reverse charge', 'missing rate', 'no rate is looked up'],
  ['export', 'missing rate', 'no rate is looked up'],
]

/** Which kinds of rules a case is about, read from what it is and has to come to, not from what it says of itself. */
export function kindsOf(one: TaxCase): ReadonlySet<RuleKind> {
  const has: Record<RuleKind, boolean> = {
    'small business': one.is.startsWith('small_business'),
    domestic: one.is.startsWith('domestic'),
    'reverse charge': one.is.startsWith('reverse_charge'),
    'consumer, One-Stop-Shop': isAbroad(one) && one.company.startsWith('oss'),
    'consumer without it': one.is.startsWith('eu_consumer') && !isAbroad(one),
    export: one.is.startsWith('export'),
    'invalid id': one.notes.includes('VAT_ID_INVALID'),
    'special territory': taxPlace(one.country, one.postcode, one.date).territory !== null,
    'date change': taxCases.some(other => isDayBeside(one, other)),
    'reduced class': one.lines.some(line => line.taxClass === 'R'),
    'missing rate': one.notes.includes('TAX_RATE_MISSING'),
    'shipping main': one.shipping !== null && !one.proportional,
    'shipping proportional': one.shipping !== null && one.proportional,
    'net prices': !one.pricesGross,
    'gross prices': one.pricesGross,
    discount: one.lines.some(line => line.discount !== null),
    voucher: one.lines.some(line => line.price.startsWith('-')),
    'rounding tie': hasTie(one),
    'currency digits': one.minorDigits !== 2,
  }
  return new Set(ruleKinds.filter(kind => has[kind]))
}

function isAbroad({ is, company }: TaxCase): boolean {
  return is.startsWith('eu_consumer') && !is.startsWith(`eu_consumer ${caseCompanies[company].country};`)
}

function isDayBeside(one: TaxCase, other: TaxCase): boolean {
  const days = (Date.parse(one.date) - Date.parse(other.date)) / 86_400_000
  const rest = ({ company, proportional, country, postcode, vatId, lines }: TaxCase) =>
    JSON.stringify({ company, proportional, country, postcode, vatId, lines })
  return Math.abs(days) === 1 && rest(one) === rest(other)
}

/** Whether a line, before it is rounded, lies in the middle between two minor units. */
function hasTie({ lines, minorDigits }: TaxCase): boolean {
  return lines.some(({ quantity, price, discount }) => {
    const amount = exact(quantity)
      .times(price)
      .times(exact('100').minus(discount ?? '0'))
      .dividedBy(100)
    const halves = amount.times(exact('10').pow(minorDigits)).times(2)
    return halves.isInteger() && !halves.dividedBy(2).isInteger()
  })
}
