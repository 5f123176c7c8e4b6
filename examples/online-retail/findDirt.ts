import { compareAmounts } from './amounts.ts'
import type { Order } from './types.ts'

/** What an order of the file can have that a clean order has not, the worst first. */
export const dirtKinds = [
  'quantityNotPositive',
  'itemUnknown',
  'countryUnknown',
  'nothingToPay',
  'priceZero',
  'nameEmpty',
  'itemTwice',
  'otherSpelling',
  'noItemAtAll',
] as const
export type Dirt = (typeof dirtKinds)[number]

/** The reason under which an order with this dirt must be parked; other dirt must be survived. */
export const parkedFor: Readonly<Partial<Record<Dirt, string>>> = {
  quantityNotPositive: 'QUANTITY_INVALID',
  itemUnknown: 'ITEM_UNKNOWN',
  countryUnknown: 'COUNTRY_UNKNOWN',
}

/**
 * Lists the dirt of an order, told from the order alone, so that what a synchronisation parked can be compared
 * with what it had to park. An order with several of the three parking kinds may be parked for any of them.
 */
export function findDirt(order: Order): Dirt[] {
  return dirtKinds.filter(kind => hasDirt[kind](order))
}

/** The reasons for which this order may be parked; empty for one that must not be. */
export function parkingReasons(order: Order): string[] {
  return findDirt(order).flatMap(kind => parkedFor[kind] ?? [])
}

const hasDirt: Readonly<Record<Dirt, (order: Order) => boolean>> = {
  quantityNotPositive: order => order.lines.some(line => line.quantity <= 0),
  itemUnknown: order => order.lines.some(line => line.type === 'product' && line.itemSku === null),
  countryUnknown: order => order.shipping.countryIso === '',
  nothingToPay: order => compareAmounts(order.totalGross, '0') <= 0,
  priceZero: order => order.lines.some(line => compareAmounts(line.unitPriceGross, '0') === 0),
  nameEmpty: order => order.lines.some(line => line.name.trim() === ''),
  itemTwice: order => {
    const skus = order.lines.flatMap(line => line.itemSku ?? [])
    return new Set(skus).size < skus.length
  },
  otherSpelling: order => order.lines.some(line => line.itemSku !== null && line.itemSku !== line.sku),
  noItemAtAll: order => order.lines.every(line => line.type !== 'product'),
}
