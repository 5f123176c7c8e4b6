import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { Page } from './page.ts'

/** What a run did with one kind: found = new + … + parked, sent = accepted + … + unknown. */
export interface Figures {
  readonly found?: number
  readonly new?: number
  readonly updated?: number
  readonly unchanged?: number
  readonly skipped?: number
  readonly parked?: number
  readonly sent?: number
  readonly accepted?: number
  readonly pending?: number
  readonly rejected?: number
  readonly unknown?: number
  readonly ms?: number
}

export const runStates = ['wanted', 'running', 'done', 'failed', 'cancelled', 'lost'] as const
export type RunState = (typeof runStates)[number]

/** One lane's work within a run. */
export interface RunPart {
  readonly id: string
  readonly connection: string | null
  readonly lane: string | null
  readonly state: RunState
  readonly askedBy: string
  readonly askedAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly version: number
  readonly figures: Readonly<Record<string, Figures>>
  readonly notes: readonly {
    readonly at: string
    readonly level: string
    readonly code: string
    readonly text: string
  }[]
  readonly code: string | null
  readonly reason: string | null
  readonly remedy: string | null
}

/** A synchronisation. What a person started has parts; what ran by itself is one of a lane. */
export interface Run extends RunPart {
  readonly parts: readonly RunPart[]
  /** Answered at the start only: connections that were left out. */
  readonly locked?: readonly string[]
}

/** Starts a synchronisation; joins one that is on. Without kinds: everything. */
export function startRun(
  wish: { channels: readonly string[]; only?: readonly string[] },
  idempotencyKey: string,
): Promise<Run> {
  return call('POST', '/sync-runs', { body: wish, idempotencyKey })
}

/** Ends a run after the current record. */
export function cancelRun(id: string): Promise<Run> {
  return call('POST', `/sync-runs/${id}/cancel`, { body: {} })
}

/** One run with its parts. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['runs', id],
    queryFn: ({ signal }) => call<Run>('GET', `/sync-runs/${id}`, { signal }),
  })
}

/** The latest runs: what is on, and how long it took the last times. */
export const latestRunsQuery = queryOptions({
  queryKey: ['runs', 'latest'],
  queryFn: ({ signal }) => call<Page<Run>>('GET', '/sync-runs', { query: { limit: 60 }, signal }),
  refetchInterval: 5_000,
})

/** All runs, page by page. */
export const allRunsQuery = infiniteQueryOptions({
  queryKey: ['runs', 'all'],
  queryFn: ({ pageParam, signal }) =>
    call<Page<Run>>('GET', '/sync-runs', { query: { limit: 100, after: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: last => last.next,
})
