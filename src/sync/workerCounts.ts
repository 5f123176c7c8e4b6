import type { LaneKind } from './lanes.ts'

/** What one process counted of its own since it began. */
export interface WorkerCounts {
  /** Claims that another process was quicker for, or that met a locked row. */
  claimsLost: number
  /** Runs whose lane was taken over: nothing more of them was written. */
  lanesLost: number
  /** Lanes that only the sweep found. */
  sweepHits: number
  /** Ended runs by `lane state`. */
  readonly runs: ReadonlyMap<string, number>
  ended(kind: LaneKind, state: string): void
}

/** All at 0. */
export function workerCounts(): WorkerCounts {
  const runs = new Map<string, number>()
  return {
    claimsLost: 0,
    lanesLost: 0,
    sweepHits: 0,
    runs,
    ended: (kind, state) => {
      const name = `${kind} ${state}`
      runs.set(name, (runs.get(name) ?? 0) + 1)
    },
  }
}
