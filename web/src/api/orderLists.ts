import { queryOptions } from '@tanstack/react-query'
import { language } from '../words/i18n.ts'
import { addressOf, call, type Query } from './call.ts'
import type { ActionName, Results } from './orderActs.ts'
import type { Blocker } from './orders.ts'

/** A column that somebody sees, and its width in px. */
export interface SeenColumn {
  readonly id: string
  readonly width?: number
}

/** What a saved view shows: the inputs of the list, its columns, its order. */
export interface ViewContent {
  readonly filter: Readonly<Record<string, unknown>>
  readonly columns?: readonly SeenColumn[]
  readonly sort?: string
  readonly ascending?: boolean
}

/** The list of orders as somebody wants to see it again. */
export interface OrderView {
  readonly id: string
  readonly name: string
  readonly shared: boolean
  /** Only whoever saved it changes it. */
  readonly own: boolean
  readonly ownerName: string
  readonly content: ViewContent
  readonly version: number
  /** Null: not counted. */
  readonly count: number | null
  readonly countCapped: boolean
}

/** Own views of the list of orders, and those that others share, with how much each shows. */
export const orderViewsQuery = queryOptions({
  queryKey: ['orders', 'views'],
  queryFn: async ({ signal }) =>
    (
      await call<{ items: readonly OrderView[] }>('GET', '/views', {
        query: { list: 'orders', counts: true },
        signal,
      })
    ).items,
  staleTime: 30_000,
})

export interface ViewWish {
  readonly name: string
  readonly shared: boolean
  readonly content: ViewContent
  /** Changes this view, if it still has this version. */
  readonly view?: string
  readonly version?: number
}

/** Saves a view of the list of orders. */
export function saveView(wish: ViewWish): Promise<OrderView> {
  return call('PUT', '/views', { body: { list: 'orders', ...wish } })
}

/** Removes a view of one's own. */
export function removeView(view: string): Promise<unknown> {
  return call('POST', '/views/remove', { body: { views: [view] } })
}

/** Which columns one sees; null: the usual ones. */
export const orderColumnsQuery = queryOptions({
  queryKey: ['orders', 'columns'],
  queryFn: async ({ signal }) =>
    (await call<{ columns: readonly SeenColumn[] | null }>('GET', '/views/columns/orders', { signal }))
      .columns,
  staleTime: 60_000,
})

/** Chooses the columns that one sees. */
export function setOrderColumns(columns: readonly SeenColumn[]): Promise<unknown> {
  return call('PUT', '/views/columns/orders', { body: { columns } })
}

/** A colour that orders are marked with. */
export interface OrderColour {
  readonly id: string
  readonly name: string
  readonly colour: string
}

/** The colours of orders, each with what it means. */
export const orderColoursQuery = queryOptions({
  queryKey: ['orders', 'colours'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly OrderColour[] }>('GET', '/order-colours', { signal })).items,
  staleTime: 60_000,
})

/** Makes a colour, or changes the one of that name. */
export function putColour(name: string, colour: string): Promise<OrderColour> {
  return call('PUT', '/order-colours', { body: { name, colour } })
}

/** Marks orders with a colour; '' takes it away. */
export function colourOrders(ids: readonly string[], colour: string): Promise<Results> {
  return call('POST', '/orders/colour', { body: { ids, colour } })
}

/** With which orders something can be done, and with which not and why. */
export interface Checked {
  readonly allowed: number
  readonly blocked: number
  /** How often each reason is the first one. */
  readonly reasons: readonly { readonly code: string; readonly count: number; readonly reason: string }[]
  readonly items: readonly {
    readonly orderId: string
    readonly orderNumber: string | null
    readonly allowed: boolean
    readonly blockers: readonly Blocker[]
  }[]
}

/** Asks before something is done with several orders. */
export function checkQuery(action: ActionName, ids: readonly string[]) {
  return queryOptions({
    queryKey: ['orders', 'check', action, ids],
    queryFn: ({ signal }) => call<Checked>('POST', '/orders/check', { body: { action, ids }, signal }),
    gcTime: 0,
  })
}

/** Where the list lies as a CSV file, with all its filters and its order. */
export function orderFileAddress(query: Query): string {
  return addressOf('/orders.csv', { ...query, language: language() })
}
