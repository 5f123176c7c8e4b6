import { exact } from '../../../base/decimal.ts'
import type { Outgoing, OutgoingStates, PackageState, SendResult } from '../../../port/outgoing.ts'
import type { Features } from '../features.ts'
import { ownId, parted, requestId } from '../ids.ts'
import { cancelReason, condition, isWord, refundReason, returnReason } from './reasonWords.ts'
import { amountText, cut, quantityText, wireTime } from './wire.ts'

/** Bodies of `Seller:Order.*` (section 6), each for one object of ours, or why it cannot be told. */

type Refusal = Extract<SendResult, { readonly result: 'rejected' }>
type Of<K extends keyof OutgoingStates> = Pick<Outgoing<K>, 'ref' | 'place' | 'state'>

/** The carrier of what nobody wrote down: the field must not be missing. */
const noCarrier = 'OTHER'
const mostMessage = 1024
const mostReason = 250

/** What left the house: each package with what lies in it. */
export function orderShipping({ place, state }: Of<'delivery'>, features: Features): object | Refusal {
  const known = state.lines.filter(({ theirLine }) => theirLine !== '')
  const broken = [...known, ...state.packages.flatMap(({ lines }) => lines ?? [])].find(
    ({ quantity }) => !exact(quantity).isInteger(),
  )
  if (broken) return refused('FIELD_NOT_TAKEN', 'quantity', `quantity: ${broken.quantity}`)
  if (features.returnTrackingRequired && state.packages.some(({ returnLabel }) => !returnLabel))
    return refused('RETURN_TRACKING_MISSING', 'returnTracking', state.order.theirs)
  // What is in which package is often not written down: then all of it is said of the first.
  const unwritten = state.packages.every(({ lines }) => lines === undefined)
  const packages: readonly (Partial<PackageState> | undefined)[] =
    state.packages.length > 0 ? state.packages : [undefined]
  return {
    ...orderName(place, state.order.theirs),
    shippingComplete: state.complete,
    shippingItems: packages.map((one, at) => ({
      carrier: one?.carrier || noCarrier,
      ...(one?.tracking ? { trackingNumber: one.tracking } : {}),
      ...(one?.url ? { trackingUrl: one.url } : {}),
      shippedAt: wireTime(state.shippedAt),
      orderItemIdList: unwritten ? (at === 0 ? shippedLines(known) : []) : shippedLines(one?.lines ?? []),
      ...(one?.returnLabel
        ? {
            returnTracking: {
              carrier: one.returnLabel.carrier,
              trackingNumber: one.returnLabel.tracking,
              ...(one.returnLabel.url ? { trackingUrl: one.returnLabel.url } : {}),
            },
          }
        : {}),
    })),
  }
}

/** Money that came in. Where nobody says whether anything is open still, nothing is. */
export function orderPayment({ place, state }: Of<'payment'>): object {
  return {
    ...orderName(place, state.order.theirs),
    paymentComplete: state.complete ?? true,
    paidAt: wireTime(state.at),
  }
}

/** We cancel an order, or some of it: all affected items are named. */
export function cancellationRequest({ ref, place, state }: Of<'cancellation'>): object | Refusal {
  const lines = state.lines ?? []
  if (lines.length === 0) return refused('REMOTE_VALIDATION', 'orderItem', 'no line of the order')
  const { reason, text = '' } = state
  const message = [isWord(reason) ? '' : reason, text].filter(one => one !== '').join(': ')
  return {
    ...orderName(place, state.order.theirs),
    orderCancellationRequestId: requestId(ref.no),
    orderItem: lines.map(itemOf),
    cancelReason: cancelReason(reason),
    ...(message === '' ? {} : { message: cut(message, mostMessage) }),
  }
}

/** Our answer to a cancellation that they asked for. A reason is needed to refuse. */
export function cancellationAnswer({ place, state }: Of<'cancellation_answer'>): object {
  return {
    sellerId: place,
    orderCancellationRequestId: withoutPlace(place, state.request.theirs),
    ...(state.accepted ? {} : { reason: cut(state.reason || '-', mostReason) }),
  }
}

/** Whether we take an order that waits for it. */
export function orderConfirmed({ place, state }: Of<'confirmation'>): object {
  return {
    ...orderName(place, state.order.theirs),
    orderAccepted: state.accepted,
    ...(state.accepted ? {} : { reason: cancelReason(state.reason ?? '') }),
  }
}

/** An invoice or a credit note that can be fetched. It always says until when: the client cannot do without [V]. */
export function orderInvoice({ place, state }: Of<'document'>): object {
  return {
    type: state.kind === 'invoice' ? 'INVOICE' : 'CREDITNOTE',
    ...orderName(place, state.order.theirs),
    invoiceNumber: cut(state.number, 256),
    documentId: state.id,
    documentExpiresAt: wireTime(state.until),
  }
}

/** Goods that came back and were decided about; without a condition nothing came, and nothing is expected. */
export function returnReceived({ ref, place, state }: Of<'return'>): object {
  return {
    ...orderName(place, state.order.theirs),
    sellerReturnId: ownId(ref.no),
    ...(state.announced ? { channelReturnId: withoutPlace(place, state.announced) } : {}),
    orderItem: state.lines.map(({ reason, note, accepted, condition: how, ...line }) => {
      const said = note || (isWord(reason) ? '' : reason)
      return {
        ...itemOf(line),
        returnReason: returnReason(reason),
        ...(said === '' ? {} : { note: cut(said, mostMessage) }),
        condition: condition(how),
        acceptReturn: accepted,
        requireReturnShipping: how !== undefined,
      }
    }),
  }
}

/** Money that goes back for lines of an order. */
export function orderRefund({ ref, place, state }: Of<'refund'>): object | Refusal {
  const lines = state.lines ?? []
  if (lines.length === 0) return refused('REFUND_LINES_MISSING', 'orderItem', state.order.theirs)
  return {
    refundId: ownId(ref.no),
    ...orderName(place, state.order.theirs),
    orderItem: lines.map(({ reason, amount, ...line }) => ({
      ...itemOf(line),
      reason: refundReason(reason),
      refund: amountText(amount),
      refundCurrency: state.currency,
    })),
  }
}

function orderName(place: string, theirs: string) {
  const { seller, id } = parted(theirs)
  return { sellerId: seller || place, orderId: id }
}

// A name that is unique per seller bears the seller here.
function withoutPlace(place: string, theirs: string): string {
  return theirs.startsWith(`${place}/`) ? theirs.slice(place.length + 1) : theirs
}

function itemOf({ theirLine, quantity }: { readonly theirLine: string; readonly quantity: string }) {
  return { orderItemId: theirLine, quantity: quantityText(quantity) }
}

function shippedLines(lines: readonly { readonly theirLine: string; readonly quantity: string }[]) {
  const byLine = Map.groupBy(
    lines.filter(({ theirLine }) => theirLine !== ''),
    ({ theirLine }) => theirLine,
  )
  return [...byLine].map(([orderItemId, parts]) => ({
    orderItemId,
    quantity: parts.reduce((sum, { quantity }) => sum.plus(exact(quantity)), exact('0')).toNumber(),
  }))
}

function refused(code: string, field: string, text: string): Refusal {
  return { result: 'rejected', code, field, text }
}
