// A state that somebody set at the shop: refused, listed, and then sent over it or left, as a person says.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Outgoing } from '../../src/port/outgoing.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createOrderedWorld } from './orderedWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'tester', now: new Date('2026-05-04T10:00:00Z') }

interface Listed {
  readonly items: readonly { readonly id: string; readonly code: string; readonly text: string }[]
}

test('ours is sent over what was seen there, with the words that were seen, and only until it is answered', async t => {
  const shop = await shopThatMindsItsStates(t)
  shop.there.shows = '8 clarification'
  await shop.pay('5')
  const [refused] = (await shop.refused()).items
  assert.equal(refused?.code, 'ORDER_STATE_SET_THERE')
  assert.equal(refused?.text, '8 clarification')
  const before = shop.asked.length
  await shop.push.lane('feedback')
  assert.equal(shop.asked.length, before, 'not by itself')

  // Somebody sets it to something else before ours comes: that was not what the person has seen.
  shop.there.shows = '3 partly'
  await shop.decide('outbox.send-again', refused?.id)
  assert.equal(shop.asked.at(-1)?.insists, '8 clarification')
  const [other] = (await shop.refused()).items
  assert.equal(other?.text, '3 partly')

  await shop.decide('outbox.send-again', other?.id)
  assert.equal(shop.asked.at(-1)?.insists, '3 partly')
  assert.equal(shop.there.shows, 'ours')
  assert.deepEqual((await shop.refused()).items, [])

  shop.there.shows = '3 partly'
  await shop.pay('18.80')
  assert.equal(shop.asked.at(-1)?.insists, undefined, 'what was insisted on is used up')
  assert.equal((await shop.refused()).items.length, 1)
})

test('what is there is left where a person drops ours, until the order changes here', async t => {
  const shop = await shopThatMindsItsStates(t)
  shop.there.shows = '8 clarification'
  await shop.pay('5')
  const [refused] = (await shop.refused()).items
  const before = shop.asked.length
  await shop.decide('outbox.drop', refused?.id)
  assert.deepEqual((await shop.refused()).items, [])
  assert.equal(shop.asked.length, before, 'nothing is sent')
  assert.equal(shop.there.shows, '8 clarification')
  assert.deepEqual(await act(shop.push.world, 'outbox.drop', { ids: [refused?.id] }), { items: [] })

  await shop.pay('18.80')
  assert.equal(shop.asked.length, before + 1)
  assert.equal((await shop.refused()).items.length, 1, 'it changed here: asked once more')
})

test('how much of each line has left is told to systems that want to know it, and to no others', async t => {
  const shop = await shopThatMindsItsStates(t)
  await shop.ship()
  assert.deepEqual(shop.asked.at(-1)?.state.lines, [{ theirLine: `${shop.push.theirs}/1`, shipped: '2' }])
  const plain = await shopThatMindsItsStates(t, {})
  await plain.ship()
  assert.equal(plain.asked.at(-1)?.state.delivery, 'shipped')
  assert.equal(plain.asked.at(-1)?.state.lines, undefined)
})

/** A shop whose state of the order somebody may have set (`shows`), and what it was sent. */
async function shopThatMindsItsStates(t: TestContext, declared: object = { namesLines: true }) {
  const asked: Outgoing<'order_status'>[] = []
  const there = { shows: 'ours' }
  const push = await createOrderedWorld(db, t, {}, connector => {
    const { order_status } = connector.send ?? {}
    assert.ok(order_status)
    const send: typeof order_status.send = async (_, list) =>
      list.map(one => {
        asked.push(one)
        if (there.shows !== 'ours' && one.insists !== there.shows)
          return { result: 'rejected', code: 'ORDER_STATE_SET_THERE', text: there.shows }
        there.shows = 'ours'
        return { result: 'accepted', theirs: one.ref.theirs, proof: 'stored' }
      })
    const minding = { ...order_status, respects: true as const, ...declared, send }
    return { ...connector, send: { ...connector.send, order_status: minding } }
  })
  return {
    asked,
    there,
    push,
    async pay(amount: string) {
      const paid = [{ orderId: push.orderId, amount, method: 'cash' }]
      await push.change(tx => bookPayments(tx, push.world.tenant, paid, by))
      await push.lane('feedback')
    },
    async ship() {
      await act(push.world, 'order.deliver', { order: push.orderId })
      await push.lane('feedback')
    },
    refused(): Promise<Listed> {
      return act<Listed>(push.world, 'outbox.refused', {})
    },
    async decide(how: 'outbox.send-again' | 'outbox.drop', id = '') {
      await act(push.world, how, { ids: [id] })
      await push.lane('feedback')
    },
  }
}
