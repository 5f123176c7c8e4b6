import i18next from 'i18next'
import type { Order } from '../../api/orders.ts'
import { quantity } from '../../words/format.ts'

/** A field that was changed, in words; both empty: only that it was (values of persons stand elsewhere). */
export interface FieldChange {
  readonly field: string
  readonly from: string
  readonly to: string
}

const parts = [
  'quantity',
  'unitNet',
  'unitGross',
  'discountPercent',
  'taxClassId',
  'taxRate',
  'name',
  'note',
] as const
const fields = [
  'billing',
  'shipping',
  'customer',
  'customerNote',
  'note',
  'paymentMethod',
  'shippingMethod',
  'priority',
  'totalGross',
  'totalNet',
  'taxTreatment',
  'taxCountry',
] as const

/** What a field of an order is called; `lines.2.quantity` is the quantity of line 2. */
export function fieldWord(field: string): string {
  const { t } = i18next
  const [, line, part] = /^lines\.(\d+)(?:\.(\w+))?$/.exec(field) ?? []
  if (line !== undefined) {
    const known = parts.find(one => one === part)
    const place = t('orderEdit.lineNo', { line })
    return known ? `${place}, ${t(`orderEdit.f_${known}`)}` : place
  }
  const [head = field] = field.split('.')
  const known = fields.find(one => one === head)
  return known ? t(`orderEdit.f_${known}`) : field
}

/** A value of such a field as people read it. */
export function valueWord(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return quantity(value)
  if (typeof value === 'string')
    return /^-?\d+(\.\d+)?$/.test(value)
      ? quantity(value)
      : value === 'removed'
        ? i18next.t('orderEdit.removed')
        : value
  if (Array.isArray(value)) return value.map(valueWord).join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .filter(([name]) => !/id$/i.test(name) && name !== 'kind')
      .map(([, one]) => valueWord(one))
      .filter(one => one !== '')
      .join(', ')
  return String(value)
}

/** The changes that an event in the history of an order tells of. */
export function changesOf(data: Readonly<Record<string, unknown>>, order: Order): FieldChange[] {
  const { changes, fields: personal, lines } = data
  const found: FieldChange[] = []
  if (typeof changes === 'object' && changes !== null)
    for (const [field, change] of Object.entries(changes)) {
      const { from, to } = { ...(change as { from?: unknown; to?: unknown }) }
      found.push({ field: fieldWord(field), from: valueWord(from), to: valueWord(to) })
    }
  if (Array.isArray(personal))
    for (const field of new Set(personal.map(one => fieldWord(String(one)))))
      found.push({ field: i18next.t('orderEdit.wasChanged', { field }), from: '', to: '' })
  if (Array.isArray(lines)) {
    const named = lines.flatMap(one => {
      const { line, quantity: amount } =
        typeof one === 'number' ? { line: one } : { ...(one as { line?: unknown; quantity?: unknown }) }
      if (typeof line !== 'number') return []
      const name =
        order.lines.find(other => other.line === line)?.itemNumber ?? i18next.t('orderEdit.lineNo', { line })
      return [amount === undefined ? name : `${valueWord(amount)} × ${name}`]
    })
    if (named.length > 0) found.push({ field: named.join(', '), from: '', to: '' })
  }
  return found
}
