import { byteOrderMark, type CsvFormat, type DecimalSign, encodeText } from '../../base/csv/csvFormat.ts'
import { writeDecimal } from '../../base/csv/parseDecimal.ts'
import { csvLine } from '../../base/csv/writeCsv.ts'
import { type Database, type Tx, transact } from '../../base/database.ts'
import type { Language } from '../../base/errors.ts'
import { type ItemFilter, listItemIds } from '../../catalog/listItems.ts'
import { attributeOf, cellTypes } from './csvAttributes.ts'
import { csvFields, fieldOf, inPlace, type NamedField, titleOf } from './csvFields.ts'
import type { CellType, CsvColumn, CsvKind, CsvWish, PlacedColumn } from './csvSettings.ts'
import { type CsvRecord, namesForFields, recordsOfCategories, recordsOfItems } from './exportRecords.ts'
import { attributeOfColumn, attributesNamed } from './namedAttributes.ts'
import { csvProblem } from './problems.ts'
import { type Names, readNames } from './rowKind.ts'

export interface ExportWish {
  readonly kind: CsvKind
  readonly language: Language
  /** How the file is written; columns by a template, else all that there are. */
  readonly wish: CsvWish
  /** Which items; of stock besides the one warehouse that is named. Categories are written all. */
  readonly filter: ItemFilter
}

/** Items whose rows are read at once. */
const page = 500

/**
 * Writes all objects of a kind as a file, page by page. Imported again it changes nothing. German files have semicolons and
 * decimal commas, English ones commas and points; the wish decides otherwise. Errors: CSV_FIELD_UNKNOWN, EXPORT_FILTER_UNFIT.
 */
export async function* exportCsv(db: Database, tenant: string, asked: ExportWish): AsyncGenerator<Buffer> {
  const { kind, language, wish, filter } = asked
  if (kind === 'order') throw csvProblem('EXPORT_OF_ORDERS')
  const format = formatOf(language, wish)
  if (kind === 'category' && Object.values(filter).some(value => value !== undefined))
    throw csvProblem('EXPORT_FILTER_UNFIT')
  const columns = await transact(db, { tenant }, async tx => {
    const { attribute } = await readNames(tx, tenant)
    const list = wish.columns
      ? wish.columns.map(column => exportColumn(kind, column))
      : await allColumns(tx, tenant, kind, language)
    const abouts = list.flatMap(({ named: { known, about } }) =>
      known.of === 'marketAttribute' && about !== undefined ? [about] : [],
    )
    const ofChannels = await attributesNamed(tx, tenant, abouts)
    return list.map(column => typed(kind, column, attribute, ofChannels))
  })
  const fields = columns.map(({ named: { field }, theirs }) => ({ field, theirs }))
  const line = (cells: readonly string[]) => encodeText(csvLine(cells, format), format.encoding)
  if (format.encoding !== 'windows-1252') yield byteOrderMark(format.encoding)
  if (wish.header !== false) yield line(columns.map(column => column.title))
  const lines = (records: readonly CsvRecord[]) =>
    Buffer.concat(records.map(record => line(columns.map(column => cellOf(column, record, format)))))
  if (kind === 'category') {
    yield lines(await transact(db, { tenant }, tx => recordsOfCategories(tx, tenant)))
    return
  }
  for (let after: string | undefined; ; ) {
    const from: string | undefined = after
    const { ids, records } = await transact(db, { tenant }, async tx => {
      const found = await listItemIds(tx, tenant, filter, from, page)
      return {
        ids: found,
        records: await recordsOfItems(tx, tenant, kind, found, {
          columns: fields,
          warehouseId: filter.warehouseId,
        }),
      }
    })
    yield lines(records)
    after = ids.at(-1)
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
  readonly named: NamedField
  readonly type: CellType
  readonly prefix: string
  readonly suffix: string
  readonly theirs?: PlacedColumn['theirs']
}

function exportColumn(kind: CsvKind, column: CsvColumn): Column {
  const named = fieldOf(kind, column.field)
  if (!named) throw csvProblem('CSV_FIELD_UNKNOWN', { column: column.column, field: column.field })
  const { prefix = '', suffix = '' } = column
  const title = column.column === '' ? column.field : column.column
  return { title, named, type: named.known.type, prefix, suffix }
}

// The values of an attribute are of its own kind.
function typed(
  kind: CsvKind,
  column: Column,
  attributes: Names['attribute'],
  ofChannels: Awaited<ReturnType<typeof attributesNamed>>,
): Column {
  const { known, about, field } = column.named
  if (known.of === 'marketAttribute')
    return { ...column, ...attributeOfColumn(kind, { column: column.title, field }, ofChannels) }
  if (known.of !== 'attribute') return column
  const found = attributeOf(attributes, about ?? '')
  if (!found) throw csvProblem('CSV_FIELD_UNKNOWN', { column: column.title, field })
  return { ...column, type: cellTypes[found.attribute.kind] }
}

/** Fields that a file cannot say beside another one of the same row, or that nothing is known of afterwards. */
const notExported: ReadonlySet<string> = new Set(['id', 'by', 'note'])

async function allColumns(tx: Tx, tenant: string, kind: CsvKind, language: Language): Promise<Column[]> {
  const names = await namesForFields(tx, tenant, kind, 'told')
  const fields = csvFields[kind].flatMap(({ field, of }) =>
    notExported.has(field) ? [] : of === undefined ? [field] : names[of].map(name => inPlace(field, name)),
  )
  return fields.flatMap(field => {
    const named = fieldOf(kind, field)
    return named
      ? [{ title: titleOf(named, language), named, type: named.known.type, prefix: '', suffix: '' }]
      : []
  })
}

function cellOf(column: Column, record: CsvRecord, format: Format): string {
  const value = record.get(column.named.field)
  if (value === undefined) return ''
  const { type } = column
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
