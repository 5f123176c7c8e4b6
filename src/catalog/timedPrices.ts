/** What changes by itself: at these times the prices of these items, or of all where they are absent. */
export interface TimedPrices {
  readonly at: readonly Date[]
  readonly itemIds?: readonly string[]
  /** Absent: every channel. */
  readonly channelIds?: readonly string[]
}

/** Begins and ends that are still to come. */
export function timesAhead(now: Date, ...times: readonly (Date | null | undefined)[]): Date[] {
  return times.flatMap(at => (at && at.getTime() > now.getTime() ? [at] : []))
}

/** Whether a rule with this begin and end holds now. */
export function holdsNow(now: Date, from: Date | null, to: Date | null): boolean {
  return (from === null || from.getTime() <= now.getTime()) && (to === null || to.getTime() > now.getTime())
}
