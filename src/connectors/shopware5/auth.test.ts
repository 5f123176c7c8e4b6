import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basicHeader, createAuth, digestHeader, readChallenge } from './auth.ts'

const challenge = 'Digest realm="Shopware REST-API", nonce="abc", opaque="op", algorithm="MD5", qop="auth"'

test('answers a challenge as the example of RFC 2617 does', () => {
  const read = readChallenge(
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
  )
  assert.ok(read)
  const header = digestHeader({
    user: 'Mufasa',
    key: 'Circle Of Life',
    method: 'GET',
    uri: '/dir/index.html',
    challenge: read,
    count: 1,
    cnonce: '0a4f113b',
  })
  assert.match(header, /response="6629fae49393a05397450978507c4ef1"/)
  assert.match(header, /nc=00000001/)
  assert.match(header, /opaque="5ccc069c403ebaf9f0171e9517f40e41"/)
})

test('answers a challenge without qop in the old form, and escapes quotes in names', () => {
  const read = readChallenge('Digest realm="a\\"b", nonce=xyz')
  assert.equal(read?.realm, 'a"b')
  assert.ok(read)
  const call = { user: 'u"1', key: 'k', method: 'GET', uri: '/', challenge: read, count: 1, cnonce: 'c' }
  const header = digestHeader(call)
  assert.match(header, /username="u\\"1", realm="a\\"b"/)
  assert.ok(!/qop|cnonce/.test(header))
})

test('reads no challenge where there is none, or one of another kind', () => {
  for (const text of ['', 'Basic realm="x"', 'Digest realm="x"', 'Digest nonce="a", algorithm="SHA-256"'])
    assert.equal(readChallenge(text), undefined, text)
  assert.equal(readChallenge(`Basic realm="other", ${challenge}`)?.realm, 'Shopware REST-API')
})

test('takes Basic over https, and Digest where nothing else is offered', () => {
  const auth = createAuth('kontor', 'schlüssel', true)
  const basic = auth.header('GET', '/api/version')
  assert.equal(basic, basicHeader('kontor', 'schlüssel'))
  assert.equal(Buffer.from(basic?.slice(6) ?? '', 'base64').toString(), 'kontor:schlüssel')
  assert.equal(auth.refused(`Basic realm="x", ${challenge}`), false, 'the key is wrong')
  assert.equal(auth.refused(''), false)
  assert.equal(auth.refused(challenge), true, 'quirk: shops before 5.7 know Digest only')
  assert.match(auth.header('GET', '/api/version') ?? '', /^Digest /)
})

test('uses a nonce for all calls, with counts that rise over all sessions', () => {
  let now = 100
  const auth = createAuth('kontor', 'key', false, () => now)
  assert.equal(auth.header('GET', '/'), undefined, 'first the shop has to be asked')
  assert.equal(auth.refused(challenge), true)
  const counts = () => Number.parseInt(/nc=(\w{8})/.exec(auth.header('GET', '/') ?? '')?.[1] ?? '', 16)
  assert.deepEqual([counts(), counts()], [100, 101])
  now = 500
  assert.equal(counts(), 500, 'another session may have used it meanwhile')
  auth.refused(challenge)
  assert.equal(counts(), 10_501, 'and may be ahead')
  const usual = createAuth('kontor', 'key', false)
  usual.refused(challenge)
  assert.match(usual.header('GET', '/') ?? '', /nc=[0-9a-f]{8},/)
})
