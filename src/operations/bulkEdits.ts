import { z } from 'zod'
import { transact } from '../base/database.ts'
import {
  previewBulkEdit,
  startBulkEdit,
  undoBulkEdit,
  undoDays,
  workBulkEdit,
} from '../sync/bulkEdit/bulkEdit.ts'
import {
  type BulkEdit,
  countBulkEdits,
  listBulkEdits,
  listValues,
  namesOfItems,
  readBulkEdit,
} from '../sync/bulkEdit/bulkEditStore.ts'
import { bulkEditInput, bulkEditWish } from './bulkEditInput.ts'
import { editShape, previewShape } from './bulkEditShapes.ts'
import { namesIn, namesShape, showValue, valueShape } from './bulkEditValues.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const wait = z
  .boolean()
  .default(true)
  .meta(
    described(
      'Answer when it is done; else at once, and it goes on by itself.',
      'Antworten, wenn es getan ist; sonst sofort, und es geht von selbst weiter.',
    ),
  )
const whichEdit = z
  .string()
  .min(1)
  .max(100)
  .meta(described('Id of the bulk edit.', 'Kennung der Massenänderung.'))
type Edit = z.infer<typeof editShape>
const note = (_: unknown, edit: Edit) => ({
  objectKind: 'bulk_edit',
  objectId: edit.id,
  data: {
    found: edit.found,
    changed: edit.changed,
    refused: edit.refused,
    fields: Object.entries(edit.change).flatMap(([part, value]) =>
      part === 'set' || part === 'numbers' ? Object.keys(value ?? {}) : [part],
    ),
  },
})

/** Changing many items at once, looking before, and taking it back. */
export const bulkEditOperations: readonly Operation[] = [
  operation({
    name: 'bulk-edit.preview',
    method: 'POST',
    path: '/bulk-edits/preview',
    command: 'bulk-edit preview',
    right: 'items.write',
    summary: {
      en: 'Show what a change of many items would do, field by field, and do nothing',
      de: 'Zeigen, was eine Änderung vieler Artikel bewirken würde, Feld für Feld, und nichts tun',
    },
    input: z.object({ ...bulkEditInput, ...pageInput }),
    output: previewShape,
    run: (context, { after, limit, ...input }) =>
      inTransaction(context, async tx => {
        const { tenant, language } = context
        const wish = await bulkEditWish(tx, context, input)
        const { items, ...figures } = await previewBulkEdit(tx, tenant, wish, { after, limit })
        const known = await namesOfItems(
          tx,
          tenant,
          items.map(item => item.itemId),
        )
        return {
          ...figures,
          items: items.map(({ itemId, fields }) => {
            const { itemNumber, name } = known.get(itemId) ?? { itemNumber: '', name: '' }
            return {
              itemId,
              itemNumber,
              name,
              fields: fields.map(value => showValue({ ...value, itemNumber }, language)),
            }
          }),
          names: await namesIn(
            tx,
            tenant,
            items.flatMap(item => item.fields),
          ),
        }
      }),
  }),
  operation({
    name: 'bulk-edit.start',
    method: 'POST',
    path: '/bulk-edits',
    command: 'bulk-edit start',
    right: 'items.write',
    long: true,
    summary: {
      en: 'Change many items at once; it can be taken back for 30 days',
      de: 'Viele Artikel zugleich ändern; das lässt sich 30 Tage lang zurücknehmen',
    },
    input: z.object({ ...bulkEditInput, wait }),
    output: editShape,
    audit: note,
    run: async (context, { wait: waits, ...input }) => {
      const { tenant, kontor, actor } = context
      const id = await transact(kontor.db, { tenant }, async tx =>
        startBulkEdit(tx, tenant, await bulkEditWish(tx, context, input), actor.name, kontor.now()),
      )
      return work(context, id, waits)
    },
  }),
  operation({
    name: 'bulk-edit.continue',
    method: 'POST',
    path: '/bulk-edits/:edit/continue',
    command: 'bulk-edit continue <edit>',
    right: 'items.write',
    long: true,
    summary: {
      en: 'Go on with a bulk edit, or with taking it back, that was interrupted',
      de: 'Eine Massenänderung oder ihre Rücknahme fortsetzen, die unterbrochen wurde',
    },
    input: z.object({ edit: whichEdit }),
    output: editShape,
    audit: note,
    run: (context, { edit }) => work(context, edit),
  }),
  operation({
    name: 'bulk-edit.list',
    method: 'GET',
    path: '/bulk-edits',
    command: 'bulk-edit list',
    right: 'items.read',
    summary: { en: 'List bulk edits, newest first', de: 'Massenänderungen auflisten, Neueste zuerst' },
    input: z.object(pageInput),
    output: pageOf(editShape).extend({ names: namesShape }),
    run: (context, { after, limit }) =>
      inTransaction(context, async tx => {
        const rows = await listBulkEdits(tx, context.tenant, { after, limit: limit + 1 })
        const page = asPage(rows.map(shown), limit, await countBulkEdits(tx, context.tenant, countLimit + 1))
        return { ...page, names: await namesIn(tx, context.tenant, page.items.map(wordsOf)) }
      }),
  }),
  operation({
    name: 'bulk-edit.show',
    method: 'GET',
    path: '/bulk-edits/:edit',
    command: 'bulk-edit show <edit>',
    right: 'items.read',
    summary: {
      en: 'Show a bulk edit with old and new values, item by item',
      de: 'Eine Massenänderung mit alten und neuen Werten zeigen, Artikel für Artikel',
    },
    input: z.object({
      edit: whichEdit,
      ...pageInput,
      refused: z
        .boolean()
        .default(false)
        .meta(described('Only what was left as it is.', 'Nur, was blieb, wie es ist.')),
    }),
    output: editShape.extend({
      values: z.array(valueShape.extend({ itemNumber: z.string(), undone: z.boolean() })).readonly(),
      names: namesShape,
      next: z.uuid().nullable(),
    }),
    run: (context, { edit: id, after, limit, refused }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const edit = await readBulkEdit(tx, tenant, id)
        const rows = await listValues(tx, tenant, id, { after, limit: limit + 1, refused })
        const items = [...new Set(rows.map(row => row.itemId))]
        const last = items.length > limit ? (items[limit - 1] ?? null) : null
        const values = rows.filter(row => last === null || row.itemId <= last)
        return {
          ...shown(edit),
          values: values.map(value => showValue(value, context.language)),
          names: await namesIn(tx, tenant, [...values, wordsOf(shown(edit))]),
          next: last,
        }
      }),
  }),
  operation({
    name: 'bulk-edit.undo',
    method: 'POST',
    path: '/bulk-edits/:edit/undo',
    command: 'bulk-edit undo <edit>',
    right: 'items.write',
    long: true,
    summary: {
      en: 'Take a bulk edit back, within 30 days; what was changed since stays as it is',
      de: 'Eine Massenänderung zurücknehmen, innerhalb von 30 Tagen; was seither geändert wurde, bleibt',
    },
    input: z.object({ edit: whichEdit, wait }),
    output: editShape,
    audit: note,
    run: async (context, { edit, wait: waits }) => {
      const { tenant, kontor, actor } = context
      await transact(kontor.db, { tenant }, tx => undoBulkEdit(tx, tenant, edit, actor.name, kontor.now()))
      return work(context, edit, waits)
    },
  }),
]

async function work({ kontor, tenant, onProgress, afterCommit }: Context, id: string, waits = true) {
  if (waits) return shown(await workBulkEdit(kontor.db, tenant, id, edit => onProgress?.(edit)))
  afterCommit(() => kontor.open.start(signal => workBulkEdit(kontor.db, tenant, id, () => undefined, signal)))
  return shown(await transact(kontor.db, { tenant }, tx => readBulkEdit(tx, tenant, id)))
}

function shown<T extends BulkEdit>(edit: T) {
  const { filter, change, ...rest } = edit
  const undoUntil = new Date(edit.at.getTime() + undoDays * 86_400_000)
  return {
    ...rest,
    filter: 'ids' in filter ? { items: filter.ids.length } : { ...filter },
    change: { ...change },
    undoUntil,
  }
}

function wordsOf(edit: Pick<Edit, 'filter' | 'change'>) {
  return { field: '', before: edit.filter, after: edit.change }
}
