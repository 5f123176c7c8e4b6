import type { InvoiceKind, LineType } from './types.ts'

/**
 * The stock codes that are no items, by what they stand for. Vouchers (gift_0001_…) and codes of the sister
 * shop (DCGS…) are items: they have a name, a price and a quantity like any other.
 */
const codesWithoutItem: Readonly<Record<string, LineType>> = {
  POST: 'shipping', // postage
  DOT: 'shipping', // postage of the retailer's consumer shop
  C2: 'shipping', // carriage
  D: 'discount',
  M: 'surcharge', // entered by hand
  'BANK CHARGES': 'surcharge',
  AMAZONFEE: 'surcharge',
  CRUK: 'surcharge', // commission for a charity
  S: 'surcharge', // samples
  B: 'surcharge', // bad debt
}

/** What a line with this stock code is; every code that the table above does not know is a product. */
export function lineTypeOf(code: string): LineType {
  return codesWithoutItem[foldCode(code)] ?? 'product'
}

/** One key for the spellings of a code that differ only in case (85123a, 85123A, m, M). */
export function foldCode(code: string): string {
  return code.trim().toUpperCase()
}

/** What an invoice is by its number: `C…` cancels, `A…` writes off a bad debt, the rest are orders. */
export function invoiceKindOf(invoice: string): InvoiceKind {
  if (invoice.startsWith('C')) return 'cancellation'
  return invoice.startsWith('A') ? 'badDebt' : 'order'
}
