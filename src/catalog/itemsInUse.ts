import type { Tx } from '../base/database.ts'

// Tables of other areas are only asked whether they name the item.
const always = ['stock_level.item_id', 'stock_movement.item_id', 'sales_order_line.item_id']
const usedBy = {
  // What waits in the inbox takes the kit as it is then, and a part may be a kit itself.
  kit: [...always, 'sales_order_part.item_id'],
  parent: [...always, 'web_order_line.item_id', 'kit_part.part_id'],
}

/**
 * Those of the items that cannot become a kit, or a parent, because they are in use as what they are. What this does not see in
 * time is refused by the database (23503).
 */
export async function itemsInUse(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  as: keyof typeof usedBy,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const isNamed = usedBy[as].map(column => {
    const [table] = column.split('.')
    return `exists (select from ${table} where ${table}.tenant_id = $1 and ${column} = u.id)`
  })
  const rows = await tx.query<{ id: string }>(
    `select u.id from unnest($2::uuid[]) as u (id) where ${isNamed.join(' or ')}`,
    [tenant, [...new Set(ids)]],
  )
  return new Set(rows.map(row => row.id))
}
