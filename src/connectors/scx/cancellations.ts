import type { ReceiveRoute } from '../../port/receive.ts'
import type { OutgoingKind } from '../../port/records.ts'
import { conflict, failure, noOrder, noSeller, notFound, notValid, ok, type Said } from './answers.ts'
import { asKept } from './asKept.ts'
import { cancellationAccept, cancellationDenied, cancellationRequest } from './cancellationWire.ts'
import { type Call, guarded } from './guarded.ts'
import { joined, noOfRequest } from './ids.ts'
import { isOpen } from './isOpen.ts'
import { problemOfLines, stateOf } from './orderState.ts'

/** `POST /v1/channel/order/cancellation`: the buyer or the marketplace wants it. The same again is silent. */
const request = guarded({
  method: 'POST',
  path: '/v1/channel/order/cancellation',
  limit: 'order',
  told: { noun: { de: 'Stornierung der Bestellung', en: 'cancellation of the order' }, about: 'order' },
  schema: cancellationRequest,
  asks: ({ body }) => ({
    orders: [joined(body.sellerId, body.orderId)],
    records: [{ kind: 'cancellation_request', externalId: body.orderCancellationRequestId }],
  }),
  read: ({ request: call, body, known }) => {
    const { sellerId, orderId, orderItem } = body
    if (!isOpen(call, body)) return failure(call, 404, noSeller(orderId))
    const order = known.orders[0] && stateOf(known.orders[0])
    if (!order) return failure(call, 404, noOrder(orderId))
    const problem = problemOfLines(order, orderItem)
    if (problem) return failure(call, 400, notValid(problem, orderId))
    const { orderCancellationRequestId: externalId } = body
    const kind = 'cancellation_request'
    const raw = asKept(kind, cancellationRequest, known.records[0]?.payload, body) ?? body
    return { records: [{ kind, externalId, place: sellerId, raw, once: true }] }
  },
  answer: ({ request: call, body, done }) =>
    done.outcomes.some(outcome => outcome.did === 'refused')
      ? failure(call, 409, conflict(requestedBefore, body.orderId))
      : ok(201, {}),
})

const requestedBefore: Said = {
  de: 'Diese Stornierung wurde schon mit anderem Inhalt gemeldet.',
  en: 'This cancellation was posted before with other content.',
}
const answeredBefore: Said = {
  de: 'Diese Stornierung ist schon anders beantwortet.',
  en: 'This cancellation was answered otherwise before.',
}

interface Answered {
  readonly sellerId: string
  readonly orderCancellationRequestId: string
}

const wanted: OutgoingKind = 'cancellation'

function asked(
  { orderCancellationRequestId: uuid }: Answered,
  other: 'cancellation_accepted' | 'cancellation_refused',
) {
  const no = noOfRequest(uuid)
  return no === undefined
    ? {}
    : { sent: [{ kind: wanted, no }], records: [{ kind: other, externalId: uuid }] }
}

function answered(
  { request: call, body, known }: Call<Answered> & { readonly known: Parameters<ReceiveRoute['read']>[1] },
  kind: 'cancellation_accepted' | 'cancellation_refused',
) {
  const { sellerId, orderCancellationRequestId: externalId } = body
  if (!isOpen(call, body)) return failure(call, 404, noSeller())
  const no = noOfRequest(externalId)
  // Another seller's request is not there for this one.
  const isOurs = known.sent.some(one => one.kind === wanted && one.no === no && one.place === sellerId)
  if (!isOurs) return failure(call, 404, notFound)
  if (known.records.length > 0) return failure(call, 409, conflict(answeredBefore))
  return { records: [{ kind, externalId, place: sellerId, raw: body }] }
}

/** `PUT /v1/channel/order/cancellation-accept`: the answer to a request of ours. */
const accept = guarded({
  method: 'PUT',
  path: '/v1/channel/order/cancellation-accept',
  limit: 'order',
  told: { noun: { de: 'Antwort auf unsere Stornierung', en: 'answer to our cancellation' } },
  schema: cancellationAccept,
  asks: ({ body }) => asked(body, 'cancellation_refused'),
  read: call => answered(call, 'cancellation_accepted'),
  answer: () => ok(201),
})

/** `PUT /v1/channel/order/cancellation-denied`: the same, with a reason. */
const deny = guarded({
  method: 'PUT',
  path: '/v1/channel/order/cancellation-denied',
  limit: 'order',
  told: { noun: { de: 'Antwort auf unsere Stornierung', en: 'answer to our cancellation' } },
  schema: cancellationDenied,
  asks: ({ body }) => asked(body, 'cancellation_accepted'),
  read: call => answered(call, 'cancellation_refused'),
  answer: () => ok(201),
})

export const cancellationRoutes: readonly ReceiveRoute[] = [request, accept, deny]
