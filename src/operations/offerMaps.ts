import { z } from 'zod'
import { type categoryPaths, searchCategories } from '../channels/categoryTree.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { attributeMaps, sourcesOfOurs } from '../sync/attributeMaps.ts'
import { categoryMaps } from '../sync/categoryMaps.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { putCategoryMaps } from './putOfferMaps.ts'

const path = z.array(z.string())
const categoryRow = z.object({
  categoryId: z.uuid(),
  path,
  theirs: z.string().nullable(),
  theirsPath: path,
  from: z.enum(['own', 'above']).nullable(),
  problem: z.enum(['gone', 'closed']).nullable(),
  proposal: z.object({ theirs: z.string(), path }).nullable(),
})
/** Our categories with those of a channel. */
export const categoryMapsShape = z.object({
  channelId: z.uuid(),
  missing: z.int(),
  items: z.array(categoryRow),
})
const theirCategory = z.object({
  theirs: z.string(),
  path,
  isClosed: z.boolean(),
  gone: z.boolean(),
  hasMore: z.boolean(),
})
/** Categories of a channel, as they are found. */
export const theirCategoriesShape = z.object({ items: z.array(theirCategory) })
const attributeRow = z.object({
  theirs: z.string(),
  name: z.string(),
  type: z.string(),
  isRequired: z.boolean(),
  isRecommended: z.boolean(),
  categories: z.int().nullable(),
  description: z.string(),
  section: z.string(),
  values: z.array(z.object({ value: z.string(), display: z.string() })),
  source: z.string().nullable(),
  proposal: z.string().nullable(),
})
/** The attributes of a channel, and what of ours can fill them. */
export const attributeMapsShape = z.object({
  channelId: z.uuid(),
  items: z.array(attributeRow),
  sources: z.array(z.string()),
})

/** What of ours stands where in the categories of a channel, and what its attributes are filled from. */
export const offerMapOperations: readonly Operation[] = [
  operation({
    name: 'channel.category-maps',
    method: 'GET',
    path: '/channels/:channel/category-maps',
    command: 'channel category-map list <channel>',
    right: 'connections.read',
    summary: {
      en: 'List our categories with the category of the channel that each is mapped to',
      de: 'Unsere Kategorien mit der Kategorie des Kanals auflisten, der jede zugeordnet ist',
    },
    input: z.object({ channel: whichChannel }),
    output: categoryMapsShape,
    run: (context, { channel }) =>
      inTransaction(context, async tx => shown(context, tx, await channelIdOf(tx, context, channel))),
  }),
  operation({
    name: 'channel.set-category-maps',
    method: 'PUT',
    path: '/channels/:channel/category-maps',
    command: 'channel category-map set <channel>',
    right: 'connections.write',
    summary: {
      en: 'Map categories of ours to categories of the channel; what lies below follows, and items are told anew',
      de: 'Unsere Kategorien denen des Kanals zuordnen; was darunter liegt, folgt, und Artikel werden neu gesendet',
    },
    input: z.object({
      channel: whichChannel,
      map: z
        .record(z.string().min(1).max(500), z.string().max(512))
        .meta(
          described(
            'Ours (id or name) = theirs (id); empty: no longer.',
            'Unsere (Kennung oder Name) = deren (Kennung); leer: nicht mehr.',
          ),
        ),
    }),
    output: categoryMapsShape,
    audit: (input, { channelId }) => ({
      objectKind: 'channel',
      objectId: channelId,
      data: { list: 'category', count: Object.keys(input.map).length },
    }),
    run: (context, { channel, map }) =>
      inTransaction(context, async tx => {
        const channelId = await channelIdOf(tx, context, channel)
        await putCategoryMaps(tx, context, channelId, map)
        return shown(context, tx, channelId)
      }),
  }),
  operation({
    name: 'channel.their-categories',
    method: 'GET',
    path: '/channels/:channel/their-categories',
    command: 'channel their-categories <channel>',
    right: 'connections.read',
    summary: {
      en: 'Search the categories of a channel by words of their names, or go down its tree',
      de: 'Die Kategorien eines Kanals nach Wörtern suchen oder seinem Baum folgen',
    },
    input: z.object({
      channel: whichChannel,
      search: z
        .string()
        .max(200)
        .default('')
        .meta(described('Words of the name, or an id.', 'Wörter des Namens oder eine Kennung.')),
      below: z
        .string()
        .max(512)
        .default('')
        .meta(
          described(
            'Without words: those right below this one; empty: the roots.',
            'Ohne Wörter: die direkt unter dieser; leer: die Wurzeln.',
          ),
        ),
      limit: z.coerce.number().int().min(1).max(200).default(50).meta(described('At most.', 'Höchstens.')),
    }),
    output: theirCategoriesShape,
    run: (context, { channel, ...wish }) =>
      inTransaction(context, async tx => {
        const channelId = await channelIdOf(tx, context, channel)
        const { id } = await findConnection(tx, context.tenant, channelId)
        return { items: await searchCategories(tx, context.tenant, id, wish) }
      }),
  }),
  operation({
    name: 'channel.attribute-maps',
    method: 'GET',
    path: '/channels/:channel/attribute-maps',
    command: 'channel attribute-map list <channel>',
    right: 'connections.read',
    summary: {
      en: 'List the attributes of a channel and what of ours each is filled from; equal names are proposed ("channel map set … attribute")',
      de: 'Die Attribute eines Kanals auflisten, und woraus jedes gefüllt wird; gleiche Namen sind Vorschläge („channel map set … attribute“)',
    },
    input: z.object({ channel: whichChannel }),
    output: attributeMapsShape,
    run: (context, { channel }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const channelId = await channelIdOf(tx, context, channel)
        const connection = await findConnection(tx, tenant, channelId)
        const place = connection.channels.find(one => one.id === channelId)?.place ?? ''
        return {
          channelId,
          items: await attributeMaps(tx, tenant, connection.id, { id: channelId, place }),
          sources: await sourcesOfOurs(tx, tenant),
        }
      }),
  }),
]

async function shown(
  { tenant }: Context,
  tx: Parameters<typeof categoryPaths>[0],
  channelId: string,
): Promise<z.infer<typeof categoryMapsShape>> {
  const { id } = await findConnection(tx, tenant, channelId)
  const items = await categoryMaps(tx, tenant, id, channelId)
  return categoryMapsShape.parse({
    channelId,
    missing: items.filter(row => row.theirs === null).length,
    items,
  })
}
