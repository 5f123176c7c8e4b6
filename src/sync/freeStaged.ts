import type { Tx } from '../base/database.ts'
import type { HeldWebOrder } from '../sales/takeOverStore.ts'
import { markDue } from './markDue.ts'

/** Of web orders that become orders which nobody delivers here, the items are free again: their stock is told anew. */
export async function freeStaged(
  tx: Tx,
  tenant: string,
  made: readonly { readonly order: HeldWebOrder; readonly make: { readonly deliver: boolean } }[],
  by: string,
): Promise<void> {
  const ids = made.flatMap(one => (one.make.deliver ? [] : [one.order.id]))
  if (ids.length === 0) return
  const rows = await tx.query<{ id: string }>(
    `select distinct item_id as id from web_order_line where tenant_id = $1 and web_order_id = any($2::uuid[]) and item_id is not null`,
    [tenant, ids],
  )
  await markDue(tx, tenant, { stock: rows.map(row => row.id) }, by)
}
