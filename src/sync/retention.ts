import { type Database, transact } from '../base/database.ts'

/** How long rows of a table are kept, and which of those that are older go. */
export interface Retention {
  /** The partitioned table; months of it that are empty then are dropped. */
  readonly table: string
  readonly days: number
  /** Removes at most `$2` rows that are older than `$1`. */
  readonly remove: string
}

/**
 * What was received from shops is kept for 400 days: longer than a year and its closing. Of a record that is not a sales
 * order yet (parked, waiting, left out, staged) the payloads are kept without limit, and so are pages that nobody could read:
 * what was received and is not dealt with exists nowhere else.
 */
export const retentions: readonly Retention[] = [
  {
    table: 'payload',
    days: 400,
    remove: `delete from payload p using (
        select p.tenant_id, p.ledger_id, p.stored_at from payload p
          join ledger l on l.tenant_id = p.tenant_id and l.id = p.ledger_id
        where p.stored_at < $1 and l.outcome = 'taken_over' limit $2) as old
      where p.tenant_id = old.tenant_id and p.ledger_id = old.ledger_id and p.stored_at = old.stored_at and p.stored_at < $1`,
  },
  {
    table: 'inbound_page',
    days: 400,
    remove: `delete from inbound_page p using (
        select tenant_id, id, stored_at from inbound_page where stored_at < $1 and state = 'settled' limit $2) as old
      where p.tenant_id = old.tenant_id and p.id = old.id and p.stored_at = old.stored_at and p.stored_at < $1`,
  },
]

/** Rows that are removed in one transaction. */
const batch = 10_000

/** Removes what is older than its time, of all tenants, as the role that alone may; answers how many rows went, by table. */
export async function removeOld(
  db: Database,
  now: Date,
  rules: readonly Retention[] = retentions,
): Promise<Record<string, number>> {
  const removed: Record<string, number> = {}
  for (const { table, days, remove } of rules) {
    const before = new Date(now.getTime() - days * 86_400_000)
    let sum = 0
    for (let count = batch; count === batch; sum += count)
      count = await transact(db, { role: 'kontor_retention' }, tx => tx.run(remove, [before, batch]))
    await transact(db, { role: 'kontor_retention' }, tx =>
      tx.run('select kontor_drop_empty_partitions($1, $2)', [table, before]),
    )
    removed[table] = sum
  }
  return removed
}
