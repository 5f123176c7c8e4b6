import type { DecimalSign } from './csvFormat.ts'

/**
 * A number as people write it, as decimal text: `1.234,50` with a comma is "1234.50". Thousands may be set apart by the other
 * sign, a blank or an apostrophe, in threes. Undefined for what could be read in two ways, or is no number.
 */
export function parseDecimal(text: string, sign: DecimalSign): string | undefined {
  const match = /^([-+−]?)\s*(\d[\d.,'’\s]*|[.,]\d+)\s*(?:€|EUR)?$/.exec(text.trim())
  if (!match) return undefined
  const [, minus = '', digits = ''] = match
  const [whole = '', part, ...more] = digits.trim().split(sign)
  if (more.length > 0 || (part !== undefined && !/^\d{1,12}$/.test(part))) return undefined
  const grouped = /^\d{1,3}(?:([.,'’\s])\d{3}(?:\1\d{3})*)?$/.test(whole)
  if (whole !== '' && !grouped && !/^\d+$/.test(whole)) return undefined
  const plain = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '') || '0'
  if (plain.length > 15) return undefined
  return `${minus === '' || minus === '+' ? '' : '-'}${plain}${part === undefined ? '' : `.${part}`}`
}

/** Decimal text with another sign. */
export function writeDecimal(text: string, sign: DecimalSign): string {
  return sign === ',' ? text.replace('.', ',') : text
}

/** What a cell says of the decimal sign of its file: that it is one or the other, that it may be either, or nothing. */
export function signSeen(cell: string): DecimalSign | 'either' | undefined {
  const text = cell.trim()
  const match = /^[-+]?\d{1,3}(?:(?<group>[.,'’ ])\d{3})*(?<rest>[.,]\d+)?$|^[-+]?\d+[.,]\d+$/.exec(text)
  if (!match || !/[.,]/.test(text)) return undefined
  const signs = text.replace(/[^.,]/g, '')
  const last = signs.at(-1) === ',' ? ',' : '.'
  const other = last === ',' ? '.' : ','
  if (signs.includes(other)) return signs.indexOf(last) === signs.length - 1 ? last : undefined
  if (signs.length > 1) return other // groups of thousands, and no fraction
  return /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? 'either' : last
}
