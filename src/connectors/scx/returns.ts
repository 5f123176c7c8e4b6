import type { SendResult } from '../../port/outgoing.ts'
import type { Known, Received, ReceiveRoute } from '../../port/receive.ts'
import { conflict, failure, noOrder, noSeller, notFound, notValid, ok, type Said } from './answers.ts'
import { asKept } from './asKept.ts'
import { guarded } from './guarded.ts'
import { joined, noOfOwnId } from './ids.ts'
import { isOpen } from './isOpen.ts'
import { problemOfLines, stateOf } from './orderState.ts'
import { refundResult, returnAnnouncement, returnResult } from './returnWire.ts'

/** `POST /v1/channel/order/return`: goods are coming. The same again is silent. */
const announce = guarded({
  method: 'POST',
  path: '/v1/channel/order/return',
  limit: 'order',
  told: { noun: { de: 'Retoure der Bestellung', en: 'return of the order' }, about: 'order' },
  schema: returnAnnouncement,
  asks: ({ body: { sellerId, orderId, channelReturnId } }) => ({
    orders: [joined(sellerId, orderId)],
    records: [{ kind: 'return', externalId: joined(sellerId, channelReturnId) }],
  }),
  read: ({ request, body, known }) => {
    const { sellerId, orderId, channelReturnId, orderItem = [] } = body
    if (!isOpen(request, body)) return failure(request, 404, noSeller(orderId))
    const order = known.orders[0] && stateOf(known.orders[0])
    if (!order) return failure(request, 404, noOrder(orderId))
    const problem = problemOfLines(order, orderItem)
    if (problem) return failure(request, 400, notValid(problem, orderId))
    const externalId = joined(sellerId, channelReturnId)
    const record = { kind: 'return', externalId, externalNumber: channelReturnId, place: sellerId } as const
    const raw = asKept('return', returnAnnouncement, known.records[0]?.payload, body) ?? body
    return { records: [{ ...record, raw, once: true }] }
  },
  answer: ({ request, body, done }) =>
    done.outcomes.some(outcome => outcome.did === 'refused')
      ? failure(request, 409, conflict(announcedBefore, body.orderId))
      : ok(201),
})

const announcedBefore: Said = {
  de: 'Diese Retoure wurde schon mit anderem Inhalt gemeldet.',
  en: 'This return was posted before with other content.',
}

/** `POST /v1/channel/order/return/processing-result`: what became of a return that we told. */
const ofReturn = guarded({
  method: 'POST',
  path: '/v1/channel/order/return/processing-result',
  limit: 'order',
  told: { noun: { de: 'Ergebnis einer Retoure', en: 'result of a return' } },
  schema: returnResult,
  asks: ({ body }) => sentAs('return', body.sellerReturnId),
  read: ({ request, body, known }) => {
    if (!isOpen(request, body)) return failure(request, 404, noSeller())
    const no = noOfOwnId(body.sellerReturnId)
    if (no === undefined || !isSentTo(known, 'return', no, body.sellerId))
      return failure(request, 404, notFound)
    return { results: [resultOf('return', no, body)] }
  },
  answer: () => ok(201),
})

/** `POST /v1/channel/order/refund/processing-result`: what became of a refund that we told. */
const ofRefund = guarded({
  method: 'POST',
  path: '/v1/channel/order/refund/processing-result',
  limit: 'order',
  told: { noun: { de: 'Ergebnis einer Erstattung', en: 'result of a refund' } },
  schema: refundResult,
  asks: ({ body }) => sentAs('refund', body.refundId),
  read: ({ request, body, known }) => {
    if (!isOpen(request, body)) return failure(request, 404, noSeller())
    const no = noOfOwnId(body.refundId)
    if (no === undefined || !isSentTo(known, 'refund', no, body.sellerId))
      return failure(request, 404, notFound)
    return { results: [resultOf('refund', no, body)] }
  },
  answer: () => ok(201),
})

export const returnRoutes: readonly ReceiveRoute[] = [announce, ofReturn, ofRefund]

type Told = 'return' | 'refund'

function sentAs(kind: Told, id: string) {
  const no = noOfOwnId(id)
  return no === undefined ? {} : { sent: [{ kind, no }] }
}

function isSentTo({ sent }: Known, kind: Told, no: number, place: string): boolean {
  return sent.some(one => one.kind === kind && one.no === no && one.place === place)
}

interface Result {
  readonly isAccepted: boolean
  readonly processingErrorList?:
    | readonly { readonly code?: string | undefined; readonly message: string }[]
    | undefined
}

/** Longer than any person reads. */
const longestText = 4000

// What they refused before they may have accepted after all, by hand for instance: that is the end of it.
function resultOf(kind: Told, no: number, result: Result): NonNullable<Received['results']>[number] {
  const late = result.isAccepted ? { late: { kind, no } } : {}
  return { ticket: `${kind}/${no}`, result: sendResultOf(result), ...late }
}

function sendResultOf({ isAccepted, processingErrorList = [] }: Result): SendResult {
  if (isAccepted) return { result: 'accepted', proof: 'stored' }
  const text = processingErrorList
    .map(({ code, message }) => (code === undefined ? message : `${code}: ${message}`))
    .join('; ')
  return { result: 'rejected', code: 'REMOTE_VALIDATION', text: text.slice(0, longestText) }
}
