import { z } from 'zod'
import { channelsOfCategory, setCategoryChannels } from '../catalog/categoryChannels.ts'
import { holdCategories, readCategoryTexts } from '../catalog/categoryStore.ts'
import { channelTextsOf } from '../catalog/channelTextStore.ts'
import { setItemChannelTexts } from '../catalog/channelTexts.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { catalogProblem } from '../catalog/problems.ts'
import { categoryFields, categoryIdOf } from './categories.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { doneShape, partialText, refusedShape, storedText, whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const done = doneShape.extend({ channelId: z.uuid() })
const manyDone = z.object({ items: z.array(z.union([done, refusedShape])) })
/** Texts of one channel as they are said there. */
export const textsAtChannel = z
  .record(z.string().max(10), partialText.nullable())
  .meta(
    described(
      'Texts by language; an empty field is as elsewhere, null takes a language away.',
      'Texte je Sprache; ein leeres Feld ist wie sonst, null entfernt eine Sprache.',
    ),
  )
const whichCategory = z
  .string()
  .min(1)
  .max(500)
  .meta(described('Id or name of the category.', 'Kennung oder Name der Kategorie.'))
const atChannel = {
  active: z
    .boolean()
    .nullable()
    .optional()
    .meta(
      described(
        'Whether this channel shows it, with all below; null: as everywhere.',
        'Ob dieser Kanal sie zeigt, mit allem darunter; null: wie überall.',
      ),
    ),
  texts: textsAtChannel.optional(),
}
const note =
  (objectKind: string) => (_: unknown, one: { readonly id: string; readonly channelId: string }) => ({
    objectKind,
    objectId: one.id,
    data: { channel: one.channelId },
  })

/** What is said of items and categories for one channel alone. */
export const channelTextOperations: readonly Operation[] = [
  operation({
    name: 'item.channel-texts',
    method: 'PUT',
    path: '/items/:item/channels/:channel/texts',
    command: 'item texts <item> <channel>',
    right: 'items.write',
    summary: {
      en: 'Say texts of an item for one sales channel',
      de: 'Texte eines Artikels für einen Verkaufskanal angeben',
    },
    input: z.object({ item: whichItem, channel: whichChannel, texts: textsAtChannel }),
    output: done,
    audit: note('item'),
    run: (context, { item, channel, texts }) =>
      tellOfOne(context, async tx => {
        const { tenant } = context
        const itemId = await itemIdOf(tx, tenant, item)
        const channelId = await channelIdOf(tx, context, channel)
        return setItemChannelTexts(tx, tenant, [{ itemId, channelId, texts }])
      }),
  }),
  operation({
    name: 'item.channel-texts-many',
    method: 'PUT',
    path: '/items/channel-texts',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Say up to 1,000 texts of items for sales channels',
      de: 'Bis zu 1.000 Texte von Artikeln für Verkaufskanäle angeben',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), channelId: z.uuid(), texts: textsAtChannel }))
        .min(1)
        .max(1000),
    }),
    output: manyDone,
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) => tellOfMany(context, tx => setItemChannelTexts(tx, context.tenant, items)),
  }),
  operation({
    name: 'category.channel',
    method: 'PUT',
    path: '/categories/:category/channels/:channel',
    command: 'category channel <category> <channel>',
    right: 'items.write',
    summary: {
      en: 'Show or hide a category at one sales channel, with its own texts',
      de: 'Eine Kategorie auf einem Verkaufskanal zeigen oder verbergen, mit eigenen Texten',
    },
    input: z.object({ category: whichCategory, channel: whichChannel, ...atChannel }),
    output: done,
    audit: note('category'),
    run: (context, { category, channel, ...said }) =>
      tellOfOne(context, async tx => {
        const { tenant } = context
        const categoryId = await categoryIdOf(tx, tenant, category)
        const channelId = await channelIdOf(tx, context, channel)
        return setCategoryChannels(tx, tenant, [{ categoryId, channelId, ...said }])
      }),
  }),
  operation({
    name: 'category.channel-many',
    method: 'PUT',
    path: '/categories/channels',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Show or hide up to 1,000 categories at sales channels, with their own texts',
      de: 'Bis zu 1.000 Kategorien auf Verkaufskanälen zeigen oder verbergen, mit eigenen Texten',
    },
    input: z.object({
      categories: z
        .array(z.object({ categoryId: z.uuid(), channelId: z.uuid(), ...atChannel }))
        .min(1)
        .max(1000),
    }),
    output: manyDone,
    audit: input => ({ objectKind: 'category', data: { count: input.categories.length } }),
    run: (context, { categories }) =>
      tellOfMany(context, tx => setCategoryChannels(tx, context.tenant, categories)),
  }),
  operation({
    name: 'category.show',
    method: 'GET',
    path: '/categories/:category',
    command: 'category show <category>',
    right: 'items.read',
    summary: {
      en: 'Show a category with its texts and what is said of it for channels',
      de: 'Eine Kategorie mit Texten und Angaben für Kanäle zeigen',
    },
    input: z.object({ category: whichCategory }),
    output: z.object({
      ...categoryFields,
      texts: z.record(z.string(), storedText),
      channels: z.array(
        z.object({
          channelId: z.uuid(),
          channel: z.string(),
          active: z.boolean().nullable(),
          texts: z.record(z.string(), storedText),
        }),
      ),
    }),
    run: (context, { category }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const id = await categoryIdOf(tx, tenant, category)
        const [row] = await holdCategories(tx, tenant, [id])
        if (!row) throw catalogProblem('CATEGORY_UNKNOWN', { category })
        const texts = await readCategoryTexts(tx, tenant, [id])
        const own = Map.groupBy(await channelTextsOf(tx, tenant, 'category', id), one => one.channelId)
        const channels = await channelsOfCategory(tx, tenant, id)
        return {
          ...row,
          texts: Object.fromEntries(texts.map(({ language, text }) => [language, text])),
          channels: channels.map(channel => ({
            ...channel,
            texts: Object.fromEntries(
              (own.get(channel.channelId) ?? []).map(({ language, text }) => [language, text]),
            ),
          })),
        }
      }),
  }),
]
