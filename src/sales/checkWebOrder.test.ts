import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { exact } from '../base/decimal.ts'
import type { FoundItem } from '../catalog/findItems.ts'
import { type CheckedOrder, type CheckFacts, checkWebOrder, linkName, normalRate } from './checkWebOrder.ts'
import type { WebOrder, WebOrderLine } from './webOrder.ts'

const mug: FoundItem = { id: 'i-1', itemNumber: 'TASSE', kind: 'simple', blocked: false }
const parent: FoundItem = { id: 'i-2', itemNumber: 'VATER', kind: 'parent', blocked: false }
const blocked: FoundItem = { id: 'i-3', itemNumber: 'WEG', kind: 'simple', blocked: true }
const linked: FoundItem = { id: 'i-4', itemNumber: 'LINK', kind: 'child', blocked: false }

const facts: CheckFacts = {
  currencies: new Map([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
  ]),
  countries: new Set(['DE', 'AT', 'GB']),
  taxRates: new Map([
    ['DE', new Set(['19', '7'])],
    ['AT', new Set(['20', '10'])],
  ]),
  companyCountry: 'DE',
  itemsByNumber: new Map([
    ['TASSE', [mug]],
    ['VATER', [parent]],
    ['WEG', [blocked]],
    ['zwei', [mug, blocked]],
  ]),
  itemsByLink: new Map([[linkName('', { theirs: '77' }), linked]]),
}

const address = { firstName: 'Eva', lastName: 'Muster', street: 'Weg 1', city: 'Berlin', country: 'DE' }

function lineOf(change: Partial<WebOrderLine> = {}): WebOrderLine {
  return {
    ref: { theirs: 'l1' },
    kind: 'item',
    item: { sku: 'TASSE' },
    name: 'Tasse',
    quantity: '2',
    unitNet: '10',
    unitGross: '11.90',
    taxRate: '19',
    ...change,
  }
}

function orderOf(change: Partial<WebOrder> = {}): WebOrder {
  return {
    externalNumber: 'B-1',
    placedAt: '2026-03-01T10:00:00Z',
    currency: 'EUR',
    totalGross: '23.80',
    billing: address,
    shipping: address,
    paymentState: 'open',
    remoteState: 'new',
    payment: { method: 'invoice' },
    delivery: {},
    lines: [lineOf()],
    ...change,
  }
}

const { shipping: _shipping, billing: _billing, ...noAddress } = orderOf()

/** What is parked, with the code and the values that its sentence needs. */
const parkedCases: Readonly<Record<string, readonly [order: WebOrder, code: string, data: object]>> = {
  'an unknown currency': [orderOf({ currency: 'TLR' }), 'CURRENCY_UNKNOWN', { currency: 'TLR' }],
  'an unknown country of the shipping address': [
    orderOf({ shipping: { ...address, country: 'QX' } }),
    'COUNTRY_UNKNOWN',
    { country: 'QX' },
  ],
  'an unknown country of the billing address': [
    orderOf({ billing: { ...address, country: 'QX' } }),
    'COUNTRY_UNKNOWN',
    { country: 'QX' },
  ],
  'no lines': [orderOf({ lines: [] }), 'PAYLOAD_INVALID', { path: 'lines' }],
  'a total that is no number': [orderOf({ totalGross: 'viel' }), 'PAYLOAD_INVALID', { path: 'totalGross' }],
  'a total with an exponent': [orderOf({ totalGross: '1e3' }), 'PAYLOAD_INVALID', { path: 'totalGross' }],
  'a total of 13 digits': [
    orderOf({ totalGross: '1234567890123' }),
    'PAYLOAD_INVALID',
    { path: 'totalGross' },
  ],
  'a quantity that is no number': [
    orderOf({ lines: [lineOf({ quantity: '1,5' })] }),
    'PAYLOAD_INVALID',
    { path: 'lines[0].quantity' },
  ],
  'a price of the second line that is no number': [
    orderOf({ lines: [lineOf(), lineOf({ unitGross: 'NaN' })] }),
    'PAYLOAD_INVALID',
    { path: 'lines[1].unitGross' },
  ],
  'a rate that is set up for another country': [
    orderOf({ lines: [lineOf({ taxRate: '20' })] }),
    'TAX_UNKNOWN',
    { line: 1, rate: '20', country: 'DE' },
  ],
  'a rate that nobody knows': [
    orderOf({ lines: [lineOf(), lineOf({ taxRate: '18.5' })] }),
    'TAX_UNKNOWN',
    { line: 2, rate: '18.5', country: 'DE' },
  ],
  'a rate that nobody knows on a line for shipping': [
    orderOf({ lines: [lineOf({ kind: 'shipping', taxRate: '99' })] }),
    'TAX_UNKNOWN',
    { line: 1, rate: '99', country: 'DE' },
  ],
  'a quantity of nothing': [
    orderOf({ lines: [lineOf({ quantity: '0' })] }),
    'QUANTITY_INVALID',
    { line: 1, quantity: '0' },
  ],
  'a negative quantity': [
    orderOf({ lines: [lineOf(), lineOf({ quantity: '-1' })] }),
    'QUANTITY_INVALID',
    { line: 2, quantity: '-1' },
  ],
  'no total': [without(orderOf(), 'totalGross'), 'PAYLOAD_INVALID', { path: 'totalGross' }],
  'a line without any price': [
    orderOf({ lines: [without(lineOf(), 'unitGross', 'unitNet')] }),
    'PAYLOAD_INVALID',
    { path: 'lines[0].unitGross' },
  ],
  'more than a thousand million pieces': [
    orderOf({ lines: [lineOf({ quantity: '1000000001' })] }),
    'QUANTITY_INVALID',
    { line: 1, quantity: '1000000001' },
  ],
  'an item that nobody knows': [
    orderOf({ lines: [lineOf({ item: { sku: 'X' } })] }),
    'ITEM_UNKNOWN',
    { line: 1, sku: 'X' },
  ],
  'an item without a number, by its name': [
    orderOf({ lines: [lineOf({ item: {}, name: 'Ding' })] }),
    'ITEM_UNKNOWN',
    { line: 1, sku: 'Ding' },
  ],
  'a number that two items share': [
    orderOf({ lines: [lineOf({ item: { sku: 'zwei' } })] }),
    'ITEM_AMBIGUOUS',
    { line: 1, sku: 'zwei', n: 2 },
  ],
}

for (const [what, [order, code, data]] of Object.entries(parkedCases))
  test(`parks an order with ${what}`, () => {
    assert.deepEqual(checkWebOrder(order, facts), { parked: { code, data } })
  })

/** What is staged, with the codes that keep it from being taken over. */
const stagedCases: Readonly<Record<string, readonly [order: WebOrder, open: readonly string[]]>> = {
  'nothing wrong': [orderOf(), []],
  'a link where the number is unknown': [
    orderOf({ lines: [lineOf({ item: { ref: { theirs: '77' }, sku: 'egal' } })] }),
    [],
  ],
  'a link that nobody made, and a number that is known': [
    orderOf({ lines: [lineOf({ item: { ref: { theirs: '78' }, sku: 'TASSE' } })] }),
    [],
  ],
  'a rate of the country that it goes to': [
    orderOf({ shipping: { ...address, country: 'AT' }, lines: [lineOf({ taxRate: '20.00' })] }),
    [],
  ],
  'a rate of the country of the bill': [
    orderOf({ billing: { ...address, country: 'AT' }, lines: [lineOf({ taxRate: '10.0' })] }),
    [],
  ],
  'the rate of the company, sent abroad': [orderOf({ shipping: { ...address, country: 'AT' } }), []],
  'a rate of 0, sent to where no rate is set up': [
    orderOf({ shipping: { ...address, country: 'GB' }, lines: [lineOf({ taxRate: '0.00' })] }),
    [],
  ],
  'a parent item': [orderOf({ lines: [lineOf({ item: { sku: 'VATER' } })] }), ['ITEM_IS_PARENT']],
  'a blocked item': [orderOf({ lines: [lineOf({ item: { sku: 'WEG' } })] }), ['ITEM_BLOCKED']],
  'no address': [noAddress, ['ADDRESS_MISSING']],
  'an address without street and country': [
    { ...noAddress, shipping: { firstName: 'Eva', city: 'Berlin' } },
    ['ADDRESS_INVALID'],
  ],
  'a company without a person': [
    { ...noAddress, billing: { company: 'Muster GmbH', street: 'Weg 1', city: 'Berlin', country: 'DE' } },
    [],
  ],
  'a total that is off by a cent for each of its lines': [
    orderOf({ totalGross: '23.82', lines: [lineOf({ quantity: '1' }), lineOf({ quantity: '1' })] }),
    [],
  ],
  'a total that is off by more than rounding': [orderOf({ totalGross: '23.83' }), ['TOTAL_MISMATCH']],
  'a total of 0': [orderOf({ totalGross: '0' }), ['TOTAL_MISMATCH']],
  'a negative total': [orderOf({ totalGross: '-23.80' }), ['TOTAL_MISMATCH']],
  'a discount as a line of its own': [
    orderOf({ totalGross: '13.80', lines: [lineOf(), discount('-10.00')] }),
    [],
  ],
  'a pending order': [orderOf({ pending: true }), ['PENDING_AT_CHANNEL']],
  'a line that names its gross price and no rate': [orderOf({ lines: [without(lineOf(), 'taxRate')] }), []],
  'a line that names its net price and no rate': [
    orderOf({ lines: [without(lineOf(), 'taxRate', 'unitGross')] }),
    ['TAX_UNKNOWN'],
  ],
  'a line that names its net price and a rate': [orderOf({ lines: [without(lineOf(), 'unitGross')] }), []],
  'a pending order without total and prices': [
    without(
      orderOf({ pending: true, lines: [without(lineOf(), 'unitGross', 'unitNet', 'taxRate')] }),
      'totalGross',
    ),
    ['PENDING_AT_CHANNEL'],
  ],
  'several things at once': [
    { ...noAddress, totalGross: '1', lines: [lineOf({ item: { sku: 'VATER' } })] },
    ['ITEM_IS_PARENT', 'ADDRESS_MISSING', 'TOTAL_MISMATCH'],
  ],
}

for (const [what, [order, open]] of Object.entries(stagedCases))
  test(`stages an order with ${what}`, () => {
    assert.deepEqual(
      staged(order).open.map(finding => finding.code),
      open,
    )
  })

test('says by how much the total is off, in the digits of the currency', () => {
  const [finding] = staged(orderOf({ totalGross: '30' })).open
  assert.deepEqual(finding, { code: 'TOTAL_MISMATCH', data: { expected: '23.80', got: '30' } })
  const yen = orderOf({ currency: 'JPY', totalGross: '30', lines: [lineOf({ unitGross: '11.9' })] })
  assert.deepEqual(staged(yen).open[0]?.data, { expected: '24', got: '30' })
})

test('counts minor units in the digits of the currency', () => {
  assert.equal(staged(orderOf()).totalMinor, '2380')
  assert.equal(staged(orderOf({ currency: 'JPY', totalGross: '24' })).totalMinor, '24')
  assert.equal(staged(orderOf({ currency: 'KWD', totalGross: '23.8' })).totalMinor, '23800')
})

test('carries the item of each line, its own name for the person and the country that it goes to', () => {
  const order = orderOf({
    shipping: { ...address, country: 'AT' },
    lines: [
      lineOf(),
      discount('0'),
      lineOf({ item: { ref: { theirs: '77' } } }),
      lineOf({ kind: 'shipping', item: { sku: 'TASSE' } }),
    ],
  })
  const { itemIds, customerName, country } = staged(order)
  assert.deepEqual(itemIds, ['i-1', null, 'i-4', null])
  assert.deepEqual([customerName, country], ['Eva Muster', 'AT'])
})

test('never uses a floating-point number: any lines add up exactly', t => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 80_995 }).map(String),
    unitGross: decimals(1_000_000, 13),
  })
  const seed = Date.now()
  t.diagnostic(`seed ${seed}`)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), prices => {
      const lines = prices.map(price => lineOf(price))
      const sum = prices.reduce(
        (all, { quantity, unitGross }) => all.plus(exact(quantity).times(unitGross)),
        exact('0'),
      )
      const { linesGross, open } = staged(orderOf({ totalGross: sum.toFixed(), lines }))
      assert.equal(linesGross, sum.toDecimalPlaces(2).toFixed())
      assert.deepEqual(open, [])
    }),
    { seed, numRuns: 200 },
  )
})

test('decides about any numbers without throwing', t => {
  const anything = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.bigInt().map(String),
    decimals(10_000_000_000_000, 40),
  )
  const seed = Date.now()
  t.diagnostic(`seed ${seed}`)
  fc.assert(
    fc.property(anything, anything, anything, anything, (totalGross, quantity, unitGross, taxRate) => {
      const result = checkWebOrder(
        orderOf({ totalGross, lines: [lineOf({ quantity, unitGross, taxRate })] }),
        facts,
      )
      if ('parked' in result) assert.match(result.parked.code, /^[A-Z_]+$/)
      else assert.match(result.totalMinor ?? '', /^-?\d+$/)
    }),
    { seed, numRuns: 500 },
  )
})

test('takes the same rate in different spellings for the same', () => {
  for (const rate of ['19', '19.0', '19.00']) assert.equal(normalRate(rate), '19')
  for (const rate of ['0', '0.0', '0.00']) assert.equal(normalRate(rate), '0')
  assert.equal(normalRate('5.50'), '5.5')
  assert.equal(normalRate('100'), '100')
})

test('fills in the price that a line does not name, and leaves those that it names', () => {
  const lines = [
    lineOf(),
    without(lineOf(), 'unitGross'),
    without(lineOf(), 'unitNet'),
    without(lineOf(), 'taxRate'),
  ]
  assert.deepEqual(staged(orderOf({ totalGross: '95.20', lines })).prices, [
    { net: '10', gross: '11.90' },
    { net: '10', gross: '11.9' },
    { net: '10', gross: '11.90' },
    { net: '10', gross: '11.90' },
  ])
})

function without<T extends object, K extends keyof T>(whole: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>
}

function discount(unitGross: string): WebOrderLine {
  return lineOf({ kind: 'discount', item: {}, quantity: '1', unitNet: unitGross, unitGross })
}

function staged(order: WebOrder): CheckedOrder {
  const result = checkWebOrder(order, facts)
  if ('parked' in result) throw new Error(`parked: ${JSON.stringify(result.parked)}`)
  return result
}

/** Texts of decimals up to `most`, with up to so many digits behind the point. */
function decimals(most: number, digits: number): fc.Arbitrary<string> {
  const behind = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: digits })
  return fc
    .tuple(fc.integer({ min: 0, max: most }), behind)
    .map(([whole, rest]) => (rest.length === 0 ? `${whole}` : `${whole}.${rest.join('')}`))
}
