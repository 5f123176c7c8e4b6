import {
  characteristicsForChannel,
  manufacturersForChannel,
  nextCharacteristicsOf,
  nextManufacturersOf,
} from '../catalog/alongForChannel.ts'
import { categoriesForChannel, nextCategoriesOf, nextItemsOf } from '../catalog/categoriesForChannel.ts'
import { crossSellingForChannel, nextCrossSellingOf } from '../catalog/crossSellingForChannel.ts'
import { imagesForChannel, nextImagesOf } from '../catalog/imagesForChannel.ts'
import { itemsForChannel } from '../catalog/itemsForChannel.ts'
import { accountsForChannel, nextAccountsOf } from '../customers/accounts.ts'
import { documentsForChannel } from '../documents/documentsForChannel.ts'
import { cancellationAnswersForChannel, cancellationsForChannel } from '../sales/cancellationsForChannel.ts'
import { confirmationsForChannel } from '../sales/confirmations.ts'
import { deliveriesForChannel } from '../sales/deliveriesForChannel.ts'
import { orderStatesForChannel } from '../sales/orderStatesForChannel.ts'
import { paymentsForChannel } from '../sales/paymentsForChannel.ts'
import { returnsForChannel } from '../sales/returnsForChannel.ts'
import { offersFor } from '../stock/offers.ts'

/**
 * Where what is sent comes from: the reading functions of catalogue, stock and sales. A few statements per list each;
 * lists answer in the order of the ids, undefined for what the channel does not sell.
 */
export interface Sources {
  readonly itemsForChannel: typeof itemsForChannel
  readonly categoriesForChannel: typeof categoriesForChannel
  readonly manufacturersForChannel: typeof manufacturersForChannel
  readonly characteristicsForChannel: typeof characteristicsForChannel
  readonly imagesForChannel: typeof imagesForChannel
  readonly crossSellingForChannel: typeof crossSellingForChannel
  readonly nextCrossSellingOf: typeof nextCrossSellingOf
  readonly nextManufacturersOf: typeof nextManufacturersOf
  readonly nextCharacteristicsOf: typeof nextCharacteristicsOf
  readonly nextItemsOf: typeof nextItemsOf
  readonly nextImagesOf: typeof nextImagesOf
  readonly nextCategoriesOf: typeof nextCategoriesOf
  readonly offersFor: typeof offersFor
  readonly accountsForChannel: typeof accountsForChannel
  readonly nextAccountsOf: typeof nextAccountsOf
  readonly orderStatesForChannel: typeof orderStatesForChannel
  readonly deliveriesForChannel: typeof deliveriesForChannel
  readonly paymentsForChannel: typeof paymentsForChannel
  readonly cancellationsForChannel: typeof cancellationsForChannel
  readonly cancellationAnswersForChannel: typeof cancellationAnswersForChannel
  readonly returnsForChannel: typeof returnsForChannel
  readonly confirmationsForChannel: typeof confirmationsForChannel
  readonly documentsForChannel: typeof documentsForChannel
}

/** The trade of the database. */
export const tradeSources: Sources = {
  itemsForChannel,
  categoriesForChannel,
  manufacturersForChannel,
  characteristicsForChannel,
  imagesForChannel,
  crossSellingForChannel,
  nextCrossSellingOf,
  nextManufacturersOf,
  nextCharacteristicsOf,
  nextItemsOf,
  nextImagesOf,
  nextCategoriesOf,
  offersFor,
  accountsForChannel,
  nextAccountsOf,
  orderStatesForChannel,
  deliveriesForChannel,
  paymentsForChannel,
  cancellationsForChannel,
  cancellationAnswersForChannel,
  returnsForChannel,
  confirmationsForChannel,
  documentsForChannel,
}
