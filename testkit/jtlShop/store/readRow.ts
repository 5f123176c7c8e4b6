/**
 * Makes rows of what an ERP sends, as the shop's mapper does: attributes become columns as they are called, child elements only where
 * they are known. What goes wrong is logged in the shop and said to nobody.
 */
import { textOf, type XmlNode } from '../wire/readXml.ts'
import { shapes, type TableName } from './tableShapes.ts'
import type { Row } from './tables.ts'

/** Where rows end that could not be stored. */
export interface RowRules {
  /** Told of every row that is not stored, with the table and the reason. */
  readonly rowError: (table: TableName, reason: string) => void
  readonly storesLatin1: false | 'lost' | 'entities'
}

/**
 * The row of an element; undefined if it is dropped: without a word where it has no attribute at all, with an entry in the shop's
 * log for an attribute that is no column, or a key that is missing.
 */
export function readRow(rules: RowRules, table: TableName, node: XmlNode, known: Row = {}): Row | undefined {
  const names = Object.keys(node.attributes)
  if (names.length === 0) return undefined
  const shape = shapes[table]
  const stray = names.find(name => !shape.columns.includes(name))
  if (stray !== undefined) {
    rules.rowError(table, `Unknown column '${stray}' in 'field list'`)
    return undefined
  }
  const row: Record<string, string | null> = {}
  for (const column of shape.columns) {
    const fixed = known[column]
    const element = shape.elements.has(column) ? textOf(node, column) : undefined
    // A key that is read from an element loses what the attribute says.
    const own = column.startsWith('k') && shape.elements.has(column) ? element : node.attributes[column]
    row[column] = fixed !== undefined ? fixed : convert(column, own ?? element, rules.storesLatin1)
  }
  const missing = shape.key.find(
    column => /^k/.test(column) && (row[column] ?? '0') === '0' && !mayBeZero.has(column),
  )
  if (missing !== undefined && node.attributes[missing] === undefined) {
    rules.rowError(table, `Field '${missing}' doesn't have a default value`)
    return undefined
  }
  return row
}

/** Zero is a value of these: everybody, every language. */
const mayBeZero: ReadonlySet<string> = new Set(['kKunde'])

/** A row with the columns that are given, and the usual values in all others. */
export function fullRow(table: TableName, given: Row): Row {
  const row: Record<string, string | null> = {}
  for (const column of shapes[table].columns) row[column] = given[column] ?? convert(column, undefined, false)
  for (const [column, value] of Object.entries(given)) row[column] = value
  return row
}

/** A value as a database without strict rules stores it in a column: the first letter of its name is its type. */
export function convert(
  column: string,
  text: string | undefined,
  latin1: RowRules['storesLatin1'],
): string | null {
  if (text === '_DBNULL_') return null
  // Numbers of pieces may have a fraction, though the column is called n.
  const kind = column === 'nAnzahl' ? 'f' : column[0]
  if (kind === 'd' && /^d[A-Z]/.test(column))
    return text === undefined || text.trim() === '' ? null : text.trim()
  if ((kind === 'k' || kind === 'f' || kind === 'n') && /^.[A-Z]/.test(column))
    return number(kind, text ?? '')
  return limited(column, latin1 ? inLatin1(text ?? '', latin1) : (text ?? ''))
}

function number(kind: 'k' | 'f' | 'n', text: string): string {
  const [, found] = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))/.exec(text) ?? []
  if (found === undefined) return '0'
  const plain = found.replace(/^\+/, '')
  if (kind === 'f') return plain
  const whole = plain.replace(/\..*$/, '') || '0'
  if (kind === 'k')
    return whole.startsWith('-') ? '0' : whole.length > 10 ? '4294967295' : String(Number(whole))
  return String(Number(whole))
}

const lengths: Readonly<Record<string, number>> = {
  cArtNr: 255,
  cName: 255,
  cBarcode: 20,
  cVPEEinheit: 32,
  cSuchbegriffe: 255,
  cBestellNr: 20,
}

function limited(column: string, text: string): string {
  const most = lengths[column]
  if (most === undefined || text.length <= most) return text
  return [...text].slice(0, most).join('')
}

function inLatin1(text: string, how: 'lost' | 'entities'): string {
  return text.replace(/[\u{100}-\u{10ffff}]/gu, found =>
    how === 'lost' ? '?' : `&#${found.codePointAt(0)};`,
  )
}
