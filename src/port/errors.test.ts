import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PortError, RateLimited, Refused, Rejected, Unreachable } from './errors.ts'

test('says by its class what follows from an error, and by its code why', () => {
  const after = new Date('2026-11-02T08:00:00Z')
  const errors = [
    [new Unreachable('HTTP 500'), 'later', 'REMOTE_UNAVAILABLE', 'HTTP 500'],
    [new Unreachable('HTTP 302', { code: 'URL_WRONG' }), 'later', 'URL_WRONG', 'HTTP 302'],
    [new RateLimited('slow down', after), 'later', 'RATE_LIMITED', 'slow down'],
    [new Refused('AUTH_EXPIRED', 'no'), 'stop', 'AUTH_EXPIRED', 'no'],
    [new Rejected('PAYLOAD_INVALID', 'lines[3].vat'), 'park', 'PAYLOAD_INVALID', 'lines[3].vat'],
  ] as const
  for (const [error, consequence, code, detail] of errors) {
    assert.ok(error instanceof PortError && error instanceof Error)
    assert.deepEqual([error.consequence, error.code, error.detail], [consequence, code, detail])
    assert.equal(error.message, `${code}: ${detail}`)
    assert.equal(error.name, error.constructor.name)
  }
})

test('takes a call that failed for one that may have worked, unless it is told otherwise', () => {
  assert.equal(new Unreachable('cut').mayHaveWorked, true)
  assert.equal(new Unreachable('never connected', { mayHaveWorked: false }).mayHaveWorked, false)
})

test('keeps the cause, the time to wait and the path', () => {
  const cause = new Error('socket')
  assert.equal(new Unreachable('cut', { cause }).cause, cause)
  assert.equal(new RateLimited('too fast').after, undefined)
  assert.equal(new Rejected('PAYLOAD_INVALID', 'total', 'is no decimal').path, 'total')
})
