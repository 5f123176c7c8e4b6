import type { ProblemData } from '../base/errors.ts'

/** What can be done with an order as it stands. */
export const orderActionNames = ['deliver', 'pay', 'cancel', 'hold', 'release', 'return'] as const
export type OrderAction = (typeof orderActionNames)[number]

/** What decides about the actions of an order; read by `readOrderFacts`. */
export interface OrderFacts {
  readonly id: string
  readonly orderNumber: string
  readonly currency: string
  readonly cancelled: boolean
  readonly hold: string | null
  readonly fulfilledBy: 'channel' | null
  readonly deliveryState: 'open' | 'partly_shipped' | 'shipped' | 'completed'
  readonly customerNumber: string
  readonly customerBlocked: boolean
  /** Something was delivered: goods are on their way. */
  readonly hasDelivery: boolean
  /** The first open line that lacks stock, where nothing at all can be delivered. */
  readonly missing: { readonly line: number; readonly quantity: string } | null
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
  switch (action) {
    case 'deliver':
      return deliverBlockers(facts)
    case 'cancel':
      return cancelBlockers(facts)
    case 'pay':
      return [] // money that came is booked, whatever became of the order
    case 'hold':
      return holdBlockers(facts)
    case 'release':
      return facts.hold === null ? [{ code: 'NOT_ON_HOLD', data: {} }] : []
    case 'return':
      return facts.hasDelivery ? [] : [{ code: 'NOTHING_DELIVERED', data: {} }]
    default:
      return action satisfies never
  }
}

function holdBlockers(facts: OrderFacts): Blocker[] {
  if (facts.cancelled) return [{ code: 'ORDER_CANCELLED', data: {} }]
  const delivered = facts.deliveryState === 'shipped' || facts.deliveryState === 'completed'
  return delivered ? [{ code: 'ALREADY_DELIVERED', data: {} }] : []
}

function deliverBlockers(facts: OrderFacts): Blocker[] {
  if (facts.cancelled) return [{ code: 'ORDER_CANCELLED', data: {} }]
  if (facts.fulfilledBy === 'channel') return [{ code: 'FULFILLED_BY_CHANNEL', data: {} }]
  if (facts.deliveryState === 'shipped' || facts.deliveryState === 'completed')
    return [{ code: 'ALREADY_DELIVERED', data: {} }]
  const blockers: Blocker[] = []
  if (facts.hold !== null) blockers.push({ code: 'ORDER_ON_HOLD', data: { reason: facts.hold } })
  if (facts.customerBlocked)
    blockers.push({ code: 'CUSTOMER_BLOCKED', data: { customer: facts.customerNumber } })
  if (facts.missing)
    blockers.push({
      code: 'OUT_OF_STOCK',
      data: { line: facts.missing.line, missing: facts.missing.quantity },
    })
  return blockers
}

function cancelBlockers(facts: OrderFacts): Blocker[] {
  if (facts.cancelled) return [{ code: 'CANCELLED_ALREADY', data: {} }]
  if (facts.fulfilledBy === 'channel') return [{ code: 'FULFILLED_BY_CHANNEL', data: {} }]
  return facts.hasDelivery ? [{ code: 'HAS_DELIVERY_NOTE', data: {} }] : []
}
