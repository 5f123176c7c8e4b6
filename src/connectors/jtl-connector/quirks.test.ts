import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Generation, type Quirks, quirkNames, quirkTable } from '../../../testkit/jtlConnector/quirks.ts'
import { startShop } from '../../../testkit/jtlConnector/startShop.ts'
import { addressList } from '../../base/config.ts'
import { canonical } from '../../port/canonical.ts'
import type { Run } from '../../port/connector.ts'
import { Rejected } from '../../port/errors.ts'
import { createHttpClient } from '../../port/httpClient.ts'
import type { IncomingKind, OrderRecord } from '../../port/records.ts'
import { connector } from './index.ts'

const token = 'kontor-demo-token'

/** Reads a shop of five customers, orders and payments to its end, as the engine does, three records at a time. */
async function readShop(t: TestContext, generation: Generation, quirks: Partial<Quirks>) {
  const shop = await startShop({ generation, quirks, token })
  const http = createHttpClient({
    timeoutMs: 5000,
    answerBytes: 1e7,
    concurrent: 1,
    allow: addressList('127.0.0.0/8'),
    secrets: [token],
  })
  t.after(async () => {
    await http.close()
    await shop.close()
  })
  for (let n = 1; n <= 5; n++) {
    const id = `c${n}`
    shop.addCustomer({
      id,
      firstName: 'Anna',
      lastName: `O'Neill & ${n}`,
      street: 'Weg 1',
      zipCode: '10115',
      city: 'Berlin',
      country: 'DE',
      createdAt: null,
      hasAccount: true,
    })
    const order = shop.placeOrder({
      customerId: id,
      paymentStatus: 'completed',
      lines: [
        {
          sku: `A${n}`,
          name: `Tee & "Tasse" ${n}`,
          quantity: '2',
          priceNet: '10',
          priceGross: '11.9',
          vat: '19',
        },
        { type: 'shipping', name: 'DHL', quantity: '1', priceNet: '4', priceGross: '4.76', vat: '19' },
      ],
    })
    shop.addPayment({
      orderId: order.id,
      amount: '28.56',
      module: 'pm_paypal',
      transactionId: `T${n}`,
      createdAt: '2024-01-01T00:00:00+01:00',
    })
  }
  const run: Run = {
    settings: { url: shop.url, token, methodCase: quirks.camelCaseOnly ? 'camel' : 'snake' },
    http,
    now: () => new Date('2026-02-01T12:00:00Z'),
    timeZone: 'Europe/Berlin',
    log: () => {},
    signal: new AbortController().signal,
    facts: {},
    places: [''],
    secret: async () => assert.fail('it has no secrets with a life of their own'),
    drop: async () => {},
    remember: () => {},
  }
  const report = await connector.check(run)
  const session = await connector.open(run)
  const seen = {
    customer: new Map<string, string>(),
    order: new Map<string, string>(),
    payment: new Map<string, string>(),
  }
  const orders: OrderRecord[] = []
  const rejected = new Set<string>()
  let no = 0
  for (const kind of ['customer', 'order', 'payment'] as const)
    for (let pages = 0; pages < 5; pages++) {
      const page = connector.pull?.read(
        kind,
        await connector.pull.fetch(session, kind, { startedAt: run.now() }, 3),
        { timeZone: 'Europe/Berlin', facts: {}, settings: {} },
      )
      if (!page || page.last) break
      for (const { externalId, raw } of page.records) {
        const { value, text } = canonical(connector.scrub(kind, raw))
        assert.equal(seen[kind].get(externalId) ?? text, text, 'the same record has the same text')
        seen[kind].set(externalId, text)
        if (kind === 'order') orders.push(...mapped(kind, value, rejected))
        else mapped(kind, value, rejected)
      }
      const acks = page.records.map(record => ({ theirs: record.externalId, no: ++no }))
      for (const result of (await connector.ack?.(session, kind, acks)) ?? [])
        assert.equal(result, 'accepted')
    }
  await connector.close?.(session)
  return { report, orders, rejected, counts: [seen.customer.size, seen.order.size, seen.payment.size] }
}

function mapped<K extends IncomingKind>(kind: K, payload: unknown, rejected: Set<string>): OrderRecord[] {
  try {
    const record = connector.map[kind]?.(payload, { timeZone: 'Europe/Berlin', facts: {}, settings: {} })
    return kind === 'order' ? [record as OrderRecord] : []
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    rejected.add(error.path)
    return []
  }
}

/** What a habit changes of what comes in; all others change nothing. */
const differs: {
  readonly [K in keyof Quirks]?: { counts?: number[]; rejected?: string[]; order?: Partial<OrderRecord> }
} = {
  ignoresAcks: { counts: [3, 3, 0] },
  duplicateTransactions: { counts: [5, 5, 10] },
  creationDateNull: { rejected: ['creationDate'] },
  emptyStatus: { order: { paymentState: 'open' } },
  totalsNet: { order: { paymentState: 'open', totalIsComputed: true } },
}

for (const generation of [5, 3] as const)
  test(`reads a shop of generation ${generation} with every habit turned over, one at a time`, async t => {
    for (const name of quirkNames)
      await t.test(name, async part => {
        const usual = quirkTable[name].on[generation]
        const { report, orders, rejected, counts } = await readShop(part, generation, { [name]: !usual })
        const {
          counts: expected = [5, 5, 5],
          rejected: paths = [],
          order = {},
        } = usual ? {} : (differs[name] ?? {})
        assert.deepEqual(counts, expected)
        assert.deepEqual([...rejected], paths)
        assert.deepEqual(report.reports.languages, ['de', 'en'])
        for (const record of orders) {
          const { paymentState, totalGross, totalIsComputed, lines } = record
          assert.equal(totalGross, '28.56')
          assert.equal(paymentState, order.paymentState ?? 'paid')
          assert.equal(totalIsComputed, order.totalIsComputed)
          assert.match(lines[0]?.name ?? '', /^Tee & "Tasse" \d$/)
          assert.deepEqual(
            lines.map(line => [line.kind, line.unitNet, line.unitGross]),
            [
              ['item', '10', '11.9'],
              ['shipping', '4', '4.76'],
            ],
          )
        }
      })
  })
