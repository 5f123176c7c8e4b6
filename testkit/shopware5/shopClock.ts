/**
 * Times as the shop keeps them: a text in its own zone, without saying which. What it answers has an offset, and in the hour that
 * comes twice in autumn it is always that of summer: the shop cannot tell.
 */

export interface ShopClock {
  /** `2026-11-21 17:33:12` of that moment. */
  local(instant: Date): string
  /** `2026-11-21T17:33:12+0100` of such a text. */
  iso(local: string): string
}

/** The clock of a shop in that zone. */
export function shopClock(zone: string): ShopClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const offsets = new Map<number, number>()
  // Minutes east of UTC; they change on a quarter of an hour only.
  const offsetAt = (instant: number): number => {
    const quarter = Math.floor(instant / 900_000)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const parts = Object.fromEntries(
      format.formatToParts(quarter * 900_000).map(({ type, value }) => [type, value]),
    )
    const local = Date.parse(
      `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`,
    )
    const offset = (local - quarter * 900_000) / 60_000
    offsets.set(quarter, offset)
    return offset
  }
  return {
    local: instant =>
      new Date(instant.getTime() + offsetAt(instant.getTime()) * 60_000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' '),
    iso(local) {
      const wall = Date.parse(`${local.replace(' ', 'T')}Z`)
      const before = offsetAt(wall - 86_400_000)
      const offset = offsetAt(wall - before * 60_000) === before ? before : offsetAt(wall + 86_400_000)
      const minutes = Math.abs(offset)
      const hours = String(Math.floor(minutes / 60)).padStart(2, '0')
      const rest = String(minutes % 60).padStart(2, '0')
      return `${local.replace(' ', 'T')}${offset < 0 ? '-' : '+'}${hours}${rest}`
    },
  }
}
