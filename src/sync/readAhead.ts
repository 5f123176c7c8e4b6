import { transact } from '../base/database.ts'
import { errorFacts } from '../base/log.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type SentRow, sentRows } from '../channels/sentStore.ts'
import type { PushContext, PushTask, Wanted } from './pushTask.ts'
import { idsOfStep, type Walk } from './walk.ts'

/** What a channel shall be told of the next objects of a sweep, read while the calls of the step before were on their way. */
export interface Ahead {
  readonly task: PushTask['kind']
  readonly channelId: string
  readonly version: number
  readonly known: ReadonlyMap<string, SentRow>
  readonly wanted: ReadonlyMap<string, Wanted>
}

/** What was read ahead for this step of a sweep, once. Anything else that is to be sent now makes it void: it may be newer. */
export function takeAhead(context: PushContext, task: PushTask, walk?: Walk): Ahead | undefined {
  const { ahead } = context
  delete context.ahead
  if (!ahead || !walk) return undefined
  const { channelId, version } = walk.sweep
  const fits = ahead.task === task.kind && ahead.channelId === channelId && ahead.version === version
  return fits ? ahead : undefined
}

/**
 * Reads what the channel shall be told of the objects after `lastId`, for the next step of this walk. Never rejects: that step
 * reads for itself what is missing, and fails where that cannot be done.
 *
 * Safe, because a change that commits after this was read leaves a due row or a sweep, which goes before the next step and makes
 * this void, or is still there after it. What does not come that way is compared when it is used (`wantedOf`).
 */
export async function readAhead(
  context: PushContext,
  task: PushTask,
  channel: Channel,
  walk: Walk,
  from: { readonly lastId: string; readonly size: number },
): Promise<void> {
  const { tenant } = context
  const of = { tenant, channelId: channel.id, object: task.object }
  try {
    context.ahead = await transact(context.db, { tenant, bulk: true }, async tx => {
      const ids = await idsOfStep(tx, context, task, { ...walk.sweep, afterId: from.lastId }, from.size)
      const known = await sentRows(tx, of, ids)
      const wanted = await task.want(tx, context, channel, ids, known)
      return { task: task.kind, channelId: channel.id, version: walk.sweep.version, known, wanted }
    })
  } catch (error) {
    context.log.debug(errorFacts(error), 'nothing was read ahead')
  }
}

/** What the channel shall be told of these objects: read ahead where that still holds, else read now. */
export async function wantedOf(
  context: PushContext,
  task: PushTask,
  channel: Channel,
  ids: readonly string[],
  ahead: Ahead | undefined,
): Promise<{ known: ReadonlyMap<string, SentRow>; wanted: ReadonlyMap<string, Wanted> }> {
  const { tenant } = context
  const of = { tenant, channelId: channel.id, object: task.object }
  return transact(context.db, { tenant, bulk: true }, async tx => {
    const known = await sentRows(tx, of, ids)
    const holds = (id: string) =>
      ahead?.wanted.has(id) === true && isSame(known.get(id), ahead.known.get(id)) && !known.get(id)?.watched
    const missing = ids.filter(id => !holds(id))
    const read = missing.length > 0 ? await task.want(tx, context, channel, missing, known) : undefined
    const wanted = new Map(
      ids.flatMap(id => {
        const one = read?.get(id) ?? (holds(id) ? ahead?.wanted.get(id) : undefined)
        return one ? [[id, one] as const] : []
      }),
    )
    return { known, wanted }
  })
}

// The time left of a flight is another at each look.
function isSame(now: SentRow | undefined, then: SentRow | undefined): boolean {
  const plain = (row: SentRow | undefined) => JSON.stringify(row ? { ...row, flightSeconds: null } : null)
  return plain(now) === plain(then)
}
