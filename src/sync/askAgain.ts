import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import {
  type AgainRange,
  type AgainRequest,
  type AgainWay,
  countInRange,
  insertRequest,
} from '../channels/againStore.ts'
import type { Channel, Connection } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import { eventKindsOf } from './eventKinds.ts'
import { wayAgain } from './fetchAgain.ts'

/** What somebody wants to have once more from a connection, or from one of its channels. */
export interface AgainWish {
  readonly connection: Connection
  readonly connector: Connector
  readonly channel: Channel | undefined
  /** Absent: all that the channels have switched on. */
  readonly kinds?: readonly string[] | undefined
  readonly from: Date | undefined
  readonly to: Date | undefined
  /** Single records, by their number or id at the shop. */
  readonly numbers?: readonly string[] | undefined
  /** The number of records that a person has confirmed, where all of them come again. */
  readonly confirm?: number | undefined
  readonly by: string
  readonly now: Date
}

/** How a wish would be worked off, and what it means. */
export interface PlannedAgain extends AgainRange {
  readonly way: AgainWay
  readonly kinds: readonly IncomingKind[]
}

/**
 * Checks a wish and says how it is worked off; asks nothing of the shop and writes nothing. Throws EVENT_UNKNOWN, EVENT_OFF,
 * FROM_MISSING, FROM_IN_FUTURE, RANGE_EMPTY, AGAIN_NOT_OFFERED, CHANNEL_LOCKED, CONNECTION_ARCHIVED.
 */
export function planAgain(wish: AgainWish): PlannedAgain {
  const { connection, channel, from, to } = wish
  if (connection.archivedAt) throw channelProblem('CONNECTION_ARCHIVED', { name: connection.name })
  if (connection.lockedAt) throw channelProblem('CHANNEL_LOCKED', { name: connection.name })
  const kinds = kindsOf(wish)
  // Who names records without a kind means orders.
  const meant = wish.numbers?.length && !wish.kinds?.length ? kinds.filter(kind => kind === 'order') : kinds
  if (!from && !wish.numbers?.length) throw channelProblem('FROM_MISSING')
  if (from && from > wish.now) throw channelProblem('FROM_IN_FUTURE', { from: from.toISOString() })
  if (from && to && to <= from)
    throw channelProblem('RANGE_EMPTY', { from: from.toISOString(), to: to.toISOString() })
  const way = wayOf(wish, meant)
  return {
    way,
    kinds: meant,
    connectionId: connection.id,
    channelId: channel?.id ?? null,
    from: from ?? null,
    to: to ?? null,
  }
}

function kindsOf({ connection, connector, channel, kinds }: AgainWish): IncomingKind[] {
  const offered = eventKindsOf(connector, connection.facts)
  const channels = channel ? [channel] : connection.channels
  const isOn = (kind: string) => channels.some(one => one.events[kind]?.enabled !== false)
  for (const kind of kinds ?? []) {
    if (!offered.some(one => one === kind))
      throw channelProblem('EVENT_UNKNOWN', { system: connector.title, kind, known: offered })
    if (!isOn(kind)) throw channelProblem('EVENT_OFF', { kind, channel: channel?.name ?? connection.name })
  }
  return offered.filter(kind => (kinds?.length ? kinds.includes(kind) : isOn(kind)))
}

function wayOf({ connection, connector, numbers }: AgainWish, kinds: readonly IncomingKind[]): AgainWay {
  if (!connector.pull) return 'stored'
  if (numbers?.length) {
    for (const kind of kinds) wayAgain({ connection, connector }, kind)
    return 'single'
  }
  const again = typeof connector.again === 'function' ? connector.again(connection.facts) : connector.again
  if (again === 'since' || (again !== 'none' && connector.requestAgain)) return again
  throw channelProblem('AGAIN_NOT_OFFERED', { system: connector.title })
}

/**
 * Writes down a request; the orders lane of the connection works it off with its next run. Where the system can only give
 * everything again, the number of known records has to be confirmed: throws CONFIRMATION_NEEDED with it. Else as `planAgain`.
 */
export async function askAgain(tx: Tx, tenant: string, wish: AgainWish): Promise<AgainRequest> {
  const plan = planAgain(wish)
  if (plan.way === 'relink') {
    const count = await countInRange(tx, tenant, { ...plan, from: null, to: null })
    if (wish.confirm !== count)
      throw channelProblem('CONFIRMATION_NEEDED', { system: wish.connector.title, count })
  }
  const request = {
    ...plan,
    id: newId(wish.now.getTime()),
    theirs: plan.way === 'single' && wish.numbers?.length ? wish.numbers : null,
    askedBy: wish.by,
    askedAt: wish.now,
  }
  await insertRequest(tx, tenant, request)
  return { ...request, runId: null, cursors: {}, figures: {}, endedAt: null, cancelledBy: null }
}
