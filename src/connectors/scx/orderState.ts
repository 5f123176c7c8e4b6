import { exact } from '../../base/decimal.ts'
import type { KnownOrder } from '../../port/receive.ts'
import type { Said } from './answers.ts'
import { compiled } from './compiled.ts'
import {
  addressChange,
  type LineState,
  type OrderState,
  type StatusChange,
  statusChange,
  storedOrder,
} from './orderWire.ts'
import { payloadText } from './payloads.ts'

/** Where an order stands by all that its channel posted of it, which is what its next change is judged by. */
export interface OrderNow {
  readonly status: OrderState
  readonly lines: ReadonlyMap<string, LineState>
  /** How many of each item were ordered; shipping and payment are no items. */
  readonly quantities: ReadonlyMap<string, string>
  readonly hasAddress: boolean
  /** Addresses and buyer by the last change, whole; a later one is laid over it. */
  readonly address: Readonly<Record<string, unknown>>
  /** Every change of status that was posted, in its one form: posted again it changes nothing. */
  readonly posted: ReadonlySet<string>
}

/** What a line may become [D]. Itself, always: that is how a call is repeated. */
const after: Readonly<Record<LineState, readonly LineState[]>> = {
  UNSHIPPED: ['SHIPPED', 'CANCELED_BY_SELLER', 'CANCELED_BY_BUYER', 'RETURNED', 'REFUNDED'],
  SHIPPED: ['CANCELED_BY_SELLER', 'CANCELED_BY_BUYER', 'RETURNED', 'REFUNDED'],
  CANCELED_BY_SELLER: [],
  CANCELED_BY_BUYER: [],
  RETURNED: ['REFUNDED'],
  REFUNDED: [],
}

/** True for a change of a line that the page allows. */
export function mayBecome(from: LineState, to: LineState): boolean {
  return from === to || after[from].includes(to)
}

/** Not released yet: the address may change, and so may the status of the order. */
export function isPending(status: OrderState): boolean {
  return status === 'UNACKED' || status === 'CREATED'
}

/** What the status of an order says of its lines; undefined where it says nothing. */
export function lineStateBy(status: OrderState): LineState | undefined {
  return status === 'SHIPPED' || status === 'CANCELED_BY_SELLER' || status === 'CANCELED_BY_BUYER'
    ? status
    : undefined
}

/**
 * The state of an order that is here. What was stored and cannot be read any more counts for nothing. Changes that came in one call
 * have one time: the result is the same in whatever order they are.
 */
export function stateOf(known: Pick<KnownOrder, 'payload' | 'events'>): OrderNow | undefined {
  const order = compiled(storedOrder).safeParse(known.payload)
  if (!order.success) return undefined
  const { sellerId, orderId, orderStatus, orderItem, billingAddress, shippingAddress, buyer } = order.data
  const implied = lineStateBy(orderStatus)
  let now: OrderNow = {
    status: orderStatus,
    lines: new Map(
      orderItem.map(line => [
        line.orderItemId,
        (line.type === 'ITEM' ? line.itemStatus : undefined) ?? implied ?? 'UNSHIPPED',
      ]),
    ),
    quantities: new Map(
      orderItem.flatMap(line =>
        line.type === 'ITEM' ? [[line.orderItemId, line.quantity ?? '1'] as const] : [],
      ),
    ),
    hasAddress: billingAddress !== undefined || shippingAddress !== undefined,
    address: { sellerId, orderId, billingAddress, shippingAddress, buyer },
    posted: new Set(),
  }
  for (const { kind, payload } of known.events) {
    if (kind === 'order_status') now = withStatus(now, payload)
    if (kind === 'order_address') now = withAddress(now, payload)
  }
  return now
}

/** The state after a change of status that was judged. */
export function changed(now: OrderNow, change: StatusChange): OrderNow {
  const lines = new Map(now.lines)
  const implied = lineStateBy(change.orderStatus)
  const become = (line: string, state: LineState) => {
    const from = lines.get(line)
    if (from !== undefined && mayBecome(from, state)) lines.set(line, state)
  }
  for (const { orderItemId, itemStatus } of change.orderItems ?? []) become(orderItemId, itemStatus)
  if (implied && isPending(now.status))
    for (const [line, state] of lines) if (state === 'UNSHIPPED') lines.set(line, implied)
  return {
    ...now,
    lines,
    status: isPending(now.status) ? change.orderStatus : now.status,
    posted: new Set([...now.posted, payloadText(change)]),
  }
}

/** The state after a change of address. */
export function addressed(now: OrderNow, address: Readonly<Record<string, unknown>>): OrderNow {
  return {
    ...now,
    address,
    hasAddress:
      now.hasAddress || address['billingAddress'] !== undefined || address['shippingAddress'] !== undefined,
  }
}

/** What speaks against a change of status; undefined for nothing. */
export function problemOf(now: OrderNow, change: StatusChange): Said | undefined {
  const { orderStatus, orderItems = [] } = change
  if (now.posted.has(payloadText(change))) return undefined
  if (!isPending(now.status) && orderStatus !== now.status && !followsFromItems(now, change))
    return statusIsFixed
  if (orderStatus === 'ACCEPTED' && !now.hasAddress) return addressMissing
  for (const { orderItemId, itemStatus } of orderItems) {
    const from = now.lines.get(orderItemId)
    if (from === undefined) return lineUnknown
    if (!mayBecome(from, itemStatus)) return transitionRefused
  }
  return undefined
}

/** What speaks against lines that are to be cancelled or come back; undefined for nothing. */
export function problemOfLines(
  now: OrderNow,
  lines: readonly { readonly orderItemId: string; readonly quantity?: string | undefined }[],
): Said | undefined {
  for (const { orderItemId, quantity } of lines) {
    if (!now.lines.has(orderItemId)) return lineUnknown
    const ordered = now.quantities.get(orderItemId) ?? '1'
    if (quantity !== undefined && exact(quantity).greaterThan(ordered)) return moreThanOrdered
  }
  return undefined
}

// A status that is final may be named as what all of its items are by now: it follows from them [D].
function followsFromItems(now: OrderNow, { orderStatus, orderItems = [] }: StatusChange): boolean {
  const implied = lineStateBy(orderStatus)
  const named = new Map(orderItems.map(line => [line.orderItemId, line.itemStatus]))
  const items = [...now.quantities.keys()]
  return (
    implied !== undefined &&
    items.length > 0 &&
    items.every(line => (named.get(line) ?? now.lines.get(line)) === implied)
  )
}

function withStatus(now: OrderNow, payload: unknown): OrderNow {
  const change = compiled(statusChange).safeParse(payload)
  return change.success ? changed(now, change.data) : now
}

function withAddress(now: OrderNow, payload: unknown): OrderNow {
  const change = compiled(addressChange).safeParse(payload)
  return change.success ? addressed(now, change.data) : now
}

export const statusIsFixed: Said = {
  de: 'Der Bestellstatus steht fest; nur Positionen können sich noch ändern.',
  en: 'The status of the order is final; only items can still change.',
}
export const addressMissing: Said = {
  de: 'Für ACCEPTED fehlt die Adresse.',
  en: 'ACCEPTED needs an address.',
}
export const lineUnknown: Said = {
  de: 'Eine Position gehört nicht zu dieser Bestellung.',
  en: 'An item does not belong to this order.',
}
const moreThanOrdered: Said = {
  de: 'Von einer Position ist mehr genannt, als bestellt wurde.',
  en: 'Of an item more is named than was ordered.',
}
export const transitionRefused: Said = {
  de: 'Dieser Wechsel des Positionsstatus ist nicht erlaubt.',
  en: 'This change of the item status is not allowed.',
}
export const addressIsFixed: Said = {
  de: 'Die Adresse kann sich nur bis ACCEPTED ändern.',
  en: 'The address can only change until ACCEPTED.',
}
