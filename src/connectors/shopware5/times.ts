import { textIn } from '../../base/zonedTime.ts'

const quarter = 900_000

/**
 * A value for `changed >= …`, as the clocks of the shop show it: `2026-11-21 17:33:12`. The shop keeps its times without an offset, so
 * in the hour that comes twice in autumn a later change may have the lesser text: then the least text of what follows.
 */
export function filterTime(instant: Date, timeZone: string): string {
  const next = Math.ceil(instant.getTime() / quarter) * quarter
  // Clocks are changed at a quarter of an hour, by three hours at most.
  const later = Array.from({ length: 13 }, (_, at) => textIn(new Date(next + at * quarter), timeZone))
  return later.reduce((least, text) => (text < least ? text : least), textIn(instant, timeZone))
}
