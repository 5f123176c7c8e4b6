import type { Texts } from '../../src/base/errors.ts'
import { sumOf } from './amounts.ts'
import { retailProblem } from './problems.ts'
import { sumRows } from './sumFile.ts'
import type { LeftOut, LeftOutReason, OnlineRetail, Order, Row, ShopId, Sum } from './types.ts'

/** Where a row of the file can end before Kontor sees it. */
export const rowPlaces = [
  'order',
  'laterOrder',
  'cancellationWithOrder',
  'cancellationWithoutOrder',
  'badDebt',
  'overLimit',
] as const
export type RowPlace = (typeof rowPlaces)[number]

/** What each place is called on the screen. */
export const rowPlaceTexts: Readonly<Record<RowPlace, Texts>> = {
  order: { de: 'Bestellung im Shop', en: 'order in the shop' },
  laterOrder: { de: 'Bestellung der letzten Tage', en: 'order of the last days' },
  cancellationWithOrder: { de: 'Storno zu einer Bestellung', en: 'cancellation of an order' },
  cancellationWithoutOrder: {
    de: 'Storno ohne eindeutige Bestellung',
    en: 'cancellation without an unambiguous order',
  },
  badDebt: { de: 'Forderungsausfall', en: 'bad debt written off' },
  overLimit: { de: 'über der gewünschten Anzahl', en: 'beyond the number of orders asked for' },
}

export interface RowEnd {
  readonly row: number
  readonly invoice: string
  readonly place: RowPlace
  /** The shop of an order, null for what is in none. */
  readonly shop: ShopId | null
  /** The order that the row became, or that its cancellation takes back. */
  readonly orderId: string | null
}

export interface AccountLine extends Sum {
  readonly place: RowPlace
  readonly shop: ShopId | null
}

/** Where every row of the file ends, and the same counted; the lines of the table add up to the file. */
export interface Account {
  readonly ends: readonly RowEnd[]
  readonly table: readonly AccountLine[]
  readonly total: Sum
}

/**
 * Says for every row of the file where it ended, read from what was made of the rows and compared with them:
 * the sums of orders are the orders' own totals. Throws ROWS_DO_NOT_ADD_UP for a row that ends nowhere or
 * twice, and SUMS_DIFFER when the amounts are not the file's.
 */
export function accountForRows(rows: readonly Row[], retail: OnlineRetail): Account {
  const places = Map.groupBy(endsOf(retail), end => end.row)
  const ends = rows.map(({ row }) => {
    const found = places.get(row) ?? []
    places.delete(row)
    return onlyEnd(row, found)
  })
  for (const [row, found] of places) throw notExact(row, found)

  const byRow = new Map(rows.map(row => [row.row, row]))
  const totals = new Map(retail.orders.map(order => [order.id, order.totalGross]))
  const groups = Map.groupBy(ends, end => `${end.place} ${end.shop ?? ''}`)
  const table = [...groups.values()].flatMap(group => toLine(group, byRow, totals)).sort(byPlaceAndShop)
  const total = {
    rows: ends.length,
    invoices: table.reduce((sum, line) => sum + line.invoices, 0),
    gross: sumOf(table.map(line => line.gross)),
  }
  const { file } = retail.sums
  if (total.rows !== file.rows || total.invoices !== file.invoices || total.gross !== file.gross) {
    throw retailProblem('SUMS_DIFFER', { ours: sumText(total), file: sumText(file) })
  }
  return { ends, table, total }
}

function endsOf(retail: OnlineRetail): RowEnd[] {
  const inShops = retail.shops.flatMap(shop => [
    ...shop.orders.flatMap(order => endsOfOrder(order, 'order', shop.id)),
    ...shop.lastDays.orders.flatMap(order => endsOfOrder(order, 'laterOrder', shop.id)),
  ])
  return [...inShops, ...retail.leftOut.map(endOfLeftOut)]
}

function endsOfOrder(order: Order, place: RowPlace, shop: ShopId): RowEnd[] {
  return order.lines.map(line => ({ row: line.row, invoice: order.number, place, shop, orderId: order.id }))
}

function endOfLeftOut({ row, invoice, reason, orderId }: LeftOut): RowEnd {
  return { row, invoice, place: placeOf(reason, orderId), shop: null, orderId }
}

function placeOf(reason: LeftOutReason, orderId: string | null): RowPlace {
  switch (reason) {
    case 'CANCELLATION':
      return orderId === null ? 'cancellationWithoutOrder' : 'cancellationWithOrder'
    case 'BAD_DEBT':
      return 'badDebt'
    case 'OVER_LIMIT':
      return 'overLimit'
    default:
      return reason satisfies never
  }
}

function onlyEnd(row: number, found: readonly RowEnd[]): RowEnd {
  const [end] = found
  if (end === undefined || found.length > 1) throw notExact(row, found)
  return end
}

function notExact(row: number, found: readonly RowEnd[]) {
  return retailProblem('ROWS_DO_NOT_ADD_UP', {
    row,
    times: found.length,
    places: found.map(end => end.place),
  })
}

function toLine(
  group: readonly RowEnd[],
  byRow: ReadonlyMap<number, Row>,
  totals: ReadonlyMap<string, string>,
): AccountLine[] {
  const [first] = group
  if (first === undefined) return []
  const { place, shop } = first
  const ofFile = sumRows(group.flatMap(end => byRow.get(end.row) ?? []))
  if (shop === null) return [{ place, shop, ...ofFile }]
  const orders = new Set(group.flatMap(end => end.orderId ?? []))
  return [{ place, shop, ...ofFile, gross: sumOf([...orders].map(id => totals.get(id) ?? '0')) }]
}

function byPlaceAndShop(a: AccountLine, b: AccountLine): number {
  const place = rowPlaces.indexOf(a.place) - rowPlaces.indexOf(b.place)
  return place !== 0 ? place : (a.shop ?? '').localeCompare(b.shop ?? '')
}

function sumText(sum: Sum): string {
  return `${sum.rows} / ${sum.invoices} / ${sum.gross}`
}
