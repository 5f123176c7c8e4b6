import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OrderFacts, orderActions } from './orderActions.ts'

const open: OrderFacts = {
  id: '01890000-0000-7000-8000-000000000001',
  orderNumber: 'AU-10001',
  currency: 'EUR',
  cancelled: false,
  hold: null,
  fulfilledBy: null,
  deliveryState: 'open',
  customerNumber: 'K-10001',
  customerBlocked: false,
  hasDelivery: false,
  missing: null,
}

function blockersOf(facts: Partial<OrderFacts>): Record<string, string[]> {
  const actions = orderActions({ ...open, ...facts })
  for (const one of actions) assert.equal(one.allowed, one.blockers.length === 0)
  return Object.fromEntries(actions.map(one => [one.action, one.blockers.map(blocker => blocker.code)]))
}

const notHeld = { release: ['NOT_ON_HOLD'] }

test('an open order with its stock can be delivered, paid, cancelled and held', () => {
  const nothing = { return: ['NOTHING_DELIVERED'] }
  assert.deepEqual(blockersOf({}), { deliver: [], pay: [], cancel: [], hold: [], ...notHeld, ...nothing })
})

test('every reason that keeps an order from being delivered is named at once', () => {
  const facts = { hold: 'Adresse', customerBlocked: true, missing: { line: 1, quantity: '2' } }
  assert.deepEqual(blockersOf(facts)['deliver'], ['ORDER_ON_HOLD', 'CUSTOMER_BLOCKED', 'OUT_OF_STOCK'])
})

test('what is over says only that', () => {
  assert.deepEqual(blockersOf({ cancelled: true, hold: 'x' }), {
    deliver: ['ORDER_CANCELLED'],
    pay: [],
    cancel: ['CANCELLED_ALREADY'],
    hold: ['ORDER_CANCELLED'],
    release: [],
    return: ['NOTHING_DELIVERED'],
  })
  assert.deepEqual(blockersOf({ deliveryState: 'shipped', hasDelivery: true }), {
    deliver: ['ALREADY_DELIVERED'],
    pay: [],
    cancel: ['HAS_DELIVERY_NOTE'],
    hold: ['ALREADY_DELIVERED'],
    ...notHeld,
    return: [],
  })
  assert.deepEqual(blockersOf({ fulfilledBy: 'channel', deliveryState: 'completed' }), {
    deliver: ['FULFILLED_BY_CHANNEL'],
    pay: [],
    cancel: ['FULFILLED_BY_CHANNEL'],
    hold: ['ALREADY_DELIVERED'],
    ...notHeld,
    return: ['NOTHING_DELIVERED'],
  })
})
