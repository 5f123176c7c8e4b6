import { jsonNumber } from '../../port/exactJson.ts'
import type { DeliveryState, OrderStatusState, Outgoing, PackageState } from '../../port/outgoing.ts'
import { noId, wireTime } from './wireText.ts'

/** The state of an order in the words of the endpoint, which knows four of delivery and three of payment. */
export function statusModel({ state }: Outgoing<'order_status'>): object {
  return {
    customerOrderId: ['', state.order.no],
    orderStatus: orderStatuses[state.delivery],
    paymentStatus: paymentStatuses[state.payment],
  }
}

const orderStatuses: { readonly [K in OrderStatusState['delivery']]: string } = {
  open: 'new',
  partly_shipped: 'partially_shipped',
  shipped: 'shipped',
  completed: 'shipped',
  cancelled: 'cancelled',
}

// A refund has no word of its own. The money was there, and an order that is shipped must not look unpaid again.
const paymentStatuses: { readonly [K in OrderStatusState['payment']]: string } = {
  open: 'unpaid',
  partly_paid: 'partially_paid',
  paid: 'completed',
  refunded: 'completed',
}

/** One delivery: its lines under the endpoint's line ids, its packages by carrier. */
export function deliveryNoteModel({ ref, state }: Outgoing<'delivery'>): object {
  const id = ['', ref.no]
  return {
    id,
    customerOrderId: ['', state.order.no],
    creationDate: wireTime(state.shippedAt),
    note: '',
    items: state.lines.map(({ theirLine, item, quantity }) => ({
      id: noId,
      deliveryNoteId: id,
      customerOrderItemId: [theirLine, 0],
      productId: item ? ['', item.no] : noId,
      quantity: jsonNumber(quantity),
      info: [],
    })),
    trackingLists: trackingLists(state.packages),
  }
}

/**
 * Money that came in here. The transaction tells it from the shop's own payments, should it come in again: its own, else a name that
 * only it has.
 */
export function paymentModel({ ref, state }: Outgoing<'payment'>): object {
  return {
    id: ['', ref.no],
    customerOrderId: ['', state.order.no],
    totalSum: jsonNumber(state.amount),
    paymentModuleCode: state.method,
    transactionId: state.transactionId ?? state.mark ?? '',
    creationDate: wireTime(state.at),
    billingInfo: '',
  }
}

function trackingLists(packages: DeliveryState['packages']): readonly object[] {
  const byCarrier = Map.groupBy(packages, ({ carrier }: PackageState) => carrier)
  return [...byCarrier].map(([name, list]) => ({
    name,
    codes: list.map(({ tracking }) => tracking),
    trackingURLs: list.flatMap(({ url }) => url ?? []),
  }))
}
