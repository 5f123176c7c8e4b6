import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

export interface LedgerRow {
  readonly id: string
  readonly connection: string
  readonly channel: string | null
  readonly kind: string
  readonly externalId: string
  readonly externalNumber: string | null
  readonly outcome: string
  readonly code: string | null
  readonly reason: string | null
  readonly remedy: string | null
  readonly occurredAt: string | null
  readonly firstSeenAt: string
  readonly changedAt: string
  readonly acknowledged: 'yes' | 'waiting' | 'gone'
}

/** The ledger by outcome, connection and reason, page by page. */
export function ledgerQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ['ledger', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<LedgerRow>>('GET', '/ledger', { query: { ...filter, limit: 100, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  })
}

export interface LedgerCount {
  readonly connection: string
  readonly kind: string
  readonly outcome: string
  readonly code: string | null
  readonly title: string | null
  readonly count: number
}

/** How many records ended how. */
export const ledgerSummaryQuery = queryOptions({
  queryKey: ['ledger', 'summary'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly LedgerCount[] }>('GET', '/ledger-summary', { signal })).items,
  refetchInterval: 30_000,
})

export type RecordAction = 'retry-download' | 'retry-import' | 'ignore' | 'again'

/** Where an order is: the way it went and what can be done. */
export interface WhereAnswer extends LedgerRow {
  readonly customer: string | null
  readonly place: string | null
  readonly placedAt: string | null
  readonly currency: string | null
  readonly totalGross: string | null
  readonly orderId: string | null
  readonly orderNumber: string | null
  readonly tracking: readonly string[]
  readonly stations: readonly {
    readonly station: 'reported' | 'fetched' | 'stored' | 'checked' | 'inbox' | 'taken_over' | 'shipped'
    readonly state: 'done' | 'problem' | 'open'
    readonly at: string | null
    readonly text: string | null
  }[]
  readonly actions: readonly {
    readonly action: RecordAction
    readonly allowed: boolean
    readonly reason: string | null
  }[]
}

export interface Where {
  readonly found: number
  /** The answer in a sentence. */
  readonly sentence: string
  readonly remedy: string | null
  /** The best answer first. */
  readonly items: readonly WhereAnswer[]
}

/** What the text finds: a number, a mail address, a name, an amount. */
export function whereQuery(text: string) {
  return queryOptions({
    queryKey: ['ledger', 'where', text],
    queryFn: ({ signal }) => call<Where>('GET', '/ledger/where', { query: { text }, signal }),
    enabled: text !== '',
  })
}

/** What became of one record that was acted on. */
export interface RecordResult {
  readonly id: string
  readonly outcome: string
  readonly code: string | null
  /** Why nothing was done with it. */
  readonly problem?: { readonly code: string; readonly text: string }
}

/** Does with records what a person can do: download again, import again, ignore, take "ignore" back. */
export function actOnRecords(
  action: RecordAction,
  ids: readonly string[],
  why?: string,
): Promise<{ readonly items: readonly RecordResult[] }> {
  return call('POST', `/ledger/${action}`, { body: { ids, ...(why === undefined ? {} : { why }) } })
}

/** Whether all orders that a shop has of a day are here. */
export interface DayCompleteness {
  readonly connectionId: string
  readonly connection: string
  readonly day: string
  readonly timeZone: string
  readonly state: string
  readonly remote: number | null
  readonly here: number
  readonly undated: number
  readonly missing: number | null
  readonly missingIds: readonly string[] | null
  readonly reason: string | null
  readonly remedy: string | null
}

/** Asks the shops what they have of a day, and compares it with the ledger. */
export function completenessQuery(day: string) {
  return queryOptions({
    queryKey: ['ledger', 'completeness', day],
    queryFn: async ({ signal }) =>
      (
        await call<{ items: readonly DayCompleteness[] }>('GET', '/ledger-completeness', {
          query: { day },
          signal,
        })
      ).items,
    staleTime: 60_000,
    retry: false,
  })
}
