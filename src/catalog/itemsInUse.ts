import type { Tx } from '../base/database.ts'

/**
 * Those of the items that are in use as what they are: they have stock or had it, stand in orders or are parts of kits. They
 * become neither parent nor kit. What this does not see in time is refused by the database (23503).
 */
export async function itemsInUse(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  // Tables of other areas are only asked whether they name the item: their foreign keys refuse the same.
  const rows = await tx.query<{ id: string }>(
    `select u.id from unnest($2::uuid[]) as u (id)
     where exists (select from stock_level s where s.tenant_id = $1 and s.item_id = u.id)
       or exists (select from stock_movement s where s.tenant_id = $1 and s.item_id = u.id)
       or exists (select from sales_order_line s where s.tenant_id = $1 and s.item_id = u.id)
       or exists (select from web_order_line s where s.tenant_id = $1 and s.item_id = u.id)
       or exists (select from kit_part s where s.tenant_id = $1 and s.part_id = u.id)`,
    [tenant, [...new Set(ids)]],
  )
  return new Set(rows.map(row => row.id))
}
