import type { Catalogue } from './buildCatalogue.ts'
import { foldCode } from './lineTypes.ts'
import type { Cancellation, Order, OrderLine, Voucher } from './types.ts'
import { type InvoiceRows, toVoucher } from './voucher.ts'

/**
 * Makes a cancellation of every invoice given. The file names no original; it counts as found when exactly one
 * earlier order of the same customer has, for each line of the cancellation, a line of its own with the same
 * stock code and the opposite quantity. A part of a line taken back, a guest, or several such orders leave the
 * cancellation without original.
 */
export function buildCancellations(
  invoices: readonly InvoiceRows[],
  orders: readonly Order[],
  catalogue: Catalogue,
): Cancellation[] {
  const ofCustomer = Map.groupBy(orders, order => order.customerId)
  return invoices.map(rows => {
    const voucher = toVoucher(rows, catalogue)
    if (voucher.customerId === null) return { ...voucher, original: 'guest', orderId: null }
    const fitting = (ofCustomer.get(voucher.customerId) ?? []).filter(order => takesBack(voucher, order))
    const [order] = fitting
    if (order === undefined) return { ...voucher, original: 'none', orderId: null }
    if (fitting.length > 1) return { ...voucher, original: 'several', orderId: null }
    return { ...voucher, original: 'found', orderId: order.id }
  })
}

function takesBack(cancellation: Voucher, order: Order): boolean {
  const [first] = cancellation.lines
  const [ordered] = order.lines
  // Row numbers follow the time, and tell the two apart within one minute.
  if (first === undefined || ordered === undefined || ordered.row > first.row) return false
  const open = new Map<string, number>()
  for (const line of order.lines) count(open, keyOf(line, 1), 1)
  for (const line of cancellation.lines) {
    if (count(open, keyOf(line, -1), -1) < 0) return false
  }
  return true
}

function keyOf(line: OrderLine, sign: 1 | -1): string {
  return `${foldCode(line.sku)}\n${line.quantity * sign}`
}

function count(counts: Map<string, number>, key: string, by: number): number {
  const next = (counts.get(key) ?? 0) + by
  counts.set(key, next)
  return next
}
