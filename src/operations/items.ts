import { z } from 'zod'
import { countItems, createItems, listItems } from '../catalog/createItems.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const itemNumber = z
  .string()
  .trim()
  .min(1)
  .max(150)
  .meta({ description: 'Item number (SKU).', 'x-de': 'Artikelnummer (SKU).' })
const name = z.string().trim().min(1).max(500).meta({ description: 'The name.', 'x-de': 'Der Name.' })
const gtin = z.string().max(14).optional().meta({ description: 'GTIN (EAN).', 'x-de': 'GTIN (EAN).' })
const created = z.object({ itemNumber: z.string(), id: z.uuid(), did: z.enum(['new', 'exists']) })

/** Items, as far as the import needs them: an order line must find its item. */
export const itemOperations: readonly Operation[] = [
  operation({
    name: 'item.add',
    method: 'POST',
    path: '/items',
    command: 'item add <itemNumber>',
    right: 'items.write',
    summary: { en: 'Create an item', de: 'Einen Artikel anlegen' },
    creates: true,
    input: z.object({ itemNumber, name, gtin }),
    output: created,
    audit: (_, item) => ({ objectKind: 'item', objectId: item.id }),
    run: (context, item) =>
      inTransaction(context, async tx => {
        const [result] = await createItems(tx, context.tenant, [item])
        if (!result) throw new TypeError('no result for an item')
        return result
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
    input: z.object({ items: z.array(z.object({ itemNumber, name, gtin })).min(1).max(5000) }),
    output: z.object({ items: z.array(created) }),
    audit: input => ({ objectKind: 'item', data: { count: input.items.length } }),
    run: (context, { items }) =>
      inTransaction(context, async tx => ({ items: await createItems(tx, context.tenant, items) })),
  }),
  operation({
    name: 'item.list',
    method: 'GET',
    path: '/items',
    command: 'item list',
    right: 'items.read',
    summary: { en: 'List items, newest first', de: 'Artikel auflisten, Neueste zuerst' },
    input: z.object(pageInput),
    output: pageOf(z.object({ id: z.uuid(), itemNumber: z.string(), name: z.string(), kind: z.string() })),
    run: (context, { after, limit }) =>
      inTransaction(context, async tx => {
        const rows = await listItems(tx, context.tenant, { after, limit: limit + 1 })
        return asPage(rows, limit, await countItems(tx, context.tenant, countLimit + 1))
      }),
  }),
]
