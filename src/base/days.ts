/** The day (YYYY-MM-DD) that a moment falls on in a time zone. */
export function dayOf(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment)
}

/** The day so many days later; earlier for a negative number. Days of the calendar: no zone has a part in it. */
export function dayPlus(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The same day of the year before; 29 February becomes 28 February. */
export function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0')
  return day.endsWith('-02-29') ? `${year}-02-28` : `${year}${day.slice(4)}`
}

/** The moment at which a day begins in a time zone; in a zone that skips midnight the first moment of the day. */
export function startOfDay(day: string, timeZone: string): Date {
  const utc = new Date(`${day}T00:00:00Z`).getTime()
  // Offsets differ by a day at most; two looks settle a change of the clock in between.
  let at = utc - offsetAt(utc, timeZone)
  at = utc - offsetAt(at, timeZone)
  return new Date(at)
}

/** By how many milliseconds the clocks of a time zone are ahead of UTC at a moment (milliseconds since 1970). */
export function offsetAt(moment: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(moment)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(part => part.type === type)?.value)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(moment / 1000) * 1000
}

/** By time zone, as it was written: to make one costs a hundred times as much as to ask it. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Throws a RangeError where there is no such zone: then it is not kept, and there are some hundred of them in all. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(timeZone, clock)
  }
  return clock
}
