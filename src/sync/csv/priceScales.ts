import type { Changed } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { exact } from '../../base/decimal.ts'
import { type PricedItem, setGroupPrices } from '../../catalog/groupPrices.ts'
import { holdKnownItems } from '../../catalog/itemStore.ts'

/** One price of a group from a quantity on; null: taken away. */
export interface OneScale {
  readonly itemId: string
  readonly customerGroupId: string
  readonly from: string
  readonly net: string | null
  /** Said with tax instead. */
  readonly gross?: string | null
  /** The item was made in this transaction: it has no prices yet. */
  readonly isNew?: boolean
}

interface Said {
  readonly net: string | null
  readonly gross: string | null
}

/** Sets single prices of groups; the other scales of the same group stay. One result per price. */
export async function setOneScale(
  tx: Tx,
  tenant: string,
  prices: readonly OneScale[],
): Promise<{ results: PricedItem[]; changed: Changed }> {
  const known = prices.filter(price => !price.isNew)
  // Locked before they are read: of two who set a scale each, the second one keeps that of the first.
  if (known.length > 0)
    await holdKnownItems(
      tx,
      tenant,
      known.map(price => price.itemId),
    )
  const stored =
    known.length === 0
      ? []
      : await tx.query<{
          itemId: string
          customerGroupId: string
          from: string
          net: string | null
          gross: string | null
        }>(
          `select item_id as "itemId", customer_group_id as "customerGroupId", from_quantity as "from", net, gross from item_price
           where tenant_id = $1 and item_id = any($2::uuid[])`,
          [tenant, [...new Set(known.map(price => price.itemId))]],
        )
  const scales = new Map<string, Map<string, Said>>()
  const of = (price: { itemId: string; customerGroupId: string }) => {
    const key = `${price.itemId} ${price.customerGroupId}`
    const found = scales.get(key) ?? new Map<string, Said>()
    scales.set(key, found)
    return found
  }
  for (const row of stored) of(row).set(exact(row.from).toFixed(), { net: row.net, gross: row.gross })
  for (const { net, gross = null, ...price } of prices)
    if (net === null && gross === null) of(price).delete(exact(price.from).toFixed())
    else of(price).set(exact(price.from).toFixed(), { net, gross })
  return setGroupPrices(
    tx,
    tenant,
    prices.map(({ itemId, customerGroupId }) => ({
      itemId,
      customerGroupId,
      scales: [...of({ itemId, customerGroupId })].map(([from, said]) => ({ from, ...said })),
    })),
  )
}
