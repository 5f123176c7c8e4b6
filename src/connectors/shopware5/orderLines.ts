import { type Exact, exact, rounded } from '../../base/decimal.ts'
import { given } from '../../base/given.ts'
import type { LineKind, OrderLineRecord } from '../../port/records.ts'
import { itemKey } from './keys.ts'
import {
  type Detail,
  decimalOf,
  decimalOrNone,
  invalid,
  isTrue,
  isZero,
  keyOf,
  type Order,
  rowOf,
  textOf,
} from './payloads.ts'

/** What the prices of an order are: with tax, without it, or of an order that bears none. */
export type Pricing = 'gross' | 'net' | 'free'

/** By the flags of the order. */
export function pricingOf(order: Order): Pricing {
  if (isTrue(order.taxFree)) return 'free'
  return isTrue(order.net) ? 'net' : 'gross'
}

/**
 * A position of an order; `path` is where it stands, such as `details[3]`. Throws `Rejected` PAYLOAD_INVALID with the path. Its `mode`:
 * 0 item, 1 premium item, 2 voucher, 3 rebate, 4 surcharge or discount, 10 and above what plug-ins add.
 */
export function mapDetail(value: unknown, path: string, pricing: Pricing): OrderLineRecord {
  const detail: Detail = rowOf(value, path)
  const price = decimalOf(detail.price, `${path}.price`)
  const quantity = decimalOf(detail.quantity, `${path}.quantity`)
  const rate = decimalOrNone(detail.taxRate, `${path}.taxRate`)
  if (rate?.startsWith('-')) throw invalid(`${path}.taxRate`, 'negative')
  const sku = textOf(detail.articleNumber)
  const article = keyOf(detail.articleId)
  const variant = keyOf(detail.articleDetailID) || keyOf(detail.articleDetailId)
  const kind = kindOf(detail, article !== '' || sku !== '', price, path)
  const ref = article && variant ? { theirs: itemKey(article, variant) } : undefined
  const gtin = textOf(detail.ean)
  return given<OrderLineRecord>({
    ref: { theirs: keyOf(detail.id) },
    kind,
    item:
      kind === 'item' && (ref || sku)
        ? given({ ref, sku: sku || undefined, gtin: gtin || undefined })
        : undefined,
    name: textOf(detail.articleName) || sku,
    quantity,
    ...priced(price, pricing),
    taxRate: pricing === 'free' ? '0' : rate,
    detail: moreOf(detail),
  })
}

// An item that the shop has no more is named by its number alone.
function kindOf(detail: Detail, isItem: boolean, price: string, path: string): LineKind {
  const mode = Number(decimalOrNone(detail.mode, `${path}.mode`) ?? '0')
  if (mode === 0 || mode === 1) return isItem ? 'item' : 'custom'
  if (mode === 2) return 'voucher'
  if (mode === 3) return 'discount'
  const isLess = price.startsWith('-')
  if (mode === 4) {
    if (/^sw-payment/i.test(textOf(detail.articleNumber))) return 'payment'
    return isLess ? 'discount' : 'surcharge'
  }
  if (isLess) return 'discount'
  return isItem ? 'item' : 'custom'
}

function priced(price: string, pricing: Pricing): Pick<OrderLineRecord, 'unitNet' | 'unitGross'> {
  if (pricing === 'free') return { unitNet: price, unitGross: price }
  return pricing === 'net' ? { unitNet: price } : { unitGross: price }
}

function moreOf(detail: Detail): Readonly<Record<string, unknown>> | undefined {
  const config = textOf(detail.config)
  const more = given({
    unit: textOf(detail.unit) || undefined,
    packUnit: textOf(detail.packUnit) || undefined,
    download: isTrue(detail.esdArticle) ? true : undefined,
    note: config === '' || config === '[]' ? undefined : config,
  })
  return Object.keys(more).length === 0 ? undefined : more
}

/**
 * What shipping costs, which is no position: one line at `invoiceShippingTaxRate`, else at the rate with the highest share of the items;
 * with `isProportionalCalculation` one per rate, to the cent. Nothing where it costs nothing. Throws `Rejected` PAYLOAD_INVALID.
 */
export function shippingLines(
  order: Order,
  name: string,
  pricing: Pricing,
  lines: readonly OrderLineRecord[],
): readonly OrderLineRecord[] {
  const gross = decimalOrNone(order.invoiceShipping, 'invoiceShipping')
  const net = decimalOrNone(order.invoiceShippingNet, 'invoiceShippingNet')
  const said = decimalOrNone(order.invoiceShippingTaxRate, 'invoiceShippingTaxRate')
  const amount = pricing === 'gross' ? (gross ?? net) : (net ?? gross)
  if (amount === undefined || isZero(amount)) return []
  if (said?.startsWith('-')) throw invalid('invoiceShippingTaxRate', 'negative')
  const shares = sharesOf(lines)
  const line = (part: string, rate: string | undefined, theirs: string): OrderLineRecord =>
    given<OrderLineRecord>({
      ref: { theirs },
      kind: 'shipping',
      name,
      quantity: '1',
      ...priced(part, pricing),
      taxRate: pricing === 'free' ? '0' : rate,
    })
  if (isTrue(order.isProportionalCalculation) && pricing !== 'free' && shares.length > 1)
    return split(amount, shares).map(({ rate, part }) => line(part, rate, `shipping/${rate}`))
  return [line(amount, said ?? shares[0]?.rate, 'shipping')]
}

interface Share {
  readonly rate: string
  readonly sum: Exact
}

// What the items cost by rate, the highest first.
function sharesOf(lines: readonly OrderLineRecord[]): readonly Share[] {
  const sums = new Map<string, Share>()
  for (const { kind, taxRate, quantity, unitNet, unitGross } of lines) {
    if (kind !== 'item' || taxRate === undefined) continue
    const rate = exact(taxRate).toFixed()
    const cost = exact(quantity).times(unitGross ?? unitNet ?? '0')
    sums.set(rate, { rate, sum: cost.plus(sums.get(rate)?.sum ?? '0') })
  }
  return [...sums.values()].filter(({ sum }) => sum.greaterThan(0)).sort((a, b) => b.sum.comparedTo(a.sum))
}

// Each part is rounded; the highest share takes what is left of the cents.
function split(amount: string, shares: readonly Share[]): readonly { rate: string; part: string }[] {
  const all = shares.reduce((sum, share) => sum.plus(share.sum), exact('0'))
  const parts = shares.map(({ rate, sum }) => ({
    rate,
    part: rounded(exact(amount).times(sum).div(all), 2),
  }))
  const rest = parts.reduce((left, { part }) => left.minus(part), exact(amount))
  return parts
    .map(({ rate, part }, at) => ({ rate, part: (at === 0 ? part.plus(rest) : part).toFixed() }))
    .filter(({ part }) => !isZero(part))
}

/**
 * The line that takes what the positions lack of the total, where shops have rounded: two cents, and half of one for each line. More is
 * a difference, which is shown and not put right.
 */
export function roundingLine(total: string, lines: readonly OrderLineRecord[]): readonly OrderLineRecord[] {
  const sum = lines.reduce((all, line) => all.plus(exact(line.quantity).times(grossOf(line))), exact('0'))
  const difference = exact(total).minus(rounded(sum, 2))
  const most = exact('0.02').plus(exact('0.005').times(lines.length))
  if (difference.isZero() || difference.abs().greaterThan(most)) return []
  const amount = difference.toFixed()
  return [
    {
      ref: { theirs: 'rounding' },
      kind: difference.isNegative() ? 'discount' : 'surcharge',
      name: 'Rundungsdifferenz',
      quantity: '1',
      unitNet: amount,
      unitGross: amount,
      taxRate: '0',
    },
  ]
}

function grossOf({ unitGross, unitNet = '0', taxRate = '0' }: OrderLineRecord): string {
  return unitGross ?? rounded(exact(unitNet).times(exact(taxRate).div(100).plus(1)), 12).toFixed()
}
