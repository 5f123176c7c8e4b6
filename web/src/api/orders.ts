import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { orderDetailShape, orderRowShape } from '../../../src/operations/orderShapes.ts'
import type { Answer } from './asJson.ts'
import { call, type Query } from './call.ts'
import type { Page } from './page.ts'

export const orderFolders = [
  'all',
  'open',
  'unpaid',
  'deliverable',
  'partly_deliverable',
  'not_deliverable',
  'held',
  'shipped',
  'cancelled',
] as const
export type OrderFolder = (typeof orderFolders)[number]

/** An order as a row of a list. Amounts are decimals as text. */
export type OrderRow = Answer<typeof orderRowShape>

/** What the channel knows of something that we sent. */
export interface AtShop {
  readonly state: 'accepted' | 'waiting' | 'sending' | 'refused' | 'nothing'
  readonly at: string | null
  readonly code: string | null
  readonly text: string | null
  /** The code as a sentence, and what to do, where the server says it. */
  readonly reason?: string | null
  readonly remedy?: string | null
}

export interface Blocker {
  readonly code: string
  readonly reason: string
  readonly remedy: string
  readonly data: Readonly<Record<string, unknown>>
}

export type OrderAction = 'deliver' | 'pay' | 'cancel'
export type Address = Readonly<Record<string, unknown>>

/** An order with all that is known of it. */
export type Order = Answer<typeof orderDetailShape>
export type OrderLine = Order['lines'][number]
export type OrderPayment = Order['payments'][number]

/** A list of orders by folder, search fields and filters, page by page. */
export function ordersQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ['orders', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<OrderRow>>('GET', '/orders', { query: { ...filter, limit: 100, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  })
}

export interface FolderCount {
  readonly folder: string
  readonly count: number
  readonly countCapped: boolean
}

/** How many orders each folder holds. */
export const orderCountsQuery = queryOptions({
  queryKey: ['orders', 'counts'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly FolderCount[] }>('GET', '/orders/counts', { signal })).items,
  refetchInterval: 30_000,
})

/** One order. */
export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['orders', 'one', id],
    queryFn: ({ signal }) => call<Order>('GET', `/orders/${id}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** What became of each order that was asked for: one refused stops no other. */
export interface OrderResults {
  readonly refused: number
  readonly items: readonly {
    readonly orderId: string
    readonly did: string
    readonly code: string | null
    readonly reason: string | null
    readonly remedy: string | null
  }[]
}

export interface PaymentWish {
  readonly orderId: string
  readonly amount: string
  readonly method?: string
  readonly paidAt: string
  readonly transactionId?: string
}

/** Books incoming payments. */
export function payOrders(payments: readonly PaymentWish[]): Promise<OrderResults> {
  return call('POST', '/orders/pay', { body: { payments } })
}

/** Keeps orders from delivery until they are released. */
export function holdOrders(ids: readonly string[], reason: string): Promise<OrderResults> {
  return call('POST', '/orders/hold', { body: { ids, reason } })
}

/** Releases orders; what a task holds is released by its decision. */
export function releaseOrders(ids: readonly string[]): Promise<OrderResults> {
  return call('POST', '/orders/release', { body: { ids } })
}
