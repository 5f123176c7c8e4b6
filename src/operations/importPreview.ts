import { z } from 'zod'
import { csvEncodings, csvSeparators } from '../base/csv/csvFormat.ts'
import type { Language } from '../base/errors.ts'
import { csvKinds } from '../sync/csv/csvSettings.ts'
import type { CsvPreview } from '../sync/csv/previewCsv.ts'

/** How a file is read, and its first rows. */
export const previewShape = z.object({
  /** null: nobody knows what it is about. */
  kind: z.enum(csvKinds).nullable(),
  encoding: z.enum(csvEncodings),
  separator: z.enum(csvSeparators),
  decimal: z.enum([',', '.']),
  /** There are numbers such as 1.234 that may mean one thing or the other. */
  decimalUnclear: z.boolean(),
  header: z.boolean(),
  columns: z.array(z.object({ column: z.string(), field: z.string().nullable() })).readonly(),
  identify: z.array(z.string()).readonly(),
  makeMissing: z.boolean(),
  emptyRemoves: z.boolean(),
  onlyKnown: z.boolean(),
  forSpreadsheets: z.boolean(),
  rows: z
    .array(z.object({ rowNo: z.int(), cells: z.array(z.string()).readonly(), broken: z.boolean() }))
    .readonly(),
  /** Why it cannot be imported like this yet. */
  problem: z.object({ code: z.string(), sentence: z.string() }).nullable(),
})

export function showPreview(preview: CsvPreview, language: Language): z.infer<typeof previewShape> {
  const { kind = null, detected, settings, problem, hasHeader, columns, rows } = preview
  return {
    kind,
    encoding: detected.encoding,
    separator: detected.separator,
    decimal: settings?.decimal ?? detected.decimal,
    decimalUnclear: detected.decimalUnclear,
    header: hasHeader,
    columns,
    identify: settings?.identify ?? [],
    makeMissing: settings?.makeMissing ?? kind === 'category',
    emptyRemoves: settings?.emptyRemoves ?? false,
    onlyKnown: settings?.onlyKnown ?? false,
    forSpreadsheets: settings?.forSpreadsheets ?? false,
    rows,
    problem: problem ? { code: problem.code, sentence: problem.texts[language] } : null,
  }
}
