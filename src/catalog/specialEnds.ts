import type { Tx } from '../base/database.ts'

/** A special price that holds now until a stock. */
export interface PriceByStock {
  readonly id: string
  readonly itemId: string
  readonly untilStock: string
}

/**
 * The special prices of these items that hold now until a stock, locked in the order of their items. Items whose stock is not
 * looked at have none: theirs never ends by it.
 */
export function holdPricesByStock(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
  now: Date,
): Promise<PriceByStock[]> {
  return tx.query<PriceByStock>(
    `select s.id, s.item_id as "itemId", s.until_stock::text as "untilStock"
     from special_price s join item i on i.tenant_id = s.tenant_id and i.id = s.item_id and i.stock_managed
     where s.tenant_id = $1 and s.item_id = any($2::uuid[]) and s.until_stock is not null and s.ended_at is null
       and s.active and s.valid_from <= $3 and (s.valid_to is null or s.valid_to > $3)
     order by s.item_id, s.id for no key update of s`,
    [tenant, itemIds, now],
  )
}

/** Writes down that the stock of special prices was used up. */
export async function endSpecialPrices(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update special_price set ended_at = $3 where tenant_id = $1 and id = any($2::uuid[]) and ended_at is null`,
    [tenant, ids, now],
  )
}
