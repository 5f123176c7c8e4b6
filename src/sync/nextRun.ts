import { createHash } from 'node:crypto'

/**
 * When a lane may run by itself, in the zone of its connection: `from` until before `to` on each of these days (1 Monday to 7
 * Sunday; all if absent). If `to` is not later than `from` it ends on the day after. `to` may be 24:00.
 */
export interface LaneWindow {
  readonly days?: readonly number[]
  /** HH:MM. */
  readonly from: string
  readonly to: string
}

export interface LaneSchedule {
  /** Milliseconds between two runs. */
  readonly everyMs: number
  /** Null: always. */
  readonly windows: readonly LaneWindow[] | null
  readonly timeZone: string
  /** What the lane is called: spreads lanes of the same interval over it. */
  readonly seed: string
}

/** A window that opens for a whole fleet of lanes at once does so over so long at most. */
const widestSpreadMs = 10 * 60_000

/**
 * The next point of the lane's grid after that moment. The grid does not depend on when runs begin and how long they take,
 * and so intervals do not drift; points that were missed are skipped. A point outside of all windows becomes the next
 * beginning of one, a little later for each lane.
 */
export function nextRun(schedule: LaneSchedule, after: Date): Date {
  const { everyMs, windows, timeZone, seed } = schedule
  const offset = hash(seed) % everyMs
  const next = Math.floor((after.getTime() - offset) / everyMs + 1) * everyMs + offset
  if (!windows || isWithin(windows, timeZone, new Date(next))) return new Date(next)
  const { opens, window } = nextOpening(windows, timeZone, new Date(next))
  const spread = Math.min(everyMs, widestSpreadMs, lengthOf(window))
  return new Date(opens + (hash(seed) % spread))
}

/** True where the moment lies in one of the windows, by the clocks of that zone. */
export function isWithin(windows: readonly LaneWindow[], timeZone: string, moment: Date): boolean {
  const local = moment.toTemporalInstant().toZonedDateTimeISO(timeZone)
  const minute = local.hour * 60 + local.minute
  const yesterday = ((local.dayOfWeek + 5) % 7) + 1
  return windows.some(window => {
    const from = minutes(window.from)
    const to = minutes(window.to)
    const begins = isOn(window, local.dayOfWeek) && minute >= from
    return from < to ? begins && minute < to : begins || (isOn(window, yesterday) && minute < to)
  })
}

function isOn({ days }: LaneWindow, day: number): boolean {
  return !days || days.includes(day)
}

function nextOpening(
  windows: readonly LaneWindow[],
  timeZone: string,
  moment: Date,
): { opens: number; window: LaneWindow } {
  const today = moment.toTemporalInstant().toZonedDateTimeISO(timeZone).toPlainDate()
  for (let ahead = 0; ahead <= 7; ahead++) {
    const date = today.add({ days: ahead })
    const openings = windows
      .filter(window => isOn(window, date.dayOfWeek))
      .flatMap(window => openingsOn(window, date, timeZone).map(opens => ({ window, opens })))
      .filter(({ opens }) => opens >= moment.getTime())
      .sort((a, b) => a.opens - b.opens)
    if (openings[0]) return openings[0]
  }
  throw new TypeError('a window opens at least once a week')
}

// On the day on which the clocks skip the hour, a window opens at the first moment behind the gap; where they go through the
// hour twice, it opens twice.
function openingsOn(window: LaneWindow, date: Temporal.PlainDate, timeZone: string): number[] {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(window.from))
  const [first, second] = (['earlier', 'later'] as const).map(disambiguation =>
    local.toZonedDateTime(timeZone, { disambiguation }),
  )
  if (!first || !second) return []
  if (first.toPlainDateTime().equals(local)) return [first.epochMilliseconds, second.epochMilliseconds]
  return [(first.getTimeZoneTransition('next') ?? second).epochMilliseconds]
}

function lengthOf({ from, to }: LaneWindow): number {
  const length = minutes(to) - minutes(from)
  return (length > 0 ? length : length + 24 * 60) * 60_000
}

function minutes(time: string): number {
  const [hours = '0', rest = '0'] = time.split(':')
  return Number(hours) * 60 + Number(rest)
}

function hash(seed: string): number {
  return createHash('sha256').update(seed).digest().readUIntBE(0, 6)
}
