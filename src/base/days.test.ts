import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf, dayPlus, startOfDay, yearBefore } from './days.ts'

test('a day begins at midnight of its zone, also on the days that the clock changes', () => {
  for (const [day, zone, start] of [
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-20', 'Pacific/Kiritimati', '2026-11-19T10:00:00.000Z'],
  ] as const) {
    assert.equal(startOfDay(day, zone).toISOString(), start, day)
    assert.equal(dayOf(startOfDay(day, zone), zone), day)
    assert.equal(dayOf(new Date(startOfDay(day, zone).getTime() - 1), zone), dayPlus(day, -1))
  }
})

test('days are counted by the calendar', () => {
  assert.equal(dayPlus('2026-03-01', -1), '2026-02-28')
  assert.equal(yearBefore('2024-02-29'), '2023-02-28')
  assert.equal(yearBefore('2026-11-20'), '2025-11-20')
})
