import { z } from 'zod'
import { itemIdOf } from '../catalog/listItems.ts'
import { listAudit } from '../company/auditStore.ts'
import { valuesOfItem } from '../sync/bulkEdit/bulkEditStore.ts'
import { namesIn, namesShape, showValue, valueShape } from './bulkEditValues.ts'
import { whichItem } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** So much of each source is shown. */
const most = 50

/** What was done to an item, by whom. */
export const itemHistoryOperations: readonly Operation[] = [
  operation({
    name: 'item.history',
    method: 'GET',
    path: '/items/:item/history',
    command: 'item history <item>',
    right: 'items.read',
    summary: {
      en: 'Show who changed an item, newest first; of bulk edits also the old and new values',
      de: 'Zeigen, wer einen Artikel geändert hat, Neuestes zuerst; bei Massenänderungen auch alte und neue Werte',
    },
    input: z.object({ item: whichItem }),
    output: z.object({
      items: z.array(
        z.object({
          /** Of the entry, or of the bulk edit. */
          id: z.uuid(),
          at: z.date(),
          who: z.string(),
          /** Name of the operation. */
          action: z.string(),
          fields: z.array(z.string()).readonly(),
          /** Of bulk edits. */
          values: z.array(valueShape.extend({ undone: z.boolean() })).readonly(),
        }),
      ),
      names: namesShape,
    }),
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const { tenant, language } = context
        const id = await itemIdOf(tx, tenant, item)
        const entries = await listAudit(tx, tenant, { objectId: id }, { after: undefined, limit: most })
        const values = await valuesOfItem(tx, tenant, id, most)
        const edits = [...Map.groupBy(values, value => value.editId).values()].flatMap(list => {
          const [first] = list
          return first
            ? [
                {
                  id: first.editId,
                  at: first.at,
                  who: first.actor,
                  action: 'bulk-edit.start',
                  fields: list.map(value => value.field),
                  values: list.map(value => showValue(value, language)),
                },
              ]
            : []
        })
        const single = entries.map(entry => ({
          id: entry.id,
          at: entry.at,
          who: entry.actorName,
          action: entry.action,
          fields: z.array(z.string()).catch([]).parse(entry.data['fields']),
          values: [],
        }))
        return {
          items: [...single, ...edits].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, most),
          names: await namesIn(tx, tenant, values),
        }
      }),
  }),
]
