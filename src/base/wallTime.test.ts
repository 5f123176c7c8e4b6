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

test('the same day names its instants alike, whatever was asked before, also where clocks are changed', () => {
  for (const timeZone of ['Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu']) {
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    for (let day = Date.UTC(2011, 11, 20); day < Date.UTC(2013, 0, 1); day += 86_400_000)
      for (const time of ['00:00:00', '02:30:00', '12:00:00', '23:59:59']) {
        const wall = `${new Date(day).toISOString().slice(0, 10)}T${time}`
        const instant = wallTime(wall, timeZone)
        assert.ok(instant?.startsWith(wall))
        const shown = clock.format(new Date(instant ?? '')).replace(' ', 'T')
        // What no clock showed is an hour or, at the date line, a day beside.
        const beside = Math.abs(Date.parse(`${shown}Z`) - Date.parse(`${wall}Z`))
        assert.ok([0, 3_600_000, 86_400_000].includes(beside), `${timeZone} ${wall}: ${shown}`)
        if (time === '12:00:00' && !wall.startsWith('2011-12-30'))
          assert.equal(beside, 0, `${timeZone} ${wall}`)
      }
  }
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
    ['2024-02-29', '2100-02-29', '2000-02-29', '2026-04-31', '2026-04-30T10:00:00', '2026-04-00'].map(isDay),
    [true, false, true, false, true, false],
  )
})
