// With each item those are due whose quantity follows from it: kits and parents of what stock, inbox and orders touched.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changedTogether } from '../../src/base/changed.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { allocateWaiting } from '../../src/sales/allocate.ts'
import { cancelLines, cancelOrders } from '../../src/sales/cancelOrders.ts'
import { completeOrders, reopenOrders } from '../../src/sales/completeOrders.ts'
import { closeReturns, decideReturns } from '../../src/sales/decideReturns.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { holdOrders } from '../../src/sales/holdOrders.ts'
import { stagedItems } from '../../src/sales/inboxStore.ts'
import { insertOrders, lockStockOf } from '../../src/sales/insertOrders.ts'
import { lockLines } from '../../src/sales/lockLines.ts'
import { noteReturns } from '../../src/sales/noteReturns.ts'
import { setPriorities } from '../../src/sales/priority.ts'
import { receiveReturns } from '../../src/sales/receiveReturns.ts'
import { restockReturns } from '../../src/sales/restockReturns.ts'
import { reverseDeliveries } from '../../src/sales/reverseDeliveries.ts'
import { shipDeliveries } from '../../src/sales/shipDeliveries.ts'
import { leaveInbox } from '../../src/sales/takeOverStore.ts'
import { undoCancellations } from '../../src/sales/undoCancellations.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { changeWarehouse } from '../../src/stock/warehouses.ts'
import { changeItemsAndOrders } from '../../src/sync/changeItemsAndOrders.ts'
import { verify } from '../../src/sync/verify.ts'
import { stockChecks } from '../../src/sync/verifyStock.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedWebOrders } from '../../testkit/database/tradeOrders.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { compareVerbs, dueWorld, now, someOf, type Verbs } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const by = { name: 'test', now }

test(`kits and parents are told whatever touches what they are made of (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const some = someOf(chance)
  const world = await dueWorld(db)
  const { tenant, channels, items, warehouses } = world
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const { kits, parent, customer } = await inTenant(tx => furnish(tx, world))
  const sold = [...items, ...kits]
  const { seeded } = world
  const web = await seedWebOrders(
    db,
    seeded,
    Array.from({ length: 60 }, () => ({ itemId: some(sold), quantity: String(between(chance, 1, 3)) })),
  )
  const staged = [...web]
  const orders: string[] = []
  const gone: string[] = []
  const part = () => ({ itemId: some(items), quantity: some(['1', '2', '0.5']) })

  const verbs: Verbs = {
    setKitParts: tx =>
      setKitParts(tx, tenant, [
        { kitId: kits[0] ?? '', parts: [part(), part()] },
        { kitId: kits[1] ?? '', parts: [part(), { itemId: kits[0] ?? '', quantity: '1' }] },
      ]),
    async moveStock(tx) {
      const moves = [0, 1].map(() => ({
        itemId: some(items),
        warehouseId: some(warehouses),
        quantity: '2',
        reason: 'receipt' as const,
      }))
      const done = await moveStock(tx, tenant, moves, 'test')
      await allocateWaiting(tx, tenant, moves.map(move => move.itemId).sort(), now)
      return done
    },
    lockWarehouse: tx =>
      changeWarehouse(tx, tenant, warehouses[1] ?? '', { lockAvailability: chance() < 0.5 }),
    changeItems: tx =>
      changeItemsAndOrders(tx, tenant, [
        { id: some(sold), buffer: some(['0', '2']), oversell: chance() < 0.5 },
        { id: some(items), active: chance() < 0.8, stockManaged: chance() < 0.7 },
      ]),
    sellOn: tx =>
      sellOn(tx, tenant, [
        {
          itemId: some([...sold, parent]),
          channelId: some(channels),
          active: chance() < 0.8,
          oversell: chance() < 0.5,
          cap: some([null, '2']),
        },
      ]),
    // As the import does with what a shop sold, and with what leaves the inbox again.
    async stage(tx) {
      const ids = gone.splice(0, 2)
      await tx.run(`update web_order set state = 'staged' where id = any($1::uuid[])`, [ids])
      await tx.run(`update web_order_line set staged = true where web_order_id = any($1::uuid[])`, [ids])
      staged.push(...ids)
      return { changed: { stock: await stagedItems(tx, tenant, ids) } }
    },
    async leaveInbox(tx) {
      const ids = staged.splice(0, 2)
      const freed = await stagedItems(tx, tenant, ids)
      await leaveInbox(tx, tenant, ids, { state: 'cancelled', now })
      gone.push(...ids)
      return { changed: { stock: freed } }
    },
    // What was staged is committed: nothing is due.
    async takeOver(tx) {
      const ids = staged.splice(0, 3)
      const made = ids.map(webOrderId => ({
        webOrderId,
        id: newId(),
        number: newId(),
        customerId: customer,
        reason: {},
        paid: '0',
        paymentState: 'open',
        deliver: true,
      }))
      await leaveInbox(tx, tenant, ids, { state: 'taken_over', now })
      await insertOrders(tx, tenant, made, await lockStockOf(tx, tenant, ids), by)
      orders.push(...made.map(one => one.id))
      return { changed: {} }
    },
    deliver: tx =>
      deliver(
        tx,
        tenant,
        orders.slice(0, 6).map(orderId => ({ orderId, packages: [] })),
        by,
        () => newId(),
      ),
    note: tx =>
      deliver(tx, tenant, [{ orderId: some(orders) ?? newId(), ship: false, packages: [] }], by, () =>
        newId(),
      ),
    ship: async tx => shipDeliveries(tx, tenant, [{ deliveryId: await someDelivery(tx) }], by),
    reverse: async tx =>
      reverseDeliveries(tx, tenant, [{ deliveryId: await someDelivery(tx), reason: 'x' }], by),
    complete: tx => completeOrders(tx, tenant, [{ orderId: some(orders) ?? newId() }], by),
    reopen: tx => reopenOrders(tx, tenant, [...orders], by),
    lockLines: tx =>
      lockLines(tx, tenant, [{ orderId: some(orders) ?? newId(), lines: [1], locked: chance() < 0.5 }], by),
    cancelLines: tx =>
      cancelLines(
        tx,
        tenant,
        [{ orderId: some(orders) ?? newId(), lines: [{ line: 1, quantity: '1' }] }],
        by,
      ),
    cancelOrders: tx => cancelOrders(tx, tenant, [{ orderId: some(orders) ?? newId() }], by),
    undoCancellations: tx => undoCancellations(tx, tenant, orders, by, async () => new Set()),
    async receiveReturns(tx) {
      const wishes = orders.map(orderId => ({ orderId, lines: [{ line: 1, quantity: '1' }] }))
      const noted = await noteReturns(tx, tenant, wishes, by)
      const returnId = noted.results.find(one => one.returnId)?.returnId
      const line = { line: 1, condition: 'as_new' as const, restock: true, warehouseId: some(warehouses) }
      return returnId ? receiveReturns(tx, tenant, [{ returnId, lines: [line] }], by) : noted
    },
    async restockReturns(tx) {
      const open = await tx.query<{ id: string }>(
        `select id from order_return where state = 'announced' order by id`,
      )
      const list = open.slice(0, 2).map(({ id: returnId }) => ({ returnId, lines: [{ line: 1 }] }))
      const came = list.map(one => ({
        ...one,
        lines: [{ line: 1, condition: 'damaged' as const, restock: false }],
      }))
      const { changed } = await receiveReturns(tx, tenant, came, by)
      return { changed: changedTogether(changed, (await restockReturns(tx, tenant, list, by)).changed) }
    },
    async decideReturns(tx) {
      const came = await tx.query<{ id: string }>(
        `select id from order_return where state = 'received' order by id`,
      )
      const wishes = came.map(({ id: returnId }) => ({ returnId, accept: true }))
      const done = await decideReturns(tx, tenant, wishes, by)
      return {
        changed: changedTogether(
          done.changed,
          (await closeReturns(tx, tenant, [some(came)?.id ?? newId()], by)).changed,
        ),
      }
    },
    async hold(tx) {
      await holdOrders(tx, tenant, [{ orderId: some(orders) ?? newId(), reason: 'why' }], by)
      return { changed: {} }
    },
    setPriorities: tx =>
      setPriorities(tx, tenant, [{ orderId: some(orders) ?? newId(), priority: between(chance, -9, 9) }], by),
  }
  async function someDelivery(tx: Tx): Promise<string> {
    const rows = await tx.query<{ id: string }>(
      `select id from delivery where reversed_at is null order by id`,
    )
    return rows.length === 0 ? newId() : some(rows).id
  }
  const needed = ['setKitParts', 'moveStock', 'changeItems', 'sellOn', 'leaveInbox']
  const seen = await compareVerbs(db, world, verbs, { chance, rounds: rounds(3), needed })
  for (const name of needed) assert.ok(seen.has(name), `${name} changed nothing for a channel`)
  const findings = await inTenant(tx => verify(tx, tenant))
  const broken = findings.filter(({ ok, promise }) => !ok && promise in stockChecks)
  assert.deepEqual(
    broken.filter(({ promise }) => !promise.startsWith('what lies in a warehouse')),
    [],
  )
})

/** Two kits, one in the other, a parent of two of the items, a customer, and who sells them. */
async function furnish(tx: Tx, world: Awaited<ReturnType<typeof dueWorld>>) {
  const { tenant, items, channels } = world
  const kits = [newId(), newId()].sort()
  const parent = newId()
  const customer = newId()
  await tx.run(
    `insert into item (tenant_id, id, item_number, number_key, name, net_price, kind, rank)
     select $1::uuid, u.id, u.id::text, u.id::text, 'Kit', 1, 'simple', 0 from unnest($2::uuid[]) as u (id)
     union all select $1::uuid, $3::uuid, ($3::uuid)::text, ($3::uuid)::text, 'Parent', 1, 'parent', -1`,
    [tenant, kits, parent],
  )
  await tx.run(
    `update item set kind = 'child', parent_id = $2, combination = id::text where tenant_id = $1 and id = any($3::uuid[])`,
    [tenant, parent, items.slice(0, 2)],
  )
  await tx.run(
    `insert into item_channel (tenant_id, channel_id, item_id)
     select $1, h.id, u.id from unnest($2::uuid[]) as h (id) cross join unnest($3::uuid[]) as u (id)`,
    [tenant, channels, [...kits, parent]],
  )
  await tx.run(
    `insert into customer (tenant_id, id, customer_number, name) values ($1, $2::uuid, ($2::uuid)::text, 'Kunde')`,
    [tenant, customer],
  )
  const parts = [
    [{ itemId: items[0] ?? '', quantity: '1' }],
    [
      { itemId: kits[0] ?? '', quantity: '2' },
      { itemId: items[2] ?? '', quantity: '1' },
    ],
  ]
  const done = await setKitParts(
    tx,
    tenant,
    kits.map((kitId, at) => ({ kitId, parts: parts[at] ?? [] })),
  )
  assert.deepEqual(
    done.results.map(result => result.did),
    ['changed', 'changed'],
  )
  return { kits, parent, customer }
}
