import { queryOptions } from '@tanstack/react-query'
import type { packageCheckShape } from '../../../src/operations/carriers.ts'
import type { Answer } from './asJson.ts'
import { call, onceKey } from './call.ts'
import type { Order } from './orders.ts'

/** What can be done with an order, as the server names it. */
export type ActionName = Order['actions'][number]['action']

/** What became of an act on one element. */
export interface Result {
  readonly did: string
  readonly code: string | null
  readonly reason: string | null
  readonly remedy: string | null
}

/** One refused stops no other. */
export interface Results<One extends Result = Result> {
  readonly refused: number
  readonly items: readonly One[]
}

/** A line and how much of it. */
export interface LineQuantity {
  readonly line: number
  readonly quantity: string
}

/** A package as a person fills it in. */
export interface PackageWish {
  readonly carrier: string
  readonly tracking: string
  readonly weight?: string
  /** The label for sending it back that lies in it. */
  readonly returnLabel?: ReturnLabel
}

export interface ReturnLabel {
  readonly carrier: string
  /** Empty: none any more. */
  readonly tracking: string
}

/** Says how the number of a parcel would be kept, and what is odd about it. */
export function packageCheckQuery({ carrier, tracking }: Pick<PackageWish, 'carrier' | 'tracking'>) {
  return queryOptions({
    queryKey: ['carriers', 'check', carrier, tracking],
    queryFn: ({ signal }) =>
      call<Answer<typeof packageCheckShape>>('GET', '/carriers/check', {
        query: { carrier, tracking },
        signal,
      }),
    enabled: carrier !== '' && tracking !== '',
    staleTime: 60_000,
    retry: false,
  })
}

const byLine = (lines: readonly LineQuantity[]) =>
  Object.fromEntries(lines.map(({ line, quantity }) => [String(line), quantity]))

export interface DeliverWish {
  readonly orderId: string
  readonly warehouseId?: string
  readonly lines?: readonly LineQuantity[]
  readonly packages: readonly PackageWish[]
  /** False: a delivery note; it is shipped later. */
  readonly ship?: boolean
  readonly shippedAt?: string
}

/** Makes delivery notes, shipped at once or later. */
export function deliver(deliveries: readonly DeliverWish[]): Promise<Results> {
  return call('POST', '/orders/deliver', { body: { deliveries } })
}

/** What is open is not delivered any more. */
export function completeOrders(ids: readonly string[], reason: string): Promise<Results> {
  return call('POST', '/orders/complete', { body: { ids, reason } })
}

/** Opens orders again that were completed without shipping. */
export function reopenOrders(ids: readonly string[]): Promise<Results> {
  return call('POST', '/orders/reopen', { body: { ids } })
}

/** Locks lines against shipping, or unlocks them. */
export function lockLines(order: string, lines: readonly number[], locked: boolean): Promise<Results> {
  return call('POST', '/orders/lock-lines', { body: { ids: [order], lines, locked } })
}

export interface CancelWish {
  readonly ids: readonly string[]
  readonly reason?: string
  readonly comment: string
  readonly lines?: readonly LineQuantity[]
}

/** Cancels orders, or some lines of one. */
export function cancel({ ids, reason, comment, lines }: CancelWish): Promise<Results> {
  return call('POST', '/orders/cancel', {
    body: { ids, comment, ...(reason ? { reason } : {}), ...(lines ? { line: byLine(lines) } : {}) },
  })
}

/** Undoes the last cancellation of an order. */
export function undoCancel(ids: readonly string[]): Promise<Results> {
  return call('POST', '/orders/undo-cancel', { body: { ids } })
}

export interface RefundWish {
  readonly orderId: string
  readonly amount: string
  readonly paymentId?: string
  readonly method?: string
  readonly transactionId?: string
  readonly reason?: string
  readonly force?: boolean
}

/** Books money that went back. */
export function refund(wish: RefundWish): Promise<Results> {
  return call('POST', '/orders/refund', { body: { refunds: [wish] }, idempotencyKey: onceKey() })
}

/** Books payments on the order that they were made for. */
export function movePayments(payments: readonly string[], to: string, reason: string): Promise<Results> {
  return call('POST', '/payments/move', { body: { payments, to, reason } })
}

/** Takes payments out of the books by counter entries. */
export function reversePayments(payments: readonly string[], reason: string): Promise<Results> {
  return call('POST', '/payments/reverse', { body: { payments, reason } })
}

interface SplitResult extends Result {
  readonly newOrderId: string | null
  readonly newOrderNumber: string | null
}

export interface SplitWish {
  readonly order: string
  readonly version: number
  readonly lines: readonly LineQuantity[]
  readonly payment?: string
}

/** Makes an order of its own of some lines. */
export function splitOrder({ order, lines, ...wish }: SplitWish): Promise<Results<SplitResult>> {
  return call('POST', `/orders/${order}/split`, {
    body: { ...wish, lines: byLine(lines) },
    idempotencyKey: onceKey(),
  })
}

/** Makes one order of several of a customer; the first goes on. */
export function mergeOrders(orders: readonly string[]): Promise<Results> {
  return call('POST', '/orders/merge', { body: { orders } })
}

/** A reason of a list that people choose from. */
export interface ListedReason {
  readonly id: string
  readonly code: string
  readonly names: { readonly de: string; readonly en: string }
  readonly commentRequired: boolean
  readonly active: boolean
}

/** Why orders are cancelled (`cancel-reasons`), or goods come back (`return-reasons`). */
export function reasonsQuery(list: 'cancel-reasons' | 'return-reasons') {
  return queryOptions({
    queryKey: [list],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly ListedReason[] }>('GET', `/${list}`, { signal })).items.filter(
        one => one.active,
      ),
    staleTime: 60_000,
  })
}

/** Who carries parcels. */
export const carriersQuery = queryOptions({
  queryKey: ['carriers'],
  queryFn: async ({ signal }) =>
    (
      await call<{ items: readonly { code: string; name: string; active: boolean }[] }>('GET', '/carriers', {
        signal,
      })
    ).items.filter(one => one.active),
  staleTime: 60_000,
})

/** Names of payment or shipping methods; empty where one may not read them. */
export function methodsQuery(list: 'payment-methods' | 'shipping-methods') {
  return queryOptions({
    queryKey: [list],
    queryFn: async ({ signal }) =>
      (
        await call<{ items: readonly { name: string; active: boolean }[] }>('GET', `/${list}`, { signal })
      ).items
        .filter(one => one.active)
        .map(one => one.name),
    staleTime: 60_000,
    retry: false,
  })
}
