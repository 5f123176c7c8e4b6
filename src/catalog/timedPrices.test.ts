import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timesAhead } from './timedPrices.ts'

test('a begin of a moment ago is still ahead for a process whose clock is behind, and comes round once more', () => {
  const now = new Date('2026-05-04T10:00:00Z')
  const before = (ms: number) => new Date(now.getTime() - ms)
  const [moment, ahead] = [before(1_000), before(-60_000)]
  assert.deepEqual(timesAhead(now, moment, null, ahead), [moment, ahead])
  assert.deepEqual(timesAhead(now, before(2_000), undefined), [], 'over for everybody')
})
