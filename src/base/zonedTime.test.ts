import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantIn, textIn } from './zonedTime.ts'

const cases: readonly (readonly [zone: string, text: string, instant: string])[] = [
  // Berlin puts its clocks forward on 2026-03-29 at 2 and back on 2026-10-25 at 3.
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29 01:59:59', '2026-03-29T00:59:59.000Z'],
  ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'], // a gap: the later, half past three of summer time
  ['Europe/Berlin', '2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
  ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25 02:30:00', '2026-10-25T00:30:00.000Z'], // doubled: the earlier, still summer time
  ['Europe/Berlin', '2026-10-25 03:00:00', '2026-10-25T02:00:00.000Z'],
  ['America/New_York', '2026-03-08 02:30:00', '2026-03-08T07:30:00.000Z'],
  ['America/New_York', '2026-03-29', '2026-03-29T04:00:00.000Z'],
  ['America/New_York', '2026-11-01 01:30:00', '2026-11-01T05:30:00.000Z'],
  ['America/New_York', '2026-10-25 12:00:01', '2026-10-25T16:00:01.000Z'],
  ['America/New_York', '2026-10-25T12:00:01+02:00', '2026-10-25T10:00:01.000Z'], // says its offset itself
]

for (const [zone, text, instant] of cases)
  test(`${text} in ${zone} is ${instant}`, () => {
    assert.equal(instantIn(text, zone)?.toISOString(), instant)
  })

test('what is no day or time of the calendar is no instant', () => {
  for (const text of ['', 'today', '2026-02-30', '2026-13-01', '2026-01-01 25:00', '01.02.2026', '2026-1-1'])
    assert.equal(instantIn(text, 'Europe/Berlin'), undefined, text)
})

test('an instant is shown as the clocks of the zone show it', () => {
  const instant = new Date('2026-10-25T00:30:00Z')
  assert.equal(textIn(instant, 'Europe/Berlin'), '2026-10-25 02:30:00')
  assert.equal(textIn(instant, 'America/New_York'), '2026-10-24 20:30:00')
})
