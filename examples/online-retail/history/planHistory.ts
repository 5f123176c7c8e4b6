import { compareAmounts } from '../amounts.ts'
import { foldCode, invoiceKindOf, lineTypeOf } from '../lineTypes.ts'
import type { LineType, Row } from '../types.ts'
import { type InvoiceRows, invoicesOf, londonInstant } from '../voucher.ts'

/** A line of an order: one row of the file, or what stands for a sale from before the file begins. */
export interface HistoryLine {
  /** The row that is this line; null where the sale lies before the file. */
  readonly row: number | null
  readonly type: LineType
  readonly code: string
  readonly name: string
  readonly quantity: number
  readonly unitPrice: string
}

/** Why there is this order: sold; money alone (credits, bad debts); a sale from before the file that the file takes back. */
export type OrderSort = 'sale' | 'money' | 'before'

export interface HistoryOrder {
  /** The invoice, for sales from before the file with the invoice that takes them back. */
  readonly number: string
  readonly sort: OrderSort
  /** `2010-12-01T08:26:00+00:00`. */
  readonly at: string
  readonly customerId: string | null
  readonly country: string
  readonly lines: readonly HistoryLine[]
}

/** Pieces of an order's line that a row takes back: before they left (cancellation) or afterwards (return). */
export interface TakenBack {
  readonly row: number
  readonly invoice: string
  readonly at: string
  readonly way: 'cancellation' | 'return'
  readonly order: string
  /** Which line of the order, from 0 on. */
  readonly line: number
  readonly quantity: number
}

/** Pieces that were damaged, lost, found or counted: a row without a price and without a buyer. */
export interface Adjustment {
  readonly row: number
  readonly invoice: string
  readonly at: string
  readonly code: string
  readonly name: string
  readonly quantity: number
}

export interface History {
  readonly orders: readonly HistoryOrder[]
  readonly takenBack: readonly TakenBack[]
  readonly adjustments: readonly Adjustment[]
}

/**
 * What a retailer's file says that happened, each row once. An invoice is an order; one without buyer and price is a correction of
 * stock. A row of a cancellation takes back the latest pieces that the same buyer had bought before for the same price: on the day of
 * the order before they left, later as a return; a row may take from several orders. What the file itself did not sell was sold before it
 * begins: an order of the sort `before` stands for it. Rows of cancellations that name no item are money alone. Pure.
 */
export function planHistory(rows: readonly Row[]): History {
  const orders: HistoryOrder[] = []
  const takenBack: TakenBack[] = []
  const adjustments: Adjustment[] = []
  const sold = new Map<string, Sold[]>()
  for (const invoice of invoicesOf(rows)) {
    const [first] = invoice
    const kind = invoiceKindOf(first.invoice)
    if (kind === 'cancellation') {
      const { taken, rest, money } = takeBack(invoice, sold)
      takenBack.push(...taken)
      if (rest) orders.push(rest)
      if (money.length > 0) orders.push(orderOf(invoice, money, 'money'))
    } else if (kind === 'badDebt') orders.push(orderOf(invoice, invoice, 'money'))
    else if (isCorrection(invoice)) adjustments.push(...invoice.map(adjustmentOf))
    else {
      const order = orderOf(invoice, invoice, 'sale')
      orders.push(order)
      remember(sold, order)
    }
  }
  return { orders, takenBack, adjustments }
}

interface Sold {
  readonly order: string
  readonly line: number
  readonly day: string
  left: number
}

// Nobody bought it, and it has no price: pieces were damaged, lost, found or counted. What names no item is no stock.
function isCorrection(rows: InvoiceRows): boolean {
  return rows.every(
    row =>
      row.customerId === null &&
      compareAmounts(row.unitPrice, '0') === 0 &&
      lineTypeOf(row.code) === 'product',
  )
}

function remember(sold: Map<string, Sold[]>, order: HistoryOrder): void {
  if (order.customerId === null) return // nobody can say which guest came back
  for (const [line, { type, code, unitPrice, quantity }] of order.lines.entries()) {
    if (type !== 'product') continue
    const key = keyOf(order.customerId, code, unitPrice)
    const list = sold.get(key) ?? []
    list.push({ order: order.number, line, day: order.at.slice(0, 10), left: quantity })
    sold.set(key, list)
  }
}

const keyOf = (customer: string, code: string, price: string) =>
  [customer, foldCode(code), Number(price)].join('\n')

function takeBack(invoice: InvoiceRows, sold: Map<string, Sold[]>) {
  const [first] = invoice
  const at = londonInstant(first.localTime)
  const taken: TakenBack[] = []
  const before: HistoryLine[] = []
  const money = invoice.filter(row => lineTypeOf(row.code) !== 'product')
  const beforeNumber = `${first.invoice}-before`
  for (const row of invoice) {
    if (lineTypeOf(row.code) !== 'product') continue
    const buyings =
      row.customerId === null ? [] : (sold.get(keyOf(row.customerId, row.code, row.unitPrice)) ?? [])
    const of = { row: row.row, invoice: row.invoice, at }
    let open = -row.quantity
    for (const buying of buyings.toReversed()) {
      const quantity = Math.min(open, buying.left)
      if (quantity <= 0) continue
      buying.left -= quantity
      open -= quantity
      const way = buying.day === at.slice(0, 10) ? 'cancellation' : 'return'
      taken.push({ ...of, way, order: buying.order, line: buying.line, quantity })
    }
    if (open === 0) continue
    taken.push({ ...of, way: 'return', order: beforeNumber, line: before.length, quantity: open })
    before.push({ ...lineOf(row), row: null, quantity: open })
  }
  const rest =
    before.length === 0
      ? undefined
      : { ...orderOf(invoice, [], 'before'), number: beforeNumber, lines: before }
  return { taken, rest, money }
}

function orderOf(invoice: InvoiceRows, rows: readonly Row[], sort: OrderSort): HistoryOrder {
  const [first] = invoice
  return {
    number: first.invoice,
    sort,
    at: londonInstant(first.localTime),
    customerId: first.customerId,
    country: first.country,
    lines: rows.map(lineOf),
  }
}

function lineOf(row: Row): HistoryLine {
  const { code, description, quantity, unitPrice } = row
  return { row: row.row, type: lineTypeOf(code), code, name: description, quantity, unitPrice }
}

function adjustmentOf(row: Row): Adjustment {
  const { invoice, code, description: name, quantity, localTime } = row
  return { row: row.row, invoice, at: londonInstant(localTime), code, name, quantity }
}
