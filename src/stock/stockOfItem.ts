import type { Tx } from '../base/database.ts'

/** What lies of an item in each warehouse where any ever lay. */
export function levelsOf(
  tx: Tx,
  tenant: string,
  itemId: string,
): Promise<{ warehouseId: string; warehouse: string; onHand: string; allocated: string }[]> {
  return tx.query(
    `select w.id as "warehouseId", w.code as warehouse, trim_scale(s.on_hand)::text as "onHand",
       trim_scale(s.allocated)::text as allocated
     from stock_level s join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
     where s.tenant_id = $1 and s.item_id = $2 order by w.priority, w.code`,
    [tenant, itemId],
  )
}

export interface Movement {
  readonly id: string
  readonly at: Date
  readonly warehouse: string
  readonly quantity: string
  readonly reason: string
  readonly actor: string
  readonly note: string | null
}

/** The latest movements of an item, newest first. */
export function movementsOf(tx: Tx, tenant: string, itemId: string, limit: number): Promise<Movement[]> {
  return tx.query<Movement>(
    `select m.id, m.at, w.code as warehouse, trim_scale(m.quantity)::text as quantity, m.reason, m.actor, m.note
     from stock_movement m join warehouse w on w.tenant_id = m.tenant_id and w.id = m.warehouse_id
     where m.tenant_id = $1 and m.item_id = $2 order by m.id desc limit $3`,
    [tenant, itemId, limit],
  )
}
