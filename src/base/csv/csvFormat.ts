/** How a file of rows is written. */
export const csvEncodings = ['utf-8', 'windows-1252', 'utf-16le'] as const
export type CsvEncoding = (typeof csvEncodings)[number]
export const csvSeparators = [';', ',', '\t', '|'] as const
export type CsvSeparator = (typeof csvSeparators)[number]
export type DecimalSign = ',' | '.'

export interface CsvFormat {
  readonly encoding: CsvEncoding
  readonly separator: CsvSeparator
  /** '': nothing is quoted. */
  readonly quote: '"' | "'" | ''
}

/** Bytes of one unit of text: positions in a file are counted in them. */
export function unitBytes(encoding: CsvEncoding): 1 | 2 {
  return encoding === 'utf-16le' ? 2 : 1
}

// What Windows-1252 has where Latin-1 has control characters.
const extra = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, at) => 0x80 + at))
const bytesOfExtra = new Map([...extra].map((letter, at) => [letter, 0x80 + at]))

/** What units of a file mean as text: each is a byte as Latin-1, or a UTF-16 unit. Undefined where they are not of the encoding. */
export function decodeUnits(units: string, encoding: CsvEncoding): string | undefined {
  if (encoding === 'utf-16le') return units.isWellFormed() ? units : undefined
  if (!/[\x80-\xff]/.test(units)) return units
  if (encoding === 'windows-1252')
    return units.replace(/[\x80-\x9f]/g, byte => extra[byte.charCodeAt(0) - 0x80] ?? '')
  try {
    return strictUtf8.decode(Buffer.from(units, 'latin1'))
  } catch {
    return undefined // said by the answer
  }
}
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text as bytes of an encoding; what it does not have becomes a question mark. */
export function encodeText(text: string, encoding: CsvEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  return Buffer.from(
    Array.from(text, letter => {
      const code = letter.codePointAt(0) ?? 0
      return bytesOfExtra.get(letter) ?? (code < 0x80 || (code > 0x9f && code < 0x100) ? code : 0x3f)
    }),
  )
}

/** The bytes with which a file of that encoding begins. */
export function byteOrderMark(encoding: CsvEncoding): Buffer {
  return encoding === 'utf-16le' ? Buffer.from([0xff, 0xfe]) : Buffer.from([0xef, 0xbb, 0xbf])
}
