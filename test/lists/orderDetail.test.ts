// One order with all that is known of it, and what can be done with it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { seedConnection, seedItems } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openEntrances } from '../import/entrances.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const world = await createWorld(db, { after })
const { http, terminal } = await openEntrances(world, { after })
const { connection, channel } = await seedConnection(db, world, { name: 'Herzstück' })
const [one, two] = await seedItems(db, world, ['A-1', 'A-2'])
const order = newId()
const [customer, warehouse, delivery] = [newId(), newId(), newId()]
const run = (text: string, ...values: unknown[]) => world.tx(tx => tx.run(text, [world.tenant, ...values]))
await run(
  `insert into customer (tenant_id, id, customer_number, name) values ($1, $2, 'K-1', 'Anna Brandt')`,
  customer,
)
await run(`insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'H', 'Haupt')`, warehouse)
await run(
  `insert into stock_level (tenant_id, item_id, warehouse_id, on_hand, allocated) values ($1, $2, $4, 5, 2), ($1, $3, $4, 8, 8)`,
  one,
  two,
  warehouse,
)
await run(
  `insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, external_number, customer_id, customer_reason,
     customer_name, placed_at, taken_over_by, currency, total_gross, total_minor, lines_gross, paid, payment_state, deliverability)
   values ($1, $2, 'AU-1', 'shop', $3, $4, $5, 'B-1', $6, '{"how":"link","score":100}', 'Anna Brandt', now(), 'test', 'EUR', 142.75, 14275, 142.74, 50, 'partly_paid', 'part')`,
  order,
  world.company,
  connection,
  channel,
  customer,
)
await run(
  `insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, name, quantity, allocated, unit_gross) values
     ($1, $2, 1, 'item', $3, 'Cakestand', 2, 2, 14.95), ($1, $2, 2, 'item', $4, 'Bunting', 12, 8, 6.25), ($1, $2, 3, 'shipping', null, 'DHL', 1, 0, 5.05)`,
  order,
  one,
  two,
)
await run(
  `insert into payment (tenant_id, id, order_id, amount, currency, paid_at, booked_by) values ($1, $2, $3, 50, 'EUR', now(), 'Maren')`,
  newId(),
  order,
)

interface Detail {
  readonly sums: Record<string, string | null>
  readonly lines: readonly Record<string, unknown>[]
  readonly payments: readonly Record<string, unknown>[]
  readonly deliveries: readonly { id: string; packages: { tracking: string }[]; lines: unknown[] }[]
  readonly shop: { state: string; text: string | null; deliveries: { state: string }[] } | null
  readonly actions: readonly {
    action: string
    allowed: boolean
    blockers: { code: string; reason: string; data: unknown }[]
  }[]
}
const shown = async () => (await http('GET', `/orders/${order}`)).body as unknown as Detail
const blockersOf = (detail: Detail, action: string) =>
  detail.actions.find(one => one.action === action)?.blockers.map(blocker => blocker.code)

test('an order shows its stock by line and its sums beside the total of the shop', async () => {
  const detail = await shown()
  assert.deepEqual(
    detail.lines.map(line => [
      line['onHand'],
      line['allocated'],
      line['open'],
      line['deliverable'],
      line['totalGross'],
    ]),
    [
      ['5', '2', '2', 'full', '29.9'],
      ['8', '8', '12', 'part', '75'],
      [null, '0', '0', null, '5.05'],
    ],
  )
  assert.deepEqual(detail.sums, {
    total: '142.75',
    lines: '142.74',
    difference: '0.01',
    paid: '50',
    open: '92.75',
  })
  assert.equal(detail.payments.length, 1)
  const typed = await terminal('order', 'show', order, '--json')
  assert.deepEqual(JSON.parse(typed.out), detail)
})

test('what cannot be done says why, with the figures', async () => {
  const detail = await shown()
  // Eight of twelve are set aside: a part can be delivered.
  assert.deepEqual(blockersOf(detail, 'deliver'), [])
  assert.deepEqual([blockersOf(detail, 'pay'), blockersOf(detail, 'cancel')], [[], []])
})

test('what the shop knows: nothing, waiting, accepted, refused in its own words', async () => {
  assert.equal((await shown()).shop?.state, 'nothing')
  await run(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at) values ($1, $2, 'order_status', $3, $4, now())`,
    channel,
    order,
    connection,
  )
  assert.equal((await shown()).shop?.state, 'waiting')
  await run(`delete from due where tenant_id = $1`)
  await run(
    `insert into channel_object (tenant_id, channel_id, kind, object_id, accepted_at) values ($1, $2, 'order', $3, now())`,
    channel,
    order,
  )
  assert.equal((await shown()).shop?.state, 'accepted')
  await run(
    `update channel_object set rejected_code = 'REMOTE_VALIDATION', rejected_text = 'no such status', rejected_at = now() where tenant_id = $1`,
  )
  const { shop } = await shown()
  assert.deepEqual([shop?.state, shop?.text], ['refused', 'no such status'])
})

test('a delivery shows its parcels, and an order with one is not cancelled', async () => {
  await run(
    `insert into delivery (tenant_id, id, delivery_number, order_id, warehouse_id, shipped_at, made_by) values ($1, $2, 'LS-1', $3, $4, now(), 'Maren')`,
    delivery,
    order,
    warehouse,
  )
  await run(
    `insert into delivery_package (tenant_id, delivery_id, package_no, carrier, tracking) values ($1, $2, 1, 'DHL', 'T1'), ($1, $2, 2, 'DHL', 'T2')`,
    delivery,
  )
  await run(
    `insert into delivery_line (tenant_id, delivery_id, order_id, line_no, quantity) values ($1, $2, $3, 1, 2)`,
    delivery,
    order,
  )
  const detail = await shown()
  assert.deepEqual(
    detail.deliveries[0]?.packages.map(one => one.tracking),
    ['T1', 'T2'],
  )
  assert.deepEqual(detail.deliveries[0]?.lines, [{ line: 1, quantity: '2' }])
  assert.deepEqual(blockersOf(detail, 'cancel'), ['HAS_DELIVERY_NOTE'])
  assert.deepEqual(
    detail.shop?.deliveries.map(one => one.state),
    ['nothing'],
  )
})

test('the table of what can be done with an order in each state', async () => {
  const states: readonly (readonly [string, Record<string, string[]>])[] = [
    [`cancelled_at = now()`, { deliver: ['ORDER_CANCELLED'], pay: [], cancel: ['CANCELLED_ALREADY'] }],
    [
      `cancelled_at = null, hold_reason = 'Adresse'`,
      { deliver: ['ORDER_ON_HOLD'], pay: [], cancel: ['HAS_DELIVERY_NOTE'] },
    ],
    [
      `hold_reason = null, delivery_state = 'shipped', paid = total_gross`,
      { deliver: ['ALREADY_DELIVERED'], pay: [], cancel: ['HAS_DELIVERY_NOTE'] },
    ],
    [
      `delivery_state = 'open', fulfilled_by = 'channel'`,
      { deliver: ['FULFILLED_BY_CHANNEL'], pay: [], cancel: ['FULFILLED_BY_CHANNEL'] },
    ],
  ]
  for (const [state, expected] of states) {
    await run(`update sales_order set ${state} where tenant_id = $1`)
    const detail = await shown()
    for (const [action, codes] of Object.entries(expected))
      assert.deepEqual(blockersOf(detail, action), codes, `${state}: ${action}`)
  }
})

test('an order that is none is said to be none', async () => {
  const { status, body } = await http('GET', `/orders/${newId()}`)
  assert.deepEqual([status, body['code']], [404, 'ORDER_UNKNOWN'])
})
