import { type Database, type Tx, transact } from '../base/database.ts'
import { clockSkewMs } from '../catalog/timedPrices.ts'
import { activeChannels, type Promoted, takeTimed, tenantsWithTimed } from '../channels/timedStore.ts'
import { markDue, markSweeps } from './markDue.ts'

/** So many changes become work in one transaction. */
const batchSize = 5000
const by = 'clock'

/**
 * Makes work of what the clock has changed since (a special price that begins, a price list that ends), for all tenants.
 * Two processes that do it at once do it once. Answers how many changes there were.
 */
export async function promoteTimed(db: Database, now: Date): Promise<number> {
  const until = new Date(now.getTime() - clockSkewMs)
  const tenants = await transact(db, { role: 'kontor_clock' }, tx => tenantsWithTimed(tx, until))
  let count = 0
  for (const tenant of tenants) count += await promoteTimedOf(db, tenant, now)
  return count
}

/** The same for one tenant. */
export async function promoteTimedOf(db: Database, tenant: string, now: Date): Promise<number> {
  let count = 0
  for (let more = true; more; ) {
    const taken = await transact(db, { tenant }, tx => promoteSome(tx, tenant, now))
    count += taken
    more = taken === batchSize
  }
  return count
}

async function promoteSome(tx: Tx, tenant: string, now: Date): Promise<number> {
  const taken = await takeTimed(tx, tenant, new Date(now.getTime() - clockSkewMs), batchSize)
  const wide = Map.groupBy(
    taken.filter(one => one.objectId === null),
    one => one.kind,
  )
  for (const [kind, sweeps] of wide) {
    const named = sweeps.flatMap(one => one.channelId ?? [])
    const channelIds = await activeChannels(tx, tenant, named.length < sweeps.length ? undefined : named)
    await markSweeps(tx, tenant, { channelIds, kinds: [kind], by, complete: false })
  }
  const single = Map.groupBy(taken, one => one.kind)
  await markDue(
    tx,
    tenant,
    Object.fromEntries([...single].map(([kind, rows]) => [kind, objectsOf(rows)])),
    by,
    now,
  )
  return taken.length
}

function objectsOf(rows: readonly Promoted[]): string[] {
  return [...new Set(rows.flatMap(row => row.objectId ?? []))].sort()
}
