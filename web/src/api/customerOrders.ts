import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { OrderRow } from './orders.ts'
import type { Page } from './page.ts'

/** The open orders of a customer, newest first. */
export function customerOrdersQuery(customer: string) {
  return queryOptions({
    queryKey: ['orders', 'of-customer', customer],
    queryFn: async ({ signal }) =>
      (
        await call<Page<OrderRow>>('GET', '/orders', {
          query: { customerId: customer, folder: 'open', limit: 50 },
          signal,
        })
      ).items,
  })
}
