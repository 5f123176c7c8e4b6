/** What a test may let go wrong, and at which of the routes. */

/** The faults that the reference system plays. Each is answered (or not answered) by `system.ts`. */
export const faultNames = [
  /** HTTP 500, its text shows the request's headers as careless systems do. */
  'serverError',
  /** The connection breaks before the call had any effect. */
  'cutBefore',
  /** The connection breaks after the call had its effect. */
  'cutAfter',
  /** The first half of the body, as if that were all. */
  'truncated',
  /** A page for people, with status 200. */
  'html',
  /** No answer at all. */
  'slow',
  /** The session is forgotten. */
  'expireSession',
  /** Too fast, come back in two minutes. */
  'rateLimited',
  /** Too fast, without saying for how long. */
  'rateLimitedBare',
  /** The token is not valid (any more). */
  'refused',
  /** The token is valid and does not allow this. */
  'forbidden',
  /** The system has moved. */
  'redirect',
  /** Each record of a page comes twice. */
  'duplicatePage',
] as const
export type FaultName = (typeof faultNames)[number]

/** What a route is for. Signing in and out is never disturbed. */
export type RouteTarget = 'check' | 'read' | 'ack' | 'send' | 'find' | 'results'

export interface Faults {
  /** Plays the fault at the next `times` calls for `on`, after the faults that wait there already. */
  play(name: FaultName, on: RouteTarget, times?: number): void
  /** The fault of the call that is answered now. */
  take(target: RouteTarget | undefined): FaultName | undefined
  clear(): void
}

/** Faults in the order in which they were asked for. */
export function createFaults(): Faults {
  const waiting: { name: FaultName; on: RouteTarget }[] = []
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
