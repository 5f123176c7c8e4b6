import type { SentAspect } from '../channels/sentStore.ts'
import { priceMaking } from './itemStates.ts'
import type { PriceFields } from './priceFields.ts'
import type { Candidate } from './pushRows.ts'
import { aspectOf } from './pushTask.ts'

/**
 * The same with another price than the one that it has here, and with the rate of that price: under another rate the same net
 * price is another one for whoever buys.
 */
export function withPrice(one: Candidate, fields: PriceFields): Candidate {
  const { making, sent } = one
  const own = priceMaking(one.row.objectId, fields)
  const { taxRate } = fields
  return {
    ...one,
    sent: { ...sent, ...(sent.data ? { data: withRate(sent.data, taxRate) } : {}), price: aspectOf(fields) },
    ...(making
      ? {
          making: {
            ...making,
            things: [...making.things, ...own.things],
            state: (refOf, stock, others) => {
              const state = making.state(refOf, stock, others)
              const price = own.along?.(refOf, stock).price
              return price && 'prices' in state ? { ...state, prices: price.prices, taxRate } : state
            },
            ...(making.along
              ? {
                  along: (refOf, stock) => ({
                    ...making.along?.(refOf, stock),
                    ...own.along?.(refOf, stock),
                  }),
                }
              : {}),
          },
        }
      : {}),
  }
}

function withRate(data: SentAspect, taxRate: string): SentAspect {
  const { fields } = data
  const has = typeof fields === 'object' && fields !== null && 'taxRate' in fields
  return has && fields.taxRate !== taxRate ? aspectOf({ ...fields, taxRate }) : data
}
