import { type Exact, exact, minorUnits, rounded } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import type { FoundItem } from '../catalog/findItems.ts'
import { displayName, type WebAddress, type WebOrder, type WebOrderLine } from './webOrder.ts'

/** What the checks compare an order with; read once for a whole batch. */
export interface CheckFacts {
  /** Minor digits by currency. */
  readonly currencies: ReadonlyMap<string, number>
  readonly countries: ReadonlySet<string>
  /** Rates by country, as normal decimal texts. */
  readonly taxRates: ReadonlyMap<string, ReadonlySet<string>>
  readonly companyCountry: string
  readonly itemsByNumber: ReadonlyMap<string, readonly FoundItem[]>
  /** By the name that an order of its place calls it by (`linkName`). */
  readonly itemsByLink: ReadonlyMap<string, FoundItem>
}

/** What an order of that place calls an item by. */
export function linkName(
  place: string | undefined,
  { theirs, no }: { readonly theirs: string; readonly no?: number },
): string {
  return JSON.stringify([place ?? '', theirs, no ?? 0])
}

export interface Finding {
  readonly code: string
  readonly data: ProblemData
}

/** What the inbox stores of an order that can be staged. */
export interface CheckedOrder {
  readonly order: WebOrder
  /** Null where the order has no total yet. */
  readonly totalMinor: string | null
  /** Null where the gross price of a line is not known. */
  readonly linesGross: string | null
  /** The prices of each line, in order: what it says, and what follows from it and its rate. */
  readonly prices: readonly LinePrices[]
  readonly customerName: string
  readonly country: string | null
  /** The item of each line, in order; null for lines that are none. */
  readonly itemIds: readonly (string | null)[]
  /** Open checks: staged and counted, not to be taken over until they are answered. */
  readonly open: readonly Finding[]
}

export interface LinePrices {
  readonly net: string | undefined
  readonly gross: string | undefined
}

/**
 * Decides about one web order. `parked`: it cannot be staged, with the first reason. Otherwise it is staged, with its
 * open checks. Pure. The shop's total is never corrected: a difference beyond rounding is TOTAL_MISMATCH. A line without a
 * rate is no reason to stop (it follows from the item and the country), unless its gross price depends on it.
 */
export function checkWebOrder(
  order: WebOrder,
  facts: CheckFacts,
): { readonly parked: Finding } | CheckedOrder {
  const digits = facts.currencies.get(order.currency)
  if (digits === undefined) return parked('CURRENCY_UNKNOWN', { currency: order.currency })
  for (const address of [order.billing, order.shipping])
    if (address?.country && !facts.countries.has(address.country))
      return parked('COUNTRY_UNKNOWN', { country: address.country })
  const broken = brokenNumber(order)
  if (broken) return parked('PAYLOAD_INVALID', { path: broken })
  if (order.lines.length === 0) return parked('PAYLOAD_INVALID', { path: 'lines' })

  const open: Finding[] = []
  const itemIds: (string | null)[] = []
  const rates = ratesOf(order, facts)
  const prices: LinePrices[] = []
  let linesGross: Exact | undefined = exact('0')
  for (const [index, line] of order.lines.entries()) {
    const at = { line: index + 1 }
    const price = pricesOf(line)
    prices.push(price)
    linesGross =
      price.gross === undefined ? undefined : linesGross?.plus(timesQuantity(price.gross, line.quantity))
    const country = countryOf(order) ?? facts.companyCountry
    if (line.taxRate !== undefined && !isZero(line.taxRate) && !rates.has(normalRate(line.taxRate)))
      return parked('TAX_UNKNOWN', { ...at, rate: line.taxRate, country })
    if (price.gross === undefined && !order.pending)
      open.push({ code: 'TAX_UNKNOWN', data: { ...at, rate: '?', country } })
    if (line.kind !== 'item') {
      itemIds.push(null)
      continue
    }
    if (!isQuantity(line.quantity)) return parked('QUANTITY_INVALID', { ...at, quantity: line.quantity })
    const item = itemOf(line, order.place, facts)
    if ('code' in item) return parked(item.code, { ...at, ...item.data })
    if (item.kind === 'parent') open.push({ code: 'ITEM_IS_PARENT', data: { ...at, sku: item.itemNumber } })
    if (item.blocked) open.push({ code: 'ITEM_BLOCKED', data: { ...at, sku: item.itemNumber } })
    itemIds.push(item.id)
  }
  open.push(...addressChecks(order), ...totalCheck(order, linesGross, digits))
  if (order.pending) open.push({ code: 'PENDING_AT_CHANNEL', data: {} })
  return {
    order,
    totalMinor: order.totalGross === undefined ? null : minorUnits(exact(order.totalGross), digits),
    linesGross: linesGross === undefined ? null : rounded(linesGross, digits).toFixed(),
    prices,
    customerName: displayName(order.billing) || displayName(order.shipping),
    country: countryOf(order) ?? null,
    itemIds,
    open,
  }
}

/** So many pieces of an item, as a decimal text. */
export interface Pieces {
  readonly itemId: string
  readonly quantity: string
}

/** The items that an order names without doubt, also one that cannot be staged: the shop has sold them all the same. */
export function itemsNamed(order: Pick<WebOrder, 'lines' | 'place'>, facts: CheckFacts): string[] {
  return order.lines.flatMap(line => {
    const item = line.kind === 'item' ? itemOf(line, order.place, facts) : undefined
    return item && 'id' in item ? [item.id] : []
  })
}

/**
 * What an order takes of our stock, as far as it can be read: of each item that it names without doubt the sum of its lines. Lines of
 * items that nobody knows, or with a quantity that no order has, say nothing. Nothing where its marketplace delivers it itself or it was cancelled there.
 */
export function piecesTaken(
  order: Pick<WebOrder, 'lines' | 'place' | 'fulfilledBy' | 'remoteState'>,
  facts: CheckFacts,
): Pieces[] {
  if (!takesStock(order)) return []
  const sums = new Map<string, Exact>()
  for (const line of order.lines) {
    const item =
      line.kind === 'item' && isQuantity(line.quantity) ? itemOf(line, order.place, facts) : undefined
    if (!item || !('id' in item)) continue
    const before = sums.get(item.id)
    const quantity = exact(line.quantity)
    sums.set(item.id, before ? before.plus(quantity) : quantity)
  }
  return [...sums].map(([itemId, quantity]) => ({ itemId, quantity: quantity.toFixed() }))
}

/** What its marketplace ships is no stock of ours, and what was cancelled there is delivered by nobody. */
export function takesStock(order: Pick<WebOrder, 'fulfilledBy' | 'remoteState'>): boolean {
  return order.fulfilledBy === undefined && order.remoteState !== 'cancelled'
}

function isQuantity(text: string): boolean {
  return amount.test(text) && Number(text) > 0 && Number(text) <= 1e9
}

function parked(code: string, data: ProblemData): { parked: Finding } {
  return { parked: { code, data } }
}

// A link made by us says for sure which item it is; the number that the shop sends says so only where exactly one fits.
function itemOf(line: WebOrderLine, place: string | undefined, facts: CheckFacts): FoundItem | Finding {
  const ref = line.item?.ref
  const linked = ref && facts.itemsByLink.get(linkName(place, ref))
  if (linked) return linked
  const sku = line.item?.sku ?? ''
  const matches = facts.itemsByNumber.get(sku) ?? []
  if (matches.length > 1) return { code: 'ITEM_AMBIGUOUS', data: { sku, n: matches.length } }
  return matches[0] ?? { code: 'ITEM_UNKNOWN', data: { sku: sku || line.name } }
}

// Amounts and quantities that no order has: a unit mixed up, an overflow, or an attack. 15 digits before the point.
const amount = /^-?\d{1,12}(\.\d{1,30})?$/

function brokenNumber(order: WebOrder): string | undefined {
  if (!(order.totalGross === undefined ? order.pending : amount.test(order.totalGross))) return 'totalGross'
  for (const [index, line] of order.lines.entries()) {
    for (const key of numbersOfLine) {
      const value = line[key]
      if (value !== undefined && !amount.test(value)) return `lines[${index}].${key}`
    }
    if (line.unitGross === undefined && line.unitNet === undefined && !order.pending)
      return `lines[${index}].unitGross`
  }
  return undefined
}

const numbersOfLine = ['quantity', 'unitNet', 'unitGross', 'taxRate'] as const

// Where only one price is known the other follows from the rate; a price that both sides name is left as they say it.
function pricesOf({ unitNet: net, unitGross: gross, taxRate }: WebOrderLine): LinePrices {
  if (taxRate === undefined || (net === undefined) === (gross === undefined)) return { net, gross }
  const factor = factorOf(taxRate)
  if (net !== undefined) return { net, gross: rounded(exact(net).times(factor), derivedDigits).toFixed() }
  if (factor.isZero()) return { net, gross } // a rate of -100 % says nothing about the price
  return { net: rounded(exact(gross ?? '0').div(factor), derivedDigits).toFixed(), gross }
}

const derivedDigits = 12

// What a net price is multiplied by. There are a handful of rates, but what a shop sends may be any.
function factorOf(taxRate: string): Exact {
  const known = factors.get(taxRate) ?? exact(taxRate).div(100).plus(1)
  if (factors.size >= 1000) factors.clear()
  factors.set(taxRate, known)
  return known
}
const factors = new Map<string, Exact>()

// Most lines are of one piece.
function timesQuantity(price: string, quantity: string): Exact {
  return quantity === '1' || quantity === '1.0' ? exact(price) : exact(quantity).times(price)
}

function countryOf(order: WebOrder): string | undefined {
  return order.shipping?.country || order.billing?.country
}

// Which rate is right for a sale is decided when it becomes an order; here only rates that nobody knows are stopped.
// Dates are left out on purpose: what the shop charged before or after a change of rates is what the customer paid.
function ratesOf(order: WebOrder, facts: CheckFacts): Set<string> {
  const key = [facts.companyCountry, order.shipping?.country, order.billing?.country].join(' ')
  const cache = ratesCache.get(facts.taxRates) ?? new Map<string, Set<string>>()
  ratesCache.set(facts.taxRates, cache)
  const known = cache.get(key)
  if (known) return known
  const rates = new Set(key.split(' ').flatMap(country => [...(facts.taxRates.get(country) ?? [])]))
  cache.set(key, rates)
  return rates
}
const ratesCache = new WeakMap<ReadonlyMap<string, ReadonlySet<string>>, Map<string, Set<string>>>()

// 0 % is a rate everywhere: exports, small businesses, vouchers. Nobody has to set it up.
function isZero(rate: string): boolean {
  return !/[1-9]/.test(rate)
}

/** "19.00" and "19" are the same rate. */
export function normalRate(rate: string): string {
  return rate.includes('.') ? rate.replace(/\.?0+$/, '') || '0' : rate
}

const neededFields = ['street', 'city', 'country'] as const

/** What an order lacks to be sent somewhere. */
export function addressChecks(order: Pick<WebOrder, 'billing' | 'shipping'>): Finding[] {
  const address: WebAddress | undefined = order.shipping ?? order.billing
  if (!address) return [{ code: 'ADDRESS_MISSING', data: {} }]
  const missing: string[] = neededFields.filter(field => !address[field])
  if (!displayName(address)) missing.unshift('name')
  return missing.length > 0 ? [{ code: 'ADDRESS_INVALID', data: { field: missing.join(', ') } }] : []
}

// Shops round per line or per order: half a minor unit per line either way is rounding, more is a difference to look at.
function totalCheck(order: WebOrder, linesGross: Exact | undefined, digits: number): Finding[] {
  if (order.totalGross === undefined || linesGross === undefined) return []
  const difference = exact(order.totalGross).minus(linesGross).abs()
  if (difference.isZero()) return []
  const unit = exact(`1e-${digits}`)
  if (difference.lessThanOrEqualTo(unit.times(2 + order.lines.length / 2))) return []
  return [
    {
      code: 'TOTAL_MISMATCH',
      data: { expected: rounded(linesGross, digits).toFixed(digits), got: order.totalGross },
    },
  ]
}
