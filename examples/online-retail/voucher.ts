import { grossOf, moneyText, netOf } from './amounts.ts'
import { type Catalogue, itemOf, standardRate } from './buildCatalogue.ts'
import { lineTypeOf } from './lineTypes.ts'
import type { OrderLine, Row, Voucher } from './types.ts'

/** The rows of one invoice; the type says that there is at least one. */
export type InvoiceRows = readonly [Row, ...Row[]]

/** The rows by invoice, in the order in which the file names the invoices. */
export function invoicesOf(rows: readonly Row[]): InvoiceRows[] {
  const invoices = new Map<string, [Row, ...Row[]]>()
  for (const row of rows) {
    const known = invoices.get(row.invoice)
    if (known) known.push(row)
    else invoices.set(row.invoice, [row])
  }
  return [...invoices.values()]
}

/**
 * Makes a voucher of an invoice: every row becomes one line, as it is. Customer and time are those of the first
 * row (one invoice of December 2010 goes on into the next minute).
 */
export function toVoucher(rows: InvoiceRows, catalogue: Catalogue): Voucher {
  const [first] = rows
  return {
    id: first.invoice,
    number: first.invoice,
    placedAt: londonInstant(first.localTime),
    currency: 'GBP',
    customerId: first.customerId,
    lines: rows.map(row => toLine(row, catalogue)),
    totalGross: grossOf(rows),
  }
}

/** The local time of the retailer as an instant with its offset, `2010-12-01T08:26:00+00:00`. */
export function londonInstant(localTime: string): string {
  const zoned = Temporal.PlainDateTime.from(localTime).toZonedDateTime('Europe/London')
  return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

function toLine(row: Row, catalogue: Catalogue): OrderLine {
  const type = lineTypeOf(row.code)
  const item = type === 'product' ? itemOf(catalogue, row.code) : undefined
  const taxRate = item?.taxRate ?? standardRate
  const unitPriceGross = moneyText(row.unitPrice)
  return {
    row: row.row,
    type,
    sku: row.code,
    itemSku: item?.sku ?? null,
    name: row.description,
    quantity: row.quantity,
    unitPriceGross,
    unitPriceNet: netOf(unitPriceGross, taxRate),
    taxRate,
  }
}
