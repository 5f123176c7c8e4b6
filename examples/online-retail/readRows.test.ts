import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { createGunzip } from 'node:zlib'
import { hasCode } from '../../src/base/errors.ts'
import { december2010, readCsv, readRows } from './readRows.ts'

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'

test('reads every row of December 2010 in the order of the file', async () => {
  const rows = await Array.fromAsync(readRows())
  assert.equal(rows.length, 42_481)
  assert.equal(new Set(rows.map(row => row.invoice)).size, 2_025)
  assert.equal(new Set(rows.map(row => row.code)).size, 2_822)
  assert.deepEqual(
    rows.map(row => row.row),
    rows.map((_, index) => index + 1),
  )
  assert.deepEqual(rows[0], {
    row: 1,
    invoice: '536365',
    code: '85123A',
    description: 'WHITE HANGING HEART T-LIGHT HOLDER',
    quantity: 6,
    localTime: '2010-12-01T08:26:00',
    unitPrice: '2.55',
    customerId: '17850',
    country: 'United Kingdom',
  })
  assert.ok(rows.some(row => row.description === 'Dotcomgiftshop Gift Voucher £40.00'))
})

test('changes nothing: the rows can be written back as the file has them', async () => {
  const csv = await text(createReadStream(december2010).pipe(createGunzip()))
  const lines = [header]
  for await (const row of readRows()) {
    const description = /[",]/.test(row.description) ? quoted(row.description) : row.description
    const customer = row.customerId === null ? '' : `${row.customerId}.0`
    const time = row.localTime.replace('T', ' ')
    lines.push(
      [row.invoice, row.code, description, row.quantity, time, row.unitPrice, customer, row.country].join(),
    )
  }
  assert.ok(`${lines.join('\n')}\n` === csv, 'the text made of the rows is not the text of the file')
})

test('names the row and the column that cannot be read', async () => {
  const good = '1,A,B,1,2010-12-01 08:26:00,1.0,,France'
  for (const [bad, column] of [
    ['X1,A,B,1,2010-12-01 08:26:00,1.0,,France', 'InvoiceNo'],
    ['1,,B,1,2010-12-01 08:26:00,1.0,,France', 'StockCode'],
    ['1,A,B,1.5,2010-12-01 08:26:00,1.0,,France', 'Quantity'],
    ['1,A,B,1,01.12.2010,1.0,,France', 'InvoiceDate'],
    ['1,A,B,1,2010-12-01 08:26:00,1e3,,France', 'UnitPrice'],
    ['1,A,B,1,2010-12-01 08:26:00,1.0,nan,France', 'CustomerID'],
    ['1,A,B,1,2010-12-01 08:26:00,1.0,', 'Country'],
    ['1,A,B,1,2010-12-01 08:26:00,1.0,,France,more', 'after Country'],
  ]) {
    await assert.rejects(read(`${header}\n${good}\n${bad}\n`), error => {
      assert.ok(hasCode(error, 'CSV_ROW_INVALID'), String(error))
      assert.match(String(error), new RegExp(`Row 2 .* column ${column} `))
      return true
    })
  }
})

test('refuses a file with other columns, and an empty one', async () => {
  const unknown = (error: unknown) => hasCode(error, 'CSV_HEADER_UNKNOWN')
  await assert.rejects(read('Invoice;StockCode\n1;2\n'), unknown)
  await assert.rejects(read(''), unknown)
})

test('throws what is wrong with the file itself', async () => {
  const missing = new URL('./no-such-file.csv.gz', import.meta.url)
  await assert.rejects(Array.fromAsync(readRows(missing)), { code: 'ENOENT' })
  await assert.rejects(Array.fromAsync(readRows(new URL(import.meta.url))), { code: 'Z_DATA_ERROR' })
  await assert.rejects(read(`${header}\n1,A,"open`), { code: 'CSV_QUOTE_NOT_CLOSED' })
})

test('closes the file when the reader has seen enough', async () => {
  for await (const row of readRows()) if (row.row === 10) break
})

function read(csv: string) {
  return Array.fromAsync(readCsv(Readable.from([csv])))
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`
}
