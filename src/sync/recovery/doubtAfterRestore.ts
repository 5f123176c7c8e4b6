import { timeOfId } from '../../base/ids.ts'
import type { OutgoingKind } from '../../port/records.ts'
import type { Send } from '../../port/send.ts'
import type { Candidate, Row } from '../pushRows.ts'
import type { PushContext, PushTask } from '../pushTask.ts'

/** Kinds of objects that sending makes anew where the other side does not know them by our number. */
const madeKinds: ReadonlySet<OutgoingKind> = new Set([
  'category',
  'manufacturer',
  'characteristic',
  'item',
  'image',
  'cross_selling',
])

/** The code of what may be at the shop already, and nobody can look. */
const unsure = 'RECOVERY_UNSURE'

/**
 * What is older than the last restore and was not accepted before the backup may have been sent in between: where it can be
 * looked for by its name, it is, before it is sent; where it cannot, a person has to look at the shop first. Sending it again on their word
 * ("send again") sends it. All else is as it was.
 */
export function doubtAfterRestore(
  { connection }: Pick<PushContext, 'connection'>,
  task: PushTask,
  send: Send<unknown, OutgoingKind>,
  candidate: Candidate,
):
  | { readonly candidate: Candidate }
  | { readonly row: Row; readonly as: 'held'; readonly code: string; readonly text: string } {
  const { known, row } = candidate
  const makes = task.once === true || madeKinds.has(task.as)
  const { restoredAt } = connection
  if (!restoredAt || !makes || known?.data || candidate.remove) return { candidate }
  if (timeOfId(row.objectId) >= restoredAt.getTime()) return { candidate }
  if (send.repeat === 'readBack' && send.find && send.findsByName)
    return { candidate: { ...candidate, unknown: true } }
  const held = known === undefined || known.rejectedCode === unsure
  return held ? { row, as: 'held', code: unsure, text: '' } : { candidate }
}
