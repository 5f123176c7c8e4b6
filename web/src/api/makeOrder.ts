import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { alikeShape } from '../../../src/operations/alikeCustomers.ts'
import type { madeShape } from '../../../src/operations/makingShapes.ts'
import type { draftShape } from '../../../src/operations/orderMaking.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'

/** A line of an order or quotation that is to be made. Amounts and quantities are decimals as text. */
export interface NewLine {
  readonly kind:
    | 'item'
    | 'shipping'
    | 'payment'
    | 'discount'
    | 'voucher'
    | 'surcharge'
    | 'custom'
    | 'difference'
  readonly itemId?: string
  readonly name?: string
  readonly quantity: string
  readonly unitNet?: string
  readonly unitGross?: string
  readonly discountPercent?: string
  readonly taxClassId?: string
  readonly note?: string
}

/** What an order or a quotation is made of; what is absent is decided by the server. */
export interface NewOrder {
  readonly customer?: string
  readonly newCustomer?: Readonly<Record<string, string | boolean>>
  /** Id of who sells. */
  readonly company?: string
  readonly channel?: string
  readonly billing?: Readonly<Record<string, string>>
  readonly shipping?: Readonly<Record<string, string>>
  readonly currency?: string
  readonly pricesGross?: boolean
  readonly lines: readonly NewLine[]
  readonly paymentMethod?: string
  readonly shippingMethod?: string
  readonly customerNote?: string
  readonly note?: string
  readonly externalNumber?: string
}

/** An order as it would be made: prices with where they come from, taxes, sums, stock, and what hinders it. */
export type OrderPreview = Answer<typeof draftShape>

/** What an order would cost; the answer of before stays until the new one is there. */
export function previewQuery(order: NewOrder) {
  return queryOptions({
    queryKey: ['orders', 'preview', order],
    queryFn: ({ signal }) => call<OrderPreview>('POST', '/orders/preview', { body: order, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
}

/** Makes an order; the same key twice makes one. */
export function addOrder(
  order: NewOrder & { readonly kind: 'instant' | 'customer' },
  key: string,
): Promise<Answer<typeof madeShape>> {
  return call('POST', '/orders', { body: order, idempotencyKey: key })
}

/** Who may be the one that is described, with points of 100 and what made them. */
export type Alike = Answer<typeof alikeShape>

/** Customers who may be the one that is being typed. */
export function alikeQuery(address: Readonly<Record<string, string>>) {
  return queryOptions({
    queryKey: ['customers', 'alike', address],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly Alike[] }>('POST', '/customers/alike', { body: address, signal })).items,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** A customer as far as an order needs one. */
export interface ChosenCustomer {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly email: string
  readonly blocked: boolean
  readonly blockReason: string
  readonly group: string | null
}

/** One customer, by id or number. */
export function customerQuery(customer: string) {
  return queryOptions({
    queryKey: ['customers', 'chosen', customer],
    queryFn: ({ signal }) =>
      call<ChosenCustomer>('GET', `/customers/${encodeURIComponent(customer)}`, { signal }),
  })
}
