import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { explain } from '../../src/channels/reasons.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { ShopLine, ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import { meddle } from './meddler.ts'
import { counted, counts, createWorld, ledgerOf, type OpenShop, type World } from './world.ts'

const { db } = await testDatabase({ after })

type Model = Record<string, unknown>
const firstLine = (order: ShopOrder, change: Partial<ShopLine>) => ({
  ...order,
  lines: order.lines.map((line, index) => (index === 0 ? { ...line, ...change } : line)),
})
const set = (model: Model, name: string, value: unknown) => {
  model[name] = value
}
const firstItem = (order: Model) => (order['items'] as Model[])[0] as Model

/** What is wrong with one order of a page, and what becomes of it. */
interface BadOrder {
  readonly order?: (order: ShopOrder) => ShopOrder
  /** What no simulated shop would write: the model on its way. */
  readonly wire?: (order: Model) => void
  readonly outcome: 'parked' | 'staged'
  readonly code: string | null
  /** What the sentence for a person has to name. */
  readonly says?: readonly string[]
}

const cases: Readonly<Record<string, BadOrder>> = {
  'an unknown tax rate': {
    order: order => firstLine(order, { vat: '17.5' }),
    outcome: 'parked',
    code: 'TAX_UNKNOWN',
    says: ['17.5 %', 'DE', '1'],
  },
  'an unknown currency': {
    order: order => ({ ...order, currency: 'ZZZ' }),
    outcome: 'parked',
    code: 'CURRENCY_UNKNOWN',
    says: ['ZZZ'],
  },
  'an unknown country': {
    order: order => ({ ...order, shipping: { ...(order.shipping ?? noAddress), country: 'QX' } }),
    outcome: 'parked',
    code: 'COUNTRY_UNKNOWN',
    says: ['QX'],
  },
  'a total that its lines do not add up to': {
    order: order => ({ ...order, totalGross: '9999.99' }),
    outcome: 'staged',
    code: 'TOTAL_MISMATCH',
    says: ['9999.99'],
  },
  'a total of 1e30': {
    wire: order => set(order, 'totalSumGross', 1e30),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['total'],
  },
  'a total of 1e400': {
    wire: order => set(order, 'totalSumGross', '1e400'),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['totalSumGross'],
  },
  'a total that is no number': {
    wire: order => set(order, 'totalSumGross', 'abc'),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['totalSumGross'],
  },
  'a negative total': {
    wire: order => set(order, 'totalSumGross', -5),
    outcome: 'staged',
    code: 'TOTAL_MISMATCH',
    says: ['-5'],
  },
  'a price that is no number': {
    wire: order => set(firstItem(order), 'price', 'gratis'),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['items[0].price'],
  },
  'a quantity of 0': {
    order: order => firstLine(order, { quantity: '0' }),
    outcome: 'parked',
    code: 'QUANTITY_INVALID',
    says: ['0', '1'],
  },
  'a negative quantity': {
    order: order => firstLine(order, { quantity: '-3' }),
    outcome: 'parked',
    code: 'QUANTITY_INVALID',
    says: ['-3'],
  },
  'an item that nobody knows': {
    order: order => firstLine(order, { itemId: null, sku: 'FREMD-1' }),
    outcome: 'parked',
    code: 'ITEM_UNKNOWN',
    says: ['FREMD-1', '1'],
  },
  'two items that differ only in case': {
    order: order => firstLine(order, { itemId: null, sku: 'zwilling-1' }),
    outcome: 'parked',
    code: 'ITEM_AMBIGUOUS',
    says: ['zwilling-1', '2'],
  },
  'no lines': {
    order: order => ({ ...order, lines: [], totalGross: '5.00' }),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['lines'],
  },
  'lines that are no list': {
    wire: order => set(order, 'items', 'keine'),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['items'],
  },
  'no time at all': {
    order: order => ({ ...order, createdAt: null, paidAt: null }),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['creationDate'],
  },
  'a time that does not exist': {
    wire: order => set(order, 'creationDate', '2026-02-30T10:00:00+01:00'),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['creationDate'],
  },
  'no address': {
    order: order => ({ ...order, billing: null, shipping: null }),
    outcome: 'staged',
    code: 'ADDRESS_MISSING',
  },
  'an address without street': {
    order: order => ({ ...order, billing: { ...noAddress, street: '' }, shipping: null }),
    outcome: 'staged',
    code: 'ADDRESS_INVALID',
    says: ['street'],
  },
  'a number with NUL and a broken surrogate in an order that cannot be read': {
    order: order => ({ ...order, number: 'N\0UL \ud83d kaputt' }),
    wire: order => set(order, 'items', 7),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['items'],
  },
  'an emoji at the place where a long number is cut': {
    order: order => ({ ...order, number: `${'x'.repeat(199)}🛒` }),
    outcome: 'staged',
    code: null,
  },
  'a payload of more than 4 MB': {
    order: order => ({ ...order, customerNote: 'x'.repeat(4_100_000) }),
    outcome: 'parked',
    code: 'PAYLOAD_TOO_LARGE',
    says: ['kB'],
  },
  'lines that are nested without end': {
    wire: order => set(order, 'note', nested(20_000)),
    outcome: 'parked',
    code: 'PAYLOAD_INVALID',
    says: ['record'],
  },
  '80,995 pieces of one item': {
    order: order => withTotal(firstLine(order, { quantity: '80995' })),
    outcome: 'staged',
    code: null,
  },
  '600 lines': {
    order: order =>
      withTotal({
        ...order,
        lines: Array.from({ length: 600 }, (_, index) => ({
          ...(order.lines[0] ?? noLine),
          id: `l${index}`,
        })),
      }),
    outcome: 'staged',
    code: null,
  },
}

for (const [what, bad] of Object.entries(cases))
  test(`an order with ${what} is ${bad.outcome}${bad.code ? ` with ${bad.code}` : ''}, and the rest of the page goes on`, async t => {
    const { world, run } = await importOne(t, bad)

    assert.deepEqual([run.state, run.error], ['done', null])
    assert.deepEqual(counts(run), counted(bad.outcome === 'parked' ? { new: 2, parked: 1 } : { new: 3 }))
    const row = (await ledgerOf(world)).get('100002')
    assert.deepEqual([row?.outcome, row?.code], [bad.outcome, bad.code])
    if (bad.code) {
      const reason = explain(bad.code, row?.data as Record<string, string>)
      for (const language of ['de', 'en'] as const) {
        assert.doesNotMatch(reason[language], /[{}]/, 'every place of the sentence is filled')
        for (const part of bad.says ?? []) assert.ok(reason[language].includes(part), reason[language])
        assert.ok(reason.remedy[language], 'and it says what to do')
      }
    }
    const kept = what.startsWith('lines that are nested') ? 0 : 1
    assert.equal(row?.payloads, kept, 'the payload is kept')
    assert.deepEqual(await world.broken(), [])
  })

test('names in other scripts, emoji, broken surrogates and NUL are stored as far as a database can', async t => {
  const odd = {
    firstName: 'Ναταλία\0',
    lastName: 'Иванов-山田 👩‍👩‍👧',
    street: 'شارع الملك فهد 12 \ud83d',
    city: 'İstanbul \udc00x',
  }
  const { world, run } = await importOne(t, {
    order: order => ({ ...order, billing: { ...noAddress, ...odd }, shipping: { ...noAddress, ...odd } }),
    outcome: 'staged',
    code: null,
  })

  assert.deepEqual(counts(run), counted({ new: 3 }))
  const [row] = await world.query<{ name: string; street: string; city: string }>(
    `select customer_name as name, record->'billing'->>'street' as street, record->'billing'->>'city' as city
     from web_order w join ledger l on l.id = w.id where l.external_id = '100002'`,
  )
  assert.deepEqual(row, {
    name: 'Ναταλία\ufffd Иванов-山田 👩‍👩‍👧',
    street: 'شارع الملك فهد 12 \ufffd',
    city: 'İstanbul \ufffdx',
  })
})

test('HTML entities of names are read once, in every name', async t => {
  const { world } = await importOne(t, {
    order: order => ({
      ...order,
      billing: { ...noAddress, company: 'Müller & Söhne <GmbH>', lastName: "O'Neill" },
    }),
    shop: { quirks: { htmlEntities: true } },
    wire: order => {
      const billing = order['billingAddress'] as Model
      billing['company'] = 'M&#252;ller &amp; S&#xF6;hne &lt;GmbH&gt;'
      billing['lastName'] = 'O&#039;Neill'
    },
    outcome: 'staged',
    code: null,
  })
  const [row] = await world.query<{ name: string; last: string }>(
    `select customer_name as name, record->'billing'->>'lastName' as last from web_order w join ledger l on l.id = w.id
     where l.external_id = '100002'`,
  )
  assert.deepEqual(row, { name: 'Müller & Söhne <GmbH>', last: "O'Neill" })
})

test('records that are no objects are parked, and the rest of the page goes on', async t => {
  const world = await createWorld(db, t)
  await world.openShop({
    ...threeOrders(),
    through: meddle(t, ({ method, text }) => {
      if (method !== 'customer_order.pull') return text
      const reply = JSON.parse(text)
      if (reply.result.length > 0) reply.result.push('text', 7, null, [], [[]])
      return JSON.stringify(reply)
    }),
  })

  const run = await world.sync()

  assert.equal(run.state, 'done')
  assert.deepEqual(counts(run), counted({ new: 3, parked: 5 }))
})

const noAddress = {
  firstName: 'Eva',
  lastName: 'Muster',
  street: 'Weg 1',
  zipCode: '10115',
  city: 'Berlin',
  country: 'DE',
}
const noLine: ShopLine = {
  id: '',
  type: 'product',
  sku: '',
  name: '',
  quantity: '1',
  priceNet: '1',
  priceGross: '1',
  vat: '19',
}

function threeOrders() {
  return { ...generateShop({ orders: 3, items: 5, customers: 1, seed: 51 }), payments: [] }
}

async function importOne(
  scope: { after(hook: () => Promise<void>): void },
  bad: BadOrder & { readonly shop?: OpenShop },
) {
  const world: World = await createWorld(db, scope)
  const contents = threeOrders()
  const orders = contents.orders.map((order, index) => (index === 1 && bad.order ? bad.order(order) : order))
  const { wire } = bad
  const { shop } = await world.openShop({
    ...contents,
    orders,
    ...bad.shop,
    through: meddle(scope, ({ method, text }) => {
      if (method !== 'customer_order.pull' || !wire) return text
      const reply = JSON.parse(text)
      for (const order of reply.result) if (order.id[0] === '100002') wire(order)
      return stringify(reply)
    }),
  })
  await world.makeItems('Zwilling-1', 'ZWILLING-1')
  return { world, shop, run: await world.sync() }
}

function withTotal(order: ShopOrder): ShopOrder {
  const cents = order.lines.reduce(
    (sum, line) => sum + Math.round(Number(line.priceGross) * 100) * Number(line.quantity),
    0,
  )
  return { ...order, totalGross: (cents / 100).toFixed(2) }
}

// JSON.stringify itself gives up on what is nested too deeply.
const nestedMark = 'nested-without-end'
function nested(depth: number): string {
  return `${nestedMark}${depth}`
}
function stringify(reply: unknown): string {
  return JSON.stringify(reply).replace(
    /"nested-without-end(\d+)"/,
    (_, depth) => '['.repeat(+depth) + ']'.repeat(+depth),
  )
}
