import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'

/**
 * The same change with the children of every item in it, which have from it what they have none of their own of; a tax class
 * is also part of their prices. One statement, none where no item changed.
 */
export async function withChildren(tx: Tx, tenant: string, changed: Changed): Promise<Changed> {
  const items = changed.item ?? []
  if (items.length === 0) return changed
  const rows = await tx.query<{ id: string; parentId: string }>(
    `select id, parent_id as "parentId" from item where tenant_id = $1 and parent_id = any($2::uuid[])`,
    [tenant, items],
  )
  if (rows.length === 0) return changed
  const priced = new Set(changed.price ?? [])
  const children = rows.map(row => row.id)
  const price = rows.filter(row => priced.has(row.parentId)).map(row => row.id)
  return changedTogether(changed, { item: children, ...(price.length > 0 ? { price } : {}) })
}
