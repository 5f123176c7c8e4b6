import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

export const conflictStates = ['open', 'kept', 'overwritten', 'decided'] as const
export type ConflictState = (typeof conflictStates)[number]
export const leads = ['ours', 'theirs', 'ask'] as const
export type Lead = (typeof leads)[number]

/** A field that a shop shows otherwise than it was told. */
export interface Conflict {
  readonly id: string
  readonly channelId: string
  readonly channel: string
  readonly itemId: string
  readonly number: string
  readonly name: string
  readonly field: string
  readonly lastSent: string
  readonly theirs: string
  readonly ours: string
  readonly lead: Lead
  readonly state: ConflictState
  readonly seenAt: string
  readonly decidedAt: string | null
  readonly decidedBy: string | null
}

/** Conflicts by channel and state, page by page. */
export function conflictsQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ['conflicts', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<Conflict>>('GET', '/conflicts', {
        query: { ...filter, limit: 100, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  })
}

/** How many fields wait for a decision. */
export const conflictCountQuery = queryOptions({
  queryKey: ['conflicts', 'count'],
  queryFn: ({ signal }) => call<Page<Conflict>>('GET', '/conflicts', { query: { limit: 1 }, signal }),
  refetchInterval: 30_000,
})

/** Says whose value is taken; answers how many were decided. */
export function decideConflicts(
  ids: readonly string[],
  take: 'ours' | 'theirs',
): Promise<{ readonly decided: number }> {
  return call('POST', '/conflicts/decide', { body: { ids, take } })
}

export interface ConflictRules {
  readonly channelId: string
  /** False: the system cannot be asked what it shows. */
  readonly seen: boolean
  readonly leads: Readonly<Record<string, Lead>>
}

/** Who leads in which field of a channel. */
export function conflictRulesQuery(channelId: string) {
  return queryOptions({
    queryKey: ['conflicts', 'rules', channelId],
    queryFn: ({ signal }) => call<ConflictRules>('GET', `/channels/${channelId}/conflict-rules`, { signal }),
  })
}

/** Changes who leads. */
export function setConflictRules(
  channelId: string,
  lead: Readonly<Record<string, Lead>>,
): Promise<ConflictRules> {
  return call('PATCH', `/channels/${channelId}/conflict-rules`, { body: { lead } })
}
