import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, verifyPassword } from './password.ts'

test('a password is kept as argon2id with its cost and a salt of its own', async () => {
  const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(one, two)
  assert.equal(await verifyPassword('correct horse', one), true)
  assert.equal(await verifyPassword('Correct horse', one), false)
})

test('nobody has no password, not even an empty one', async () => {
  assert.equal(await verifyPassword('', undefined), false)
})

test('an accent typed in two ways is the same password', async () => {
  assert.equal(await verifyPassword('cafe\u0301 cafe\u0301', await hashPassword('café café')), true)
})

test('a hash of another cost still opens', async () => {
  // RFC 9106's kind of parameters, made with the same function at m=256, t=1.
  const { argon2Sync } = await import('node:crypto')
  const nonce = Buffer.alloc(16, 7)
  const message = Buffer.from('old password')
  const tag = argon2Sync('argon2id', {
    message,
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory: 256,
    passes: 1,
  })
  const hash = `$argon2id$v=19$m=256,t=1,p=1$${nonce.toString('base64').replace(/=+$/, '')}$${tag.toString('base64').replace(/=+$/, '')}`
  assert.equal(await verifyPassword('old password', hash), true)
})

test('a flood of sign-ins is refused instead of queued for ever, and the queue empties again', async () => {
  const cheap = '$argon2id$v=19$m=8,t=1,p=1$BwcHBwcHBwc$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  const flood = await Promise.allSettled(Array.from({ length: 140 }, () => verifyPassword('x', cheap)))
  const refused = flood.filter(one => one.status === 'rejected')
  assert.equal(refused.length, 140 - 102)
  assert.ok(refused.every(one => one.reason.code === 'SIGN_IN_BUSY'))
  assert.equal(await verifyPassword('x', cheap), false)
})
