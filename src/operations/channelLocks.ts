import { z } from 'zod'
import { setLock } from '../channels/addConnection.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { type Lock, readKeptAgain, setChannelLock } from '../channels/lockStore.ts'
import { requestLane } from '../sync/lanes.ts'
import { channelIdOf, channelShape, shownChannel, whichChannel } from './channels.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const note = (_: unknown, output: { readonly id: string }) => ({
  objectKind: 'channel',
  objectId: output.id,
})

/** Locks of single channels. A connection with one channel is the same as it: then the connection is locked. */
export const channelLockOperations: readonly Operation[] = [
  operation({
    name: 'channel.lock',
    method: 'POST',
    path: '/channels/:channel/lock',
    command: 'channel lock <channel>',
    right: 'connections.write',
    summary: {
      en: 'Lock a channel: nothing is sent to it, and what comes in for it is only stored',
      de: 'Einen Kanal sperren: Nichts wird gesendet, und was für ihn ankommt, wird nur gespeichert',
    },
    input: z.object({
      channel: whichChannel,
      reason: z
        .string()
        .max(500)
        .default('')
        .meta({ description: 'Why, for the others.', 'x-de': 'Warum, für die anderen.' }),
    }),
    output: channelShape,
    audit: note,
    run: (context, { channel, reason }) =>
      lock(context, channel, { by: context.actor.name, reason, at: context.kontor.now() }),
  }),
  operation({
    name: 'channel.unlock',
    method: 'POST',
    path: '/channels/:channel/unlock',
    command: 'channel unlock <channel>',
    right: 'connections.write',
    summary: {
      en: 'Unlock a channel: what came in meanwhile is imported, what changed is sent',
      de: 'Einen Kanal entsperren: Was inzwischen ankam, wird eingelesen, was sich änderte, gesendet',
    },
    input: z.object({ channel: whichChannel }),
    output: channelShape,
    audit: note,
    run: (context, { channel }) => lock(context, channel, null),
  }),
]

function lock(context: Context, channel: string, wish: Lock | null): Promise<z.infer<typeof channelShape>> {
  const { tenant } = context
  return inTransaction(context, async tx => {
    const id = await channelIdOf(tx, context, channel)
    const connection = await findConnection(tx, tenant, id)
    if (connection.channels.length === 1) await setLock(tx, tenant, connection.id, wish)
    await setChannelLock(tx, tenant, [id], connection.channels.length === 1 ? null : wish)
    if (wish) return shownChannel(tx, context, id)
    await readKeptAgain(tx, tenant, connection.id, [id])
    await requestLane(tx, { tenant, connectionId: connection.id, kind: 'orders' })
    return shownChannel(tx, context, id)
  })
}
