import { exact, rounded } from '../base/decimal.ts'

/** A line of an order that money may go back for. Quantities and amounts are decimal texts. */
export interface RefundableLine {
  readonly theirLine: string
  readonly quantity: string
  /** What the whole of it cost, with tax. */
  readonly gross: string
  /** How much of it came back and was accepted; "0": none. */
  readonly returned: string
  readonly reason: string
}

/**
 * For what money goes back, where only the order was named: for what came back, where that is worth as much, else for all of its
 * lines, each by its share of the amount. The shares add up to it. Pure; no line: none is told.
 */
export function spreadRefund(amount: string, lines: readonly RefundableLine[]) {
  const returned = lines.flatMap(line => {
    const part = exact(line.returned)
    if (part.isZero()) return []
    const gross = exact(line.gross).times(part).dividedBy(exact(line.quantity))
    return [{ ...line, quantity: line.returned, gross: gross.toFixed() }]
  })
  const total = (of: readonly RefundableLine[]) =>
    of.reduce((sum, line) => sum.plus(exact(line.gross)), exact('0'))
  // A cent is lost in rounding.
  const isWorth = total(returned).plus(exact('0.01')).greaterThanOrEqualTo(exact(amount))
  const chosen = returned.length > 0 && isWorth ? returned : lines
  const sum = total(chosen)
  // Rounded sums and not rounded shares: what is rounded off one line is on the next.
  let so = exact('0')
  let told = exact('0')
  return chosen.flatMap(({ theirLine, quantity, gross, reason }) => {
    so = so.plus(exact(gross))
    const until = rounded(exact(amount).times(so).dividedBy(sum), 2)
    const share = until.minus(told)
    told = until
    return share.greaterThan(0) ? [{ theirLine, quantity, amount: share.toFixed(), reason }] : []
  })
}
