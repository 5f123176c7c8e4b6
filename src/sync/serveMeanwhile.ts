import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '../base/database.ts'
import { hasWork, isWanted, type LaneKey, laneKinds } from './lanes.ts'

/** Between two looks at what the other lanes have to do. */
const lookMs = 1_000

/**
 * Does the work of a lane that may take hours, and meanwhile what the connection's other lanes are asked for or have due:
 * a process that holds one lane keeps every other process away from all of them. `serve` answers whether to go on with it.
 */
export async function serveMeanwhile(
  db: Database,
  busy: LaneKey,
  work: () => Promise<void>,
  serve: (lane: LaneKey, signal: AbortSignal) => Promise<boolean>,
  stopped?: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, ...(stopped ? [stopped] : [])])
  const others = serveOthers(db, busy, serve, signal, stopped)
  others.catch(() => over.abort()) // thrown below, when the work is done
  try {
    await work()
  } finally {
    over.abort()
    await others
  }
}

async function serveOthers(
  db: Database,
  busy: LaneKey,
  serve: (lane: LaneKey, signal: AbortSignal) => Promise<boolean>,
  over: AbortSignal,
  stopped: AbortSignal | undefined,
): Promise<void> {
  const never = new AbortController().signal
  while (!over.aborted) {
    await wait(lookMs, undefined, { signal: over }).catch(() => undefined)
    for (const kind of laneKinds) {
      const lane = { ...busy, kind }
      if (over.aborted || kind === busy.kind) continue
      if (!(await isWanted(db, lane)) && !(await hasWork(db, lane))) continue
      // A run that began is ended, though the long one is through meanwhile.
      if (!(await serve(lane, stopped ?? never))) return
    }
  }
}
