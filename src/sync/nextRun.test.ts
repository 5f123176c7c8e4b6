import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWithin, type LaneSchedule, nextRun } from './nextRun.ts'

const minute = 60_000
const lane: LaneSchedule = { everyMs: 5 * minute, windows: null, timeZone: 'Europe/Berlin', seed: 'a lane' }
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
  const night = [{ from: '22:00', to: '06:00' }]
  assert.ok(isWithin(night, 'Europe/Berlin', at('2026-07-01T20:30:00Z')))
  assert.ok(!isWithin(night, 'Europe/Berlin', at('2026-12-01T20:30:00Z')))
  assert.ok(isWithin(night, 'Europe/Berlin', at('2026-12-01T04:59:00Z')))
  assert.ok(!isWithin(night, 'Europe/Berlin', at('2026-12-01T05:00:00Z')))
})

test('a point outside of the window becomes the next opening, a little later for each lane', () => {
  const window = { from: '08:00', to: '20:00' }
  const next = nextRun({ ...lane, windows: [window] }, at('2026-12-01T20:00:00Z'))
  assert.ok(next >= at('2026-12-02T07:00:00Z') && next < at('2026-12-02T07:05:00Z'), next.toISOString())
  const short = { from: '02:00', to: '02:30' }
  const daily = nextRun({ ...lane, windows: [short] }, at('2026-03-28T12:00:00Z'))
  assert.ok(
    daily >= at('2026-03-29T01:00:00Z') && daily < at('2026-03-29T01:30:00Z'),
    'the night that skips this hour',
  )
})

test('windows of weekdays, several a day, and over midnight into a day that has none', () => {
  const windows = [
    { days: [1, 2, 3, 4, 5], from: '08:15', to: '12:00' },
    { days: [1, 2, 3, 4, 5], from: '13:30', to: '18:45' },
    { days: [5], from: '22:00', to: '02:00' },
  ]
  const within = (text: string) => isWithin(windows, 'Europe/Berlin', at(text))
  assert.ok(within('2026-12-04T07:15:00Z'), 'Friday 08:15')
  assert.ok(!within('2026-12-04T07:14:59Z'), 'Friday 08:14')
  assert.ok(!within('2026-12-04T11:30:00Z'), 'Friday 12:30')
  assert.ok(within('2026-12-04T17:44:00Z'), 'Friday 18:44')
  assert.ok(within('2026-12-05T00:59:00Z'), 'Saturday 01:59 belongs to Friday')
  assert.ok(!within('2026-12-05T01:00:00Z'), 'Saturday 02:00')
  assert.ok(!within('2026-12-06T00:30:00Z'), 'Sunday 01:30')
  const next = nextRun({ ...lane, windows }, at('2026-12-05T02:00:00Z'))
  assert.ok(next >= at('2026-12-07T07:15:00Z') && next < at('2026-12-07T07:20:00Z'), next.toISOString())
  assert.ok(
    isWithin([{ days: [6], from: '00:00', to: '24:00' }], 'Europe/Berlin', at('2026-12-05T22:59:00Z')),
  )
})

test('on both days on which the clocks change, a window opens at its wall clock and every point lies in it', () => {
  const windows = [{ days: [7], from: '02:15', to: '04:00' }]
  for (const [start, opens, closes] of [
    ['2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z'],
    ['2026-10-24T12:00:00Z', '2026-10-25T00:15:00Z', '2026-10-25T03:00:00Z'],
  ] as const) {
    let point = at(start)
    const points: Date[] = []
    while (points.length < 200 && point < at(closes)) {
      point = nextRun({ ...lane, windows }, point)
      if (point < at(closes)) points.push(point)
    }
    assert.ok(points.length >= 11, `${points.length} points`)
    for (const one of points) {
      assert.ok(one >= at(opens) && one < at(closes), one.toISOString())
      assert.ok(isWithin(windows, 'Europe/Berlin', one), one.toISOString())
    }
  }
})
