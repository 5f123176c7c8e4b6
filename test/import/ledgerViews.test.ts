import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { noFigures } from '../../src/sync/runs.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import { type Entrances, openEntrances } from './entrances.ts'
import { createWorld, ledgerOf } from './world.ts'

const { db } = await testDatabase({ after })

const spoiled: readonly ((order: ShopOrder) => ShopOrder)[] = [
  order => order,
  order => ({ ...order, currency: 'ZZZ' }),
  order => ({ ...order, totalGross: '9999.99' }),
  order => ({ ...order, lines: order.lines.map(line => ({ ...line, quantity: '0' })) }),
  order => ({ ...order, lines: order.lines.map(line => ({ ...line, vat: '99' })) }),
]
const expected = [null, 'CURRENCY_UNKNOWN', 'TOTAL_MISMATCH', 'QUANTITY_INVALID', 'TAX_UNKNOWN']

test('terminal and API list the same records with the same codes, reasons and remedies', async t => {
  const { world, http, terminal } = await spoiledShop(t)
  const codes = [...(await ledgerOf(world)).values()].map(row => row.code)
  assert.deepEqual(codes, expected)

  for (const filter of [[], ['outcome', 'parked'], ['code', 'TAX_UNKNOWN'], ['kind', 'order']] as const) {
    const [name, value] = filter
    const asked = await http('GET', `/ledger${name ? `?${name}=${value}` : ''}`)
    const typed = await terminal('ledger', 'list', ...(name ? [`--${name}`, value] : []), '--json')
    assert.deepEqual(JSON.parse(typed.out), asked.body, name)
  }
  const { body } = await http('GET', '/ledger?outcome=parked')
  const rows = body['items'] as Record<string, string>[]
  assert.equal(rows.length, 3)
  for (const row of rows) {
    assert.ok(row['reason'] && row['remedy'], row['code'])
    const shown = await http('GET', `/ledger/${row['id']}/payload`)
    assert.equal(JSON.parse(String(shown.body['payload'])).id, row['externalId'], 'nothing of it is lost')
  }
})

test('"where is my order" finds every order by its number, with its one outcome', async t => {
  const { world, http, terminal } = await spoiledShop(t)
  for (const [id, facts] of await ledgerOf(world)) {
    const asked = await http('GET', `/ledger/where?text=B-${id}`)
    const [row, ...others] = asked.body['items'] as Record<string, unknown>[]
    assert.deepEqual([others.length, row?.['outcome'], row?.['code']], [0, facts.outcome, facts.code])
    const typed = await terminal('order', 'where', `B-${id}`, '--json')
    assert.deepEqual(JSON.parse(typed.out), asked.body)
  }
  assert.equal((await http('GET', '/ledger/where?text=B-unbekannt')).body['found'], 0)
})

test('the summary of the ledger adds up to what was found', async t => {
  const { http } = await spoiledShop(t)
  const { body } = await http('GET', '/ledger-summary')
  const orders = (body['items'] as { kind: string; outcome: string; count: number }[]).filter(
    row => row.kind === 'order',
  )
  const sum = (outcome: string) =>
    orders.reduce((all, row) => all + (row.outcome === outcome ? row.count : 0), 0)
  assert.deepEqual([sum('staged'), sum('parked'), orders.length], [2, 3, 5])
})

test('the run says at both entrances what it did with each kind', async t => {
  const { http, terminal } = await spoiledShop(t)
  const [run] = (await http('GET', '/sync-runs')).body['items'] as Record<string, unknown>[]
  assert.ok(run)
  assert.equal(run['lane'], 'orders')
  const figures = (run['figures'] as Record<string, Record<string, number>>)['order']
  assert.deepEqual({ ...figures, ms: 0 }, { ...noFigures(), found: 5, new: 2, parked: 3 })
  const typed = await terminal('run', 'show', String(run['id']), '--json')
  assert.deepEqual(JSON.parse(typed.out), (await http('GET', `/sync-runs/${run['id']}`)).body)
})

async function spoiledShop(t: { after(hook: () => Promise<void>): void }) {
  const world = await createWorld(db, t)
  const contents = generateShop({ orders: spoiled.length, items: 4, customers: 2, seed: 121 })
  const orders = contents.orders.map((order, index) => spoiled[index]?.(order) ?? order)
  await world.openShop({ ...contents, orders, payments: [] })
  await world.sync()
  const entrances: Entrances = await openEntrances(world, t)
  return { world, ...entrances }
}
