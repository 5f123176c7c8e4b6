import { exact, rounded } from '../../base/decimal.ts'
import { given } from '../../base/given.ts'
import type { LineKind, OrderLineRecord } from '../../port/records.ts'
import {
  decimalOf,
  idText,
  invalid,
  listOf,
  modelOf,
  nameOf,
  type OrderItem,
  textOf,
  type Variation,
} from './payloads.ts'

/** Endpoints name both prices of a line and its rate, or what they name gives the rest. */
export type PricedLine = OrderLineRecord & {
  readonly unitNet: string
  readonly unitGross: string
  readonly taxRate: string
}

/** A line of an order; `path` is where it stands, such as `items[3]`. Throws `Rejected` PAYLOAD_INVALID with the path. */
export function mapLine(value: unknown, path: string): PricedLine {
  const item: OrderItem = modelOf(value, path)
  const product = idText(item.productId)
  const sku = textOf(item.sku)
  const named = product !== '' || sku !== ''
  const kind = lineKindOf(textOf(item.type), named)
  const taxRate = amountOf(item.vat, `${path}.vat`)
  if (taxRate.startsWith('-')) throw invalid(`${path}.vat`, 'negative')
  const ref = product === '' ? undefined : { theirs: product }
  return given<PricedLine>({
    ref: { theirs: idText(item.id) },
    kind,
    item: kind === 'item' && named ? given({ ref, sku: sku || undefined }) : undefined,
    name: nameOf(item.name) || sku,
    quantity: required(item.quantity, `${path}.quantity`),
    ...pricesOf(item, taxRate, path),
    taxRate,
    detail: detailOf(item, path),
  })
}

/** What the lines cost together, each rounded to the digits of the currency, as WooCommerce does. */
export function sumOfLines(lines: readonly PricedLine[], currency: string): string {
  const digits = threeDigitCurrencies.has(currency) ? 3 : 2
  const amounts = lines.map(line => rounded(exact(line.quantity).times(line.unitGross), digits))
  return amounts.reduce((sum, amount) => sum.plus(amount), exact('0')).toFixed()
}

/**
 * A required total or rate. Shops add up in doubles: 28.680000000000003 is meant as 28.68, and a rate of
 * 18.999999999999996 as 19. Only numbers of more than 15 digits with more than 8 decimals are touched; prices and
 * quantities never. Throws `Rejected` PAYLOAD_INVALID with the path.
 */
export function amountOf(value: unknown, path: string): string {
  const text = required(value, path)
  const decimals = text.includes('.') ? text.length - 1 - text.indexOf('.') : 0
  return text.length > 16 && decimals > 8 ? rounded(exact(text), 8).toFixed() : text
}

/** True for 0 in any spelling. */
export function isZero(text: string): boolean {
  return !/[1-9]/.test(text)
}

function required(value: unknown, path: string): string {
  const text = decimalOf(value, path)
  if (text === undefined) throw invalid(path, 'missing')
  return text
}

function lineKindOf(type: string, named: boolean): LineKind {
  switch (type) {
    case 'product':
      return 'item'
    case 'shipping':
    case 'discount':
    case 'surcharge':
      return type
    case 'coupon':
      return 'voucher'
    default: // empty in some connectors: an item where it names one
      return named ? 'item' : 'custom'
  }
}

// Where an endpoint knows one of both prices only, the other is 0 or missing.
function pricesOf(
  item: OrderItem,
  taxRate: string,
  path: string,
): { readonly unitNet: string; readonly unitGross: string } {
  const net = decimalOf(item.price, `${path}.price`)
  const gross = decimalOf(item.priceGross, `${path}.priceGross`)
  if (net === undefined && gross === undefined) throw invalid(`${path}.price`, 'missing')
  const unitNet = net ?? '0'
  const unitGross = gross ?? '0'
  if (isZero(unitNet) === isZero(unitGross)) return { unitNet, unitGross }
  const factor = exact(taxRate).div(100).plus(1)
  if (isZero(unitGross)) return { unitNet, unitGross: rounded(exact(unitNet).times(factor), 12).toFixed() }
  return { unitNet: rounded(exact(unitGross).div(factor), 12).toFixed(), unitGross }
}

function detailOf(item: OrderItem, path: string): Readonly<Record<string, unknown>> | undefined {
  const note = textOf(item.note)
  const group = textOf(item.unique)
  const variations = listOf(item.variations, `${path}.variations`)
  if (note === '' && group === '' && variations.length === 0) return undefined
  const read = Array.from(variations, (entry, index) => variationOf(entry, `${path}.variations[${index}]`))
  return given({
    variations: read.length === 0 ? undefined : read,
    note: note || undefined,
    group: group || undefined,
  })
}

function variationOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  const variation: Variation = modelOf(value, path)
  const surcharge = decimalOf(variation.surcharge, `${path}.surcharge`)
  return given({
    name: nameOf(variation.productVariationName),
    value: nameOf(variation.valueName),
    text: textOf(variation.freeField) || undefined,
    surcharge: surcharge === undefined || isZero(surcharge) ? undefined : surcharge,
  })
}

const threeDigitCurrencies = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']) // ISO 4217
