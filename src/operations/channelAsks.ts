import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { listAsks } from '../channels/askStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { askPlace, mayAskAgain } from '../sync/asks.ts'
import { openPlaceOf, placeOfChannel } from './channelPlace.ts'
import { whichChannel } from './channels.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const askShape = z.object({
  name: z.string(),
  title: z.string(),
  help: z.string(),
  /** `never`: it was not asked; `lies`: the system has not taken it; `taken`: it owes the answer; `untaken`: it took it again and again and never confirmed. */
  state: z.enum(['never', 'lies', 'taken', 'answered', 'untaken']),
  askedAt: z.date().nullable(),
  askedBy: z.string().nullable(),
  answeredAt: z.date().nullable(),
  /** It may be asked now. */
  mayAsk: z.boolean(),
})

/** What a person asks a system for: its inventory, its attributes, a sign of life. */
export const channelAskOperations: readonly Operation[] = [
  operation({
    name: 'channel.asks',
    method: 'GET',
    path: '/channels/:channel/asks',
    command: 'channel asks <channel>',
    right: 'connections.read',
    summary: {
      en: 'List what the system of a channel can be asked for, and when it was asked and answered',
      de: 'Auflisten, was von der Gegenstelle eines Kanals angefordert werden kann, und wann es angefordert und beantwortet wurde',
    },
    input: z.object({ channel: whichChannel }),
    output: z.object({ items: z.array(askShape) }),
    run: (context, { channel }) => inTransaction(context, tx => shownAsks(tx, context, channel)),
  }),
  operation({
    name: 'channel.ask',
    method: 'POST',
    path: '/channels/:channel/asks',
    command: 'channel ask <channel> <name>',
    right: 'connections.write',
    summary: {
      en: 'Ask the system of a channel for something; nothing is asked twice while an answer is awaited',
      de: 'Von der Gegenstelle eines Kanals etwas anfordern; solange die Antwort aussteht, wird nichts doppelt angefordert',
    },
    input: z.object({
      channel: whichChannel,
      name: z
        .string()
        .min(1)
        .max(100)
        .meta(described('What, as "channel asks" names it.', 'Was, wie „channel asks“ es nennt.')),
    }),
    output: z.object({
      /** False: it was asked before, and the answer is awaited. */
      asked: z.boolean(),
      items: z.array(askShape),
    }),
    audit: ({ name }, { asked }) => ({ objectKind: 'channel', data: { name, asked } }),
    run: (context, { channel, name }) =>
      inTransaction(context, async tx => {
        const { connector, connection, channelId, place, at } = await openPlaceOf(tx, context, channel)
        const asks = connector.receive?.asks ?? []
        const ask = asks.find(one => one.name === name)
        if (!ask)
          throw channelProblem('ASK_UNKNOWN', {
            system: connector.title,
            name,
            known: asks.map(one => one.name),
          })
        const of = { tenant: context.tenant, connectionId: connection.id }
        const asked = await askPlace(tx, of, ask, {
          place: at,
          channelId,
          openSince: place?.changedAt ?? null,
          by: context.actor.name,
          at: context.kontor.now(),
        })
        return { asked, ...(await shownAsks(tx, context, channel)) }
      }),
  }),
]

async function shownAsks(tx: Tx, context: Context, channel: string) {
  const { connector, connection, channelId, place } = await placeOfChannel(tx, context, channel)
  const at = connection.channels.find(one => one.id === channelId)?.place ?? ''
  const known = await listAsks(tx, { tenant: context.tenant, connectionId: connection.id }, at)
  const isOpen = !connector.receive?.signUp || (place !== undefined && place.closed === null)
  return {
    items: (connector.receive?.asks ?? []).map(({ name, title, help }) => {
      const last = known.find(one => one.name === name)
      const open = last && !last.answeredAt
      const state = !last
        ? ('never' as const)
        : !open
          ? ('answered' as const)
          : last.untakenAt
            ? ('untaken' as const)
            : last.lies
              ? ('lies' as const)
              : ('taken' as const)
      return {
        name,
        title: title[context.language],
        help: help[context.language],
        state,
        askedAt: last?.askedAt ?? null,
        askedBy: last?.askedBy ?? null,
        answeredAt: last?.answeredAt ?? null,
        mayAsk: isOpen && (!last || mayAskAgain(last, context.kontor.now(), place?.changedAt ?? null)),
      }
    }),
  }
}
