import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rejected } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import { fixture, packed } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'
import { mapCustomer, mapOrder, mapPayment } from './map.ts'
import { readPage } from './pages.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: { languages: '1=de, 2=en' } }

test('an order has its lines, its addresses and a total that the shop never sent', () => {
  const { records, last } = readPage('order', { body: packed(fixture('orders')) })
  assert.equal(last, false)
  assert.deepEqual(
    records.map(({ externalId, externalNumber }) => [externalId, externalNumber]),
    [
      ['17', 'B-10017'],
      ['18', 'B-10018'],
    ],
  )
  const [order] = scrubbed('order', 'orders')
  assert.deepEqual(mapOrder(order, context), {
    externalNumber: 'B-10017',
    placedAt: '2026-07-01T14:03:22+02:00',
    currency: 'EUR',
    totalGross: '19.2', // 2 × 10.00 + 4.20 − 5.00
    totalIsComputed: true,
    customer: { theirs: '4' },
    billing: {
      salutation: 'Frau',
      title: 'Dr.',
      firstName: 'Änne',
      lastName: 'Müller',
      street: 'Hauptstr. 5a',
      extra: 'Hinterhaus, Tür 2',
      postcode: '04109',
      city: 'Leipzig',
      state: 'Sachsen',
      country: 'DE',
      phone: '0341 1',
      email: 'aenne@example.com',
    },
    paymentState: 'open',
    remoteState: 'new',
    payment: { method: 'Lastschrift' },
    delivery: { method: 'DHL Paket' },
    language: 'de',
    customerNote: 'Bitte "klingeln" & warten',
    lines: [
      {
        ref: { theirs: '31' },
        kind: 'item',
        item: { ref: { theirs: '10' }, sku: 'TEE-1' },
        name: 'Grüner Tee „Sencha“ – 100 g',
        quantity: '2',
        unitNet: '8.4033613445378',
        unitGross: '10',
        taxRate: '19.00',
        detail: { variations: [{ name: 'Größe', value: 'groß' }] },
      },
      {
        ref: { theirs: '32' },
        kind: 'shipping',
        name: 'DHL Paket',
        quantity: '1',
        unitNet: '3.5294117647059',
        unitGross: '4.2',
        taxRate: '19.00',
      },
      {
        ref: { theirs: 'fGuthaben' },
        kind: 'voucher',
        name: 'Guthaben',
        quantity: '1',
        unitNet: '-5',
        unitGross: '-5',
        taxRate: '0',
      },
    ],
    attributes: { wunschtermin: 'Freitag', cModulId: 'za_lastschrift_jtl' },
  })
})

test('quirk: an order without delivery address goes to the billing address', () => {
  const [without, having] = scrubbed('order', 'orders')
  assert.equal(mapOrder(without, context).shipping, undefined)
  assert.deepEqual(mapOrder(having, context).shipping, {
    company: 'Büro <5>',
    street: 'Graben 2',
    postcode: '1010',
    city: 'Wien',
    country: 'AT',
  })
})

test('quirk: each line is rounded in gross, and only then added up', () => {
  const [, order] = scrubbed('order', 'orders')
  const record = mapOrder(order, context)
  assert.equal(record.totalGross, '2.47') // 3 × 0.99 − 0.50
  assert.equal(record.paymentState, 'paid')
  assert.equal(record.placedAt, '2026-12-01T08:00:00+01:00')
  assert.deepEqual(
    record.lines.map(line => line.kind),
    ['item', 'voucher'],
  )
})

test('a state that nobody knows does not keep an order out', () => {
  const [order] = scrubbed('order', 'orders')
  for (const cStatus of ['99', '', null, '__proto__', 'constructor'])
    assert.equal(mapOrder({ ...Object(order), cStatus }, context).remoteState, 'new')
})

test('nothing of a bank, a card or a session is kept', () => {
  const kept = JSON.stringify([...scrubbed('order', 'orders'), ...scrubbed('customer', 'customers')])
  for (const secret of ['s3ss10n', '370400440532013000', '5500005555', 'COBADEFF', 'Testbank', '532013000'])
    assert.ok(!kept.includes(secret), secret)
  assert.ok(!kept.includes('_formatted') && !kept.includes('cAbgeholt') && !kept.includes('Mozilla'))
  assert.ok(kept.includes('wunschtermin') && kept.includes('Messe'))
})

test('a customer has the code of the country, the group and whether it is a guest', () => {
  const [customer] = scrubbed('customer', 'customers')
  assert.deepEqual(mapCustomer(customer, context), {
    number: 'K-4',
    address: {
      company: 'Müller & Töchter',
      salutation: 'Frau',
      firstName: 'Änne',
      lastName: 'Müller',
      street: 'Hauptstr. 5a',
      postcode: '04109',
      city: 'Leipzig',
      country: 'DE',
      email: 'aenne@example.com',
      vatId: 'DE123456789',
    },
    language: 'de',
    group: { theirs: '2' },
    birthday: '1980-02-29',
    createdAt: '2026-06-30T00:00:00+02:00',
    attributes: { Werbung: 'Messe', nRegistriert: '0' },
    guest: true,
  })
})

test('a payment names its order and its transaction, and not who paid', () => {
  const [payment] = scrubbed('payment', 'payments')
  assert.ok(!JSON.stringify(payment).includes('payer@'))
  assert.deepEqual(mapPayment(payment, context), {
    order: { theirs: '18' },
    amount: '2.47',
    currency: 'EUR',
    method: 'PayPal',
    transactionId: '8XY12345',
    paidAt: '2026-12-01T08:01:00+01:00',
  })
})

test('what cannot be read is named by its place', () => {
  const [order] = scrubbed('order', 'orders')
  const harmed = { ...(order as object), twarenkorbpos: [{ fPreis: 'viel', fMwSt: '19', nAnzahl: '1' }] }
  assert.throws(
    () => mapOrder(harmed, context),
    (error: unknown) => error instanceof Rejected && error.path === 'twarenkorbpos[0].fPreis',
  )
  for (const [field, map] of [
    ['kKunde', mapCustomer],
    ['kBestellung', mapOrder],
    ['kZahlungseingang', mapPayment],
  ] as const)
    assert.throws(
      () => map({}, context),
      (error: unknown) => error instanceof Rejected && error.path === field,
    )
})

function scrubbed(kind: IncomingKind, file: string): readonly unknown[] {
  const { records } = readPage(kind, { body: packed(fixture(file)) })
  return records.map(({ raw }) => connector.scrub(kind, raw))
}
