import i18next from 'i18next'
import type { ImportRow } from '../../api/csv.ts'
import { language } from '../../words/i18n.ts'

type Difference = NonNullable<ImportRow['differences']>[number]

/** A value as people write it; undefined: there is none. */
export function shownValue({ type }: Pick<Difference, 'type'>, value: string | null): string | undefined {
  if (value === null) return undefined
  if (type === 'flag') return i18next.t(value === 'true' ? 'csv.yes' : 'csv.no')
  // An attribute of a channel of which nothing is told, although it is mapped.
  if (type === 'values' && value === '[]') return i18next.t('offers.leftOut')
  const isAmount = type === 'amount' || type === 'signed'
  return isAmount && language() === 'de' ? value.replace('.', ',') : value
}
