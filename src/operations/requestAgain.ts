import { z } from 'zod'
import { type Tx, transact } from '../base/database.ts'
import { instantIn } from '../base/zonedTime.ts'
import { cancelRequest, countRequests, listRequests, readRequest } from '../channels/againStore.ts'
import { type Channel, connectionIdOf, findConnection } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { type AgainWish, askAgain } from '../sync/askAgain.ts'
import { productLease } from '../sync/lanes.ts'
import { previewAgain } from '../sync/previewAgain.ts'
import { hasBegun } from '../sync/relink.ts'
import { readRun } from '../sync/runs.ts'
import { askForSync, type StartedSync, type SyncWish, workOffSync } from '../sync/startSync.ts'
import { againInput, previewShape, requestShape, showPreview, showRequest } from './againShapes.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { laneParts } from './syncParts.ts'
import { runShape, showRun } from './syncRuns.ts'

/** The input of a request: what is meant, and the confirmation where all that a system has comes again. */
export const requestInput = againInput.extend({
  confirm: z.int().min(0).optional().meta({
    description: 'The number of records, where the system can only give all of them again.',
    'x-de': 'Die Zahl der Datensätze, wo das System nur alles noch einmal geben kann.',
  }),
})

/** The input of a preview. */
export const previewInput = againInput.extend({
  asIfSaved: z.boolean().default(false).meta({
    description:
      'As if these events were switched on with this "from" (channel.set-events); nothing is saved.',
    'x-de':
      'Als wären diese Ereignisse mit diesem „Ab“ eingeschaltet (channel.set-events); gespeichert wird nichts.',
  }),
})

/** A run that works a request off, and the request. */
export const requestedShape = runShape.extend({ request: requestShape })

const one = z.object({
  id: z.uuid().meta({ description: 'Id of the request.', 'x-de': 'Kennung der Anforderung.' }),
})

/** Having a shop's records once more: orders that were missed, or that are older than the connection. */
export const requestAgainOperations: readonly Operation[] = [
  operation({
    name: 'request.start',
    method: 'POST',
    path: '/channels/:channel/requests',
    command: null, // "kontor request-orders" waits for the end: src/cli/requestCommand.ts
    right: 'sync.start',
    summary: {
      en: 'Request again what a channel has from an instant on; nothing is imported twice',
      de: 'Nachträglich anfordern, was ein Kanal ab einem Zeitpunkt hat; nichts wird doppelt importiert',
    },
    creates: true,
    input: requestInput,
    output: requestedShape,
    audit: requestNote,
    run: async (context, input) => {
      const parts = laneParts(context)
      const { wish, started, id } = await inTransaction(context, tx => startRequest(tx, context, input))
      context.afterCommit(() =>
        context.kontor.open.start(signal =>
          workOffSync(parts, wish, started, { lease: productLease, signal }),
        ),
      )
      return inTransaction(context, tx => shownRequest(tx, context, started.runId, id))
    },
  }),
  operation({
    name: 'request.preview',
    method: 'POST',
    path: '/channels/:channel/requests/preview',
    command: null, // kontor request-orders --preview
    long: true,
    right: 'sync.start',
    summary: {
      en: 'What a request would bring; writes nothing, here or at the shop',
      de: 'Was eine Anforderung brächte; schreibt nichts, weder hier noch im Shop',
    },
    input: previewInput,
    output: previewShape,
    run: (context, input) => preview(context, input),
  }),
  operation({
    name: 'request.list',
    method: 'GET',
    path: '/requests',
    command: 'request list',
    right: 'sync.read',
    summary: { en: 'List requests, newest first', de: 'Anforderungen auflisten, Neueste zuerst' },
    input: z.object({ ...pageInput, connection: whichConnection.optional() }),
    output: pageOf(requestShape),
    run: (context, { after, limit, connection }) =>
      inTransaction(context, async tx => {
        const connectionId = await connectionIdOf(tx, context.tenant, connection)
        const rows = await listRequests(tx, context.tenant, { after, limit: limit + 1, connectionId })
        const count = await countRequests(tx, context.tenant, countLimit + 1, connectionId)
        return asPage(rows.map(showRequest), limit, count)
      }),
  }),
  operation({
    name: 'request.cancel',
    method: 'POST',
    path: '/requests/:id/cancel',
    command: 'request cancel <id>',
    right: 'sync.start',
    summary: {
      en: 'End a request; what it imported stays',
      de: 'Eine Anforderung beenden; Importiertes bleibt',
    },
    input: one,
    output: requestShape,
    audit: ({ id }) => ({ objectKind: 'again_request', objectId: id }),
    run: (context, { id }) =>
      inTransaction(context, async tx => {
        // Its links are gone: what is sent before they are told again would be made twice.
        if (hasBegun(await readRequest(tx, context.tenant, id))) throw channelProblem('RELINK_BEGUN')
        await cancelRequest(tx, context.tenant, id, {
          name: context.actor.name,
          at: context.kontor.now(),
        })
        return showRequest(await readRequest(tx, context.tenant, id))
      }),
  }),
]

/** What the audit keeps of a request. */
export function requestNote(
  { from, to, events, numbers }: z.infer<typeof requestInput>,
  { request }: { readonly request?: z.infer<typeof requestShape> | undefined },
) {
  return {
    objectKind: 'again_request',
    ...(request ? { objectId: request.id } : {}),
    data: {
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(events ? { events } : {}),
      ...(numbers ? { numbers: numbers.length } : {}),
    },
  }
}

/** Writes a request down and asks for the run that works it off, in one transaction. */
export async function startRequest(
  tx: Tx,
  context: Context,
  input: z.infer<typeof requestInput>,
): Promise<{ readonly wish: SyncWish; readonly started: StartedSync; readonly id: string }> {
  const again = await wishOf(tx, context, input)
  const { id } = await askAgain(tx, context.tenant, { ...again, confirm: input.confirm })
  const wish: SyncWish = {
    tenant: context.tenant,
    channels: [again.connection.id],
    lanes: ['orders'],
    askedBy: context.actor.name,
    holder: context.kontor.holder,
  }
  return { wish, started: await askForSync(tx, wish), id }
}

/** The run and its request as they stand. */
export async function shownRequest(
  tx: Tx,
  context: Context,
  runId: string,
  id: string,
): Promise<z.infer<typeof requestedShape>> {
  const run = showRun(context, await readRun(tx, context.tenant, runId))
  return { ...run, request: showRequest(await readRequest(tx, context.tenant, id)) }
}

/** What a request would do, in the language of who asks. */
export async function preview(
  context: Context,
  input: z.infer<typeof againInput> & { readonly asIfSaved?: boolean },
): Promise<z.infer<typeof previewShape>> {
  const { tenant } = context
  const found = await transact(context.kontor.db, { tenant }, tx => wishOf(tx, context, input))
  const wish = input.asIfSaved ? asIfSaved(found) : found
  return showPreview(context, await previewAgain(laneParts(context), tenant, wish, context.signal))
}

async function wishOf(tx: Tx, context: Context, input: z.infer<typeof againInput>): Promise<AgainWish> {
  const connection = await findConnection(tx, context.tenant, input.channel)
  const connector = context.kontor.connectors.get(connection.system)
  if (!connector)
    throw channelProblem('SYSTEM_UNKNOWN', {
      system: connection.system,
      known: [...context.kontor.connectors.keys()],
    })
  const named = (one: { id: string; name: string }) => one.id === input.channel || one.name === input.channel
  return {
    connection,
    connector,
    // A connection that is called like its channel means both.
    channel: named(connection) ? undefined : connection.channels.find(named),
    kinds: input.events,
    from: at(input.from, connection.timeZone),
    to: at(input.to, connection.timeZone),
    numbers: input.numbers,
    by: context.actor.name,
    now: context.kontor.now(),
  }
}

function at(text: string | undefined, zone: string): Date | undefined {
  if (text === undefined) return undefined
  const instant = instantIn(text, zone)
  if (!instant) throw channelProblem('DATE_INVALID', { text, zone })
  return instant
}

// What is set on a screen and not saved yet decides what would be left out.
function asIfSaved(wish: AgainWish): AgainWish {
  const { connection, channel, kinds = [], from } = wish
  const meant = (one: Channel): Channel =>
    channel && one.id !== channel.id
      ? one
      : {
          ...one,
          events: {
            ...one.events,
            ...Object.fromEntries(
              kinds.map(kind => [kind, { enabled: true, from: from?.toISOString() ?? null }]),
            ),
          },
        }
  return {
    ...wish,
    connection: { ...connection, channels: connection.channels.map(meant) },
    channel: channel && meant(channel),
  }
}
