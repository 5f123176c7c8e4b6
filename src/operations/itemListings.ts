import { z } from 'zod'
import { itemIdOf } from '../catalog/listItems.ts'
import { setListings } from '../sync/setListings.ts'
import { shownListings } from '../sync/shownListings.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { doneShape, refusedShape, whichItem } from './itemInput.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const condition = z.array(z.object({ attribute: z.string(), values: z.array(z.string()) }))
const shown = z.object({
  channelId: z.uuid(),
  channel: z.string(),
  category: z
    .object({
      theirs: z.string(),
      name: z.string(),
      isClosed: z.boolean(),
      gone: z.boolean(),
      isOwn: z.boolean(),
    })
    .nullable(),
  attributes: z.array(
    z.object({
      theirs: z.string(),
      name: z.string(),
      type: z.string(),
      isMultiple: z.boolean(),
      isRequired: z.boolean(),
      isRecommended: z.boolean(),
      isVariation: z.boolean(),
      isRepeatable: z.boolean(),
      values: z.array(z.object({ value: z.string(), display: z.string(), sort: z.number() })),
      pattern: z.string().optional(),
      section: z.string().optional(),
      subSection: z.string().optional(),
      description: z.string().optional(),
      requiredBy: condition,
      optionalBy: condition,
      isMissing: z.boolean(),
      isOwn: z.boolean(),
      /** A person wants nothing told of it, although it is mapped. */
      isLeftOut: z.boolean(),
      told: z.array(z.object({ value: z.string(), group: z.string() })),
      misfits: z.array(z.string()),
    }),
  ),
  problem: z
    .object({
      code: z.enum([
        'CATEGORY_NOT_MAPPED',
        'CATEGORY_GONE',
        'CATEGORY_CLOSED',
        'ATTRIBUTE_VALUE_REFUSED',
        'ATTRIBUTE_MISSING',
      ]),
      detail: z.string(),
    })
    .nullable(),
  state: z.enum(['none', 'waits', 'accepted', 'refused']),
  theirs: z.string().nullable(),
  refused: z.object({ code: z.string(), field: z.string().nullable(), text: z.string() }).nullable(),
})
/** How an item stands at the channels that describe items in their own words. */
export const listingsShape = z.object({ items: z.array(shown) })
const said = {
  category: z
    .string()
    .min(1)
    .max(512)
    .nullable()
    .optional()
    .meta(
      described(
        'Id of a category of the channel; null: as the categories of the item are mapped.',
        'Kennung einer Kategorie des Kanals; null: wie die Kategorien des Artikels zugeordnet sind.',
      ),
    ),
  attributes: z
    .record(
      z.string().min(1).max(512),
      z
        .array(z.object({ value: z.string().min(1).max(50_000), group: z.string().max(100).optional() }))
        .max(250)
        .nullable(),
    )
    .optional()
    .meta(
      described(
        'Values by attribute of the channel; none: as it is mapped; null: nothing is told, although it is mapped. "group" ties the values of one row of a section that repeats.',
        'Werte je Attribut des Kanals; keine: wie es zugeordnet ist; null: nichts wird gesagt, obwohl es zugeordnet ist. „group“ verbindet die Werte einer Zeile eines Abschnitts, der sich wiederholt.',
      ),
    ),
}
const done = doneShape.extend({ channelId: z.uuid() })

/** What is said of an item in the words of a channel. */
export const itemListingOperations: readonly Operation[] = [
  operation({
    name: 'item.listing',
    method: 'GET',
    path: '/items/:item/listing',
    command: 'item listing <item>',
    right: 'items.read',
    summary: {
      en: 'Show in which categories of the channels an item stands, what is said of it there, and what is missing',
      de: 'Zeigen, in welchen Kategorien der Kanäle ein Artikel steht, was dort von ihm gesagt wird und was fehlt',
    },
    input: z.object({ item: whichItem }),
    output: listingsShape,
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const listings = await shownListings(tx, tenant, await itemIdOf(tx, tenant, item), kontor.now())
        return listingsShape.parse({ items: listings })
      }),
  }),
  operation({
    name: 'item.set-listing',
    method: 'PUT',
    path: '/items/:item/channels/:channel/listing',
    command: 'item list-as <item> <channel>',
    right: 'items.write',
    summary: {
      en: 'Say in which category of a channel an item stands and what its attributes are there; what is not named stays',
      de: 'Angeben, in welcher Kategorie eines Kanals ein Artikel steht und welche Attribute er dort hat; was nicht genannt ist, bleibt',
    },
    input: z.object({ item: whichItem, channel: whichChannel, ...said }),
    output: done,
    audit: (_, one) => ({ objectKind: 'item', objectId: one.id, data: { channel: one.channelId } }),
    run: (context, { item, channel, ...listing }) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, item)
        const channelId = await channelIdOf(tx, context, channel)
        return setListings(tx, context.tenant, [{ itemId, channelId, ...listing }], how(context))
      }),
  }),
  operation({
    name: 'item.set-listings',
    method: 'PUT',
    path: '/items/listings',
    command: null,
    right: 'items.write',
    summary: {
      en: 'The same for up to 1,000 items and channels at once',
      de: 'Dasselbe für bis zu 1.000 Artikel und Kanäle auf einmal',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), channelId: z.uuid(), ...said }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([done, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) =>
      tellOfMany(context, tx => setListings(tx, context.tenant, items, how(context))),
  }),
]

function how({ actor, kontor }: Context) {
  return { by: actor.name, now: kontor.now() }
}
