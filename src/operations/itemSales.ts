import { z } from 'zod'
import { exact } from '../base/decimal.ts'
import { changeItems } from '../catalog/changeItems.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { changeScale, type GroupPrice, setGroupPrices } from '../catalog/groupPrices.ts'
import { setItemCategories } from '../catalog/itemCategories.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { catalogProblem, throwRefused } from '../catalog/problems.ts'
import { sellOn } from '../catalog/sellOn.ts'
import { categoryIdOf } from './categories.ts'
import { channelIdOf } from './channels.ts'
import { amount, doneShape, refusedShape, whichItem } from './itemInput.ts'
import { tell } from './items.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { eitherPrice, priceOrRemoval, scales } from './priceInput.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const manyDone = z.object({ items: z.array(z.union([doneShape, refusedShape])) })
const soldShape = doneShape.extend({ channelId: z.uuid() })
const active = z.boolean().default(true).meta({
  description: 'Whether it is sold there; false takes it out of the offer.',
  'x-de': 'Ob er dort verkauft wird; false nimmt ihn aus dem Angebot.',
})
const reserve = amount.optional().meta({
  description: 'So many are not offered at this channel.',
  'x-de': 'So viele werden auf diesem Kanal nicht angeboten.',
})
const cap = amount.nullable().optional().meta({
  description: 'Never offers more than so many.',
  'x-de': 'Bietet nie mehr als so viele an.',
})
const oversell = z.boolean().optional().meta({
  description: 'May be sold without stock there, if the item itself may.',
  'x-de': 'Darf dort ohne Bestand verkauft werden, wenn der Artikel selbst es darf.',
})
const note = (_: unknown, item: { readonly id: string }) => ({ objectKind: 'item', objectId: item.id })
const countNote = (input: { readonly items: readonly unknown[] }) => ({
  objectKind: 'item',
  data: { count: input.items.length },
})

/** Prices, categories and channels of items: where and for how much they are sold. */
export const itemSaleOperations: readonly Operation[] = [
  operation({
    name: 'item.price',
    method: 'PUT',
    path: '/items/:item/price',
    command: 'item price <item>',
    right: 'items.write',
    summary: {
      en: 'Set a price of an item, for everyone or for a customer group',
      de: 'Einen Preis eines Artikels setzen, für alle oder eine Kundengruppe',
    },
    input: z.object({
      item: whichItem,
      ...eitherPrice,
      remove: z
        .boolean()
        .default(false)
        .meta({ description: 'Take the price away.', 'x-de': 'Den Preis entfernen.' }),
      group: z.string().min(1).max(200).optional().meta({
        description: 'Id or name of the customer group; without it the price is for everyone.',
        'x-de': 'Kennung oder Name der Kundengruppe; ohne sie gilt der Preis für alle.',
      }),
      from: amount.default('0').meta({ description: 'From this quantity on.', 'x-de': 'Ab dieser Menge.' }),
    }),
    output: doneShape,
    audit: (input, item) => ({ ...note(input, item), data: { from: input.from } }),
    run: (context, { item, net: givenNet, gross: givenGross, remove, group, from }) =>
      inTransaction(context, async tx => {
        const { net, gross } = priceOrRemoval({ net: givenNet, gross: givenGross }, remove)
        // Else a price for many would become the price of one.
        if (group === undefined && !exact(from).isZero()) throw catalogProblem('SCALE_FOR_EVERYONE', { from })
        const { tenant } = context
        const id = await itemIdOf(tx, tenant, item)
        const { results, changed } =
          group === undefined
            ? await changeItems(tx, tenant, [{ id, netPrice: net, grossPrice: gross }])
            : await changeScale(tx, tenant, {
                itemId: id,
                customerGroupId: (await customerGroupOf(tx, tenant, group)).id,
                from,
                net,
                gross,
              })
        await tell(tx, context, changed)
        return { id, did: throwRefused(results[0]).did }
      }),
  }),
  operation({
    name: 'item.price-many',
    method: 'PUT',
    path: '/items/prices',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Set the customer group prices of up to 1,000 items, with quantity scales',
      de: 'Kundengruppenpreise von bis zu 1.000 Artikeln setzen, mit Staffeln',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), customerGroupId: z.uuid(), scales }))
        .min(1)
        .max(1000),
    }),
    output: manyDone,
    audit: countNote,
    run: (context, { items }) =>
      tellOfMany(context, async tx => {
        const prices: readonly GroupPrice[] = items
        return setGroupPrices(tx, context.tenant, prices)
      }),
  }),
  operation({
    name: 'item.sell-on',
    method: 'PUT',
    path: '/items/:item/channels/:channel',
    command: 'item sell-on <item> <channel>',
    right: 'items.write',
    summary: {
      en: 'Sell an item on a sales channel, or no longer (--no-active)',
      de: 'Einen Artikel auf einem Verkaufskanal verkaufen oder nicht mehr (--no-active)',
    },
    input: z.object({
      item: whichItem,
      channel: z.string().min(1).max(200).meta({
        description: 'Id or name of the channel.',
        'x-de': 'Kennung oder Name des Kanals.',
      }),
      active,
      reserve,
      cap,
      oversell,
    }),
    output: soldShape,
    audit: (input, item) => ({
      ...note(input, item),
      data: { channel: item.channelId, active: input.active },
    }),
    run: (context, { item, channel, ...sale }) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, item)
        const channelId = await channelIdOf(tx, context, channel)
        return sellOn(tx, context.tenant, [{ itemId, channelId, ...sale }])
      }),
  }),
  operation({
    name: 'item.sell-on-many',
    method: 'PUT',
    path: '/items/channels',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Sell up to 1,000 items on sales channels, or no longer',
      de: 'Bis zu 1.000 Artikel auf Verkaufskanälen verkaufen oder nicht mehr',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), channelId: z.uuid(), active, reserve, cap, oversell }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([soldShape, refusedShape])) }),
    audit: countNote,
    run: (context, { items }) => tellOfMany(context, tx => sellOn(tx, context.tenant, items)),
  }),
  operation({
    name: 'item.categories',
    method: 'PUT',
    path: '/items/:item/categories',
    command: 'item categories <item> [categories…]',
    right: 'items.write',
    summary: {
      en: 'Put an item into these categories and no others',
      de: 'Einen Artikel in diese Kategorien legen und in keine anderen',
    },
    input: z.object({
      item: whichItem,
      categories: z
        .array(z.string().min(1).max(500))
        .max(100)
        .default([])
        .meta({ description: 'Ids or names.', 'x-de': 'Kennungen oder Namen.' }),
    }),
    output: doneShape,
    audit: note,
    run: (context, { item, categories }) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, item)
        const categoryIds: string[] = []
        for (const category of categories) categoryIds.push(await categoryIdOf(tx, context.tenant, category))
        return setItemCategories(tx, context.tenant, [{ itemId, categoryIds }])
      }),
  }),
  operation({
    name: 'item.categories-many',
    method: 'PUT',
    path: '/items/categories',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Put up to 1,000 items into categories',
      de: 'Bis zu 1.000 Artikel in Kategorien legen',
    },
    input: z.object({
      items: z
        .array(z.object({ itemId: z.uuid(), categoryIds: z.array(z.uuid()).max(100) }))
        .min(1)
        .max(1000),
    }),
    output: manyDone,
    audit: countNote,
    run: (context, { items }) => tellOfMany(context, tx => setItemCategories(tx, context.tenant, items)),
  }),
]
