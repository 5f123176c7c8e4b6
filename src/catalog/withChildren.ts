import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'

/**
 * The same change with the children of every item in it, which have from it what they have none of their own of; a tax class
 * is also part of their prices. With a child also its parent, which may have to name it, with its price. One statement, none where no
 * item and no price changed.
 */
export async function withChildren(tx: Tx, tenant: string, changed: Changed): Promise<Changed> {
  const items = changed.item ?? []
  const prices = changed.price ?? []
  if (items.length + prices.length === 0) return changed
  const rows = await tx.query<{ id: string; parentId: string; heir: boolean }>(
    `select id, parent_id as "parentId", true as heir from item where tenant_id = $1 and parent_id = any($2::uuid[])
     union all
     select id, parent_id, false from item where tenant_id = $1 and id = any($3::uuid[]) and parent_id is not null`,
    [tenant, items, [...new Set([...items, ...prices])]],
  )
  if (rows.length === 0) return changed
  const priced = new Set(prices)
  const heirs = rows.filter(row => row.heir)
  const price = heirs.filter(row => priced.has(row.parentId)).map(row => row.id)
  const item = [...heirs.map(row => row.id), ...rows.flatMap(row => (row.heir ? [] : [row.parentId]))]
  return changedTogether(changed, { item, ...(price.length > 0 ? { price } : {}) })
}
