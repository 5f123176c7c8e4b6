import { exact } from '../base/decimal.ts'
import type { ProblemData } from '../base/errors.ts'
import type { OrderDetail } from './orderDetail.ts'

export const orderActionNames = ['deliver', 'pay', 'cancel'] as const

/** One thing that can be done with an order, or why not; the codes are those of the reason catalogue. */
export interface OrderAction {
  readonly action: (typeof orderActionNames)[number]
  readonly allowed: boolean
  readonly blockers: readonly { readonly code: string; readonly data: ProblemData }[]
}

type Facts = Pick<
  OrderDetail,
  | 'cancelled'
  | 'hold'
  | 'deliveryState'
  | 'fulfilledBy'
  | 'sums'
  | 'currency'
  | 'lines'
  | 'deliveries'
  | 'paymentState'
>

/** What can be done with an order as it is, and every reason why something cannot. Pure. */
export function possibleActions(order: Facts): OrderAction[] {
  const blockers = { deliver: deliverBlockers(order), pay: payBlockers(order), cancel: cancelBlockers(order) }
  return orderActionNames.map(action => ({
    action,
    allowed: blockers[action].length === 0,
    blockers: blockers[action],
  }))
}

type Blocker = OrderAction['blockers'][number]
const blocker = (code: string, data: ProblemData = {}): Blocker => ({ code, data })

function deliverBlockers(order: Facts): Blocker[] {
  if (order.cancelled) return [blocker('ORDER_CANCELLED')]
  if (order.fulfilledBy) return [blocker('FULFILLED_BY_CHANNEL')]
  if (order.deliveryState === 'shipped' || order.deliveryState === 'completed')
    return [blocker('ALREADY_DELIVERED')]
  const found: Blocker[] = []
  if (order.hold !== null) found.push(blocker('ORDER_ON_HOLD', { reason: order.hold }))
  const open = order.lines.filter(line => exact(line.open).greaterThan(0))
  for (const line of open) {
    const missing = exact(line.open).minus(line.allocated)
    if (missing.greaterThan(0))
      found.push(blocker('OUT_OF_STOCK', { line: line.line, missing: missing.toFixed() }))
  }
  return found
}

function payBlockers(order: Facts): Blocker[] {
  if (order.cancelled) return [blocker('ORDER_CANCELLED')]
  return exact(order.sums.open).greaterThan(0) ? [] : [blocker('ALREADY_PAID')]
}

function cancelBlockers(order: Facts): Blocker[] {
  if (order.cancelled) return [blocker('CANCELLED_ALREADY')]
  const [delivery] = order.deliveries
  return delivery ? [blocker('HAS_DELIVERY_NOTE', { delivery: delivery.deliveryNumber })] : []
}
