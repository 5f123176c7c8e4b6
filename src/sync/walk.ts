import type { Tx } from '../base/database.ts'
import { ownerKinds } from '../channels/sentStore.ts'
import { advanceSweep, nextLeftovers, noteTold, type Sweep } from '../channels/sweepStore.ts'
import type { PushContext, PushTask } from './pushTask.ts'

/** One step of a sweep. */
export interface Walk {
  readonly sweep: Sweep
  /** What is as it was accepted is sent too. */
  readonly complete: boolean
  readonly startedAt: number
  /** Objects of this step that were sent and answered, also before a crash. */
  told: number
  /** It was paused, or asked for anew: the rest of the step is not sent now. */
  stopped: boolean
  /** Where the next step begins, and how many it takes; absent at the last one. */
  next?: { readonly lastId: string; readonly size: number }
}

/** How far a complete synchronisation has come, as a run shows it. */
export interface WalkProgress {
  readonly channelId: string
  readonly channel: string
  readonly kind: string
  readonly done: number
  readonly total: number | null
  /** True: `total` is a guess. */
  readonly estimated: boolean
  /** Objects in a second, over all of it; null before there is anything to measure. */
  readonly perSecond: number | null
  readonly secondsLeft: number | null
}
export type WalksOfRun = Map<string, WalkProgress>

/** Begins a step of a sweep. The second walk of a complete one only takes away what is left over. */
export function beginStep(context: PushContext, sweep: Sweep): Walk {
  const walk: Walk = {
    sweep,
    complete: sweep.complete && !sweep.leftovers,
    startedAt: performance.now(),
    told: sweep.told.length,
    stopped: false,
  }
  if (sweep.complete) remember(context, walk, sweep.done + walk.told, 0)
  return walk
}

/** The objects of a step: the next of the kind, then what the channel has of us and the first walk does not meet. */
export async function idsOfStep(
  tx: Tx,
  context: PushContext,
  task: PushTask,
  sweep: Sweep,
  size: number,
): Promise<string[]> {
  const { channelId, afterId } = sweep
  if (!sweep.leftovers) return (await task.next?.(tx, context, channelId, afterId, size)) ?? []
  // A price is not taken away, its item is; and of images the first walk meets those that are gone here.
  if (task.kind !== task.object || !ownerKinds.has(task.object)) return []
  return nextLeftovers(tx, { tenant: context.tenant, channelId, object: task.object }, afterId, size)
}

/** Notes, in the transaction that settles a call, what a complete synchronisation has sent: a crash repeats no more than a call. */
export async function noteWalk(
  tx: Tx,
  context: PushContext,
  walk: Walk,
  objectIds: readonly string[],
): Promise<void> {
  if (!walk.sweep.complete || objectIds.length === 0) return
  const { told, paused } = await noteTold(tx, context.tenant, walk.sweep, objectIds)
  walk.stopped = paused
  walk.told = told
  remember(context, walk, walk.sweep.done + walk.told, performance.now() - walk.startedAt)
}

/** Ends a step: the sweep goes on behind it, or is through. */
export async function endStep(
  tx: Tx,
  context: PushContext,
  walk: Walk,
  step: { readonly lastId: string | undefined; readonly count: number },
): Promise<void> {
  const ms = performance.now() - walk.startedAt
  await advanceSweep(tx, context.tenant, walk.sweep, { ...step, ms })
  if (walk.sweep.complete) remember(context, walk, walk.sweep.done + step.count, ms)
}

/** What a run shows of its complete synchronisations; nothing where it walks none. */
export function progressOf({ walks }: Pick<PushContext, 'walks'>): {
  readonly complete?: readonly WalkProgress[]
} {
  return walks.size === 0 ? {} : { complete: [...walks.values()] }
}

/** Objects in a second and seconds left, of what was done in so much time. */
export function paceOf(
  done: number,
  total: number | null,
  workMs: number,
): Pick<WalkProgress, 'perSecond' | 'secondsLeft'> {
  const perSecond = done > 0 && workMs > 0 ? (done * 1000) / workMs : null
  const left = total === null || perSecond === null ? null : Math.max(0, total - done) / perSecond
  return {
    perSecond: perSecond === null ? null : Math.round(perSecond * 10) / 10,
    secondsLeft: left === null ? null : Math.round(left),
  }
}

function remember({ walks, connection }: PushContext, { sweep }: Walk, done: number, ms: number): void {
  const total = sweep.total === null ? null : Math.max(sweep.total, done)
  walks.set(`${sweep.channelId} ${sweep.kind}`, {
    channelId: sweep.channelId,
    channel: connection.channels.find(one => one.id === sweep.channelId)?.name ?? '',
    kind: sweep.kind,
    done,
    total,
    estimated: sweep.estimated,
    ...paceOf(done, total, sweep.workMs + ms),
  })
}
