import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { canonical } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import { globalsOf } from './globals.ts'
import { connector } from './index.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }

/** The payloads of a fixture as the engine would store them. */
function payloads(kind: IncomingKind, file: string): unknown[] {
  const body = readFileSync(new URL(`fixtures/${file}.json`, import.meta.url))
  const page = connector.pull?.read(kind, { body }, context)
  return (page?.records ?? []).map(record => canonical(connector.scrub(kind, record.raw)).value)
}

function order(payload: unknown) {
  assert.ok(connector.map.order)
  return connector.map.order(payload, context)
}

/** An order with one line, changed by what is given. */
function small(change: object, line: object = {}): unknown {
  const item = {
    id: '1',
    type: 'product',
    productId: '5',
    sku: 'A',
    name: 'A',
    quantity: 1,
    price: 1,
    priceGross: 1.19,
    vat: 19,
    ...line,
  }
  return {
    id: '9',
    orderNumber: '9',
    creationDate: '2024-03-10T08:00:00+01:00',
    currencyIso: 'EUR',
    totalSumGross: 1.19,
    items: [item],
    ...change,
  }
}

function rejectedPath(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof Rejected, String(error))
    assert.equal(error.code, 'PAYLOAD_INVALID')
    return error.path
  }
  return 'nothing was rejected'
}

test('maps an order of generation 5 with all that it carries', () => {
  assert.deepEqual(order(payloads('order', 'v5-order')[0]), {
    externalNumber: 'B-601',
    placedAt: '2024-03-10T08:00:00+01:00',
    currency: 'EUR',
    totalGross: '29.56',
    customer: { theirs: '501' },
    billing: {
      company: 'Bäcker & Söhne GmbH',
      salutation: 'w',
      title: 'Dr.',
      firstName: 'Anna',
      lastName: 'Bäcker',
      street: 'Domstraße 1',
      extra: 'Hinterhaus',
      postcode: '50667',
      city: 'Köln',
      country: 'DE',
      phone: '0221 123456',
      email: 'anna.baecker@example.org',
      vatId: 'DE123456789',
    },
    shipping: {
      salutation: 'm',
      firstName: 'Ben',
      lastName: "O'Neill",
      street: 'Rheinweg 2',
      extra: 'beim Nachbarn',
      postcode: '53111',
      city: 'Bonn',
      country: 'DE',
    },
    paymentState: 'paid',
    remoteState: 'partly_shipped',
    payment: { method: 'pm_paypal_standard', paidAt: '2024-03-10T08:05:00+01:00' },
    delivery: { method: 'DHL Paket', carrier: 'DHL', wishedFor: '2024-03-13T00:00:00+01:00' },
    language: 'de',
    customerNote: 'Bitte klingeln.',
    lines: [
      {
        ref: { theirs: '6011' },
        kind: 'item',
        item: { ref: { theirs: '404' }, sku: 'HO-1' },
        name: 'Hemd "HO-1"',
        quantity: '2',
        unitNet: '10',
        unitGross: '11.9',
        taxRate: '19',
        detail: { variations: [{ name: 'Farbe', value: 'Rot', surcharge: '1.5' }], note: 'gebügelt' },
      },
      {
        ref: { theirs: '6012' },
        kind: 'shipping',
        name: 'DHL Paket',
        quantity: '1',
        unitNet: '4.2',
        unitGross: '4.998',
        taxRate: '19',
      },
      {
        ref: { theirs: '6013' },
        kind: 'voucher',
        name: 'Gutschein FRUEHLING',
        quantity: '1',
        unitNet: '-4',
        unitGross: '-4.76',
        taxRate: '19',
      },
      {
        ref: { theirs: '6014' },
        kind: 'item',
        item: { ref: { theirs: '405' }, sku: 'BU-1' },
        name: 'Buch',
        quantity: '1',
        unitNet: '5.14018691588785',
        unitGross: '5.5',
        taxRate: '7',
      },
    ],
    attributes: { gift: 'yes', note: 'intern', pui: 'Bitte zahlen Sie an ...' },
  })
})

test('maps an order of generation 3: null ids, +0100, languageISO alone, no shipping address', () => {
  const mapped = order(payloads('order', 'v3-order')[0])
  assert.equal(mapped.placedAt, '2024-03-10T08:00:00+01:00')
  assert.equal(mapped.language, 'de')
  assert.deepEqual(mapped.customer, { theirs: '12' })
  assert.equal(mapped.paymentState, 'partly_paid')
  assert.equal(mapped.remoteState, 'cancelled')
  assert.ok(!('shipping' in mapped))
  assert.deepEqual(
    mapped.lines.map(line => [line.kind, line.item?.ref?.theirs, line.quantity]),
    [
      ['item', '404_1', '2'],
      ['shipping', undefined, '1'],
    ],
  )
})

test('completes an order of WooCommerce: prices from each other, total from the lines, empty states', () => {
  const mapped = order(payloads('order', 'woocommerce-order')[0])
  assert.equal(mapped.totalGross, '21')
  assert.equal(mapped.totalIsComputed, true)
  assert.equal(mapped.currency, 'EUR')
  assert.equal(mapped.paymentState, 'open')
  assert.equal(mapped.remoteState, 'new')
  assert.equal(mapped.payment.method, 'Kauf auf Rechnung')
  assert.ok(!('shipping' in mapped), 'an empty PHP list is no address')
  assert.deepEqual(mapped.customer, { theirs: 'g_77' })
  assert.deepEqual(
    mapped.lines.map(line => [line.ref.theirs, line.kind, line.unitNet, line.unitGross]),
    [
      ['12||4', 'item', '8.403361344537815', '10'],
      ['13', 'shipping', '4.117647058824', '4.9'],
      ['14', 'voucher', '-3.27731092437', '-3.9'],
      ['15', 'custom', '0', '0'],
    ],
  )
  assert.equal(mapped.lines[0]?.name, 'Tee & Tasse')
})

test('maps customers of both generations and a guest', () => {
  const map = connector.map.customer
  assert.ok(map)
  const [anna, guest] = payloads('customer', 'v5-customer')
  const mapped = map(anna, context)
  assert.equal(mapped.number, 'K-501')
  assert.equal(mapped.address.firstName, 'Anna')
  assert.equal(mapped.address.extra, 'Hinterhaus, 2. Stock')
  assert.equal(mapped.birthday, '1984-05-06')
  assert.equal(mapped.createdAt, '2023-11-02T09:15:00+01:00')
  assert.deepEqual(mapped.group, { theirs: '1' })
  assert.deepEqual(mapped.attributes, { loyalty: 'gold' })
  assert.deepEqual(map(guest, context), {
    address: { firstName: 'Guy', lastName: 'Guest', country: 'GB', email: 'guest@example.org' },
    language: 'en',
    guest: true,
  })
  const [karl] = payloads('customer', 'v3-customer')
  assert.ok(!('createdAt' in map(karl, context)), 'the year 1 is no time')
})

test('maps payments', () => {
  const map = connector.map.payment
  assert.ok(map)
  assert.deepEqual(map(payloads('payment', 'v5-payment')[0], context), {
    order: { theirs: '601' },
    amount: '28.68',
    method: 'pm_paypal_standard',
    transactionId: '12345678901234567890',
    paidAt: '2024-03-10T09:00:00+01:00',
  })
  assert.deepEqual(map(payloads('payment', 'v3-payment')[0], context), {
    order: { theirs: '57' },
    amount: '28.68',
    method: 'Vorkasse',
    paidAt: '2024-03-10T09:00:00+01:00',
  })
  assert.equal(
    rejectedPath(() => map({ totalSum: 1, customerOrderId: ['', 0] }, context)),
    'customerOrderId',
  )
})

test('keeps no payment instrument, token or session', () => {
  const kept = JSON.stringify([
    payloads('order', 'v5-order'),
    payloads('customer', 'v5-customer'),
    payloads('payment', 'v5-payment'),
  ])
  for (const secret of ['DE02120300000000202051', 'DEMODEFFXXX', 'Demobank', 's3cr3t', 'cus_demo'])
    assert.ok(!kept.includes(secret), secret)
  assert.ok(kept.includes('gift'))
  const odd = JSON.parse(
    '{"__proto__":{"x":1},"cardboardBox":1,"creditCardNumber":"4111","attributes":[{"key":"payment_iban","value":"DE"},{"key":"color","value":"red"}]}',
  )
  assert.deepEqual(connector.scrub('order', odd), {
    cardboardBox: 1,
    attributes: [{ key: 'color', value: 'red' }],
  })
})

test('an order has the same text before and after its customer and items were linked', t => {
  const [raw] =
    connector.pull?.read(
      'order',
      { body: readFileSync(new URL('fixtures/v5-order.json', import.meta.url)) },
      context,
    ).records ?? []
  const before = canonical(connector.scrub('order', raw?.raw)).text
  const seed = 20240310
  t.diagnostic(`seed ${seed}`)
  const number = fc.oneof(fc.nat(), fc.nat().map(String)) // some endpoints send our number as text
  fc.assert(
    fc.property(number, number, number, (order, customer, item) => {
      const linked = structuredClone(raw?.raw) as {
        id: unknown[]
        customerId: unknown[]
        items: { productId: unknown[] }[]
      }
      linked.id[1] = order
      linked.customerId[1] = customer
      for (const line of linked.items) line.productId[1] = item
      assert.equal(canonical(connector.scrub('order', linked)).text, before)
    }),
    { seed, numRuns: 50 },
  )
})

test('derives a missing price so exactly that it leads back to the other one', t => {
  const seed = 42
  t.diagnostic(`seed ${seed}`)
  const cents = fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }).filter(value => value !== 0)
  fc.assert(
    fc.property(cents, fc.constantFrom(0, 2.5, 7, 8.1, 19, 25.5), fc.boolean(), (amount, vat, isGross) => {
      const price = new Decimal(amount).div(100).toNumber()
      const [line] = order(
        small({}, isGross ? { price: 0, priceGross: price, vat } : { price, priceGross: null, vat }),
      ).lines
      assert.ok(line)
      const gross = new Decimal(line.unitNet ?? '').times(new Decimal(vat).div(100).plus(1))
      assert.ok(
        gross
          .minus(line.unitGross ?? '')
          .abs()
          .lt('1e-10'),
        `${line.unitNet} ${line.unitGross}`,
      )
      assert.equal(isGross ? line.unitGross : line.unitNet, String(price))
    }),
    { seed, numRuns: 200 },
  )
})

test('keeps prices digit by digit and takes the noise of doubles out of totals and rates', () => {
  const text =
    '{"jtlrpc":"2.0","id":"1","result":[{"id":["1",0],"totalSumGross":28.680000000000003,"creationDate":"2024-03-10T08:00:00Z","currencyIso":"EUR","items":[{"id":["2",0],"type":"product","sku":"A","quantity":3,"price":"12.34567890123456789","priceGross":14.691357892469135802,"vat":18.999999999999996}]}],"error":null}'
  const [record] = connector.pull?.read('order', { body: Buffer.from(text) }, context).records ?? []
  const mapped = order(connector.scrub('order', record?.raw))
  assert.equal(mapped.totalGross, '28.68')
  assert.deepEqual(
    mapped.lines.map(line => [line.unitNet, line.unitGross, line.taxRate]),
    [['12.34567890123456789', '14.691357892469135802', '19']],
  )
  assert.equal(order(small({ totalSumGross: '12345678901234.56' })).totalGross, '12345678901234.56')
})

test('names the place of what cannot be read', () => {
  const path = (change: object, line: object = {}) => rejectedPath(() => order(small(change, line)))
  assert.equal(path({}, { vat: null }), 'items[0].vat')
  assert.equal(path({}, { vat: -19 }), 'items[0].vat')
  assert.equal(path({}, { vat: 'nineteen' }), 'items[0].vat')
  assert.equal(path({}, { quantity: {} }), 'items[0].quantity')
  assert.equal(path({}, { price: null, priceGross: undefined }), 'items[0].price')
  assert.equal(path({}, { variations: [{ surcharge: 'x' }] }), 'items[0].variations[0].surcharge')
  assert.equal(path({ items: [null] }), 'items[0]')
  assert.equal(path({ items: 'none' }), 'items')
  assert.equal(path({ billingAddress: 'Berlin' }), 'billingAddress')
  assert.equal(path({ currencyIso: ' ' }), 'currencyIso')
  assert.equal(path({ totalSumGross: '1,19' }), 'totalSumGross')
  assert.equal(path({ creationDate: null }), 'creationDate')
  assert.equal(path({ creationDate: '2024-02-30T08:00:00+01:00' }), 'creationDate')
  assert.equal(path({ paymentDate: 'yesterday' }), 'paymentDate')
  assert.equal(
    rejectedPath(() => order('text')),
    '',
  )
})

test('reads the times that endpoints send', () => {
  const placed = (creationDate: unknown, paymentDate: unknown = null) =>
    order(small({ creationDate, paymentDate })).placedAt
  assert.equal(placed('2024-07-10T08:00:00Z'), '2024-07-10T08:00:00Z')
  assert.equal(placed('2024-07-10T08:00:00.1234567+0200'), '2024-07-10T08:00:00+02:00')
  assert.equal(placed('2024-07-10 08:00:00'), '2024-07-10T08:00:00+02:00')
  assert.equal(placed('2024-12-10T08:00'), '2024-12-10T08:00:00+01:00')
  assert.equal(placed('2024-03-31'), '2024-03-31T00:00:00+01:00')
  assert.equal(placed(null, '2024-03-11T00:00:00+01:00'), '2024-03-11T00:00:00+01:00')
  assert.equal(placed('-0001-11-30T00:00:00+00:00', '2024-03-11T00:00:00+01:00'), '2024-03-11T00:00:00+01:00')
})

test('decodes entities of names once and leaves those of texts', () => {
  const name = (text: string) => order(small({}, { name: text })).lines[0]?.name
  assert.equal(name('&amp;lt; &#x20AC;5 &euro; &#0; &unknown;'), '&lt; €5 &euro; &#0; &unknown;')
  assert.equal(order(small({ customerNote: 'a &amp; b' })).customerNote, 'a &amp; b')
})

test('takes numbers as ids, keeps several values of one attribute, ignores unknown fields', () => {
  const mapped = order(
    small({
      id: [77, 0],
      customerId: 501,
      orderNumber: 1001,
      somethingNew: { deep: [1, 2, 3] },
      note: 'b',
      attributes: [{ key: 'note', value: 'a' }, { key: 'count', value: 3 }, { key: '', value: 'x' }, 'odd'],
    }),
  )
  assert.equal(mapped.externalNumber, '1001')
  assert.deepEqual(mapped.customer, { theirs: '501' })
  assert.deepEqual(mapped.attributes, { note: 'a\nb', count: '3' })
})

test('reads the global data: each rate, currency and language once', () => {
  const language = { languageISO: 'ger', languageIso: 'de' }
  const globals = globalsOf([
    {
      taxRates: [
        { id: ['1', 0], rate: 19, countryIso: 'de' },
        { rate: 19, countryIso: 'DE' },
        { rate: 5.5 },
        { rate: null },
      ],
      currencies: [{ iso: 'eur' }, { iso: 'EUR', nameHtml: '&euro;' }],
      languages: [language, language, { languageISO: 'eng' }],
      customerGroups: [
        { id: ['3', 0], isDefault: true, i18ns: [{ languageISO: 'ger', name: 'Kunden &amp; Freunde' }] },
      ],
      shippingMethods: [
        { id: ['1', 0], name: 'DHL Paket' },
        { id: ['', 0], name: 'without an id' },
      ],
      warehouses: null,
      crossSellingGroups: [{ id: ['4', 0], i18ns: [{ name: 'Zubeh&#246;r' }, { name: 'Parts' }] }],
    },
  ])
  assert.deepEqual(globals, {
    taxRates: [{ rate: '19', country: 'DE' }, { rate: '5.5' }],
    currencies: ['EUR'],
    languages: ['de', 'en'],
    terms: [
      { list: 'customer_group', theirs: '3', name: 'Kunden & Freunde', isDefault: true },
      { list: 'shipping_method', theirs: '1', name: 'DHL Paket' },
    ],
    customerGroups: [{ theirs: '3', name: 'Kunden & Freunde', isDefault: true }],
    crossSellingGroups: [{ theirs: '4', names: ['Zubehör', 'Parts'] }],
  })
})
