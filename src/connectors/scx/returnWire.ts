import { objectOf } from './guarded.ts'
import { orderId, orderItemId } from './orderWire.ts'
import { bool, enumOf, id, list, optional, optionalText, quantity, sellerId, text } from './scalars.ts'

/** Returns and what was made of ours (models `ReturnAnnouncement`, `ReturnProcessingResult`, `RefundProcessingResult`). */
export const returnAnnouncement = objectOf({
  sellerId,
  orderId,
  orderItem: optional(
    list(
      objectOf({
        orderItemId,
        quantity,
        returnReason: enumOf('NO_REASON', 'DEFECT', 'WRONG_ITEM', 'WRONG_SIZE', 'TOO_LATE', 'BAD_QUALITY'),
        note: optionalText(1024),
      }),
      0,
      5000,
    ),
  ),
  channelReturnId: id(256),
  returnTracking: optional(objectOf({ carrier: text(0, 500), trackingNumber: text(0, 500) })),
})

const processingErrorList = optional(
  list(objectOf({ code: optionalText(255), message: text(1, 1024) }), 0, 500),
)

export const returnResult = objectOf({
  sellerId,
  sellerReturnId: id(256),
  isAccepted: bool,
  processingErrorList,
})

export const refundResult = objectOf({ sellerId, refundId: id(128), isAccepted: bool, processingErrorList })
