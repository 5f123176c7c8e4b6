import { language } from './i18n.ts'

/** What a person typed as a decimal with a point; undefined where it is none. "12,50" and "12.50" are the same. */
export function typedDecimal(typed: string): string | undefined {
  const text = typed.trim().replace(',', '.')
  return /^\d{1,15}(\.\d{1,12})?$/.test(text) ? text : undefined
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
