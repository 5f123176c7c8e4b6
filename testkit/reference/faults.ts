/** What a test may let go wrong, and at which of the routes. */

import type { Fault } from '../contract/subject.ts'

/** What a route is for. Signing in and out is never disturbed. */
export type RouteTarget = 'check' | 'read' | 'ack' | 'send' | 'find' | 'results' | 'inventory'

export interface Faults {
  /** Plays the fault at the next `times` calls for `on`, after the faults that wait there already. */
  play(name: Fault, on: RouteTarget, times?: number): void
  /** The fault of the call that is answered now. */
  take(target: RouteTarget | undefined): Fault | undefined
  clear(): void
}

/** Faults in the order in which they were asked for. */
export function createFaults(): Faults {
  const waiting: { name: Fault; on: RouteTarget }[] = []
  return {
    play: (name, on, times = 1) => {
      for (let i = 0; i < times; i++) waiting.push({ name, on })
    },
    take: target => {
      const at = waiting.findIndex(fault => fault.on === target)
      return at < 0 ? undefined : waiting.splice(at, 1)[0]?.name
    },
    clear: () => {
      waiting.length = 0
    },
  }
}
