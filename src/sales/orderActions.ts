import type { ProblemData } from '../base/errors.ts'
import type { DeliveryState } from './orderList.ts'

/** What can be done with an order as it stands. */
export const orderActionNames = [
  'edit',
  'deliver',
  'ship',
  'complete',
  'reopen',
  'reverse',
  'pay',
  'refund',
  'cancel',
  'undo_cancel',
  'hold',
  'release',
  'return',
  'split',
  'merge',
] as const
export type OrderAction = (typeof orderActionNames)[number]

/** What decides about the actions of an order; read by `readOrderFacts`. */
export interface OrderFacts {
  readonly id: string
  readonly orderNumber: string
  readonly currency: string
  /** It is a quotation; absent: an order. */
  readonly quotation?: boolean
  readonly cancelled: boolean
  /** Number of the order that it was merged into. */
  readonly mergedInto: string | null
  /** Some of it is cancelled, or all. */
  readonly hasCancelled: boolean
  /** Its shop said the last cancellation of it. */
  readonly cancelledByChannel: boolean
  /** The oldest reason that holds it. */
  readonly hold: string | null
  /** Only decisions of tasks end what holds it. */
  readonly holdHasTask: boolean
  /** Its marketplace has not released it. */
  readonly pending: boolean
  readonly fulfilledBy: 'channel' | null
  /** It came from a shop, whose own number and lines it has. */
  readonly ofShop: boolean
  readonly deliveryState: DeliveryState
  readonly invoiceState: 'none' | 'part' | 'full'
  /** Has to be paid before it is shipped, and is not: the payment method, as the order names it. */
  readonly unpaid: string | null
  /** Money that came and has not gone back. */
  readonly hasPaid: boolean
  readonly customerNumber: string
  readonly customerBlocked: boolean
  /** No shipping method, where the rules ask for one. */
  readonly lacksMethod: boolean
  /** A piece of a line with an item is neither delivered nor cancelled, and the order is not completed. */
  readonly hasOpen: boolean
  /** A delivery note that was not reversed. */
  readonly hasDelivery: boolean
  /** The number of the first delivery note that is not shipped. */
  readonly unshipped: string | null
  readonly hasShipped: boolean
  /** A delivery note of whose goods nothing came back. */
  readonly reversible: boolean
  /** Completed here without shipping. */
  readonly completedHere: boolean
  /** Where nothing at all can be delivered: the first open line that must not be shipped, and why. */
  readonly barred: { readonly line: number; readonly code: 'SHIPPING_LOCK' | 'PARENT_ITEM' } | null
  /** Where nothing at all can be delivered: the first open line that lacks stock. */
  readonly missing: { readonly line: number; readonly quantity: string } | null
  /** The orders that get, or have, what is missing. Only read where it is asked for. */
  readonly servedBefore: readonly string[]
}

/** Why an action is not possible; a code of docs/reasons.md with its values. */
export interface Blocker {
  readonly code: string
  readonly data: ProblemData
}

export interface ActionState {
  readonly action: OrderAction
  readonly allowed: boolean
  readonly blockers: readonly Blocker[]
}

/** Every action of an order with what keeps it from being done. The one place that decides it: verbs and screens ask here. */
export function orderActions(facts: OrderFacts): ActionState[] {
  return orderActionNames.map(action => {
    const blockers = blockersOf(action, facts)
    return { action, allowed: blockers.length === 0, blockers }
  })
}

/** What keeps one action from being done; empty where it is allowed. */
export function blockersOf(action: OrderAction, facts: OrderFacts): Blocker[] {
  const gone = goneBlocker(facts)
  if (gone) return [gone]
  switch (action) {
    case 'edit':
      return first(cancelled(facts), byChannel(facts), completed(facts), invoiced(facts))
    case 'deliver':
      return deliverBlockers(facts)
    case 'ship':
      return facts.unshipped === null ? [blocker('NOTHING_TO_SHIP')] : keptBack(facts)
    case 'complete':
      return completeBlockers(facts)
    case 'reopen':
      return facts.completedHere ? first(cancelled(facts)) : [blocker('NOT_COMPLETED')]
    case 'reverse':
      return reverseBlockers(facts)
    case 'pay':
      return [] // money that came is booked, whatever became of the order
    case 'refund':
      return facts.hasPaid ? [] : [blocker('NOTHING_PAID')]
    case 'cancel':
      return cancelBlockers(facts)
    case 'undo_cancel':
      if (!facts.hasCancelled) return [blocker('NOT_CANCELLED')]
      return facts.cancelledByChannel ? [blocker('CANCELLED_BY_CHANNEL')] : first(invoiced(facts))
    case 'hold':
      return first(cancelled(facts), delivered(facts.unshipped !== null || facts.hasOpen))
    case 'release':
      return releaseBlockers(facts)
    case 'return':
      if (!facts.hasDelivery) return [blocker('NOTHING_DELIVERED')]
      return facts.hasShipped ? [] : [blocker('NOT_SHIPPED_YET', { delivery: facts.unshipped ?? '' })]
    case 'split':
      return splitBlockers(facts)
    case 'merge':
      return mergeBlockers(facts)
    default:
      return action satisfies never
  }
}

const blocker = (code: string, data: ProblemData = {}): Blocker => ({ code, data })

/** The first of these that is there, alone: what is over says only that. */
function first(...blockers: readonly (Blocker | undefined)[]): Blocker[] {
  return blockers.filter(one => one !== undefined).slice(0, 1)
}

function goneBlocker({ quotation, mergedInto }: OrderFacts): Blocker | undefined {
  if (quotation) return blocker('NOT_AN_ORDER')
  return mergedInto === null ? undefined : blocker('ORDER_MERGED', { order: mergedInto })
}

const cancelled = (facts: OrderFacts) => (facts.cancelled ? blocker('ORDER_CANCELLED') : undefined)
const byChannel = ({ fulfilledBy }: OrderFacts) =>
  fulfilledBy === 'channel' ? blocker('FULFILLED_BY_CHANNEL') : undefined
const completed = ({ deliveryState }: OrderFacts) =>
  deliveryState === 'completed' ? blocker('ALREADY_DELIVERED') : undefined
const delivered = (open: boolean) => (open ? undefined : blocker('ALREADY_DELIVERED'))
const invoiced = ({ invoiceState }: OrderFacts) =>
  invoiceState === 'none' ? undefined : blocker('HAS_INVOICE')
const noted = ({ hasDelivery }: OrderFacts) => (hasDelivery ? blocker('HAS_DELIVERY_NOTE') : undefined)
const held = ({ hold }: OrderFacts) =>
  hold === null ? undefined : blocker('ORDER_ON_HOLD', { reason: hold })
const pended = ({ pending }: OrderFacts) => (pending ? blocker('ORDER_PENDING') : undefined)
const unpaid = (facts: OrderFacts) =>
  facts.unpaid === null ? undefined : blocker('UNPAID', { method: facts.unpaid })
const blocked = ({ customerBlocked, customerNumber }: OrderFacts) =>
  customerBlocked ? blocker('CUSTOMER_BLOCKED', { customer: customerNumber }) : undefined

/** All that keeps goods in the house which could leave it. */
function keptBack(facts: OrderFacts): Blocker[] {
  return [held(facts), pended(facts), unpaid(facts), blocked(facts)].filter(one => one !== undefined)
}

function deliverBlockers(facts: OrderFacts): Blocker[] {
  const over = first(cancelled(facts), byChannel(facts), delivered(facts.hasOpen))
  if (over.length > 0) return over
  const { lacksMethod, barred, missing, servedBefore } = facts
  return [
    ...keptBack(facts),
    ...(lacksMethod ? [blocker('NO_SHIPPING_METHOD')] : []),
    ...(barred ? [blocker(barred.code, { line: barred.line })] : []),
    ...(missing ? [blocker('OUT_OF_STOCK', { line: missing.line, missing: missing.quantity })] : []),
    ...(missing && servedBefore.length > 0
      ? [blocker('WAITING_FOR_OLDER_ORDER', { orders: servedBefore.join(', ') })]
      : []),
  ]
}

function completeBlockers(facts: OrderFacts): Blocker[] {
  const { unshipped } = facts
  const waiting = unshipped === null ? undefined : blocker('NOT_SHIPPED_YET', { delivery: unshipped })
  return first(
    cancelled(facts),
    byChannel(facts),
    delivered(facts.hasOpen),
    waiting,
    held(facts),
    pended(facts),
  )
}

function reverseBlockers(facts: OrderFacts): Blocker[] {
  if (!facts.hasDelivery) return [blocker('NOTHING_DELIVERED')]
  return first(facts.reversible ? undefined : blocker('HAS_RETURN'), invoiced(facts))
}

function cancelBlockers(facts: OrderFacts): Blocker[] {
  if (facts.cancelled) return [blocker('CANCELLED_ALREADY')]
  return first(byChannel(facts), noted(facts), invoiced(facts))
}

function releaseBlockers({ hold, holdHasTask }: OrderFacts): Blocker[] {
  if (hold === null) return [blocker('NOT_ON_HOLD')]
  return holdHasTask ? [blocker('HOLD_HAS_TASK', { reason: hold })] : []
}

// Goods that are open become an order of their own; what is on a delivery note stays where it is.
function splitBlockers(facts: OrderFacts): Blocker[] {
  return first(
    cancelled(facts),
    byChannel(facts),
    delivered(facts.hasOpen),
    pended(facts),
    invoiced(facts),
    facts.ofShop ? blocker('SPLIT_OF_SHOP_ORDER') : undefined,
  )
}

// One of a shop would not know any more what of the other order it is told.
function mergeBlockers(facts: OrderFacts): Blocker[] {
  return first(
    cancelled(facts),
    byChannel(facts),
    delivered(facts.hasOpen),
    noted(facts),
    held(facts),
    pended(facts),
    invoiced(facts),
    facts.ofShop ? blocker('MERGE_OF_SHOP_ORDERS') : undefined,
  )
}
