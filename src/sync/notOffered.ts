import { type ImportContext, note } from './importContext.ts'
import type { Ready, Way } from './pushRows.ts'
import type { PushContext } from './pushTask.ts'
import type { RunNote } from './runs.ts'
import type { Answered } from './settleCall.ts'

/** The code of what may be there already where nobody can look. It stays with the object until a person sends it again. */
export const unsure = 'LOOKUP_NOT_OFFERED'

// By the list of a run's notes, which is emptied with every page that carries them along.
const told = new WeakMap<RunNote[], Set<string>>()

/** Says in the run, once per kind, that the connector or this very system lacks something, and what comes of it. */
export function noteMissing(
  context: Pick<ImportContext, 'notes' | 'now'>,
  level: RunNote['level'],
  code: string,
  kinds: string,
): void {
  const before = told.get(context.notes) ?? new Set()
  told.set(context.notes, before)
  const name = `${code} ${kinds}`
  if (before.has(name)) return
  before.add(name)
  note(context, level, code, { kinds })
}

/**
 * Of a call that is about to be made: what got no answer before, would be made twice by sending it again, and cannot be looked
 * for. It is not sent: a person looks at the shop first. Also after its content changed, which says nothing about the first call.
 */
export function leaveUnsure(
  context: Pick<PushContext, 'notes' | 'now'>,
  { send, task }: Way,
  ready: readonly Ready[],
): { readonly unsure: readonly Answered[]; readonly rest: readonly Ready[] } {
  if (send.repeat !== 'readBack' || send.find) return { unsure: [], rest: ready }
  const isUnsure = (one: Ready) =>
    !one.remove && one.ref.theirs === '' && (one.unknown || one.known?.rejectedCode === unsure)
  const left = ready.filter(isUnsure)
  if (left.length > 0) noteMissing(context, 'warn', unsure, task.kind)
  const result = { result: 'rejected', code: unsure, text: '' } as const
  return { unsure: left.map(one => ({ one, result })), rest: ready.filter(one => !isUnsure(one)) }
}

/** Says that answers are waited for which nobody can ask for; a system that calls us may bring them itself. */
export function noteUnanswerable(context: PushContext, object: string): void {
  const { results, receive } = context.connector
  if (!results && !receive) noteMissing(context, 'warn', 'RESULTS_NOT_OFFERED', object)
}
