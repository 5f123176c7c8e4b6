import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TakenLetter } from '../../port/receive.ts'
import { called } from './fixtures/called.ts'
import { problemsOf } from './fixtures/models.ts'
import { queueRoutes } from './queue.ts'

const letter = (id: string, type: string, body: unknown): TakenLetter => ({
  id,
  type,
  body,
  key: id,
  place: 'S1',
  createdAt: new Date('2026-11-22T10:00:00.987Z'),
})

test('quirk: the list of events is there when there is none, and an event has all that the client looks for', () => {
  const idle = called(queueRoutes, { method: 'GET', path: '/v1/channel/event' })
  assert.deepEqual([idle.status, idle.json()], [200, { eventList: [] }])
  const letters = [
    letter('a', 'Seller:Offer.End', { sellerId: 'S1', offerId: 7 }),
    letter('b', 'System:Test', { sellerId: 'S1' }),
  ]
  const settings = { channel: 'kanal' }
  const { eventList } = called(
    queueRoutes,
    { method: 'GET', path: '/v1/channel/event' },
    { done: { letters }, settings },
  ).json() as { eventList: readonly { event: unknown }[] }
  const createdAt = '2026-11-22T10:00:00+00:00'
  assert.deepEqual(eventList, [
    { id: 'a', createdAt, type: 'Seller:Offer.End', event: { sellerId: 'S1', offerId: 7 } },
    { id: 'b', createdAt, type: 'System:Test', event: { channel: 'kanal', sellerId: 'S1' } },
  ])
  assert.deepEqual(problemsOf('SellerEventTest', eventList[1]?.event), [])
})

test('quirk: the client never sends its limit; a page is a hundred at most, and hidden for five minutes', () => {
  const most = (query: string, path = '/v1/channel/event') =>
    called(queueRoutes, { method: 'GET', path: path + query }).received?.take
  assert.deepEqual(most(''), { most: 100, hiddenSeconds: 300 })
  const sizes = ['?limit=7', '?limit=1000', '?limit=0', '?limit=-1', '?limit=x', '?limit='].map(
    query => most(query)?.most,
  )
  assert.deepEqual(sizes, [7, 100, 1, 100, 100, 100])
  assert.deepEqual(most('?limit=7', '/v1/channel/events'), { most: 7, hiddenSeconds: 300 })
})

test('quirk: events are acknowledged by DELETE with a JSON body of 1 to 100 ids, and unknown ones are fine', () => {
  const drop = (body: unknown, path = '/v1/channel/event') =>
    called(queueRoutes, { method: 'DELETE', path, body })
  const known = drop({ eventIdList: ['a', 'nobody knows it'] })
  assert.deepEqual([known.status, known.body, known.received?.drop], [204, '', ['a', 'nobody knows it']])
  assert.equal(drop({ eventIdList: ['a'] }, '/v1/channel/events').status, 204)
  const many = Array.from({ length: 101 }, (_, at) => String(at))
  for (const wrong of [{ eventIdList: [] }, { eventIdList: many }, {}, [], undefined])
    assert.deepEqual([drop(wrong).status, drop(wrong).errors()[0]?.[0]], [400, 'VAL100'])
  assert.equal(drop({ eventIdList: many.slice(1) }).status, 204)
})
