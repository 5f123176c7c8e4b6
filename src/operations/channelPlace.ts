import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { type Connection, findConnection } from '../channels/connectionStore.ts'
import { listPlaces, type Place } from '../channels/placeStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector } from '../port/connector.ts'
import { channelIdOf } from './channels.ts'
import { connectorOf } from './connectionShape.ts'
import type { Context } from './operation.ts'

/** A channel with its connection, its system, and the place where it sells. */
export interface PlaceOfChannel {
  readonly channelId: string
  readonly connection: Connection
  readonly connector: Connector
  /** Absent: it has none yet. */
  readonly place: Place | undefined
}

/** Where a channel sells, by its id or name. Throws CONNECTION_UNKNOWN, SYSTEM_UNKNOWN. */
export async function placeOfChannel(tx: Tx, context: Context, idOrName: string): Promise<PlaceOfChannel> {
  const channelId = await channelIdOf(tx, context, idOrName)
  const connection = await findConnection(tx, context.tenant, channelId)
  const places = await listPlaces(tx, context.tenant, connection.id)
  const place = places.find(one => one.channelId === channelId && one.openedAt !== null)
  return { channelId, connection, connector: connectorOf(context, connection.system), place }
}

/** The same of a channel whose place is open. Throws PLACE_NOT_OPEN where people sign up and nobody has, or it was closed. */
export async function openPlaceOf(
  tx: Tx,
  context: Context,
  idOrName: string,
): Promise<PlaceOfChannel & { readonly at: string }> {
  const found = await placeOfChannel(tx, context, idOrName)
  const { place, connector, connection, channelId } = found
  const channel = connection.channels.find(one => one.id === channelId)
  if (connector.receive?.signUp && (!place || place.closed))
    throw channelProblem('PLACE_NOT_OPEN', { channel: channel?.name ?? idOrName })
  return { ...found, at: channel?.place ?? '' }
}

/** What a list of a connection is limited to: all its places, or that of the channel that is named. Throws CONNECTION_UNKNOWN. */
export async function placeFilter(
  tx: Tx,
  tenant: string,
  which: string | undefined,
): Promise<{ readonly connectionId?: string; readonly place?: string }> {
  if (which === undefined) return {}
  const { id, name, channels } = await findConnection(tx, tenant, which)
  const channel = channels.find(one => one.id === which || (one.name === which && name !== which))
  return { connectionId: id, ...(channel ? { place: channel.place } : {}) }
}

/** What became of one of a list that was acted on. */
export const actedShape = z.object({
  id: z.uuid(),
  done: z.boolean(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
})

/** The result for one of the list. */
export function acted(
  { language }: Pick<Context, 'language'>,
  id: string,
  done: ReadonlySet<string>,
  why: 'NOTICE_GONE' | 'TICKET_CLOSED',
): z.infer<typeof actedShape> {
  if (done.has(id)) return { id, done: true, code: null, reason: null }
  const { code, texts } = channelProblem(why)
  return { id, done: false, code, reason: texts[language] }
}
