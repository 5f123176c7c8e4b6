import { z } from 'zod'
import { csvEncodings, csvSeparators } from '../base/csv/csvFormat.ts'
import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import type { Right } from '../company/rights.ts'
import { type CsvImport, importStates } from '../sync/csv/csvImportStore.ts'
import { type CsvKind, type CsvWish, csvKinds, identifiers } from '../sync/csv/csvSettings.ts'
import { readTemplate } from '../sync/csv/csvTemplates.ts'
import { csvProblem } from '../sync/csv/problems.ts'
import { rowSentence } from '../sync/csv/refusedCsv.ts'
import { rightsOfKind } from '../sync/csv/rowKinds.ts'
import { shareOf } from '../sync/csv/workCsvImport.ts'
import { described } from './described.ts'
import type { Context } from './operation.ts'

export const whichImport = z.uuid().meta(described('Id of the import.', 'Kennung des Imports.'))

const column = z.object({
  column: z.string().max(1000),
  // The longest names a channel (200) and one of its attributes (512).
  field: z.string().min(1).max(1000),
  prefix: z.string().max(200).optional(),
  suffix: z.string().max(200).optional(),
  default: z.string().max(2000).optional(),
})
const filter = z.object({
  column: z.string().min(1).max(500),
  is: z.enum(['equal', 'different', 'contains', 'filled', 'empty']),
  value: z.string().max(500).optional(),
})

/** How files are written, one by one. */
export const formatFields = {
  encoding: z.enum(csvEncodings).optional().meta(described('Encoding of the file.', 'Kodierung der Datei.')),
  separator: z
    .enum(csvSeparators)
    .optional()
    .meta(described('What stands between cells.', 'Was zwischen den Zellen steht.')),
  decimal: z.enum([',', '.']).optional().meta(described('The decimal sign.', 'Das Dezimalzeichen.')),
  emptyRemoves: z
    .boolean()
    .optional()
    .meta(described('An empty cell takes the value away.', 'Eine leere Zelle entfernt den Wert.')),
  makeMissing: z
    .boolean()
    .optional()
    .meta(
      described(
        'Categories and manufacturers that do not exist are made.',
        'Kategorien und Hersteller, die es nicht gibt, werden angelegt.',
      ),
    ),
  onlyKnown: z
    .boolean()
    .optional()
    .meta(described('Only what exists is changed.', 'Nur Bestehendes wird geändert.')),
  forSpreadsheets: z
    .boolean()
    .optional()
    .meta(
      described(
        'Cells that a spreadsheet would compute have a quote before them.',
        'Zellen, die eine Tabellenkalkulation rechnen würde, haben ein Hochkomma davor.',
      ),
    ),
}

/** All settings of a template. */
export const settingsShape = z.object({
  ...formatFields,
  quote: z.enum(['"', "'", '']).optional(),
  header: z.boolean().optional(),
  startRow: z.int().min(1).max(1000).optional(),
  columns: z.array(column).max(500).readonly().optional(),
  identify: z.array(z.enum(identifiers)).max(5).readonly().optional(),
  filter: z.array(filter).max(20).readonly().optional(),
})

/** The same, said once for one file; it counts over the template. */
export const settings = settingsShape
  .optional()
  .meta(
    described(
      'Columns with fields and so on for this file, over those of the template.',
      'Spalten mit Feldern und so weiter für diese Datei, vor denen der Vorlage.',
    ),
  )

/** What says how a file is read. */
export const wishFields = {
  kind: z
    .enum(csvKinds)
    .optional()
    .meta(
      described(
        'What the file is about; else by its header.',
        'Worum es in der Datei geht; sonst nach der Kopfzeile.',
      ),
    ),
  template: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta(described('Id or name of a template.', 'Kennung oder Name einer Vorlage.')),
  ...formatFields,
}

export const fileName = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .default('import.csv')
  .meta(described('What the file is called.', 'Wie die Datei heißt.'))
export const fileHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta(
    described('Hash of an uploaded file (PUT /files).', 'Hashwert einer hochgeladenen Datei (PUT /files).'),
  )
export const dryRun = z
  .boolean()
  .default(false)
  .meta(described('Changes nothing and shows each difference.', 'Ändert nichts und zeigt jeden Unterschied.'))

/** An import as API, terminal and screen show it. */
export const importShape = z.object({
  id: z.uuid(),
  kind: z.enum(csvKinds),
  fileName: z.string(),
  dryRun: z.boolean(),
  ofImportId: z.uuid().nullable(),
  state: z.enum(importStates),
  code: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
  /** Why it failed, in words. */
  sentence: z.string().nullable(),
  share: z.number(),
  rows: z.int(),
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  columns: z.array(z.object({ column: z.string(), field: z.string() })).readonly(),
  encoding: z.enum(csvEncodings),
  separator: z.enum(csvSeparators),
  decimal: z.enum([',', '.']),
  askedAt: z.date(),
  askedBy: z.string(),
  endedAt: z.date().nullable(),
})

export function showImport(job: CsvImport, language: Language): z.infer<typeof importShape> {
  const { id, kind, dryRun, ofImportId, state, code, data, askedAt, askedBy, endedAt, settings } = job
  const { encoding, separator, decimal } = settings
  return {
    ...{
      id,
      kind,
      fileName: job.fileName,
      dryRun,
      ofImportId,
      state,
      code,
      data,
      sentence: code === null ? null : rowSentence(code, data ?? {})[language],
      share: shareOf(job),
      rows: job.doneRows,
    },
    ...{ new: job.new, changed: job.changed, unchanged: job.unchanged, refused: job.refused },
    columns: settings.columns.map(one => ({ column: one.column, field: one.field })),
    ...{ encoding, separator, decimal, askedAt, askedBy, endedAt },
  }
}

interface Given {
  readonly kind?: CsvKind | undefined
  readonly template?: string | undefined
  readonly settings?: CsvWish | undefined
}

/** What was wished of a file: the template, over it settings of its own, and over them what was said besides. */
export async function wishOf(
  tx: Tx,
  tenant: string,
  given: Given & CsvWish,
): Promise<{ kind: CsvKind | undefined; wish: CsvWish }> {
  const { kind, template, settings: own, ...said } = given
  const known = template === undefined ? undefined : await readTemplate(tx, tenant, template)
  const wish = Object.fromEntries(
    Object.keys(settingsShape.shape).flatMap(key => {
      const value = said[key as keyof CsvWish]
      return value === undefined ? [] : [[key, value]]
    }),
  )
  return { kind: kind ?? known?.kind, wish: { ...known?.settings, ...own, ...wish } }
}

/** The kinds whose imports somebody may see. */
export function kindsFor(context: Context): CsvKind[] {
  return csvKinds.filter(kind => context.actor.rights.has(rightsOfKind[kind].read))
}

/** An import of another kind than somebody may see is as if there were none. */
export function requireKind(context: Context, job: CsvImport, right: 'read' | 'write'): void {
  const needed: Right = rightsOfKind[job.kind][right]
  if (!context.actor.rights.has(needed)) throw csvProblem('IMPORT_UNKNOWN', { import: job.id })
}
