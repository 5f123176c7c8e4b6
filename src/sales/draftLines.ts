import { exact, rounded } from '../base/decimal.ts'
import type { PriceReason } from '../catalog/priceRules.ts'
import type { QuantityPrice } from '../catalog/unitPrice.ts'
import type { TaxDecision } from '../company/decideTaxes.ts'
import { type Finding, normalRate } from './checkWebOrder.ts'
import type { DraftFacts, DraftItem } from './draftFacts.ts'
import type { NewLine } from './makeOrders.ts'
import { type OrderTotals, orderTotals, type TotalsLine } from './orderTotals.ts'
import { cutByShares, shippingTax } from './shippingTax.ts'

/** A line with all that was decided about it; decimals as text. */
export interface DraftLine {
  /** The place of the line that was given for it: one that is parted by rates gives several. */
  readonly from: number
  readonly kind: NewLine['kind']
  readonly itemId: string | null
  readonly sku: string | null
  readonly name: string
  readonly quantity: string
  readonly unitNet: string
  readonly unitGross: string
  readonly discountPercent: string | null
  /** Null: the rate was said, or follows from the other lines. */
  readonly taxClassId: string | null
  readonly taxRate: string
  readonly note: string
  /** Amounts of the whole line, rounded as the document's rule says. */
  readonly net: string
  readonly tax: string
  readonly gross: string
  /** The rule that its price came from; null: it was said. */
  readonly price: PriceReason | null
}

/** What the lines of one order are decided by. */
export interface LineScene {
  readonly facts: DraftFacts
  readonly pricesGross: boolean
  readonly minorDigits: number
  readonly language: string | null
  readonly country: string
  readonly tax: TaxDecision
  readonly shippingWay: 'main' | 'proportional'
  /** The price of an item for so many; undefined: it has none. */
  priceOf(item: DraftItem, classId: string | null, quantity: string): QuantityPrice | undefined
}

/** The lines with prices, taxes and sums, and what keeps them from being ordered. Pure. */
export function draftLines(
  lines: readonly NewLine[],
  scene: LineScene,
): { readonly lines: DraftLine[]; readonly totals: OrderTotals; readonly blockers: Finding[] } {
  const blockers: Finding[] = []
  if (lines.length === 0) blockers.push({ code: 'LINES_MISSING', data: {} })
  const known = lines.map((line, index) => knownOf(line, index + 1, scene, blockers))
  const rated = known.filter(line => line.rate !== null)
  const sums = totalsOf(rated, scene)
  const basis = rated.map((line, at) => ({ taxRate: line.rate ?? '0', net: sums.lines[at]?.net ?? '0' }))
  const drafted = known.flatMap(line => (line.rate === null ? borne(line, basis, scene) : [line]))
  const totals = totalsOf(drafted, scene)
  return {
    blockers,
    totals,
    lines: drafted.map((line, at): DraftLine => {
      const { rate, unit, ...rest } = line
      const amounts = totals.lines[at] ?? { net: '0', tax: '0', gross: '0' }
      return { ...rest, taxRate: rate ?? '0', ...bothSides(unit, rate ?? '0', scene.pricesGross), ...amounts }
    }),
  }
}

/** Net and gross of a unit price of which one was said; 12 digits of what follows from the other. */
export function bothSides(
  unit: string,
  rate: string,
  isGross: boolean,
): { readonly unitNet: string; readonly unitGross: string } {
  const factor = exact(rate).div(100).plus(1)
  const other = isGross
    ? factor.isZero()
      ? exact(unit)
      : exact(unit).div(factor)
    : exact(unit).times(factor)
  const derived = rounded(other, 12).toFixed()
  return isGross ? { unitNet: derived, unitGross: unit } : { unitNet: unit, unitGross: derived }
}

interface Known {
  readonly from: number
  readonly kind: NewLine['kind']
  readonly itemId: string | null
  readonly sku: string | null
  readonly name: string
  readonly quantity: string
  readonly discountPercent: string | null
  readonly taxClassId: string | null
  readonly note: string
  readonly price: PriceReason | null
  /** Null: that of the other lines. */
  readonly rate: string | null
  /** On the side that prices of the order stand on. */
  readonly unit: string
}

const amountText = /^-?\d{1,12}(\.\d{1,30})?$/
// These have no tax of their own: they bear that of what is sold.
const bearing: ReadonlySet<NewLine['kind']> = new Set([
  'shipping',
  'payment',
  'discount',
  'voucher',
  'surcharge',
])

function knownOf(line: NewLine, number: number, scene: LineScene, blockers: Finding[]): Known {
  const { facts, pricesGross } = scene
  const block = (code: string, data: Finding['data'] = {}) =>
    void blockers.push({ code, data: { line: number, ...data } })
  const item = line.kind === 'item' ? itemOf(line, facts, block) : undefined
  const isQuantity = amountText.test(line.quantity) && !exact(line.quantity).isZero()
  const positive = isQuantity && Number(line.quantity) > 0 && Number(line.quantity) <= 1e9
  if (!(line.kind === 'item' ? positive : isQuantity)) block('QUANTITY_INVALID', { quantity: line.quantity })
  const quantity = isQuantity ? exact(line.quantity).toFixed() : '1'
  for (const amount of [line.unitNet, line.unitGross, line.taxRate, line.discountPercent])
    if (amount !== undefined && !amountText.test(amount)) block('AMOUNT_INVALID', { amount })
  const discount = amountOr(line.discountPercent, undefined)
  if (discount !== undefined && (exact(discount).lessThan(0) || exact(discount).greaterThan(100)))
    block('AMOUNT_INVALID', { amount: discount })
  const classId = classOf(line, item, facts, block)
  const rate = rateOf(line, classId, scene, block)
  const said = saidUnit(line, rate ?? '0', pricesGross)
  const found = said === undefined && item ? scene.priceOf(item, classId, quantity) : undefined
  const unit = said ?? (found && (pricesGross ? found.gross : found.net))
  if (unit === undefined)
    block('PRICE_MISSING', { sku: item?.itemNumber ?? line.sku ?? line.name ?? line.kind })
  const name = line.name || (item ? facts.nameOf(item, scene.language) : '')
  if (name === '') block('LINE_NAME_MISSING')
  return {
    from: number - 1,
    kind: line.kind,
    itemId: item?.id ?? null,
    sku: item?.itemNumber ?? line.sku ?? null,
    name,
    quantity,
    discountPercent: discount === undefined || exact(discount).isZero() ? null : exact(discount).toFixed(),
    taxClassId: line.taxRate === undefined ? classId : null,
    note: line.note ?? '',
    price: found?.rule ?? null,
    rate,
    unit: unit ?? '0',
  }
}

function itemOf(
  line: NewLine,
  facts: DraftFacts,
  block: (code: string, data?: Finding['data']) => void,
): DraftItem | undefined {
  const found = facts.itemsOf(line)
  const sku = line.sku ?? line.itemId ?? ''
  const [item] = found
  if (!item) block('ITEM_UNKNOWN', { sku })
  else if (found.length > 1) block('ITEM_AMBIGUOUS', { sku, n: found.length })
  else if (item.kind === 'parent') block('ITEM_IS_PARENT', { sku: item.itemNumber })
  else if (item.blocked) block('ITEM_BLOCKED', { sku: item.itemNumber })
  return found.length === 1 ? item : undefined
}

function classOf(
  line: NewLine,
  item: DraftItem | undefined,
  facts: DraftFacts,
  block: (code: string, data?: Finding['data']) => void,
): string | null {
  if (line.taxClassId !== undefined) {
    if (!facts.taxClasses.has(line.taxClassId)) block('TAX_CLASS_UNKNOWN', { class: line.taxClassId })
    return line.taxClassId
  }
  if (item) return item.taxClassId ?? facts.defaultTaxClass
  return line.kind === 'item' || line.kind === 'custom' ? facts.defaultTaxClass : null
}

function rateOf(
  line: NewLine,
  classId: string | null,
  { tax, country }: LineScene,
  block: (code: string, data?: Finding['data']) => void,
): string | null {
  const said = amountOr(line.taxRate, undefined)
  if (said !== undefined) {
    if (exact(said).lessThan(0) || exact(said).greaterThan(100)) block('AMOUNT_INVALID', { amount: said })
    return normalRate(said)
  }
  if (classId === null) return bearing.has(line.kind) ? null : '0'
  const decided = tax.rates.find(one => one.taxClassId === classId)?.rate
  if (decided === undefined) block('TAX_UNKNOWN', { rate: '?', country })
  return normalRate(decided ?? '0')
}

function amountOr<T>(text: string | undefined, or: T): string | T {
  return text !== undefined && amountText.test(text) ? text : or
}

// What the other side says is turned by the rate; of both, the side of the order counts.
function saidUnit(line: NewLine, rate: string, isGross: boolean): string | undefined {
  const net = amountOr(line.unitNet, undefined)
  const gross = amountOr(line.unitGross, undefined)
  const own = isGross ? gross : net
  if (own !== undefined) return exact(own).toFixed()
  const other = isGross ? net : gross
  if (other === undefined) return undefined
  const both = bothSides(other, rate, !isGross)
  return isGross ? both.unitGross : both.unitNet
}

// Of several rates the amount is parted once, to the minor unit.
function borne(
  line: Known,
  basis: readonly { readonly taxRate: string; readonly net: string }[],
  { shippingWay, minorDigits, tax, facts }: LineScene,
): Known[] {
  const usual = tax.rates.find(one => one.taxClassId === facts.defaultTaxClass)?.rate ?? '0'
  const shares = basis.length === 0 ? [] : shippingTax(basis, shippingWay)
  const [only] = shares
  if (!only || shares.length === 1) return [{ ...line, rate: normalRate(only?.rate ?? usual) }]
  const kept = exact('100')
    .minus(line.discountPercent ?? '0')
    .div(100)
  const whole = exact(line.quantity).times(line.unit).times(kept).toFixed()
  return cutByShares(whole, shares, minorDigits).map(({ rate, amount }) => ({
    ...line,
    quantity: '1',
    discountPercent: null,
    unit: exact(amount).toFixed(),
    rate: normalRate(rate),
  }))
}

function totalsOf(lines: readonly Known[], { pricesGross, minorDigits }: LineScene): OrderTotals {
  return orderTotals({
    pricesGross,
    minorDigits,
    lines: lines.map(
      ({ quantity, unit, discountPercent, rate }): TotalsLine => ({
        quantity,
        ...(pricesGross ? { unitGross: unit } : { unitNet: unit }),
        discountPercent,
        taxRate: rate ?? '0',
      }),
    ),
  })
}
