import assert from 'node:assert/strict'
import { test } from 'node:test'
import { londonInstant } from './voucher.ts'

test('reads the file’s times as times of London, in winter and in summer', () => {
  assert.equal(londonInstant('2010-12-01T08:26:00'), '2010-12-01T08:26:00+00:00')
  assert.equal(londonInstant('2011-07-01T08:26:00'), '2011-07-01T08:26:00+01:00')
})
