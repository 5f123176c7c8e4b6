import type { Letter, Outgoing, SendResult } from '../../port/outgoing.ts'
import type { OutgoingKind, Ref } from '../../port/records.ts'
import type { Send, Sends } from '../../port/send.ts'
import { offerBody, offerEnd, priceUpdate, stockUpdate } from './events/offerEvents.ts'
import {
  cancellationAnswer,
  cancellationRequest,
  orderConfirmed,
  orderInvoice,
  orderPayment,
  orderRefund,
  orderShipping,
  returnReceived,
} from './events/orderEvents.ts'
import { hasFeature } from './features.ts'
import { ownId } from './ids.ts'
import { offerTicket, unnamedOffer } from './offerNames.ts'
import type { Session } from './session.ts'

// Nothing is called: a letter is laid out with its result. What a seller is told is told at that seller alone.
const laid = { repeat: 'safe', atomic: false, linkedBy: 'channel', batch: 500 } as const

/** How each kind is told: by an event of the queue. */
export const sends: Sends<Session> = {
  item: {
    ...laid,
    repeat: 'keyed',
    lists: true,
    carries: ['image'],
    namesChildren: 'whole',
    // Where variations are not supported, each child is an offer of its own.
    parents: facts => hasFeature(facts, 'variationsSupported'),
    send: async (session, list) => list.map(element => sendItem(session, element)),
    remove: async (_session, list) => list.map(({ ref, place }) => endOffer(ref, place)),
  },
  stock: {
    ...laid,
    send: async ({ features }, list) =>
      list.map(({ place, state }): SendResult => {
        // The channel reads quantities itself (`stock-updates`).
        if (features.stockUpdateWithoutEventSupported) return told
        return queued(place, `stock/${state.item.no}`, 'Seller:Offer.StockUpdate', stockUpdate(place, state))
      }),
  },
  price: {
    ...laid,
    send: async (session, list) =>
      list.map(({ place, state }) =>
        queued(
          place,
          `price/${state.item.no}`,
          'Seller:Offer.PriceUpdate',
          priceUpdate(place, state, setupOf(session)),
        ),
      ),
  },
  delivery: once('delivery', 'Seller:Order.Shipping', (element, { features }) =>
    orderShipping(element, features),
  ),
  payment: once('payment', 'Seller:Order.Payment', orderPayment),
  cancellation: {
    ...once('cancellation', 'Seller:Order.Cancellation.Request', cancellationRequest),
    namesLines: true,
  },
  cancellation_answer: {
    ...laid,
    send: async (_session, list) =>
      list.map(element =>
        queued(
          element.place,
          `cancellation_answer/${element.ref.no}`,
          element.state.accepted ? 'Seller:Order.Cancellation.Accepted' : 'Seller:Order.Cancellation.Denied',
          cancellationAnswer(element),
        ),
      ),
  },
  confirmation: once('confirmation', 'Seller:Order.Confirmed', orderConfirmed),
  document: once('document', 'Seller:Order.Invoice', orderInvoice),
  return: once('return', 'Seller:Order.ReturnReceived', returnReceived, no => `return/${ownId(no)}`),
  refund: {
    ...once('refund', 'Seller:Order.Refund', orderRefund, no => `refund/${ownId(no)}`),
    namesLines: true,
  },
}

/** They have it, and nothing had to be laid out. */
const told = { result: 'accepted', proof: 'received' } as const

function sendItem(session: Session, element: Outgoing<'item'>): SendResult {
  const { ref, place, state } = element
  // Its parent names it whole, and is told anew whenever it changes.
  if (state.parent && session.features.variationsSupported)
    return { ...told, theirs: ref.theirs || unnamedOffer(ref.no) }
  if (!state.active) return endOffer(ref, place)
  const isNew = ref.theirs === ''
  const type = isNew ? 'Seller:Offer.New' : 'Seller:Offer.Update'
  // Of a change nobody says what became of it, unless it failed.
  const ticket = isNew ? offerTicket(ref.no) : undefined
  return queued(place, `item/${ref.no}`, type, offerBody(element, setupOf(session)), ticket)
}

function endOffer(ref: Ref, place: string): SendResult {
  return queued(place, `item/${ref.no}`, 'Seller:Offer.End', offerEnd(place, ref))
}

function setupOf({ run, features }: Session) {
  return {
    facts: run.facts,
    quantityPrices: features.quantityPriceSupported,
    language: run.settings['language'] ?? '',
  }
}

/** A kind that is told once for each object, by one type of event; `ticket`: it is answered by a call of theirs. */
function once<K extends OutgoingKind>(
  kind: K,
  type: string,
  body: (element: Outgoing<K>, session: Session) => object,
  ticket?: (no: number) => string,
): Send<Session, K> {
  return {
    ...laid,
    send: async (session, list) =>
      list.map(element => {
        const { no } = element.ref
        return queued(element.place, `${kind}/${no}`, type, body(element, session), ticket?.(no))
      }),
  }
}

function queued(
  place: string,
  key: string,
  type: string,
  made: object | Extract<SendResult, { readonly result: 'rejected' }>,
  ticket?: string,
): SendResult {
  if ('result' in made) return made
  const letter: Letter = { key, place, type, body: made }
  return { result: 'queued', letter, ...(ticket === undefined ? {} : { ticket }) }
}
