import { offsetAt } from './days.ts'

const day = 86_400_000

/**
 * The instant that a text names: a date (its first second), or a date with a time to the minute or second, as the clocks of
 * the zone show it; or an instant with its own offset. In a doubled hour the earlier instant, in a gap the later. Undefined
 * for what is no such text or no day of the calendar.
 */
export function instantIn(text: string, timeZone: string): Date | undefined {
  const [, date = '', time = '00:00', seconds = ':00', offset] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d{1,6})?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim()) ?? []
  const utc = Date.parse(`${date}T${time}${seconds}Z`)
  // Date.parse takes the 30th of February for the 1st or 2nd of March.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== date) return undefined
  if (offset !== undefined) return valid(new Date(text.trim().replace(' ', 'T')))
  const offsets = [offsetAt(utc - day, timeZone), offsetAt(utc + day, timeZone)]
  const candidates = offsets.map(offset => utc - offset)
  const shown = candidates.filter(at => at + offsetAt(at, timeZone) === utc)
  return new Date(shown.length > 0 ? Math.min(...shown) : Math.max(...candidates))
}

/** An instant as the clocks of a zone show it: `2026-03-29 03:30:00`. */
export function textIn(instant: Date, timeZone: string): string {
  const local = new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone))
  return local.toISOString().slice(0, 19).replace('T', ' ')
}

function valid(instant: Date): Date | undefined {
  return Number.isNaN(instant.getTime()) ? undefined : instant
}
