import { changedKinds } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { releaseAwaited } from '../channels/awaitedStore.ts'
import { putOffDue, wakeDue } from '../channels/dueStore.ts'
import { requestLanes } from './lanes.ts'

/**
 * A person waits no longer for a system to take letters or to answer tickets: their objects are due at once and are sent anew as they are
 * now, after a look where the system can be asked. Answers the ids that were waited for.
 */
export async function letGo(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  const released = await releaseAwaited(tx, tenant, ids)
  const groups = Map.groupBy(released, one => `${one.connectionId} ${one.channelId} ${one.kind}`)
  // as many as there are channels and kinds
  for (const [, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = group
    if (!first) continue
    const { connectionId, channelId, kind } = first
    const objectIds = [...new Set(group.map(one => one.objectId))]
    await putOffDue(
      tx,
      { tenant, connectionId, kind, channelIds: [channelId] },
      objectIds.map(objectId => ({ channelId, objectId, seconds: 0, tries: 0 })),
    )
    // What changed while it was waited for has been put off.
    const kinds = changedKinds.filter(one => one === kind || first.object === 'item')
    await wakeDue(tx, { tenant, channelId, kinds }, objectIds)
  }
  const connections = [...new Set(released.map(one => one.connectionId))].sort()
  const kinds = ['stock', 'catalogue', 'feedback'] as const
  await requestLanes(
    tx,
    tenant,
    connections.flatMap(connectionId => kinds.map(kind => ({ connectionId, kind }))),
  )
  return new Set(released.map(one => one.id))
}
