import { language } from './i18n.ts'

/**
 * What a person typed, as decimal text: "12,50" and "12.50" are "12.50", "" is "". Undefined where it is no number, or where it
 * could be two: a point before three digits in German ("1.234"), a comma in English. Who asks says so, instead of guessing.
 */
export function readDecimal(text: string, options: { readonly signed?: boolean } = {}): string | undefined {
  const plain = text.trim().replace(/^−/, '-')
  if (plain === '') return ''
  const [, sign = '', whole = '', mark = '', part = ''] =
    /^([+-]?)(\d{1,12})(?:([.,])(\d{1,12}))?$/.exec(plain) ?? []
  if (whole === '' || (sign !== '' && !options.signed)) return undefined
  const grouping = language() === 'de' ? '.' : ','
  if (mark === grouping && part.length === 3 && whole.length < 4 && !whole.startsWith('0')) return undefined
  const digits = whole.replace(/^0+(?=\d)/, '')
  return `${sign === '-' ? '-' : ''}${digits}${part === '' ? '' : `.${part}`}`
}

/** Decimal text as people write it in a field: "12.50" is "12,50" in German. */
export function writtenDecimal(decimal: string): string {
  return language() === 'de' ? decimal.replace('.', ',') : decimal
}

/** The same quantity with the other sign. */
export function negated(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`
}

/** −1, 0 or 1. */
export function signOf(decimal: string): -1 | 0 | 1 {
  if (!/[1-9]/.test(decimal)) return 0
  return decimal.startsWith('-') ? -1 : 1
}

/** What a person typed as decimal text; undefined where it is none, or nothing. */
export function typedDecimal(typed: string): string | undefined {
  return readDecimal(typed) || undefined
}

/** A decimal as a person types it: with the comma or the point of the language, without zeros at its end. */
export function decimalToType(value: string | null | undefined): string {
  if (value === null || value === undefined) return ''
  const plain = value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value
  return language() === 'de' ? plain.replace('.', ',') : plain
}

/** Whether two texts are one amount: 12,5 and 12.50. */
export function sameDecimal(one: string, other: string): boolean {
  const plain = (text: string) => {
    const decimal = typedDecimal(text)
    if (decimal === undefined) return text.trim()
    const [whole = '', part = ''] = decimal.split('.')
    return `${whole.replace(/^0+(?=\d)/, '')}.${part.replace(/0+$/, '')}`
  }
  return plain(one) === plain(other)
}
