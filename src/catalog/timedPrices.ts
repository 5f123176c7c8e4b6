/** What changes by itself: at these times the prices of these items, or of all where they are absent. */
export interface TimedPrices {
  readonly at: readonly Date[]
  readonly itemIds?: readonly string[]
  /** Absent: every channel. */
  readonly channelIds?: readonly string[]
}

/** What the clock will change from now on, and what it will not any more. */
export interface TimedDone {
  readonly timed: readonly TimedPrices[]
  readonly untimed: readonly TimedPrices[]
}

/** Clocks of processes differ by so much at most, in milliseconds: before, another one may think that it has not come. */
export const clockSkewMs = 2000

/**
 * Begins and ends that are still to come, for every process: of one that came a moment ago somebody whose clock is behind would
 * tell the old price and take it for told.
 */
export function timesAhead(now: Date, ...times: readonly (Date | null | undefined)[]): Date[] {
  return times.flatMap(at => (at && at.getTime() > now.getTime() - clockSkewMs ? [at] : []))
}

/** Whether a rule with this begin and end holds now. */
export function holdsNow(now: Date, from: Date | null, to: Date | null): boolean {
  return (from === null || from.getTime() <= now.getTime()) && (to === null || to.getTime() > now.getTime())
}
