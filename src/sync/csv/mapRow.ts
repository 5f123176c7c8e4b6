import { decodeUnits } from '../../base/csv/csvFormat.ts'
import { parseDecimal } from '../../base/csv/parseDecimal.ts'
import type { CsvRow } from '../../base/csv/readCsv.ts'
import { unguarded } from '../../base/csv/writeCsv.ts'
import { instantIn } from '../../base/zonedTime.ts'
import { type CsvField, fieldOf } from './csvFields.ts'
import type { CsvKind, CsvSettings, PlacedColumn } from './csvSettings.ts'
import { readListed } from './listedValues.ts'

/** What a cell says: absent says nothing, null takes away. Amounts are decimal text, instants ISO 8601. */
export type CellValue = string | number | boolean | null | readonly (readonly string[])[]

/** A row as the verbs understand it. */
export interface MappedRow {
  readonly rowNo: number
  readonly cells: ReadonlyMap<string, CellValue>
  /** The row of the file, for what is given back. */
  readonly units: string
  readonly refused?: RowRefusal
  /** The filter leaves it out. */
  readonly left?: boolean
  /** All rows of the object that this one stands for. */
  readonly members?: readonly MappedRow[]
}

export interface RowRefusal {
  readonly code: string
  readonly data: Readonly<Record<string, string>>
}

/** How cells of a file are read, prepared once for all of its rows. */
export interface RowMapper {
  map(row: CsvRow): MappedRow
}

/** Reads rows of this kind. Never throws for what stands in them: a row that cannot be read is refused with code and column. */
export function rowMapper(kind: CsvKind, settings: CsvSettings): RowMapper {
  const columns = settings.columns.flatMap(column => {
    const named = fieldOf(kind, column.field)
    return named ? [{ ...column, known: named.known }] : []
  })
  return {
    map: row => {
      const base = { rowNo: row.rowNo, units: row.units }
      const data = { row: String(row.rowNo) }
      const refuse = (code: string, more: Readonly<Record<string, string>>): MappedRow => ({
        ...base,
        cells: new Map(),
        refused: { code, data: { ...data, ...more } },
      })
      if (row.broken) return refuse('CSV_ROW_BROKEN', { why: row.broken })
      const { width } = settings
      const found = row.fields.length
      if (found < width || row.fields.slice(width).some(cell => cell.trim() !== ''))
        return refuse('CSV_CELLS_MISCOUNTED', { found: String(found), expected: String(width) })
      if (!isTaken(row.fields, settings)) return { ...base, cells: new Map(), left: true }
      const cells = new Map<string, CellValue>()
      for (const column of columns) {
        const read = readCell(column, row.fields, settings)
        if (read === undefined) continue
        if (typeof read === 'object' && read !== null && 'code' in read) return refuse(read.code, read.data)
        cells.set(column.field, read)
      }
      return { ...base, cells }
    },
  }
}

/** The row as text, for a person. */
export function sourceOf(row: Pick<MappedRow, 'units'>, settings: CsvSettings): string {
  const text = decodeUnits(row.units, settings.encoding) ?? row.units.toWellFormed()
  return text.replaceAll('\0', '\ufffd')
}

function isTaken(fields: readonly string[], { filter }: CsvSettings): boolean {
  return filter.every(({ at, is, value = '' }) => {
    const cell = (fields[at] ?? '').trim()
    if (is === 'filled') return cell !== ''
    if (is === 'empty') return cell === ''
    return is === 'contains' ? cell.includes(value) : (cell === value) === (is === 'equal')
  })
}

type Column = PlacedColumn & { readonly known: CsvField }

function readCell(
  column: Column,
  fields: readonly string[],
  settings: CsvSettings,
): CellValue | RowRefusal | undefined {
  const raw = column.at < 0 ? '' : (fields[column.at] ?? '')
  const cell = settings.forSpreadsheets ? unguarded(raw) : raw
  const bare = cell.trim()
  const { removable = false } = column.known
  if (bare === '') {
    if (column.default !== undefined) return readValue(column, column.default, settings)
    return settings.emptyRemoves && removable && column.at >= 0 ? null : undefined
  }
  if (bare === '-' && removable) return null
  const text = /^'+-$/.test(bare) ? bare.slice(1) : cell
  return readValue(column, `${column.prefix ?? ''}${text}${column.suffix ?? ''}`, settings)
}

// As `item.set-listing` takes them.
const mostValues = 250
const mostOfValue = 50_000
const mostOfGroup = 100

const yes = new Set(['1', 'ja', 'j', 'yes', 'y', 'true', 'wahr', 'x'])
const no = new Set(['0', 'nein', 'n', 'no', 'false', 'falsch', '-'])

function readValue(column: Column, cell: string, settings: CsvSettings): CellValue | RowRefusal {
  const { most } = column.known
  const type = column.type ?? column.known.type
  const text = type === 'text' && most !== undefined && most > 1000 ? cell : cell.trim()
  const wrong = (expected: string): RowRefusal => ({
    code: 'CSV_CELL_INVALID',
    data: { column: column.column || column.field, value: text.slice(0, 100), expected },
  })
  const tooLong = (longest: number): RowRefusal => ({
    code: 'CSV_CELL_TOO_LONG',
    data: { column: column.column || column.field, most: String(longest) },
  })
  if (most !== undefined && text.length > most) return tooLong(most)
  switch (type) {
    case 'text':
    case 'word':
      return text === '' ? wrong('…') : text
    case 'amount':
    case 'signed': {
      const amount = parseDecimal(text, settings.decimal)
      if (amount !== undefined && (type === 'signed' || !amount.startsWith('-'))) return amount
      return {
        code: 'CSV_DECIMAL_INVALID',
        data: { column: column.column || column.field, value: text.slice(0, 100), sign: settings.decimal },
      }
    }
    case 'integer':
      return /^\d{1,5}$/.test(text) && Number(text) <= 65_536 ? Number(text) : wrong('0 … 65536')
    case 'flag':
      return yes.has(text.toLowerCase())
        ? true
        : no.has(text.toLowerCase())
          ? false
          : wrong('ja/nein, yes/no, 1/0')
    case 'list': {
      const paths = readPaths(text)
      return paths.length > 0 &&
        paths.every(path => path.length <= 63 && path.every(name => name !== '' && name.length <= 255))
        ? paths
        : wrong('A > B | A > C')
    }
    case 'values': {
      const values = readListed(text)
      if (values?.some(([, value]) => value.length > mostOfValue)) return tooLong(mostOfValue)
      return values && values.length <= mostValues && values.every(([group]) => group.length <= mostOfGroup)
        ? values
        : wrong('A | B, [1] A | [2] B, []')
    }
    case 'day':
      return readDay(text) ?? wrong('2026-12-31, 31.12.2026')
    case 'instant':
      return readDate(text, settings.timeZone) ?? wrong('2026-12-31, 31.12.2026, 2026-12-31T18:00:00Z')
    default:
      return type satisfies never
  }
}

/** Paths as people write them: `A > B | A > C`; a sign of that kind in a name has a backslash before it. */
export function readPaths(text: string): string[][] {
  const parts = text.split(/((?<!\\)(?:\\\\)*)([|>])/)
  const paths: string[][] = [[]]
  let name = ''
  const end = () => paths.at(-1)?.push(name.trim().replace(/\\([\\|>])/g, '$1'))
  for (let at = 0; at < parts.length; at += 3) {
    name += `${parts[at] ?? ''}${parts[at + 1] ?? ''}`
    const sign = parts[at + 2]
    if (sign === undefined) continue
    end()
    name = ''
    if (sign === '|') paths.push([])
  }
  end()
  return paths.filter(path => path.length > 1 || path[0] !== '')
}

/** The same the other way. */
export function writePaths(paths: readonly (readonly string[])[]): string {
  return paths.map(path => path.map(name => name.replace(/[\\|>]/g, '\\$&')).join(' > ')).join(' | ')
}

// A day begins where the company is.
function readDate(text: string, timeZone: string): string | undefined {
  return instantIn(isoTime(text), timeZone)?.toISOString()
}

function readDay(text: string): string | undefined {
  const day = isoTime(text).replace(/ 00:00$/, '')
  return /^\d{4}-\d\d-\d\d$/.test(day) && instantIn(day, 'UTC') ? day : undefined
}

function isoTime(text: string): string {
  const [, day = '', month = '', year = '', time = '00:00'] =
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}:\d{2}))?$/.exec(text) ?? []
  return year === ''
    ? text
    : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${time.padStart(5, '0')}`
}
