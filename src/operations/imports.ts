import { z } from 'zod'
import type { BlobPlace } from '../base/blobFiles.ts'
import { blobPlace } from '../base/blobs.ts'
import type { Language } from '../base/errors.ts'
import { requireRights } from '../company/users.ts'
import { fieldOf, titleOf } from '../sync/csv/csvFields.ts'
import {
  cancelCsvImport,
  countImports,
  listImports,
  readImport,
  readRows,
} from '../sync/csv/csvImportStore.ts'
import type { CsvKind, PlacedColumn } from '../sync/csv/csvSettings.ts'
import type { ReadIn } from '../sync/csv/importFile.ts'
import { previewCsv } from '../sync/csv/previewCsv.ts'
import { csvProblem } from '../sync/csv/problems.ts'
import { rowSentence } from '../sync/csv/refusedCsv.ts'
import { rightsOfKind } from '../sync/csv/rowKinds.ts'
import { lookAtCsv, runCsvImport, startCsvImport } from '../sync/csv/startCsvImport.ts'
import { type CsvParts, workCsvImport } from '../sync/csv/workCsvImport.ts'
import { described } from './described.ts'
import { previewShape, showPreview } from './importPreview.ts'
import {
  dryRun,
  fileHash,
  fileName,
  importShape,
  kindsFor,
  requireKind,
  settings,
  showImport,
  whichImport,
  wishFields,
  wishOf,
} from './importShapes.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** A row of an import with something to say. */
export const importRowShape = z.object({
  rowNo: z.int(),
  did: z.enum(['new', 'changed', 'refused']),
  object: z.string().nullable(),
  code: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
  sentence: z.string().nullable(),
  source: z.string().nullable(),
  differences: z
    .array(
      z.object({
        field: z.string(),
        /** What the field is called. */
        title: z.string(),
        /** What it holds: amounts come with a decimal point, flags as true and false. */
        type: z.string(),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    )
    .readonly()
    .nullable(),
})
const started = z.object({ id: z.uuid() })
const note = (_: unknown, done: { readonly id: string }) => ({ objectKind: 'import', objectId: done.id })

/** Files of rows: looked at, tried, imported, and what came of each row. Rights go by what a file is about. */
export const importOperations: readonly Operation[] = [
  operation({
    name: 'import.detect',
    method: 'POST',
    path: '/imports/detect',
    command: null,
    right: 'signedIn',
    summary: {
      en: 'Look at an uploaded CSV file: how it is written and what its columns mean',
      de: 'Eine hochgeladene CSV-Datei ansehen: wie sie geschrieben ist und was ihre Spalten bedeuten',
    },
    input: z.object({ file: fileHash, name: fileName, ...wishFields, settings }),
    output: previewShape,
    run: (context, given) =>
      inTransaction(context, async tx => {
        const { file, name, ...rest } = given
        const wish = await wishOf(tx, context.tenant, rest)
        const shown = await previewCsv(readingOf(context), context.tenant, {
          hash: file,
          fileName: name,
          ...wish,
        })
        requireRights(context.actor, [shown.kind ? rightsOfKind[shown.kind].write : 'items.write'])
        return showPreview(shown, context.language)
      }),
  }),
  operation({
    name: 'import.start',
    method: 'POST',
    path: '/imports',
    command: null,
    right: 'signedIn',
    summary: {
      en: 'Import an uploaded CSV file, or try it without changing anything',
      de: 'Eine hochgeladene CSV-Datei importieren oder probeweise ansehen, ohne etwas zu ändern',
    },
    creates: true,
    input: z.object({ file: fileHash, name: fileName, dryRun, ...wishFields, settings }),
    output: started,
    audit: note,
    run: async (context, { file, name, ...rest }) => {
      const done = await enterImport(context, { ...rest, hash: file, fileName: name })
      context.afterCommit(() => context.kontor.open.start(signal => workImport(context, done.id, { signal })))
      return done
    },
  }),
  operation({
    name: 'import.run',
    method: 'POST',
    path: '/imports/:import/run',
    command: null,
    right: 'signedIn',
    summary: {
      en: 'Do in earnest what a dry run has shown; rows that are another now are refused',
      de: 'Im Ernst tun, was ein Probelauf gezeigt hat; Zeilen, die jetzt anders sind, werden abgewiesen',
    },
    creates: true,
    input: z.object({ import: whichImport }),
    output: started,
    audit: note,
    run: async (context, given) => {
      const done = await enterRun(context, given.import)
      context.afterCommit(() => context.kontor.open.start(signal => workImport(context, done.id, { signal })))
      return done
    },
  }),
  operation({
    name: 'import.list',
    method: 'GET',
    path: '/imports',
    command: 'import list',
    right: 'signedIn',
    summary: { en: 'List CSV imports, newest first', de: 'CSV-Importe auflisten, Neueste zuerst' },
    input: z.object(pageInput),
    output: pageOf(importShape),
    run: (context, { after, limit }) =>
      inTransaction(context, async tx => {
        const kinds = kindsFor(context)
        const rows = await listImports(tx, context.tenant, kinds, { after, limit: limit + 1 })
        const count = await countImports(tx, context.tenant, kinds, countLimit + 1)
        return asPage(
          rows.map(row => showImport(row, context.language)),
          limit,
          count,
        )
      }),
  }),
  operation({
    name: 'import.show',
    method: 'GET',
    path: '/imports/:import',
    command: 'import show <import>',
    right: 'signedIn',
    summary: { en: 'Show how far a CSV import is', de: 'Zeigen, wie weit ein CSV-Import ist' },
    input: z.object({ import: whichImport }),
    output: importShape,
    run: (context, given) =>
      inTransaction(context, async () =>
        showImport(await seen(context, given.import, 'read'), context.language),
      ),
  }),
  operation({
    name: 'import.rows',
    method: 'GET',
    path: '/imports/:import/rows',
    command: 'import rows <import>',
    right: 'signedIn',
    summary: {
      en: 'List refused rows of a CSV import, and of a dry run each difference',
      de: 'Abgewiesene Zeilen eines CSV-Imports auflisten, bei einem Probelauf jeden Unterschied',
    },
    input: z.object({
      import: whichImport,
      did: z
        .enum(['new', 'changed', 'refused'])
        .optional()
        .meta(described('Only rows with this outcome.', 'Nur Zeilen mit diesem Ergebnis.')),
      afterRow: z
        .int()
        .min(0)
        .default(0)
        .meta(described('The "next" of the page before.', 'Das „next“ der vorigen Seite.')),
      limit: pageInput.limit,
    }),
    output: z.object({ items: z.array(importRowShape), next: z.int().nullable() }),
    run: (context, { import: id, did, afterRow, limit }) =>
      inTransaction(context, async tx => {
        const { kind, settings } = await seen(context, id, 'read')
        const rows = await readRows(tx, context.tenant, id, { afterRow, limit: limit + 1, did })
        const items = rows.slice(0, limit).map(row => ({
          ...row,
          differences:
            row.differences?.map(one => ({
              ...one,
              ...naming(kind, settings.columns, one.field, context.language),
            })) ?? null,
          sentence: row.code === null ? null : rowSentence(row.code, row.data ?? {})[context.language],
        }))
        return { items, next: rows.length > limit ? (items.at(-1)?.rowNo ?? null) : null }
      }),
  }),
  operation({
    name: 'import.cancel',
    method: 'POST',
    path: '/imports/:import/cancel',
    command: 'import cancel <import>',
    right: 'signedIn',
    summary: {
      en: 'Stop a CSV import after its batch; what it did stays',
      de: 'Einen CSV-Import nach seinem Stapel anhalten; was er getan hat, bleibt',
    },
    input: z.object({ import: whichImport }),
    output: importShape,
    audit: note,
    run: (context, given) =>
      inTransaction(context, async tx => {
        await seen(context, given.import, 'write')
        if (!(await cancelCsvImport(tx, context.tenant, given.import)))
          throw csvProblem('IMPORT_OVER', { import: given.import })
        return showImport(await readImport(tx, context.tenant, given.import), context.language)
      }),
  }),
]

// Reads in the transaction of the call, or in one of its own.
function readingOf(context: Context): { readonly read: ReadIn; readonly place: BlobPlace } {
  return { read: work => inTransaction(context, work), place: blobPlace(context.kontor.config) }
}

function naming(
  kind: CsvKind,
  columns: readonly PlacedColumn[],
  field: string,
  language: Language,
): { title: string; type: string } {
  const named = fieldOf(kind, field)
  const type = columns.find(one => one.field === field)?.type ?? named?.known.type ?? 'text'
  return { title: named ? titleOf(named, language) : field, type }
}

/** Enters an import of a stored file; somebody has to work it off. */
export async function enterImport(
  context: Context,
  given: { hash: string; fileName: string; dryRun: boolean } & Parameters<typeof wishOf>[2],
): Promise<{ id: string }> {
  const { hash, fileName: name, dryRun: isDry, ...rest } = given
  return inTransaction(context, async tx => {
    const planned = await lookAtCsv(readingOf({ ...context, tx }), context.tenant, {
      hash,
      fileName: name,
      ...(await wishOf(tx, context.tenant, rest)),
    })
    return startCsvImport(tx, context.tenant, { ...planned, hash, dryRun: isDry }, context.actor)
  })
}

/** Enters what a dry run has shown, in earnest. */
export async function enterRun(context: Context, id: string): Promise<{ id: string }> {
  return inTransaction(context, async tx => {
    await seen({ ...context, tx }, id, 'read')
    return runCsvImport(tx, context.tenant, id, context.actor)
  })
}

/** Works an import off in this process. */
export function workImport(
  context: Pick<Context, 'kontor' | 'tenant'>,
  id: string,
  options: Parameters<typeof workCsvImport>[3],
): Promise<boolean> {
  return workCsvImport(csvParts(context), context.tenant, id, options)
}

/** What imports work with, out of the program. */
export function csvParts({ kontor }: Pick<Context, 'kontor'>): CsvParts {
  const { db, log, now, config } = kontor
  return { db, log, now, place: blobPlace(config) }
}

async function seen(context: Context, id: string, right: 'read' | 'write') {
  return inTransaction(context, async tx => {
    const job = await readImport(tx, context.tenant, id)
    requireKind(context, job, right)
    return job
  })
}
