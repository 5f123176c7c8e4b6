import { z } from 'zod'
import { itemKinds, listAndCountItems } from '../catalog/listItems.ts'
import { itemFilterInput, itemFilterOf } from './itemFilter.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const listed = z.object({
  id: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  kind: z.enum(itemKinds),
  gtin: z.string().nullable(),
  netPrice: z.string().nullable(),
  grossPrice: z.string().nullable(),
  active: z.boolean(),
})

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
    input: z.object({ ...pageInput, ...itemFilterInput }),
    output: pageOf(listed),
    run: (context, { after, limit, sort, ...said }) =>
      inTransaction(context, async tx => {
        const filter = await itemFilterOf(tx, context, said)
        const page = { after, limit: limit + 1, sort }
        const { rows, count } = await listAndCountItems(tx, context.tenant, filter, page, countLimit + 1)
        return asPage(rows, limit, count)
      }),
  }),
]
