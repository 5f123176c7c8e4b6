import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

export const platformStates = ['ok', 'note', 'failing', 'locked', 'off'] as const
export type PlatformState = (typeof platformStates)[number]

/** How one sales channel does. */
export interface Platform {
  readonly channelId: string
  readonly channel: string
  readonly connectionId: string
  readonly connection: string
  readonly systemTitle: string
  readonly state: PlatformState
  readonly sentence: string
  readonly remedy: string | null
  readonly since: string | null
  readonly lastFetch: string | null
  readonly ordersToday: number
  readonly bars: readonly { readonly day: string; readonly orders: number }[]
  readonly waiting: {
    readonly count: number
    readonly countCapped: boolean
    readonly oldest: string | null
    readonly kinds: readonly { readonly kind: string; readonly count: number }[]
    readonly sweeps: readonly string[]
  }
  /** What the guard holds: how many objects, and a sentence per list. */
  readonly guarded?: { readonly held: number; readonly sentences: readonly string[] }
  readonly errors: { readonly failedRuns: number; readonly parked: number; readonly refused: number }
  readonly running: boolean
  readonly nextAt: string | null
}

export interface Platforms {
  readonly items: readonly Platform[]
  /** The orders of today by outcome; they add up to what is in the ledger. */
  readonly today: {
    readonly day: string
    readonly inLedger: number
    readonly outcomes: readonly { readonly outcome: string; readonly count: number }[]
  }
}

/** One row per channel, in an order that stays. */
export const platformsQuery = queryOptions({
  queryKey: ['platforms'],
  queryFn: ({ signal }) => call<Platforms>('GET', '/platforms', { signal }),
  refetchInterval: 5_000,
})
