import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

export const awaitedWaits = ['take', 'answer'] as const
export type AwaitedWait = (typeof awaitedWaits)[number]

/** Something that a system has to take from us, or to answer. */
export interface Awaited {
  readonly id: string
  readonly waits: AwaitedWait
  readonly connection: string
  readonly channelId: string
  readonly channel: string
  readonly kind: string
  readonly objectId: string
  readonly name: string
  readonly since: string
  /** How often a letter was handed out, and until when it is not handed out again. */
  readonly taken: number
  readonly hiddenUntil: string | null
  readonly ticket: string | null
}

/** What waits for systems, the oldest first, page by page. */
export function awaitedQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ['outbox', 'awaited', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<Awaited>>('GET', '/outbox/awaited', {
        query: { ...filter, limit: 100, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
    retry: false,
  })
}

export type AwaitedAct = 'lay-out' | 'release'
export interface AwaitedResult {
  readonly id: string
  readonly done: boolean
  readonly reason: string | null
}

/** Lays letters out again, or waits no longer for these; one result each. */
export async function actOnAwaited(
  act: AwaitedAct,
  ids: readonly string[],
): Promise<readonly AwaitedResult[]> {
  return (await call<{ items: readonly AwaitedResult[] }>('POST', `/outbox/${act}`, { body: { ids } })).items
}
