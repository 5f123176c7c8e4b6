import { TryAgain, type Tx } from '../base/database.ts'

/**
 * The customers that these ids mean today: one that became a part of another is that other one. By given id; ids of nobody, and of
 * persons that were anonymised, are absent. Until the end of the transaction none of them is merged: who is about to write one of them down asks here first.
 * Throws `TryAgain` where that has just happened.
 */
export async function liveCustomer(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const asked = await keep(tx, tenant, [...new Set(ids)])
  const into = [...asked.values()].filter(one => one !== null)
  const survivors = await keep(tx, tenant, [...new Set(into)])
  if ([...survivors.values()].some(one => one !== null)) throw new TryAgain('a customer was merged meanwhile')
  return new Map([...asked].map(([id, mergedInto]) => [id, mergedInto ?? id]))
}

// The lock that a foreign key takes, before we trust what we have read.
async function keep(tx: Tx, tenant: string, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; mergedInto: string | null }>(
    `select id, merged_into as "mergedInto" from customer where tenant_id = $1 and id = any($2::uuid[]) and anonymised_at is null
     order by id for key share`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row.mergedInto]))
}

/** All customers that one is today: itself and those that became parts of it. The first is the one itself. */
export async function partsOf(tx: Tx, tenant: string, id: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from customer where tenant_id = $1 and merged_into = $2 order by id`,
    [tenant, id],
  )
  return [id, ...rows.map(row => row.id)]
}
