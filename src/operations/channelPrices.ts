import { z } from 'zod'
import { changeChannelScale, channelPricesOf, setChannelPrices } from '../catalog/channelPrices.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { throwRefused } from '../catalog/problems.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { amount, doneShape, refusedShape, whichItem } from './itemInput.ts'
import { tell } from './items.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { eitherPrice, priceOrRemoval, scales } from './priceInput.ts'
import { tellOfMany } from './tellOfMany.ts'

const shown = z.object({
  channelId: z.uuid(),
  channel: z.string(),
  customerGroupId: z.uuid().nullable(),
  group: z.string().nullable(),
  from: z.string(),
  net: z.string().nullable(),
  gross: z.string().nullable(),
})

/** What items cost at one channel only, for everyone there or for a customer group, by quantity. */
export const channelPriceOperations: readonly Operation[] = [
  operation({
    name: 'item.channel-prices',
    method: 'GET',
    path: '/items/:item/channel-prices',
    command: 'item channel-prices <item>',
    right: 'items.read',
    summary: {
      en: 'List the prices that an item has at sales channels',
      de: 'Die Preise auflisten, die ein Artikel auf Verkaufskanälen hat',
    },
    input: z.object({ item: whichItem }),
    output: z.object({ items: z.array(shown) }),
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const id = await itemIdOf(tx, context.tenant, item)
        return { items: await channelPricesOf(tx, context.tenant, id) }
      }),
  }),
  operation({
    name: 'item.channel-price',
    method: 'PUT',
    path: '/items/:item/channels/:channel/prices',
    command: 'item channel-price <item> <channel>',
    right: 'items.write',
    summary: {
      en: 'Set the price of an item at a sales channel, for everyone or for a customer group, from a quantity on',
      de: 'Den Preis eines Artikels auf einem Verkaufskanal setzen, für alle oder eine Kundengruppe, ab einer Menge',
    },
    input: z.object({
      item: whichItem,
      channel: whichChannel,
      ...eitherPrice,
      remove: z.boolean().default(false).meta(described('Take the price away.', 'Den Preis entfernen.')),
      group: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta(
          described(
            'Id or name of the customer group; without it the price is for everyone.',
            'Kennung oder Name der Kundengruppe; ohne sie gilt der Preis für alle.',
          ),
        ),
      from: amount.default('0').meta(described('From this quantity on.', 'Ab dieser Menge.')),
    }),
    output: doneShape,
    audit: (input, item) => ({ objectKind: 'item', objectId: item.id, data: { from: input.from } }),
    run: (context, { item, channel, net, gross, remove, group, from }) =>
      inTransaction(context, async tx => {
        const price = priceOrRemoval({ net, gross }, remove)
        const { tenant } = context
        const itemId = await itemIdOf(tx, tenant, item)
        const channelId = await channelIdOf(tx, context, channel)
        const customerGroupId = group === undefined ? null : (await customerGroupOf(tx, tenant, group)).id
        const done = await changeChannelScale(tx, tenant, {
          itemId,
          channelId,
          customerGroupId,
          from,
          ...price,
        })
        await tell(tx, context, done.changed)
        return { id: itemId, did: throwRefused(done.results[0]).did }
      }),
  }),
  operation({
    name: 'item.channel-price-many',
    method: 'PUT',
    path: '/items/channel-prices',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Set up to 1,000 prices of items at sales channels, with quantity scales; no scale takes them away',
      de: 'Bis zu 1.000 Preise von Artikeln auf Verkaufskanälen setzen, mit Staffeln; ohne Staffel werden sie entfernt',
    },
    input: z.object({
      items: z
        .array(
          z.object({
            itemId: z.uuid(),
            channelId: z.uuid(),
            customerGroupId: z.uuid().nullable().default(null),
            scales,
          }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([doneShape, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) => tellOfMany(context, tx => setChannelPrices(tx, context.tenant, items)),
  }),
]
