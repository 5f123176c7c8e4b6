import type { AskedLetter, TicketReply } from '../../../port/receive.ts'
import { cut, wireTime } from './wire.ts'

/** Letters about no object of ours: a seller was closed, something is asked for (section 6). */

/** We closed a seller. Not for good: it may come back, and the channel keeps its data. */
export function channelUnlinked(
  place: string,
  { reason, at, forGood }: { readonly reason: string; readonly at: Date; readonly forGood: boolean },
): AskedLetter {
  return {
    type: 'Seller:Channel.Unlinked',
    body: { sellerId: place, reason, unlinkedAt: wireTime(at), permanentlyRemoved: forGood },
  }
}

/** Asks for the offers that a seller has there. */
export function reportRequest(place: string, reportId: string): AskedLetter {
  return {
    type: 'Seller:Report.Request',
    body: { sellerId: place, reportType: 'SELLER_INVENTORY', reportId },
  }
}

/** Asks for the attributes of a seller anew. */
export function attributesRequest(place: string): AskedLetter {
  return { type: 'Seller:Meta.SellerAttributesUpdateRequest', body: { sellerId: place } }
}

/** Whether letters arrive. */
export function systemTest(place: string): AskedLetter {
  return { type: 'System:Test', body: { sellerId: place } }
}

/** A line in the channel's log. The queue adds the name of the channel, which only the settings know. */
export function systemNotification(place: string, message: string): AskedLetter {
  return { type: 'System:Notification', body: { sellerId: place, message, severity: 'INFO' } }
}

/** What a seller may write in one answer. */
const mostMessage = 1024

/** An answer of the seller to a ticket; nothing is attached to it. What does not fit is cut. */
export function ticketReply({ place, ticket, text, at }: TicketReply): AskedLetter {
  return {
    type: 'Seller:Ticket.Reply',
    body: {
      sellerId: place,
      ticketId: ticket,
      replyRequested: false,
      createdAt: wireTime(at),
      from: { role: 'SELLER' },
      message: cut(text, mostMessage),
      attachment: [],
    },
  }
}
