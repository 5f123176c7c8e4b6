import { drawNumber, retailSeed } from './chance.ts'
import type { Order } from './types.ts'

/**
 * What the merchant has on the shelf before the first order, made by the seed: mostly more than was sold in the whole
 * time, of one item of ten less, so that some orders cannot be delivered in full.
 */
export function openingStock(orders: readonly Order[], seed: string = retailSeed): Map<string, number> {
  const sold = new Map<string, number>()
  for (const order of orders)
    for (const line of order.lines)
      if (line.itemSku && line.quantity > 0)
        sold.set(line.itemSku, (sold.get(line.itemSku) ?? 0) + line.quantity)
  return new Map(
    [...sold].map(([sku, quantity]) => {
      const scarce = drawNumber(seed, `scarce ${sku}`, 10) === 0
      const spare = drawNumber(seed, `spare ${sku}`, 120)
      return [sku, scarce ? Math.floor(quantity / 2) : quantity + spare]
    }),
  )
}
