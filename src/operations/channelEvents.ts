import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { instantIn, textIn } from '../base/zonedTime.ts'
import { type Channel, type Connection, findConnection } from '../channels/connectionStore.ts'
import { countedTo, readEvents } from '../channels/eventStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector } from '../port/connector.ts'
import { incomingKinds } from '../port/records.ts'
import { eventKindsOf, eventLabels } from '../sync/eventKinds.ts'
import { setEvents } from '../sync/setEvents.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

/** Names a channel, or a connection that has only one. */
export const whichEvents = z.object({
  channel: z.string().min(1).max(200).meta({
    description: 'Sales channel by id or name, or a connection with one channel.',
    'x-de': 'Verkaufskanal mit Kennung oder Name, oder eine Verbindung mit einem Kanal.',
  }),
})

/** What a channel imports. */
export const eventsShape = z.object({
  channelId: z.uuid(),
  channel: z.string(),
  timeZone: z.string(),
  items: z.array(
    z.object({
      kind: z.enum(incomingKinds),
      label: z.string(),
      enabled: z.boolean(),
      from: z.date().nullable(),
      /** As the clocks of the connection's time zone show it. */
      fromText: z.string().nullable(),
      lastReceived: z.date().nullable(),
      count: z.int(),
      countCapped: z.boolean(),
    }),
  ),
})

/** Which kinds of events a channel imports, and from when on. */
export const channelEventOperations: readonly Operation[] = [
  operation({
    name: 'channel.events',
    method: 'GET',
    path: '/channels/:channel/events',
    command: null, // "kontor connection events" shows and sets: src/cli/eventsCommand.ts
    right: 'connections.read',
    summary: {
      en: 'Show which kinds of events a channel imports, and from when on',
      de: 'Zeigen, welche Arten von Ereignissen ein Kanal importiert und ab wann',
    },
    input: whichEvents,
    output: eventsShape,
    run: (context, { channel }) =>
      inTransaction(context, async tx => show(tx, context, await find(tx, context, channel))),
  }),
  operation({
    name: 'channel.set-events',
    method: 'PUT',
    path: '/channels/:channel/events',
    command: null,
    right: 'connections.write',
    summary: {
      en: 'Replace which kinds of events a channel imports; what is not named is off',
      de: 'Ersetzen, welche Arten von Ereignissen ein Kanal importiert; was nicht genannt ist, ist aus',
    },
    input: whichEvents.extend({
      events: z
        .array(
          z.object({
            kind: z.enum(incomingKinds),
            enabled: z.boolean().default(true),
            from: z.string().max(40).nullable().default(null),
          }),
        )
        .max(50)
        .meta({
          description:
            'Kind, enabled, and from when on it was created or changed: a date, or date and time in the zone of the connection.',
          'x-de':
            'Art, eingeschaltet, und ab wann angelegt oder geändert: Datum, oder Datum und Uhrzeit in der Zeitzone der Verbindung.',
        }),
    }),
    output: eventsShape,
    audit: ({ events }, output) => ({
      objectKind: 'channel',
      objectId: output.channelId,
      data: {
        events: events.map(({ kind, enabled, from }) => `${kind}: ${enabled ? (from ?? 'on') : 'off'}`),
      },
    }),
    run: (context, { channel, events }) =>
      inTransaction(context, async tx => {
        const found = await find(tx, context, channel)
        const { timeZone } = found.connection
        const settings = events.map(({ kind, enabled, from }) => {
          const at = from === null ? null : instantIn(from, timeZone)
          if (at === undefined) throw channelProblem('DATE_INVALID', { text: from, zone: timeZone })
          return { kind, enabled, from: at }
        })
        const by = { by: context.actor.name, now: context.kontor.now() }
        await setEvents(tx, context.tenant, { ...found, ...by }, settings)
        return show(tx, context, await find(tx, context, channel))
      }),
  }),
]

interface Found {
  readonly connection: Connection
  readonly connector: Connector
  readonly channel: Channel
}

async function find(tx: Tx, context: Context, name: string): Promise<Found> {
  const connection = await findConnection(tx, context.tenant, name)
  const { channels, system } = connection
  const channel =
    channels.find(one => one.id === name || one.name === name) ??
    (channels.length === 1 ? channels[0] : undefined)
  if (!channel) throw channelProblem('CONNECTION_UNKNOWN', { name })
  const connector = context.kontor.connectors.get(system)
  if (!connector)
    throw channelProblem('SYSTEM_UNKNOWN', { system, known: [...context.kontor.connectors.keys()] })
  return { connection, connector, channel }
}

async function show(
  tx: Tx,
  context: Context,
  { connection, connector, channel }: Found,
): Promise<z.infer<typeof eventsShape>> {
  const kinds = eventKindsOf(connector, connection.facts)
  const of = { connectionId: connection.id, channelId: channel.id }
  const rows = await readEvents(tx, context.tenant, of, kinds)
  return {
    channelId: channel.id,
    channel: channel.name,
    timeZone: connection.timeZone,
    items: kinds.flatMap(kind => {
      const row = rows.find(one => one.kind === kind)
      if (!row) return []
      return {
        ...row,
        kind,
        label: eventLabels[kind][context.language],
        fromText: row.from ? textIn(row.from, connection.timeZone) : null,
        countCapped: row.count >= countedTo,
      }
    }),
  }
}
