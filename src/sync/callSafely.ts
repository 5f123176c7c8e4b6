import { setTimeout as wait } from 'node:timers/promises'
import { RateLimited, Unreachable } from '../port/errors.ts'

/** How often a safe call is tried within a run, and how long the pauses grow; longer outages are the next run's. */
const tries = 5
const firstPauseMs = 100
const longestRateLimitMs = 10_000

/**
 * Makes a call that may be repeated without harm, again after a growing pause with full jitter while the other side
 * does not answer. `attempt` counts from 0: a caller may ask for less each time. Throws the last error.
 */
export async function callSafely<T>(signal: AbortSignal, call: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt)
    } catch (error) {
      const pause = pauseAfter(error, attempt)
      if (pause === undefined || attempt + 1 >= tries || signal.aborted) throw error
      await wait(pause, undefined, { signal })
    }
  }
}

function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (error instanceof Unreachable) return Math.random() * firstPauseMs * 4 ** attempt
  if (!(error instanceof RateLimited)) return undefined
  const until = error.after ? error.after.getTime() - Date.now() : 1000 * 2 ** attempt
  return until <= longestRateLimitMs ? Math.max(0, until) : undefined // longer: the run ends, the lane waits
}
