import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { countItems, type ItemFilter, itemKinds, listAndCountItems } from '../catalog/listItems.ts'
import { channelsOfItems } from '../catalog/sellOn.ts'
import { listChannels } from '../channels/channelStore.ts'
import { stockFigures } from '../stock/offers.ts'
import { described } from './described.ts'
import { itemFilterInput, itemFilterOf } from './itemFilter.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** An item as a row of a list. */
export const listedItem = z.object({
  id: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  kind: z.enum(itemKinds),
  gtin: z.string().nullable(),
  netPrice: z.string().nullable(),
  grossPrice: z.string().nullable(),
  active: z.boolean(),
  changedAt: z.date(),
  /** With `figures`; null where who asks may not see stock. */
  available: z.string().nullable().optional(),
  /** With `figures`: the channels that sell it. */
  channelIds: z.array(z.uuid()).readonly().optional(),
})

/** What lies ready as a folder of the list; of channels there is one each. */
export const itemFolders = ['all', 'active', 'inactive', 'parents', 'kits', 'unpriced', 'unpictured'] as const
const filters: Readonly<Record<(typeof itemFolders)[number], ItemFilter>> = {
  all: {},
  active: { active: true },
  inactive: { active: false },
  parents: { kind: 'parent' },
  kits: { kind: 'kit' },
  unpriced: { priced: false },
  unpictured: { pictured: false },
}

/** The list of items. */
export const itemListOperations: readonly Operation[] = [
  operation({
    name: 'item.list',
    method: 'GET',
    path: '/items',
    command: 'item list',
    right: 'items.read',
    summary: {
      en: 'List or search items, newest first or by number',
      de: 'Artikel auflisten oder suchen, Neueste zuerst oder nach Nummer',
    },
    input: z.object({
      ...pageInput,
      ...itemFilterInput,
      figures: z
        .boolean()
        .default(false)
        .meta(
          described(
            'Also what is available, and which channels sell it.',
            'Auch was verfügbar ist und welche Kanäle ihn verkaufen.',
          ),
        ),
    }),
    output: pageOf(listedItem),
    run: (context, { after, limit, sort, figures, ...said }) =>
      inTransaction(context, async tx => {
        const filter = await itemFilterOf(tx, context, said)
        const page = { after, limit: limit + 1, sort }
        const { rows, count } = await listAndCountItems(tx, context.tenant, filter, page, countLimit + 1)
        const found = asPage(rows, limit, count)
        return figures ? { ...found, items: await withFigures(tx, context, found.items) } : found
      }),
  }),
  operation({
    name: 'item.folders',
    method: 'GET',
    path: '/item-folders',
    command: 'item folders',
    right: 'items.read',
    summary: {
      en: 'Count the items of each folder of the list: kinds, without price, without image, by channel',
      de: 'Die Artikel jedes Ordners der Liste zählen: Arten, ohne Preis, ohne Bild, je Kanal',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          folder: z.enum([...itemFolders, 'channel']),
          channelId: z.uuid().nullable(),
          channel: z.string().nullable(),
          count: z.int(),
          countCapped: z.boolean(),
        }),
      ),
    }),
    run: context =>
      inTransaction(context, async tx => {
        const count = async (filter: ItemFilter) => {
          const counted = await countItems(tx, context.tenant, filter, countLimit + 1)
          return { count: Math.min(counted, countLimit), countCapped: counted > countLimit }
        }
        const items = []
        // a handful, fixed
        for (const folder of itemFolders)
          items.push({ folder, channelId: null, channel: null, ...(await count(filters[folder])) })
        // a count per channel: a handful
        for (const { id, name } of (await listChannels(tx, context.tenant)).filter(one => one.active))
          items.push({
            folder: 'channel' as const,
            channelId: id,
            channel: name,
            ...(await count({ channelId: id })),
          })
        return { items }
      }),
  }),
]

async function withFigures<T extends { readonly id: string }>(
  tx: Tx,
  { tenant, actor }: Context,
  items: readonly T[],
) {
  const ids = items.map(item => item.id)
  const sold = await channelsOfItems(tx, tenant, ids)
  const stock = actor.rights.has('stock.read') ? await stockFigures(tx, tenant, ids) : []
  return items.map((item, place) => ({
    ...item,
    available: stock[place]?.available ?? null,
    channelIds: sold.get(item.id) ?? [],
  }))
}
