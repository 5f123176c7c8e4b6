import i18next from 'i18next'
import type { sync } from './sync.ts'

const kinds = [
  'order',
  'customer',
  'payment',
  'category',
  'item',
  'price',
  'stock',
  'order_status',
  'delivery',
  'refund',
  'cancellation',
  'cancellation_answer',
  'cancellation_request',
  'cancellation_accepted',
  'cancellation_refused',
  'return',
  'order_address',
  'term',
] as const satisfies readonly (keyof typeof sync)[]

/** Kinds of data in words; one that this page does not know by its name. */
export function kindWord(kind: string): string {
  const known = kinds.find(one => one === kind)
  return known ? i18next.t(`sync.${known}`) : kind
}
