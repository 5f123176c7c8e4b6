import type { Tx } from '../../base/database.ts'
import { listChannels } from '../../channels/channelStore.ts'
import { completeKinds } from '../../channels/completeStore.ts'
import {
  beginConnections,
  beginNumbers,
  forgetAllStock,
  moveCursorsBack,
  recoveryLock,
  renewTransactions,
} from '../../channels/recoveryStore.ts'
import { jumpNumbers } from '../../company/numberRanges.ts'
import { listTenants } from '../../company/tenantStore.ts'
import { freeAllLanes } from '../freeAllLanes.ts'
import { markSweeps } from '../markDue.ts'

/** So many key numbers may have been given since the backup: shops know them, and they are never given again. */
export const keyGap = 1_000_000
/** The same for numbers that people read, where they may have gaps; a person says how far they really were. */
export const numberGap = 10_000
/** So long before the backup reading begins again: clocks differ, and what was committed late had its time before. */
const overlapSeconds = 600
/**
 * Puts everything into recovery, of all tenants, as the owner of the tables and in the transaction of the restore: shops, and
 * people, know of things that the backup does not. Connections are locked, numbers jump, reading goes back, all channels are
 * swept as soon as they may be told something. What is left to do says `showRecovery`. Answers how many connections and steps.
 */
export async function beginRecovery(tx: Tx, backupAt: Date): Promise<{ connections: number; steps: number }> {
  const start = { at: new Date(), backupAt }
  let connections = 0
  let steps = 0
  for (const { id: tenant } of await listTenants(tx, 1_000_000)) {
    await freeAllLanes(tx, tenant)
    const begun = await beginConnections(tx, tenant, start, keyGap)
    const ranges = await jumpNumbers(tx, tenant, numberGap)
    await beginNumbers(tx, tenant, start, ranges)
    await moveCursorsBack(tx, tenant, overlapSeconds)
    await forgetAllStock(tx, tenant)
    await renewTransactions(tx, tenant)
    const channels = (await listChannels(tx, tenant)).filter(channel => channel.active)
    await markSweeps(tx, tenant, {
      channelIds: channels.map(channel => channel.id),
      // A sweep finds what differs from what was accepted; deliveries and the like are due one by one, and are still so.
      kinds: completeKinds,
      by: recoveryLock,
      complete: false,
    })
    connections += begun
    steps += begun + ranges.length
  }
  return { connections, steps }
}
