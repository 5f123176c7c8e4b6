// Start and platforms against what was put in: every figure adds up, every count is the length of its list.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openEntrances } from '../import/entrances.ts'
import { createWorld, jtl } from '../import/world.ts'

const { db } = await testDatabase({ after })
const world = await createWorld(db, { after })
// A Friday in Berlin, half past two; the clock went back four weeks before.
const now = new Date('2026-11-20T13:30:00Z')
const kontor = { ...world.kontor, now: () => now }
const { http } = await openEntrances({ ...world, kontor }, { after })
const connect = (name: string) =>
  world.tx(tx =>
    addConnection(tx, world.parts.keyring, world.tenant, jtl, {
      system: jtl.name,
      name,
      settings: { url: 'https://shop.example/', token: 'x' },
      timeZone: 'Europe/Berlin',
      companyId: world.company,
    }),
  )
const shop = await connect('Herzstück')
const other = await connect('Zweitshop')
const channels = new Map(
  (
    await world.query<{ id: string; connection: string }>(
      `select id, connection_id as connection from channel`,
    )
  ).map(row => [row.connection, row.id]),
)
await world.makeItems('A-1', 'A-2')
const [one, two] = (await world.query<{ id: string }>(`select id from item order by item_number`)).map(
  row => row.id,
)
const customer = newId()
await world.tx(tx =>
  tx.run(`insert into customer (tenant_id, id, customer_number, name) values ($1, $2, 'K-1', 'Kunde')`, [
    world.tenant,
    customer,
  ]),
)
let made = 0
interface Sold {
  readonly at: string
  readonly gross?: string
  readonly connection?: string
  readonly item?: string | undefined
  readonly set?: string
  readonly currency?: string
}
async function sell({
  at,
  gross = '10',
  connection = shop.id,
  item = one,
  set,
  currency = 'EUR',
}: Sold): Promise<string> {
  const id = newId()
  await world.tx(async tx => {
    await tx.run(
      `insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, external_number, customer_id,
         customer_reason, customer_name, placed_at, taken_over_by, currency, total_gross, total_minor)
       values ($1, $2, $3, 'shop', $4, $5, $6, $3, $7, '{}', 'Kunde', $8, 'test', $10, $9, $9::numeric * 100)`,
      [
        world.tenant,
        id,
        `AU-${++made}`,
        world.company,
        connection,
        channels.get(connection),
        customer,
        at,
        gross,
        currency,
      ],
    )
    await tx.run(
      `insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, name, quantity) values ($1, $2, 1, 'item', $3, 'x', 7)`,
      [world.tenant, id, item],
    )
    if (set)
      await tx.run(`update sales_order set ${set} where tenant_id = $1 and id = $2`, [world.tenant, id])
  })
  return id
}

await sell({
  at: '2026-11-20T08:00:00Z',
  gross: '20.10',
  set: `deliverability = 'full', payment_state = 'paid'`,
})
await sell({ at: '2026-11-19T23:00:00Z', gross: '5', connection: other.id }) // midnight in Berlin: today
await sell({ at: '2026-11-19T22:59:59Z', gross: '7' }) // a second before: yesterday
await sell({ at: '2026-11-20T09:00:00Z', gross: '99', set: `cancelled_at = now()` })
await sell({ at: '2026-11-20T09:30:00Z', gross: '50', currency: 'CHF', set: `hold_reason = 'Adresse'` })
await sell({ at: '2026-11-13T13:29:59Z', gross: '8' }) // a week ago, before this time of day
await sell({ at: '2026-11-13T13:30:01Z', gross: '4' }) // a week ago, later
await sell({ at: '2026-11-06T22:59:59Z', gross: '1000' }) // the fifteenth day
await sell({ at: '2026-11-06T23:00:00Z', gross: '3', item: two })
await sell({
  at: '2025-11-20T20:00:00Z',
  gross: '30',
  set: `delivery_state = 'shipped', deliverability = 'done'`,
})
await sell({ at: '2026-11-12T22:59:00Z', gross: '6' })

interface Home {
  readonly figures: {
    readonly orders: { value: number; before: number }
    readonly turnover: { value: string; before: string; others: unknown[] }
  }
  readonly turnover: {
    readonly day: string
    readonly gross: string
    readonly orders: number
    readonly lastYear: string | null
    readonly channels: { readonly channelId: string; readonly gross: string }[]
  }[]
  readonly todo: { readonly what: string; readonly count: number; readonly address: string }[]
  readonly channels: { readonly channel: string; readonly ordersToday: number }[]
  readonly low: { readonly itemNumber: string; readonly available: string; readonly daysLeft: number }[]
  readonly best: { readonly itemNumber: string; readonly quantity: string }[]
}
const home = async () => (await http('GET', '/home')).body as unknown as Home

test('the figures of today are compared with the same weekday until the same time of day', async () => {
  const { figures } = await home()
  assert.deepEqual(figures.orders, { value: 3, before: 1 })
  assert.deepEqual(figures.turnover, {
    value: '25.1',
    before: '8',
    others: [{ currency: 'CHF', gross: '50' }],
  })
})

test('the turnover has every day of 14, in the zone of the company, beside last year, and adds up by channel', async () => {
  const { turnover } = await home()
  assert.equal(turnover.length, 14)
  assert.deepEqual([turnover[0]?.day, turnover.at(-1)?.day], ['2026-11-07', '2026-11-20'])
  const of = (day: string) => turnover.find(one => one.day === day)
  assert.equal(of('2026-11-20')?.gross, '25.1')
  assert.equal(of('2026-11-20')?.lastYear, '30')
  assert.equal(of('2026-11-19')?.gross, '7')
  assert.equal(of('2026-11-13')?.gross, '12')
  assert.equal(of('2026-11-07')?.gross, '3')
  assert.equal(of('2026-11-08')?.gross, '0')
  for (const day of turnover)
    assert.equal(
      day.channels.reduce((sum, channel) => sum + Math.round(Number(channel.gross) * 100), 0),
      Math.round(Number(day.gross) * 100),
    )
})

test('each thing to do counts exactly the list that it opens', async () => {
  const { todo } = await home()
  const counts = Object.fromEntries(todo.map(one => [one.what, one.count]))
  for (const one of todo) assert.equal((await http('GET', one.address)).body['count'], one.count, one.what)
  assert.equal(counts['deliverable'], 1)
  assert.equal(counts['held'], 1)
  assert.equal(counts['unpaid_old'], 4, 'two of 6 November, last year, the 12th before midnight')
})

test('items are named that run out first, and those that sell best', async () => {
  const warehouse = newId()
  await world.tx(async tx => {
    await tx.run(`insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'H', 'Haupt')`, [
      world.tenant,
      warehouse,
    ])
    await tx.run(
      `insert into stock_level (tenant_id, item_id, warehouse_id, on_hand) values ($1, $2, $4, 80), ($1, $3, $4, 1000)`,
      [world.tenant, one, two, warehouse],
    )
  })
  const { low, best } = await home()
  // 80 on the shelf less nine lines of 7 in orders leaves 17; 49 went in 14 days.
  const [first, ...others] = low
  assert.deepEqual([first?.itemNumber, first?.available, first?.daysLeft, others], ['A-1', '17', 4, []])
  assert.deepEqual(
    best.map(item => [item.itemNumber, item.quantity]),
    [
      ['A-1', '49'],
      ['A-2', '7'],
    ],
  )
})

test('platforms say of each channel how it does, and what a person can do', async () => {
  interface Platform {
    readonly channel: string
    readonly state: string
    readonly sentence: string
    readonly remedy: string | null
    readonly ordersToday: number
    readonly bars: { day: string; orders: number }[]
    readonly waiting: { count: number; oldest: string | null; kinds: { kind: string; count: number }[] }
    readonly errors: Record<string, number>
    readonly lastFetch: string | null
  }
  const platforms = async () => {
    const { body, text } = await http('GET', '/platforms')
    assert.ok(body['items'], text)
    return new Map((body['items'] as Platform[]).map(one => [one.channel, one]))
  }
  const before = await platforms()
  assert.deepEqual(
    [...before.values()].map(one => [one.state, one.ordersToday, one.bars.length, one.bars.at(-1)?.orders]),
    [
      ['ok', 2, 14, 2],
      ['ok', 1, 14, 1],
    ],
  )
  assert.deepEqual(
    (await home()).channels.map(one => one.ordersToday),
    [2, 1],
  )
  await world.tx(async tx => {
    await tx.run(
      `update connection set locked_at = $2, locked_by = 'Maren', lock_reason = 'Inventur' where id = $1`,
      [other.id, now],
    )
    await tx.run(
      `insert into sync_run (tenant_id, id, connection_id, lane, state, asked_by, asked_at, ended_at, error)
       values ($1, $2, $3, 'orders', 'done', 't', $5, $5, null), ($1, $4, $3, 'stock', 'failed', 't', $5, $5, '{"code":"REMOTE_UNAVAILABLE","data":{"detail":"503"}}')`,
      [world.tenant, newId(), shop.id, newId(), now],
    )
    await tx.run(
      `update sync_lane set good_at = $2 where tenant_id = $1 and connection_id = $3 and kind = 'orders'`,
      [world.tenant, now, shop.id],
    )
    await tx.run(
      `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at) values ($1, $2, 'stock', $3, $4, '2026-11-20T13:00:00Z')`,
      [world.tenant, channels.get(shop.id), one, shop.id],
    )
  })
  const later = await platforms()
  const herz = later.get('Herzstück')
  assert.equal(later.get('Zweitshop')?.state, 'locked')
  assert.match(later.get('Zweitshop')?.sentence ?? '', /Maren, Inventur/)
  assert.equal(herz?.state, 'failing')
  assert.match(herz?.sentence ?? '', /503/)
  assert.ok(herz?.remedy)
  assert.deepEqual(herz?.waiting, {
    count: 1,
    countCapped: false,
    oldest: '2026-11-20T13:00:00.000Z',
    kinds: [{ kind: 'stock', count: 1 }],
    sweeps: [],
  })
  assert.deepEqual(herz?.errors, { failedRuns: 1, parked: 0, refused: 0 })
  assert.equal(herz?.lastFetch, now.toISOString())
})
