import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exact } from '../../../src/base/decimal.ts'
import { grossOf } from '../amounts.ts'
import { readRows } from '../readRows.ts'
import type { Row } from '../types.ts'
import { planHistory } from './planHistory.ts'

const rows = await Array.fromAsync(readRows())
const history = planHistory(rows)
const byRow = new Map(rows.map(row => [row.row, row]))

test('every row of the file is a line of an order, is taken back or corrects stock, and none is two of them', () => {
  const lines = history.orders.flatMap(order => order.lines.flatMap(line => line.row ?? []))
  const corrected = history.adjustments.map(one => one.row)
  const taken = [...new Set(history.takenBack.map(one => one.row))]
  assert.deepEqual(
    [...lines, ...corrected, ...taken].sort((a, b) => a - b),
    rows.map(row => row.row),
  )
})

test('pieces and money are those of the file', () => {
  const takenOf = Map.groupBy(history.takenBack, one => one.row)
  for (const [row, pieces] of takenOf)
    assert.equal(
      pieces.reduce((sum, one) => sum + one.quantity, 0),
      -(byRow.get(row)?.quantity ?? 0),
    )
  const linesOf = new Map(history.orders.map(order => [order.number, order.lines]))
  let money = exact('0')
  for (const order of history.orders)
    for (const line of order.lines)
      if (line.row !== null) money = money.plus(exact(line.unitPrice).times(line.quantity))
  for (const one of history.takenBack) {
    const line = linesOf.get(one.order)?.[one.line]
    assert.ok(line, `${one.invoice} takes back of an order that is there`)
    money = money.minus(exact(line.unitPrice).times(one.quantity))
  }
  assert.equal(money.toFixed(2), grossOf(rows))
})

test('no line gives back more than it has, and nothing comes back before it was sold', () => {
  const takenOf = Map.groupBy(history.takenBack, one => `${one.order} ${one.line}`)
  for (const order of history.orders)
    for (const [at, line] of order.lines.entries()) {
      const taken = takenOf.get(`${order.number} ${at}`) ?? []
      const pieces = taken.reduce((sum, one) => sum + one.quantity, 0)
      assert.ok(pieces <= line.quantity || pieces === 0, `${order.number} line ${at}`)
      for (const one of taken) assert.ok(one.at >= order.at)
    }
})

test('a row takes from several orders, the latest first, and what the file did not sell was sold before it', () => {
  const row = (no: number, invoice: string, quantity: number, day: number): Row => ({
    row: no,
    invoice,
    code: 'A1',
    description: 'A',
    quantity,
    localTime: `2010-12-0${day}T10:00:00`,
    unitPrice: '2.0',
    customerId: '1',
    country: 'United Kingdom',
  })
  const { takenBack, orders } = planHistory([
    row(1, '1', 3, 1),
    row(2, '2', 2, 2),
    row(3, 'C3', -1, 2),
    row(4, 'C4', -6, 3),
  ])
  assert.deepEqual(
    takenBack.map(({ row, way, order, quantity }) => [row, way, order, quantity]),
    [
      [3, 'cancellation', '2', 1],
      [4, 'return', '2', 1],
      [4, 'return', '1', 3],
      [4, 'return', 'C4-before', 2],
    ],
  )
  assert.deepEqual(
    orders.map(order => [order.number, order.sort]),
    [
      ['1', 'sale'],
      ['2', 'sale'],
      ['C4-before', 'before'],
    ],
  )
})
