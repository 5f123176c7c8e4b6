import type { Tx } from '../base/database.ts'
import { type Doing, refreshOrders } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'

/** Orders that were pending are released by their marketplaces: from now on they can be delivered. They are locked. */
export async function releaseThere(
  tx: Tx,
  tenant: string,
  released: readonly { readonly orderId: string; readonly webOrderId: string }[],
  by: Doing,
): Promise<void> {
  if (released.length === 0) return
  const orderIds = released.map(one => one.orderId)
  await tx.run(`update sales_order set pending = false where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    orderIds,
  ])
  await tx.run(
    `update web_order set pending = false, version = version + 1, changed_at = $3 where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, released.map(one => one.webOrderId), by.now],
  )
  await refreshOrders(tx, tenant, orderIds, by.now)
  const events = orderIds.map(orderId => ({ orderId, event: 'released_at_channel', data: {} }))
  await rememberOrders(tx, tenant, events, by)
}
