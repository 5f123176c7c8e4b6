import { objectOf } from './guarded.ts'
import { orderId, orderItemId } from './orderWire.ts'
import { enumOf, list, optional, optionalText, quantity, sellerId, text, uuid } from './scalars.ts'

/** Cancellations as they are posted (models `OrderCancellationRequest`, `CancellationAccept`, `CancellationDenied`). */
export const cancellationRequest = objectOf({
  orderCancellationRequestId: uuid,
  sellerId,
  orderId,
  orderItem: list(objectOf({ orderItemId, quantity: optional(quantity) }), 1, 5000),
  cancelReason: optional(
    enumOf(
      'BUYER_CANCELLED',
      'UNDELIVERABLE_TO_SHIPPING_ADDRESS',
      'UNDELIVERABLE_BY_CARRIER',
      'OUT_OF_STOCK',
      'DELAYED_INVENTORY',
      'PRICING_ERROR',
      'OTHER',
    ),
  ),
  message: optionalText(1024),
})

export const cancellationAccept = objectOf({ sellerId, orderCancellationRequestId: uuid })
export const cancellationDenied = objectOf({
  sellerId,
  orderCancellationRequestId: uuid,
  reason: text(0, 250),
})
/** Either, as it is stored. */
export const cancellationAnswer = objectOf({
  sellerId,
  orderCancellationRequestId: uuid,
  reason: optionalText(250),
})
