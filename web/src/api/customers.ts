import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { Page } from './page.ts'

export interface Customer {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly email: string
  readonly place: string | null
  readonly country: string | null
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
