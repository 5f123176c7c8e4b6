import type { Tx } from '../base/database.ts'
import { dayOf } from '../base/days.ts'
import { firstIdOf } from '../base/ids.ts'
import { listBuckets } from '../channels/bucketStore.ts'
import { readHealth } from '../channels/healthStore.ts'
import type { Connector } from '../port/connector.ts'
import { type HealthFacts, quotasOf } from './healthRules.ts'

/** How each connection of a tenant does: two statements, however many there are. */
export async function readHealthFacts(
  tx: Tx,
  tenant: string,
  connectors: ReadonlyMap<string, Connector>,
  now: Date,
): Promise<HealthFacts[]> {
  const since = firstIdOf(new Date(now.getTime() - 24 * 3_600_000))
  const rows = await readHealth(tx, tenant, { now, since })
  const buckets = Map.groupBy(await listBuckets(tx, tenant), one => one.connectionId)
  return rows.map(row => {
    const own = buckets.get(row.connectionId) ?? []
    const limits = connectors.get(row.system)?.limits ?? {}
    return {
      ...row,
      since: madeAt(row.connectionId),
      quotas: quotasOf(limits, own, dayOf(now, row.timeZone)),
    }
  })
}

// An id carries the time at which it was made.
function madeAt(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}
