import type { Tx } from '../base/database.ts'
import { endConflicts, holdConflicts, showsNow, tellAgain } from '../channels/conflictStore.ts'
import { unwatch } from '../channels/guardStore.ts'
import { sentFields } from '../channels/sentStore.ts'
import type { ItemFields } from './itemStates.ts'
import type { PriceFields } from './priceFields.ts'
import { aspectOf } from './pushTask.ts'
import { fieldValues, keepData, keepPrices, ruleOf } from './shownFields.ts'

/**
 * A person decides about conflicts that are open or kept: `ours` is sent over theirs with the next run, the newest there is;
 * `theirs` stays at that channel, and the field is not sent there before somebody takes ours. Kontor's own value, and what
 * other channels are told, stay as they are. Answers how many were decided, and which connections have something to send.
 */
export async function decideConflicts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  take: 'ours' | 'theirs',
  by: string,
  at: Date,
): Promise<{ readonly decided: number; readonly connectionIds: readonly string[] }> {
  const conflicts = await holdConflicts(tx, tenant, ids)
  for (const [channelId, list] of Map.groupBy(conflicts, one => one.channelId)) {
    const of = { tenant, channelId, object: 'item' as const }
    const byObject = Map.groupBy(list, one => one.objectId)
    const former = await sentFields<ItemFields, PriceFields>(tx, of, [...byObject.keys()])
    await showsNow(
      tx,
      of,
      [...byObject].map(([objectId, ofObject]) => {
        const values = fieldValues(new Map(ofObject.map(one => [one.field, one.theirs] as const)))
        const told = former.get(objectId)
        return {
          objectId,
          data: told?.data ? aspectOf(keepData(told.data, values)) : undefined,
          price: told?.price ? aspectOf(keepPrices(told.price, values)) : undefined,
        }
      }),
    )
    await endConflicts(
      tx,
      of,
      list.map(one => one.id),
      { take, by, at },
    )
    if (take === 'theirs') continue
    await unwatch(tx, of, [...byObject.keys()])
    for (const kind of ['item', 'price'] as const)
      await tellAgain(
        tx,
        of,
        kind,
        list.filter(one => (ruleOf(one.field) === 'price') === (kind === 'price')).map(one => one.objectId),
      )
  }
  const told = take === 'ours' ? conflicts : []
  const connectionIds = [...new Set(told.map(one => one.connectionId))].sort()
  return { decided: conflicts.length, connectionIds }
}
