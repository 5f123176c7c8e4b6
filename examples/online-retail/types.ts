/**
 * The shapes that the rows of the file are turned into: plain records, foreign to any shop system. Money and
 * rates are decimal text (GBP, percent), quantities are whole numbers, instants are ISO 8601 with an offset.
 * `rows` always means the numbers of data rows in the file, 1 being the one after the header.
 */

/** What a line of an order is, told from its stock code (lineTypes.ts). */
export const lineTypes = ['product', 'shipping', 'discount', 'surcharge'] as const
export type LineType = (typeof lineTypes)[number]

/** One row of the file, typed and otherwise untouched. */
export interface Row {
  readonly row: number
  readonly invoice: string
  readonly code: string
  readonly description: string
  readonly quantity: number
  /** Local time of the retailer without offset, `2010-12-01T08:26:00`. */
  readonly localTime: string
  readonly unitPrice: string
  /** `17850`, never `17850.0`; null for a guest. */
  readonly customerId: string | null
  readonly country: string
}

/** An item of a shop's catalogue. `taxRate` is made, the rest is the file's. */
export interface Item {
  readonly sku: string
  readonly name: string
  readonly grossPrice: string
  readonly netPrice: string
  readonly taxRate: string
}

/** Made by seed; only the country is the file's. `countryIso` is '' where the file names no country. */
export interface Address {
  readonly firstName: string
  readonly lastName: string
  readonly company: string
  readonly street: string
  readonly zip: string
  readonly city: string
  readonly countryIso: string
  readonly email: string
}

/** A customer with the file's id and a made name and address. */
export interface Customer {
  readonly id: string
  /** The file's name of the country in the customer's first row; single invoices may name another. */
  readonly country: string
  readonly address: Address
  /** When the file names the customer first. */
  readonly firstSeen: string
}

export interface OrderLine {
  readonly row: number
  readonly type: LineType
  /** As the row spells it; the catalogue may spell it otherwise (85123a, 85123A). */
  readonly sku: string
  /** The catalogue's spelling, null when no item of the catalogue is meant. */
  readonly itemSku: string | null
  /** As the row has it, blanks included; may be empty. */
  readonly name: string
  readonly quantity: number
  readonly unitPriceGross: string
  readonly unitPriceNet: string
  readonly taxRate: string
}

/** What the order and the cancellation share: one invoice of the file. */
export interface Voucher {
  /** The shop's key and the number that a buyer reads: both are the file's InvoiceNo. */
  readonly id: string
  readonly number: string
  readonly placedAt: string
  readonly currency: 'GBP'
  readonly customerId: string | null
  readonly lines: readonly OrderLine[]
  /** Exactly the sum of quantity × unitPriceGross of the lines. */
  readonly totalGross: string
}

/** One invoice as the shop's order, as dirty as the file is. */
export interface Order extends Voucher {
  readonly billing: Address
  readonly shipping: Address
  readonly paymentCode: string
  readonly paid: boolean
}

/** Whether a cancellation's order was found: same customer, each line with the opposite quantity, earlier. */
export const originalStates = ['found', 'none', 'several', 'guest'] as const
export type OriginalState = (typeof originalStates)[number]

/** One invoice that starts with `C`. */
export interface Cancellation extends Voucher {
  readonly original: OriginalState
  /** The order's id when `original` is `found`, else null. */
  readonly orderId: string | null
}

/** Why a row is in no order of a shop. */
export const leftOutReasons = ['CANCELLATION', 'BAD_DEBT', 'OVER_LIMIT'] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

export interface LeftOut {
  readonly row: number
  readonly invoice: string
  readonly reason: LeftOutReason
  /** The order that a cancellation takes back, when it was found. */
  readonly orderId: string | null
}

export const shopIds = ['gifts', 'trade'] as const
export type ShopId = (typeof shopIds)[number]

/** What one simulated shop holds, and what it receives later. */
export interface Shop {
  readonly id: ShopId
  readonly name: string
  readonly items: readonly Item[]
  readonly customers: readonly Customer[]
  readonly orders: readonly Order[]
  /** The file's last days: they reach the shop after the first synchronisation. */
  readonly lastDays: { readonly customers: readonly Customer[]; readonly orders: readonly Order[] }
  readonly cancellations: readonly Cancellation[]
}

/** Rows, invoices and the sum of quantity × price of a part of the file. */
export interface Sum {
  readonly rows: number
  readonly invoices: number
  readonly gross: string
}

/** Kind of an invoice, told from its first letter alone. */
export const invoiceKinds = ['order', 'cancellation', 'badDebt'] as const
export type InvoiceKind = (typeof invoiceKinds)[number]

/** The file's own sums, counted on the rows and on nothing that was made of them. */
export interface FileSums {
  readonly file: Sum
  readonly codes: number
  readonly customers: number
  readonly byKind: Readonly<Record<InvoiceKind, Sum>>
  readonly byLineType: Readonly<Record<LineType, Sum>>
}

/** Everything that the file became. The shops share their records with the lists beside them. */
export interface OnlineRetail {
  readonly items: readonly Item[]
  readonly customers: readonly Customer[]
  readonly orders: readonly Order[]
  readonly cancellations: readonly Cancellation[]
  readonly leftOut: readonly LeftOut[]
  readonly shops: readonly Shop[]
  readonly sums: FileSums
}
