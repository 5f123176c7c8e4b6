// Many at once, for what is scarce: never more is set aside than there is, nobody is stuck, every sum stays right.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Database, openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { verify } from '../../src/sync/verify.ts'
import { salesChecks } from '../../src/sync/verifySales.ts'
import { stockChecks } from '../../src/sync/verifyStock.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedWebOrders } from '../../testkit/database/tradeOrders.ts'
import { type TradeWorld, tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { rounds } from '../rounds.ts'
import { workOrders } from './orderWorker.ts'

const { db, url } = await testDatabase({ after })

test('200 workers on one item of 100: 100 orders are served, and never is more set aside than there is', async () => {
  const world = await tradeWorld(db, { items: 1, onHand: '100' })
  await withCustomer(world)
  const ids = await seedWebOrders(
    db,
    world,
    Array.from({ length: 200 }, () => ({ itemId: world.items[0] ?? '', quantity: '1' })),
  )
  const many = openDatabase({ url, max: 20 })
  const watcher = watch(world)
  try {
    await Promise.all(ids.map(id => workOrders(many, world.tenant, [id])))
  } finally {
    await many.close()
  }
  await watcher.stop()
  assert.equal(await count(world, 'select count(*) from sales_order where tenant_id = $1'), 200)
  assert.equal(await count(world, 'select sum(allocated) from stock_level where tenant_id = $1'), 100)
  assert.deepEqual(await broken(world), [])
})

const orders = rounds(500)
test(`4 workers on ${orders} orders of kits that share parts: sums equal movements, and nobody is stuck`, async () => {
  // Less than all of them ask for.
  const world = await tradeWorld(db, { items: 6, onHand: String(orders / 2) })
  const { tenant, items } = world
  await withCustomer(world)
  const kits = await transact(db, { tenant }, async tx => {
    const ids = [newId(), newId(), newId()]
    await tx.run(
      `insert into item (tenant_id, id, item_number, number_key, name) select $1, u.id, u.id::text, u.id::text, 'Kit' from unnest($2::uuid[]) as u (id)`,
      [tenant, ids],
    )
    // Each shares parts with the others, in another order.
    const parts = [
      [0, 1, 2],
      [2, 3, 0],
      [4, 1, 3],
    ]
    const list = ids.map((kitId, at) => ({
      kitId,
      parts: (parts[at] ?? []).map(place => ({
        itemId: items[place] ?? '',
        quantity: String(1 + (place % 2)),
      })),
    }))
    await setKitParts(tx, tenant, list)
    return ids
  })
  const ids = await seedWebOrders(
    db,
    world,
    Array.from({ length: orders }, (_, at) => ({
      itemId: kits[at % 3] ?? '',
      quantity: String(1 + (at % 2)),
    })),
  )
  const watcher = watch(world)
  const workers = [0, 1, 2, 3].map(async at => {
    const mine = ids.filter((_, place) => place % 4 === at)
    const child = spawn(process.execPath, [new URL('orderWorker.ts', import.meta.url).pathname], {
      env: { ...process.env, ORDER_WORK: JSON.stringify({ url, tenant, ids: mine, acts: true }) },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const [code] = await once(child, 'exit')
    assert.equal(code, 0, `worker ${at}`)
  })
  await Promise.all(workers)
  await watcher.stop()
  assert.equal(await count(world, 'select count(*) from sales_order where tenant_id = $1'), orders)
  assert.deepEqual(await broken(world), [])
})

/** Reads all the time what is set aside, in one look at everything; an excess fails at the end. */
function watch({ tenant }: TradeWorld) {
  let isDone = false
  const reading = (async () => {
    let looks = 0
    while (!isDone) {
      const { rows } = await db.pool.query(
        `select l.item_id, l.on_hand, l.allocated, coalesce(a.given, 0) as given from stock_level l
           left join (select item_id, warehouse_id, sum(quantity) as given from allocation where tenant_id = $1 group by 1, 2) as a
             on a.item_id = l.item_id and a.warehouse_id = l.warehouse_id
         where l.tenant_id = $1 and (l.allocated > l.on_hand or l.allocated <> coalesce(a.given, 0))`,
        [tenant],
      )
      assert.deepEqual(rows, [], 'more is set aside than there is')
      looks++
      await delay(20)
    }
    assert.ok(looks > 1, 'nobody watched')
  })()
  return {
    stop: () => {
      isDone = true
      return reading
    },
  }
}

async function withCustomer({ tenant }: TradeWorld): Promise<void> {
  await db.pool.query(
    `insert into customer (tenant_id, id, customer_number, name) values ($1, $2, 'WORKERS', 'Kunde')`,
    [tenant, newId()],
  )
}

async function count({ tenant }: TradeWorld, sql: string): Promise<number> {
  const { rows } = await db.pool.query<{ n: string }>(`select (${sql}) as n`, [tenant])
  return Number(rows[0]?.n)
}

// Web orders that are seeded as short as can be lack links and prices: what is told of stock and orders is looked at.
async function broken({ tenant }: TradeWorld, of: Database = db): Promise<string[]> {
  const findings = await transact(of, { tenant }, tx => verify(tx, tenant))
  return findings.flatMap(({ ok, promise }) =>
    !ok && (promise in stockChecks || promise in salesChecks) && !promise.startsWith('the ledger knows')
      ? [promise]
      : [],
  )
}
