import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDay, wallTime } from './wallTime.ts'

test('the clock on the wall of a zone names an instant', () => {
  const berlin = (wall: string) => wallTime(wall, 'Europe/Berlin')
  assert.equal(berlin('2026-11-02T10:00:00'), '2026-11-02T10:00:00+01:00')
  assert.equal(berlin('2026-07-02T10:00:00'), '2026-07-02T10:00:00+02:00')
  assert.equal(wallTime('2026-11-02T10:00:00', 'UTC'), '2026-11-02T10:00:00+00:00')
  for (const odd of ['2026-10-25T02:30:00', '2026-03-29T02:30:00'])
    assert.match(berlin(odd) ?? '', /\+0[12]:00$/)
})

test('what is no day, and a year in which clocks went by the sun, is no instant', () => {
  for (const wall of [
    '2026-02-30T10:00:00',
    '2026-13-01T10:00:00',
    '2026-00-10T10:00:00',
    '0100-01-01T10:00:00',
    'x',
  ])
    assert.equal(wallTime(wall, 'Europe/Berlin'), undefined, wall)
  assert.deepEqual(
    ['2024-02-29', '2100-02-29', '2026-04-31', '2026-04-30T10:00:00', '2026-04-00'].map(isDay),
    [true, false, false, true, false],
  )
})
