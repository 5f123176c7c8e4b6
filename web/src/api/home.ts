import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

/** What Start shows. `before`: the same weekday a week ago until the same time of day. Amounts are gross. */
export interface Home {
  readonly at: string
  readonly currency: string
  readonly figures: {
    readonly orders: { readonly value: number; readonly before: number }
    readonly turnover: { readonly value: string; readonly before: string }
    readonly shipped: number
    readonly deliverable: number
    readonly withoutStock: number
  }
  readonly turnover: readonly {
    readonly day: string
    readonly gross: string
    readonly lastYear: string | null
    readonly channels: readonly { readonly channelId: string | null; readonly gross: string }[]
  }[]
  readonly todo: readonly {
    readonly what: string
    readonly count: number
    readonly countCapped: boolean
    /** Of the list that holds exactly these. */
    readonly address: string
    readonly oldest: string | null
  }[]
  readonly channels: readonly {
    readonly channelId: string
    readonly channel: string
    readonly state: string
    readonly sentence: string
    readonly ordersToday: number
  }[]
  readonly low: readonly {
    readonly itemId: string
    readonly itemNumber: string
    readonly name: string
    readonly available: string
    readonly daysLeft: number | null
  }[]
  readonly best: readonly {
    readonly itemId: string
    readonly itemNumber: string
    readonly name: string
    readonly quantity: string
  }[]
}

/** Today's figures and what there is to do. */
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => call<Home>('GET', '/home', { signal }),
  refetchInterval: 30_000,
})
