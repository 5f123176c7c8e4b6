import { z } from 'zod'
import { changeChannelOffer, channelOffer } from '../catalog/channelOffer.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { channelProblem } from '../channels/problems.ts'
import { markSweeps } from '../sync/markDue.ts'
import { categoryIdOf } from './categories.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { tell } from './items.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** Which part of catalogue and stock a channel gets. */
export const offerShape = z.object({
  channelId: z.uuid(),
  share: z.string(),
  unlimited: z.string().nullable(),
  rootCategoryId: z.uuid().nullable(),
  languages: z.array(z.string()).readonly(),
  groups: z.array(z.object({ theirId: z.string(), customerGroupId: z.uuid(), group: z.string() })).readonly(),
})

/** What a sales channel shows of the catalogue and the stock. */
export const channelOfferOperations: readonly Operation[] = [
  operation({
    name: 'channel.offer',
    method: 'GET',
    path: '/channels/:channel/offer',
    command: 'channel offer <channel>',
    right: 'items.read',
    summary: {
      en: 'Show which part of catalogue and stock a sales channel gets',
      de: 'Zeigen, welchen Teil von Katalog und Bestand ein Verkaufskanal bekommt',
    },
    input: z.object({ channel: whichChannel }),
    output: offerShape,
    run: (context, { channel }) =>
      inTransaction(context, async tx =>
        channelOffer(tx, context.tenant, await channelIdOf(tx, context, channel)),
      ),
  }),
  operation({
    name: 'channel.set-offer',
    method: 'PATCH',
    path: '/channels/:channel/offer',
    command: 'channel set-offer <channel>',
    right: 'connections.write',
    summary: {
      en: 'Change which part of catalogue and stock a sales channel gets',
      de: 'Ändern, welchen Teil von Katalog und Bestand ein Verkaufskanal bekommt',
    },
    input: z.object({
      channel: whichChannel,
      share: z
        .string()
        .regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/)
        .optional()
        .meta(
          described('0 to 1: so much of what is available.', '0 bis 1: so viel von dem, was verfügbar ist.'),
        ),
      unlimited: z
        .string()
        .regex(/^(\d{1,9})?$/)
        .optional()
        .meta(
          described(
            'So many are told of items whose stock nobody keeps; "" means what lies there.',
            'So viele werden von Artikeln gemeldet, deren Bestand niemand führt; „“ heißt, was dort liegt.',
          ),
        ),
      rootCategory: z
        .string()
        .max(500)
        .optional()
        .meta(
          described(
            'Only what lies below this category is shown (id or name); "" means everything.',
            'Nur was unter dieser Kategorie liegt, wird gezeigt (Kennung oder Name); „“ heißt alles.',
          ),
        ),
      languages: z
        .array(z.string().max(10))
        .max(50)
        .optional()
        .meta(
          described(
            'Languages in which texts are told (ISO 639-1, such as de); "" means all in which there are texts.',
            'Sprachen, in denen Texte gemeldet werden (ISO 639-1, etwa de); „“ heißt alle, in denen es Texte gibt.',
          ),
        ),
      group: z
        .record(z.string().min(1).max(200), z.string().max(200))
        .default({})
        .meta(
          described(
            'Customer group of the shop = ours (id or name); empty: no longer.',
            'Kundengruppe des Shops = unsere (Kennung oder Name); leer: nicht mehr.',
          ),
        ),
    }),
    output: offerShape,
    audit: (input, offer) => ({
      objectKind: 'channel',
      objectId: offer.channelId,
      data: { fields: Object.keys(input).filter(key => key !== 'channel') },
    }),
    run: (context, { channel, share, unlimited, rootCategory, languages, group }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const channelId = await channelIdOf(tx, context, channel)
        const groups: Record<string, string | null> = {}
        // A shop has a handful of groups.
        for (const [theirs, ours] of Object.entries(group)) {
          const id = ours === '' ? null : (await customerGroupOf(tx, tenant, ours)).id
          const other = id !== null && Object.keys(groups).find(one => groups[one] === id)
          if (other) throw channelProblem('MAP_TWICE', { ours, theirs: other })
          groups[theirs] = id
        }
        const { swept, changed } = await changeChannelOffer(tx, tenant, channelId, {
          share,
          groups,
          languages: languages?.filter(language => language !== ''),
          ...(unlimited === undefined ? {} : { unlimited: unlimited === '' ? null : unlimited }),
          ...(rootCategory === undefined
            ? {}
            : { rootCategoryId: rootCategory === '' ? null : await categoryIdOf(tx, tenant, rootCategory) }),
        })
        await tell(tx, context, changed)
        const by = context.actor.name
        await markSweeps(tx, tenant, { channelIds: [channelId], kinds: swept, by, complete: false })
        return channelOffer(tx, tenant, channelId)
      }),
  }),
]
