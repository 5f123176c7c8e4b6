import { jsonNumber } from '../../port/exactJson.ts'
import type { PriceState } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { noId, wireTime } from './wireText.ts'

/** What a price model repeats of its product, for generation 3. */
export interface PricedItem {
  readonly no: number
  readonly itemNumber: string
  readonly taxRate: string
}

/** The price lists of a product, one model per customer group; the group of everyone is `["", 0]`. Always net. */
export function priceModels(item: PricedItem, prices: readonly PriceState[]): readonly object[] {
  return prices.map(({ group, scales }) => ({
    id: noId,
    productId: ['', item.no],
    customerGroupId: groupId(group),
    customerId: noId,
    sku: item.itemNumber,
    vat: jsonNumber(item.taxRate),
    items: scales.map(({ from, net }) => ({
      productPriceId: noId,
      netPrice: jsonNumber(net),
      quantity: scaleFrom(from),
    })),
  }))
}

/** The special prices of a product; those without dates are valid until they are taken away. */
export function specialPrices(no: number, prices: readonly PriceState[]): readonly object[] {
  return prices.flatMap(({ group, special }) =>
    special
      ? [
          {
            id: noId,
            productId: ['', no],
            isActive: true,
            considerDateLimit: special.from !== undefined || special.until !== undefined,
            activeFromDate: special.from === undefined ? null : wireTime(special.from),
            activeUntilDate: special.until === undefined ? null : wireTime(special.until),
            considerStockLimit: false,
            stockLimit: 0,
            items: [
              {
                productSpecialPriceId: noId,
                customerGroupId: groupId(group),
                priceNet: jsonNumber(special.net),
              },
            ],
          },
        ]
      : [],
  )
}

// The first price of all counts from quantity 0. Scales of endpoints are whole numbers: from 2.5 on is from 3 on.
function scaleFrom(from: string): number {
  const quantity = Math.ceil(Number(from))
  return quantity <= 1 ? 0 : quantity
}

function groupId(group: Ref | undefined): readonly [string, number] {
  return ['', group?.no ?? 0]
}
