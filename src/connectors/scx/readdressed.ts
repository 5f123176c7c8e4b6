import { asKept } from './asKept.ts'
import { type AddressChange, type Order, storedOrder } from './orderWire.ts'

/** Under this name an order keeps with what addresses it was posted, once others took their place. */
const first = 'addressesPosted'

type Kept = Readonly<Record<string, unknown>>

/**
 * A parked order with the addresses and the buyer that its channel names now, whole. How it was posted is kept beside them: posted again
 * as it was (`keptOrder`) it says nothing new.
 */
export function readdressed(kept: object, now: Pick<AddressChange, keyof Addresses>): object {
  const posted = isReaddressed(kept) ? kept[first] : addressesOf(kept)
  return { ...bare(kept as Kept), ...addressesOf(now), [first]: posted }
}

/** What is kept of an order, where this one says the same as it does, or as it did at first; undefined where it says something else. */
export function keptOrder(kept: unknown, order: Order): unknown {
  const same = asKept('order', storedOrder, kept, order)
  if (same !== undefined || !isReaddressed(kept)) return same
  const posted = { ...bare(kept), ...kept[first] }
  return asKept('order', storedOrder, posted, order) === undefined ? undefined : kept
}

interface Addresses {
  readonly billingAddress?: unknown
  readonly shippingAddress?: unknown
  readonly buyer?: unknown
}

function addressesOf({ billingAddress, shippingAddress, buyer }: Addresses): Addresses {
  return { billingAddress, shippingAddress, buyer }
}

function bare(kept: Kept): Kept {
  const {
    billingAddress: _billing,
    shippingAddress: _shipping,
    buyer: _buyer,
    [first]: _first,
    ...rest
  } = kept
  return rest
}

function isReaddressed(kept: unknown): kept is Kept & { readonly [first]: object } {
  const posted = typeof kept === 'object' && kept !== null ? (kept as Kept)[first] : undefined
  return typeof posted === 'object' && posted !== null
}
