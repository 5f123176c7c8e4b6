import { z } from 'zod'
import { transact } from '../base/database.ts'
import { previewBulkEdit, startBulkEdit, undoBulkEdit, workBulkEdit } from '../sync/bulkEdit/bulkEdit.ts'
import {
  type BulkEdit,
  bulkEditStates,
  countBulkEdits,
  listBulkEdits,
  listValues,
  readBulkEdit,
} from '../sync/bulkEdit/bulkEditStore.ts'
import { bulkEditInput, bulkEditWish } from './bulkEditInput.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const editShape = z.object({
  id: z.uuid(),
  at: z.date(),
  actor: z.string(),
  filter: z.record(z.string(), z.unknown()),
  change: z.record(z.string(), z.unknown()),
  state: z.enum(bulkEditStates),
  /** Items that were meant, that were changed, and of which something was left as it is. */
  found: z.int(),
  changed: z.int(),
  refused: z.int(),
  undoneBy: z.string().nullable(),
  undoneAt: z.date().nullable(),
})
const valueShape = z.object({
  itemId: z.uuid(),
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  refusedCode: z.string().nullable(),
})
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
      part === 'set' || part === 'numbers'
        ? Object.keys(z.record(z.string(), z.unknown()).parse(value))
        : [part],
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
    output: z.object({
      found: z.int(),
      next: z.uuid().nullable(),
      items: z.array(z.object({ itemId: z.uuid(), fields: z.array(valueShape).readonly() })).readonly(),
    }),
    run: (context, { after, limit, ...input }) =>
      inTransaction(context, async tx => {
        const wish = await bulkEditWish(tx, context, input)
        return previewBulkEdit(tx, context.tenant, wish, { after, limit })
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
    input: z.object(bulkEditInput),
    output: editShape,
    audit: note,
    run: async (context, input) => {
      const { tenant, kontor, actor } = context
      const id = await transact(kontor.db, { tenant }, async tx =>
        startBulkEdit(tx, tenant, await bulkEditWish(tx, context, input), actor.name, kontor.now()),
      )
      return work(context, id)
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
    output: pageOf(editShape),
    run: (context, { after, limit }) =>
      inTransaction(context, async tx => {
        const rows = await listBulkEdits(tx, context.tenant, { after, limit: limit + 1 })
        return asPage(rows.map(shown), limit, await countBulkEdits(tx, context.tenant, countLimit + 1))
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
      next: z.uuid().nullable(),
    }),
    run: (context, { edit: id, after, limit, refused }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const edit = await readBulkEdit(tx, tenant, id)
        const rows = await listValues(tx, tenant, id, { after, limit: limit + 1, refused })
        const items = [...new Set(rows.map(row => row.itemId))]
        const last = items.length > limit ? (items[limit - 1] ?? null) : null
        return { ...shown(edit), values: rows.filter(row => last === null || row.itemId <= last), next: last }
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
    input: z.object({ edit: whichEdit }),
    output: editShape,
    audit: note,
    run: async (context, { edit }) => {
      const { tenant, kontor, actor } = context
      await transact(kontor.db, { tenant }, tx => undoBulkEdit(tx, tenant, edit, actor.name, kontor.now()))
      return work(context, edit)
    },
  }),
]

async function work({ kontor, tenant, onProgress }: Context, id: string) {
  return shown(await workBulkEdit(kontor.db, tenant, id, edit => onProgress?.(edit)))
}

function shown<T extends BulkEdit>(edit: T) {
  const { filter, change, ...rest } = edit
  return { ...rest, filter: { ...filter }, change: { ...change } }
}
