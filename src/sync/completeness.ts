import { transact } from '../base/database.ts'
import { dayOf, dayPlus, startOfDay } from '../base/days.ts'
import type { ProblemData } from '../base/errors.ts'
import { KontorError } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { errorFacts } from '../base/log.ts'
import type { Connection } from '../channels/connectionStore.ts'
import { countOfTime } from '../channels/dayCounts.ts'
import { cleanText } from '../port/canonical.ts'
import type { Connector } from '../port/connector.ts'
import { PortError } from '../port/errors.ts'
import { callSafely } from './callSafely.ts'
import { withSession } from './connectorSession.ts'
import { previewAgain } from './previewAgain.ts'
import type { LaneParts } from './runLane.ts'

/**
 * `complete`: as many here as there, or more. `missing`: fewer here. `not_countable`: the system cannot say. `not_asked`: it
 * is locked. `failed`: it did not answer; the others did.
 */
export const dayStates = ['complete', 'missing', 'not_countable', 'not_asked', 'failed'] as const

/** What a connection has of one day, there and here. */
export interface DayCompleteness {
  readonly connectionId: string
  readonly connection: string
  readonly channels: readonly string[]
  /** The day of the connection's time zone, YYYY-MM-DD. */
  readonly day: string
  readonly timeZone: string
  readonly state: (typeof dayStates)[number]
  readonly remote: number | null
  readonly here: number
  /** Came on that day and cannot be read far enough to know when it was placed: may be of that day. */
  readonly undated: number
  readonly missing: number | null
  /** Where the system can list them; at most 500. */
  readonly missingIds: readonly string[] | null
  readonly code: string | null
  readonly data: ProblemData
}

/** So many shops are asked at a time. */
const atOnce = 8

/**
 * Compares what shops say they have of a day with what is here, per connection; no day: today, in each connection's zone.
 * Where orders are missing and the system lists them, they are named. A shop that fails says so and keeps no other from
 * being asked; nothing is written.
 */
export async function dayCompleteness(
  parts: LaneParts,
  tenant: string,
  connections: readonly Connection[],
  day: string | undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<DayCompleteness[]> {
  const results: DayCompleteness[] = []
  const queue = [...connections.entries()]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, connection] = next
      results[at] = await ofConnection(parts, tenant, connection, day, signal)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, connections.length) }, worker))
  return results
}

async function ofConnection(
  parts: LaneParts,
  tenant: string,
  connection: Connection,
  wish: string | undefined,
  signal: AbortSignal,
): Promise<DayCompleteness> {
  const { timeZone } = connection
  const day = wish ?? dayOf(parts.now(), timeZone)
  const from = startOfDay(day, timeZone)
  const to = startOfDay(dayPlus(day, 1), timeZone)
  const counted = await transact(parts.db, { tenant }, tx =>
    countOfTime(tx, tenant, { connectionId: connection.id, kind: 'order', from, to }),
  )
  const base = {
    connectionId: connection.id,
    connection: connection.name,
    channels: connection.channels.map(channel => channel.name),
    day,
    timeZone,
    ...counted,
    remote: null,
    missing: null,
    missingIds: null,
    data: {},
  }
  const connector = parts.connectors.get(connection.system)
  if (!connector)
    return { ...base, state: 'failed', code: 'SYSTEM_UNKNOWN', data: { system: connection.system } }
  if (!connector.count) return { ...base, state: 'not_countable', code: 'NOT_COUNTABLE' }
  if (connection.lockedAt)
    return { ...base, state: 'not_asked', code: 'CHANNEL_LOCKED', data: { name: connection.name } }
  try {
    const remote = await countThere(parts, tenant, connection, connector, { from, to }, signal)
    const missing = Math.max(0, remote - counted.here - counted.undated)
    if (missing === 0) return { ...base, remote, missing, state: 'complete', code: null }
    const missingIds = await listMissing(parts, tenant, connection, connector, { from, to }, signal)
    return { ...base, remote, missing, missingIds, state: 'missing', code: null }
  } catch (error) {
    return { ...base, state: 'failed', ...whyFailed(parts, connection, error) }
  }
}

interface Time {
  readonly from: Date
  readonly to: Date
}

function countThere(
  parts: LaneParts,
  tenant: string,
  connection: Connection,
  connector: Connector,
  { from, to }: Time,
  signal: AbortSignal,
): Promise<number> {
  const session = { ...parts, tenant, connection, connector, signal, looksOnly: true }
  return withSession(session, opened =>
    callSafely(signal, async () => (await connector.count?.(opened, 'order', from, to)) ?? 0),
  )
}

// Null where the system cannot list what it has without consequences.
async function listMissing(
  parts: LaneParts,
  tenant: string,
  connection: Connection,
  connector: Connector,
  { from, to }: Time,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const wish = {
    connection,
    connector,
    channel: undefined,
    kinds: ['order'],
    from,
    to,
    by: '',
    now: parts.now(),
  }
  try {
    const { rows } = await previewAgain(parts, tenant, wish, signal)
    return rows.filter(row => !row.known && isOf(row.placedAt, { from, to })).map(row => row.externalId)
  } catch (error) {
    if (error instanceof KontorError) return null
    throw error
  }
}

function isOf(at: Date | null, { from, to }: Time): boolean {
  return at === null || (at >= from && at < to)
}

function whyFailed(
  parts: LaneParts,
  connection: Connection,
  error: unknown,
): { code: string; data: ProblemData } {
  if (error instanceof PortError) return { code: error.code, data: { detail: cleanText(error.detail) } }
  const reference = newId().slice(-12)
  parts.log.error(
    { reference, connection: connection.name, ...errorFacts(error) },
    'a day could not be counted',
  )
  return { code: 'INTERNAL_ERROR', data: { reference } }
}
