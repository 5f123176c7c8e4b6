import { type Database, transact } from '../base/database.ts'
import { refreshUnworded } from '../sales/orderTerms.ts'

/** Orders that are looked at in one transaction. */
const portion = 500

/**
 * Writes what orders of before there were words are found by, in all tenants, the newest first. In portions, each a transaction of its
 * own; ends at a moment, and goes on the next time. Answers how many portions there were.
 */
export async function wordAllOrders(db: Database, until: Date, most: number = portion): Promise<number> {
  const tenants = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ id: string }>('select id from tenant order by id'),
  )
  let portions = 0
  for (const { id: tenant } of tenants) {
    let last: string | undefined
    while (new Date() < until) {
      const before = last
      last = await transact(db, { tenant }, tx => refreshUnworded(tx, tenant, before, most))
      if (last === undefined) break
      portions++
    }
  }
  return portions
}
