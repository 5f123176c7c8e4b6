import i18next from 'i18next'
import type { Order } from '../../api/orders.ts'

const words = {
  taken_over: 'event_taken_over',
  allocated: 'event_allocated',
  delivered: 'event_delivered',
  paid: 'event_paid',
  payment_booked: 'event_paid',
  cancelled: 'event_cancelled',
} as const

/** What happened, in words; an event that this page does not know by its name. */
export function eventWord({ event }: Order['history'][number], order: Order): string {
  const word = Object.entries(words).find(([name]) => name === event)?.[1]
  return word ? i18next.t(`order.${word}`, { number: order.externalNumber ?? '' }) : event
}
