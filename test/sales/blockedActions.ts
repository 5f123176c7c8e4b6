// What is not allowed of orders that stand alike: the tables that `actionFixtures.ts` is made of.
import type { OrderAction } from '../../src/sales/orderActions.ts'

export type Blocked = Readonly<Partial<Record<OrderAction, string>>>

/** An open order of which all lies there allows everything but this. */
export const fresh: Blocked = {
  ship: 'NOTHING_TO_SHIP',
  reopen: 'NOT_COMPLETED',
  reverse: 'NOTHING_DELIVERED',
  refund: 'NOTHING_PAID',
  undo_cancel: 'NOT_CANCELLED',
  release: 'NOT_ON_HOLD',
  return: 'NOTHING_DELIVERED',
}
/** With all of it on a delivery note. */
export const noted: Blocked = {
  deliver: 'ALREADY_DELIVERED',
  complete: 'ALREADY_DELIVERED',
  reopen: 'NOT_COMPLETED',
  refund: 'NOTHING_PAID',
  cancel: 'HAS_DELIVERY_NOTE',
  undo_cancel: 'NOT_CANCELLED',
  release: 'NOT_ON_HOLD',
  return: 'NOT_SHIPPED_YET',
  split: 'ALREADY_DELIVERED',
  merge: 'ALREADY_DELIVERED',
}
const { return: _, ...shippedNote } = noted
export const shipped: Blocked = { ...shippedNote, ship: 'NOTHING_TO_SHIP', hold: 'ALREADY_DELIVERED' }
export const partly: Blocked = {
  ship: 'NOTHING_TO_SHIP',
  reopen: 'NOT_COMPLETED',
  refund: 'NOTHING_PAID',
  cancel: 'HAS_DELIVERY_NOTE',
  undo_cancel: 'NOT_CANCELLED',
  release: 'NOT_ON_HOLD',
  merge: 'HAS_DELIVERY_NOTE',
}
export const cancelled: Blocked = {
  ...without(fresh, 'undo_cancel'),
  edit: 'ORDER_CANCELLED',
  deliver: 'ORDER_CANCELLED',
  complete: 'ORDER_CANCELLED',
  cancel: 'CANCELLED_ALREADY',
  hold: 'ORDER_CANCELLED',
  split: 'ORDER_CANCELLED',
  merge: 'ORDER_CANCELLED',
}
export const completed: Blocked = {
  ...without(fresh, 'reopen'),
  edit: 'ALREADY_DELIVERED',
  deliver: 'ALREADY_DELIVERED',
  complete: 'ALREADY_DELIVERED',
  hold: 'ALREADY_DELIVERED',
  split: 'ALREADY_DELIVERED',
  merge: 'ALREADY_DELIVERED',
}

/** The same, with these allowed. */
export function without(blocked: Blocked, ...actions: readonly OrderAction[]): Blocked {
  return Object.fromEntries(
    Object.entries(blocked).filter(([action]) => !actions.some(one => one === action)),
  )
}
