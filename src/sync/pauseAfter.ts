/** The longest pause after a first failure, and after many. */
const firstPauseMs = 10_000
const longestPauseMs = 30 * 60_000

/**
 * How long a lane pauses after so many failures in a row: anything up to a limit that doubles each time, so that connections
 * of one system that was down do not come back all at the same moment. `chance` is from 0 to 1.
 */
export function pauseAfter(failures: number, chance: number): number {
  const limit = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 20))
  return Math.round(limit * (0.1 + 0.9 * chance))
}
