import type { BlobPlace } from '../../base/blobFiles.ts'
import { type DetectedCsv, headBytes } from '../../base/csv/detectCsv.ts'
import { readSample } from '../../base/csv/readCsv.ts'
import { KontorError } from '../../base/errors.ts'
import { guessField } from './csvFields.ts'
import { type CsvKind, type CsvSettings, csvKinds } from './csvSettings.ts'
import type { ReadIn } from './importFile.ts'
import { guessKind } from './planCsv.ts'
import { csvProblem } from './problems.ts'
import { type CsvFile, planSeen, seeCsv } from './startCsvImport.ts'

/** A file as it would be read, before anything is decided. */
export interface CsvPreview {
  /** Undefined: nobody knows what it is about, and nobody said. */
  readonly kind: CsvKind | undefined
  readonly detected: DetectedCsv
  readonly hasHeader: boolean
  /** The columns of the file, with the field that each would be read as. */
  readonly columns: readonly { readonly column: string; readonly field: string | null }[]
  /** How its rows would be read; undefined where that cannot be said yet. */
  readonly settings: CsvSettings | undefined
  /** Why it cannot be imported like this yet. */
  readonly problem: KontorError | undefined
  readonly rows: readonly {
    readonly rowNo: number
    readonly cells: readonly string[]
    readonly broken: boolean
  }[]
}

/** So many rows are shown. */
const shownRows = 20

/**
 * Shows how a stored file is read and what its first rows look like, also where it cannot be imported like this yet: what stands
 * in the way is part of the answer. Errors: BLOB_UNKNOWN, CSV_EMPTY, CSV_ENCODING_UNKNOWN.
 */
export async function previewCsv(
  parts: { readonly read: ReadIn; readonly place: BlobPlace },
  tenant: string,
  file: CsvFile,
): Promise<CsvPreview> {
  const looked = await seeCsv(parts, tenant, file)
  const { seen, head } = looked
  const { detected, first } = seen
  const { wish } = file
  const kind = file.kind ?? guessKind(first)
  const hasHeader = wish.header ?? detected.header
  const planned = kind ? tried(() => planSeen(kind, looked, wish)) : csvProblem('CSV_KIND_UNKNOWN')
  const problem = planned instanceof KontorError ? planned : undefined
  // Only the sign is open: the rest can be said.
  const isSignOpen = kind && problem?.code === 'CSV_DECIMAL_UNCLEAR'
  const settled = isSignOpen
    ? tried(() => planSeen(kind, looked, { ...wish, decimal: detected.decimal }))
    : planned
  const settings = settled instanceof KontorError ? undefined : settled
  const header = hasHeader ? first : first.map((_, at) => String(at + 1))
  const fields = settings
    ? new Map(settings.columns.map(column => [column.at, column.field]))
    : guessedFields(kind ?? csvKinds[0], header)
  const firstRow = (wish.startRow ?? 1) + (hasHeader ? 1 : 0)
  const rows = readSample(head, detected, head.length >= headBytes)
  return {
    kind,
    detected,
    hasHeader,
    columns: header.map((column, at) => ({ column, field: fields.get(at) ?? null })),
    settings,
    problem,
    rows: rows
      .filter(row => row.rowNo >= firstRow)
      .slice(0, shownRows)
      .map(row => ({ rowNo: row.rowNo, cells: row.fields, broken: row.broken !== undefined })),
  }
}

function tried(plan: () => CsvSettings): CsvSettings | KontorError {
  try {
    return plan()
  } catch (error) {
    if (error instanceof KontorError && error.status < 500) return error
    throw error
  }
}

function guessedFields(kind: CsvKind, header: readonly string[]): ReadonlyMap<number, string> {
  const places = new Map<string, number>()
  for (const [at, title] of header.entries()) {
    const field = guessField(kind, title)?.field
    if (field !== undefined && !places.has(field)) places.set(field, at)
  }
  return new Map([...places].map(([field, at]) => [at, field]))
}
