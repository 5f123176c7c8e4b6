// The sums of orders, reckoned twice: 10,000 by chance, each also with all signs turned.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OrderTotals, orderTotals, type TotalsLine } from '../../src/sales/orderTotals.ts'
import { cutByShares, shippingTax } from '../../src/sales/shippingTax.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { type PlainAmounts, type PlainTotals, plainTotals } from './plainTotals.ts'

const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const orders = 10_000

test(`a second, plain reckoning agrees on ${orders} orders (seed ${seed})`, () => {
  const chance = createChance(seed)
  for (let order = 0; order < orders; order++) {
    const { lines, pricesGross, minorDigits } = randomOrder(chance)
    const plain = plainTotals(lines, pricesGross, minorDigits)
    const totals = orderTotals({ lines, pricesGross, minorDigits })
    if (written(totals) !== plainly(plain, minorDigits))
      assert.fail(
        `seed ${seed}, order ${order}: ${JSON.stringify({ lines, pricesGross, minorDigits, totals })}`,
      )
    if (order % 10 > 0) continue
    const turned = orderTotals({ lines: lines.map(turn), pricesGross, minorDigits })
    assert.equal(written(turned), plainly(plain, minorDigits, -1n), `turned, seed ${seed}, order ${order}`)
  }
})

type Amounts = Readonly<Record<'net' | 'tax' | 'gross', string>>

function written({ lines, rates, ...all }: OrderTotals): string {
  const said = ({ net, tax, gross }: Amounts) => `${net} ${tax} ${gross}`
  return [...lines.map(said), ...rates.map(one => `${one.rate}: ${said(one)}`), said(all)].join('\n')
}

function plainly({ lines, rates, all }: PlainTotals, digits: number, sign = 1n): string {
  const decimal = (units: bigint) => {
    const size = String(units < 0n ? -units : units).padStart(digits + 1, '0')
    const text = digits === 0 ? size : `${size.slice(0, -digits)}.${size.slice(-digits)}`
    return units < 0n ? `-${text}` : text
  }
  const said = ({ net, tax, gross }: PlainAmounts) =>
    [net, tax, gross].map(units => decimal(sign * units)).join(' ')
  const down = [...rates].sort(([a], [b]) => Number(b) - Number(a))
  return [...lines.map(said), ...down.map(([rate, one]) => `${rate}: ${said(one)}`), said(all)].join('\n')
}

function turn(line: TotalsLine): TotalsLine {
  const { quantity } = line
  return { ...line, quantity: quantity.startsWith('-') ? quantity.slice(1) : `-${quantity}` }
}

function randomOrder(chance: ReturnType<typeof createChance>) {
  const some = <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
  const rates = some([
    ['19', '7'],
    ['19.0', '19', '0'],
    ['25.5', '13.5', '10'],
    ['8.1', '2.6'],
    ['0'],
    ['27', '5', '18'],
  ])
  const pricesGross = chance() < 0.5
  const line = (): TotalsLine => {
    const price = some([
      `${between(chance, 0, 30)}.${between(chance, 10, 99)}`,
      `${between(chance, 1, 500)}`,
      '8.4033613445378',
      '0.005',
      '0.125',
      '119',
      '-5.00',
      `${between(chance, 0, 3)}.${between(chance, 1000, 9999)}`,
    ])
    const said = chance() < 0.8 ? pricesGross : !pricesGross
    return {
      quantity: some(['1', '2', '3', '10', '0.5', '1.333', '-1', '12']),
      ...(said ? { unitGross: price } : { unitNet: price }),
      ...(chance() < 0.3 ? { discountPercent: some(['0', '3', '10', '12.5', '33.333', '100']) } : {}),
      taxRate: some(rates),
    }
  }
  return {
    lines: Array.from({ length: between(chance, 1, 9) }, line),
    pricesGross,
    minorDigits: some([2, 2, 2, 0, 3]),
  }
}

test('a tie is rounded away from zero, once', () => {
  const one = (unitNet: string, quantity = '1') =>
    orderTotals({ lines: [{ quantity, unitNet, taxRate: '0' }], pricesGross: false, minorDigits: 2 }).net
  assert.equal(one('0.005'), '0.01')
  assert.equal(one('-0.005'), '-0.01')
  assert.equal(one('0.0049999'), '0.00')
  assert.equal(one('-0.0049'), '0.00', 'never minus zero')
  assert.equal(one('0.335', '3'), '1.01', 'the line is rounded, not its piece')
})

test('a line without a price has no sum', () => {
  assert.throws(
    () => orderTotals({ lines: [{ quantity: '1', taxRate: '19' }], pricesGross: true, minorDigits: 2 }),
    TypeError,
  )
  assert.deepEqual(orderTotals({ lines: [], pricesGross: true, minorDigits: 2 }), {
    lines: [],
    rates: [],
    net: '0.00',
    tax: '0.00',
    gross: '0.00',
  })
})

test('shipping costs follow the main rate, or each rate by its part', () => {
  const lines = [
    { taxRate: '7', net: '20.00' },
    { taxRate: '19.0', net: '10.00' },
    { taxRate: '19', net: '5.00' },
  ]
  assert.deepEqual(shippingTax(lines, 'main'), [{ rate: '7', share: '1' }])
  assert.deepEqual(shippingTax(lines, 'proportional'), [
    { rate: '19', share: '0.428571428571' },
    { rate: '7', share: '0.571428571429' },
  ])
  const quarters = ['0', '5', '7', '19'].map(rate => ({ rate, share: '0.25' }))
  const parts = cutByShares('0.02', quarters, 2).map(one => one.amount)
  assert.deepEqual(parts, ['0.01', '0.00', '0.01', '0.00'], 'no part turns its sign')
  const equal = [
    { taxRate: '7', net: '10' },
    { taxRate: '19', net: '10' },
  ]
  assert.deepEqual(shippingTax(equal, 'main'), [{ rate: '19', share: '1' }], 'of equals the higher')
  assert.deepEqual(shippingTax([], 'main'), [])
  const negative = [
    { taxRate: '7', net: '10' },
    { taxRate: '19', net: '-10' },
  ]
  assert.deepEqual(shippingTax(negative, 'proportional'), [{ rate: '7', share: '1' }])
  assert.deepEqual(shippingTax([{ taxRate: '7', net: '0' }], 'proportional'), [{ rate: '7', share: '1' }])
})

test(`shares add up to exactly one, and what is cut by them to the amount (seed ${seed})`, () => {
  const chance = createChance(seed + 1)
  for (let round = 0; round < 500; round++) {
    const lines = Array.from({ length: between(chance, 1, 6) }, (_, at) => ({
      taxRate: String(at * 3),
      net: `${between(chance, 1, 999)}.${between(chance, 10, 99)}`,
    }))
    const shares = shippingTax(lines, 'proportional')
    const sum = shares.reduce((all, { share }) => all + BigInt(Math.round(Number(share) * 1e12)), 0n)
    assert.equal(sum, 1_000_000_000_000n, JSON.stringify(lines))
    const amount = `${between(chance, 0, 20)}.${between(chance, 10, 99)}`
    const cut = cutByShares(amount, shares, 2)
    const cents = (text: string) => BigInt(text.replace('.', ''))
    assert.equal(
      cut.reduce((all, one) => all + cents(one.amount), 0n),
      cents(amount),
      JSON.stringify(lines),
    )
    assert.ok(cut.every(one => cents(one.amount) >= 0n))
  }
})
