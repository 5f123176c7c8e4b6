import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWithin, type LaneSchedule, nextRun } from './nextRun.ts'

const minute = 60_000
const lane: LaneSchedule = { everyMs: 5 * minute, window: null, timeZone: 'Europe/Berlin', seed: 'a lane' }
const at = (text: string) => new Date(text)

test('an hour of a 5-minute lane has 12 points, exactly 5 minutes apart, whenever it is asked', () => {
  const points = new Set<number>()
  for (let second = 0; second < 3600; second++)
    points.add(nextRun(lane, new Date(Date.UTC(2026, 10, 21, 12) + second * 1000)).getTime())
  const sorted = [...points].sort((a, b) => a - b)
  assert.ok(sorted.length === 12 || sorted.length === 13, `${sorted.length} points`)
  assert.deepEqual(
    new Set(sorted.slice(1).map((point, index) => point - (sorted[index] ?? 0))),
    new Set([5 * minute]),
  )
})

test('points that were missed are skipped', () => {
  const first = nextRun(lane, at('2026-11-21T12:00:00Z'))
  const later = nextRun(lane, new Date(first.getTime() + 47 * minute))
  assert.equal(later.getTime() - first.getTime(), 50 * minute)
})

test('lanes of one interval are spread over it', () => {
  const seeds = Array.from({ length: 300 }, (_, index) => `lane ${index}`)
  const now = at('2026-11-21T12:00:00Z')
  const minutes = seeds.map(seed =>
    Math.floor((nextRun({ ...lane, seed }, now).getTime() - now.getTime()) / minute),
  )
  for (let each = 0; each < 5; each++) {
    const count = minutes.filter(one => one === each).length
    assert.ok(count > 30 && count < 90, `${count} in minute ${each}`)
  }
})

test('a window is meant by the clocks of the connection, over midnight too, summer and winter', () => {
  const night = { from: '22:00', to: '06:00' }
  assert.ok(isWithin(night, 'Europe/Berlin', at('2026-07-01T20:30:00Z')))
  assert.ok(!isWithin(night, 'Europe/Berlin', at('2026-12-01T20:30:00Z')))
  assert.ok(isWithin(night, 'Europe/Berlin', at('2026-12-01T04:59:00Z')))
  assert.ok(!isWithin(night, 'Europe/Berlin', at('2026-12-01T05:00:00Z')))
})

test('a point outside of the window becomes the next opening, a little later for each lane', () => {
  const window = { from: '08:00', to: '20:00' }
  const next = nextRun({ ...lane, window }, at('2026-12-01T20:00:00Z'))
  assert.ok(next >= at('2026-12-02T07:00:00Z') && next < at('2026-12-02T07:05:00Z'), next.toISOString())
  const short = { from: '02:00', to: '02:30' }
  const daily = nextRun({ ...lane, window: short }, at('2026-03-28T12:00:00Z'))
  assert.ok(
    daily >= at('2026-03-29T01:00:00Z') && daily < at('2026-03-29T01:30:00Z'),
    'the night that skips this hour',
  )
})
