import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

export type TaskDecision = 'accept' | 'refuse' | 'done'

/** Where an order is otherwise at its shop. */
export interface Difference {
  readonly what: 'quantity' | 'price' | 'added' | 'removed' | 'total'
  readonly line?: number
  readonly name?: string
  readonly sku?: string
  readonly ours: string | null
  readonly shop: string | null
}

/** What a person has to decide. */
export interface Task {
  readonly id: string
  readonly code: string
  readonly title: string
  readonly sentence: string
  readonly remedy: string
  readonly orderId: string | null
  readonly orderNumber: string | null
  readonly externalNumber: string | null
  readonly customer: string | null
  readonly channel: string | null
  readonly holds: boolean
  readonly differences: readonly Difference[]
  readonly data: Readonly<Record<string, unknown>>
  readonly actions: readonly TaskDecision[]
  readonly raisedAt: string
  readonly raisedBy: string
  readonly closedAt: string | null
  readonly closedBy: string | null
  readonly decision: string | null
  readonly note: string
}

/** Tasks by state, channel and order, page by page. */
export function tasksQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ['tasks', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<Task>>('GET', '/tasks', { query: { ...filter, limit: 100, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** How many tasks are open. */
export const taskCountQuery = queryOptions({
  queryKey: ['tasks', 'count'],
  queryFn: ({ signal }) => call<Page<Task>>('GET', '/tasks', { query: { limit: 1 }, signal }),
  refetchInterval: 30_000,
})

/** Open tasks of one order. */
export function orderTasksQuery(order: string) {
  return queryOptions({
    queryKey: ['tasks', 'order', order],
    queryFn: async ({ signal }) =>
      (await call<Page<Task>>('GET', '/tasks', { query: { order, limit: 20 }, signal })).items,
  })
}

/** What is to go back to the customer, by the task that says so, with its cents; empty: nothing. */
export function toRefund(tasks: readonly Task[]): string {
  const amount = tasks.find(one => one.code === 'TO_REFUND')?.data['amount']
  if (typeof amount !== 'string') return ''
  const [whole = '', part = ''] = amount.split('.')
  return `${whole}.${part.padEnd(2, '0')}`
}

export interface TaskResult {
  readonly taskId: string
  readonly did: string
  readonly applied: readonly Difference[]
  readonly recorded: readonly Difference[]
  readonly code: string | null
  readonly reason: string | null
  readonly remedy: string | null
}

/** Decides tasks; one result per task. */
export function closeTasks(
  ids: readonly string[],
  decision: TaskDecision,
  note: string,
): Promise<{ readonly refused: number; readonly items: readonly TaskResult[] }> {
  return call('POST', '/tasks/close', { body: { ids, decision, note } })
}
