import { type CsvFormat, decodeUnits, unitBytes } from './csvFormat.ts'

/** One row of a file. What it says of an object is not looked at here. */
export interface CsvRow {
  /** Counted from 1 over the whole file, as spreadsheets do; blank lines count and are not answered. */
  readonly rowNo: number
  readonly fields: readonly string[]
  /** The row as it stands in the file, without its line end: `decodeUnits` makes text of it. */
  readonly units: string
  /** Where the next row begins. */
  readonly endByte: number
  /** Why the row cannot be read; it has no fields then. */
  readonly broken?: BrokenRow
}

/** A quote that is not closed, or stands inside of a field; a character that no text has; a row without an end. */
export type BrokenRow = 'quote' | 'character' | 'length'

/** Longer rows are broken: units. A quote that is not closed must not swallow a file. */
export const longestRow = 1_048_576

/**
 * Reads rows of a file that comes in pieces, in constant memory. Never throws for what stands in it: a row that cannot be read
 * is `broken` up to the end of its first line, and the next line is the next row. `from`: where an earlier reading stopped.
 */
export async function* readCsv(
  pieces: AsyncIterable<Buffer>,
  format: CsvFormat,
  from: { readonly byte: number; readonly rowNo: number } = { byte: 0, rowNo: 0 },
): AsyncGenerator<CsvRow> {
  const unit = unitBytes(format.encoding)
  const toUnits = unitsOf(format)
  const cursor: Cursor = {
    text: '',
    at: 0,
    next: new Map(),
    byte: from.byte,
    rowNo: from.rowNo,
    isLast: false,
    unit,
    format,
  }
  // A byte order mark may come in several pieces.
  let begin: string | undefined = from.byte === 0 ? '' : undefined
  const take = (units: string, isLast: boolean) => {
    if (begin === undefined) return refill(cursor, units)
    begin += units
    if (begin.length < 3 && !isLast) return
    refill(cursor, withoutMark(cursor, begin))
    begin = undefined
  }
  for await (const piece of pieces) {
    take(toUnits(piece), false)
    yield* rowsOf(cursor)
  }
  cursor.isLast = true
  take('', true)
  yield* rowsOf(cursor)
}

/** The rows of a text that is there as a whole or as its beginning (`isCut`: what has no end yet is left out). */
export function readSample(bytes: Buffer, format: CsvFormat, isCut: boolean): CsvRow[] {
  const unit = unitBytes(format.encoding)
  const cursor: Cursor = { text: '', at: 0, next: new Map(), byte: 0, rowNo: 0, isLast: !isCut, unit, format }
  refill(cursor, withoutMark(cursor, unitsOf(format)(bytes)))
  return [...rowsOf(cursor)]
}

interface Cursor {
  text: string
  at: number
  /** Where the next one of a character after a place stands, so that each is looked for once. */
  readonly next: Map<string, { readonly from: number; readonly at: number }>
  /** The beginning of a line that is too long, until its end has come. */
  overlong?: string | undefined
  byte: number
  rowNo: number
  isLast: boolean
  readonly unit: 1 | 2
  readonly format: CsvFormat
}

function refill(cursor: Cursor, more: string): void {
  cursor.text = cursor.text.slice(cursor.at) + more
  cursor.at = 0
  cursor.next.clear()
}

// A two-byte unit may be cut by the end of a piece.
function unitsOf({ encoding }: CsvFormat): (piece: Buffer) => string {
  if (encoding !== 'utf-16le') return piece => piece.toString('latin1')
  let rest = Buffer.alloc(0)
  return piece => {
    const whole = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    const even = whole.length - (whole.length % 2)
    rest = Buffer.from(whole.subarray(even))
    return whole.subarray(0, even).toString('utf16le')
  }
}

function withoutMark(cursor: Cursor, units: string): string {
  const mark = cursor.unit === 2 ? '\ufeff' : 'ï»¿'
  if (!units.startsWith(mark) || cursor.format.encoding === 'windows-1252') return units
  cursor.byte += mark.length * cursor.unit
  return units.slice(mark.length)
}

function* rowsOf(cursor: Cursor): Generator<CsvRow> {
  for (;;) {
    if (cursor.overlong !== undefined) {
      const row = endOfOverlong(cursor)
      if (!row) return
      yield row
    }
    const parsed = parseRow(cursor)
    if (!parsed && cursor.overlong !== undefined) continue
    if (!parsed) return
    const { text, at, format } = cursor
    const units = text.slice(at, parsed.end)
    cursor.at = parsed.next
    cursor.byte += (parsed.next - at) * cursor.unit
    cursor.rowNo++
    if (units === '') continue
    const row = { rowNo: cursor.rowNo, units, endByte: cursor.byte }
    const fields = typeof parsed.fields === 'string' ? undefined : decoded(parsed.fields, units, format)
    if (fields) yield { ...row, fields }
    else yield { ...row, fields: [], broken: typeof parsed.fields === 'string' ? parsed.fields : 'character' }
  }
}

function decoded(
  fields: readonly string[],
  units: string,
  { encoding }: CsvFormat,
): readonly string[] | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no text of a database holds it
  if (!/[\x00\x80-\uffff]/.test(units)) return fields
  if (units.includes('\0')) return undefined
  const texts = fields.map(field => decodeUnits(field, encoding))
  return texts.every(text => text !== undefined) ? texts : undefined
}

interface Parsed {
  readonly fields: readonly string[] | BrokenRow
  /** Where the row ends, and where the next one begins. */
  readonly end: number
  readonly next: number
}

/** The row at the cursor; undefined where its end has not come yet. */
function parseRow(cursor: Cursor): Parsed | undefined {
  const { text, at, isLast, format } = cursor
  if (at >= text.length) return undefined
  const line = lineEnd(cursor, at)
  const end = line?.end ?? text.length
  if (end - at > longestRow) cursor.overlong = text.slice(at, at + longestRow)
  if (end - at > longestRow || (!line && !isLast)) return undefined
  const next = line?.next ?? text.length
  const quoted = format.quote === '' ? Infinity : nextOf(cursor, format.quote, at)
  if (quoted >= end) return { fields: text.slice(at, end).split(format.separator), end, next }
  const parsed = parseQuoted(cursor)
  // Two units more: where a row ends with CR LF, its end is seen.
  if (parsed === 'more' && !isLast && text.length - at <= longestRow + 2) return undefined
  const isRow = typeof parsed !== 'string' && parsed.end - at <= longestRow
  return isRow ? parsed : { fields: 'quote', end, next }
}

// Nothing of it is kept but its beginning.
function endOfOverlong(cursor: Cursor): CsvRow | undefined {
  const line = lineEnd(cursor, cursor.at)
  // A CR at the end may belong to the line end.
  const kept = !line && !cursor.isLast && cursor.text.endsWith('\r') ? 1 : 0
  const next = line?.next ?? cursor.text.length - kept
  cursor.byte += (next - cursor.at) * cursor.unit
  cursor.at = next
  if (!line && !cursor.isLast) return undefined
  const units = cursor.overlong ?? ''
  cursor.overlong = undefined
  cursor.rowNo++
  return { rowNo: cursor.rowNo, units, endByte: cursor.byte, fields: [], broken: 'length' }
}

function parseQuoted(cursor: Cursor): Parsed | 'more' | 'broken' {
  const { text, at, isLast, format } = cursor
  const { quote, separator } = format
  const fields: string[] = []
  for (let from = at; ; ) {
    if (text[from] !== quote) {
      const line = lineEnd(cursor, from)
      if (!line && !isLast) return 'more'
      const stop = line?.end ?? text.length
      const found = text.indexOf(separator, from)
      const end = found === -1 || found > stop ? stop : found
      const field = text.slice(from, end)
      if (field.includes(quote)) return 'broken'
      fields.push(field)
      if (end === stop) return { fields, end: stop, next: line?.next ?? text.length }
      from = end + 1
      continue
    }
    const closed = closeQuote(text, from, quote, isLast)
    if (closed === undefined) return 'more'
    fields.push(closed.field)
    from = closed.next
    const follows = text[from]
    if (follows === separator) from++
    else if (follows === undefined) return { fields, end: from, next: from }
    else if (follows === '\n' || follows === '\r') {
      const line = lineEnd(cursor, from)
      return line ? { fields, ...line } : 'more'
    } else return 'broken'
  }
}

function closeQuote(text: string, from: number, quote: string, isLast: boolean) {
  let field = ''
  for (let at = from + 1; ; ) {
    const close = text.indexOf(quote, at)
    if (close === -1 || (close + 1 === text.length && !isLast)) return undefined
    if (text[close + 1] !== quote) return { field: field + text.slice(at, close), next: close + 1 }
    field += text.slice(at, close + 1)
    at = close + 2
  }
}

/** The next end of line: LF, CR LF, or CR alone. Undefined where it has not come, or a CR may be followed by LF yet. */
function lineEnd(cursor: Cursor, from: number): { readonly end: number; readonly next: number } | undefined {
  const lf = nextOf(cursor, '\n', from)
  const cr = nextOf(cursor, '\r', from)
  if (lf < cr) return { end: lf, next: lf + 1 }
  if (cr === Infinity) return undefined
  if (cr + 1 === cursor.text.length && !cursor.isLast) return undefined
  return { end: cr, next: cursor.text[cr + 1] === '\n' ? cr + 2 : cr + 1 }
}

function nextOf(cursor: Cursor, letter: string, from: number): number {
  const known = cursor.next.get(letter)
  if (known && known.from <= from && from <= known.at) return known.at
  const found = cursor.text.indexOf(letter, from)
  const at = found === -1 ? Infinity : found
  cursor.next.set(letter, { from, at })
  return at
}
