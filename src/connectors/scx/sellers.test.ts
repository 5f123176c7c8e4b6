import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Seat, SignUpSession } from '../../port/receive.ts'
import { called, type Here } from './fixtures/called.ts'
import { now, openedAt, seat } from './fixtures/host.ts'
import { problemsOf } from './fixtures/models.ts'
import { sellerRoutes } from './sellers.ts'

const id = 'c0ffee00-0000-4000-8000-000000000001'
const later = new Date(now.getTime() + 60_000)
const session = (more: Partial<SignUpSession> = {}): SignUpSession => ({
  id,
  purpose: 'open',
  until: later,
  ...more,
})
const path = '/v1/channel/seller'

function here(sessions: readonly SignUpSession[], seats: readonly Seat[] = [], more: Here = {}): Here {
  return {
    known: { sessions },
    request: { seats, places: seats.filter(one => one.active).map(one => one.place) },
    ...more,
  }
}

const outcome = ({ status, errors }: ReturnType<typeof called>) => [status, ...errors().map(([code]) => code)]

test('a seller is opened by a session once; the same pair again is fine, anything else is not', () => {
  const open = (given: Here, body: object = {}) =>
    called(
      sellerRoutes,
      { method: 'POST', path, body: { session: id, sellerId: 'S9', companyName: 'Müller', ...body } },
      given,
    )
  const first = open(here([session()]))
  assert.deepEqual([first.status, first.body, first.asked], [201, '', { sessions: [id] }])
  assert.deepEqual(first.received, {
    places: [{ place: 'S9', name: 'Müller', active: true }],
    spends: { session: id, place: 'S9' },
  })
  // Told twice because the answer was lost; closed meanwhile, it stays closed.
  const again = open(here([session({ usedBy: 'S9', until: openedAt })], [{ ...seat('S9'), active: false }]))
  assert.deepEqual([again.status, again.received], [201, {}])
  const refused: readonly (readonly [Here, ...(string | number)[]])[] = [
    [here([]), 404, 'GEN404'],
    [here([session({ until: now })]), 404, 'GEN404'],
    [here([session({ usedBy: 'S8' })]), 404, 'GEN404'],
    [here([session({ purpose: 'change', place: 'S9' })]), 404, 'GEN404'],
    [here([session()], [seat('S9')]), 409, 'CHN409'],
    // Used up by another call at the same moment.
    [here([session()], [], { known: { sessions: [session()] }, done: { spent: false } }), 404, 'GEN404'],
  ]
  for (const [given, ...expected] of refused) assert.deepEqual(outcome(open(given)), expected)
  for (const wrong of [{ session: 'x' }, { sellerId: 'a b' }, { sellerId: '' }])
    assert.deepEqual(outcome(open(here([session()]), wrong)), [400, 'VAL100'])
  for (const forGood of [false, true]) {
    const closed = { ...seat('S9'), active: forGood, forGood }
    const back = open(here([session()], [closed]), { companyName: null })
    assert.deepEqual(back.received?.places, [{ place: 'S9', name: 'S9', active: true }])
  }
})

test('a seller is changed by a session of its own, under either name of the field', () => {
  const changing = session({ purpose: 'change', place: 'S1' })
  const change = (body: object, given = here([changing], [seat('S1')])) =>
    called(sellerRoutes, { method: 'PATCH', path, body }, given)
  const closed = change({ session: id, isActive: '' })
  assert.equal(closed.status, 201)
  assert.deepEqual(closed.received, {
    places: [{ place: 'S1', name: 'S1', active: false, rests: true }],
    spends: { session: id, place: 'S1' },
  })
  const opened = change({ sessionId: id.toUpperCase(), isActive: '1', companyName: 'Neu' })
  assert.deepEqual(opened.received?.places, [{ place: 'S1', name: 'Neu', active: true }])
  const repeated = change(
    { session: id, isActive: true },
    here([{ ...changing, usedBy: 'S1' }], [seat('S1')]),
  )
  assert.deepEqual([repeated.status, repeated.received], [201, {}])
  const otherwise = change(
    { session: id, isActive: true },
    here([{ ...changing, usedBy: 'S1' }], [{ ...seat('S1'), active: false }]),
  )
  assert.deepEqual(outcome(otherwise), [404, 'GEN404'], 'the session is used up, and nothing was done')
  assert.deepEqual(outcome(change({ isActive: true })), [400, 'VAL100'])
  assert.deepEqual(outcome(change({ session: id, isActive: true }, here([session()]))), [404, 'GEN404'])
  const gone = [{ ...seat('S1'), active: false, forGood: true }]
  assert.deepEqual(outcome(change({ session: id, isActive: true }, here([changing], gone))), [409, 'CHN409'])
})

test('sessions say whose they are, while they hold', () => {
  const ask = (name: string, query: string, sessions: readonly SignUpSession[]) =>
    called(sellerRoutes, { method: 'GET', path: `${path}/${name}?${query}` }, here(sessions))
  const signUp = ask('signup-session', `session=${id}`, [session()])
  assert.deepEqual([signUp.status, signUp.json()], [200, { jtlAccountId: 7 }])
  assert.deepEqual(problemsOf('SignupSession', signUp.json()), [])
  const update = ask('update-session', `sessionId=${id.toUpperCase()}`, [
    session({ purpose: 'change', place: 'S1' }),
  ])
  assert.deepEqual([update.status, update.json()], [200, { sellerId: 'S1' }])
  assert.deepEqual(outcome(ask('update-session', `session=${id}`, [session()])), [404, 'GEN404'])
  assert.deepEqual(outcome(ask('signup-session', `session=${id}`, [session({ until: now })])), [
    404,
    'GEN404',
  ])
  const strange = ask('signup-session', 'session=%27', [session()])
  assert.deepEqual([outcome(strange), strange.asked], [[404, 'GEN404'], { sessions: [] }])
})

test('all sellers are listed with how both sides have them', () => {
  const seats = [seat('S1'), { ...seat('S2'), name: 'Zwei', active: false }, { ...seat('S3'), open: false }]
  const { sellerList } = called(
    sellerRoutes,
    { method: 'GET', path: `${path}/list` },
    here([], seats),
  ).json() as {
    sellerList: readonly Record<string, unknown>[]
  }
  assert.deepEqual(problemsOf('ChannelSellerList', { sellerList }), [])
  const shown = sellerList.map(one => [
    one['sellerId'],
    one['isActiveByJTL'],
    one['isActiveByChannel'],
    one['companyName'],
  ])
  assert.deepEqual(shown, [
    ['S1', true, true, 'S1'],
    ['S2', true, false, 'Zwei'],
    ['S3', false, true, 'S3'],
  ])
})

test('the channel closes a seller; one that is closed or unknown is CHN204', () => {
  const remove = (seats: readonly Seat[]) =>
    called(sellerRoutes, { method: 'DELETE', path: `${path}/S1?reason=weg` }, here([], seats))
  const done = remove([seat('S1')])
  const closed = { place: 'S1', name: 'S1', active: false, reason: 'weg' }
  assert.deepEqual([done.status, done.received?.places], [200, [closed]])
  assert.deepEqual(outcome(remove([{ ...seat('S1'), active: false }])), [404, 'CHN204'])
  assert.deepEqual(outcome(remove([])), [404, 'CHN204'])
})
