import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { exact } from '../base/decimal.ts'
import { type RefundableLine, spreadRefund } from './spreadRefund.ts'

const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

const line = (theirLine: string, gross: string, returned = '0', quantity = '2'): RefundableLine => ({
  theirLine,
  gross,
  returned,
  quantity,
  reason: '',
})

test('money goes back for what came back, where that is worth as much, else for all lines by what they cost', () => {
  const lines = [line('a', '20'), line('b', '10', '1'), line('c', '10', '2')]
  const shares = (amount: string) =>
    spreadRefund(amount, lines).map(one => [one.theirLine, one.quantity, one.amount])
  assert.deepEqual(shares('15'), [
    ['b', '1', '5'],
    ['c', '2', '10'],
  ])
  assert.deepEqual(shares('40'), [
    ['a', '2', '20'],
    ['b', '2', '10'],
    ['c', '2', '10'],
  ])
  assert.deepEqual(shares('0.01'), [['c', '2', '0.01']])
  assert.deepEqual(spreadRefund('5', []), [])
  assert.equal(spreadRefund('0.01', [line('a', '0.01')]).length, 1)
  const five = ['a', 'b', 'c', 'd', 'e'].map(name => line(name, '1'))
  assert.equal(spreadRefund('0.03', five).length, 3)
})

test('the shares add up to the amount, and none is negative', t => {
  t.diagnostic(`seed ${seed}`)
  const cents = fc
    .oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 100_000 }))
    .map(number => (number / 100).toFixed(2))
  const lines = fc.array(fc.tuple(cents, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 8 })
  const holds = (amount: string, of: readonly (readonly [string, number])[]) => {
    const shares = spreadRefund(
      amount,
      of.map(([gross, returned], at) => line(String(at), gross, String(returned))),
    )
    const sum = shares.reduce((total, one) => total.plus(exact(one.amount)), exact('0'))
    assert.equal(sum.toFixed(2), exact(amount).toFixed(2))
    assert.ok(shares.every(one => exact(one.amount).greaterThan(0)))
  }
  fc.assert(fc.property(cents, lines, holds), { seed, numRuns: 200 })
})
