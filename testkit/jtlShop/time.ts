/** Times as the shop writes them: its own, without a zone. */
import { berlinTime } from '../jtlConnector/shopTime.ts'

/** `2026-11-02 09:00:00`, in German local time. */
export function shopTime(instant: Date): string {
  return berlinTime(instant).slice(0, 19).replace('T', ' ')
}

/** `02.11.2026` of such a time or date; '' for none. */
export function germanDate(time: string | null): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(time ?? '') ?? []
  return year === undefined ? '' : `${day}.${month}.${year}`
}

/** How many days ago that time or date was, at this moment; infinite for none. */
export function daysSince(time: string | null, now: Date): number {
  const then =
    time === null ? Number.NaN : Date.parse(`${time.replace(' ', 'T')}${time.length > 10 ? 'Z' : ''}`)
  return Number.isNaN(then) ? Number.POSITIVE_INFINITY : (now.getTime() - then) / 86_400_000
}
