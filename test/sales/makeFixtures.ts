import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { setOrderRule } from '../../src/sales/orderRule.ts'
import { newOrder } from '../../src/sales/orderStates.ts'
import { actionFixtures } from './actionFixtures.ts'
import { type LifeWorld, lifeWorld } from './lifeWorld.ts'

/** Makes all of these orders in a tenant of their own. Their ids by name. */
export async function makeFixtures(
  db: Database,
): Promise<{ readonly world: LifeWorld; readonly orders: ReadonlyMap<string, string> }> {
  const list = Object.values(actionFixtures)
  const world = await lifeWorld(
    db,
    list.map(one => ({ ...newOrder, ...one.from })),
  )
  const { tenant } = world
  const inTenant = (work: (tx: Tx) => Promise<unknown>) => transact(db, { tenant }, work)
  await inTenant(async tx => {
    await tx.run(`update sales_order set shipping_method = 'Standard' where tenant_id = $1`, [tenant])
    await tx.run(
      `insert into payment_method (tenant_id, id, code, name, ship_before_payment)
       values ($1, $2, 'vorkasse', 'Vorkasse', false), ($1, $3, 'rechnung', 'Rechnung', true)`,
      [tenant, newId(), newId()],
    )
    await setOrderRule(tx, tenant, { shippingMethodNeeded: true })
    await ownCustomers(tx, tenant)
  })
  const longest = Math.max(...list.map(one => one.through?.length ?? 0))
  for (let step = 0; step < longest; step++)
    for (const what of new Set(list.flatMap(one => one.through?.[step] ?? [])))
      await inTenant(tx =>
        world.act(
          tx,
          what,
          world.orders.filter((_, at) => list[at]?.through?.[step] === what),
        ),
      )
  for (const [at, fixture] of list.entries()) {
    const of = { db, world, orderId: world.orders[at] ?? '', itemId: world.items[at] ?? '' }
    if (fixture.but) await inTenant(tx => fixture.but?.(tx, of) ?? Promise.resolve())
  }
  return {
    world,
    orders: new Map(Object.keys(actionFixtures).map((name, at) => [name, world.orders[at] ?? ''])),
  }
}

// Each order has a customer of its own: one of them is blocked.
async function ownCustomers(tx: Tx, tenant: string): Promise<void> {
  await tx.run(
    `with made as (
       insert into customer (tenant_id, id, customer_number, name)
       select tenant_id, gen_random_uuid(), 'K-' || order_number, 'Kunde' from sales_order where tenant_id = $1 returning id, customer_number)
     update sales_order o set customer_id = m.id from made m where o.tenant_id = $1 and m.customer_number = 'K-' || o.order_number`,
    [tenant],
  )
}
