import { queryOptions } from '@tanstack/react-query'
import type { madeCustomer } from '../../../src/operations/newCustomers.ts'
import type { Answer } from './asJson.ts'
import { call, type Query } from './call.ts'
import { listQuery } from './lists.ts'
import type { Page } from './page.ts'

export interface Customer {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly email: string
  readonly place: string | null
  readonly country: string | null
  readonly group: string | null
  readonly debtorNumber: string | null
  readonly business: boolean
  readonly blocked: boolean
}

/** Customers that a text finds. */
export function customersQuery(search: string) {
  return queryOptions({
    queryKey: ['customers', search],
    queryFn: ({ signal }) =>
      call<Page<Customer>>('GET', '/customers', { query: { search, limit: 20 }, signal }),
    enabled: search.trim().length > 1,
  })
}

/** The list of customers, newest first, page by page. */
export function customerListQuery(filter: Query) {
  return listQuery<Customer>(['customers', 'list'], '/customers', filter)
}

/** What somebody types of a customer; every field may be left out. */
export type CustomerInput = Readonly<Record<string, string | boolean>>

/** Creates a customer, and names those that look alike; `ask`: none is created where there is such a one. */
export function addCustomer(
  input: CustomerInput,
  ifAlike: 'make' | 'ask',
): Promise<Answer<typeof madeCustomer>> {
  return call('POST', '/customers', { body: { ...input, ifAlike } })
}

/** Blocks, unblocks or regroups customers. */
export function changeCustomers(
  customers: readonly string[],
  change: { readonly blocked?: boolean; readonly blockReason?: string; readonly group?: string },
): Promise<object> {
  return call('PATCH', '/customers/bulk', { body: { customers, ...change } })
}

export const mergedCounts = ['orders', 'quotations', 'webOrders', 'notes', 'addresses'] as const

/** What merging would make of customers. */
export interface MergePreview {
  readonly into: string
  readonly fields: readonly {
    readonly field: string
    readonly values: readonly { readonly customerId: string; readonly value: string | boolean | null }[]
    /** Of whom the value is taken unless somebody chooses otherwise. */
    readonly from: string
    readonly value: string | boolean | null
    readonly conflict: boolean
  }[]
  readonly moved: readonly (Readonly<Record<(typeof mergedCounts)[number], number>> & {
    readonly customerId: string
    readonly number: string
    readonly name: string
    readonly sameAddresses: number
    readonly parts: number
  })[]
  readonly conflicts: readonly MergeConflict[]
}
export type MergeConflict =
  | 'SAID_TO_BE_TWO'
  | 'BLOCKED_AND_NOT'
  | 'VAT_IDS_DIFFER'
  | 'BUSINESS_AND_NOT'
  | 'NAMES_DIFFER'
  | 'BIRTHDAYS_DIFFER'
  | 'DEBTOR_NUMBERS_DIFFER'

/** What merging would make of them; changes nothing. */
export function mergePreviewQuery(into: string, from: readonly string[]) {
  return queryOptions({
    queryKey: ['customers', 'merge', into, from],
    queryFn: ({ signal }) =>
      call<MergePreview>('GET', `/customers/${into}/merge-preview`, { query: { from }, signal }),
    enabled: from.length > 0,
    retry: false,
  })
}

/** Merges customers into one; `fields` says whose value it gets. */
export function mergeCustomers(
  into: string,
  from: readonly string[],
  choice: { readonly fields: Readonly<Record<string, string>>; readonly blocked?: boolean },
): Promise<{
  readonly mergeId: string
  readonly into: string
  readonly moved: Readonly<Record<string, number>>
}> {
  return call('POST', `/customers/${into}/merge`, { body: { from, ...choice } })
}

interface Person {
  readonly id: string
  readonly number: string
  readonly name: string
}

/** Two customers who may be one. */
export interface Duplicate {
  readonly score: number
  readonly because: readonly { readonly code: string; readonly points: number; readonly reason: string }[]
  readonly customers: readonly [Person, Person]
}

/** Pairs of customers who may be one; a page may be short while `next` leads on. */
export function duplicatesQuery(from: string | undefined) {
  return listQuery<Duplicate>(['customers', 'duplicates'], '/customer-duplicates', { from })
}

/** Says that customers are not one, or takes that back. */
export function sayNotSame(pairs: readonly (readonly [string, string])[], undo = false): Promise<object> {
  return Promise.all(
    pairs.map(([customer, other]) =>
      call('POST', `/customers/${customer}/not-same`, { body: { others: [other], undo } }),
    ),
  )
}
