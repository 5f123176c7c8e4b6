import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasCode } from '../../src/base/errors.ts'
import { accountForRows, rowPlaces, rowPlaceTexts } from './accountForRows.ts'
import { toShops } from './toShops.ts'
import type { OnlineRetail, Row, Shop } from './types.ts'

const rows = [
  row(1, '1', '10002', 2, '1.5', '12346'),
  row(2, '1', 'POST', 1, '3.0', '12346'),
  row(3, 'C2', '10002', -2, '1.5', '12346'),
  row(4, 'C3', '10002', -2, '1.5', null),
  row(5, 'A4', 'B', 1, '-100.25', null),
]

test('gives every row its place, with the order that a cancellation takes back', () => {
  const found = rows.filter(({ row }) => row !== 2)
  const { ends, total } = accountForRows(found, toShops(found))
  assert.deepEqual(
    ends.map(end => [end.row, end.place, end.orderId]),
    [
      [1, 'order', '1'],
      [3, 'cancellationWithOrder', '1'],
      [4, 'cancellationWithoutOrder', null],
      [5, 'badDebt', null],
    ],
  )
  assert.deepEqual(total, { rows: 4, invoices: 4, gross: '-103.25' })
})

test('refuses an account in which a row is lost, doubled or foreign', () => {
  const retail = toShops(rows)
  const wrong: readonly OnlineRetail[] = [
    { ...retail, leftOut: retail.leftOut.slice(1) },
    { ...retail, leftOut: [...retail.leftOut, ...retail.leftOut.slice(0, 1)] },
    { ...retail, leftOut: retail.leftOut.map(each => ({ ...each, row: each.row + 100 })) },
    { ...retail, shops: retail.shops.map((shop): Shop => ({ ...shop, orders: [] })) },
  ]
  for (const each of wrong) {
    assert.throws(
      () => accountForRows(rows, each),
      error => hasCode(error, 'ROWS_DO_NOT_ADD_UP'),
    )
  }
})

test('refuses an order that carries another amount than its rows', () => {
  const retail = toShops(rows)
  const orders = retail.orders.map(order => ({ ...order, totalGross: '6.01' }))
  assert.throws(
    () => accountForRows(rows, { ...retail, orders }),
    error => hasCode(error, 'SUMS_DIFFER'),
  )
})

test('has a word in both languages for every place', () => {
  for (const place of rowPlaces) {
    assert.ok(rowPlaceTexts[place].de.length > 0 && rowPlaceTexts[place].en.length > 0)
  }
})

function row(
  number: number,
  invoice: string,
  code: string,
  quantity: number,
  unitPrice: string,
  customerId: string | null,
): Row {
  const localTime = `2010-12-01T08:${10 + number}:00`
  return {
    row: number,
    invoice,
    code,
    description: 'X',
    quantity,
    localTime,
    unitPrice,
    customerId,
    country: 'France',
  }
}
