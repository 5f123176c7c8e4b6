import { type PriceFields, priceMaking } from './itemStates.ts'
import type { Candidate } from './pushRows.ts'
import { aspectOf } from './pushTask.ts'

/** The same with another price than the one that it has here. */
export function withPrice(one: Candidate, fields: PriceFields): Candidate {
  const { making } = one
  const own = priceMaking(one.row.objectId, fields)
  return {
    ...one,
    sent: { ...one.sent, price: aspectOf(fields) },
    ...(making
      ? {
          making: {
            ...making,
            things: [...making.things, ...own.things],
            state: (refOf, stock) => {
              const state = making.state(refOf, stock)
              const price = own.along?.(refOf).price
              return price && 'prices' in state ? { ...state, prices: price.prices } : state
            },
            ...(making.along && own.along ? { along: own.along } : {}),
          },
        }
      : {}),
  }
}
