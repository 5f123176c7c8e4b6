import { type Blocker, blockersOf, type OrderAction, type OrderFacts } from './orderActions.ts'
import type { DeliveryState } from './orderList.ts'

/**
 * An order as its states follow from it: one line, whose pieces nobody else wants, and money in cents. What the verbs do to orders in
 * the database is what `happen` does to this; `refreshOrders` writes the states, and a test compares every pair.
 */
export interface OrderModel {
  readonly ordered: number
  /** Pieces that each cancellation took, oldest first. */
  readonly cancelled: readonly number[]
  /** The whole order is cancelled. */
  readonly whole: boolean
  /** Delivery notes that were not taken back, oldest first. */
  readonly notes: readonly { readonly pieces: number; readonly shipped: boolean }[]
  /** Pieces on the shelf. */
  readonly onHand: number
  readonly returned: number
  readonly completed: 'no' | 'here' | 'at_channel'
  readonly pending: boolean
  readonly held: boolean
  /** The line must not be shipped. */
  readonly locked: boolean
  readonly total: number
  readonly paid: number
  readonly wentBack: boolean
}

/** The axes of an order, which move independently, and the state that lists show. */
export interface OrderAxes {
  readonly delivery: DeliveryState
  readonly deliverability: 'none' | 'part' | 'full' | 'done'
  readonly payment: 'open' | 'partly_paid' | 'paid' | 'refunded'
  readonly held: boolean
  readonly pending: boolean
  readonly cancelled: boolean
  readonly list: 'open' | 'in_progress' | 'shipped' | 'cancelled'
}

/** What can happen to an order. `_part`: to one piece of it, or to less than all of its money. */
export const orderHappenings = [
  'goods_in',
  'deliver',
  'deliver_part',
  'note',
  'note_part',
  'ship',
  'reverse',
  'complete',
  'reopen',
  'pay',
  'pay_part',
  'refund',
  'cancel',
  'cancel_part',
  'undo_cancel',
  'hold',
  'release',
  'lock',
  'unlock',
  'release_pending',
  'return_part',
] as const
export type OrderHappening = (typeof orderHappenings)[number]

/** What is made of an order: another content, two orders, one of two. There may be more than one order afterwards. */
export const orderMakings = ['edit', 'split', 'merge'] as const satisfies readonly OrderAction[]
export type OrderMaking = (typeof orderMakings)[number]

/** Cents that `pay_part` brings and `refund` takes back. */
export const partOfMoney = 400
/** Pieces that `goods_in` brings. */
export const piecesIn = 2

/** An order that nothing has happened to. */
export const newOrder: OrderModel = {
  ordered: 3,
  cancelled: [],
  whole: false,
  notes: [],
  onHand: 3,
  returned: 0,
  completed: 'no',
  pending: false,
  held: false,
  locked: false,
  total: 1000,
  paid: 0,
  wentBack: false,
}

const delivered = ({ notes }: OrderModel) => notes.reduce((sum, note) => sum + note.pieces, 0)
const cancelledOf = ({ cancelled }: OrderModel) => cancelled.reduce((sum, pieces) => sum + pieces, 0)
const openOf = (order: OrderModel) => order.ordered - cancelledOf(order) - delivered(order)

/** Pieces that are set aside for an order: what is open of it, as far as it lies there. */
export function setAside(order: OrderModel): number {
  return order.whole || order.completed !== 'no' ? 0 : Math.min(openOf(order), order.onHand)
}

/** The states of an order. Pure. */
export function axesOf(order: OrderModel): OrderAxes {
  const delivery = deliveryOf(order)
  return {
    delivery,
    deliverability: deliverabilityOf(order),
    payment: paymentOf(order),
    held: order.held,
    pending: order.pending,
    cancelled: order.whole,
    list: listOf(order.whole, delivery),
  }
}

/** The state that lists show, of cancellation and delivery alone. */
export function listOf(cancelled: boolean, delivery: DeliveryState): OrderAxes['list'] {
  if (cancelled) return 'cancelled'
  if (delivery === 'shipped' || delivery === 'completed') return 'shipped'
  return delivery === 'open' ? 'open' : 'in_progress'
}

function deliveryOf(order: OrderModel): DeliveryState {
  const { notes, completed } = order
  if (completed !== 'no') return 'completed'
  if (notes.length === 0) return 'open'
  const all = openOf(order) === 0
  if (!notes.some(note => note.shipped)) return all ? 'delivered' : 'partly_delivered'
  return all && notes.every(note => note.shipped) ? 'shipped' : 'partly_shipped'
}

function deliverabilityOf(order: OrderModel): OrderAxes['deliverability'] {
  const open = openOf(order)
  if (order.whole || order.completed !== 'no' || open === 0) return 'done'
  const ready = order.locked ? 0 : setAside(order)
  if (order.pending || ready === 0) return 'none'
  return ready === open ? 'full' : 'part'
}

function paymentOf({ paid, total, wentBack }: OrderModel): OrderAxes['payment'] {
  if (paid >= total - 1) return 'paid'
  if (paid > 0) return 'partly_paid'
  return wentBack ? 'refunded' : 'open'
}

const actionOf: Readonly<Partial<Record<OrderHappening, OrderAction>>> = {
  deliver: 'deliver',
  deliver_part: 'deliver',
  note: 'deliver',
  note_part: 'deliver',
  ship: 'ship',
  reverse: 'reverse',
  complete: 'complete',
  reopen: 'reopen',
  pay: 'pay',
  pay_part: 'pay',
  refund: 'refund',
  cancel: 'cancel',
  cancel_part: 'cancel',
  undo_cancel: 'undo_cancel',
  hold: 'hold',
  release: 'release',
  return_part: 'return',
}

/**
 * What an order is after something happened to it, or the code that refuses it: first what `blockersOf` says, then what is wrong with
 * the quantity or the amount. Pure.
 */
export function happen(order: OrderModel, what: OrderHappening): OrderModel | { readonly code: string } {
  const action = actionOf[what]
  const [blocker] = action ? blockersOf(action, factsOf(order)).filter(one => isInTheWay(one, what)) : []
  return blocker ? { code: blocker.code } : done(order, what)
}

/** The code that refuses to make something of an order: the first of `blockersOf`; undefined: it can be done. Pure. */
export function makingRefusal(order: OrderModel, what: OrderMaking): string | undefined {
  return blockersOf(what, factsOf(order))[0]?.code
}

// A delivery note stops nobody from cancelling what is not on it.
function isInTheWay({ code }: Blocker, what: OrderHappening): boolean {
  return !(what === 'cancel_part' && code === 'HAS_DELIVERY_NOTE')
}

function done(order: OrderModel, what: OrderHappening): OrderModel | { readonly code: string } {
  switch (what) {
    case 'goods_in':
      return { ...order, onHand: order.onHand + piecesIn }
    case 'deliver':
      return noted(order, setAside(order), true)
    case 'deliver_part':
      return noted(order, 1, true)
    case 'note':
      return noted(order, setAside(order), false)
    case 'note_part':
      return noted(order, 1, false)
    case 'ship':
      return shipped(order)
    case 'reverse':
      return reversed(order)
    case 'complete':
      return { ...order, completed: 'here' }
    case 'reopen':
      return { ...order, completed: 'no' }
    case 'pay':
      return { ...order, paid: order.paid + order.total }
    case 'pay_part':
      return { ...order, paid: order.paid + partOfMoney }
    case 'refund':
      return order.paid + 1 < partOfMoney
        ? { code: 'OVER_REFUND' }
        : { ...order, paid: order.paid - partOfMoney, wentBack: true }
    case 'cancel':
      return { ...order, cancelled: [...order.cancelled, openOf(order)], whole: true, held: false }
    case 'cancel_part':
      return partCancelled(order)
    case 'undo_cancel':
      return { ...order, cancelled: order.cancelled.slice(0, -1), whole: false }
    case 'hold':
      return { ...order, held: true }
    case 'release':
      return { ...order, held: false }
    case 'lock':
    case 'unlock':
      return order.whole ? { code: 'ORDER_CANCELLED' } : { ...order, locked: what === 'lock' }
    case 'release_pending':
      return { ...order, pending: false }
    case 'return_part':
      return order.returned >= delivered(order)
        ? { code: 'NOT_DELIVERED' }
        : { ...order, returned: order.returned + 1 }
    default:
      return what satisfies never
  }
}

function noted(order: OrderModel, pieces: number, shippedNow: boolean): OrderModel {
  const notes = [...order.notes, { pieces, shipped: shippedNow }]
  return { ...order, notes, onHand: order.onHand - pieces }
}

// The oldest one that waits.
function shipped(order: OrderModel): OrderModel {
  const at = order.notes.findIndex(note => !note.shipped)
  return { ...order, notes: order.notes.map((note, n) => (n === at ? { ...note, shipped: true } : note)) }
}

// The newest one. What came back has to be of those that stay.
function reversed(order: OrderModel): OrderModel | { readonly code: string } {
  const last = order.notes.at(-1)
  if (!last || delivered(order) - last.pieces < order.returned) return { code: 'HAS_RETURN' }
  const opened = order.completed === 'here' ? 'no' : order.completed
  return { ...order, notes: order.notes.slice(0, -1), onHand: order.onHand + last.pieces, completed: opened }
}

function partCancelled(order: OrderModel): OrderModel | { readonly code: string } {
  const open = openOf(order)
  if (open < 1) return { code: 'QUANTITY_INVALID' }
  const whole = open === 1 && order.notes.length === 0
  return { ...order, cancelled: [...order.cancelled, 1], whole, held: order.held && !whole }
}

function factsOf(order: OrderModel): OrderFacts {
  const open = !order.whole && order.completed === 'no' && openOf(order) > 0
  const waiting = order.notes.findIndex(note => !note.shipped)
  return {
    id: '',
    orderNumber: '',
    currency: 'EUR',
    cancelled: order.whole,
    mergedInto: null,
    hasCancelled: order.cancelled.length > 0,
    cancelledByChannel: false,
    hold: order.held ? 'x' : null,
    holdHasTask: false,
    pending: order.pending,
    fulfilledBy: order.completed === 'at_channel' ? 'channel' : null,
    ofShop: false,
    deliveryState: deliveryOf(order),
    invoiceState: 'none',
    unpaid: null,
    hasPaid: order.paid > 0,
    customerNumber: '',
    customerBlocked: false,
    lacksMethod: false,
    hasOpen: open,
    hasDelivery: order.notes.length > 0,
    unshipped: waiting < 0 ? null : String(waiting),
    hasShipped: order.notes.some(note => note.shipped),
    reversible: order.notes.some(note => delivered(order) - note.pieces >= order.returned),
    completedHere: order.completed === 'here',
    barred: open && order.locked ? { line: 1, code: 'SHIPPING_LOCK' } : null,
    missing:
      open && !order.locked && setAside(order) === 0 ? { line: 1, quantity: String(openOf(order)) } : null,
    servedBefore: [],
  }
}
