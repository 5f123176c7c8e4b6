import { type Database, transact } from '../base/database.ts'
import { keyCustomers } from '../customers/matchStore.ts'

/**
 * Makes keys of likeness for the customers of all tenants that have none yet: those from before there were any. In portions, each a
 * transaction of its own; ends at a moment, and goes on the next time. How many it made.
 */
export async function keyAllCustomers(db: Database, until: Date): Promise<number> {
  const tenants = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ id: string }>('select id from tenant order by id'),
  )
  let made = 0
  for (const { id: tenant } of tenants)
    for (let more = true; more && new Date() < until; ) {
      const count = await transact(db, { tenant }, tx => keyCustomers(tx, tenant, portion))
      made += count
      more = count > 0
    }
  return made
}
const portion = 1000
