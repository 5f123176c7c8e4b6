import type { Tx } from '../base/database.ts'

/**
 * Sets what a channel is told of items whose stock nobody keeps; null: what lies there. Answers whether it is another than
 * before. The channel is locked.
 */
export async function setUnlimitedQuantity(
  tx: Tx,
  tenant: string,
  channelId: string,
  quantity: string | null,
): Promise<boolean> {
  const changed = await tx.run(
    `update channel set unlimited_quantity = $3::numeric
     where tenant_id = $1 and id = $2 and unlimited_quantity is distinct from $3::numeric`,
    [tenant, channelId, quantity],
  )
  return changed > 0
}
