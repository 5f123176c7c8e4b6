import { type ImportContext, note } from './importContext.ts'
import type { LaneKind } from './lanes.ts'

/**
 * Whether a lane may work before the first run of its connection is finished: orders come in once a check was passed, and
 * nothing is sent. What may not is said in the log of the run.
 */
export function mayBegin(context: ImportContext, kind: LaneKind): boolean {
  const { phase, checkOk, name } = context.connection
  if (phase === 'ready' || (kind === 'orders' && checkOk)) return true
  note(context, 'info', kind === 'orders' ? 'CHECK_MISSING' : 'FIRST_RUN_MISSING', { name })
  return false
}
