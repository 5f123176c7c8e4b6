/**
 * What a clock on the wall of a zone shows (`2026-11-02T10:00:00`), as an instant in ISO 8601 with its offset. In a doubled hour and in
 * a gap with the offset of one side of it. Undefined for no day of the calendar, and for years in which clocks went by the sun: ISO 8601
 * knows no offset with seconds.
 */
export function wallTime(wall: string, timeZone: string): string | undefined {
  const read = Date.parse(`${wall}Z`)
  if (!isDay(wall) || Number.isNaN(read)) return undefined
  const then = Date.parse(`${wall}${offsetAt(timeZone, read)}`)
  if (Number.isNaN(then)) return undefined
  const offset = offsetAt(timeZone, then)
  return /^(Z|[+-]\d\d:\d\d)$/.test(offset) ? `${wall}${offset}` : undefined
}

/** Whether a text begins with a day of the calendar: `Date.parse` takes the 30th of February for one of March. */
export function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? []
  const last = new Date(Date.UTC(2000, Number(month), 0))
  last.setUTCFullYear(Number(year), Number(month), 0)
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last.getUTCDate()
}

const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAt(timeZone: string, instant: number): string {
  const known = formats.get(timeZone)
  const format = known ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  if (!known) formats.set(timeZone, format)
  const name = format.formatToParts(instant).find(part => part.type === 'timeZoneName')
  return name?.value.replace('GMT', '') || 'Z'
}
