import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

/** What a channel refused: it is not sent again by itself unless it changes. */
export interface Refused {
  readonly id: string
  readonly channelId: string
  readonly channel: string
  readonly kind: string
  readonly name: string
  readonly code: string
  readonly reason: string
  readonly remedy: string
  readonly field: string | null
  /** The words of the other side, as they came. */
  readonly text: string | null
  readonly at: string
}

/** All that is refused now, the newest first. */
export const refusedQuery = queryOptions({
  queryKey: ['outbox', 'refused'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Refused[] }>('GET', '/outbox/refused', { signal })).items,
  refetchInterval: 30_000,
})

/** Sends refused objects once more as they are; answers those that are now on their way. */
export function sendAgain(
  ids: readonly string[],
): Promise<{ items: readonly { readonly id: string; readonly channel: string }[] }> {
  return call('POST', '/outbox/send-again', { body: { ids } })
}

/** Leaves refused objects as they are at the other side; answers those that were refused. */
export function dropRefused(
  ids: readonly string[],
): Promise<{ items: readonly { readonly id: string; readonly channel: string }[] }> {
  return call('POST', '/outbox/drop', { body: { ids } })
}

export const journalResults = ['accepted', 'pending', 'rejected', 'unknown', 'unsent', 'divided'] as const
export type JournalResult = (typeof journalResults)[number]

/** One object of one call to a channel, and what became of it. */
export interface JournalRow {
  readonly id: string
  readonly at: string
  readonly channelId: string
  readonly channel: string
  readonly runId: string | null
  readonly askedBy: string | null
  readonly operation: string
  readonly inCall: number
  readonly ms: number | null
  readonly kind: string
  readonly name: string
  readonly objectId: string
  readonly result: JournalResult
  readonly code: string | null
  readonly reason: string | null
  readonly field: string | null
  readonly text: string | null
  readonly theirs: string | null
  /** By aspect what differed from what the channel had accepted before. */
  readonly fields: Readonly<Record<string, unknown>> | null
}

/** What was sent, newest first, page by page. */
export function journalQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ['outbox', 'journal', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<JournalRow>>('GET', '/journal', {
        query: { ...filter, limit: 100, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    retry: false,
  })
}
