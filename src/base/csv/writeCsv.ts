import type { CsvFormat } from './csvFormat.ts'

/** How cells are written. */
export interface CsvWriting extends Pick<CsvFormat, 'separator' | 'quote'> {
  /** Cells that a spreadsheet would compute (=, +, -, @) get a ' before them, which reading with this setting takes away. */
  readonly forSpreadsheets?: boolean
}

/** One row as a line with its end (CR LF). */
export function csvLine(cells: readonly string[], writing: CsvWriting): string {
  return `${cells.map(cell => csvCell(cell, writing)).join(writing.separator)}\r\n`
}

function csvCell(cell: string, { separator, quote, forSpreadsheets = false }: CsvWriting): string {
  const text = forSpreadsheets ? guarded(cell) : cell
  const mark = quote === '' ? '"' : quote
  // A quote at any place, since some readers take it as the begin of a quoted cell.
  if (!text.includes(separator) && !text.includes(mark) && !/[\r\n]|^\s|\s$/.test(text)) return text
  return `${mark}${text.replaceAll(mark, mark + mark)}${mark}`
}

const computed = /^'*[=+\-@\t\r]/

/** A text as a spreadsheet leaves it alone; a number stays a number. */
export function guarded(text: string): string {
  return computed.test(text) && !/^[-+]?\d+(?:[.,]\d+)?$/.test(text) ? `'${text}` : text
}

/** What `guarded` was given. */
export function unguarded(text: string): string {
  return text.startsWith("'") && computed.test(text.slice(1)) ? text.slice(1) : text
}
