import { queryOptions } from '@tanstack/react-query'
import type {
  closingShape,
  stocktakingLineShape,
  stocktakingShape,
} from '../../../src/operations/stocktakings.ts'
import type { Answer } from './asJson.ts'
import { call, onceKey } from './call.ts'
import { listQuery } from './lists.ts'

export type Stocktaking = Answer<typeof stocktakingShape>
export type StocktakingLine = Answer<typeof stocktakingLineShape>
export type Closing = Answer<typeof closingShape>
/** In the order in which they are worked on. */
export const lineStates = ['uncounted', 'different', 'equal', 'booked'] as const
export type LineState = (typeof lineStates)[number]

/** Stocktakings, newest first. */
export const stocktakingsQuery = listQuery<Stocktaking>(['stocktaking', 'list'], '/stocktakings', {})

/** How far one is. */
export function stocktakingQuery(id: string) {
  return queryOptions({
    queryKey: ['stocktaking', 'one', id],
    queryFn: ({ signal }) => call<Stocktaking>('GET', `/stocktakings/${id}`, { signal }),
  })
}

/** Its lines. */
export function linesQuery(id: string, state: LineState | undefined) {
  return listQuery<StocktakingLine>(['stocktaking', 'lines', id], `/stocktakings/${id}/lines`, { state })
}

/** Begins to count a warehouse. */
export function startStocktaking(wish: {
  readonly name: string
  readonly warehouse: string
}): Promise<{ readonly id: string; readonly lines: number }> {
  return call('POST', '/stocktakings', { body: wish, idempotencyKey: onceKey() })
}

/** What was counted of an item, and what the books say. */
export interface Counted {
  readonly id: string
  readonly itemNumber: string
  readonly counted: string
  readonly booked: string
  readonly difference: string
}

/** Writes down what was counted of an item (number or GTIN); `add`: so many more than before. */
export function countItem(
  id: string,
  count: { readonly item: string; readonly counted: string; readonly add: boolean },
): Promise<Counted> {
  return call('PUT', `/stocktakings/${id}/counts`, { body: count })
}

/** Books the differences; `version` is what was looked at. */
export function closeStocktaking(
  id: string,
  how: { readonly version: number; readonly uncounted: 'leave' | 'zero' },
): Promise<Closing> {
  return call('POST', `/stocktakings/${id}/close`, { body: how })
}

/** Ends one without booking. */
export function cancelStocktaking(id: string): Promise<unknown> {
  return call('POST', `/stocktakings/${id}/cancel`, { body: {} })
}
