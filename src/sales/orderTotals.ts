import { type Exact, exact, rounded } from '../base/decimal.ts'

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
 */
export function orderTotals(order: {
  readonly lines: readonly TotalsLine[]
  readonly pricesGross: boolean
  readonly minorDigits: number
}): OrderTotals {
  const { lines, pricesGross, minorDigits } = order
  const led = lines.map(line => rounded(lineTotal(line, pricesGross), minorDigits))
  const taxes: Exact[] = lines.map(() => zero)
  const rates = byRate(lines).map(({ rate, at }) => {
    const part = at.map(index => led[index] ?? zero)
    const sum = total(part)
    const base = pricesGross ? rate.plus(100) : exact('100')
    const tax = rounded(sum.times(rate).dividedBy(base), minorDigits)
    const shared = sharesOf(tax, part, rate, base, minorDigits)
    for (const [place, index] of at.entries()) taxes[index] = shared[place] ?? zero
    return { rate, sum, tax }
  })
  const both = (leading: Exact, tax: Exact) => {
    const net = pricesGross ? leading.minus(tax) : leading
    return { net, tax, gross: net.plus(tax) }
  }
  const said = rates.map(({ rate, sum, tax }) => ({ rate: rate.toFixed(), ...both(sum, tax) }))
  return {
    lines: led.map((amount, index) => texts(both(amount, taxes[index] ?? zero), minorDigits)),
    rates: said.map(({ rate, ...amounts }) => ({ rate, ...texts(amounts, minorDigits) })),
    ...texts(
      {
        net: total(said.map(one => one.net)),
        tax: total(said.map(one => one.tax)),
        gross: total(said.map(one => one.gross)),
      },
      minorDigits,
    ),
  }
}

const zero = exact('0')

/** The amount of a line in the price that leads, unrounded; a price that is only said the other way follows by the rate. */
function lineTotal(
  { quantity, unitNet, unitGross, discountPercent, taxRate }: TotalsLine,
  gross: boolean,
): Exact {
  const said = gross ? unitGross : unitNet
  const other = gross ? unitNet : unitGross
  const price = said ?? other
  if (price === undefined || price === null) throw new TypeError('a line without a price has no sum')
  const part = exact('100').minus(discountPercent ?? '0')
  const amount = exact(quantity).times(price).times(part).dividedBy(100)
  if (said !== undefined && said !== null) return amount
  const withTax = exact(taxRate).plus(100)
  return gross ? amount.times(withTax).dividedBy(100) : amount.times(100).dividedBy(withTax)
}

function byRate(lines: readonly TotalsLine[]): { rate: Exact; at: number[] }[] {
  const found = new Map<string, { rate: Exact; at: number[] }>()
  for (const [index, line] of lines.entries()) {
    const rate = exact(line.taxRate)
    const one = found.get(rate.toFixed()) ?? { rate, at: [] }
    one.at.push(index)
    found.set(rate.toFixed(), one)
  }
  return [...found.values()].sort((a, b) => b.rate.comparedTo(a.rate))
}

/**
 * The tax of each amount (amount × rate ÷ base), so that they add up to the tax of all: each is rounded down, and the minor units
 * that are left go to those that lost most, the earlier of equals. Amounts that are below zero together are shared like their
 * opposites. Losses are compared before the division: what is equal has to be equal.
 */
function sharesOf(tax: Exact, amounts: readonly Exact[], rate: Exact, base: Exact, digits: number): Exact[] {
  const sum = total(amounts)
  const turned = (sum.isZero() ? (amounts.find(amount => !amount.isZero()) ?? zero) : sum).isNegative()
  const straight = turned ? amounts.map(amount => amount.negated()) : amounts
  const tops = straight.map(amount => amount.times(rate))
  const down = tops.map(top => top.dividedBy(base).toDecimalPlaces(digits, roundFloor))
  const unit = exact('10').pow(-digits)
  let left = (turned ? tax.negated() : tax).minus(total(down)).dividedBy(unit).toNumber()
  const lost = tops.map((top, index) => ({ index, loss: top.minus((down[index] ?? zero).times(base)) }))
  for (const { index } of lost.sort((a, b) => b.loss.comparedTo(a.loss) || a.index - b.index)) {
    if (left <= 0) break
    down[index] = (down[index] ?? zero).plus(unit)
    left -= 1
  }
  return turned ? down.map(part => part.negated()) : down
}

// ROUND_FLOOR of decimal.js: towards minus infinity.
const roundFloor = 3

function total(amounts: readonly Exact[]): Exact {
  return amounts.reduce((sum, amount) => sum.plus(amount), zero)
}

function texts(amounts: { net: Exact; tax: Exact; gross: Exact }, digits: number): LineAmounts {
  // Minus zero is a number of decimal.js, not of a document.
  const text = (amount: Exact) => (amount.isZero() ? zero : amount).toFixed(digits)
  return { net: text(amounts.net), tax: text(amounts.tax), gross: text(amounts.gross) }
}
