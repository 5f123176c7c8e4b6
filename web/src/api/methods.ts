import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

export type MethodList = 'payment-methods' | 'shipping-methods'

/** A way to pay or to ship, by the name that orders say. */
export interface Method {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly active: boolean
  /** Of a payment method: whether goods go out before the money came. */
  readonly shipBeforePayment?: boolean
}

/** All ways to pay, or to ship, also those out of use. */
export function allMethodsQuery(list: MethodList) {
  return queryOptions({
    queryKey: [list, 'all'],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly Method[] }>('GET', `/${list}`, { signal })).items,
  })
}

/** Adds a method, or changes the one of that code. */
export function putMethod(list: MethodList, { code, ...method }: Omit<Method, 'id'>): Promise<Method> {
  return call('PUT', `/${list}/${encodeURIComponent(code)}`, { body: method })
}
