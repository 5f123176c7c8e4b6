/** What the records say: the shop's own words and numbers, to the last digit and in every script. */

import assert from 'node:assert/strict'
import { exact } from '../../src/base/decimal.ts'
import { canonical, cleanText } from '../../src/port/canonical.ts'
import type { OrderLineRecord, OrderRecord } from '../../src/port/records.ts'
import type { Bench } from './bench.ts'
import type { ContractCase } from './case.ts'
import { collect, neutralOf, recordOf } from './reading.ts'
import { paymentSecrets, plainLine, plainOrder } from './samples.ts'
import type { Carries, ContractSubject, PlainLine, PlainOrder } from './subject.ts'

/** The cases of what orders say. */
export function contentCases({ carries }: ContractSubject): readonly ContractCase[] {
  return [
    {
      name: 'maps an order with its lines, address, payment and total',
      run: async bench => {
        for (const [n, paid] of [true, false].entries()) {
          const plain = plainOrder(n, bench.clock.now(), { paid, note: 'Bitte klingeln.' })
          const record = await arrived(bench, plain)
          assertOrder(record, plain, carries)
          assertSame(record.totalGross, plain.total, 'total')
        }
      },
    },
    {
      name: 'keeps decimals to the last digit',
      run: async bench => {
        const lines = oddDecimals(carries).map((change, n) => plainLine(`KT-ODD-${n}`, change))
        const plain = plainOrder(2, bench.clock.now(), { lines, total: '100' })
        assertLines(await arrived(bench, plain), plain, carries)
      },
    },
    {
      name: 'keeps names in every script, with emoji, quotes, markup and line breaks',
      run: async bench => {
        const lines = names(carries).map((name, n) => plainLine(`KT-NAME-${n}`, { name }))
        const plain = plainOrder(3, bench.clock.now(), {
          lines,
          lastName: 'Ζωή Ğüneş-李 O’Brien',
          city: 'Łódź',
        })
        const record = await arrived(bench, plain)
        assertOrder(record, plain, carries)
      },
    },
    {
      name: 'lets no payment secret through scrub',
      run: async bench => {
        const id = await bench.system.placeOrder(plainOrder(4, bench.clock.now(), { paid: true }))
        const { raw } = recordOf(await collect(bench), 'order', id)
        const said = JSON.stringify(raw)
        assert.ok(
          paymentSecrets.some(secret => said.includes(secret)),
          'the simulator put no payment secret into the payload: this case would prove nothing',
        )
        const { text } = canonical(bench.connector.scrub('order', raw))
        for (const secret of paymentSecrets)
          assert.ok(!text.includes(secret), `${secret} is still there after scrub`)
      },
    },
  ]
}

async function arrived(bench: Bench, plain: PlainOrder): Promise<OrderRecord> {
  const id = await bench.system.placeOrder(plain)
  const record = neutralOf(bench, 'order', recordOf(await collect(bench), 'order', id).raw)
  bench.clock.advance(3600)
  return record
}

function assertOrder(record: OrderRecord, plain: PlainOrder, carries: Carries): void {
  assert.equal(record.externalNumber, plain.number)
  assert.equal(Date.parse(record.placedAt), Date.parse(plain.placedAt), 'placedAt')
  assert.equal(record.currency, plain.currency)
  assert.equal(record.paymentState, plain.paid ? 'paid' : 'open')
  assert.equal(record.customerNote, plain.note)
  const address = record.billing ?? record.shipping
  for (const field of ['firstName', 'lastName', 'street', 'postcode', 'city', 'country'] as const)
    assert.equal(address?.[field], plain[field], field)
  assert.equal(record.billing?.email ?? record.shipping?.email, plain.email, 'email')
  assertLines(record, plain, carries)
}

function assertLines(record: OrderRecord, plain: PlainOrder, carries: Carries): void {
  const lines = record.lines.filter(line => line.kind === 'item')
  assert.equal(lines.length, plain.lines.length, 'number of item lines')
  for (const expected of plain.lines) {
    const line = lines.find(entry => entry.item?.sku === expected.sku)
    assert.ok(line, `the line of ${expected.sku} is missing`)
    assertLine(line, expected, carries)
  }
}

function assertLine(line: OrderLineRecord, expected: PlainLine, { prices }: Carries): void {
  assert.equal(line.name, cleanText(expected.name))
  assertSame(line.quantity, expected.quantity, `quantity of ${expected.sku}`)
  assertSame(line.taxRate, expected.taxRate, `taxRate of ${expected.sku}`)
  if (prices !== 'gross') assertSame(line.unitNet, expected.unitNet, `unitNet of ${expected.sku}`)
  if (prices !== 'net') assertSame(line.unitGross, expected.unitGross, `unitGross of ${expected.sku}`)
}

// The same number, however many zeros it was written with.
function assertSame(came: string | undefined, expected: string, what: string): void {
  assert.ok(came !== undefined && exact(came).equals(exact(expected)), `${what} is ${came}, not ${expected}`)
}

function oddDecimals(carries: Carries): readonly Partial<PlainLine>[] {
  const fits = (text: string, digits: number) =>
    (text.split('.')[1] ?? '').length <= digits &&
    text.replace(/\D/g, '').replace(/^0+/, '').length <= carries.significantDigits
  const prices = [
    '0',
    '0.01',
    '-5.5',
    '8.4033613445378',
    '0.1000000000000000055',
    '12345678901234567.89',
    '0.00000001',
    '99999999.99',
  ]
  const quantities = ['3', '0.5', '1.333', '1.0000000000000000001', '12345678901234567']
  return [
    ...prices
      .filter(price => fits(price, carries.priceDigits))
      .map(price => ({ unitNet: price, unitGross: price })),
    ...quantities.filter(quantity => fits(quantity, carries.quantityDigits)).map(quantity => ({ quantity })),
  ]
}

function names(carries: Carries): readonly string[] {
  return [
    'Grüße aus Österreich – „fein“ & <b>fett</b>',
    '日本語のお茶 🍵👩‍👩‍👧‍👦',
    'שלום עולם \u202eabc',
    'Ångström e\u0301',
    '\'; drop table "item"; -- \\ %s {0}',
    'erste Zeile\nzweite\tZeile',
    ...(carries.nul ? ['vor\0nach'] : []),
    ...(carries.loneSurrogates ? ['halb \ud83c ganz'] : []),
  ]
}
