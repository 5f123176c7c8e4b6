// "Where is my order?": one answer, whatever the caller knows of it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { amountOf } from '../../src/operations/where.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import { openEntrances } from '../import/entrances.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const world = await createWorld(db, { after })
const spoiled: readonly ((order: ShopOrder) => ShopOrder)[] = [
  order => order,
  order => ({ ...order, totalGross: '9999.99' }),
  order => ({ ...order, currency: 'ZZZ' }),
  order => order,
]
const contents = generateShop({ orders: spoiled.length, items: 4, customers: 4, seed: 121 })
const orders = contents.orders.map((order, index) => spoiled[index]?.(order) ?? order)
await world.openShop({ ...contents, orders, payments: [], name: 'Herzstück' })
await world.sync()
const { http } = await openEntrances(world, { after })
const staged = await world.query<{
  id: string
  number: string
  customer: string
  total: string
  email: string | null
}>(
  `select id, external_number as number, customer_name as customer, total_gross as total,
     coalesce(record -> 'billing' ->> 'email', record -> 'shipping' ->> 'email') as email from web_order order by external_number`,
)

interface Where {
  readonly found: number
  readonly sentence: string
  readonly remedy: string | null
  readonly items: readonly {
    readonly id: string
    readonly outcome: string
    readonly orderNumber: string | null
    readonly stations: readonly { station: string; state: string; at: string | null; text: string | null }[]
    readonly actions: readonly { action: string; allowed: boolean; reason: string | null }[]
  }[]
}
const where = async (text: string) =>
  (await http('GET', `/ledger/where?text=${encodeURIComponent(text)}`)).body as unknown as Where
const ids = async (text: string) => (await where(text)).items.map(item => item.id)

test('a staged order is found by number, name, mail and amount', async () => {
  const [first] = staged
  assert.ok(first)
  const known = [first.number, first.number.toLowerCase(), first.customer, first.customer.toUpperCase()]
  if (first.email) known.push(first.email)
  for (const text of known) assert.ok((await ids(text)).includes(first.id), text)
  const amount = Number(first.total).toFixed(2)
  for (const text of [amount, amount.replace('.', ','), `${amount} €`])
    assert.ok((await ids(text)).includes(first.id), text)
})

test('a parked order is found by what its payload says, with the reason, the remedy and what can be done', async () => {
  const [parked] = await world.query<{ id: string; number: string }>(
    `select id, external_number as number from ledger where outcome = 'parked' and kind = 'order'`,
  )
  assert.ok(parked)
  const answer = await where(parked.number)
  assert.match(answer.sentence, /ZZZ/)
  assert.ok(answer.remedy)
  const [item] = answer.items
  assert.deepEqual(
    item?.stations.map(one => [one.station, one.state]),
    [
      ['reported', 'done'],
      ['fetched', 'done'],
      ['stored', 'done'],
      ['checked', 'problem'],
      ['inbox', 'open'],
      ['taken_over', 'open'],
      ['shipped', 'open'],
    ],
  )
  const actions = Object.fromEntries(item?.actions.map(one => [one.action, one.allowed]) ?? [])
  assert.equal(actions['retry-import'], true)
  assert.equal(actions['ignore'], true)
  assert.equal(actions['again'], false)
  for (const action of item?.actions ?? [])
    assert.equal(action.reason === null, action.allowed, action.action)
  const source = contents.orders[2]
  assert.ok(source)
  assert.deepEqual(await ids('ZZZ'), [parked.id], 'found in its payload')
})

test('an open check is named at the station where the order stands', async () => {
  const wrong = staged.find(order => order.total === '9999.99')
  assert.ok(wrong)
  const answer = await where(wrong.number)
  const inbox = answer.items[0]?.stations.find(one => one.station === 'inbox')
  assert.equal(inbox?.state, 'problem')
  assert.match(answer.sentence, /9999\.99/)
})

test('an order that was taken over is found by its own number and that of its parcel', async () => {
  const order = staged.find(one => one.total !== '9999.99')
  assert.ok(order)
  const id = newId()
  const [customer, warehouse, delivery] = [newId(), newId(), newId()]
  await world.tx(async tx => {
    const run = (text: string, ...values: unknown[]) => tx.run(text, [world.tenant, ...values])
    await run(
      `insert into customer (tenant_id, id, customer_number, name) values ($1, $2, 'K-1', 'Kunde')`,
      customer,
    )
    await run(
      `insert into search_term (tenant_id, kind, term, object_id) select $1, 'customer', t, $2 from unnest(array['anna', 'brandt', 'anna@x.example']) t`,
      customer,
    )
    await run(
      `insert into sales_order (tenant_id, id, order_number, kind, company_id, web_order_id, customer_id, customer_reason, customer_name,
         placed_at, taken_over_by, currency, total_gross, total_minor, delivery_state)
       values ($1, $2, 'AU-7', 'shop', $3, $4, $5, '{}', 'Anna Brandt', now(), 'test', 'EUR', 77.31, 7731, 'shipped')`,
      id,
      world.company,
      order.id,
      customer,
    )
    await run(`insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'H', 'Haupt')`, warehouse)
    await run(
      `insert into delivery (tenant_id, id, delivery_number, order_id, warehouse_id, shipped_at, made_by) values ($1, $2, 'LS-1', $3, $4, now(), 't')`,
      delivery,
      id,
      warehouse,
    )
    await run(
      `insert into delivery_package (tenant_id, delivery_id, package_no, carrier, tracking) values ($1, $2, 1, 'DHL', '00340434161094')`,
      delivery,
    )
    await run(`update web_order set state = 'taken_over' where tenant_id = $1 and id = $2`, order.id)
    await run(`update ledger set outcome = 'taken_over' where tenant_id = $1 and id = $2`, order.id)
  })
  for (const text of ['AU-7', 'au-7', '00340434161094', 'Brandt', 'anna@x.example', '77,31'])
    assert.deepEqual(await ids(text), [order.id], text)
  const answer = await where('AU-7')
  assert.equal(answer.sentence, 'Shipped with order AU-7.')
  const actions = new Map(answer.items[0]?.actions.map(one => [one.action, one]))
  assert.match(actions.get('ignore')?.reason ?? '', /AU-7/)
  assert.ok(answer.items[0]?.stations.slice(0, 4).every(one => one.state === 'done'))
})

test('what nobody reported is said so, with what can be done', async () => {
  const answer = await where('B-nobody')
  assert.deepEqual([answer.found, answer.items], [0, []])
  assert.match(answer.sentence, /No channel has reported/)
  assert.ok(answer.remedy)
})

test('an amount is read as people write it; a number is none', () => {
  for (const [text, amount] of [
    ['23,85', '23.85'],
    ['1.284,60 €', '1284.60'],
    ['€1,284.60', '1284.60'],
    ['1284.60', '1284.60'],
    ['23', undefined],
    ['B-23', undefined],
    ['2026.11', '2026.11'],
    ['1,2,3', undefined],
  ] as const)
    assert.equal(amountOf(text), amount, text)
})
