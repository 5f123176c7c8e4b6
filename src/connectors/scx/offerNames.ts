import type { Ref } from '../../port/records.ts'

// The marketplace need not name an offer (`channelOfferId` is optional), and a child never has a letter of its own. What stands in for
// the name is told from a real one, and never sent.
const start = 'offer/'
const skuStart = 'sku/'

/** The name of an offer that the channel has and the marketplace gave no name; it says that it was accepted. */
export function unnamedOffer(no: number): string {
  return start + no
}

/** The name of an offer of which a report says its SKU alone. */
export function offerOfSku(sku: string): string {
  return skuStart + sku
}

/** The marketplace's own name of an offer; undefined where it gave none. */
export function channelOfferIdOf({ no, theirs }: Ref): string | undefined {
  return theirs === '' || theirs === unnamedOffer(no) || theirs.startsWith(skuStart) ? undefined : theirs
}

/** The ticket of a listing that waits for `listed` or `listing-failed`. */
export function offerTicket(no: number): string {
  return start + no
}
