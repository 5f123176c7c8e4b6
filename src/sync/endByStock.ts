import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { endSpecialPrices, holdPricesByStock } from '../catalog/specialEnds.ts'
import { stockFigures } from '../stock/offers.ts'

/**
 * Ends special prices that hold until a stock and whose items have not more available than that: for good, also when more
 * comes in. Called where changes of stock and prices become work for the channels, in their transaction. Answers the items
 * whose price is another. One statement where none of the items has such a price.
 */
export async function endByStock(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
  now: Date,
): Promise<string[]> {
  if (itemIds.length === 0) return []
  // Locked before the quantities are read: of two who take pieces at once, the second sees what the first has taken.
  const held = await holdPricesByStock(tx, tenant, itemIds, now)
  if (held.length === 0) return []
  const figures = await stockFigures(tx, tenant, [...new Set(held.map(price => price.itemId))].sort())
  const available = new Map(figures.map(figure => [figure.itemId, figure.available]))
  const over = held.filter(({ itemId, untilStock }) =>
    exact(available.get(itemId) ?? '0').lessThanOrEqualTo(exact(untilStock)),
  )
  await endSpecialPrices(
    tx,
    tenant,
    over.map(price => price.id),
    now,
  )
  return [...new Set(over.map(price => price.itemId))].sort()
}
