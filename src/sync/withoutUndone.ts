import type { Tx } from '../base/database.ts'
import { putOffDue } from '../channels/dueStore.ts'
import { stillCancelled } from '../sales/undoStore.ts'
import { type Candidate, dueOf } from './pushRows.ts'
import type { PushContext, PushTask } from './pushTask.ts'

/**
 * What is about to be sent, without what would tell a shop of a cancellation that was undone since it was read; that is looked at
 * again. Shares the locks of their orders until the transaction that marks them as sent ends: what is undone later is refused,
 * because it is on its way then. Costs nothing where no cancellation is told.
 */
export async function withoutUndone<T extends Candidate>(
  tx: Tx,
  context: Pick<PushContext, 'tenant' | 'connection'>,
  task: Pick<PushTask, 'kind' | 'object'>,
  going: readonly T[],
): Promise<readonly T[]> {
  const telling = going.filter(one => tellsCancelled(task.object, one))
  if (telling.length === 0) return going
  const ids = telling.map(one => one.row.objectId)
  const what = task.object === 'order' ? ('orders' as const) : ('cancellations' as const)
  const standing = await stillCancelled(tx, context.tenant, what, ids)
  const undone = telling.filter(one => !standing.has(one.row.objectId))
  if (undone.length === 0) return going
  await putOffDue(
    tx,
    dueOf(context, task),
    undone.map(({ row }) => ({ ...row, seconds: 0 })),
  )
  return going.filter(one => !undone.includes(one))
}

function tellsCancelled(object: PushTask['object'], { sent }: Candidate): boolean {
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
