import type { Tx } from '../base/database.ts'
import { stillCancelled } from '../sales/undoStore.ts'
import type { Candidate } from './pushRows.ts'
import type { PushTask } from './pushTask.ts'

/**
 * Those of the objects that would tell a shop of a cancellation which was undone since it was read. Shares the locks of their orders
 * until the transaction that marks them as sent ends: what is undone later is refused, because it is on its way then. Costs nothing
 * where no cancellation is told.
 */
export async function undoneMeanwhile<T extends Candidate>(
  tx: Tx,
  tenant: string,
  task: PushTask,
  going: readonly T[],
): Promise<ReadonlySet<T>> {
  const telling = going.filter(one => tellsCancelled(task, one))
  if (telling.length === 0) return new Set()
  const ids = telling.map(one => one.row.objectId)
  const what = task.object === 'order' ? ('orders' as const) : ('cancellations' as const)
  const standing = await stillCancelled(tx, tenant, what, ids)
  return new Set(telling.filter(one => !standing.has(one.row.objectId)))
}

function tellsCancelled({ object }: PushTask, { sent }: Candidate): boolean {
  if (object === 'cancellation') return true
  const fields = sent.data?.fields
  return (
    object === 'order' &&
    typeof fields === 'object' &&
    fields !== null &&
    'delivery' in fields &&
    fields.delivery === 'cancelled'
  )
}
