import { queryOptions } from '@tanstack/react-query'
import type { queueShape } from '../../../src/operations/servedFirst.ts'
import type { stockShape } from '../../../src/operations/stock.ts'
import type { movementShape, stockRowShape } from '../../../src/operations/stockLists.ts'
import type { reasonShape } from '../../../src/operations/stockReasons.ts'
import type { warehouseShape } from '../../../src/operations/warehouses.ts'
import type { Answer } from './asJson.ts'
import { call, onceKey, type Query } from './call.ts'
import { listQuery } from './lists.ts'

/** An item with its quantities; decimals as text. */
export type StockRow = Answer<typeof stockRowShape>
export type Stock = Answer<typeof stockShape>
export type Movement = Answer<typeof movementShape>
export type Warehouse = Answer<typeof warehouseShape>
export type AdjustmentReason = Answer<typeof reasonShape>
export type Queue = Answer<typeof queueShape>
export type ServedFirst = Queue['servedFirst']

/** What movements come of. */
export const causeKinds = ['booking', 'delivery', 'adjustment', 'transfer', 'stocktaking'] as const
/** Why something is booked by hand. */
export const bookReasons = ['receipt', 'opening', 'return', 'adjustment'] as const
export type BookReason = (typeof bookReasons)[number]

/** Items with their quantities. */
export function stockListQuery(filter: Query) {
  return listQuery<StockRow>(['stock', 'list'], '/stock', filter)
}

/** What moved, newest first. */
export function movementsQuery(filter: Query) {
  return listQuery<Movement>(['stock', 'movements'], '/stock/movements', filter)
}

/** The stock of one item. */
export function stockQuery(item: string) {
  return queryOptions({
    queryKey: ['stock', 'item', item],
    queryFn: ({ signal }) => call<Stock>('GET', `/stock/${encodeURIComponent(item)}`, { signal }),
  })
}

/** Who waits for an item, and who is served before. */
export function queueQuery(item: string) {
  return queryOptions({
    queryKey: ['stock', 'queue', item],
    queryFn: ({ signal }) => call<Queue>('GET', `/stock/${encodeURIComponent(item)}/queue`, { signal }),
  })
}

/** All warehouses. */
export const warehousesQuery = queryOptions({
  queryKey: ['stock', 'warehouses'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Warehouse[] }>('GET', '/warehouses', { signal })).items,
})

/** The reasons that can be chosen for a correction, and those out of use. */
export const reasonsQuery = queryOptions({
  queryKey: ['stock', 'reasons'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly AdjustmentReason[] }>('GET', '/stock-reasons', { signal })).items,
})

/** Who gets what is scarce. */
export const stockRuleQuery = queryOptions({
  queryKey: ['stock', 'rule'],
  queryFn: ({ signal }) => call<{ readonly servedFirst: ServedFirst }>('GET', '/stock-rule', { signal }),
})

/** Changes who gets what is scarce from now on. */
export function setStockRule(servedFirst: ServedFirst): Promise<{ readonly servedFirst: ServedFirst }> {
  return call('PUT', '/stock-rule', { body: { servedFirst } })
}

interface Booking {
  readonly item: string
  readonly warehouse: string
  readonly note?: string
}

/** Books pieces in (above 0) or out. */
export function bookStock(
  booking: Booking & { readonly quantity: string; readonly reason: BookReason },
): Promise<{ readonly onHand: string }> {
  return call('POST', '/stock/movements', { body: booking, idempotencyKey: onceKey() })
}

/** Puts a balance right: how many lie there (`to`), or how many more or fewer (`by`). */
export function adjustStock(
  adjustment: Booking & { readonly to?: string; readonly by?: string; readonly reason?: string },
): Promise<{ readonly did: string; readonly quantity: string; readonly onHand: string }> {
  return call('POST', '/stock/adjustments', { body: adjustment, idempotencyKey: onceKey() })
}

/** Takes pieces from one warehouse to another. */
export function transferStock(transfer: {
  readonly item: string
  readonly quantity: string
  readonly from: string
  readonly to: string
  readonly note?: string
}): Promise<{ readonly fromOnHand: string; readonly toOnHand: string }> {
  return call('POST', '/stock/transfers', { body: transfer, idempotencyKey: onceKey() })
}

/** Makes a reason for corrections. */
export function addReason(name: string): Promise<unknown> {
  return call('POST', '/stock-reasons', { body: { names: [name] } })
}

export type WarehouseChange = Partial<Omit<Warehouse, 'id'>>

/** Changes or locks a warehouse. */
export function changeWarehouse(id: string, change: WarehouseChange): Promise<Warehouse> {
  return call('PATCH', `/warehouses/${id}`, { body: change })
}

/** Makes a warehouse. */
export function addWarehouse(warehouse: {
  readonly code: string
  readonly name: string
  readonly priority: number
}): Promise<Warehouse> {
  return call('POST', '/warehouses', { body: warehouse, idempotencyKey: onceKey() })
}
