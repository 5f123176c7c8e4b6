import { categoriesForChannel, nextCategoriesOf, nextItemsOf } from '../catalog/categoriesForChannel.ts'
import { itemsForChannel } from '../catalog/itemsForChannel.ts'
import { deliveriesForChannel } from '../sales/deliveriesForChannel.ts'
import { orderStatesForChannel } from '../sales/orderStatesForChannel.ts'
import { offersFor } from '../stock/offers.ts'

/**
 * Where what is sent comes from: the reading functions of catalogue, stock and sales. A few statements per list each;
 * lists answer in the order of the ids, undefined for what the channel does not sell.
 */
export interface Sources {
  readonly itemsForChannel: typeof itemsForChannel
  readonly categoriesForChannel: typeof categoriesForChannel
  readonly nextItemsOf: typeof nextItemsOf
  readonly nextCategoriesOf: typeof nextCategoriesOf
  readonly offersFor: typeof offersFor
  readonly orderStatesForChannel: typeof orderStatesForChannel
  readonly deliveriesForChannel: typeof deliveriesForChannel
}

/** The trade of the database. */
export const tradeSources: Sources = {
  itemsForChannel,
  categoriesForChannel,
  nextItemsOf,
  nextCategoriesOf,
  offersFor,
  orderStatesForChannel,
  deliveriesForChannel,
}
