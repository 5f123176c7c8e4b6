import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { quotationShape } from '../../../src/operations/quotations.ts'
import type { Answer } from './asJson.ts'
import { call, onceKey } from './call.ts'
import { listQuery } from './lists.ts'
import type { NewOrder } from './makeOrder.ts'
import type { Result, Results } from './orderActs.ts'
import type { Page } from './page.ts'

export const quotationStates = ['open', 'ordered', 'declined', 'expired'] as const
export type QuotationState = (typeof quotationStates)[number]

/** A quotation with all that is known of it. */
export type Quotation = Answer<typeof quotationShape>
/** A quotation as a row of a list. */
export type QuotationRow = Pick<
  Quotation,
  | 'id'
  | 'number'
  | 'state'
  | 'customerId'
  | 'customerNumber'
  | 'customer'
  | 'placedAt'
  | 'validUntil'
  | 'currency'
  | 'totalGross'
  | 'orderId'
  | 'orderNumber'
>

/** Quotations in a state, whose number begins so; newest first. */
export function quotationsQuery(state: QuotationState | undefined, number: string | undefined) {
  return listQuery<QuotationRow>(['quotations', 'list'], '/quotations', { state, number })
}

/** How many quotations are in a state. */
export function quotationCountQuery(state: QuotationState) {
  return queryOptions({
    queryKey: ['quotations', 'count', state],
    queryFn: async ({ signal }) => {
      const { count, countCapped } = await call<Page<QuotationRow>>('GET', '/quotations', {
        query: { state, limit: 1 },
        signal,
      })
      return { count, countCapped }
    },
    staleTime: 30_000,
  })
}

/** One quotation, by id or number. */
export function quotationQuery(quotation: string) {
  return queryOptions({
    queryKey: ['quotations', 'one', quotation],
    queryFn: ({ signal }) =>
      call<Quotation>('GET', `/quotations/${encodeURIComponent(quotation)}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

export type NewQuotation = NewOrder & { readonly validUntil?: string }

interface Quoted extends Result {
  readonly quotationId: string | null
  readonly quotationNumber: string | null
}

/** Makes a quotation; the same key twice makes one. */
export function addQuotation(quotation: NewQuotation, key: string): Promise<Results<Quoted>> {
  return call('POST', '/quotations', { body: quotation, idempotencyKey: key })
}

/** Writes a quotation anew, if it still has this version. */
export function changeQuotation(
  id: string,
  version: number,
  quotation: NewQuotation,
): Promise<Results<Quoted>> {
  return call('PUT', `/quotations/${id}`, { body: { ...quotation, version } })
}

/** Notes that the customers declined. */
export function declineQuotations(quotations: readonly string[], reason: string): Promise<Results<Quoted>> {
  return call('POST', '/quotations/decline', { body: { quotations, reason } })
}

export interface OrderWish {
  readonly quotations: readonly string[]
  readonly evenExpired: boolean
  readonly acceptTotal: boolean
}

interface Ordered extends Result {
  readonly orderId: string | null
  readonly orderNumber: string | null
}

/** Makes orders out of quotations, each once. */
export function orderQuotations(wish: OrderWish): Promise<Results<Ordered>> {
  return call('POST', '/quotations/order', { body: wish, idempotencyKey: onceKey() })
}
