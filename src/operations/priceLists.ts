import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { customerGroupOf } from '../catalog/customerGroups.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import {
  addPriceList,
  changePriceList,
  countPriceListItems,
  listPriceLists,
  type PriceListChange,
  priceListItems,
  priceListOf,
  setPriceListItems,
} from '../catalog/priceLists.ts'
import { throwRefused } from '../catalog/problems.ts'
import { markPriceList } from '../sync/markPrices.ts'
import { channelIdOf } from './channels.ts'
import { described } from './described.ts'
import { amount, doneShape, refusedShape, whichItem } from './itemInput.ts'
import { tell } from './items.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { eitherPrice, manyPrice, priceOrRemoval } from './priceInput.ts'
import { instant, untilInstant } from './priceTimes.ts'
import { tellOfMany } from './tellOfMany.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
/** A price list as a person sees it. */
export const priceListShape = z.object({
  id: z.uuid(),
  name: z.string(),
  factor: z.string().nullable(),
  from: z.date().nullable(),
  to: z.date().nullable(),
  active: z.boolean(),
  channels: z.array(named).readonly(),
  groups: z.array(named).readonly(),
})
const whichList = z
  .string()
  .min(1)
  .max(200)
  .meta(described('Id or name of the price list.', 'Kennung oder Name der Preisliste.'))
const fields = {
  factor: amount
    .or(z.literal(''))
    .optional()
    .meta(
      described(
        'Times the base price, such as 0.9; "" means only prices of its own.',
        'Mal dem Preis des Artikels, etwa 0.9; „“ heißt nur eigene Preise.',
      ),
    ),
  from: instant
    .or(z.literal(''))
    .optional()
    .meta(
      described(
        'Holds from this time on; "" means since ever.',
        'Gilt ab diesem Zeitpunkt; „“ heißt schon immer.',
      ),
    ),
  to: untilInstant
    .or(z.literal(''))
    .optional()
    .meta(
      described(
        'Does not hold any more from this time on; "" means without an end.',
        'Gilt ab diesem Zeitpunkt nicht mehr; „“ heißt ohne Ende.',
      ),
    ),
  channel: z
    .array(z.string().max(200))
    .max(100)
    .optional()
    .meta(
      described(
        'Only at these channels (ids or names); one "" means everywhere.',
        'Nur auf diesen Kanälen (Kennungen oder Namen); ein „“ heißt überall.',
      ),
    ),
  group: z
    .array(z.string().max(200))
    .max(100)
    .optional()
    .meta(
      described(
        'Only for these customer groups (ids or names); one "" means for everyone.',
        'Nur für diese Kundengruppen (Kennungen oder Namen); ein „“ heißt für alle.',
      ),
    ),
}
const name = z.string().trim().min(1).max(100).meta(described('The name.', 'Der Name.'))
const note = (_: unknown, list: { readonly id: string }) => ({ objectKind: 'price_list', objectId: list.id })

/** Price lists: other prices for a time, for some channels or customer groups. */
export const priceListOperations: readonly Operation[] = [
  operation({
    name: 'price-list.list',
    method: 'GET',
    path: '/price-lists',
    command: 'price-list list',
    right: 'items.read',
    summary: { en: 'List the price lists', de: 'Die Preislisten auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(priceListShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listPriceLists(tx, context.tenant) })),
  }),
  operation({
    name: 'price-list.add',
    method: 'POST',
    path: '/price-lists',
    command: 'price-list add <name>',
    right: 'items.write',
    summary: {
      en: 'Create a price list: a factor of the base price, prices of its own, or both',
      de: 'Eine Preisliste anlegen: ein Faktor auf den Preis des Artikels, eigene Preise oder beides',
    },
    creates: true,
    input: z.object({ name, ...fields }),
    output: priceListShape,
    audit: note,
    run: (context, { name: called, ...given }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const change = await changeOf(tx, context, given)
        const done = await addPriceList(tx, tenant, { ...change, name: called }, kontor.now())
        await markPriceList(tx, tenant, done, context.actor.name)
        return priceListOf(tx, tenant, done.id)
      }),
  }),
  operation({
    name: 'price-list.change',
    method: 'PATCH',
    path: '/price-lists/:list',
    command: 'price-list change <list>',
    right: 'items.write',
    summary: {
      en: 'Change a price list; the channels that it holds for are told the prices that are others now',
      de: 'Eine Preisliste ändern; die Kanäle, für die sie gilt, erfahren die Preise, die sich dadurch ändern',
    },
    input: z.object({
      list: whichList,
      name: name.optional(),
      ...fields,
      active: z.boolean().optional().meta(described('Whether it holds at all.', 'Ob sie überhaupt gilt.')),
    }),
    output: priceListShape,
    audit: (input, list) => ({
      ...note(input, list),
      data: { fields: Object.keys(input).filter(key => key !== 'list') },
    }),
    run: (context, { list, name: called, active, ...given }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const { id } = await priceListOf(tx, tenant, list)
        const change = { ...(await changeOf(tx, context, given)), name: called, active }
        await markPriceList(
          tx,
          tenant,
          await changePriceList(tx, tenant, id, change, kontor.now()),
          context.actor.name,
        )
        return priceListOf(tx, tenant, id)
      }),
  }),
  operation({
    name: 'price-list.items',
    method: 'GET',
    path: '/price-lists/:list/items',
    command: 'price-list items <list>',
    right: 'items.read',
    summary: {
      en: 'List the items that have a price of their own in a price list',
      de: 'Die Artikel auflisten, die in einer Preisliste einen eigenen Preis haben',
    },
    input: z.object({ list: whichList, ...pageInput }),
    output: pageOf(
      z.object({
        id: z.uuid(),
        itemNumber: z.string(),
        name: z.string(),
        net: z.string().nullable(),
        gross: z.string().nullable(),
      }),
    ),
    run: (context, { list, after, limit }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const { id } = await priceListOf(tx, tenant, list)
        const rows = await priceListItems(tx, tenant, id, { after, limit: limit + 1 })
        return asPage(rows, limit, await countPriceListItems(tx, tenant, id, countLimit + 1))
      }),
  }),
  operation({
    name: 'price-list.price',
    method: 'PUT',
    path: '/price-lists/:list/items/:item',
    command: 'price-list price <list> <item>',
    right: 'items.write',
    summary: {
      en: 'Set the price of an item in a price list, or take it out (--remove)',
      de: 'Den Preis eines Artikels in einer Preisliste setzen oder ihn herausnehmen (--remove)',
    },
    input: z.object({
      list: whichList,
      item: whichItem,
      ...eitherPrice,
      remove: z.boolean().default(false).meta(described('Take the price away.', 'Den Preis entfernen.')),
    }),
    output: doneShape,
    audit: (_, item) => ({ objectKind: 'item', objectId: item.id }),
    run: (context, { list, item, net, gross, remove }) =>
      inTransaction(context, async tx => {
        const price = priceOrRemoval({ net, gross }, remove)
        const { tenant, kontor } = context
        const { id } = await priceListOf(tx, tenant, list)
        const itemId = await itemIdOf(tx, tenant, item)
        const prices = [{ itemId, ...price }]
        const { results, changed } = await setPriceListItems(tx, tenant, id, prices, kontor.now())
        await tell(tx, context, changed)
        return { id: itemId, did: throwRefused(results[0]).did }
      }),
  }),
  operation({
    name: 'price-list.price-many',
    method: 'PUT',
    path: '/price-lists/:list/items',
    command: null,
    right: 'items.write',
    summary: {
      en: 'Set the prices of up to 1,000 items in a price list; neither net nor gross takes an item out',
      de: 'Die Preise von bis zu 1.000 Artikeln in einer Preisliste setzen; weder net noch gross nimmt einen Artikel heraus',
    },
    input: z.object({
      list: whichList,
      items: z
        .array(z.object({ itemId: z.uuid(), ...manyPrice }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([doneShape, refusedShape])) }),
    audit: input => ({ objectKind: 'price_list', data: { count: input.items.length } }),
    run: (context, { list, items }) =>
      tellOfMany(context, async tx => {
        const { tenant, kontor } = context
        const { id } = await priceListOf(tx, tenant, list)
        return setPriceListItems(tx, tenant, id, items, kontor.now())
      }),
  }),
]

interface Given {
  readonly factor?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly channel?: readonly string[] | undefined
  readonly group?: readonly string[] | undefined
}

// Names become ids; a list holds for a handful of them.
async function changeOf(tx: Tx, context: Context, given: Given): Promise<PriceListChange> {
  const { factor, from, to, channel, group } = given
  const channelIds: string[] = []
  for (const one of channel ?? []) if (one !== '') channelIds.push(await channelIdOf(tx, context, one))
  const groupIds: string[] = []
  for (const one of group ?? [])
    if (one !== '') groupIds.push((await customerGroupOf(tx, context.tenant, one)).id)
  return {
    factor: factor === '' ? null : factor,
    from: timeOf(from),
    to: timeOf(to),
    ...(channel ? { channelIds } : {}),
    ...(group ? { customerGroupIds: groupIds } : {}),
  }
}

function timeOf(text: string | undefined): Date | null | undefined {
  return text === undefined ? undefined : text === '' ? null : new Date(text)
}
