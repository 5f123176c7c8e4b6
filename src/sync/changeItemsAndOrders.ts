import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { type ChangedItem, changeItems, type ItemChange } from '../catalog/changeItems.ts'
import { switchStock } from '../sales/switchStock.ts'

/**
 * Changes items as `changeItems` does, and open orders with them: where stock of an item is kept from now on, or no more, they have
 * their deliverability and what is set aside for them put right at once. For whoever changes items of a living tenant.
 */
export async function changeItemsAndOrders(
  tx: Tx,
  tenant: string,
  changes: readonly ItemChange[],
  now = new Date(),
): Promise<{ results: ChangedItem[]; changed: Changed }> {
  const { results, changed, switched } = await changeItems(tx, tenant, changes)
  await switchStock(tx, tenant, switched, now)
  return { results, changed }
}
