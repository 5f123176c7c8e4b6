import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type SeededConnection, seedConnection, seedItems, seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { loadConnection } from '../channels/connectionStore.ts'
import type { Connector, RawRecord } from '../port/connector.ts'
import { Rejected } from '../port/errors.ts'
import type { CustomerRecord, OrderRecord, PaymentRecord } from '../port/records.ts'
import { type Decision, decide } from './decide.ts'
import type { ImportContext } from './importContext.ts'
import { prepareRecords } from './prepareRecords.ts'

const { db } = await testDatabase({ after })
const tenant = await seedTenant(db)
await seedItems(db, tenant, ['TASSE'])

// The neutral record is the payload itself; a payload may also say what the connector does with it.
const connector = {
  scrub: (_kind: string, raw: unknown) => {
    if (raw === 'breaks') throw new TypeError('scrubbing broke')
    return raw
  },
  map: { order: read, customer: read, payment: read },
} as unknown as Connector

function read(payload: unknown): unknown {
  const { rejected, broken, ...record } = payload as Record<string, unknown>
  if (rejected) throw new Rejected('PAYLOAD_INVALID', String(rejected), 'no list')
  if (broken) throw new TypeError('a mistake in the connector')
  return record
}

const address = { firstName: 'Eva', lastName: 'Muster', street: 'Weg 1', city: 'Berlin', country: 'DE' }
const order: OrderRecord = {
  externalNumber: 'B-1',
  placedAt: '2026-03-01T10:00:00+01:00',
  currency: 'EUR',
  totalGross: '11.90',
  billing: address,
  shipping: address,
  paymentState: 'open',
  remoteState: 'new',
  payment: { method: 'invoice' },
  delivery: {},
  lines: [
    {
      ref: { theirs: 'l1' },
      kind: 'item',
      item: { sku: 'TASSE' },
      name: 'Tasse',
      quantity: '1',
      unitNet: '10',
      unitGross: '11.90',
      taxRate: '19',
    },
  ],
}
const payment: PaymentRecord = {
  order: { theirs: 'o-9' },
  amount: '11.90',
  method: 'paypal',
  transactionId: 'T-1',
}

test('an order is staged under its number and time, in UTC', async () => {
  const [one] = await decideAbout([raw('order', '1', order)])
  assert.deepEqual([one?.outcome, one?.code, one?.data], ['staged', null, null])
  assert.deepEqual([one?.externalNumber, one?.occurredAt], ['B-1', '2026-03-01T09:00:00.000Z'])
  assert.equal(one?.order?.order.externalNumber, 'B-1')
})

test('an order with an open check is staged, with its first code', async () => {
  const [one] = await decideAbout([raw('order', '1', { ...order, totalGross: '99' })])
  assert.deepEqual([one?.outcome, one?.code], ['staged', 'TOTAL_MISMATCH'])
  assert.deepEqual(one?.data, { expected: '11.90', got: '99' })
})

const parked: Readonly<Record<string, readonly [record: RawRecord, code: string, data: object]>> = {
  'a record that broke the scrubbing': [raw('order', '1', 'breaks'), 'PAYLOAD_INVALID', { path: 'record' }],
  'a record without an id': [raw('order', '', order), 'PAYLOAD_INVALID', { path: 'id' }],
  'a record that is too large': [
    raw('order', '1', { ...order, customerNote: 'x'.repeat(4_100_000) }),
    'PAYLOAD_TOO_LARGE',
    { kb: 4101 },
  ],
  'a record of a place that nobody set up': [
    { ...raw('order', '1', order), place: 'mond' },
    'CHANNEL_INACTIVE',
    { place: 'mond' },
  ],
  'a record that the connector cannot read': [
    raw('order', '1', { rejected: 'items' }),
    'PAYLOAD_INVALID',
    { path: 'items', detail: 'no list' },
  ],
  'a time that is none': [
    raw('order', '1', { ...order, placedAt: 'gestern' }),
    'PAYLOAD_INVALID',
    { path: 'date', detail: 'gestern' },
  ],
  'a time that no calendar has': [
    raw('order', '1', { ...order, placedAt: '+275760-09-13T00:00:00Z' }),
    'PAYLOAD_INVALID',
    { path: 'date', detail: '+275760-09-13T00:00:00Z' },
  ],
  'an order that a check parks': [
    raw('order', '1', { ...order, currency: 'TLR' }),
    'CURRENCY_UNKNOWN',
    { currency: 'TLR' },
  ],
  'a payment whose amount is no number': [
    raw('payment', '1', { ...payment, amount: 'viel' }),
    'PAYLOAD_INVALID',
    { path: 'amount' },
  ],
  'a payment in a currency that does not exist': [
    raw('payment', '1', { ...payment, currency: 'TLR' }),
    'CURRENCY_UNKNOWN',
    { currency: 'TLR' },
  ],
}

for (const [what, [record, code, data]] of Object.entries(parked))
  test(`parks ${what}`, async () => {
    const [one] = await decideAbout([record])
    assert.deepEqual([one?.outcome, one?.code, one?.data], ['parked', code, data])
    assert.deepEqual([one?.order, one?.customer, one?.payment], [undefined, undefined, undefined])
  })

test('one record that is parked changes nothing for its neighbours, and the decisions come in their order', async () => {
  const decisions = await decideAbout([
    raw('order', '1', { rejected: 'items' }),
    raw('order', '2', order),
    raw('order', '3', { ...order, lines: [] }),
    raw('order', '4', order),
  ])
  assert.deepEqual(
    decisions.map(one => [one.record.externalId, one.outcome]),
    [
      ['1', 'parked'],
      ['2', 'staged'],
      ['3', 'parked'],
      ['4', 'staged'],
    ],
  )
})

test('a mistake of the connector is not taken for a fault of the record', async () => {
  await assert.rejects(decideAbout([raw('order', '1', { broken: true })]), /a mistake in the connector/)
})

test('rules of the channel leave a kind out, or what happened before its start', async () => {
  const rules = {
    order: { enabled: true, from: '2026-03-01T09:00:01Z' },
    customer: { enabled: false, from: null },
  }
  const [early] = await decideAbout([raw('order', '1', order)], rules)
  assert.deepEqual([early?.outcome, early?.code], ['ignored', 'BEFORE_START_DATE'])
  const [late] = await decideAbout([raw('order', '1', { ...order, placedAt: '2026-03-01T09:00:01Z' })], rules)
  assert.equal(late?.outcome, 'staged')
  const [customer] = await decideAbout([raw('customer', '1', { address })], rules)
  assert.deepEqual(
    [customer?.outcome, customer?.code, customer?.data],
    ['ignored', 'IGNORED_BY_RULE', { rule: 'customer' }],
  )
  const [timeless] = await decideAbout([raw('payment', '1', payment)], {
    payment: { enabled: true, from: '2026-03-01T09:00:01Z' },
  })
  assert.equal(timeless?.outcome, 'waiting', 'without a time nobody knows that it was before')
})

test('a kind that is not applied yet is stored and waits', async () => {
  const [one] = await decideAbout([raw('return', '1', { order: { theirs: 'o-9' } })])
  assert.deepEqual([one?.outcome, one?.code], ['waiting', 'EVENT_STORED'])
})

test('a customer is staged by name and e-mail in lower case', async () => {
  const customer: CustomerRecord = { number: 'K-7', address: { ...address, email: 'Eva@Example.COM' } }
  const [one] = await decideAbout([raw('customer', '7', customer)])
  assert.deepEqual([one?.outcome, one?.externalNumber], ['staged', 'K-7'])
  assert.deepEqual([one?.customer?.name, one?.customer?.email], ['Eva Muster', 'eva@example.com'])
})

test('a payment without its order waits for it by name', async () => {
  const [one] = await decideAbout([raw('payment', '1', payment)])
  assert.deepEqual(
    [one?.outcome, one?.code, one?.data],
    ['waiting', 'PARENT_RECORD_MISSING', { order: 'o-9' }],
  )
  assert.equal(one?.payment?.transactionId, 'T-1')
})

test('of two payments of one batch with the same transaction the first counts', async () => {
  const decisions = await decideAbout([
    raw('payment', '1', payment),
    raw('payment', '2', payment),
    raw('payment', '3', { ...payment, order: { theirs: 'o-8' } }),
    raw('payment', '4', { ...payment, transactionId: '' }),
    raw('payment', '5', { ...payment, transactionId: '' }),
  ])
  assert.deepEqual(
    decisions.map(one => one.code),
    ['PARENT_RECORD_MISSING', 'ALREADY_IMPORTED', ...Array(3).fill('PARENT_RECORD_MISSING')],
  )
  assert.deepEqual(decisions[1]?.data, { as: 'T-1' })
})

test('numbers are cut to what lists show and an index can hold', async () => {
  const [one] = await decideAbout([raw('order', '1', { ...order, externalNumber: `${'x'.repeat(199)}🛒` })])
  assert.equal(one?.externalNumber, `${'x'.repeat(199)}\ufffd`)
  const [customer] = await decideAbout([raw('customer', '7', { number: 'y'.repeat(5000), address })])
  assert.equal(customer?.externalNumber?.length, 200)
})

function raw(kind: RawRecord['kind'], externalId: string, payload: unknown): RawRecord {
  return { kind, externalId, place: '', raw: payload }
}

type Rules = Readonly<Record<string, { readonly enabled: boolean; readonly from: string | null }>>

async function decideAbout(records: readonly RawRecord[], rules: Rules = {}): Promise<Decision[]> {
  const { connection }: SeededConnection = await seedConnection(db, tenant)
  return transact(db, { tenant: tenant.tenant }, async tx => {
    const loaded = await loadConnection(tx, tenant.tenant, connection)
    const channels = loaded.channels.map(channel => ({ ...channel, events: rules }))
    const parts = { tenant: tenant.tenant, connection: { ...loaded, channels }, connector }
    const fresh = prepareRecords(connector, records).map(record => ({ id: newId(), isKnown: false, record }))
    const of = { tenant: tenant.tenant, connectionId: connection, now: new Date() }
    return decide(parts as unknown as ImportContext, tx, of, fresh)
  })
}
