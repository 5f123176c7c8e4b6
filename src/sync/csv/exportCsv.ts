import { byteOrderMark, type CsvFormat, type DecimalSign, encodeText } from '../../base/csv/csvFormat.ts'
import { writeDecimal } from '../../base/csv/parseDecimal.ts'
import { csvLine } from '../../base/csv/writeCsv.ts'
import { type Database, transact } from '../../base/database.ts'
import type { Language } from '../../base/errors.ts'
import { csvFields, fieldOf, type NamedField, titleOf } from './csvFields.ts'
import type { CsvColumn, CsvKind, CsvWish } from './csvSettings.ts'
import {
  type CsvRecord,
  type ExportFilter,
  itemIdsAfter,
  namesForExport,
  recordsOfCategories,
  recordsOfItems,
} from './exportRecords.ts'
import { csvProblem } from './problems.ts'

export interface ExportWish {
  readonly kind: CsvKind
  readonly language: Language
  /** How the file is written; columns by a template, else all that there are. */
  readonly wish: CsvWish
  readonly filter: ExportFilter
}

/** Items whose rows are read at once. */
const page = 500

/**
 * Writes all objects of a kind as a file, page by page. Imported again it changes nothing. German files have semicolons and
 * decimal commas, English ones commas and points; the wish decides otherwise. Errors: CSV_FIELD_UNKNOWN.
 */
export async function* exportCsv(db: Database, tenant: string, asked: ExportWish): AsyncGenerator<Buffer> {
  const { kind, language, wish, filter } = asked
  const format = formatOf(language, wish)
  const columns = wish.columns
    ? wish.columns.map(column => exportColumn(kind, column))
    : await allColumns(db, tenant, kind, language)
  const line = (cells: readonly string[]) => encodeText(csvLine(cells, format), format.encoding)
  if (format.encoding !== 'windows-1252') yield byteOrderMark(format.encoding)
  if (wish.header !== false) yield line(columns.map(column => column.title))
  const lines = (records: readonly CsvRecord[]) =>
    Buffer.concat(records.map(record => line(columns.map(column => cellOf(column, record, format)))))
  if (kind === 'category') {
    yield lines(await transact(db, { tenant }, tx => recordsOfCategories(tx, tenant)))
    return
  }
  for (let after: string | null = null; ; ) {
    const from: string | null = after
    const { ids, records } = await transact(db, { tenant }, async tx => {
      const found = await itemIdsAfter(tx, tenant, filter, from, page)
      return { ids: found, records: await recordsOfItems(tx, tenant, kind, found) }
    })
    yield lines(records)
    after = ids.at(-1) ?? null
    if (ids.length < page) return
  }
}

interface Format extends CsvFormat {
  readonly decimal: DecimalSign
  readonly forSpreadsheets: boolean
  readonly yes: string
  readonly no: string
}

function formatOf(language: Language, wish: CsvWish): Format {
  const separator = wish.separator ?? (language === 'de' ? ';' : ',')
  return {
    encoding: wish.encoding ?? 'utf-8',
    separator,
    quote: wish.quote ?? '"',
    decimal: wish.decimal ?? (separator === ',' ? '.' : language === 'de' ? ',' : '.'),
    forSpreadsheets: wish.forSpreadsheets ?? false,
    yes: language === 'de' ? 'ja' : 'yes',
    no: language === 'de' ? 'nein' : 'no',
  }
}

interface Column {
  readonly title: string
  readonly named: NamedField | undefined
  readonly prefix: string
  readonly suffix: string
}

function exportColumn(kind: CsvKind, column: CsvColumn): Column {
  const named = fieldOf(kind, column.field)
  if (!named) throw csvProblem('CSV_FIELD_UNKNOWN', { column: column.column, field: column.field })
  const { prefix = '', suffix = '' } = column
  return { title: column.column === '' ? column.field : column.column, named, prefix, suffix }
}

/** Fields that a file cannot say beside another one of the same row, or that nothing is known of afterwards. */
const notExported: ReadonlySet<string> = new Set(['id', 'by', 'note'])

async function allColumns(
  db: Database,
  tenant: string,
  kind: CsvKind,
  language: Language,
): Promise<Column[]> {
  const names = await transact(db, { tenant }, tx => namesForExport(tx, tenant, kind))
  const fields = csvFields[kind].flatMap(({ field, of }) =>
    notExported.has(field)
      ? []
      : of === undefined
        ? [field]
        : names[of].map(name => field.replace('*', name)),
  )
  return fields.flatMap(field => {
    const named = fieldOf(kind, field)
    return named ? [{ title: titleOf(named, language), named, prefix: '', suffix: '' }] : []
  })
}

function cellOf(column: Column, record: CsvRecord, format: Format): string {
  const value = column.named && record.get(column.named.field)
  if (value === undefined || !column.named) return ''
  const { type } = column.named.known
  if (type === 'flag') return value === 'true' ? format.yes : format.no
  const text = type === 'amount' || type === 'signed' ? writeDecimal(value, format.decimal) : value
  const { prefix, suffix } = column
  const bare =
    text.startsWith(prefix) && text.endsWith(suffix)
      ? text.slice(prefix.length, text.length - suffix.length)
      : text
  // A dash alone takes a value away.
  return /^'*-$/.test(bare) ? `'${bare}` : bare
}
