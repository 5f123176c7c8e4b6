/**
 * The sums of an order once more, as slowly and plainly as docs/taxes.md tells it: fractions of whole numbers, one step after
 * the other. Shares no code with src/sales/orderTotals.ts.
 */
interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

export interface PlainLine {
  readonly quantity: string
  readonly unitNet?: string | null | undefined
  readonly unitGross?: string | null | undefined
  readonly discountPercent?: string | null | undefined
  readonly taxRate: string
}

/** Amounts as whole minor units. */
export interface PlainAmounts {
  net: bigint
  tax: bigint
  gross: bigint
}

export interface PlainTotals {
  readonly lines: PlainAmounts[]
  readonly rates: Map<string, PlainAmounts>
  readonly all: PlainAmounts
}

export function plainTotals(lines: readonly PlainLine[], gross: boolean, digits: number): PlainTotals {
  const units = of(10n ** BigInt(digits))
  const result: PlainAmounts[] = []
  const rates = new Map<string, PlainAmounts>()

  // First: every line, in the price that leads, rounded once.
  const leading: bigint[] = []
  for (const line of lines) {
    let price: Fraction
    const factor = plus(of(1n), over(read(line.taxRate), of(100n)))
    if (gross)
      price = line.unitGross != null ? read(line.unitGross) : times(read(String(line.unitNet)), factor)
    else price = line.unitNet != null ? read(line.unitNet) : over(read(String(line.unitGross)), factor)
    const discount = over(read(line.discountPercent ?? '0'), of(100n))
    const amount = times(times(read(line.quantity), price), minus(of(1n), discount))
    leading.push(halfUp(times(amount, units)))
  }

  // Then: the tax of each rate from the sum of its lines.
  for (const line of lines) {
    const rate = plainRate(line.taxRate)
    if (rates.has(rate)) continue
    let sum = 0n
    for (const [index, other] of lines.entries())
      if (plainRate(other.taxRate) === rate) sum += leading[index] ?? 0n
    const tax = halfUp(taxIn(of(sum), read(rate), gross))
    rates.set(rate, gross ? { net: sum - tax, tax, gross: sum } : { net: sum, tax, gross: sum + tax })
  }

  // Last: each line its share of it. One minor unit after the other to whom most is missing.
  for (const index of lines.keys()) result[index] = { net: 0n, tax: 0n, gross: 0n }
  for (const [rate, sums] of rates) {
    const here = [...lines.keys()].filter(index => plainRate(lines[index]?.taxRate ?? '') === rate)
    const sum = gross ? sums.gross : sums.net
    const first = here.map(index => leading[index] ?? 0n).find(amount => amount !== 0n) ?? 0n
    const sign = sum < 0n || (sum === 0n && first < 0n) ? -1n : 1n
    const exactly = new Map(
      here.map(index => [index, taxIn(of(sign * (leading[index] ?? 0n)), read(rate), gross)]),
    )
    const given = new Map(here.map(index => [index, floor(exactly.get(index) ?? of(0n))]))
    for (;;) {
      let sumGiven = 0n
      for (const amount of given.values()) sumGiven += amount
      if (sumGiven >= sign * sums.tax) break
      let neediest = -1
      let most = of(-1n)
      for (const index of here) {
        const missing = minus(exactly.get(index) ?? of(0n), of(given.get(index) ?? 0n))
        if (!greater(missing, most)) continue
        neediest = index
        most = missing
      }
      given.set(neediest, (given.get(neediest) ?? 0n) + 1n)
    }
    for (const index of here) {
      const amount = leading[index] ?? 0n
      const tax = sign * (given.get(index) ?? 0n)
      result[index] = gross
        ? { net: amount - tax, tax, gross: amount }
        : { net: amount, tax, gross: amount + tax }
    }
  }

  const all = { net: 0n, tax: 0n, gross: 0n }
  for (const sums of rates.values()) {
    all.net += sums.net
    all.tax += sums.tax
    all.gross += sums.gross
  }
  return { lines: result, rates, all }
}

/** "5.50" and "5.5" are one rate. */
export function plainRate(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text
}

function taxIn(amount: Fraction, rate: Fraction, gross: boolean): Fraction {
  return over(times(amount, rate), gross ? plus(of(100n), rate) : of(100n))
}

function of(whole: bigint): Fraction {
  return { top: whole, bottom: 1n }
}

function read(text: string): Fraction {
  const [whole = '', part = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole + part)
  return { top: text.startsWith('-') ? -size : size, bottom: 10n ** BigInt(part.length) }
}

function plus(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }
}

function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { top: -b.top, bottom: b.bottom })
}

function times(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom }
}

function over(a: Fraction, b: Fraction): Fraction {
  const turned = b.top < 0n ? -1n : 1n
  return { top: turned * a.top * b.bottom, bottom: turned * a.bottom * b.top }
}

function greater(a: Fraction, b: Fraction): boolean {
  return a.top * b.bottom > b.top * a.bottom
}

function floor({ top, bottom }: Fraction): bigint {
  const whole = top / bottom
  return top < 0n && whole * bottom !== top ? whole - 1n : whole
}

/** Half a unit goes away from zero. */
function halfUp({ top, bottom }: Fraction): bigint {
  const size = top < 0n ? -top : top
  const whole = (2n * size + bottom) / (2n * bottom)
  return top < 0n ? -whole : whole
}
