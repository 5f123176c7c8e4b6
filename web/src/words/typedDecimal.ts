import { language } from './i18n.ts'

/**
 * A decimal as a person types it in the language that is shown (1.234,50 or 1,234.50; a single sign of the other language is
 * taken for the decimal sign), as decimal text; undefined where it is none.
 */
export function typedDecimal(text: string): string | undefined {
  const plain = text.replaceAll(/[\s\u00a0]/g, '').replace('\u2212', '-')
  const grouped = language() === 'de' ? /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/ : /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/
  const ungrouped = grouped.test(plain) ? plain.replaceAll(language() === 'de' ? '.' : ',', '') : plain
  const decimal = ungrouped.replace(',', '.').replace(/^\+/, '')
  return /^-?\d{1,15}(\.\d{1,12})?$/.test(decimal) ? decimal : undefined
}
