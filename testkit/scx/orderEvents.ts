/** What the marketplace does with events about orders. */
import { exact } from '../../src/base/decimal.ts'
import type { EventOf } from './eventModels.ts'
import { addTo, blame, lineOf, type Market, orderOf, setLines, tell } from './market.ts'
import { release, setStatus } from './orders.ts'
import { keyOf, type Order, type OrderLine } from './state.ts'

/** The seller takes an order that waits for it, or does not. */
export function takeConfirmed(market: Market, event: EventOf<'Seller:Order.Confirmed'>): void {
  const order = orderOf(market, 'Seller:Order.Confirmed', event)
  if (!order) return
  if (order.status !== 'UNACKED') {
    blame(market, `${order.orderId} was confirmed, but is ${order.status}`)
    return
  }
  if (event.orderAccepted) release(market, keyOf(order.sellerId, order.orderId))
  else setStatus(market, order, 'CANCELED_BY_SELLER')
}

/** The seller has the money. */
export function takePayment(market: Market, event: EventOf<'Seller:Order.Payment'>): void {
  const order = orderOf(market, 'Seller:Order.Payment', event)
  if (order && event.paymentComplete) order.paid = true
}

/** Something was shipped: lines of which all has left are set to it. */
export function takeShipping(market: Market, event: EventOf<'Seller:Order.Shipping'>): void {
  const order = orderOf(market, 'Seller:Order.Shipping', event)
  if (!order) return
  if (order.status !== 'ACCEPTED' && order.status !== 'PARTIALLY_SHIPPED')
    blame(market, `${order.orderId} was shipped, but is ${order.status}`)
  const left: OrderLine[] = []
  for (const item of event.shippingItems) {
    order.packages.push({ carrier: item.carrier, tracking: item.trackingNumber ?? '' })
    for (const { orderItemId, quantity } of item.orderItemIdList) {
      const line = lineOf(market, 'Seller:Order.Shipping', order, orderItemId)
      if (line?.status.startsWith('CANCELED'))
        blame(market, `${orderItemId} was shipped, but is ${line.status}`)
      if (line && addTo(market, 'Seller:Order.Shipping', line, 'shipped', quantity)) left.push(line)
    }
  }
  order.shippingComplete ||= event.shippingComplete
  if (market.rules().confirms !== false) setLines(market, order, left, 'SHIPPED')
}

/** The seller wants to cancel: it is taken, or denied with a reason. */
export function takeCancellation(market: Market, event: EventOf<'Seller:Order.Cancellation.Request'>): void {
  const { sellerId, orderCancellationRequestId } = event
  const order = orderOf(market, 'Seller:Order.Cancellation.Request', event)
  if (!order) return
  const { cancellations } = market.state
  if (cancellations[orderCancellationRequestId]?.accepted !== undefined) return
  const key = keyOf(sellerId, order.orderId)
  const reason = market.rules().cancel?.({ order: key, reason: event.cancelReason ?? '' })
  cancellations[orderCancellationRequestId] = {
    order: key,
    by: 'seller',
    items: event.orderItem,
    accepted: reason === undefined,
  }
  if (reason !== undefined) {
    tell(market, {
      call: 'cancellationDenied',
      body: { sellerId, orderCancellationRequestId, reason },
    })
    return
  }
  tell(market, { call: 'cancellationAccept', body: { sellerId, orderCancellationRequestId } })
  setLines(market, order, cancelled(market, order, event.orderItem), 'CANCELED_BY_SELLER')
}

function cancelled(
  market: Market,
  order: Order,
  items: readonly { readonly orderItemId: string; readonly quantity: string }[],
): readonly OrderLine[] {
  return items.flatMap(({ orderItemId, quantity }) => {
    const line = lineOf(market, 'a cancellation', order, orderItemId)
    return line && addTo(market, 'a cancellation', line, 'cancelled', quantity) ? [line] : []
  })
}

/** The seller answers a request of the buyer. */
export function takeAnswer(
  market: Market,
  event: { readonly sellerId: string; readonly orderCancellationRequestId: string },
  accepted: boolean,
): void {
  const request = market.state.cancellations[event.orderCancellationRequestId]
  if (request?.by !== 'buyer') {
    blame(market, `the request ${event.orderCancellationRequestId}, which was answered, is not here`)
    return
  }
  if (request.accepted === accepted) return
  if (request.accepted !== undefined) {
    blame(market, `the request ${event.orderCancellationRequestId} was answered in two ways`)
    return
  }
  request.accepted = accepted
  const order = market.state.orders[request.order]
  if (accepted && order) setLines(market, order, cancelled(market, order, request.items), 'CANCELED_BY_BUYER')
}

/** Goods came back, or need not: what the seller accepted counts as returned. */
export function takeReturn(market: Market, event: EventOf<'Seller:Order.ReturnReceived'>): void {
  const { sellerId, sellerReturnId } = event
  const order = orderOf(market, 'Seller:Order.ReturnReceived', event)
  if (!order) return
  const { returns } = market.state
  if (returns[sellerReturnId]?.accepted !== undefined) return
  const key = keyOf(sellerId, order.orderId)
  const reason = market.rules().return?.({ sellerReturnId, order: key })
  returns[sellerReturnId] = { order: key, accepted: reason === undefined }
  tell(market, { call: 'returnResult', body: { sellerId, sellerReturnId, ...verdict(reason) } })
  if (reason !== undefined) return
  const back = event.orderItem.flatMap(({ orderItemId, quantity, acceptReturn }) => {
    const line = lineOf(market, 'Seller:Order.ReturnReceived', order, orderItemId)
    return line && acceptReturn && addTo(market, 'Seller:Order.ReturnReceived', line, 'returned', quantity)
      ? [line]
      : []
  })
  setLines(market, order, back, 'RETURNED')
}

/** The buyer gets money back. */
export function takeRefund(market: Market, event: EventOf<'Seller:Order.Refund'>): void {
  const { sellerId, refundId } = event
  const order = orderOf(market, 'Seller:Order.Refund', event)
  if (!order) return
  const { refunds } = market.state
  if (refunds[refundId]?.accepted !== undefined) return
  const key = keyOf(sellerId, order.orderId)
  const reason = market.rules().refund?.({ refundId, order: key })
  const amount = event.orderItem.reduce((sum, { refund }) => sum.plus(exact(refund)), exact('0')).toFixed()
  refunds[refundId] = { order: key, amount, accepted: reason === undefined }
  tell(market, { call: 'refundResult', body: { refundId, sellerId, ...verdict(reason) } })
  if (reason !== undefined) return
  const paidBack = event.orderItem.flatMap(({ orderItemId, quantity }) => {
    // Shipping and payment are refunded too, and have no state.
    const line = order.lines.find(one => one.orderItemId === orderItemId)
    return line && addTo(market, 'Seller:Order.Refund', line, 'refunded', quantity) ? [line] : []
  })
  setLines(market, order, paidBack, 'REFUNDED')
}

function verdict(reason: string | undefined) {
  if (reason === undefined) return { isAccepted: true }
  return { isAccepted: false, processingErrorList: [{ code: 'MP-1', message: reason }] }
}

/** The invoice of the seller is there to be fetched. */
export function takeInvoice(market: Market, event: EventOf<'Seller:Order.Invoice'>): void {
  const order = orderOf(market, 'Seller:Order.Invoice', event)
  if (!order) return
  market.state.documents[event.documentId] = {
    order: keyOf(event.sellerId, order.orderId),
    number: event.invoiceNumber,
    type: event.type,
    bytes: 0,
    text: '',
  }
  tell(market, { call: 'getInvoice', id: event.documentId })
}
