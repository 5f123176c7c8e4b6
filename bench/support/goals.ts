/** What was to be shown, beside what was measured. */
export interface Goal {
  readonly what: string
  readonly goal: string
  readonly measured: number
  readonly met: boolean
}

/** It may not be more. */
export function atMost(limit: number, measured: number, what: string): Goal {
  return { what, goal: `≤ ${limit}`, measured, met: measured <= limit }
}

/** It may not be less. */
export function atLeast(limit: number, measured: number, what: string): Goal {
  return { what, goal: `≥ ${limit}`, measured, met: measured >= limit }
}

/** One line of it. */
export function goalLine({ what, goal, measured, met }: Goal): string {
  return `goal ${goal}, measured ${measured}: ${met ? 'met' : 'MISSED'} (${what})`
}
