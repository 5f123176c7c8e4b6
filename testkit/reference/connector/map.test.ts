import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rejected } from '../../../src/port/errors.ts'
import { event, kindOf, order, scrub, typeOf } from './map.ts'
import { rawRecord } from './pulls.ts'
import { wireFields } from './wireFields.ts'

const payload = {
  type: 'order',
  id: 'o-1',
  number: 'R-1',
  placedAt: '2026-11-02T09:00:00+01:00',
  currency: 'EUR',
  total: 20,
  state: 'processing',
  buyer: { id: 'c-1', email: 'a@example.com' },
  billTo: { firstName: 'Änne', lastName: 'Müller', company: '', country: 'DE' },
  payment: {
    method: 'card',
    state: 'paid',
    reference: 'tx-1',
    card: { number: '4111111111111111' },
    iban: 'DE02',
    cvc: 123,
  },
  positions: [
    {
      id: 'o-1/1',
      kind: 'item',
      item: { sku: 'A-1' },
      name: 'Tasse',
      quantity: '2',
      net: '8.4033613445378',
      gross: 10,
      vat: 19,
    },
  ],
  given: 7,
  changedAt: '2026-11-02T08:00:00Z',
}

test('keeps of a payment only what is known to be harmless, and drops what changes by itself', () => {
  const kept = scrub('order', payload) as Record<string, unknown>
  assert.deepEqual(kept['payment'], { method: 'card', state: 'paid', reference: 'tx-1' })
  assert.ok(!('given' in kept) && !('changedAt' in kept))
  assert.deepEqual(scrub('order', { payment: '4111111111111111' }), { payment: undefined })
})

test('maps an order: their words to ours, what is empty left out', () => {
  assert.deepEqual(order(scrub('order', payload)), {
    externalNumber: 'R-1',
    placedAt: '2026-11-02T09:00:00+01:00',
    currency: 'EUR',
    totalGross: '20',
    customer: { theirs: 'c-1' },
    billing: { firstName: 'Änne', lastName: 'Müller', country: 'DE', email: 'a@example.com' },
    paymentState: 'paid',
    remoteState: 'in_progress',
    payment: { method: 'card', reference: 'tx-1' },
    delivery: {},
    lines: [
      {
        ref: { theirs: 'o-1/1' },
        kind: 'item',
        item: { sku: 'A-1' },
        name: 'Tasse',
        quantity: '2',
        unitNet: '8.4033613445378',
        unitGross: '10',
        taxRate: '19',
      },
    ],
  })
})

test('rejects with the path of what does not fit', () => {
  const [line] = payload.positions
  for (const [broken, path] of [
    [{ ...payload, total: 'free' }, 'total'],
    [{ ...payload, positions: [{ ...line, quantity: null }] }, 'positions[0].quantity'],
    [{ ...payload, placedAt: '2026-11-02 09:00' }, 'placedAt'],
    [{ ...payload, state: 'lost' }, 'state'],
    [null, ''],
  ] as const)
    assert.throws(
      () => order(broken),
      (error: unknown) =>
        error instanceof Rejected && error.code === 'PAYLOAD_INVALID' && error.path === path,
      path,
    )
})

test('maps what happened to an order', () => {
  const came = {
    order: 'o-1',
    at: '2026-11-02T09:00:00Z',
    state: 'partlyShipped',
    lines: [{ id: 'o-1/1', quantity: 1 }],
  }
  assert.deepEqual(event(came), {
    order: { theirs: 'o-1' },
    at: '2026-11-02T09:00:00Z',
    remoteState: 'partly_shipped',
    lines: [{ ref: { theirs: 'o-1/1' }, quantity: '1' }],
  })
})

test('takes a type that it does not know for an order, which is then parked', () => {
  for (const type of ['voucher', 'constructor', '__proto__', 7]) {
    const record = rawRecord({ type, id: 1 })
    assert.deepEqual([record.kind, record.externalId], ['order', '1'])
    assert.throws(() => order(record.raw), Rejected)
  }
  for (const [type, kind] of kindOf) assert.equal(typeOf(kind), type)
})

test('writes our words as theirs, decimals as texts', () => {
  const item = { no: 5, theirs: '77' }
  assert.deepEqual(
    wireFields.stock({
      item,
      itemNumber: 'A-1',
      stock: { offered: '12345678901234567.5', managed: true, oversell: false },
    }),
    {
      item: '77',
      itemNo: 5,
      offered: '12345678901234567.5',
      managed: true,
      oversell: false,
    },
  )
  assert.deepEqual(
    wireFields.order_status({ order: item, delivery: 'shipped', payment: 'paid', packages: [] }),
    {
      order: '77',
      delivery: 'shipped',
      payment: 'paid',
    },
  )
})
