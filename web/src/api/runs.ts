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

/** How far a complete synchronisation of a kind has come at a channel. */
export interface Walk {
  readonly channelId: string
  readonly channel: string
  readonly kind: string
  readonly done: number
  readonly total: number | null
  /** The total is a guess. */
  readonly estimated: boolean
  readonly perSecond: number | null
  readonly secondsLeft: number | null
}

/** What a dry run counted; `kept` of them can be looked at. */
export interface PreviewSums {
  readonly complete: boolean
  readonly counts: Readonly<Record<string, number>>
  readonly total: number
  readonly kept: number
}

export const previewActions = ['new', 'changed', 'again', 'removed', 'held', 'refused', 'waits'] as const
export type PreviewAction = (typeof previewActions)[number]

/** What a synchronisation would do with one object. */
export interface PreviewRow {
  readonly id: string
  readonly channel: string
  readonly kind: string
  readonly name: string
  readonly action: PreviewAction
  readonly reason: string | null
  readonly changes: readonly {
    readonly aspect: string
    readonly field: string
    readonly before: unknown
    readonly after: unknown
  }[]
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
  readonly complete?: readonly Walk[]
  /** Set on a dry run. */
  readonly preview?: PreviewSums | null
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

/** What to start: these channels and kinds, changes only or everything, or just what a dry run showed. */
export interface RunWish {
  readonly channels?: readonly string[]
  readonly only?: readonly string[]
  readonly complete?: boolean
  readonly dryRun?: boolean
  /** Id of a dry run: do just what it showed. */
  readonly preview?: string
}

/** Starts a synchronisation; joins one that is on. Without kinds: everything. */
export function startRun(wish: RunWish, idempotencyKey: string): Promise<Run> {
  return call('POST', '/sync-runs', { body: wish, idempotencyKey })
}

/** What a dry run found, page by page; only one kind of act where it is named. */
export function previewQuery(id: string, action: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['runs', id, 'preview', action],
    queryFn: ({ pageParam, signal }) =>
      call<Page<PreviewRow>>('GET', `/sync-runs/${id}/preview`, {
        query: { action, limit: 100, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  })
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
