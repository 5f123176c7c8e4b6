import type { DetectedCsv } from '../../base/csv/detectCsv.ts'
import { headerName } from '../../base/csv/detectCsv.ts'
import { fieldOf, guessField, type NamedField } from './csvFields.ts'
import {
  type CellType,
  type CsvColumn,
  type CsvKind,
  type CsvSettings,
  type CsvWish,
  csvKinds,
  type Identifier,
  identifiers,
  type PlacedColumn,
} from './csvSettings.ts'
import { csvProblem } from './problems.ts'

/** A file as its beginning shows it. */
export interface SeenCsv {
  readonly fileName: string
  readonly detected: DetectedCsv
  /** Its first row: the header, or values where it has none. */
  readonly first: readonly string[]
  /** The company's. */
  readonly timeZone: string
  /** What the values of an attribute are, by what its column is about. */
  readonly typeOf?: ((about: string) => CellType | undefined) | undefined
}

/** The kind whose fields the header names best; undefined where no kind has what a row needs. */
export function guessKind(first: readonly string[]): CsvKind | undefined {
  const fields = csvKinds.map(kind => {
    const found = first.flatMap(title => guessField(kind, title)?.field ?? [])
    const isNamed = (...names: string[]) => names.some(name => found.includes(name))
    const fits =
      kind === 'item'
        ? isNamed(...identifiers)
        : kind === 'category'
          ? isNamed('path') && !first.some(title => guessField('item', title)?.field === 'itemNumber')
          : kind === 'order'
            ? isNamed('externalNumber') && isNamed('quantity')
            : kind === 'price'
              ? isNamed(...identifiers) && isNamed('net', 'gross') && isNamed('group', 'channel', 'from')
              : isNamed(...identifiers) && isNamed('to', 'by')
    return { kind, known: fits ? new Set(found).size : 0 }
  })
  const most = Math.max(...fields.map(one => one.known))
  const best = fields.filter(one => one.known === most && most > 0)
  // Of two that know as much, what names no price and no stock is the item itself.
  return (best.find(one => one.kind !== 'item') ?? best[0])?.kind
}

/**
 * Decides how all rows of a file are read: what the wish says, else what the file shows. Errors: CSV_EMPTY, CSV_COLUMN_MISSING,
 * CSV_FIELD_UNKNOWN, CSV_FIELD_TWICE, CSV_NOTHING_KNOWN, CSV_DECIMAL_UNCLEAR.
 */
export function planCsv(kind: CsvKind, seen: SeenCsv, wish: CsvWish): CsvSettings {
  const { detected, first } = seen
  if (first.length === 0) throw csvProblem('CSV_EMPTY', { file: seen.fileName })
  const hasHeader = wish.header ?? detected.header
  const header = hasHeader ? first : first.map((_, at) => String(at + 1))
  const columns = (wish.columns ? placed(kind, wish.columns, header) : guessed(kind, header)).map(column =>
    typed(kind, column, seen),
  )
  const fields = columns.map(column => column.field)
  const seenFields = new Set<string>()
  for (const field of fields) {
    if (seenFields.has(field)) throw csvProblem('CSV_FIELD_TWICE', { field })
    seenFields.add(field)
  }
  const identify = (wish.identify ?? usualIdentity(fields)).filter(one => fields.includes(one))
  const needed = { category: 'path', order: 'externalNumber' }[String(kind)]
  if (needed === undefined ? identify.length === 0 : !fields.includes(needed))
    throw csvProblem('CSV_NOTHING_KNOWN', { columns: needed === undefined ? identifiers : [needed] })
  const counts = columns.some(({ field, type }) =>
    /amount|signed/.test(type ?? fieldOf(kind, field)?.known.type ?? ''),
  )
  if (wish.decimal === undefined && detected.decimalUnclear && counts) throw csvProblem('CSV_DECIMAL_UNCLEAR')
  const startRow = wish.startRow ?? 1
  return {
    encoding: wish.encoding ?? detected.encoding,
    separator: wish.separator ?? detected.separator,
    quote: wish.quote ?? detected.quote,
    decimal: wish.decimal ?? detected.decimal,
    timeZone: seen.timeZone,
    firstRow: hasHeader ? startRow + 1 : startRow,
    width: header.length,
    columns,
    header,
    hasHeader,
    identify,
    emptyRemoves: wish.emptyRemoves ?? false,
    makeMissing: wish.makeMissing ?? kind === 'category',
    onlyKnown: wish.onlyKnown ?? false,
    forSpreadsheets: wish.forSpreadsheets ?? false,
    filter: (wish.filter ?? []).map(one => ({ ...one, at: placeOf(one.column, header) })),
  }
}

// One column decides, the first of these that there is: a GTIN beside a number is something said of the item.
function usualIdentity(fields: readonly string[]): readonly Identifier[] {
  return identifiers.filter(one => fields.includes(one)).slice(0, 1)
}

function placed(kind: CsvKind, columns: readonly CsvColumn[], header: readonly string[]): PlacedColumn[] {
  return columns.map(column => {
    const { field } = knownField(kind, column)
    return {
      ...column,
      field,
      at: column.column === '' ? -1 : placeOf(column.column, header, column.default),
    }
  })
}

function typed(kind: CsvKind, column: PlacedColumn, { typeOf }: SeenCsv): PlacedColumn {
  const named = fieldOf(kind, column.field)
  const type =
    named?.known.of === 'attribute' && named.about !== undefined ? typeOf?.(named.about) : undefined
  return type ? { ...column, type } : column
}

function knownField(kind: CsvKind, { column, field }: CsvColumn): NamedField {
  const named = fieldOf(kind, field)
  if (!named) throw csvProblem('CSV_FIELD_UNKNOWN', { column, field })
  return named
}

function placeOf(column: string, header: readonly string[], fallback?: string): number {
  // Attributes may differ in nothing but signs.
  const exact = header.indexOf(column)
  if (exact >= 0) return exact
  const named = headerName(column)
  const at = header.findIndex(title => headerName(title) === named)
  if (at >= 0) return at
  const number = /^\d{1,4}$/.test(column) ? Number(column) - 1 : -1
  if (number >= 0 && number < header.length) return number
  if (fallback !== undefined) return -1
  throw csvProblem('CSV_COLUMN_MISSING', { column })
}

// The first of two columns that mean the same is taken.
function guessed(kind: CsvKind, header: readonly string[]): PlacedColumn[] {
  const taken = new Set<string>()
  return header.flatMap((title, at) => {
    const named = guessField(kind, title)
    if (!named || taken.has(named.field)) return []
    taken.add(named.field)
    return [{ column: title, field: named.field, at }]
  })
}
