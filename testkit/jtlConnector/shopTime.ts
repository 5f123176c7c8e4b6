/** Times of a German shop: ISO texts with the offset of Berlin, as a shop's database would give them. */

/** An instant as `2024-03-10T08:00:00+01:00` in German local time, without milliseconds. */
export function berlinTime(instant: Date): string {
  const hours = isSummer(instant) ? 2 : 1
  const local = new Date(instant.getTime() + hours * 3_600_000)
  return `${local.toISOString().slice(0, 19)}+0${hours}:00`
}

/** Whether a text is a date as the connector accepts it from outside: no milliseconds, a zone, a `T` (V5, V3). */
export function isWireDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:?\d\d)$/.test(text)
}

/** The shop's own time text in the form of a generation: `+01:00`, or `+0100` without colon. */
export function printTime(text: string, withoutColon: boolean): string {
  const plain = text.replace(/\.\d+/, '').replace(/Z$/, '+00:00')
  return withoutColon ? plain.replace(/([+-]\d\d):(\d\d)$/, '$1$2') : plain
}

/** Summer time in the European Union: last Sunday of March 01:00 UTC until last Sunday of October 01:00 UTC. */
function isSummer(instant: Date): boolean {
  const year = instant.getUTCFullYear()
  return instant.getTime() >= lastSunday(year, 2) && instant.getTime() < lastSunday(year, 9)
}

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1))
  return last.getTime() - last.getUTCDay() * 86_400_000
}
