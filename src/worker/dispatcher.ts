import { transact } from '../base/database.ts'
import { errorFacts } from '../base/log.ts'
import { findWork, type WorkToDo } from '../sync/findWork.ts'
import { type Claimant, claimLanes } from '../sync/laneClaim.ts'
import { type HeldLane, type LaneKey, LaneLost, requestLane } from '../sync/lanes.ts'
import { type LaneEnd, type LaneParts, runLane } from '../sync/runLane.ts'
import type { WorkerCounts } from '../sync/workerCounts.ts'
import { nameOf, type RunningLane, type RunningLanes } from './runningLanes.ts'

/** Slots that only quick runs may use: a hundred slow shops do not delay a quantity. */
const keptForQuick = 0.25
/** Slots that others get before quick ones: a stream of quick runs does not keep them waiting for ever. */
const keptForOthers = 0.25
/** Lanes that one transaction claims. */
const claimsAtOnce = 50
/** So long the end of a run waits for others. */
const endsTogetherMs = 5
/** A claim that met a locked row tries again so soon. */
const againMs = 50
/** Runs in a row that may move nothing and follow each other at once. */
const mostInVain = 3

export interface Dispatcher {
  /** Looks for work soon; `lane` names one that something is due for. Calls while a look is on are one more look. */
  wake(lane?: LaneKey): void
  /** Takes nothing any more. Resolves when no claim is under way; runs go on. */
  stop(): Promise<void>
}

/**
 * Hands lanes that have work to do to free slots, as many at once as there are. One look at a time; it is woken by
 * notifications, by the end of a run and by the worker's timer.
 */
export function createDispatcher(
  parts: LaneParts,
  running: RunningLanes,
  options: {
    readonly claimant: Claimant
    readonly slots: number
    readonly counts: WorkerCounts
    readonly onEnd?: (lane: HeldLane, end: LaneEnd | undefined) => void
  },
): Dispatcher {
  let named = new Map<string, LaneKey>()
  let wanted = false
  let looking: Promise<void> | undefined
  let stopped = false
  let again: NodeJS.Timeout | undefined
  const idle = new Map<string, number>()

  const wake = (lane?: LaneKey) => {
    if (stopped) return
    if (lane) named.set(nameOf(lane), lane)
    wanted = true
    looking ??= look().finally(() => {
      looking = undefined
    })
  }

  // Wishes that arrive meanwhile are one more round.
  const look = async () => {
    while (wanted && !stopped) {
      wanted = false
      const hints = [...named.values()]
      named = new Map()
      try {
        await fill(hints)
      } catch (error) {
        for (const lane of hints) named.set(nameOf(lane), lane)
        parts.log.warn(errorFacts(error), 'looking for work failed')
        return // the timer looks again
      }
    }
  }

  const fill = async (hints: readonly LaneKey[]) => {
    const free = options.slots - running.size
    if (free <= 0) return keep(hints)
    const limit = free + options.slots
    const { holder } = options.claimant
    const open = await findWork(parts.db, { holder, named: hints, now: parts.now(), limit })
    const chosen = choose(open, free)
    const skipped = await claim(chosen)
    keep(
      hints.filter(hint => skipped.has(nameOf(hint)) || (open.some(same(hint)) && !chosen.some(same(hint)))),
    )
    if (skipped.size > 0 && !stopped) again ??= setTimeout(soon, againMs)
  }

  const soon = () => {
    again = undefined
    wake()
  }

  const keep = (lanes: readonly LaneKey[]) => {
    for (const lane of lanes) named.set(nameOf(lane), lane)
  }

  // Quick ones may fill nearly every slot; of the others so many run that some stay free.
  const choose = (open: readonly WorkToDo[], free: number): WorkToDo[] => {
    const waiting = open.filter(one => !running.has(one))
    const others = waiting.filter(one => !one.quick)
    const mostOthers = Math.max(0, Math.floor(options.slots * (1 - keptForQuick)) - running.slow)
    const first = Math.max(0, Math.ceil(options.slots * keptForOthers) - running.slow)
    const early = others.slice(0, Math.min(first, mostOthers))
    const later = others.slice(early.length, mostOthers)
    return [...early, ...waiting.filter(one => one.quick), ...later].slice(0, free)
  }

  // Answers those of which a row was locked at this moment.
  const claim = async (chosen: readonly WorkToDo[]): Promise<Set<string>> => {
    const skipped = new Set<string>()
    const batches = [...Map.groupBy(chosen, one => one.tenant)].flatMap(([tenant, lanes]) =>
      cut(lanes, claimsAtOnce).map(batch => ({ tenant, batch })),
    )
    await Promise.all(
      batches.map(async ({ tenant, batch }) => {
        const claims = await claimLanes(parts.db, options.claimant, tenant, batch)
        for (const [index, claimed] of claims.entries()) {
          const one = batch[index]
          if (!one) continue
          if (claimed && 'fence' in claimed) start(claimed, one.quick)
          else {
            options.counts.claimsLost++
            if (!claimed) skipped.add(nameOf(one))
          }
        }
      }),
    )
    return skipped
  }

  const start = (lane: HeldLane, quick: boolean) => {
    const run = running.enter(lane, quick)
    void work(run)
  }

  const work = async (run: RunningLane) => {
    const { lane, life } = run
    let end: LaneEnd | undefined
    try {
      end = await runLane(parts, lane, { lease: options.claimant.lease, life })
      options.counts.ended(lane.kind, end.state)
    } catch (error) {
      if (error instanceof LaneLost) {
        options.counts.lanesLost++
        parts.log.warn({ run: lane.runId, lane: lane.kind }, 'the lane was taken over')
        await askAgain(lane)
      } else parts.log.error({ run: lane.runId, ...errorFacts(error) }, 'a run broke off')
    } finally {
      running.leave(run)
      options.onEnd?.(lane, end)
      if (end && mayFollow(lane, end)) keep([lane])
      // Runs that end at about the same time are one look.
      if (!stopped) again ??= setTimeout(soon, endsTogetherMs)
    }
  }

  // What a lost run has kept of a shop's answers is imported by a run after it.
  const askAgain = async (lane: HeldLane): Promise<void> => {
    if (lane.kind !== 'orders' || stopped) return
    await transact(parts.db, { tenant: lane.tenant }, tx => requestLane(tx, lane)).catch(error =>
      parts.log.warn(errorFacts(error), 'a lost run was not asked for again'),
    )
  }

  // What came while it ran is done at once. What stays although runs come by is left to the sweep: it would go round for ever.
  const mayFollow = (lane: HeldLane, end: LaneEnd): boolean => {
    const name = nameOf(lane)
    const inVain = end.again && !moved(end) ? (idle.get(name) ?? 0) + 1 : 0
    if (inVain > 0) idle.set(name, inVain)
    else idle.delete(name)
    return end.again && inVain < mostInVain
  }

  return {
    wake,
    stop: async () => {
      stopped = true
      clearTimeout(again)
      await looking
    },
  }
}

function moved({ figures }: LaneEnd): boolean {
  return Object.values(figures).some(sums =>
    Object.entries(sums).some(([name, count]) => name !== 'ms' && count > 0),
  )
}

function same(lane: LaneKey): (other: LaneKey) => boolean {
  const name = nameOf(lane)
  return other => nameOf(other) === name
}

function cut<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}
