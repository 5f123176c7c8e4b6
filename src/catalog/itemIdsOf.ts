import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import { findItemsById, findItemsByNumber } from './findItems.ts'
import { catalogProblem } from './problems.ts'

/** The ids of items by ids or numbers, in their order, in two statements. Throws ITEM_UNKNOWN, ITEM_AMBIGUOUS. */
export async function itemIdsOf(tx: Tx, tenant: string, named: readonly string[]): Promise<string[]> {
  const known = await findItemsById(tx, tenant, named.filter(isId))
  const found = await findItemsByNumber(
    tx,
    tenant,
    named.filter(one => !known.has(one)),
  )
  return named.map(one => {
    const [item, another] = known.has(one) ? [known.get(one)] : (found.get(one) ?? [])
    if (!item) throw catalogProblem('ITEM_UNKNOWN', { item: one })
    if (another) throw catalogProblem('ITEM_AMBIGUOUS', { item: one })
    return item.id
  })
}
