import type { CallLimit } from '../../port/receive.ts'

/**
 * The limits of production [D], each per channel token. Calls of one class share a counter. `auth` is 10 in 60 s there; a program
 * that runs from a timer signs in with every process, so it may do so as often as it may call.
 */
export const limits = {
  auth: [{ calls: 60, seconds: 60 }],
  channel: [{ calls: 60, seconds: 60 }],
  order: [{ calls: 600, seconds: 60 }],
  event: [{ calls: 240, seconds: 60 }],
  offer: [{ calls: 1500, seconds: 60 }],
  categoryAttributes: [{ calls: 86_400, seconds: 86_400 }],
  globalAttributes: [{ calls: 10, seconds: 3600 }],
  categories: [
    { calls: 10, seconds: 3600 },
    { calls: 5, seconds: 1800 },
  ],
} as const satisfies Readonly<Record<string, readonly CallLimit[]>>

export type LimitClass = keyof typeof limits

/** The fields that are on every answer. */
export function limitHeaders({ calls, seconds }: CallLimit, left: number): Readonly<Record<string, string>> {
  return {
    'X-RateLimit-Limit': String(calls),
    'X-RateLimit-Interval-Length-Seconds': String(seconds),
    'X-RateLimit-Remaining': String(Math.max(0, Math.floor(left))),
  }
}
