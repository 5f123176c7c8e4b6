// Takes orders over, delivers and cancels, as take-over does it: in a process of its own, or inside of a test.
import { type Database, openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { insertOrders, lockStockOf } from '../../src/sales/insertOrders.ts'
import { holdWebOrders, leaveInbox } from '../../src/sales/takeOverStore.ts'

const batch = 25

/** Takes these web orders over, a batch in a transaction; with `acts` every third of them is delivered, and as many cancelled. */
export async function workOrders(
  db: Database,
  tenant: string,
  ids: readonly string[],
  acts = false,
): Promise<void> {
  const by = { name: 'worker', now: new Date() }
  for (let at = 0; at < ids.length; at += batch) {
    const made = await transact(db, { tenant }, async tx => {
      const held = await holdWebOrders(tx, tenant, ids.slice(at, at + batch), 'wait')
      const [customer] = await tx.query<{ id: string }>(
        `select id from customer where tenant_id = $1 limit 1`,
        [tenant],
      )
      const orders = held.map(order => ({
        webOrderId: order.id,
        id: newId(),
        number: newId(),
        customerId: customer?.id ?? '',
        reason: {},
        paid: '0',
        paymentState: 'open',
        deliver: true,
      }))
      const web = held.map(order => order.id)
      await leaveInbox(tx, tenant, web, { state: 'taken_over', now: by.now })
      await insertOrders(tx, tenant, orders, await lockStockOf(tx, tenant, web), by)
      return orders.map(order => order.id)
    })
    if (!acts) continue
    const some = (rest: number) => made.filter((_, place) => place % 3 === rest)
    await transact(db, { tenant }, tx =>
      deliver(
        tx,
        tenant,
        some(0).map(orderId => ({ orderId, packages: [] })),
        by,
        () => newId(),
      ),
    )
    await transact(db, { tenant }, tx =>
      cancelOrders(
        tx,
        tenant,
        some(1).map(orderId => ({ orderId })),
        by,
      ),
    )
  }
}

if (import.meta.main) {
  const { url, tenant, ids, acts } = JSON.parse(process.env['ORDER_WORK'] ?? '{}')
  const db = openDatabase({ url })
  try {
    await workOrders(db, tenant, ids, acts)
  } finally {
    await db.close()
  }
}
