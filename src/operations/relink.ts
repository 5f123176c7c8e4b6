import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { productLease } from '../sync/lanes.ts'
import { askRelink } from '../sync/relink.ts'
import { askForSync, type StartedSync, type SyncWish, workOffSync } from '../sync/startSync.ts'
import { whichChannel } from './channels.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { requestedShape, shownRequest } from './requestAgain.ts'
import { laneParts } from './syncParts.ts'

/** The input: the connection, and its name once more. */
export const relinkInput = z.object({
  channel: whichChannel,
  yesRelink: z.string().default('').meta({
    description:
      'The name of the connection, typed: that all links are to be forgotten and told anew is meant.',
    'x-de':
      'Der Name der Verbindung, getippt: Dass alle Verknüpfungen vergessen und neu gemeldet werden, ist gewollt.',
  }),
})

/** Making a shop forget all links, and telling it them anew. */
export const relinkOperations: readonly Operation[] = [
  operation({
    name: 'connection.relink',
    method: 'POST',
    path: '/channels/:channel/relink',
    command: null, // "kontor relink" waits for the end: src/cli/relinkCommand.ts
    right: 'connections.write',
    summary: relinkSummary(),
    creates: true,
    input: relinkInput,
    output: requestedShape,
    audit: relinkNote,
    run: async (context, input) => {
      const parts = laneParts(context)
      const { wish, started, id } = await inTransaction(context, tx => startRelink(tx, context, input))
      context.afterCommit(() =>
        context.kontor.open.start(signal =>
          workOffSync(parts, wish, started, { lease: productLease, signal }),
        ),
      )
      return inTransaction(context, tx => shownRequest(tx, context, started.runId, id))
    },
  }),
]

/** What the operation and the command are called. */
export function relinkSummary() {
  return {
    en: 'Make a shop forget all links, tell it them anew and read its orders once more; nothing is doubled',
    de: 'Einen Shop alle Verknüpfungen vergessen lassen, sie neu melden und seine Bestellungen noch einmal lesen; nichts entsteht doppelt',
  }
}

/** What the audit keeps of it. */
export function relinkNote(
  { channel }: z.infer<typeof relinkInput>,
  { request }: { readonly request?: { readonly id: string } | undefined },
) {
  return { objectKind: 'again_request', ...(request ? { objectId: request.id } : {}), data: { channel } }
}

/** Writes it down and asks for the run that does it, in one transaction. */
export async function startRelink(
  tx: Tx,
  context: Context,
  input: z.infer<typeof relinkInput>,
): Promise<{ readonly wish: SyncWish; readonly started: StartedSync; readonly id: string }> {
  const { tenant, kontor, actor } = context
  const connection = await findConnection(tx, tenant, input.channel)
  const connector = kontor.connectors.get(connection.system)
  if (!connector)
    throw channelProblem('SYSTEM_UNKNOWN', {
      system: connection.system,
      known: [...kontor.connectors.keys()],
    })
  const request = await askRelink(tx, tenant, {
    connection,
    connector,
    typed: input.yesRelink,
    by: actor.name,
    now: kontor.now(),
  })
  const wish: SyncWish = {
    tenant,
    channels: [connection.id],
    lanes: ['orders'],
    askedBy: actor.name,
    holder: kontor.holder,
  }
  return { wish, started: await askForSync(tx, wish), id: request.id }
}
