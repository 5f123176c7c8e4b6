import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { Page } from './page.ts'

/** A list of what the guard stopped at a channel under one rule. */
export interface GuardStop {
  readonly id: string
  readonly channelId: string
  readonly channel: string
  readonly kind: 'category' | 'item'
  readonly rule: 'vanish' | 'price' | 'stock'
  readonly sentence: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly percent: string
  readonly counted: number
  readonly extent: number
  readonly total: number
  readonly held: number
  readonly released: number
  readonly dropped: number
  readonly sent: number
  readonly newestAt: string | null
}

/** One object of a list: what it was and what it would become. */
export interface GuardItem {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly old: string
  readonly new: string
  readonly depth: string | null
  readonly state: 'held' | 'released' | 'dropped' | 'sent'
  readonly heldAt: string
  readonly decidedAt: string | null
  readonly decidedBy: string | null
}

/** What the guard has stopped, newest first; `ended` also what is decided. */
export function guardQuery(ended: boolean) {
  return queryOptions({
    queryKey: ['guard', 'list', ended],
    queryFn: ({ signal }) => call<Page<GuardStop>>('GET', '/guard', { query: { ended, limit: 200 }, signal }),
    refetchInterval: 15_000,
  })
}

/** The objects of one list, page by page. */
export function guardItemsQuery(stop: string) {
  return infiniteQueryOptions({
    queryKey: ['guard', 'items', stop],
    queryFn: ({ pageParam, signal }) =>
      call<Page<GuardItem> & { stop: GuardStop }>('GET', `/guard/${stop}`, {
        query: { limit: 200, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })
}

/** Releases or drops a list as it was seen, or only these objects of it; answers how many. */
export async function decideGuard(
  act: 'release' | 'drop',
  { id, newestAt }: Pick<GuardStop, 'id' | 'newestAt'>,
  objects: readonly string[],
): Promise<number> {
  const body = {
    stops: [id],
    ...(objects.length > 0 ? { objects } : {}),
    ...(newestAt === null ? {} : { until: newestAt }),
  }
  const { items } = await call<{ items: readonly { readonly count: number }[] }>('POST', `/guard/${act}`, {
    body,
  })
  return items.reduce((sum, one) => sum + one.count, 0)
}

export const thresholds = ['vanish', 'price', 'stock', 'free', 'look'] as const
export type Threshold = (typeof thresholds)[number]
export type GuardSettings = Readonly<Record<Threshold, number>>

/** The thresholds of a channel. */
export function guardSettingsQuery(channelId: string) {
  return queryOptions({
    queryKey: ['guard', 'settings', channelId],
    queryFn: ({ signal }) => call<GuardSettings>('GET', `/channels/${channelId}/guard`, { signal }),
  })
}

/** Changes thresholds of a channel. */
export function setGuard(channelId: string, change: Partial<GuardSettings>): Promise<GuardSettings> {
  return call('PATCH', `/channels/${channelId}/guard`, { body: change })
}
