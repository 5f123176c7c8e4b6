import { exact } from '../base/decimal.ts'

/** A line as far as sums ask: decimals as text, unit prices unrounded, the rate in percent. One of both prices at least. */
export interface TotalsLine {
  readonly quantity: string
  readonly unitNet?: string | null | undefined
  readonly unitGross?: string | null | undefined
  /** Percent off the line; null: nothing. */
  readonly discountPercent?: string | null | undefined
  readonly taxRate: string
}

/** Rounded to the minor unit, with all its digits. */
export interface LineAmounts {
  readonly net: string
  readonly tax: string
  readonly gross: string
}

export interface OrderTotals {
  /** As the lines came; of each rate they add up to its sums exactly. */
  readonly lines: readonly LineAmounts[]
  /** By rate, the highest first; the rate as a normal decimal ("19", "5.5"). */
  readonly rates: readonly ({ readonly rate: string } & LineAmounts)[]
  readonly net: string
  readonly tax: string
  readonly gross: string
}

/**
 * The sums of an order, by the rule of docs/taxes.md: each line is rounded once, in the price that leads; the tax of a rate is
 * reckoned once, from the sum of its lines; the tax of its lines are shares of that. Pure, and the same for the same lines;
 * the sums of a document with all signs turned are these with all signs turned. Throws a TypeError for a line without a price.
 *
 * Reckoned in whole numbers, because every order that comes from a shop is: amounts are minor units, everything else a fraction
 * of two integers that is divided once, when it is rounded.
 */
export function orderTotals(order: {
  readonly lines: readonly TotalsLine[]
  readonly pricesGross: boolean
  readonly minorDigits: number
}): OrderTotals {
  const { lines, pricesGross, minorDigits } = order
  const rates = lines.map(line => whole(line.taxRate))
  const led = lines.map((line, at) => leading(line, rates[at] ?? nothing, pricesGross, minorDigits))
  const taxes = lines.map(() => 0n)
  const all = { net: 0n, tax: 0n }
  const said = byRate(rates).map(({ rate, at }) => {
    const part = at.map(index => led[index] ?? 0n)
    const sum = total(part)
    const base = (pricesGross ? rate.units : 0n) + 100n * ten(rate.places)
    const tax = rounded(sum * rate.units, base)
    const shares = sharesOf(tax, part, rate.units, base)
    for (const [place, index] of at.entries()) taxes[index] = shares[place] ?? 0n
    const net = pricesGross ? sum - tax : sum
    all.net += net
    all.tax += tax
    return { rate: text(rate.units, rate.places), ...amounts(net, tax, minorDigits) }
  })
  return {
    lines: led.map((amount, index) => {
      const tax = taxes[index] ?? 0n
      return amounts(pricesGross ? amount - tax : amount, tax, minorDigits)
    }),
    rates: said,
    ...amounts(all.net, all.tax, minorDigits),
  }
}

/** A decimal: so many units of its last place. */
interface Whole {
  readonly units: bigint
  readonly places: number
}

const nothing: Whole = { units: 0n, places: 0 }
const powers = Array.from({ length: 60 }, (_, places) => 10n ** BigInt(places))
const ten = (places: number) => powers[places] ?? 10n ** BigInt(places)

// Without zeros at its end: the same decimal is always the same units.
function whole(decimal: string): Whole {
  const plain = /^-?\d+(\.\d+)?$/.test(decimal) ? decimal : exact(decimal).toFixed()
  const point = plain.indexOf('.')
  if (point < 0) return { units: BigInt(plain), places: 0 }
  let end = plain.length
  while (plain[end - 1] === '0') end--
  const fraction = plain.slice(point + 1, end)
  return { units: BigInt(plain.slice(0, point) + fraction), places: fraction.length }
}

/**
 * The amount of a line in the price that leads, rounded to minor units; a price that is only said the other way follows by the
 * rate.
 */
function leading(
  { quantity, unitNet, unitGross, discountPercent }: TotalsLine,
  rate: Whole,
  gross: boolean,
  digits: number,
): bigint {
  const said = gross ? unitGross : unitNet
  const price = said ?? (gross ? unitNet : unitGross)
  if (price === undefined || price === null) throw new TypeError('a line without a price has no sum')
  const [pieces, each] = [whole(quantity), whole(price)]
  let top = pieces.units * each.units * ten(digits)
  let bottom = ten(pieces.places + each.places)
  if (discountPercent !== null && discountPercent !== undefined) {
    const off = whole(discountPercent)
    top *= 100n * ten(off.places) - off.units
    bottom *= 100n * ten(off.places)
  }
  if (said === null || said === undefined) {
    const without = 100n * ten(rate.places)
    const withTax = without + rate.units
    top *= gross ? withTax : without
    bottom *= gross ? without : withTax
  }
  return rounded(top, bottom)
}

// Half up: away from zero at a tie.
function rounded(top: bigint, bottom: bigint): bigint {
  const twice = (top < 0n ? -top : top) * 2n
  const size = (twice + bottom) / (bottom * 2n)
  return top < 0n ? -size : size
}

function byRate(rates: readonly Whole[]): { rate: Whole; at: number[] }[] {
  const found: { rate: Whole; at: number[] }[] = []
  for (const [index, rate] of rates.entries()) {
    const one = found.find(({ rate: { units, places } }) => units === rate.units && places === rate.places)
    if (one) one.at.push(index)
    else found.push({ rate, at: [index] })
  }
  const down = (a: Whole, b: Whole) => b.units * ten(a.places) - a.units * ten(b.places)
  return found.sort((a, b) => Number(down(a.rate, b.rate)))
}

/**
 * The tax of each amount (amount × rate ÷ base), so that they add up to the tax of all: each is rounded down, and the minor units
 * that are left go to those that lost most, the earlier of equals. Amounts that are below zero together are shared like their
 * opposites. Losses are compared before the division: what is equal has to be equal.
 */
function sharesOf(tax: bigint, amounts: readonly bigint[], rate: bigint, base: bigint): bigint[] {
  if (amounts.length === 1) return [tax]
  const sum = total(amounts)
  const turned = (sum === 0n ? (amounts.find(amount => amount !== 0n) ?? 0n) : sum) < 0n
  const straight = turned ? amounts.map(amount => -amount) : amounts
  const shares = straight.map((amount, index) => {
    const top = amount * rate
    // Towards minus infinity; the remainder is what is lost.
    const lost = ((top % base) + base) % base
    return { index, lost, tax: (top - lost) / base }
  })
  let left = (turned ? -tax : tax) - total(shares.map(share => share.tax))
  if (left > 0n)
    for (const share of shares.toSorted((a, b) => Number(b.lost - a.lost) || a.index - b.index)) {
      if (left <= 0n) break
      share.tax += 1n
      left -= 1n
    }
  return shares.map(share => (turned ? -share.tax : share.tax))
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}

function amounts(net: bigint, tax: bigint, digits: number): LineAmounts {
  return { net: text(net, digits), tax: text(tax, digits), gross: text(net + tax, digits) }
}

function text(units: bigint, places: number): string {
  if (places === 0) return String(units)
  const size = String(units < 0n ? -units : units).padStart(places + 1, '0')
  return `${units < 0n ? '-' : ''}${size.slice(0, -places)}.${size.slice(-places)}`
}
