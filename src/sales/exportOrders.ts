import {
  byteOrderMark,
  type CsvEncoding,
  type CsvSeparator,
  type DecimalSign,
  encodeText,
} from '../base/csv/csvFormat.ts'
import { writeDecimal } from '../base/csv/parseDecimal.ts'
import { type CsvWriting, csvLine } from '../base/csv/writeCsv.ts'
import { type Database, transact } from '../base/database.ts'
import type { Language, Texts } from '../base/errors.ts'
import { textIn } from '../base/zonedTime.ts'
import type { OrderFilter } from './orderFilter.ts'
import { listOrders, type OrderRow } from './orderList.ts'
import type { OrderSort } from './orderPage.ts'

export interface OrderExport {
  readonly filter: OrderFilter
  readonly sort?: OrderSort | undefined
  readonly ascending?: boolean | undefined
  /** Which columns, in this order; all if nothing is said. */
  readonly columns?: readonly string[] | undefined
  readonly language: Language
  readonly encoding?: CsvEncoding | undefined
  readonly separator?: CsvSeparator | undefined
  readonly decimal?: DecimalSign | undefined
  readonly forSpreadsheets?: boolean | undefined
}

/** Orders that are read at once. */
const page = 1000

interface Column {
  readonly title: Texts
  readonly text?: (order: OrderRow, timeZone: string) => string
  readonly amount?: (order: OrderRow) => string
}

const columns: Readonly<Record<string, Column>> = {
  orderNumber: { title: { en: 'Order', de: 'Auftrag' }, text: order => order.orderNumber },
  placedAt: {
    title: { en: 'Placed', de: 'Eingegangen' },
    text: (order, zone) => textIn(order.placedAt, zone),
  },
  takenOverAt: {
    title: { en: 'Came here', de: 'Übernommen' },
    text: (order, zone) => textIn(order.takenOverAt, zone),
  },
  kind: { title: { en: 'Kind', de: 'Art' }, text: order => order.kind },
  channel: { title: { en: 'Channel', de: 'Kanal' }, text: order => order.channel ?? '' },
  externalNumber: {
    title: { en: 'External number', de: 'Externe Nummer' },
    text: order => order.externalNumber ?? '',
  },
  customer: { title: { en: 'Customer', de: 'Kunde' }, text: order => order.customer },
  place: { title: { en: 'Place', de: 'Ort' }, text: order => order.place },
  country: { title: { en: 'Country', de: 'Land' }, text: order => order.country ?? '' },
  paymentState: { title: { en: 'Payment', de: 'Zahlung' }, text: order => order.paymentState },
  paymentMethod: { title: { en: 'Payment method', de: 'Zahlungsart' }, text: order => order.paymentMethod },
  deliveryState: { title: { en: 'Delivery', de: 'Versand' }, text: order => order.deliveryState },
  shippingMethod: { title: { en: 'Shipping method', de: 'Versandart' }, text: order => order.shippingMethod },
  deliverability: {
    title: { en: 'Deliverability', de: 'Lieferbarkeit' },
    text: order => order.deliverability,
  },
  invoiceState: { title: { en: 'Invoice', de: 'Rechnung' }, text: order => order.invoiceState },
  hold: { title: { en: 'On hold', de: 'Zurückgehalten' }, text: order => order.hold ?? '' },
  cancelled: { title: { en: 'Cancelled', de: 'Storniert' }, text: order => (order.cancelled ? 'x' : '') },
  colour: { title: { en: 'Colour', de: 'Farbe' }, text: order => order.colour?.name ?? '' },
  currency: { title: { en: 'Currency', de: 'Währung' }, text: order => order.currency },
  totalGross: { title: { en: 'Total', de: 'Summe' }, amount: order => order.totalGross },
  paid: { title: { en: 'Paid', de: 'Bezahlt' }, amount: order => order.paid },
}

/** What a file of orders can have as columns. */
export const orderColumns = Object.keys(columns) as [string, ...string[]]

/**
 * All orders of a list as a CSV file, page by page, each page as it is when it is read; at no time more than one page is held. States
 * are written as the API names them, amounts with the decimal sign of the language unless the wish decides otherwise.
 */
export async function* exportOrders(db: Database, tenant: string, wish: OrderExport): AsyncGenerator<Buffer> {
  const { filter, sort, ascending, language, encoding = 'utf-8' } = wish
  const separator = wish.separator ?? (language === 'de' ? ';' : ',')
  const writing: CsvWriting = { separator, quote: '"', forSpreadsheets: wish.forSpreadsheets ?? false }
  const decimal = wish.decimal ?? (language === 'de' && separator !== ',' ? ',' : '.')
  const chosen = (wish.columns ?? orderColumns).flatMap(name => columns[name] ?? [])
  const line = (cells: readonly string[]) => encodeText(csvLine(cells, writing), encoding)
  if (encoding !== 'windows-1252') yield byteOrderMark(encoding)
  yield line(chosen.map(column => column.title[language]))
  for (let after: string | undefined; ; ) {
    const from: string | undefined = after
    const { rows } = await transact(db, { tenant }, tx =>
      listOrders(tx, tenant, filter, { after: from, limit: page, sort, ascending, countTo: 0 }),
    )
    if (rows.length > 0)
      yield Buffer.concat(
        rows.map(row =>
          line(
            chosen.map(({ text, amount }) =>
              amount ? writeDecimal(amount(row), decimal) : (text?.(row, filter.timeZone) ?? ''),
            ),
          ),
        ),
      )
    after = rows.at(-1)?.id
    if (rows.length < page) return
  }
}
