import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SendResult } from '../../src/port/outgoing.ts'
import { referenceConnector } from '../reference/connector/index.ts'
import { createOurSide } from './ourSide.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 2, 8, minutes))
const element = (no: number) => ({ ref: { no }, place: 'de', state: {} })
const queued = (key: string, ticket?: string): SendResult => ({
  result: 'queued',
  letter: { key, place: 'de', type: 'stock', body: { key, left: undefined } },
  ...(ticket === undefined ? {} : { ticket }),
})
const take = { most: 100, hiddenSeconds: 300 }
const ourSide = () => createOurSide(referenceConnector({}), {})

test('letters are hidden once they were taken, and gone once they were dropped', () => {
  const side = ourSide()
  const result = queued('stock/1')
  side.queue('stock', [element(1)], [result])
  const [letter] = side.take({ take }, at(0)).letters
  assert.deepEqual(letter?.body, { key: 'stock/1' }, 'as it comes out of JSON')
  assert.deepEqual(side.take({ take }, at(4)).letters, [])
  assert.equal(side.outcome(result), result)
  assert.equal(side.take({ take }, at(5)).letters[0]?.id, letter?.id)
  side.take({ drop: [letter?.id ?? '', 'never'] }, at(5))
  assert.deepEqual(side.outcome(result), { result: 'accepted', proof: 'received' })
  assert.deepEqual(side.take({ take }, at(30)).letters, [])
})

test('a newer letter takes the place of the older one, and a ticket waits for what is told of it', () => {
  const side = ourSide()
  const results = [queued('stock/1'), queued('stock/1'), queued('item/1', 'offer/1')]
  side.queue('stock', [element(1), element(1), element(1)], results)
  const { letters } = side.take({ take }, at(0))
  assert.equal(letters.length, 2)
  side.take({ drop: letters.map(({ id }) => id) }, at(0))
  const [older, newer, listed] = results.map(side.outcome)
  assert.equal(older?.result, 'accepted')
  assert.equal(newer?.result, 'accepted')
  assert.equal(listed?.result, 'queued')
  const told: SendResult = { result: 'rejected', code: 'X', text: 'nein' }
  side.take({ results: [{ ticket: 'offer/1', result: told }] }, at(1))
  assert.equal(side.outcome(queued('item/1', 'offer/1')), told)
})

test('what comes again is unchanged, updated, or refused where it may come once', () => {
  const side = ourSide()
  const order = { kind: 'order', externalId: '7', place: 'de', raw: { a: 1 } } as const
  const did = (raw: unknown, once?: true) =>
    side.take({ records: [{ ...order, raw, ...(once ? { once } : {}) }] }, at(0)).outcomes[0]?.did
  assert.equal(did({ a: 1, b: 2 }), 'new')
  assert.equal(did({ b: 2, a: 1 }), 'unchanged')
  assert.equal(did({ a: 2 }), 'updated')
  assert.equal(did({ a: 3 }, true), 'refused')
  assert.deepEqual(
    side.known({ orders: ['7', '8'] }).orders.map(({ payload }) => payload),
    [{ a: 2 }],
  )
  assert.equal(side.known({ sent: [{ kind: 'item', no: 1 }] }).sent.length, 0)
})
