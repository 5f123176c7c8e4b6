import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { CustomerInput } from './customers.ts'
import { listQuery } from './lists.ts'
import type { AtShop, OrderRow } from './orders.ts'

export const addressFields = [
  'company',
  'salutation',
  'title',
  'firstName',
  'lastName',
  'street',
  'extra',
  'postcode',
  'city',
  'state',
  'phone',
  'email',
] as const

/** An address of a customer's book. */
export type BookAddress = Readonly<Record<(typeof addressFields)[number], string>> & {
  readonly id: string
  readonly billing: boolean
  readonly shipping: boolean
  readonly country: string | null
}

/** A customer with all that is said of it. */
export interface CustomerDetail {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly company: string
  readonly salutation: string
  readonly title: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
  readonly mobile: string
  readonly fax: string
  readonly website: string
  readonly birthday: string | null
  readonly language: string | null
  readonly business: boolean
  readonly vatId: string | null
  readonly taxNumber: string
  readonly debtorNumber: string | null
  readonly group: string | null
  readonly groupId: string | null
  readonly customerSince: string | null
  readonly blocked: boolean
  readonly blockReason: string
  readonly note: string
  readonly version: number
  readonly anonymised: boolean
  readonly createdAt: string
  readonly madeBy: string
  readonly addresses: readonly BookAddress[]
  readonly keys: readonly string[]
  readonly merged: readonly string[]
  readonly notes: number
  readonly orders: number
  readonly lastOrderAt: string | null
  readonly shops: readonly CustomerAtShop[]
}

/** What a shop made of what was changed of the customer here, by account. */
export interface CustomerAtShop extends AtShop {
  readonly channelId: string
  readonly channel: string
  readonly accountId: string
  readonly reason: string | null
  readonly remedy: string | null
}

/** One customer by id or number; the number of a merged one leads to whom it became a part of. */
export function customerQuery(customer: string) {
  return queryOptions({
    queryKey: ['customers', 'one', customer],
    queryFn: ({ signal }) =>
      call<CustomerDetail>('GET', `/customers/${encodeURIComponent(customer)}`, { signal }),
    retry: false,
  })
}

/** Changes fields of a customer; refused with CUSTOMER_CHANGED if somebody did so since that version. */
export function changeCustomer(id: string, change: CustomerInput, version: number): Promise<object> {
  return call('PATCH', `/customers/${id}`, { body: { ...change, version } })
}

/** Adds an address, or changes one. */
export function saveAddress(
  customer: string,
  address: string | undefined,
  fields: CustomerInput,
): Promise<object> {
  return address === undefined
    ? call('POST', `/customers/${customer}/addresses`, { body: fields })
    : call('PATCH', `/customer-addresses/${address}`, { body: fields })
}

/** Removes an address; orders keep theirs. */
export function removeAddress(address: string): Promise<object> {
  return call('DELETE', `/customer-addresses/${address}`)
}

export interface CustomerNote {
  readonly id: string
  readonly text: string
  readonly at: string
  readonly author: string
  readonly changedAt: string | null
  readonly changedBy: string | null
}

/** What was noted about a customer, newest first. */
export function notesQuery(customer: string) {
  return listQuery<CustomerNote>(['customers', 'notes', customer], `/customers/${customer}/notes`, {})
}

/** Adds a note, or puts other words into one; no words: takes it away. */
export function saveNote(customer: string, note: string | undefined, text: string): Promise<object> {
  if (note === undefined) return call('POST', `/customers/${customer}/notes`, { body: { text } })
  return text === ''
    ? call('DELETE', `/customer-notes/${note}`)
    : call('PATCH', `/customer-notes/${note}`, { body: { text } })
}

export interface CustomerHistory {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly event: string
  /** Of the customer whom it was done to, before that one became a part. */
  readonly number: string
  readonly data: Readonly<Record<string, unknown>>
  readonly changes: readonly {
    readonly field: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

/** What was done to a customer and to its parts, newest first. */
export function historyQuery(customer: string) {
  return listQuery<CustomerHistory>(['customers', 'history', customer], `/customers/${customer}/history`, {})
}

export interface Merge {
  readonly id: string
  readonly into: string
  readonly from: readonly string[]
  readonly at: string
  readonly actor: string
  readonly undoneAt: string | null
  readonly undoneBy: string | null
  readonly orders: number
}

/** The merges that a customer came out of. */
export function mergesQuery(customer: string) {
  return queryOptions({
    queryKey: ['customers', 'merges', customer],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly Merge[] }>('GET', `/customers/${customer}/merges`, { signal })).items,
  })
}

/** Takes a merge apart. */
export function undoMerge(
  merge: string,
): Promise<{ readonly from: readonly string[]; readonly left: readonly object[] }> {
  return call('POST', `/customer-merges/${merge}/undo`, { body: {} })
}

/** An order with what was paid of it. */
export type CustomerOrder = OrderRow & { readonly paid: string }

/** The orders of a customer, newest first. */
export function customerOrdersQuery(customerId: string, folder: 'all' | 'unpaid' = 'all') {
  return listQuery<CustomerOrder>(['orders', 'customer'], '/orders', { customerId, folder })
}

/** Everything that is kept of a person, as one document. */
export function exportPerson(customer: string): Promise<object> {
  return call('GET', `/customers/${customer}/person`)
}

export interface Anonymised {
  readonly did: 'anonymised' | 'already' | 'refused'
  readonly kept: number | null
  readonly reason: string | null
  readonly remedy: string | null
}

/** Forgets a person for good; refused where something is open. */
export async function anonymise(customer: string): Promise<Anonymised> {
  const answer = await call<{ items: readonly Anonymised[] }>('POST', '/customers/anonymise', {
    body: { customers: [customer] },
  })
  const [one] = answer.items
  if (!one) throw new TypeError('one result per customer')
  return one
}
