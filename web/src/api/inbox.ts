import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Results } from './orderActs.ts'
import type { Page } from './page.ts'

export const checkNames = ['customer', 'address', 'item', 'tax', 'payment', 'shipping', 'total'] as const
export type CheckName = (typeof checkNames)[number]
export type CheckState = 'ok' | 'open' | 'ask'
export const inboxStates = ['all', 'ready', 'open', 'confirm', 'pending'] as const

/** A customer that may be meant. */
export interface Match {
  readonly customerId: string
  readonly number: string
  readonly name: string
  readonly blocked: boolean
  readonly how: string
  /** Percent. */
  readonly score: number
  /** What speaks for and against it, with its points. */
  readonly because: readonly { readonly code: string; readonly points: number; readonly reason: string }[]
}

interface InWords {
  readonly code: string
  readonly reason: string
  readonly remedy: string
}

/** A web order that waits for take-over. */
export interface WebOrder {
  readonly id: string
  readonly connection: string
  readonly channel: string
  readonly externalNumber: string
  readonly placedAt: string
  readonly customer: string
  readonly place: string
  readonly country: string | null
  readonly currency: string
  readonly totalGross: string | null
  readonly lines: number
  readonly paymentState: string
  readonly pending: boolean
  /** It waits for our yes or no, at the latest until then (null: whenever). */
  readonly wantsAnswer: boolean
  readonly answerUntil: string | null
  /** What was said to it. */
  readonly confirmed: boolean | null
  readonly openChecks: readonly string[]
  readonly checks: Readonly<Record<CheckName, CheckState>>
  /** The customer that a person chose, else the one that fits best; null: a new one will be made. */
  readonly match: Match | null
  readonly candidates: number
  readonly firstBlocker: InWords | null
  readonly assigned: { readonly customerId: string; readonly by: string } | null
  /** A person said that it is of nobody who is known. */
  readonly assignedNew: boolean
}

export const comparedFields = ['name', 'email', 'street', 'postcode', 'city'] as const

export interface Candidate extends Match {
  readonly email: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly same: Readonly<Record<(typeof comparedFields)[number], boolean>>
  readonly orders: number
  readonly lastOrderAt: string | null
}

export interface WebOrderDetail {
  readonly id: string
  readonly externalNumber: string
  readonly order: WebOrder | null
  readonly checks: readonly InWords[]
  readonly candidates: readonly Candidate[]
  readonly lines: readonly {
    readonly line: number
    readonly kind: string
    readonly itemNumber: string | null
    readonly sku: string | null
    readonly name: string
    readonly quantity: string
  }[]
}

/** The inbox by state, connection and search, page by page. */
export function inboxQuery(filter: Query) {
  return infiniteQueryOptions({
    queryKey: ['inbox', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<WebOrder>>('GET', '/inbox', { query: { ...filter, limit: 100, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
}

export interface InboxCount {
  readonly state: string
  readonly count: number
  readonly countCapped: boolean
}

/** How many web orders wait, and for what. */
export const inboxCountsQuery = queryOptions({
  queryKey: ['inbox', 'counts'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly InboxCount[] }>('GET', '/inbox/counts', { signal })).items,
  refetchInterval: 15_000,
})

/** One web order with lines, checks and customers that may be meant. */
export function webOrderQuery(id: string) {
  return queryOptions({
    queryKey: ['inbox', 'one', id],
    queryFn: ({ signal }) => call<WebOrderDetail>('GET', `/inbox/${id}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

export interface TakeOverResults {
  readonly takenOver: number
  readonly left: number
  readonly already: number
  readonly items: readonly {
    readonly id: string
    readonly did: 'taken_over' | 'left' | 'already'
    readonly orderId: string | null
    readonly orderNumber: string | null
    readonly code: string | null
    readonly reason: string | null
    readonly remedy: string | null
  }[]
}

/** Stands for a customer that is not known yet. */
export const newCustomer = 'new'

/** Makes orders of web orders, for the customer that was chosen; what cannot be taken over stays with its reason. */
export function takeOver(ids: readonly string[], customer?: string): Promise<TakeOverResults> {
  return call('POST', '/inbox/take-over', { body: { ids, ...said(customer) } })
}

/** Says who the customer of web orders is, or that it is a new one; null takes that back. */
export function assignCustomer(ids: readonly string[], customer: string | null): Promise<object> {
  return call('POST', '/inbox/assign', {
    body: { ids, ...(customer === null ? { customerId: null } : said(customer)) },
  })
}

/** Says yes or no to orders that wait for it, once each; a no has a reason. One refused stops no other. */
export function answerOrders(
  ids: readonly string[],
  accept: boolean,
  { reason = '', comment = '' }: { readonly reason?: string; readonly comment?: string } = {},
): Promise<Results> {
  const why = { ...(reason === '' ? {} : { reason }), ...(comment === '' ? {} : { comment }) }
  return call('POST', accept ? '/inbox/confirm' : '/inbox/refuse', { body: { ids, ...(accept ? {} : why) } })
}

function said(customer: string | undefined) {
  if (customer === undefined) return {}
  return customer === newCustomer ? { newCustomer: true } : { customerId: customer }
}
