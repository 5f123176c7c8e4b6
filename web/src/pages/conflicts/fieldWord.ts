import i18next from 'i18next'
import { conflicts } from '../../words/conflicts.ts'

type FieldKey = Extract<keyof typeof conflicts, `f_${string}`>

/** A field in words: "name.de" is the name with its language, "price/…" a price with its group and quantity. */
export function fieldWord(field: string): string {
  const [head = '', ...rest] = field.split(/[./]/)
  const key = Object.keys(conflicts).find((one): one is FieldKey => one === `f_${head}`)
  const word = key ? i18next.t(`conflicts.${key}`) : head
  return rest.length === 0 ? word : `${word} (${rest.join(', ')})`
}
