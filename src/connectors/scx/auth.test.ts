import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formBody } from '../../base/formBody.ts'
import { keyOf } from './auth.ts'
import { key, now, refreshToken, requestOf, smallHost, type TriedCall, tokenAt } from './fixtures/host.ts'
import { accepted } from './fixtures/orders.ts'

const seconds = Math.floor(now.getTime() / 1000)
const urlEncoded = { 'content-type': 'application/x-www-form-urlencoded' }
const signIn = (
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = urlEncoded,
): TriedCall => ({
  method: 'POST',
  path: '/v1/auth',
  body,
  headers,
})
const form = (token: string) => `refreshToken=${encodeURIComponent(token)}`
const keyIn = (tried: TriedCall) => keyOf(requestOf(tried, tried.path, '', {}, []))

function postWith(authorization: string) {
  const host = smallHost()
  const headers = { authorization }
  return host.call({ method: 'POST', path: '/v1/channel/order', body: { orderList: [accepted] }, headers })
}

test('quirk: scope is CHAN, and the token that is given opens the calls for an hour', () => {
  const host = smallHost()
  const answer = host.call(signIn(form(refreshToken)))
  assert.equal(answer.status, 200)
  const body = JSON.parse(String(answer.body))
  assert.deepEqual(Object.keys(body), ['scope', 'authToken', 'tokenExpireAt', 'expiresIn'])
  assert.equal(body.scope, 'CHAN')
  assert.equal(body.expiresIn, 3600)
  assert.equal(body.tokenExpireAt, '2026-11-22T13:00:00+00:00')
  assert.equal(postWith(`Bearer ${body.authToken}`).status, 201)
})

test('the refresh token comes as a form, as multipart or as JSON, and names its connection', async () => {
  const multipart = await formBody({ refreshToken })
  const ways = [
    signIn(form(refreshToken)),
    signIn(multipart.body, { 'content-type': multipart.type }),
    signIn(JSON.stringify({ refreshToken }), { 'content-type': 'application/json' }),
  ]
  for (const way of ways) {
    assert.equal(keyIn(way), key)
    assert.equal(smallHost().call(way).status, 200)
  }
  // A path with a slash at its end is the same.
  assert.equal(keyOf(requestOf(signIn(form(refreshToken)), '/v1/auth/', '', {}, [])), key)
})

test('without a refresh token it is 400, with a wrong one 401, and neither is told more', () => {
  const host = smallHost()
  for (const body of ['', 'refreshToken=', 'token=x', '\u0000'])
    assert.deepEqual([host.call(signIn(body)).status, keyIn(signIn(body))], [400, undefined], body)
  for (const wrong of [`${key}.guessed`, `${refreshToken}x`, refreshToken.slice(0, -1), `${key}.`]) {
    const answer = host.call(signIn(form(wrong)))
    assert.equal(answer.status, 401, wrong)
    assert.doesNotMatch(String(answer.body), /kt_|secret|guessed/)
  }
})

test('quirk: a token that does not hold is 401, on which the client signs in once more, and nothing is stored', () => {
  const good = tokenAt(seconds + 60)
  const [, , signature = ''] = good.split('.')
  const wrong = {
    none: '',
    'no bearer': good,
    basic: `Basic ${good}`,
    expired: `Bearer ${tokenAt(seconds)}`,
    'of a renewed refresh token': `Bearer ${tokenAt(seconds + 60, `${key}.former`)}`,
    'of another connection': `Bearer ${tokenAt(seconds + 60, refreshToken, `kt_${'c'.repeat(32)}_${'d'.repeat(32)}`)}`,
    'another expiry': `Bearer ${key}.${seconds + 61}.${signature}`,
    'no signature': `Bearer ${key}.${seconds + 60}.`,
    'cut off': `Bearer ${good.slice(0, -1)}`,
    'the refresh token': `Bearer ${refreshToken}`,
    'an expiry that is no number': `Bearer ${key}.1e9.${signature}`,
  }
  for (const [what, authorization] of Object.entries(wrong)) {
    const answer = postWith(authorization)
    assert.equal(answer.status, 401, what)
    assert.equal(answer.json().errorList[0]?.severity, 'error')
  }
  assert.equal(postWith(`bearer  ${good} `).status, 201)
})

test('a connection without a refresh token opens to nobody', () => {
  const tried = { method: 'POST', path: '/v1/channel/order', body: {} } as const
  const request = {
    ...requestOf(tried, tried.path, '', {}, []),
    settings: { refreshToken: '' },
    headers: { authorization: `Bearer ${tokenAt(seconds + 60, '')}` },
  }
  assert.equal(keyOf(request), key)
  assert.equal(smallHost().answer(request).status, 401)
})
