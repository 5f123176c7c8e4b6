import { compareAmounts } from './amounts.ts'
import type { Catalogue } from './buildCatalogue.ts'
import { drawNumber, drawOne } from './chance.ts'
import { inventAddress } from './inventAddress.ts'
import type { Address, Customer, Order, Row } from './types.ts'
import { type InvoiceRows, toVoucher } from './voucher.ts'

/**
 * Makes the shop's order of an invoice, as dirty as the invoice is: negative quantities, prices of 0, unknown
 * codes and a code twice stay. Address and payment are made by the seed; the country is the file's.
 */
export function buildOrder(
  rows: InvoiceRows,
  catalogue: Catalogue,
  customers: ReadonlyMap<string, Customer>,
  seed: string,
): Order {
  const voucher = toVoucher(rows, catalogue)
  const address = addressOf(rows[0], customers, seed)
  return { ...voucher, billing: address, shipping: address, ...inventPayment(seed, voucher) }
}

function addressOf(row: Row, customers: ReadonlyMap<string, Customer>, seed: string): Address {
  const customer = row.customerId === null ? undefined : customers.get(row.customerId)
  if (customer === undefined) return inventAddress(seed, { guestOf: row.invoice }, row.country)
  if (customer.country === row.country) return customer.address
  return inventAddress(seed, { customerId: customer.id, home: customer.country }, row.country)
}

/** Payment methods of the made shops and how many of ten of their orders are paid when they arrive. */
const payments = [
  { code: 'pm_paypal_standard', paidOfTen: 10 },
  { code: 'pm_stripe', paidOfTen: 10 },
  { code: 'pm_prepayment', paidOfTen: 7 },
  { code: 'pm_invoice', paidOfTen: 2 },
] as const

/** A customer keeps one way to pay; where nothing is due, nothing is open. */
function inventPayment(
  seed: string,
  order: Pick<Order, 'id' | 'customerId' | 'totalGross'>,
): Pick<Order, 'paymentCode' | 'paid'> {
  const { code, paidOfTen } = drawOne(seed, `payment of ${order.customerId ?? `guest ${order.id}`}`, payments)
  const nothingDue = compareAmounts(order.totalGross, '0') <= 0
  return { paymentCode: code, paid: nothingDue || drawNumber(seed, `${order.id} is paid`, 10) < paidOfTen }
}
