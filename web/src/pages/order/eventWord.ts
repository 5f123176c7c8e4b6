import i18next from 'i18next'
import type { Order } from '../../api/orders.ts'
import { money } from '../../words/format.ts'

const events = [
  'taken_over',
  'made',
  'allocated',
  'edited',
  'address_changed',
  'delivered',
  'shipped',
  'packed',
  'delivery_reversed',
  'completed',
  'reopened',
  'payment_booked',
  'payment_reported',
  'payment_moved',
  'payment_reversed',
  'refunded',
  'cancelled',
  'lines_cancelled',
  'cancellation_undone',
  'held',
  'released',
  'released_at_channel',
  'priority_changed',
  'split',
  'split_off',
  'merged',
  'merged_into',
  'return_noted',
  'return_received',
  'return_restocked',
  'return_accepted',
  'return_refused',
  'return_decided',
  'return_closed',
  'return_changed',
  'return_exchanged',
  'refund_accepted_after_all',
  'return_accepted_after_all',
  'task_closed',
  'lines_locked',
  'lines_unlocked',
] as const

/** What happened, in words; an event that this page does not know by its name. */
export function eventWord({ event, data, after }: Order['history'][number], order: Order): string {
  const known = events.find(one => one === event)
  if (!known) return event
  const { amount, currency } = data
  const paid =
    typeof amount === 'string' && typeof currency === 'string' ? money(amount, currency) : undefined
  const given = paid ?? data['number'] ?? after['reason'] ?? data['reason']
  const note = order.deliveries.find(one => one.id === data['delivery'])?.deliveryNumber
  const what = note ?? (typeof given === 'string' && !/^[0-9a-f]{8}-/.test(given) ? given : '')
  const number = known === 'taken_over' ? (order.externalNumber ?? '') : what
  const word = i18next.t(`order.event_${known}`, { number })
  if (known === 'taken_over') return [word.trim(), ...usualOf(data)].join(' · ')
  return what === '' ? word.trim() : `${word.trim()}: ${what}`
}

// What the order did not name itself came from its channel.
function usualOf(data: Order['history'][number]['data']): string[] {
  const { usualShippingMethod: ships, usualPaymentMethod: pays } = data
  return [
    ...(typeof ships === 'string' ? [i18next.t('order.usualShipping', { name: ships })] : []),
    ...(typeof pays === 'string' ? [i18next.t('order.usualPayment', { name: pays })] : []),
  ]
}
