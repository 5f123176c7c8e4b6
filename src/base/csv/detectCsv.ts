import { isUtf8 } from 'node:buffer'
import {
  type CsvEncoding,
  type CsvFormat,
  type CsvSeparator,
  csvSeparators,
  type DecimalSign,
} from './csvFormat.ts'
import { signSeen } from './parseDecimal.ts'
import { readSample } from './readCsv.ts'

/** How a file is written, as its beginning shows. */
export interface DetectedCsv extends CsvFormat {
  readonly decimal: DecimalSign
  /** False: no number shows it, `decimal` is what suits the separator. */
  readonly decimalSure: boolean
  /** There are numbers such as 1.234 that mean one thing or the other: a person has to say. */
  readonly decimalUnclear: boolean
  /** Whether the first row names the columns. */
  readonly header: boolean
  /** A byte order mark says the encoding. */
  readonly bom: boolean
}

/** So much of a file is looked at; an encoding shows only in the whole (`encodingOf`). */
export const headBytes = 65_536

/**
 * Finds out encoding, separator, decimal sign and header from the beginning of a file. Undefined for an encoding that cannot be
 * read, such as UTF-16 in the other byte order.
 */
export function detectCsv(head: Buffer, known: Partial<CsvFormat> = {}): DetectedCsv | undefined {
  const bom = markOf(head)
  if (bom === 'other') return undefined
  const encoding = known.encoding ?? bom ?? guessEncoding(head)
  const quote = known.quote ?? '"'
  const text =
    encoding === 'utf-16le' ? head.subarray(0, head.length & ~1).toString('utf16le') : head.toString('latin1')
  const separator = known.separator ?? separatorOf(text, quote)
  const format = { encoding, separator, quote }
  const rows = readSample(head, format, head.length >= headBytes).filter(row => !row.broken)
  const [first, ...rest] = rows
  const header = first !== undefined && namesColumns(first.fields)
  const cells = (header ? rest : rows).flatMap(row => row.fields)
  return { ...format, ...decimalOf(cells, separator), header, bom: bom !== undefined }
}

function markOf(head: Buffer): CsvEncoding | 'other' | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'other' : undefined
}

function guessEncoding(head: Buffer): CsvEncoding {
  let zeros = 0
  for (let at = 1; at < Math.min(head.length, 1000); at += 2)
    if (head[at] === 0 && head[at - 1] !== 0) zeros++
  if (head.length > 3 && zeros > Math.min(head.length, 1000) / 6) return 'utf-16le'
  return isUtf8(wholeLetters(head)) ? 'utf-8' : 'windows-1252'
}

// A letter that is cut by the end is no fault of the text.
function wholeLetters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes
    }
  }
  return bytes
}

/** The encoding of a whole file, piece by piece: UTF-8 only if all of it is. Undefined for one that cannot be read. */
export async function encodingOf(pieces: AsyncIterable<Buffer>): Promise<CsvEncoding | undefined> {
  let rest = Buffer.alloc(0)
  let isFirst = true
  for await (const piece of pieces) {
    const whole = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    if (isFirst) {
      const mark = markOf(whole)
      if (mark === 'other') return undefined
      if (mark === 'utf-16le' || guessEncoding(whole) === 'utf-16le') return 'utf-16le'
    }
    isFirst = false
    const letters = wholeLetters(whole)
    if (!isUtf8(letters)) return 'windows-1252'
    rest = Buffer.from(whole.subarray(letters.length))
  }
  return rest.length > 0 ? 'windows-1252' : 'utf-8'
}

// The separator that stands equally often in most lines, counted outside of quotes.
function separatorOf(text: string, quote: string): CsvSeparator {
  let best: { readonly separator: CsvSeparator; readonly score: number } = { separator: ';', score: 0 }
  for (const separator of csvSeparators) {
    const counts = countsOutside(text, separator, quote)
    const [first = 0] = counts
    const same = counts.filter(count => count === first).length
    const score = first === 0 ? 0 : same / counts.length + Math.min(first, 50) / 1000
    if (score > best.score) best = { separator, score }
  }
  return best.separator
}

function countsOutside(text: string, separator: string, quote: string): number[] {
  const counts: number[] = []
  let count = 0
  let isQuoted = false
  let isEmpty = true
  for (let at = 0; at < text.length && counts.length < 100; at++) {
    const letter = text[at]
    if (letter === quote) isQuoted = !isQuoted
    else if (!isQuoted && letter === separator) count++
    else if (!isQuoted && (letter === '\n' || letter === '\r')) {
      if (!isEmpty) counts.push(count)
      count = 0
      isEmpty = true
      continue
    }
    isEmpty = false
  }
  // The last line may be cut: it counts only where it is the only one.
  if (counts.length === 0) counts.push(count)
  return counts
}

function namesColumns(cells: readonly string[]): boolean {
  const named = cells.map(cell => cell.trim().toLowerCase()).filter(cell => cell !== '')
  return (
    named.length > 0 &&
    named.every(cell => !/^[-+]?[\d.,]+$/.test(cell)) &&
    new Set(named).size === named.length
  )
}

function decimalOf(cells: readonly string[], separator: CsvSeparator) {
  const seen = cells.map(cell => signSeen(cell))
  const commas = seen.filter(one => one === ',').length
  const points = seen.filter(one => one === '.').length
  const usual: DecimalSign = separator === ',' ? '.' : ','
  if (commas === 0 && points === 0) {
    const decimalUnclear = seen.includes('either')
    return { decimal: usual, decimalSure: false, decimalUnclear }
  }
  const decimal: DecimalSign = commas > points ? ',' : '.'
  // Both: dates such as 1.12 or version numbers lie between; what is clearly more often counts.
  return {
    decimal,
    decimalSure: true,
    decimalUnclear: commas > 0 && points > 0 && Math.min(commas, points) * 4 > Math.max(commas, points),
  }
}

/** A cell of a header as text of its own, to compare names. */
export function headerName(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/[\s_\-.:/]+/g, ' ')
    .trim()
}

/** The first row of a file as its column names. Throws nothing; broken: none. */
export function headerOf(head: Buffer, format: CsvFormat, startRow: number): readonly string[] {
  const row = readSample(head, format, head.length >= headBytes).find(one => one.rowNo >= startRow)
  return row?.fields ?? []
}
