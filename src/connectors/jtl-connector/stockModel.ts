import { jsonNumber } from '../../port/exactJson.ts'
import type { OutgoingStates } from '../../port/outgoing.ts'

/** What the shop may offer of an item: an absolute quantity. */
export function stockModel({ item, itemNumber, stock }: OutgoingStates['stock']): object {
  return { productId: ['', item.no], sku: itemNumber, stockLevel: jsonNumber(stock.offered) }
}
