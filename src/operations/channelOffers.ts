import { z } from 'zod'
import { transact } from '../base/database.ts'
import { withdrawAsk } from '../channels/askStore.ts'
import {
  giveUpAdoption,
  newestOfferAdoption,
  openOfferAdoption,
  workableAdoptions,
} from '../channels/offerAdoptionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { explain } from '../channels/reasons.ts'
import { askPlace, isUnread } from '../sync/asks.ts'
import { foundOffers, offerFigures, offerLists } from '../sync/foundOffers.ts'
import { productLease, requestLane } from '../sync/lanes.ts'
import { linkByHand } from '../sync/linkByHand.ts'
import { linksAt, newestReport, offerAdoptionShape, shownAdoption } from './channelAdoption.ts'
import { openPlaceOf, placeOfChannel } from './channelPlace.ts'
import { whichChannel } from './channels.ts'
import { described } from './described.ts'
import { objectShape, oursIds } from './firstRunObjects.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { laneParts } from './syncParts.ts'

/** An offer that was found, and why it is linked to nothing. */
export const foundShape = objectShape
  .omit({ kind: true, parent: true, made: true, notes: true })
  .extend({ why: z.object({ code: z.string(), sentence: z.string(), remedy: z.string() }).nullable() })

/** Offers that exist at a channel already, taken over at any time after the first run. */
export const channelOffersOperations: readonly Operation[] = [
  operation({
    name: 'channel.adopt-offers',
    method: 'POST',
    path: '/channels/:channel/offers/adopt',
    command: 'channel adopt-offers <channel>',
    right: 'connections.write',
    summary: {
      en: 'Read which offers exist at a channel, and link those that are clear; goes on by itself',
      de: 'Vorhandene Angebote eines Kanals einlesen und Eindeutiges verknüpfen; läuft von selbst weiter',
    },
    input: z.object({
      channel: whichChannel,
      leads: z
        .enum(['kontor', 'shop'])
        .optional()
        .meta(
          described(
            'kontor: ours is sent at once. shop: only once it is changed here; quantities at once. Absent: as in the first run, else shop.',
            'kontor: unsere Daten werden gleich gesendet. shop: erst nach einer Änderung hier; Bestände gleich. Ohne: wie im Erstabgleich, sonst shop.',
          ),
        ),
    }),
    output: offerAdoptionShape,
    audit: (_, { channelId, leads }) => ({
      objectKind: 'channel',
      objectId: channelId,
      ...(leads ? { data: { leads } } : {}),
    }),
    run: (context, { channel, leads }) =>
      inTransaction(context, async tx => {
        const { at, ...found } = await openPlaceOf(tx, context, channel)
        const { connector, connection, channelId, place } = found
        const { tenant } = context
        const { inventory } = connector
        if (!inventory?.kinds.includes('item'))
          throw channelProblem('OFFERS_NOT_LISTED', { system: connector.title })
        if (connection.phase !== 'ready')
          throw channelProblem('OFFERS_IN_FIRST_RUN', { name: connection.name })
        const of = { tenant, connectionId: connection.id }
        const goesOn = (await workableAdoptions(tx, of)).some(one => one.channelId === channelId)
        if (goesOn) await requestLane(tx, { ...of, kind: 'catalogue' })
        else {
          const ask = connector.receive?.asks?.find(one => one.name === inventory.reportedBy)
          const by = context.actor.name
          const now = context.kontor.now()
          const report = await newestReport(tx, of, found)
          const read = await newestOfferAdoption(tx, tenant, channelId)
          const isHere = report !== undefined && isUnread(report, read?.askId, now)
          let askId: string | null = isHere ? report.id : null
          if (ask && !isHere) {
            await askPlace(tx, of, ask, {
              place: at,
              channelId,
              openSince: place?.changedAt ?? null,
              by,
              at: now,
            })
            askId = (await newestReport(tx, of, found))?.id ?? null
          }
          const usual = connection.leadChosenAt ? connection.leads : 'shop'
          await openOfferAdoption(tx, { ...of, channelId }, { askId, leads: leads ?? usual, by, at: now })
          if (!askId || isHere) await requestLane(tx, { ...of, kind: 'catalogue' })
        }
        return shownAdoption(tx, context, channel)
      }),
  }),
  operation({
    name: 'channel.give-up-offers',
    method: 'POST',
    path: '/channels/:channel/offers/give-up',
    command: 'channel give-up-offers <channel>',
    right: 'connections.write',
    summary: {
      en: 'Wait no longer for the list of the existing offers of a channel; a list that comes all the same is not read',
      de: 'Nicht länger auf die Liste der vorhandenen Angebote eines Kanals warten; kommt sie doch noch, wird sie nicht gelesen',
    },
    input: z.object({ channel: whichChannel }),
    output: offerAdoptionShape,
    audit: (_, { channelId }) => ({ objectKind: 'channel', objectId: channelId }),
    run: (context, { channel }) =>
      inTransaction(context, async tx => {
        const { channelId, connection } = await placeOfChannel(tx, context, channel)
        const now = context.kontor.now()
        const given = await giveUpAdoption(tx, context.tenant, channelId, now)
        const name = connection.channels.find(one => one.id === channelId)?.name ?? channel
        if (!given) throw channelProblem('OFFERS_NOT_AWAITED', { channel: name })
        const of = { tenant: context.tenant, connectionId: connection.id }
        if (given.askId) await withdrawAsk(tx, of, given.askId, now)
        return shownAdoption(tx, context, channel)
      }),
  }),
  operation({
    name: 'channel.adoption',
    method: 'GET',
    path: '/channels/:channel/offers',
    command: 'channel adoption <channel>',
    right: 'connections.read',
    summary: {
      en: 'Show how far reading and linking the existing offers of a channel is',
      de: 'Zeigen, wie weit das Einlesen der vorhandenen Angebote eines Kanals ist',
    },
    input: z.object({ channel: whichChannel }),
    output: offerAdoptionShape,
    run: (context, { channel }) => inTransaction(context, tx => shownAdoption(tx, context, channel)),
  }),
  operation({
    name: 'channel.found-offers',
    method: 'GET',
    path: '/channels/:channel/offers/found',
    command: 'channel found-offers <channel>',
    right: 'connections.read',
    summary: {
      en: 'List offers of a channel that are linked to nothing, with the reason and what they may be',
      de: 'Angebote eines Kanals auflisten, die nicht verknüpft sind, mit dem Grund und möglichen Artikeln',
    },
    input: z.object({
      ...pageInput,
      channel: whichChannel,
      list: z
        .enum(offerLists)
        .default('open')
        .meta(
          described(
            'open: all of the next three. ambiguous. unmatched. otherwise: linked to another item than their number says. left: left alone.',
            'open: alle drei folgenden. ambiguous: mehrdeutig. unmatched: ohne Artikel. otherwise: anders verknüpft, als ihre Nummer sagt. left: ausgelassen.',
          ),
        ),
    }),
    output: pageOf(foundShape),
    run: (context, { channel, list, after, limit }) =>
      inTransaction(context, async tx => {
        const of = linksAt(context, await placeOfChannel(tx, context, channel))
        const rows = await foundOffers(tx, of, { list, after, limit: limit + 1 })
        const { ambiguous, unmatched, otherwise, leftAlone } = await offerFigures(tx, of)
        const open = ambiguous + unmatched + otherwise
        const count = { open, ambiguous, unmatched, otherwise, left: leftAlone }[list]
        const shown = rows.map(
          ({ kind: _kind, parent: _parent, made: _made, notes: _notes, why, candidates, ...row }) => {
            const reason = why && explain(why, {})
            return {
              ...row,
              candidates: candidates.map(({ adoptionId: _, ...candidate }) => candidate),
              why: reason
                ? {
                    code: why,
                    sentence: reason[context.language],
                    remedy: reason.remedy[context.language],
                  }
                : null,
            }
          },
        )
        return asPage(shown, limit, Math.min(count, countLimit + 1))
      }),
  }),
  operation({
    name: 'channel.link-offers',
    long: true,
    method: 'POST',
    path: '/channels/:channel/offers/link',
    command: 'channel link-offers <channel>',
    right: 'connections.write',
    summary: {
      en: 'Link offers that were read to items by hand, or leave them alone',
      de: 'Eingelesene Angebote von Hand mit Artikeln verknüpfen oder auslassen',
    },
    input: z.object({
      channel: whichChannel,
      pair: z
        .record(z.string().min(1).max(500), z.string().min(1).max(200))
        .default({})
        .meta(
          described(
            'Their id = our item (id or item number).',
            'Deren Kennung = unser Artikel (Kennung oder Artikelnummer).',
          ),
        ),
      leave: z
        .array(z.string().min(1).max(500))
        .max(10_000)
        .default([])
        .meta(
          described('Ids of theirs that stay as they are.', 'Deren Kennungen, die bleiben, wie sie sind.'),
        ),
    }),
    output: z.object({ channelId: z.uuid(), linked: z.int(), leftAlone: z.int() }),
    audit: (_, { channelId, linked, leftAlone }) => ({
      objectKind: 'channel',
      objectId: channelId,
      data: { linked, leftAlone },
    }),
    run: async (context, { channel, pair, leave }) => {
      const { kontor, tenant, actor, signal } = context
      const { found, ours } = await transact(kontor.db, { tenant }, async tx => ({
        found: await placeOfChannel(tx, context, channel),
        ours: await oursIds(tx, tenant, 'item', Object.values(pair)),
      }))
      const { channelId, connection } = found
      const pairs = [
        ...Object.entries(pair).map(([theirs, one]) => ({ theirs, ours: ours.get(one) ?? null })),
        ...leave.map(theirs => ({ theirs, ours: null })),
      ]
      const done = await linkByHand(laneParts(context), {
        tenant,
        connectionId: connection.id,
        channelId,
        by: actor.name,
        holder: kontor.holder,
        lease: productLease,
        pairs,
        ...(signal ? { signal } : {}),
      })
      return { channelId, ...done }
    },
  }),
]
