import { z } from 'zod'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { changeItems } from '../catalog/changeItems.ts'
import { channelTextsOf } from '../catalog/channelTextStore.ts'
import { createItems } from '../catalog/createItems.ts'
import { pricesOf } from '../catalog/groupPrices.ts'
import { categoriesOfItem } from '../catalog/itemCategories.ts'
import { readItem } from '../catalog/itemStore.ts'
import { readItemTexts } from '../catalog/itemTextStore.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { throwRefused } from '../catalog/problems.ts'
import { salesOf } from '../catalog/sellOn.ts'
import { markDue } from '../sync/markDue.ts'
import {
  changedShape,
  changeFields,
  itemFields,
  itemNumber,
  name,
  refusedShape,
  shownFields,
  storedText,
  whichItem,
} from './itemInput.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const created = z.object({ itemNumber: z.string(), id: z.uuid(), did: z.enum(['new', 'exists']) })
const refusedItem = refusedShape.extend({ itemNumber: z.string() })
const listed = z.object({
  id: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  kind: z.string(),
  gtin: z.string().nullable(),
  netPrice: z.string().nullable(),
  active: z.boolean(),
})
const shown = listed.extend({
  ...shownFields,
  taxClassId: z.uuid().nullable(),
  blocked: z.boolean(),
  stockManaged: z.boolean(),
  oversell: z.boolean(),
  buffer: z.string(),
  version: z.int(),
  texts: z.record(z.string(), storedText),
  channelTexts: z.array(z.object({ channelId: z.uuid(), language: z.string(), text: storedText })),
  categories: z.array(z.object({ id: z.uuid(), name: z.string() })).readonly(),
  prices: z
    .array(
      z.object({
        customerGroupId: z.uuid(),
        group: z.string(),
        from: z.string(),
        net: z.string().nullable(),
        gross: z.string().nullable(),
      }),
    )
    .readonly(),
  channels: z
    .array(
      z.object({
        channelId: z.uuid(),
        channel: z.string(),
        active: z.boolean(),
        reserve: z.string(),
        cap: z.string().nullable(),
      }),
    )
    .readonly(),
})

/** Items: what is sold. */
export const itemOperations: readonly Operation[] = [
  operation({
    name: 'item.add',
    method: 'POST',
    path: '/items',
    command: 'item add <itemNumber>',
    right: 'items.write',
    summary: { en: 'Create an item', de: 'Einen Artikel anlegen' },
    creates: true,
    input: z.object({ itemNumber, name, ...itemFields }),
    output: created,
    audit: (_, item) => ({ objectKind: 'item', objectId: item.id }),
    run: (context, item) =>
      inTransaction(context, async tx => {
        const { results } = await createItems(tx, context.tenant, [item])
        return throwRefused(results[0])
      }),
  }),
  operation({
    name: 'item.add-many',
    method: 'POST',
    path: '/items/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Create up to 5,000 items', de: 'Bis zu 5.000 Artikel anlegen' },
    creates: true,
    input: z.object({
      items: z
        .array(z.object({ itemNumber, name, ...itemFields }))
        .min(1)
        .max(5000),
    }),
    output: z.object({ items: z.array(z.union([created, refusedItem])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) =>
      inTransaction(context, async tx => ({
        items: (await createItems(tx, context.tenant, items)).results,
      })),
  }),
  operation({
    name: 'item.show',
    method: 'GET',
    path: '/items/:item',
    command: 'item show <item>',
    right: 'items.read',
    summary: {
      en: 'Show an item with texts, prices, categories and channels',
      de: 'Einen Artikel mit Texten, Preisen, Kategorien und Kanälen zeigen',
    },
    input: z.object({ item: whichItem }),
    output: shown,
    run: (context, { item }) =>
      inTransaction(context, async tx => show(tx, context, await itemIdOf(tx, context.tenant, item))),
  }),
  operation({
    name: 'item.change',
    method: 'PATCH',
    path: '/items/:item',
    command: 'item change <item>',
    right: 'items.write',
    summary: { en: 'Change an item', de: 'Einen Artikel ändern' },
    input: z.object({ item: whichItem, ...changeFields }),
    output: shown,
    audit: (input, item) => ({
      objectKind: 'item',
      objectId: item.id,
      data: { fields: Object.keys(input).filter(key => key !== 'item') },
    }),
    run: (context, { item, ...fields }) =>
      inTransaction(context, async tx => {
        const id = await itemIdOf(tx, context.tenant, item)
        const { results, changed } = await changeItems(tx, context.tenant, [{ id, ...fields }])
        throwRefused(results[0])
        await tell(tx, context, changed)
        return show(tx, context, id)
      }),
  }),
  operation({
    name: 'item.change-many',
    method: 'PATCH',
    path: '/items/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Change up to 1,000 items', de: 'Bis zu 1.000 Artikel ändern' },
    input: z.object({
      items: z
        .array(z.object({ id: z.uuid(), ...changeFields }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(z.union([changedShape, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) =>
      inTransaction(context, async tx => {
        const { results, changed } = await changeItems(tx, context.tenant, items)
        await tell(tx, context, changed)
        return { items: results }
      }),
  }),
]

/** The channels that a change of the catalogue or the stock concerns are told of it, in the same transaction. */
export function tell(tx: Tx, context: Context, changed: Changed): Promise<void> {
  return markDue(tx, context.tenant, changed, context.actor.name)
}

async function show(tx: Tx, context: Context, id: string) {
  const { tenant } = context
  const item = await readItem(tx, tenant, id)
  const [texts, own, categories, prices, channels] = await Promise.all([
    readItemTexts(tx, tenant, [id]),
    channelTextsOf(tx, tenant, 'item', id),
    categoriesOfItem(tx, tenant, id),
    pricesOf(tx, tenant, id),
    salesOf(tx, tenant, id),
  ])
  return {
    ...item,
    texts: Object.fromEntries(texts.map(({ language, text }) => [language, text])),
    channelTexts: own.map(({ channelId, language, text }) => ({ channelId, language, text })),
    categories,
    prices,
    channels,
  }
}
