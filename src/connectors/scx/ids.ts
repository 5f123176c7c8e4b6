/** Names of the wire that are made of our numbers, and names of theirs that are made of two. */

/** The id of an order, or of anything else that is unique per seller: a seller's id holds no slash, so it splits again. */
export function joined(seller: string, id: string): string {
  return `${seller}/${id}`
}

/** Both parts of such an id; the second is the whole text where there is no slash. */
export function parted(external: string): { readonly seller: string; readonly id: string } {
  const at = external.indexOf('/')
  return at < 0 ? { seller: '', id: external } : { seller: external.slice(0, at), id: external.slice(at + 1) }
}

// UUID version 8 (RFC 9562): what is in it is ours to say. `kontor` in ASCII, then the number in the last eight digits.
const uuidStart = '6b6f6e74-6f72-8000-8000-0000'

/** The UUID of a cancellation request of ours, by its number: the same for ever, so an answer that names only it is understood. */
export function requestId(no: number): string {
  return uuidStart + no.toString(16).padStart(8, '0')
}

/** The number in such a UUID; undefined for any other. */
export function noOfRequest(uuid: string): number | undefined {
  const text = uuid.toLowerCase()
  if (text.length !== 36 || !text.startsWith(uuidStart)) return undefined
  const digits = text.slice(uuidStart.length)
  return /^[0-9a-f]{8}$/.test(digits) ? positive(Number.parseInt(digits, 16)) : undefined
}

/** A refund or a return of ours on the wire (`refundId`, `sellerReturnId`). */
export function ownId(no: number): string {
  return String(no)
}

/** The number in it; undefined for any other text. */
export function noOfOwnId(text: string): number | undefined {
  return /^[1-9]\d{0,9}$/.test(text) ? positive(Number(text)) : undefined
}

function positive(no: number): number | undefined {
  return no > 0 && no <= 2_147_483_647 ? no : undefined
}
