import { z } from 'zod'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { createItems } from '../catalog/createItems.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { throwRefused } from '../catalog/problems.ts'
import { changeItemsAndOrders } from '../sync/changeItemsAndOrders.ts'
import { markDue } from '../sync/markDue.ts'
import {
  changedShape,
  changeFields,
  itemFields,
  itemNumber,
  name,
  refusedShape,
  whichItem,
} from './itemInput.ts'
import { itemShape, showItem } from './itemShow.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'

const created = z.object({ itemNumber: z.string(), id: z.uuid(), did: z.enum(['new', 'exists']) })
const refusedItem = refusedShape.extend({ itemNumber: z.string() })
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
    output: itemShape,
    run: (context, { item }) =>
      inTransaction(context, async tx => showItem(tx, context, await itemIdOf(tx, context.tenant, item))),
  }),
  operation({
    name: 'item.change',
    method: 'PATCH',
    path: '/items/:item',
    command: 'item change <item>',
    right: 'items.write',
    summary: { en: 'Change an item', de: 'Einen Artikel ändern' },
    input: z.object({ item: whichItem, ...changeFields }),
    output: itemShape,
    audit: (input, item) => ({
      objectKind: 'item',
      objectId: item.id,
      data: { fields: Object.keys(input).filter(key => key !== 'item') },
    }),
    run: (context, { item, ...fields }) =>
      inTransaction(context, async tx => {
        const id = await itemIdOf(tx, context.tenant, item)
        const { results, changed } = await changeItemsAndOrders(tx, context.tenant, [{ id, ...fields }])
        throwRefused(results[0])
        await tell(tx, context, changed)
        return showItem(tx, context, id)
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
        const { results, changed } = await changeItemsAndOrders(tx, context.tenant, items)
        await tell(tx, context, changed)
        return { items: results }
      }),
  }),
]

/** The channels that a change of the catalogue or the stock concerns are told of it, in the same transaction. */
export function tell(tx: Tx, context: Context, changed: Changed): Promise<void> {
  return markDue(tx, context.tenant, changed, context.actor.name)
}
