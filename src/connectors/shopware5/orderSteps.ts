import { exact } from '../../base/decimal.ts'
import type { OrderStatusState } from '../../port/outgoing.ts'
import { paymentStates, remoteStates } from '../../port/records.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import {
  deliveryWord,
  orderStageOf,
  orderTarget,
  paymentStageOf,
  paymentTarget,
  type StatusMapping,
} from './statusMapping.ts'

/** What the shop shows of an order, as far as it is told of it. */
export interface Shown {
  readonly order: string
  readonly payment: string
  /** What the shop calls these two; '' where it does not say. */
  readonly names: { readonly order: string; readonly payment: string }
  readonly tracking: string
  readonly isCleared: boolean
  readonly details: readonly { readonly id: string; readonly shipped: string }[]
}

/** What is written into an order, in the shop's words; only what differs. */
export interface Step {
  readonly fields: Readonly<Record<string, unknown>>
  /** What somebody set there and ours does not follow on; absent: nothing. */
  readonly conflict?: { readonly field: string; readonly text: string }
}

type Told = Pick<OrderStatusState, 'delivery' | 'payment'>

/** Reads an order as `GET /orders/{id}` gives it. */
export function shownOf(order: Readonly<Record<string, unknown>>): Shown {
  return {
    order: textOf(order['orderStatusId']),
    payment: textOf(order['paymentStatusId']),
    names: { order: nameOf(order['orderStatus']), payment: nameOf(order['paymentStatus']) },
    tracking: textOf(order['trackingCode']),
    isCleared: !/^(|0000-.*|-.*)$/.test(textOf(order['clearedDate'])),
    details: listOf(order['details']).flatMap(detail => {
      const id = isRow(detail) ? keyOf(detail['id']) : ''
      return isRow(detail) && id ? [{ id, shipped: textOf(detail['shipped']) || '0' }] : []
    }),
  }
}

/**
 * What has to be written so that the shop shows our state. Each of both axes only moves on; where the shop shows something that ours does
 * not follow on, it is left, unless a person insists on ours over exactly that (`insists`). Parcel numbers and shipped quantities are
 * said all the same. `clearedAt`: when it was paid, as the shop is told times. Pure.
 */
export function stepOf(
  mapping: StatusMapping,
  state: OrderStatusState,
  shown: Shown,
  {
    told,
    insists,
    clearedAt,
  }: { told?: Told | undefined; insists?: string | undefined; clearedAt?: string | undefined },
): Step {
  const order = orderAxis(mapping, state, shown.order, told)
  const payment = paymentAxis(mapping, state, shown.payment, told)
  const set = [
    ...(order.conflict
      ? [{ field: 'orderStatusId', text: words(shown.order, shown.names.order), to: order.to }]
      : []),
    ...(payment.conflict
      ? [{ field: 'paymentStatusId', text: words(shown.payment, shown.names.payment), to: payment.to }]
      : []),
  ]
  const text = set.map(one => one.text).join('; ')
  const isOverruled = set.length > 0 && insists === text
  const isPaid = state.payment === 'paid' || state.payment === 'refunded'
  const mayClear = isPaid && clearedAt !== undefined && !shown.isCleared && (!payment.conflict || isOverruled)
  const codes = [...new Set(state.packages.map(one => one.tracking.trim()).filter(Boolean))].join(', ')
  const details = shippedNow(state, shown)
  const first = set[0]
  return {
    fields: {
      ...(order.to !== undefined && (!order.conflict || isOverruled)
        ? { orderStatusId: Number(order.to) }
        : {}),
      ...(payment.to !== undefined && (!payment.conflict || isOverruled)
        ? { paymentStatusId: Number(payment.to) }
        : {}),
      ...(mayClear ? { clearedDate: clearedAt } : {}),
      ...(codes !== '' && codes !== shown.tracking ? { trackingCode: codes } : {}),
      // Without the option the shop deletes every position that is not named.
      ...(details.length > 0 ? { details, __options_details: { replace: false } } : {}),
    },
    ...(first && !isOverruled ? { conflict: { field: first.field, text } } : {}),
  }
}

interface Axis {
  /** What it is to be set to; absent: it says what it should. */
  readonly to?: string
  readonly conflict?: true
}

function orderAxis(
  mapping: StatusMapping,
  state: OrderStatusState,
  shows: string,
  told: Told | undefined,
): Axis {
  const stage = orderStageOf(mapping, shows)
  // An order that was opened again here: the one case in which "open" is told.
  if (state.delivery === 'open') {
    const back = told?.delivery === 'cancelled' && stage === 'cancelled'
    return back ? { to: mapping.inProgress ?? mapping.open[0] ?? '0' } : {}
  }
  const target = orderTarget(mapping, state)
  const word = deliveryWord(state)
  if (target === undefined || target === shows || stage === word || word === 'open') return {}
  if (told && shows === orderTarget(mapping, told)) return { to: target }
  if (stage === undefined || stage === 'cancelled') return { to: target, conflict: true }
  const at = remoteStates.indexOf(stage)
  const isBeyond =
    word === 'cancelled' ? at >= remoteStates.indexOf('shipped') : at > remoteStates.indexOf(word)
  return isBeyond ? { to: target, conflict: true } : { to: target }
}

function paymentAxis(
  mapping: StatusMapping,
  state: OrderStatusState,
  shows: string,
  told: Told | undefined,
): Axis {
  const target = paymentTarget(mapping, state)
  const { payment } = state
  if (target === undefined || target === shows || payment === 'open') return {}
  const stage = paymentStageOf(mapping, shows)
  if (stage === payment) return {}
  if (told && shows === paymentTarget(mapping, told)) return { to: target }
  if (stage === undefined) return { to: target, conflict: true }
  // A payment that failed there and came here another way was not paid before.
  const at = stage === 'failed' ? 0 : paymentStates.indexOf(stage)
  return at > paymentStates.indexOf(payment) ? { to: target, conflict: true } : { to: target }
}

// Never less than the shop shows: somebody has written it there.
function shippedNow({ lines = [] }: OrderStatusState, { details }: Shown): readonly object[] {
  const sums = new Map(lines.map(({ theirLine, shipped }) => [theirLine, shipped]))
  return details.flatMap(({ id, shipped }) => {
    const ours = exact(sums.get(id) ?? '0').trunc()
    return ours.greaterThan(wholeOf(shipped)) ? [{ id: Number(id), shipped: ours.toNumber() }] : []
  })
}

function wholeOf(text: string): string {
  return /^\d{1,15}(\.\d{1,10})?$/.test(text) ? text : '0'
}

function words(id: string, name: string): string {
  return name === '' ? id : `${id} ${name}`
}

function nameOf(status: unknown): string {
  return isRow(status) ? textOf(status['description']) || textOf(status['name']) : ''
}
