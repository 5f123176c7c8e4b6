import { language } from '../words/i18n.ts'

/** A day (2026-11-01) as people write it: 01.11.2026, 01/11/2026. */
export function writtenDay(day: string): string {
  const [year, month, date] = day.split('-')
  return day === '' ? '' : [date, month, year].join(language() === 'de' ? '.' : '/')
}

/** The day that somebody wrote; undefined where it is none (yet). Both ways of writing are read, and that of machines. */
export function readDay(text: string): string | undefined {
  const plain = text.trim()
  if (plain === '') return ''
  const [, iso, day = '', month = '', year = ''] =
    /^(?:(\d{4}-\d\d-\d\d)|(\d{1,2})[./](\d{1,2})[./](\d{4}))$/.exec(plain) ?? []
  const found = iso ?? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Date.parse(`${found}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== found ? undefined : found
}

/** The time of day that somebody wrote, to the second; undefined where it is none (yet). */
export function readTime(text: string): string | undefined {
  const plain = text.trim()
  if (plain === '') return ''
  const [, hour = '', minute = '', second = '0'] = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/.exec(plain) ?? []
  const parts = [hour, minute, second].map(part => part.padStart(2, '0'))
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return parts.join(':')
}

/** The time with the hour, minute or second at a place of the text counted on by one; it goes round. */
export function turnedTime(time: string, place: number, by: number): string {
  const at = Math.min(2, Math.floor(place / 3))
  const parts = time.split(':').map(Number)
  const most = at === 0 ? 24 : 60
  parts[at] = ((parts[at] ?? 0) + by + most) % most
  return parts.map(part => String(part).padStart(2, '0')).join(':')
}
