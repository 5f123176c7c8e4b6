import { z } from 'zod'
import { listPreview, previewActions } from '../channels/previewStore.ts'
import { explain } from '../channels/reasons.ts'
import { readPreview } from '../sync/previewSync.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

const rowShape = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  channel: z.string(),
  kind: z.string(),
  objectId: z.uuid(),
  name: z.string(),
  action: z.enum(previewActions),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  changes: z
    .array(z.object({ aspect: z.string(), field: z.string(), before: z.unknown(), after: z.unknown() }))
    .readonly(),
})

/** What a dry run found: what would be sent, object by object. */
export const syncPreviewOperations: readonly Operation[] = [
  operation({
    name: 'sync.preview',
    method: 'GET',
    path: '/sync-runs/:id/preview',
    command: 'sync preview <id>',
    right: 'sync.read',
    summary: {
      en: 'List what a dry run found: what would be done with each object, fields old and new; kept for a day',
      de: 'Auflisten, was ein Probelauf fand: was mit jedem Objekt geschähe, Felder alt und neu; einen Tag aufgehoben',
    },
    input: z.object({
      id: z.uuid().meta({ description: 'Id of the dry run.', 'x-de': 'Kennung des Probelaufs.' }),
      action: z
        .array(z.enum(previewActions))
        .optional()
        .meta({ description: 'Only these.', 'x-de': 'Nur diese.' }),
      ...pageInput,
    }),
    output: pageOf(rowShape).extend({ counts: z.record(z.string(), z.int()), total: z.int(), kept: z.int() }),
    run: (context, { id, action, after, limit }) =>
      inTransaction(context, async tx => {
        const { counts, total, kept } = await readPreview(tx, context.tenant, id)
        const rows = await listPreview(tx, context.tenant, id, { after, limit: limit + 1, actions: action })
        const count = action ? action.reduce((sum, one) => sum + (counts[one] ?? 0), 0) : total
        const items = rows.map(({ hash: _, detail, changes, ...row }) => ({
          ...row,
          reason: row.code === null ? null : explain(row.code, { detail: detail ?? '' })[context.language],
          changes: changeShape.parse(changes),
        }))
        return { ...asPage(items, limit, Math.min(count, countLimit + 1)), counts, total, kept }
      }),
  }),
]

const changeShape = rowShape.shape.changes
