/**
 * JSON without loss: numbers of up to 15 significant digits survive the way through a double and back, by the
 * definition of IEEE 754 double precision. Longer ones are kept as the text that was sent.
 */
export function parseExact(text: string): unknown {
  // Only where a number can stand: digits inside a text (an IBAN, a transaction id) need no care.
  if (!/(^|[[:,])\s*-?[\d.]{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text, ((_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && digitsOf(context.source) > 15
      ? context.source
      : value) as (key: string, value: unknown) => unknown)
}

/**
 * The decimal text of a JSON value that should be a number: "24.1" for 24.1 and for "24.1"; undefined for anything
 * that is no finite decimal. Never an exponent.
 */
export function decimalText(value: unknown): string | undefined {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined
    const text = String(value)
    return text.includes('e') ? withoutExponent(text) : text
  }
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^-?\d+(\.\d+)?$/.test(text)) return text
  return /^-?\d+(\.\d+)?[eE][+-]?\d{1,3}$/.test(text) ? withoutExponent(text) : undefined
}

/**
 * A decimal text as a JSON number with exactly its digits, for `JSON.stringify`. A double where one prints these digits;
 * else their text, which only `JSON.stringify` understands. Throws SyntaxError for what is no decimal.
 */
export function jsonNumber(text: string): unknown {
  const number = Number(text)
  if (String(number) === text && Number.isFinite(number)) return number
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new SyntaxError(`no decimal: ${text.slice(0, 40)}`)
  const digits = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  const short = digits.replace(/^(-?)0+(?=\d)/, '$1')
  const double = Number(short)
  return String(double) === short ? double : rawJson.rawJSON(short === '-0' ? '0' : short)
}

// The language has it, TypeScript's library not yet.
const rawJson = JSON as unknown as { rawJSON(text: string): unknown }

function digitsOf(source: string): number {
  const mantissa = source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
  return mantissa.length
}

function withoutExponent(text: string): string | undefined {
  const [mantissa = '', exponentText = '0'] = text.toLowerCase().split('e')
  const exponent = Number(exponentText)
  if (Math.abs(exponent) > 40) return undefined // no amount and no quantity: refused rather than stored
  const negative = mantissa.startsWith('-')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const point = whole.length + exponent
  const padded = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${fraction}`.padEnd(Math.max(1, point), '0')
  const at = Math.max(1, point)
  const result = at >= padded.length ? padded : `${padded.slice(0, at)}.${padded.slice(at)}`
  return `${negative ? '-' : ''}${result.replace(/^0+(?=\d)/, '')}`
}
