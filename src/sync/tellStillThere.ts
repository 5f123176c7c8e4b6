import type { Tx } from '../base/database.ts'
import { putOffDue } from '../channels/dueStore.ts'
import type { OutgoingKind } from '../port/records.ts'
import { dueOf } from './pushRows.ts'
import { type PushContext, sendOf } from './pushTask.ts'

/**
 * These were to leave a channel, and it did not let go of them: nothing but their quantity says that they are not sold any more, so it
 * is looked at. Of other kinds than items, and where a quantity goes with the item alone, nothing.
 */
export async function tellStillThere(
  tx: Tx,
  context: Pick<PushContext, 'tenant' | 'connection' | 'connector'>,
  { kind, channelId }: { readonly kind: OutgoingKind; readonly channelId: string },
  ids: readonly string[],
): Promise<void> {
  if (kind !== 'item' || !sendOf(context, 'stock')) return
  const due = ids.map(objectId => ({ channelId, objectId, seconds: 0, tries: 0 }))
  await putOffDue(tx, dueOf(context, { kind: 'stock' }), due)
}
