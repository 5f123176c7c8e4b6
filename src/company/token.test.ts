import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../base/ids.ts'
import { newToken, readToken } from './token.ts'

test('a token names its tenant and its kind, and only its hash need be stored', () => {
  const tenant = newId()
  for (const kind of ['session', 'apiKey'] as const) {
    const { text, hash } = newToken(kind, tenant)
    assert.match(text, kind === 'session' ? /^ks_[0-9a-f]{32}_[\w-]{43}$/ : /^kt_[0-9a-f]{32}_[\w-]{43}$/)
    assert.deepEqual(readToken(text), { kind, tenant, hash })
    assert.equal(hash.length, 32)
    assert.ok(!text.includes(hash.toString('hex')))
  }
  assert.notEqual(newToken('apiKey', tenant).text, newToken('apiKey', tenant).text)
})

test('what only looks like a token is none', () => {
  const { text } = newToken('session', newId())
  for (const wrong of [
    '',
    'ks_',
    text.slice(0, -1),
    `${text}x`,
    text.replace('ks_', 'kx_'),
    text.toUpperCase(),
    ` ${text}`,
  ])
    assert.equal(readToken(wrong), undefined, wrong)
})
