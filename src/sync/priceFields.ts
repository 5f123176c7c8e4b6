import type { PriceState } from '../port/outgoing.ts'
import { groupRef, groupThing } from './groupThing.ts'
import type { NamedThing, RefOf } from './pushTask.ts'

/** The prices of an item as they are compared and kept; groups, and price types, by their ids. */
export interface PriceFields {
  readonly itemNumber: string
  readonly taxRate: string
  readonly currency: string
  readonly prices: readonly (Omit<PriceState, 'group'> & { readonly groupTheirs?: string })[]
}

/** As they are told. */
export function pricesOf(prices: PriceFields['prices'] | undefined, refOf: RefOf): PriceState[] {
  return (prices ?? []).map(({ groupTheirs, ...price }) => ({
    ...price,
    ...(groupTheirs === undefined ? {} : { group: groupRef(groupTheirs, refOf) }),
  }))
}

/** The groups in them, which have numbers. */
export function priceThings(prices: PriceFields['prices'] | undefined): NamedThing[] {
  return (prices ?? []).flatMap(({ groupTheirs }) =>
    groupTheirs === undefined ? [] : [groupThing(groupTheirs)],
  )
}
