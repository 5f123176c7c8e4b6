import { createSpotBook, type SpotBook } from './spotBook.ts'

/** What was done to the importing processes, and what came of it. */
export interface Tally {
  /** Spots within a run of the lane. */
  readonly spots: SpotBook
  /** Spots before and after it: they are hit too, and do not count. */
  readonly outside: SpotBook
  readonly kills: { process: number; random: number; database: number; outside: number }
  /** Processes that ended by themselves: all was well, or a planned fault ended the run. */
  readonly ends: { done: number; failed: number }
  /** Milliseconds from a kill, or the start of the next process, to the first statement of the next run. */
  readonly recoveries: number[]
  /** How often somebody looked at the lane meanwhile: whoever has to wait for its lease looks again and again. */
  readonly looks: number[]
  /** Milliseconds that the launcher took to start a killed server again. */
  readonly restarts: number[]
}

/** Nothing done yet. */
export function createTally(): Tally {
  return {
    spots: createSpotBook(),
    outside: createSpotBook(),
    kills: { process: 0, random: 0, database: 0, outside: 0 },
    ends: { done: 0, failed: 0 },
    recoveries: [],
    looks: [],
    restarts: [],
  }
}

/** Kills between the first and the last statement or call of a run. */
export function counted({ kills }: Tally): number {
  return kills.process + kills.random + kills.database
}

/** The table of spots with their counts, and the figures, as lines to print. */
export function report(tally: Tally): string[] {
  const hits = tally.spots.hits()
  const width = Math.max(...hits.map(([spot]) => spot.length), 0)
  const { kills, ends } = tally
  return [
    ...hits.map(([spot, count]) => `  ${spot.padEnd(width)}  ${count}`),
    `${counted(tally)} kills within a run (${kills.process} of the process at a spot, ${kills.random} at random moments, ` +
      `${kills.database} of the database) at ${hits.length} of ${tally.spots.known()} known spots; ` +
      `${kills.outside} outside of a run, not counted`,
    `${ends.done} runs were done, ${ends.failed} ended by a fault; ` +
      `from a kill to the next run's first write: p50 ${share(tally.recoveries, 0.5)} ms, ` +
      `p95 ${share(tally.recoveries, 0.95)} ms, ${share(tally.looks, 1)} looks at the lane at most; the database started again: p95 ${share(tally.restarts, 0.95)} ms`,
  ]
}

/** The value that this part of the values does not exceed, as a whole number; 0 where there are none. */
export function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
}
