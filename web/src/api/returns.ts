import { queryOptions } from '@tanstack/react-query'
import type { returnShape } from '../../../src/operations/returnShapes.ts'
import type { Answer } from './asJson.ts'
import { call, onceKey, type Query } from './call.ts'
import { listQuery } from './lists.ts'
import type { Result, Results } from './orderActs.ts'

export type Return = Answer<typeof returnShape>
export type ReturnLine = Return['lines'][number]
export type ReturnCondition = NonNullable<ReturnLine['condition']>

export const returnStates = [
  'announced',
  'partly_received',
  'received',
  'accepted',
  'partly_accepted',
  'refused',
  'missing',
] as const
export const returnConditions = [
  'original_packed',
  'as_new',
  'worn_little',
  'worn_much',
  'damaged',
  'incomplete',
  'fraud',
] as const
export const returnOrigins = ['shop', 'mail', 'phone', 'letter', 'in_person', 'parcel', 'other'] as const

/** Returns, newest first. */
export function returnsQuery(filter: Query) {
  return listQuery<Return>(['returns', 'list'], '/returns', filter)
}

/** The returns of one order. */
export function orderReturnsQuery(order: string) {
  return queryOptions({
    queryKey: ['returns', 'order', order],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly Return[] }>('GET', '/returns', { query: { order }, signal })).items,
  })
}

/** How many returns that are not closed there are in each state. */
export const returnCountsQuery = queryOptions({
  queryKey: ['returns', 'counts'],
  queryFn: async ({ signal }) =>
    (
      await call<{ items: readonly { state: Return['state']; count: number }[] }>('GET', '/returns/counts', {
        signal,
      })
    ).items,
  refetchInterval: 60_000,
})

interface NotedResult extends Result {
  readonly returnId: string | null
  readonly returnNumber: string | null
}

export interface ReturnWish {
  readonly orderId: string
  readonly origin?: string
  readonly warehouseId?: string
  readonly note?: string
  readonly lines: readonly {
    readonly line: number
    readonly quantity: string
    readonly reason?: string
    readonly comment?: string
  }[]
}

/** Announces goods that come back. */
export function addReturn(wish: ReturnWish): Promise<Results<NotedResult>> {
  return call('POST', '/returns', { body: { returns: [wish] }, idempotencyKey: onceKey() })
}

export interface Receipt {
  readonly returnId: string
  readonly lines: readonly {
    readonly line: number
    readonly quantity: string
    readonly condition: ReturnCondition
    readonly conditionNote?: string
    readonly restock: boolean
    readonly warehouseId?: string
  }[]
}

/** Books goods as come, each line in its condition. */
export function receiveReturns(receipts: readonly Receipt[]): Promise<Results> {
  return call('POST', '/returns/receive', { body: { receipts } })
}

/** Accepts or refuses what came back. */
export function decideReturns(wish: {
  readonly ids: readonly string[]
  readonly decision: 'accept' | 'refuse'
  readonly lines?: readonly number[]
  readonly comment?: string
  readonly credit?: boolean
}): Promise<Results> {
  return call('POST', '/returns/decide', { body: wish })
}

/** Ends returns: what has not come is not waited for. */
export function closeReturns(ids: readonly string[]): Promise<Results> {
  return call('POST', '/returns/close', { body: { ids } })
}

/** Puts goods that came back into stock after all: so many of each line lie there then. */
export function restockReturn(
  id: string,
  lines: Readonly<Record<string, string>>,
  warehouseId?: string,
): Promise<Results> {
  return call('POST', `/returns/${id}/restock`, { body: { lines, ...(warehouseId ? { warehouseId } : {}) } })
}

/** Makes an order that sends the same goods again. */
export async function exchangeReturn(id: string, note: string): Promise<Results> {
  const one = await call<Result>('POST', `/returns/${id}/exchange`, {
    body: note === '' ? {} : { note },
    idempotencyKey: onceKey(),
  })
  return { refused: one.did === 'refused' ? 1 : 0, items: [one] }
}
