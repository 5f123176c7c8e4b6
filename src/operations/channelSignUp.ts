import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { type Connection, findConnection, openSecrets } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { listSessions, makeSession } from '../channels/sessionStore.ts'
import type { SignUp } from '../port/receive.ts'
import { closePlace } from '../sync/places.ts'
import { placeOfChannel } from './channelPlace.ts'
import { whichChannel } from './channels.ts'
import { placeShape, shownPlace } from './connectionPlaces.ts'
import { connectorOf, whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

/** The address holds the session, which is a secret as long as it holds: neither goes into audit or log. */
const sentShape = z.object({
  /** The page of the system where the person signs in. */
  url: z.string(),
  session: z.uuid(),
  madeAt: z.date(),
  until: z.date(),
})

/** Places that people open at the system: signing up, signing in again, closing. */
export const channelSignUpOperations: readonly Operation[] = [
  operation({
    name: 'connection.sign-up',
    method: 'POST',
    path: '/connections/:connection/sign-up',
    command: 'connection sign-up <connection>',
    right: 'connections.write',
    summary: {
      en: "Sign up at the system: answers the address of its page, where the seller's account is opened for this connection",
      de: 'Sich bei der Gegenstelle anmelden: nennt die Adresse ihrer Seite, auf der das Verkäuferkonto für diese Verbindung geöffnet wird',
    },
    creates: true,
    input: z.object({ connection: whichConnection }),
    output: sentShape,
    audit: () => ({ objectKind: 'connection' }),
    run: (context, { connection }) =>
      inTransaction(context, async tx =>
        send(tx, context, await findConnection(tx, context.tenant, connection), { purpose: 'open' }),
      ),
  }),
  operation({
    name: 'connection.sessions',
    method: 'GET',
    path: '/connections/:connection/sessions',
    command: 'connection sessions <connection>',
    right: 'connections.read',
    summary: {
      en: 'List the newest sign-ups of a connection, and what became of them',
      de: 'Die neuesten Anmeldungen einer Verbindung auflisten, und was daraus wurde',
    },
    input: z.object({ connection: whichConnection }),
    output: z.object({
      items: z.array(
        z.object({
          purpose: z.enum(['open', 'change']),
          place: z.string().nullable(),
          madeAt: z.date(),
          madeBy: z.string(),
          until: z.date(),
          usedBy: z.string().nullable(),
          usedAt: z.date().nullable(),
          /** Of the place that used it. */
          channelId: z.uuid().nullable(),
          channel: z.string().nullable(),
        }),
      ),
    }),
    run: (context, { connection }) =>
      inTransaction(context, async tx => {
        const found = await findConnection(tx, context.tenant, connection)
        const rows = await listSessions(tx, { tenant: context.tenant, connectionId: found.id }, 50)
        return {
          items: rows.map(row => {
            const channel = found.channels.find(one => one.place === row.usedBy)
            return { ...row, channelId: channel?.id ?? null, channel: channel?.name ?? null }
          }),
        }
      }),
  }),
  operation({
    name: 'channel.sign-in-again',
    method: 'POST',
    path: '/channels/:channel/sign-in',
    command: 'channel sign-in-again <channel>',
    right: 'connections.write',
    summary: {
      en: 'Sign in at the system again, to change the account of a channel or to open it once more',
      de: 'Sich bei der Gegenstelle erneut anmelden, um das Konto eines Kanals zu ändern oder wieder zu öffnen',
    },
    creates: true,
    input: z.object({ channel: whichChannel }),
    output: sentShape,
    audit: () => ({ objectKind: 'channel' }),
    run: (context, { channel }) =>
      inTransaction(context, async tx => {
        const { connection, place, connector } = await placeOfChannel(tx, context, channel)
        if (!connector.receive?.signUp) throw notOffered(connector.title)
        if (!place) throw channelProblem('PLACE_NOT_OPEN', { channel })
        if (place.closed?.forGood) throw channelProblem('PLACE_CLOSED_FOR_GOOD', { channel })
        return send(tx, context, connection, { purpose: 'change', place: place.place })
      }),
  }),
  operation({
    name: 'channel.close-place',
    method: 'POST',
    path: '/channels/:channel/close-place',
    command: 'channel close-place <channel>',
    right: 'connections.write',
    summary: {
      en: 'Cut the account of a channel off: the system is told, nothing is sent any more and its orders are refused; what is here stays',
      de: 'Das Konto eines Kanals trennen: Die Gegenstelle erfährt es, es wird nichts mehr gesendet, und ihre Bestellungen werden abgelehnt; was hier ist, bleibt',
    },
    input: z.object({
      channel: whichChannel,
      reason: z
        .string()
        .trim()
        .max(250)
        .default('')
        .meta(described('Why; the system is told it.', 'Warum; die Gegenstelle erfährt es.')),
      forGood: z
        .boolean()
        .default(false)
        .meta(
          described(
            'It is not opened again but by a new sign-up; the system may forget it.',
            'Es wird nur durch eine neue Anmeldung wieder geöffnet; die Gegenstelle darf es vergessen.',
          ),
        ),
    }),
    output: placeShape,
    audit: ({ forGood }) => ({ objectKind: 'channel', data: { forGood } }),
    run: (context, { channel, reason, forGood }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const { connection, place, connector } = await placeOfChannel(tx, context, channel)
        if (!connector.receive?.signUp) throw notOffered(connector.title)
        if (!place) throw channelProblem('PLACE_NOT_OPEN', { channel })
        const isDone = place.closed && (place.closed.forGood || !forGood)
        if (!isDone)
          await closePlace(tx, { tenant, connection, connector }, place.place, {
            at: kontor.now(),
            side: 'here',
            by: actor.name,
            reason,
            forGood,
          })
        const { place: after } = await placeOfChannel(tx, context, channel)
        return shownPlace(after ?? place)
      }),
  }),
]

async function send(
  tx: Tx,
  context: Context,
  connection: Connection,
  wish: { readonly purpose: 'open' } | { readonly purpose: 'change'; readonly place: string },
): Promise<z.infer<typeof sentShape>> {
  const { tenant, kontor, actor } = context
  const connector = connectorOf(context, connection.system)
  const signUp: SignUp | undefined = connector.receive?.signUp
  if (!signUp) throw notOffered(connector.title)
  if (connection.archivedAt) throw channelProblem('CONNECTION_UNKNOWN', { name: connection.name })
  const at = kontor.now()
  const until = new Date(at.getTime() + signUp.minutes * 60_000)
  // Nobody may guess it: whoever has it opens a place here.
  const session = randomUUID()
  await makeSession(
    tx,
    { tenant, connectionId: connection.id },
    { ...wish, id: session, until, at, by: actor.name },
  )
  const settings = {
    ...connection.settings,
    ...(await openSecrets(tx, kontor.keyring, tenant, connection.id)),
  }
  return { url: signUp.url(settings, wish.purpose, { id: session, until }), session, madeAt: at, until }
}

function notOffered(system: string) {
  return channelProblem('SIGN_UP_NOT_OFFERED', { system })
}
