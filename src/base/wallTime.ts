/**
 * What a clock on the wall of a zone shows (`2026-11-02T10:00:00`), as an instant in ISO 8601 with its offset. In a doubled hour and in
 * a gap with the offset of one side of it. Undefined for no day of the calendar, and for years in which clocks went by the sun: ISO 8601
 * knows no offset with seconds.
 */
export function wallTime(wall: string, timeZone: string): string | undefined {
  const offset = wallPattern.test(wall) ? offsetOfDay(wall.slice(0, 10), timeZone) : undefined
  return offset === undefined ? slowly(wall, timeZone) : `${wall}${offset}`
}

const wallPattern = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

function slowly(wall: string, timeZone: string): string | undefined {
  const read = Date.parse(`${wall}Z`)
  if (!isDay(wall) || Number.isNaN(read)) return undefined
  const then = Date.parse(`${wall}${offsetAt(timeZone, read)}`)
  if (Number.isNaN(then)) return undefined
  const offset = offsetAt(timeZone, then)
  return isOffset.test(offset) ? `${wall}${offset}` : undefined
}

const isOffset = /^(Z|[+-]\d\d:\d\d)$/
const days = new Map<string, Map<string, string | undefined>>()

/**
 * The offset that holds all through a day and the days around it; undefined where it changes, or the day is none. Orders come by the hundred
 * of the same few days, and a calendar takes longer than everything else that is done with a time. In no zone clocks were ever changed
 * twice within six days (tz database, 1800 to 2040), so what is the same before and after is the same in between.
 */
function offsetOfDay(day: string, timeZone: string): string | undefined {
  const known = days.get(timeZone) ?? new Map<string, string | undefined>()
  if (known.has(day)) return known.get(day)
  if (known.size >= 1000) known.clear()
  const start = isDay(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  const [before, after] = Number.isNaN(start)
    ? []
    : [start - 26 * hour, start + 50 * hour].map(instant => offsetAt(timeZone, instant))
  const offset = before !== undefined && before === after && isOffset.test(before) ? before : undefined
  known.set(day, offset)
  days.set(timeZone, known)
  return offset
}

const hour = 3_600_000

/** Whether a text begins with a day of the calendar: `Date.parse` takes the 30th of February for one of March. */
export function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? []
  return Number(day) >= 1 && Number(day) <= daysOf(Number(month), Number(year))
}

function daysOf(month: number, year: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (lengths[month - 1] ?? 0)
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAt(timeZone: string, instant: number): string {
  const known = formats.get(timeZone)
  const format = known ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  if (!known) formats.set(timeZone, format)
  const name = format.formatToParts(instant).find(part => part.type === 'timeZoneName')
  return name?.value.replace('GMT', '') || 'Z'
}
