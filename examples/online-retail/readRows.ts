import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Parser, parse } from 'csv-parse'
import { retailProblem } from './problems.ts'
import type { Row } from './types.ts'

/** December 2010 as it was published, beside this file. */
export const december2010 = new URL('./2010-12.csv.gz', import.meta.url)

const columns = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const
type Column = (typeof columns)[number]

/**
 * Streams the gzipped CSV file to typed rows in the file's order, one at a time; nothing is corrected, only
 * the form is read. Throws CSV_HEADER_UNKNOWN and CSV_ROW_INVALID; a file that is missing or no gzip throws
 * the error of the system.
 */
export function readRows(file: URL | string = december2010): AsyncGenerator<Row> {
  return typedRows(pipeline(createReadStream(file), createGunzip(), parse(csvForm), afterwards))
}

/** The same for a stream of plain CSV text. */
export function readCsv(csv: Readable): AsyncGenerator<Row> {
  return typedRows(pipeline(csv, parse(csvForm), afterwards))
}

/** The number of columns is checked here, row by row, to name the row. */
const csvForm = { bom: true, relax_column_count: true } as const

/** An error in any of the streams destroys the last one with it, and the loop over the rows throws it. */
function afterwards(): void {}

async function* typedRows(parser: Parser): AsyncGenerator<Row> {
  let row = 0
  for await (const fields of parser as AsyncIterable<string[]>) {
    if (row === 0) checkHeader(fields)
    else yield toRow(row, fields)
    row += 1
  }
  if (row === 0) checkHeader([])
}

function checkHeader(fields: readonly string[]): void {
  if (fields.join() !== columns.join()) {
    throw retailProblem('CSV_HEADER_UNKNOWN', { found: fields.join(), expected: columns.join() })
  }
}

const forms: Readonly<Record<Column, RegExp>> = {
  InvoiceNo: /^[AC]?\d+$/,
  StockCode: /\S/,
  Description: /^/,
  Quantity: /^-?\d{1,9}$/,
  InvoiceDate: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/,
  UnitPrice: /^-?\d{1,12}(\.\d{1,6})?$/,
  CustomerID: /^(\d+(\.0)?)?$/,
  Country: /\S/,
}

function toRow(row: number, fields: readonly string[]): Row {
  const read = (column: Column): string => {
    const value = fields[columns.indexOf(column)]
    if (value === undefined || !forms[column].test(value))
      throw retailProblem('CSV_ROW_INVALID', { row, column })
    return value
  }
  if (fields.length > columns.length) throw retailProblem('CSV_ROW_INVALID', { row, column: 'after Country' })
  const customer = read('CustomerID')
  return {
    row,
    invoice: read('InvoiceNo'),
    code: read('StockCode'),
    description: read('Description'),
    quantity: Number(read('Quantity')),
    localTime: read('InvoiceDate').replace(' ', 'T'),
    unitPrice: read('UnitPrice'),
    customerId: customer === '' ? null : customer.replace(/\.0$/, ''),
    country: read('Country'),
  }
}
