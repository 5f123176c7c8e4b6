// Every state of an order × edit, split and merge, by the real verbs on PostgreSQL, beside the table of docs/life.md; and that an
// order which was merged into another is over.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { editOrders } from '../../src/sales/editOrders.ts'
import { mergeOrders } from '../../src/sales/mergeOrders.ts'
import { blockersOf, orderActionNames } from '../../src/sales/orderActions.ts'
import {
  makingRefusal,
  newOrder,
  type OrderMaking,
  type OrderModel,
  orderHappenings,
  orderMakings,
} from '../../src/sales/orderStates.ts'
import { readOrderFacts } from '../../src/sales/orderStore.ts'
import { splitOrders } from '../../src/sales/splitOrders.ts'
import { verify } from '../../src/sync/verify.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { representative, representatives, startOf } from './lifeTable.ts'
import { type Answer, by, lifeWorld, liveThrough, stands, trying } from './lifeWorld.ts'

const { db } = await testDatabase({ after })
const names = Object.keys(representatives)
const models = names.map(representative)
// Beside each order another one of the same customer, which is merged into it.
const world = await lifeWorld(db, [...names.map(startOf), ...names.map(() => newOrder)])
const { tenant } = world
const orders = world.orders.slice(0, names.length)
const others = world.orders.slice(names.length)
await transact(db, { tenant }, priced)
await liveThrough(db, world, names)

/** Pieces, what is set aside and money of all orders together: nothing of it is lost or made by a split or a merge. */
const sums = (tx: Tx) =>
  tx.query<object>(
    `select (select sum(open_quantity) from sales_order_line) as open, (select sum(delivered) from sales_order_line) as delivered,
       (select sum(quantity) from allocation) as aside, sum(paid) as paid,
       trim_scale(sum(total_gross) filter (where merged_into is null)) as total
     from sales_order where tenant_id = $1`,
    [tenant],
  )
const broken = async (tx: Tx) => (await verify(tx, tenant)).filter(one => !one.ok)

const verbs: Readonly<Record<OrderMaking, (tx: Tx) => Promise<{ readonly results: readonly Answer[] }>>> = {
  edit: async tx => {
    const rows = await tx.query<{ version: number; ordered: number }>(
      `select o.version, n.quantity::int as ordered from sales_order o
         join sales_order_line n on n.tenant_id = o.tenant_id and n.order_id = o.id
       where o.id = any($1::uuid[]) order by array_position($1::uuid[], o.id)`,
      [orders],
    )
    const edits = rows.map(({ version, ordered }, at) => ({
      orderId: orders[at] ?? '',
      version,
      change: [{ line: 1, quantity: String(ordered + 1) }],
    }))
    return editOrders(tx, tenant, edits, by)
  },
  split: tx => {
    const splits = orders.map(orderId => ({ orderId, lines: [{ line: 1, quantity: '1' }] }))
    return splitOrders(tx, tenant, splits, by, at => `AU-NEU-${at}`)
  },
  merge: tx => {
    const merges = orders.map((into, at) => ({ into, orders: [others[at] ?? ''] }))
    return mergeOrders(tx, tenant, merges, by)
  },
}

/** What an order is that can be edited or split. */
function made(order: OrderModel, what: OrderMaking): OrderModel {
  return { ...order, ordered: order.ordered + (what === 'edit' ? 1 : -1) }
}

for (const what of orderMakings)
  test(`every state × ${what}: done, or refused with the code that its actions tell`, async () => {
    await trying(db, tenant, async tx => {
      const [before] = await sums(tx)
      const facts = await readOrderFacts(tx, tenant, orders)
      const told = orders.map(id => {
        const one = facts.get(id)
        return one ? blockersOf(what, one)[0]?.code : 'no facts'
      })
      const { results } = await verbs[what](tx)
      const kept = orders.filter((_, at) => what !== 'merge' || results[at]?.code !== undefined)
      const now = new Map((await world.read(tx, kept)).map((row, at) => [kept[at], row]))
      for (const [at, name] of names.entries()) {
        const model = models[at] ?? newOrder
        const code = makingRefusal(model, what)
        assert.equal(results[at]?.code, code, `${name}: ${what}`)
        assert.equal(told[at], code, `${name}: ${what}, as its actions tell`)
        const { payment, ...stand } = now.get(orders[at] ?? '') ?? {}
        const { payment: paid, ...should } = stands(code === undefined ? made(model, what) : model)
        if (code === undefined && what === 'merge') continue
        assert.deepEqual(stand, should, `${name}: ${what}`)
        if (code !== undefined) assert.equal(payment, paid, `${name}: ${what}`)
      }
      assert.ok(results.some(one => one.code === undefined) && results.some(one => one.code !== undefined))
      if (what !== 'edit') assert.deepEqual(await sums(tx), [before], 'nothing is lost, and nothing made')
      assert.deepEqual(await broken(tx), [])
      return results
    })
  })

test('an order that was merged into another is over: all that could be done with it is refused with its name', async () => {
  await trying(db, tenant, async tx => {
    const { results } = await verbs.merge(tx)
    const gone = others.filter((_, at) => results[at]?.did === 'merged')
    assert.ok(gone.length > 5)
    const facts = await readOrderFacts(tx, tenant, gone)
    for (const id of gone) {
      const one = facts.get(id)
      assert.ok(one)
      for (const action of orderActionNames)
        assert.deepEqual(blockersOf(action, one)[0]?.code, 'ORDER_MERGED', action)
    }
    // What is asked of delivery notes has none to be asked of, and goods may come at any time.
    const aside = new Set(['goods_in', 'ship', 'reverse', 'release_pending', 'lock', 'unlock'])
    for (const what of orderHappenings.filter(one => !aside.has(one)))
      for (const answer of await world.act(tx, what, gone)) assert.equal(answer.code, 'ORDER_MERGED', what)
    const merge = { into: gone[0] ?? '', orders: [gone[1] ?? ''] }
    const { results: again } = await mergeOrders(tx, tenant, [merge], by)
    assert.equal(again[0]?.code, 'ORDER_MERGED')
    assert.deepEqual(await broken(tx), [])
    return results
  })
})

/** What each order costs: 10.00 with 19 % tax, so that sums can be reckoned anew. */
async function priced(tx: Tx): Promise<void> {
  await tx.run(
    `update sales_order_line set unit_gross = round(10 / quantity, 10), tax_rate = 19, net = 8.40, gross = 10 where tenant_id = $1`,
    [tenant],
  )
  await tx.run(
    `update sales_order set prices_gross = true, total_net = 8.40,
       tax_sums = '[{"rate": "19", "net": "8.40", "tax": "1.60", "gross": "10.00"}]' where tenant_id = $1`,
    [tenant],
  )
}
