import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { insertRequest } from '../channels/againStore.ts'
import type { Channel, Connection } from '../channels/connectionStore.ts'
import { storeEvents } from '../channels/eventStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector } from '../port/connector.ts'
import { eventKindsOf } from './eventKinds.ts'
import { requestLane } from './lanes.ts'

/** How one kind of events shall be imported. */
export interface EventSetting {
  readonly kind: string
  readonly enabled: boolean
  /** Null: from the beginning. */
  readonly from: Date | null
}

/**
 * Sets what a channel imports: these kinds as given, every other kind off. Where a kind is switched on, or begins earlier
 * than before, what was left out is looked at again by the next run, from the payloads that are kept, without asking the
 * shop. Throws EVENT_UNKNOWN, FROM_IN_FUTURE; then nothing is changed.
 */
export async function setEvents(
  tx: Tx,
  tenant: string,
  of: {
    readonly connection: Connection
    readonly channel: Channel
    readonly connector: Connector
    readonly by: string
    readonly now: Date
  },
  settings: readonly EventSetting[],
): Promise<void> {
  const { connection, channel, connector, by, now } = of
  const kinds = eventKindsOf(connector, connection.facts)
  for (const { kind, from } of settings) {
    if (!kinds.some(one => one === kind))
      throw channelProblem('EVENT_UNKNOWN', { system: connector.title, kind, known: kinds })
    if (from && from > now) throw channelProblem('FROM_IN_FUTURE', { from: from.toISOString() })
  }
  const given = new Map(settings.map(one => [one.kind, one]))
  const all = kinds.map(kind => {
    const before = channel.events[kind]
    const kept = before?.from ? new Date(before.from) : null
    return { ...(given.get(kind) ?? { enabled: false, from: kept }), kind }
  })
  await storeEvents(tx, tenant, channel.id, all)
  const wider = all.filter(one => one.enabled && isWider(channel.events[one.kind], one))
  if (wider.length === 0) return
  // One request per "from": what a request asks for is let in from its own instant on, whatever the channel says.
  for (const [start, same] of Map.groupBy(wider, one => one.from?.getTime() ?? null))
    await insertRequest(tx, tenant, {
      id: newId(now.getTime()),
      connectionId: connection.id,
      channelId: channel.id,
      way: 'stored',
      kinds: same.map(one => one.kind),
      from: start === null ? null : new Date(start),
      to: null,
      theirs: null,
      askedBy: by,
      askedAt: now,
    })
  await requestLane(tx, { tenant, connectionId: connection.id, kind: 'orders' })
}

// What was never set is on from the beginning: nothing was left out then.
function isWider(
  before: Channel['events'][string] | undefined,
  { from }: Pick<EventSetting, 'from'>,
): boolean {
  if (!before) return false
  if (!before.enabled) return true
  if (before.from === null) return false
  return from === null || from.getTime() < Date.parse(before.from)
}
