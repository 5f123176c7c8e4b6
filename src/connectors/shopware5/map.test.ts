import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkNeutral } from '../../../testkit/contract/neutralRecord.ts'
import { exact, rounded } from '../../base/decimal.ts'
import { canonical } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import type { OrderLineRecord, OrderRecord } from '../../port/records.ts'
import { customer, order, position } from './fixtures/records.ts'
import { connector } from './index.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} as Record<string, string> }

function mapped(raw: unknown, settings: Record<string, string> = {}): OrderRecord {
  const payload = canonical(connector.scrub('order', raw)).value
  return checkNeutral('order', connector.map.order?.(payload, { ...context, settings }))
}

/** What the lines come to, as the inbox adds them up. */
function sumOf(lines: readonly OrderLineRecord[]): string {
  const gross = ({ unitGross, unitNet = '0', taxRate = '0' }: OrderLineRecord) =>
    unitGross === undefined ? exact(unitNet).times(exact(taxRate).div(100).plus(1)) : exact(unitGross)
  const sum = lines.reduce((all, line) => all.plus(gross(line).times(line.quantity)), exact('0'))
  return rounded(sum, 2).toFixed(2)
}

const kinds = (record: OrderRecord) => record.lines.map(line => line.kind)

test('maps an order: addresses, payment, dispatch, language, comment and both names of the item', () => {
  const record = mapped(order())
  assert.equal(record.externalNumber, '20057')
  assert.equal(record.placedAt, '2026-01-31T17:33:12+01:00')
  assert.deepEqual(record.customer, { theirs: '12' })
  assert.equal(record.billing?.street, 'Große Straße 7a', 'the number of the house stays in the street')
  assert.equal(record.billing?.salutation, 'mrs')
  assert.equal(record.billing?.country, 'DE')
  assert.equal(record.billing?.phone, '+49 341 5550')
  assert.equal(record.billing?.email, 'joerdis@example.com')
  assert.equal(record.shipping?.email, undefined)
  assert.deepEqual(record.payment, { method: 'Vorkasse', reference: 'TX-1' })
  assert.deepEqual(record.delivery, { method: 'Standard Versand' })
  assert.equal(record.language, 'de')
  assert.equal(record.customerNote, 'Bitte klingeln.')
  assert.deepEqual(record.attributes, { attribute1: 'Werbung' })
  const [item, shipping] = record.lines
  assert.deepEqual(item?.item, { ref: { theirs: '101/201' }, sku: 'KT-1', gtin: '4006381333931' })
  assert.deepEqual(item?.detail, { unit: 'Stk', packUnit: 'Dose' })
  assert.equal(item?.unitGross, '11.9')
  assert.equal(item?.unitNet, undefined, 'the shop names one price, the other follows')
  assert.deepEqual([shipping?.kind, shipping?.unitGross, shipping?.taxRate], ['shipping', '5.9', '19'])
  assert.equal(sumOf(record.lines), '29.70')
})

test('maps every mode of a position', () => {
  const none = { articleId: 0, articleDetailID: 0 }
  const record = mapped(
    order({
      details: [
        position(1),
        position(2, { mode: 1, price: 0 }),
        position(3, { ...none, mode: 2, price: -5, articleNumber: 'GUTSCHEIN' }),
        position(4, { ...none, mode: 3, price: -1, articleNumber: 'rabatt' }),
        position(5, { ...none, mode: 4, price: 2, articleNumber: 'sw-payment-absolute' }),
        position(6, { ...none, mode: 4, price: -2, articleNumber: 'sw-discount' }),
        position(7, { ...none, mode: 4, price: 3, articleNumber: 'sw-surcharge' }),
        position(8, { ...none, mode: 10, price: -4, articleNumber: 'BUNDLE' }),
        position(9, { mode: 11 }),
        position(10, { ...none, mode: 12, price: 4, articleNumber: '' }),
        position(11, { ...none, articleNumber: '' }),
      ],
    }),
  )
  assert.deepEqual(kinds(record), [
    'item',
    'item',
    'voucher',
    'discount',
    'payment',
    'discount',
    'surcharge',
    'discount',
    'item',
    'custom',
    'custom',
    'shipping',
  ])
  for (const line of record.lines) if (line.kind !== 'item') assert.equal(line.item, undefined)
})

test('names an item that the shop has no more by its number alone', () => {
  const [line] = mapped(order({ details: [position(1, { articleId: 0, articleDetailID: 0 })] })).lines
  assert.equal(line?.kind, 'item')
  assert.deepEqual(line?.item, { sku: 'KT-1', gtin: '4006381333931' })
})

test('reads the prices of an order with net prices as net, and comes to the total', () => {
  const record = mapped(
    order({
      net: 1,
      details: [
        position(1, { price: 10, quantity: 3 }),
        position(2, { price: 8.4034, taxRate: 7, quantity: 1 }),
      ],
      invoiceAmount: 50.59,
    }),
  )
  assert.equal(record.lines[0]?.unitNet, '10')
  assert.equal(record.lines[0]?.unitGross, undefined)
  assert.deepEqual(kinds(record), ['item', 'item', 'shipping'])
  assert.equal(sumOf(record.lines), '50.59')
})

test('reads an order without tax: one price, no rate, whatever the lines say of theirs', () => {
  const details = [position(1, { price: 10, taxRate: 19, quantity: 1 })]
  const free = { net: 1, taxFree: 1, invoiceShipping: 5, invoiceShippingNet: 5, invoiceShippingTaxRate: 19 }
  const record = mapped(order({ ...free, details, invoiceAmount: 15 }))
  for (const line of record.lines) {
    assert.equal(line.taxRate, '0')
    assert.equal(line.unitNet, line.unitGross)
  }
  assert.equal(sumOf(record.lines), '15.00')
})

test('splits shipping over the rates of the items, to the cent', () => {
  const details = [
    position(1, { price: 30, taxRate: 19, quantity: 1 }),
    position(2, { price: 10, taxRate: 7, quantity: 2 }),
    position(3, { price: 0.5, taxRate: 5, quantity: 1 }),
  ]
  const record = mapped(order({ details, isProportionalCalculation: true, invoiceAmount: 56.4 }))
  const shipping = record.lines.filter(line => line.kind === 'shipping')
  assert.deepEqual(
    shipping.map(({ ref, taxRate, unitGross }) => [ref.theirs, taxRate, unitGross]),
    [
      ['shipping/19', '19', '3.5'],
      ['shipping/7', '7', '2.34'],
      ['shipping/5', '5', '0.06'],
    ],
  )
  assert.equal(sumOf(record.lines), '56.40')
})

test('takes the rate with the highest share where an old order names none for shipping', () => {
  const details = [
    position(1, { price: 5, taxRate: 19, quantity: 1 }),
    position(2, { price: 10, taxRate: 7, quantity: 2 }),
  ]
  const {
    invoiceShippingTaxRate: _,
    isProportionalCalculation: __,
    ...old
  } = order({ details, invoiceAmount: 30.9 })
  const shipping = mapped(old).lines.find(line => line.kind === 'shipping')
  assert.equal(shipping?.taxRate, '7')
})

test('has no line for shipping that costs nothing', () => {
  const free = order({ invoiceShipping: 0, invoiceShippingNet: 0, invoiceAmount: 23.8 })
  assert.deepEqual(kinds(mapped(free)), ['item'])
})

test('keeps what the shop has rounded as a line, and shows a real difference', () => {
  const rounding = mapped(order({ invoiceAmount: 29.72 }))
  const last = rounding.lines.at(-1)
  assert.deepEqual([last?.ref.theirs, last?.kind, last?.unitGross], ['rounding', 'surcharge', '0.02'])
  assert.equal(sumOf(rounding.lines), '29.72')
  assert.equal(mapped(order({ invoiceAmount: 29.69 })).lines.at(-1)?.kind, 'discount')
  const wrong = mapped(order({ invoiceAmount: 31 }))
  assert.equal(wrong.totalGross, '31', 'the total is what the shop charged')
  assert.equal(sumOf(wrong.lines), '29.70', 'and nobody corrects it')
})

test('says what states mean, by the settings', () => {
  const states = (orderStatusId: number, paymentStatusId: number, settings = {}) => {
    const { remoteState, paymentState } = mapped(order({ orderStatusId, paymentStatusId }), settings)
    return [remoteState, paymentState]
  }
  assert.deepEqual(states(0, 17), ['new', 'open'])
  assert.deepEqual(states(1, 18), ['in_progress', 'open'])
  assert.deepEqual(states(6, 11), ['partly_shipped', 'partly_paid'])
  assert.deepEqual(states(7, 12), ['shipped', 'paid'])
  assert.deepEqual(states(2, 20), ['completed', 'refunded'])
  assert.deepEqual(states(4, 35), ['cancelled', 'failed'])
  assert.deepEqual(states(8, 99), ['new', 'open'], 'what says nothing moves nothing')
  assert.deepEqual(states(40, 50, { orderStates: '40=shipped', paymentStates: '50=paid' }), [
    'shipped',
    'paid',
  ])
})

test('says when an order was paid only where it is', () => {
  const clearedDate = '2026-02-01T09:00:00+0100'
  assert.equal(
    mapped(order({ clearedDate, paymentStatusId: 12 })).payment.paidAt,
    '2026-02-01T09:00:00+01:00',
  )
  assert.equal(mapped(order({ clearedDate })).payment.paidAt, undefined)
})

test('keeps the factor of a foreign currency, and converts nothing', () => {
  const record = mapped(order({ currency: 'chf', currencyFactor: 1.08 }))
  assert.equal(record.currency, 'CHF')
  assert.equal(record.totalGross, '29.7')
  assert.equal(record.attributes?.['currencyFactor'], '1.08')
})

test('reads times of both clock changes', () => {
  const at = (orderTime: string) => mapped(order({ orderTime })).placedAt
  assert.equal(at('2026-10-25T02:30:00+0200'), '2026-10-25T02:30:00+02:00')
  assert.equal(at('2026-10-25T02:30:00+0100'), '2026-10-25T02:30:00+01:00')
  assert.equal(at('2026-03-29T03:00:00+0200'), '2026-03-29T03:00:00+02:00')
  assert.equal(
    at('2026-07-01 10:00:00'),
    '2026-07-01T10:00:00+02:00',
    'without an offset it is the wall of the shop',
  )
})

test('refuses an order that is only listed, and names what is missing', () => {
  const { details: _, ...listed } = order()
  const cases: [unknown, string][] = [
    [listed, 'details'],
    [order({ id: null }), 'id'],
    [order({ orderTime: 'gestern' }), 'orderTime'],
    [order({ orderTime: null }), 'orderTime'],
    [order({ currency: '' }), 'currency'],
    [order({ invoiceAmount: 'viel' }), 'invoiceAmount'],
    [order({ details: [position(1), null] }), 'details[1]'],
    [order({ details: [position(1, { price: null })] }), 'details[0].price'],
    [order({ details: [position(1, { taxRate: -19 })] }), 'details[0].taxRate'],
    [order({ invoiceShippingTaxRate: -7 }), 'invoiceShippingTaxRate'],
  ]
  for (const [raw, path] of cases)
    assert.throws(
      () => mapped(raw),
      (error: unknown) =>
        error instanceof Rejected && error.code === 'PAYLOAD_INVALID' && error.path === path,
      path,
    )
})

test('maps a customer, a guest and one who may not order', () => {
  const of = (raw: unknown) => {
    const payload = canonical(connector.scrub('customer', raw)).value
    return checkNeutral('customer', connector.map.customer?.(payload, context))
  }
  const record = of(customer())
  assert.equal(record.number, '20012')
  assert.deepEqual(record.group, { theirs: 'EK' })
  assert.equal(record.address.email, 'joerdis@example.com')
  assert.equal(record.address.city, 'Leipzig')
  assert.equal(record.address.vatId, 'DE123456789')
  assert.equal(record.birthday, '1980-02-29')
  assert.equal(record.language, 'de')
  assert.equal(record.guest, undefined)
  assert.equal(of(customer({ accountMode: 1 })).guest, true)
  assert.equal(of(customer({ active: false })).blocked, true)
  const bare = of(customer({ defaultBillingAddress: null }))
  assert.deepEqual([bare.address.lastName, bare.address.city], ['Ångström', undefined])
})

test('lets no password, session, bank data or address of a computer through, and nothing that changes by itself', () => {
  const raw = order({ attribute: { id: 1, swagToken: 'abc-token', kontoinhaber: 'Ada Muster' } })
  const { text } = canonical(connector.scrub('order', raw))
  for (const secret of [
    '$2y$10$verborgen',
    'sitzung-12345678',
    'DE02120300000000202051',
    'BYLADEM1001',
    '203.0.113.7',
    'd41d8cd98f00b204',
    'f3b1c2d4e5f60718',
    'abc-token',
    'Ada Muster',
    'lastLogin',
    'changed',
  ])
    assert.ok(!text.includes(secret), `${secret} is still there`)
  const account = canonical(connector.scrub('customer', customer())).text
  for (const secret of ['verborgen', 'sitzung', '202051', '12030000', 'Musterbank'])
    assert.ok(!account.includes(secret), `${secret} is still there`)
})
