import assert from 'node:assert/strict'
import { test } from 'node:test'
import { called } from './fixtures/called.ts'
import { offerRoutes } from './offers.ts'

const known = {
  sent: [
    { kind: 'item', no: 7, place: 'S1' },
    { kind: 'item', no: 8, place: 'S2' },
  ],
} as const

function post(what: string, offerList: readonly object[]) {
  return called(
    offerRoutes,
    { method: 'POST', path: `/v1/channel/offer/${what}`, body: { offerList } },
    { known },
  )
}

const listedAt = '2026-11-22T10:00:00+0000'
const listed = (more: object = {}) => ({ sellerId: 'S1', offerId: '7', listedAt, ...more })
const late = { kind: 'item', no: 7 } as const

test('an offer that is listed is accepted under the name of the marketplace, also when it was accepted before', () => {
  const done = post('listed', [listed({ channelOfferId: 'M-1', listingUrl: 'https://m.example/1' })])
  assert.deepEqual([done.status, done.body, done.asked], [201, '', { sent: [{ kind: 'item', no: 7 }] }])
  const accepted = { result: 'accepted', theirs: 'M-1', proof: 'stored' }
  assert.deepEqual(done.received, { results: [{ ticket: 'offer/7', result: accepted, late }] })
  const [unnamed] = post('listed', [listed({ channelOfferId: '' })]).received?.results ?? []
  assert.deepEqual(unnamed?.result, { ...accepted, theirs: 'offer/7' })
  const twice = post('listed', [listed({ channelOfferId: 'M-1' }), listed({ channelOfferId: 'M-2' })])
  assert.deepEqual(
    twice.received?.results?.map(({ result }) => result),
    [{ ...accepted, theirs: 'M-2' }],
  )
})

test('an offer that failed is refused in the words of the channel, with the attribute that is wrong', () => {
  const errorList = [
    { code: 'CHN500', message: 'Bild fehlt' },
    {
      code: 'A1',
      message: 'Farbe falsch',
      longMessage: 'Diese Farbe gibt es nicht.',
      relatedAttributeId: 'color',
      recommendedValue: 'rot',
    },
  ]
  const done = post('listing-failed', [{ sellerId: 'S1', offerId: 7, failedAt: listedAt, errorList }])
  assert.deepEqual(done.received?.results, [
    {
      ticket: 'offer/7',
      late,
      result: {
        result: 'rejected',
        code: 'REMOTE_VALIDATION',
        field: 'color',
        text: 'CHN500: Bild fehlt; A1: Farbe falsch Diese Farbe gibt es nicht. (color) → rot',
      },
    },
  ])
  const none = post('listing-failed', [{ sellerId: 'S1', offerId: 7, failedAt: listedAt, errorList: [] }])
  assert.deepEqual([none.status, none.errors()[0]?.[0]], [400, 'VAL100'])
})

test('offers of others, of unknown sellers and of nobody are named one by one; the others of the list count', () => {
  const done = post('listed', [
    listed({ sellerId: 'S2' }),
    listed({ sellerId: 'GONE' }),
    listed({ offerId: 99 }),
    listed({ offerId: '9007199254740991' }),
    listed({ sellerId: 'S2', offerId: 8, channelOfferId: 'M-8' }),
  ])
  assert.equal(done.status, 201)
  assert.deepEqual(done.errors(), [
    ['GEN404', '7'],
    ['GEN700', '7'],
    ['GEN404', '99'],
    ['GEN404', '9007199254740991'],
  ])
  assert.deepEqual(
    done.received?.results?.map(({ ticket }) => ticket),
    ['offer/8'],
  )
  // A number that is none of ours is not even looked for.
  assert.deepEqual(
    done.asked.sent?.map(({ no }) => no),
    [7, 99, 8],
  )
})

test('that an offer takes longer is heard, and changes nothing', () => {
  const done = post('in-progress', [{ sellerId: 'S1', offerId: 7, startedAt: listedAt }])
  assert.deepEqual([done.status, done.received], [201, {}])
  assert.deepEqual(post('in-progress', [{ sellerId: 'S1', offerId: 9, startedAt: listedAt }]).errors(), [
    ['GEN404', '9'],
  ])
})
