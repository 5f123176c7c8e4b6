import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OrderFacts, orderActionNames, orderActions } from './orderActions.ts'

const open: OrderFacts = {
  id: '01890000-0000-7000-8000-000000000001',
  orderNumber: 'AU-10001',
  currency: 'EUR',
  cancelled: false,
  mergedInto: null,
  hasCancelled: false,
  cancelledByChannel: false,
  hold: null,
  holdHasTask: false,
  pending: false,
  fulfilledBy: null,
  ofShop: false,
  deliveryState: 'open',
  invoiceState: 'none',
  unpaid: null,
  hasPaid: false,
  customerNumber: 'K-10001',
  customerBlocked: false,
  lacksMethod: false,
  hasOpen: true,
  hasDelivery: false,
  unshipped: null,
  hasShipped: false,
  reversible: false,
  completedHere: false,
  barred: null,
  missing: null,
  servedBefore: [],
}

/** Only actions that something keeps from being done. */
function blockersOf(facts: Partial<OrderFacts>): Record<string, string> {
  const actions = orderActions({ ...open, ...facts })
  for (const one of actions) assert.equal(one.allowed, one.blockers.length === 0)
  return Object.fromEntries(
    actions.flatMap(one =>
      one.allowed ? [] : [[one.action, one.blockers.map(blocker => blocker.code).join(' ')]],
    ),
  )
}

const untouched = {
  ship: 'NOTHING_TO_SHIP',
  reopen: 'NOT_COMPLETED',
  reverse: 'NOTHING_DELIVERED',
  refund: 'NOTHING_PAID',
  undo_cancel: 'NOT_CANCELLED',
  release: 'NOT_ON_HOLD',
  return: 'NOTHING_DELIVERED',
}

test('an open order with its stock can be changed, delivered, completed, paid, cancelled, held, split and merged', () => {
  assert.deepEqual(blockersOf({}), untouched)
})

test('every reason that keeps an order from being delivered is named at once', () => {
  const facts: Partial<OrderFacts> = {
    hold: 'Adresse',
    pending: true,
    unpaid: 'Vorkasse',
    customerBlocked: true,
    lacksMethod: true,
    barred: { line: 2, code: 'SHIPPING_LOCK' },
    missing: { line: 1, quantity: '2' },
    servedBefore: ['AU-10000'],
  }
  assert.equal(
    blockersOf(facts)['deliver'],
    'ORDER_ON_HOLD ORDER_PENDING UNPAID CUSTOMER_BLOCKED NO_SHIPPING_METHOD SHIPPING_LOCK OUT_OF_STOCK WAITING_FOR_OLDER_ORDER',
  )
})

test('what is over says only that', () => {
  assert.deepEqual(blockersOf({ cancelled: true, hasCancelled: true, hold: 'x', hasOpen: false }), {
    edit: 'ORDER_CANCELLED',
    deliver: 'ORDER_CANCELLED',
    ship: 'NOTHING_TO_SHIP',
    complete: 'ORDER_CANCELLED',
    reopen: 'NOT_COMPLETED',
    reverse: 'NOTHING_DELIVERED',
    refund: 'NOTHING_PAID',
    cancel: 'CANCELLED_ALREADY',
    hold: 'ORDER_CANCELLED',
    return: 'NOTHING_DELIVERED',
    split: 'ORDER_CANCELLED',
    merge: 'ORDER_CANCELLED',
  })
  const shipped: Partial<OrderFacts> = {
    deliveryState: 'shipped',
    hasOpen: false,
    hasDelivery: true,
    hasShipped: true,
    reversible: true,
  }
  assert.deepEqual(blockersOf(shipped), {
    deliver: 'ALREADY_DELIVERED',
    ship: 'NOTHING_TO_SHIP',
    complete: 'ALREADY_DELIVERED',
    reopen: 'NOT_COMPLETED',
    refund: 'NOTHING_PAID',
    cancel: 'HAS_DELIVERY_NOTE',
    undo_cancel: 'NOT_CANCELLED',
    hold: 'ALREADY_DELIVERED',
    release: 'NOT_ON_HOLD',
    split: 'ALREADY_DELIVERED',
    merge: 'ALREADY_DELIVERED',
  })
  const atMarketplace = { fulfilledBy: 'channel', deliveryState: 'completed', hasOpen: false } as const
  assert.deepEqual(blockersOf({ ...atMarketplace, ofShop: true }), {
    ...untouched,
    edit: 'FULFILLED_BY_CHANNEL',
    deliver: 'FULFILLED_BY_CHANNEL',
    complete: 'FULFILLED_BY_CHANNEL',
    cancel: 'FULFILLED_BY_CHANNEL',
    hold: 'ALREADY_DELIVERED',
    split: 'FULFILLED_BY_CHANNEL',
    merge: 'FULFILLED_BY_CHANNEL',
  })
})

test('a delivery note that is not shipped waits for that, and a hold keeps it in the house', () => {
  const noted: Partial<OrderFacts> = {
    deliveryState: 'delivered',
    hasOpen: false,
    hasDelivery: true,
    unshipped: 'LS-1',
    reversible: true,
  }
  assert.deepEqual(blockersOf(noted), {
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
  })
  assert.equal(blockersOf({ ...noted, hold: 'x', holdHasTask: true })['ship'], 'ORDER_ON_HOLD')
  assert.equal(blockersOf({ ...noted, hold: 'x', holdHasTask: true })['release'], 'HOLD_HAS_TASK')
  assert.equal(blockersOf({ ...noted, reversible: false })['reverse'], 'HAS_RETURN')
})

test('a quotation, and an order that was merged into another, can be asked for nothing', () => {
  const every = (code: string) => Object.fromEntries(orderActionNames.map(action => [action, code]))
  assert.deepEqual(blockersOf({ quotation: true }), every('NOT_AN_ORDER'))
  assert.deepEqual(blockersOf({ mergedInto: 'AU-2' }), every('ORDER_MERGED'))
})
