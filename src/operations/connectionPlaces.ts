import { z } from 'zod'
import { newId } from '../base/ids.ts'
import { findConnection, insertChannel } from '../channels/connectionStore.ts'
import { listPlaces, type Place } from '../channels/placeStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { markSweeps } from '../sync/markDue.ts'
import { channelShape, shownChannel } from './channels.ts'
import { whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** A place of a system, the channel that sells there, and how it was closed. */
export const placeShape = z.object({
  place: z.string(),
  name: z.string(),
  active: z.boolean(),
  channelId: z.uuid().nullable(),
  channel: z.string().nullable(),
  parked: z.int(),
  openedAt: z.date().nullable(),
  closed: z
    .object({
      at: z.date(),
      /** `here`: a person; `there`: the system. */
      side: z.enum(['here', 'there']),
      by: z.string(),
      reason: z.string(),
      forGood: z.boolean(),
      /** Whether the system has taken the letter that says so. */
      told: z.enum(['lies', 'untaken', 'taken']),
    })
    .nullable(),
})

/** A place as API, terminal and screen show it. */
export function shownPlace({ changedAt: _, ...place }: Place): z.infer<typeof placeShape> {
  return place
}

/** Places of a system, and the channels that are made of them. */
export const connectionPlaceOperations: readonly Operation[] = [
  operation({
    name: 'connection.places',
    method: 'GET',
    path: '/connections/:connection/places',
    command: 'connection places <connection>',
    right: 'connections.read',
    summary: {
      en: 'List the places of a connection (marketplaces, sub-shops, sellers), their channels, and what waits for one',
      de: 'Die Orte einer Verbindung auflisten (Marktplätze, Subshops, Verkäufer), ihre Kanäle, und was auf einen wartet',
    },
    input: z.object({ connection: whichConnection }),
    output: z.object({
      items: z.array(placeShape),
    }),
    run: (context, { connection }) =>
      inTransaction(context, async tx => {
        const { id } = await findConnection(tx, context.tenant, connection)
        return { items: (await listPlaces(tx, context.tenant, id)).map(shownPlace) }
      }),
  }),
  operation({
    name: 'channel.add',
    method: 'POST',
    path: '/connections/:connection/channels',
    command: 'channel add <connection>',
    right: 'connections.write',
    summary: {
      en: 'Sell at one more place of a connection; what was parked for it gets in by "import again"',
      de: 'An einem weiteren Ort einer Verbindung verkaufen; was dafür geparkt ist, kommt mit „neu importieren“ herein',
    },
    creates: true,
    input: z.object({
      connection: whichConnection,
      place: z
        .string()
        .max(500)
        .meta(described('The place, as the system names it.', 'Der Ort, wie ihn das System nennt.')),
      name: z.string().trim().min(1).max(100).meta(described('A name of your own.', 'Ein eigener Name.')),
    }),
    output: channelShape,
    audit: (_, { id }) => ({ objectKind: 'channel', objectId: id }),
    run: (context, { connection, place, name }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const found = await findConnection(tx, tenant, connection)
        const taken = found.channels.find(channel => channel.place === place)
        if (taken) throw channelProblem('PLACE_TAKEN', { place, channel: taken.name })
        const id = newId()
        await insertChannel(tx, tenant, { id, connectionId: found.id, name, place })
        // What was there before the channel was never due for it; items would wait for their categories for ever.
        const sweep = {
          channelIds: [id],
          kinds: ['category'],
          by: context.actor.name,
          complete: false,
        } as const
        await markSweeps(tx, tenant, sweep)
        return shownChannel(tx, context, id)
      }),
  }),
]
