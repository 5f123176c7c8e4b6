import { createHash } from 'node:crypto'

/** When a lane may run by itself, in the zone of its connection: `from` until before `to`, over midnight if `to` is earlier. */
export interface LaneWindow {
  /** HH:MM. */
  readonly from: string
  readonly to: string
}

export interface LaneSchedule {
  /** Milliseconds between two runs. */
  readonly everyMs: number
  readonly window: LaneWindow | null
  readonly timeZone: string
  /** What the lane is called: spreads lanes of the same interval over it. */
  readonly seed: string
}

/** A window that opens for a whole fleet of lanes at once does so over so long at most. */
const widestSpreadMs = 10 * 60_000

/**
 * The next point of the lane's grid after that moment. The grid does not depend on when runs begin and how long they take,
 * and so intervals do not drift; points that were missed are skipped. A point outside of the window becomes the window's
 * next beginning, a little later for each lane.
 */
export function nextRun(schedule: LaneSchedule, after: Date): Date {
  const { everyMs, window, timeZone, seed } = schedule
  const offset = hash(seed) % everyMs
  const next = Math.floor((after.getTime() - offset) / everyMs + 1) * everyMs + offset
  if (!window || isWithin(window, timeZone, new Date(next))) return new Date(next)
  const opens = nextOpening(window, timeZone, new Date(next))
  const spread = Math.min(everyMs, widestSpreadMs, lengthOf(window))
  return new Date(opens.getTime() + (hash(seed) % spread))
}

/** True where the moment lies in the window, by the clocks of that zone. */
export function isWithin(window: LaneWindow, timeZone: string, moment: Date): boolean {
  const local = moment.toTemporalInstant().toZonedDateTimeISO(timeZone)
  const minute = local.hour * 60 + local.minute
  const from = minutes(window.from)
  const to = minutes(window.to)
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

// On the day on which the clocks skip the hour, it opens at the first moment behind the gap.
function nextOpening(window: LaneWindow, timeZone: string, moment: Date): Date {
  const local = moment.toTemporalInstant().toZonedDateTimeISO(timeZone)
  const time = Temporal.PlainTime.from(window.from)
  const today = local.toPlainDate().toZonedDateTime({ timeZone, plainTime: time })
  const opens =
    today.epochMilliseconds >= moment.getTime()
      ? today
      : local.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone, plainTime: time })
  return new Date(opens.epochMilliseconds)
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
