import i18next from 'i18next'
import type { Difference } from '../../api/tasks.ts'
import { amount, quantity } from '../../words/format.ts'

/** What of an order differs, in a few words: "Menge 22423: 3 → 1". */
export function differenceText(one: Difference): string {
  const of = one.sku ?? one.name ?? (one.line === undefined ? '' : String(one.line))
  const values = `${shownValue(one.what, one.ours)} → ${shownValue(one.what, one.shop)}`
  return `${[i18next.t(`tasks.diff_${one.what}`), of].filter(Boolean).join(' ')}: ${values}`
}

/** A quantity or an amount as it is read; a dash where there is none. */
export function shownValue(what: Difference['what'], value: string | null): string {
  if (value === null) return '–'
  return what === 'price' || what === 'total' ? amount(value) : quantity(value)
}
