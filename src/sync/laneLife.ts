import { errorFacts } from '../base/log.ts'
import { beatLane, type HeldLane, type LeaseTimes } from './lanes.ts'
import type { LaneParts } from './runLane.ts'

/** What a run knows of its own life: whether it shall end, and whether it may still write. */
export interface LaneLife {
  /** Aborted when somebody cancels, the process wants to end, or the lane was lost. */
  readonly signal: AbortSignal
  /** The lane is another one's, or may be: nothing more is written. */
  lost(): boolean
  /** True where the run ends for the process's sake: what it was asked for is still to be done. */
  givesBack(): boolean
  stop(): void
}

/** Lets a lane beat by itself, as fits a process that holds a handful. */
export function laneLife(
  parts: Pick<LaneParts, 'db' | 'log'>,
  lane: HeldLane,
  lease: LeaseTimes,
  asked: AbortSignal | undefined,
): LaneLife {
  const controller = new AbortController()
  let lost = false
  let lastBeat = performance.now()
  const timer = setInterval(() => {
    if (performance.now() - lastBeat > lease.leaseMs * 0.8) {
      lost = true // no sign of life got through for most of the lease: someone else may already have it
      controller.abort()
    }
    const begun = performance.now()
    beatLane(parts.db, lane).then(
      ({ held, cancel }) => {
        lastBeat = begun
        if (!held) lost = true
        if (!held || cancel) controller.abort()
      },
      error => parts.log.warn(errorFacts(error), 'beat failed'),
    )
  }, lease.beatMs)
  const passOn = () => controller.abort()
  asked?.addEventListener('abort', passOn)
  if (asked?.aborted) controller.abort()
  return {
    signal: controller.signal,
    lost: () => lost,
    givesBack: () => false,
    stop: () => {
      clearInterval(timer)
      asked?.removeEventListener('abort', passOn)
    },
  }
}
