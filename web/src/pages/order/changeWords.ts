import i18next from 'i18next'
import type { Order } from '../../api/orders.ts'
import { quantity } from '../../words/format.ts'
import { addressParts } from './orderDraft.ts'

/** A field that was changed, in words; both empty: only that it was (values of persons are shown to who may see customers). */
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
  if (!known) return field
  const word = t(`orderEdit.f_${known}`)
  const ofAddress = addressParts.find(one => field === `${head}.${one}`)
  return ofAddress ? `${word}, ${t(`orderEdit.a_${ofAddress}`)}` : word
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

// The values of a field, or of the parts of an address, that are kept apart from the history.
function valuesApart({ before, after }: Order['history'][number], field: string): FieldChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter(name => name === field || name.startsWith(`${field}.`))
    .map(name => ({ field: fieldWord(name), from: before[name] ?? '', to: after[name] ?? '' }))
}

/** The changes that an event in the history of an order tells of. */
export function changesOf(event: Order['history'][number], order: Order): FieldChange[] {
  const { changes, fields: personal, lines } = event.data
  const found: FieldChange[] = []
  if (typeof changes === 'object' && changes !== null)
    for (const [field, change] of Object.entries(changes)) {
      const { from, to } = { ...(change as { from?: unknown; to?: unknown }) }
      const apart = from === undefined && to === undefined ? valuesApart(event, field) : []
      if (apart.length > 0) found.push(...apart)
      else found.push({ field: fieldWord(field), from: valueWord(from), to: valueWord(to) })
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
