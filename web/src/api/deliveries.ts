import { queryOptions } from '@tanstack/react-query'
import type { deliveryDetailShape, deliveryRowShape } from '../../../src/operations/deliveryShapes.ts'
import type { Answer } from './asJson.ts'
import { call, type Query } from './call.ts'
import { listQuery } from './lists.ts'
import type { PackageWish, Results, ReturnLabel } from './orderActs.ts'

export type DeliveryRow = Answer<typeof deliveryRowShape>
export type Delivery = Answer<typeof deliveryDetailShape>

/** Delivery notes, newest first. */
export function deliveriesQuery(filter: Query) {
  return listQuery<DeliveryRow>(['deliveries', 'list'], '/deliveries', filter)
}

/** How many delivery notes a filter leaves. */
export function deliveryCountQuery(filter: Query) {
  return queryOptions({
    queryKey: ['deliveries', 'count', filter],
    queryFn: async ({ signal }) => {
      const { count, countCapped } = await call<{ count: number; countCapped: boolean }>(
        'GET',
        '/deliveries',
        {
          query: { ...filter, limit: 1 },
          signal,
        },
      )
      return { count, countCapped }
    },
    refetchInterval: 60_000,
  })
}

/** One delivery note with its lines. */
export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: ({ signal }) => call<Delivery>('GET', `/deliveries/${id}`, { signal }),
    enabled: id !== '',
  })
}

/** Tells that delivery notes were handed over; packages that are named are added. */
export function shipDeliveries(
  deliveries: readonly {
    readonly deliveryId: string
    readonly shippedAt: string
    readonly packages?: readonly PackageWish[]
  }[],
): Promise<Results> {
  return call('POST', '/deliveries/ship-packed', { body: { deliveries } })
}

/** Takes delivery notes back. */
export function reverseDeliveries(deliveries: readonly string[], reason: string): Promise<Results> {
  return call('POST', '/deliveries/reverse', { body: { deliveries, ...(reason === '' ? {} : { reason }) } })
}

/** Adds packages to a delivery note, and says the return labels of those that are there, by their number. */
export function packDelivery(
  deliveryId: string,
  wish: {
    readonly add: readonly PackageWish[]
    readonly change: readonly { readonly no: number; readonly returnLabel: ReturnLabel }[]
  },
): Promise<Results> {
  return call('POST', '/deliveries/package', { body: { deliveries: [{ deliveryId, ...wish }] } })
}
