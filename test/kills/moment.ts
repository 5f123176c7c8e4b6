/** A point in the life of an importing process that can be seen from outside: a statement or a call, before or after. */
export interface Moment {
  /** For example `insert ledger`, `commit (insert ledger)`, `call customer_order.pull`. */
  readonly what: string
  /** `before`: it has left the process and reached nobody. `after`: it was done and answered, and the process knows nothing of it. */
  readonly when: 'before' | 'after'
}

/** Decides what becomes of a moment: passed on, or kept back for good because the process is being killed there. */
export type Gate = (moment: Moment) => 'pass' | 'hold'

/** The name of a moment: what the table of spots counts. */
export function spotOf(moment: Moment): string {
  return `${moment.when} ${moment.what}`
}

/**
 * Tells when the work of a process begins to end: what it had to do is done, or is about to be. With all lanes that is the
 * claim of the last one, with a single one the last call to the shop.
 */
export function endingOf(lanes: number): (moment: Moment) => boolean {
  let claimed = 0
  let isEnding = false
  return moment => {
    const spot = spotOf(moment)
    if (spot === 'after commit (claim lane)') claimed++
    isEnding ||= lanes === 1 ? spot === 'before call finish' : claimed >= lanes
    return isEnding
  }
}
